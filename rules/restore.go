package rules

import (
	"time"

	"leadsheet/lead"
)

// Restore returns the leads of a backup as their rows are to be written again, and an event for each that says why.
// Where the history knows a lead, its columns are what the history has of them, as far as it has them whole: what was
// done after the backup was made, an answer above all, stays done. Neither the row nor the history of any other lead
// changes, and no pass takes the leads for deleted again.
func Restore(s State, leads []lead.Lead, why string, now time.Time) ([]lead.Lead, []lead.Event) {
	p := newPlanner(s, now, len(leads))
	p.fold(s.History)
	out := make([]lead.Lead, len(leads))
	for i := range leads {
		out[i] = leads[i]
		l := &out[i]
		l.Ref, l.Do = -1, "" // what was typed there then has been done, or is out of date
		if rec := p.history.Find(l.ID); rec != nil {
			p.history.Recall(rec, l)
		}
		p.event(p.history.Of(l.ID), lead.Event{What: lead.Restored, By: byTeam, Why: why})
	}
	return out, p.work.Events
}
