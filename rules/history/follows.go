package history

import (
	"cmp"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
	"leadsheet/rules/statuses"
)

// follows is what the history says of a lead whose status may follow facts.
type follows struct {
	// Ours says that leadsheet has set the status, by itself and not because a person has asked for it; wasOurs says so
	// of the status before a person's last change.
	Ours, wasOurs bool
	// ByHand says that a person has added the row.
	ByHand     bool
	spoken     bool  // a person has spoken with the customer: called, or typed the row after a call
	questioned bool  // once it was said that nothing shows a reply
	heard      int64 // when the contact wrote last after the request, in seconds of Unix time; 0 for never
}

// foldFollows follows who has set the status of a lead, and what shows that its contact has replied.
func (h *History) foldFollows(rec *Record, e *lead.Event) {
	switch e.What {
	case lead.Created:
		rec.follows = follows{Ours: true}
	case lead.Adopted:
		rec.follows = follows{Ours: strings.Contains(e.To, `"`+lead.FactFirstStatus+`":`), ByHand: true, spoken: true}
	case lead.Asked, lead.Quiet:
		rec.heard = max(rec.heard, e.Time.Unix())
		rec.settleReply()
	case lead.Did:
		if command.Verb(lead.FactOf(e.To, lead.FactVerb)) == command.Called {
			rec.spoken = true
			rec.settleReply()
		}
	case lead.Reopened, lead.Merged:
		rec.Ours, rec.wasOurs = false, false
	case lead.Reverted:
		rec.Ours, rec.wasOurs = rec.wasOurs, false
		rec.settleReply()
	case lead.Changed:
		if e.Column != lead.ColStatus || e.From == "" && e.By == lead.ByLeadsheet { // as earlier versions began a lead
			break
		}
		if rec.wasOurs = rec.Ours && e.By != lead.ByLeadsheet; e.By != lead.ByLeadsheet || !h.isFollowing(e.Why) {
			rec.Ours = false
		}
		rec.settleReply()
	case lead.Noted:
		if e.Column == lead.ColStatus {
			rec.NoReply, rec.questioned = e.Why, true
		}
	}
}

// isFollowing reports whether a status was changed because of facts.
func (h *History) isFollowing(why string) bool {
	return h.policy.Words.Any(func(t *words.Texts) bool { return why == t.Status.Answered || why == t.Status.Replied })
}

// settleReply takes back what was said of a reply that nobody saw.
func (rec *Record) settleReply() {
	if rec.NoReply != "" {
		rec.own()
		rec.NoReply = ""
	}
}

// HasReply reports whether anything shows that the contact has replied, or whether it was asked for that before.
func (rec *Record) HasReply() bool { return rec.spoken || rec.questioned || rec.heard != 0 }

// Contact is what is known of the contact with the customer of a row. Only what the customer wrote after our first
// message is a reply.
func (rec *Record) Contact(l *lead.Lead) statuses.Facts {
	first := cmp.Or(l.FirstResponse, rec.Turns.Ours)
	return statuses.Facts{Contacted: !first.IsZero(), Replied: !first.IsZero() && time.Unix(rec.heard, 0).After(first)}
}
