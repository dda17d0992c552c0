package rules

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
)

// takeBack is within what time a change of status that a person takes back never happened.
const takeBack = 24 * time.Hour

// statusBack opens the turn again that a person's change of status had ended, when the lead is put back within a day:
// out of an ending, or to new. It returns the kind that the lead then left.
func (p *planner) statusBack(i int, before, now policy.StatusKind) policy.StatusKind {
	l, rec := &p.rows[i].l, p.rows[i].rec
	toNew := now == policy.KindNew && before != policy.KindNew
	if !now.Open() || before.Open() && !toNew {
		return before
	}
	ended := rec.Turns.LastEnded()
	first := lead.Event{What: lead.Changed, Column: lead.ColFirstResponse, By: byUs, Why: p.texts.Activity.TakenBack}
	switch {
	case toNew && rec.ByStatus && !l.FirstResponse.IsZero() && p.then.Sub(l.FirstResponse) < takeBack:
		first.From = rec.At[history.InFirst]
		if p.setTime(i, lead.ColFirstResponse, time.Time{}, "undone") {
			p.event(rec, first)
		}
	case !ended.ByEdit || p.then.Sub(ended.At) >= takeBack:
	case ended.First:
		p.event(rec, first)
		return policy.KindNew
	default:
		for _, a := range ended.Asks {
			p.eventAt(rec, a.At, lead.Event{What: lead.Asked, From: a.Key, To: p.stamp(a.Due), By: a.By, Why: a.Text})
		}
	}
	return before
}
