// Package outcomes reads the tab Intake: which outcomes and reasons of a row are leadsheet's own, what people have
// typed there, and which leads came of which rows.
//
// Everything here is computed from its arguments.
package outcomes

import (
	"slices"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Of is the outcome of a row as leadsheet writes it: users and their programs may write capitals.
func Of(r *lead.IntakeRow) lead.Outcome {
	known := [...]lead.Outcome{lead.NewLead, lead.AddedTo, lead.Duplicate, lead.Ignored, lead.Bounced, lead.Damaged,
		lead.FileRead, lead.MakeLead, lead.TakeHeld, ""}
	if slices.Contains(known[:], r.Outcome) {
		return r.Outcome // nearly all rows
	}
	for _, o := range known {
		if words.Same(string(o), string(r.Outcome)) {
			return o
		}
	}
	return r.Outcome
}

// Typed reports whether a user may have written the outcome of a row, because leadsheet gives no such row this outcome.
func (x Reasons) Typed(r *lead.IntakeRow) bool {
	switch outcome := Of(r); outcome {
	case "", lead.Damaged:
		return false
	case lead.FileRead:
		return sentMail(r) // earlier versions put it there, too
	case lead.NewLead, lead.AddedTo, lead.Duplicate:
		return r.Lead == "" && r.Reason != "" && !x.ofALead(r.Reason) && (outcome != lead.AddedTo || !sentMail(r)) ||
			x.IsAside(r.Reason)
	case lead.Bounced:
		return r.Lead == "" || r.Reason == "" || x.ofALead(r.Reason) || sentMail(r)
	case lead.Ignored:
		return r.Lead != "" && !x.IsAside(r.Reason) || sentMail(r)
	}
	return true
}

// sentMail reports whether a row is about a mail from the folder of sent mails. Only mails that were added to a lead
// have a row.
func sentMail(r *lead.IntakeRow) bool { return ledger.ParseKey(r.Key).Kind() == ledger.SentMail }

// Origins is of which rows of Intake leads were made.
type Origins struct {
	origin  map[string]string // the lead's ID: how it came, as its first event says
	ByHand  map[string]string // the key of a row of Intake: the lead that was made of it by hand
	earlier map[string]bool   // lead and place of the rows that say "new lead"
}

// NewOrigins returns what History and Intake say of how leads came.
func NewOrigins(history []lead.Event, intake []lead.IntakeRow) *Origins {
	x := &Origins{origin: map[string]string{}, ByHand: map[string]string{}, earlier: map[string]bool{}}
	for i := range history {
		switch e := &history[i]; {
		case !e.OfLead():
		case e.What == lead.Created:
			x.origin[e.Lead] = e.Why
		case e.What == lead.Noted && e.By == lead.ByTeam && e.From != "":
			x.ByHand[e.From] = e.Lead
		}
	}
	for i := range intake {
		if r := &intake[i]; r.Outcome == lead.NewLead {
			x.earlier[r.Lead+"\x00"+r.Where] = true
		}
	}
	return x
}

// Began reports whether a row's lead was made from the row's message or record. An equal place alone does not prove
// that: another export of the same file name has rows with the same numbers.
func (x *Origins) Began(r *lead.IntakeRow) bool {
	if x.ByHand[r.Key] != "" && x.ByHand[r.Key] == r.Lead {
		return true
	}
	_, place, _ := strings.Cut(x.origin[r.Lead], ": ")
	return r.Lead != "" && r.Where != "" && (place == r.Where || strings.HasPrefix(place, r.Where+"; ")) &&
		(r.Outcome == lead.NewLead || !x.earlier[r.Lead+"\x00"+r.Where])
}

// NotIgnored reports whether leadsheet cannot have given a row with a lead the outcome "ignored".
func (x Reasons) NotIgnored(r *lead.IntakeRow, o *Origins) bool {
	return !x.IgnoredWithLead(r.Reason) || sentMail(r) || o.Began(r)
}

// TextOf returns what the history of a row's lead keeps of the text of its message, "" where it does not say for
// certain which text is this one's. Events of older workbooks do not name the place of the message.
func (x Reasons) TextOf(r *lead.IntakeRow, history []lead.Event) string {
	text, others := "", 0
	for i := range history {
		e := &history[i]
		switch {
		case e.Lead != r.Lead || r.Lead == "":
		case (e.What == lead.Asked || e.What == lead.Quiet) && e.From == r.Key && r.Key != "":
			return x.realText(e.Why)
		case e.What != lead.Inquired && e.What != lead.Reopened:
		case e.What == lead.Inquired && e.From == r.Where && r.Where != "":
			return x.realText(e.Why)
		case (e.What == lead.Reopened || e.From == "") && e.By == r.From && r.Reason == "":
			text = e.Why
			others++
		}
	}
	if others == 1 {
		return x.realText(text)
	}
	return ""
}
