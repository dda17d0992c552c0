package turns

import (
	"time"

	"leadsheet/lead"
)

// EndedBy is the turn of a lead that an event has just ended, and when; ok is false for an event that ended none with a
// time to answer. began is when the present cycle of the lead began, zero for the first one.
func (t *Turns) EndedBy(e *lead.Event, l *lead.Lead, began time.Time) (was Turn, at time.Time, ok bool) {
	ended, at := t.LastEnded(), e.Time
	switch {
	case e.What == lead.Responded, e.What == lead.TurnEnded && e.From == "":
		if e.What == lead.Responded {
			at = l.FirstResponse
		}
		was = Turn{Since: lead.Latest(l.Received, began), Due: t.FirstDue(l), First: true}
	case (e.What == lead.TurnAnswered || e.What == lead.TurnEnded) && len(ended.Asks) > 0:
		was = Turn{Since: ended.Asks[0].At, Due: ended.Asks[0].Due}
	}
	return was, at, !was.Due.IsZero()
}
