package rules

import (
	"cmp"
	"slices"

	"leadsheet/rules/clocks"
	"leadsheet/rules/turns"
)

// lateTurn is a turn of a row whose time has passed.
type lateTurn struct {
	row int
	clocks.Turn
}

func (p *planner) lateTurn(i int, t turns.Turn) lateTurn {
	l := &p.rows[i].l
	return lateTurn{i, clocks.Turn{Source: l.Source, Quality: l.Quality, Since: t.Since, Due: t.Due, First: t.First}}
}

// noteLate writes down, once for each turn, that its time has passed without an answer, and whose it was then: of the
// turns that are open, and of those that this pass has found to have ended.
func (p *planner) noteLate() {
	var late []lateTurn
	n := 0
	for i := range p.rows {
		e := &p.rows[i]
		if e.skip || e.todo != nothing || e.rec == nil {
			continue
		}
		if t, waits := p.turnOf(i); waits && p.now.After(t.Due) && !e.rec.WasLate(t.Due) &&
			(e.isNew || e.touched || p.hasRoom(&n)) {
			late = append(late, p.lateTurn(i, t))
		}
	}
	for n := range p.work.Events {
		e := &p.work.Events[n]
		rec := p.history.Find(e.Lead)
		if rec == nil || rec.Row == 0 || p.isNoLead(rec.Row-1) {
			continue
		}
		if t, at, ok := rec.Turns.EndedBy(e, &p.rows[rec.Row-1].l, rec.Since); ok && at.After(t.Due) {
			late = append(late, p.lateTurn(rec.Row-1, t))
		}
	}
	slices.SortStableFunc(late, func(a, b lateTurn) int { return cmp.Or(a.row-b.row, a.Due.Compare(b.Due)) })
	held := map[string]clocks.Ownership{}
	for _, t := range late {
		held[p.rows[t.row].rec.ID] = nil
	}
	clocks.Fold(held, p.journals(), p.state.History, p.work.Events)
	for _, t := range late {
		if rec := p.rows[t.row].rec; !rec.WasLate(t.Due) {
			e := clocks.Late(&p.policy, &t.Turn, held[rec.ID], p.journals(), p.now)
			p.eventAt(rec, e.Time, e)
		}
	}
}
