package rules

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/elsewhere"
)

// answeredElsewhere ends the open turn of a lead if a message shows that the team had answered before it came. It is
// marked as inferred.
func (p *planner) answeredElsewhere(i int, q *lead.Inquiry, at time.Time) {
	turn, waits := p.turnOf(i)
	if !waits || p.isHistoric(q) {
		return
	}
	known := elsewhere.Known{Policy: &p.policy, Team: p.team, Threads: p.threads, Aside: p.aside, Coming: p.ours,
		Own: p.isOwn, Subjects: p.subjectsOf, Received: p.received}
	if a, ok := known.Find(&p.rows[i].l, q, &turn, at); ok {
		p.respond(answered{row: i, until: a.After},
			&lead.Inquiry{Kind: lead.Reply, From: a.By, Received: a.Sent, Where: q.Where})
	}
}

// isOwn reports whether a mail to a lead that a customer quotes may be a message of leadsheet.
func (p *planner) isOwn(id, messageID string, from, to time.Time) bool {
	return p.claimOf(messageID) != nil || p.sent().MayBe(id, from, to)
}
