package rules

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
)

// standing is a remark that stays in Attention, whatever the status of the lead is, until somebody acts.
type standing struct {
	text string
	// email is what the lead's address was when a mail of ours did not arrive; "" for another remark.
	email string
	at    time.Time
}

// planColumns are the columns that a person fills without acting on what a remark says: who will do what, and when.
var planColumns = []string{lead.ColOwner, lead.ColNextStep, lead.ColNextContact, lead.ColQuality, lead.ColValue}

// standing makes a remark about a message stay in Attention until somebody acts. email is the lead's address, if that
// may be wrong.
func (p *planner) standing(rec *record, q *lead.Inquiry, text, email string) {
	p.eventAt(rec, p.received(q), lead.Event{What: lead.Noted, Column: lead.ColAttention, From: q.Key, To: email,
		By: byUs, Why: text})
}

// foldNote adds a remark to what is known of a lead. One with the key of its message stays until somebody acts; the
// others, and all of older workbooks, stay while the lead is new.
func (rec *record) foldNote(e *lead.Event) {
	switch {
	case e.Column != lead.ColAttention:
	case e.From == "" || e.By != byUs:
		rec.notes = append(rec.notes, e.Why)
	default:
		rec.standing = append(rec.standing, standing{e.Why, e.To, e.Time})
	}
}

// foldAct takes the remarks away on which a person's edit or a mail of ours has acted.
func (rec *record) foldAct(e *lead.Event) {
	if len(rec.standing) == 0 {
		return
	}
	switch e.What {
	case lead.Changed:
		if e.By == byTeam && !slices.Contains(planColumns, e.Column) {
			rec.standing = nil
		}
	case lead.Responded, lead.Answered, lead.TurnAnswered:
		at := e.Time
		if t := moment(e.To); e.What == lead.Responded && !t.IsZero() {
			at = t
		}
		rec.standing = slices.DeleteFunc(slices.Clone(rec.standing), func(s standing) bool { return at.After(s.at) })
	}
}

// standingRemarks are those of a lead, each once. One about an address that the lead does not have any more is settled.
func (p *planner) standingRemarks(l *lead.Lead, rec *record) []string {
	var out []string
	for _, s := range rec.standing {
		text := s.text
		if s.email != "" {
			if !sameAddress(s.email, l.Email) {
				continue
			}
			text += ". " + p.instead(l)
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// instead says what to do about a mail that did not arrive.
func (p *planner) instead(l *lead.Lead) string {
	if phone := strings.TrimSpace(l.Phone); phone != "" {
		return p.texts.Attention.CallOrCorrect.With(shorten(phone, 40), p.title(lead.ColEmail))
	}
	return p.texts.Attention.Correct.With(p.title(lead.ColEmail))
}
