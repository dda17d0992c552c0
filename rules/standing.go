package rules

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
)

// standing makes a remark about a message stay in Attention until somebody acts. email is the lead's address, if that
// may be wrong.
func (p *planner) standing(rec *history.Record, q *lead.Inquiry, text, email string) {
	p.eventAt(rec, p.received(q), lead.Event{What: lead.Noted, Column: lead.ColAttention, From: q.Key, To: email,
		By: byUs, Why: text})
}

// standingRemarks are those of a lead, each once. One about an address that the lead does not have any more is settled.
func (p *planner) standingRemarks(l *lead.Lead, rec *history.Record) []string {
	var out []string
	for _, s := range rec.Standing {
		text := s.Text
		if s.Email != "" {
			if !lead.SameAddress(s.Email, l.Email) {
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
		return p.texts.Attention.CallOrCorrect.With(words.Shorten(phone, 40), p.title(lead.ColEmail))
	}
	return p.texts.Attention.Correct.With(p.title(lead.ColEmail))
}
