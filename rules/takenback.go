package rules

import (
	"strings"
	"time"

	"leadsheet/lead"
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
	ended := rec.turns.rare().ended
	first := lead.Event{What: lead.Changed, Column: lead.ColFirstResponse, By: byUs, Why: p.texts.Activity.TakenBack}
	switch {
	case toNew && rec.byStatus && !l.FirstResponse.IsZero() && p.then.Sub(l.FirstResponse) < takeBack:
		first.From = rec.at[inFirst]
		if p.setTime(i, lead.ColFirstResponse, time.Time{}, "undone") {
			p.event(rec, first)
		}
	case !ended.byEdit || p.then.Sub(ended.at) >= takeBack:
	case ended.first:
		p.event(rec, first)
		return policy.KindNew
	default:
		for _, a := range ended.asks {
			p.eventAt(rec, a.at, lead.Event{What: lead.Asked, From: a.key, To: p.stamp(a.due), By: a.by, Why: a.text})
		}
	}
	return before
}

// MakesDuplicate reports whether an event is that of a merge in the lead that became the duplicate.
func MakesDuplicate(e *lead.Event) bool {
	return e.What == lead.Merged && !strings.Contains(e.To, `"`+factCopy+`":`)
}
