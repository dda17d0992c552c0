package rules

import (
	"leadsheet/lead"
	"leadsheet/rules/history"
)

// standing makes a remark about a message stay in Attention until somebody acts. email is the lead's address, if that
// may be wrong.
func (p *planner) standing(rec *history.Record, q *lead.Inquiry, text, email string) {
	p.eventAt(rec, p.received(q), lead.Event{What: lead.Noted, Column: lead.ColAttention, From: q.Key, To: email,
		By: byUs, Why: text})
}
