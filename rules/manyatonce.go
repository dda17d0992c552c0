package rules

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/lists"
	"leadsheet/rules/outcomes"
)

// findLists finds the files that bring more new leads at once than can be answered at once.
func (p *planner) findLists(items []*lead.Inquiry, known map[string]bool) {
	var fresh []*lead.Inquiry
	for _, q := range items {
		if lists.Place(q) != "" && !known[identity(q)] {
			fresh = append(fresh, q)
		}
	}
	p.many = lists.Many(fresh, func(q *lead.Inquiry) bool {
		row, _, _ := p.contacts.Find(lead.ContactIn(q))
		return row < 0 || !p.kinds.Open(&p.rows[row].l)
	}, lists.Before{History: p.state.History, Intake: p.state.Intake, Now: p.now,
		IsRead: func(r *lead.IntakeRow) bool { return outcomes.Of(r) == lead.FileRead }})
}

// oneOfMany reports whether an inquiry is one of so many that nobody could answer it in time, and not fresh: its record
// has no date of its own, or an old one.
func (p *planner) oneOfMany(q *lead.Inquiry) bool {
	return p.many[lists.Place(q)] && (!q.Dated || p.isHistoric(q))
}

// contactDay is the day on which the next lead of a list is to be contacted by its owner.
func (p *planner) contactDay(owner string) time.Time {
	if p.days == nil {
		p.days = lists.NewDays(p.policy, p.now)
		for i := range p.rows {
			l, rec := &p.rows[i].l, p.rows[i].rec
			if rec != nil && rec.Listed && p.kinds.Open(l) && !l.NextContact.IsZero() {
				p.days.Take(l.Owner, l.NextContact)
			}
		}
	}
	return p.days.Next(owner)
}
