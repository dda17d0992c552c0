package matching

import (
	"strings"
	"time"

	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
)

// Threads finds what has come in by its Message-ID. It holds only the Message-IDs that the inquiries of this pass
// mention.
type Threads map[string][]ThreadMail

// ThreadMail is a mail that belongs to a lead.
type ThreadMail struct {
	Lead, From, Subject string
	Received            time.Time
	Where               string // its place
	// Archived says that its row has left the workbook, and that nothing but the lead is known of it.
	Archived bool
}

// maxAncestors is how many of the messages that a message answers are looked up: the nearest ones, and the first one.
const maxAncestors = 20

// Ancestors returns the Message-IDs of the messages that a message answers, the nearest first.
func Ancestors(q *lead.Inquiry) []string {
	if q.Channel != lead.ByMail {
		return nil
	}
	var ids []string
	if q.InReplyTo != "" {
		ids = append(ids, q.InReplyTo)
	}
	for i := len(q.References) - 1; i >= 0; i-- {
		if i > 0 && len(ids) >= maxAncestors-1 {
			i = 0
		}
		if id := q.References[i]; id != "" && id != q.InReplyTo {
			ids = append(ids, id)
		}
	}
	return ids
}

// NewThreads returns an index for inquiries of what is in Intake and what was, and beside it when those mails of the
// team came in that belong to no lead, by their Message-IDs.
func NewThreads(items []lead.Inquiry, intake []lead.IntakeRow, archive *packed.Memory, team lead.Team) (Threads,
	map[string]time.Time) {
	x, aside := Threads{}, map[string]time.Time{}
	for i := range items {
		for _, id := range append(Ancestors(&items[i]), items[i].MessageID) {
			if _, ok := x[id]; !ok && id != "" {
				x[id] = nil
			}
		}
	}
	if len(x) == 0 {
		return x, aside
	}
	for id := range x {
		for _, m := range archive.Mails(&lead.IntakeRow{MessageID: id}) {
			if m.Lead != "" {
				x[id] = append(x[id], ThreadMail{Lead: m.Lead, Archived: true})
			}
		}
	}
	for i := range intake {
		r := &intake[i]
		x.Add(r)
		if _, ok := x[r.MessageID]; ok && r.Lead == "" && team.Has(r.From) {
			aside[r.MessageID] = r.Received
		}
	}
	return x, aside
}

// Add adds a mail, if this pass looks for it and it belongs to a lead.
func (x Threads) Add(r *lead.IntakeRow) {
	if mails, ok := x[r.MessageID]; ok && r.Lead != "" && r.Outcome != lead.Ignored && r.Outcome != lead.Bounced {
		x[r.MessageID] = append(mails, ThreadMail{r.Lead, r.From, r.Subject, r.Received, r.Where, false})
	}
}

// SpeaksFor reports whether a sender, c, may speak for the lead of the contact l: that contact, the author of the mail
// that is answered, a colleague of either, or the contact with another address. What a team member forwards without its
// sender belongs to the lead in whose thread it is.
func SpeaksFor(q *lead.Inquiry, c, l lead.Contact, m ThreadMail, team lead.Team, country string) bool {
	if q.ForwardedBy != "" && c.Email == "" && !lead.Unread(m.From) && !m.Archived {
		return true // unless it is a program's, for which all its users answer the same message
	}
	if lead.SameContact(c, l, country) == lead.Same {
		return true
	}
	me := keysOf(c)
	for _, other := range []lead.Contact{l, {Email: m.From}} {
		k := keysOf(other)
		if me.email == "" || team.Has(k.email) {
			continue
		}
		if me.email == k.email || me.domain != "" && me.domain == k.domain {
			return true
		}
	}
	return len(strings.Fields(c.Name)) > 1 && len(strings.Fields(l.Name)) > 1 && lead.SimilarName(c.Name, l.Name)
}
