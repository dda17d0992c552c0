package rules

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/rules/acts"
	"leadsheet/rules/history"
)

// putCells writes what a person has asked for into the cells of a row.
func (p *planner) putCells(i int, cells []acts.Cell, why string) {
	for n := range cells {
		c := &cells[n]
		if !c.Put(&p.rows[i].l) {
			continue
		}
		p.change(i, c.Column, lead.CellOf(&p.rows[i].l, c.Column, p.policy.Location()), why)
		p.recordAs(i, c.Column, byTeam, why)
	}
}

// recordAs makes an event of what was written into a tracked column.
func (p *planner) recordAs(i int, column, by, why string) {
	k, rec := history.TrackedIndex(column), p.rows[i].rec
	if k >= 0 && !p.history.Unchanged(rec, &p.rows[i].l, k) {
		p.event(rec, lead.Event{What: lead.Changed, Column: column, From: rec.At[k],
			To: p.history.RecordedAs(rec, &p.rows[i].l, k), By: by, Why: why})
	}
}

// writeDay writes the day into the cell in the place of the word. The row is compared after that: it was a person.
func (p *planner) writeDay(i int) {
	day, ok := p.actsOf(i).Day()
	if !ok {
		return
	}
	l := &p.rows[i].l
	l.Bad = slices.DeleteFunc(slices.Clone(l.Bad), func(b lead.BadCell) bool { return b.Column == lead.ColNextContact })
	l.NextContact = day
	p.change(i, lead.ColNextContact, lead.DateValue(day, p.policy.Location()), "typed")
}

// actsOf is what a command may write into a row. Days are counted from when it was typed.
func (p *planner) actsOf(i int) *acts.Row {
	l, rec := &p.rows[i].l, p.rows[i].rec
	return &acts.Row{Lead: l, Record: rec, History: p.history, Policy: &p.policy,
		Then: p.then.In(p.policy.Location()), Now: p.now,
		FreeStep: strings.TrimSpace(l.NextStep) == "" || rec != nil && rec.FollowOf().Step}
}
