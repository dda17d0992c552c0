// Package letters writes the messages that leadsheet sends: subject, text and HTML of each. It does not decide whether
// a message is sent.
//
// Everything here is computed from its arguments.
package letters

import (
	"time"

	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/rules/outgoing"
)

// Links are the addresses that messages name.
type Links struct {
	// Workbook is the address of the workbook, or the name of its file.
	Workbook string
	// Mailbox is the address of the mailbox that leadsheet watches: answers go there. "" for none.
	Mailbox string
}

// Compose writes the messages of a pass. in is the workbook as it is once the pass is stored.
func Compose(in reports.Input, intents []outgoing.Intent, links Links, _ time.Time) []lead.Message {
	byID := map[string]*lead.Lead{}
	for i := range in.Leads {
		byID[in.Leads[i].ID] = &in.Leads[i]
	}
	out := make([]lead.Message, 0, len(intents))
	for i := range intents {
		m := intents[i].Message
		m.ReplyTo = links.Mailbox
		if l := byID[m.Lead]; l != nil {
			m.Subject, m.Text = l.Name+" ["+l.ID+"]", l.Need
		}
		out = append(out, m)
	}
	return out
}
