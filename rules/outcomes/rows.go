package outcomes

import (
	"slices"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// CameAs reports whether a mail with the Message-ID and the sender of this one has come in, as into another mailbox.
func CameAs(q *lead.Inquiry, rows ...[]lead.IntakeRow) bool {
	return q.MessageID != "" && anyRow(rows, func(r *lead.IntakeRow) bool {
		return r.MessageID == q.MessageID && lead.SameAddress(r.From, q.From)
	})
}

func anyRow(lists [][]lead.IntakeRow, is func(*lead.IntakeRow) bool) bool {
	for _, rows := range lists {
		for i := range rows {
			if is(&rows[i]) {
				return true
			}
		}
	}
	return false
}

// HasWritten reports whether something came in for a lead from that address.
func HasWritten(id, from string, rows ...[]lead.IntakeRow) bool {
	return anyRow(rows, func(r *lead.IntakeRow) bool { return r.Lead == id && lead.SameAddress(r.From, from) })
}

// SubjectsOf are the subjects of what came in for a lead from outside the team and arrived.
func SubjectsOf(id string, team lead.Team, rows ...[]lead.IntakeRow) (subjects []string) {
	for _, r := range slices.Concat(rows...) {
		if r.Lead == id && r.Outcome != lead.Bounced && !team.Has(r.From) {
			subjects = append(subjects, r.Subject)
		}
	}
	return subjects
}

// LeadOf is the lead to which something came in that has that key; "" for none.
func LeadOf(key string, rows ...[]lead.IntakeRow) (id string) {
	anyRow(rows, func(r *lead.IntakeRow) bool {
		if key != "" && r.Key == key {
			id = r.Lead
		}
		return id != ""
	})
	return id
}

// Newest returns the last row of a record, by its own key; nil for none. The lists follow each other in time.
func Newest(own string, lists ...[]lead.IntakeRow) *lead.IntakeRow {
	for _, rows := range slices.Backward(lists) {
		for i := len(rows) - 1; i >= 0 && own != ""; i-- {
			if ledger.ParseKey(rows[i].Key).Own() == own {
				return &rows[i]
			}
		}
	}
	return nil
}

// Unanswered counts the rows since a moment that made or joined leads and came from the address of a sender; it is 0 as
// soon as one of the leads was answered.
func Unanswered(from string, since time.Time, unanswered func(lead string) bool, lists ...[]lead.IntakeRow) int {
	n := 0
	for _, rows := range lists {
		for i := range rows {
			r := &rows[i]
			if r.Received.Before(since) || !lead.SameAddress(r.From, from) {
				continue
			}
			if r.Outcome == lead.NewLead || r.Outcome == lead.AddedTo || Of(r) == lead.Ignored && r.Lead != "" {
				if !unanswered(r.Lead) {
					return 0
				}
				n++
			}
		}
	}
	return n
}

// IsWork reports whether an event shows that people have worked on a lead: edited it, answered it, said what to do with
// it.
func IsWork(e *lead.Event) bool {
	switch e.What {
	case lead.Changed, lead.Noted:
		return e.By == lead.ByTeam
	case lead.Responded, lead.Answered, lead.TurnAnswered, lead.Did, lead.Merged, lead.Split, lead.Reverted,
		lead.Reopened, lead.Restored, lead.Typed, lead.Adopted:
		return true
	}
	return false
}
