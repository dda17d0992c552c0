package facts

import (
	"time"

	"leadsheet/rules/policy"
)

// State is where a lead stands with its first response.
type State uint8

// Where a lead may stand with its first response.
const (
	NoClock    State = iota // backfilled
	Unanswered              // ended without a response
	Met
	Missed
	Waiting
	WaitingLate
)

// Cycle returns when the present cycle of a lead began. A lead whose contact wrote again after the end has a new clock
// from then on, if it was given a new due time (docs/definitions.md, section 4).
func (c *Lead) Cycle() time.Time {
	if c.firstDue.After(c.Track.reopened) && c.Track.reopened.After(c.Received) {
		return c.Track.reopened
	}
	return c.Received
}

// Answered returns the response of the present cycle; an older one belongs to the cycle before.
func (c *Lead) Answered() (time.Time, bool) {
	start := c.Cycle()
	if c.FirstResponse.IsZero() || !start.Equal(c.Received) && c.FirstResponse.Before(start) {
		return time.Time{}, false
	}
	return c.FirstResponse, true
}

// Response returns where a lead stands with its first response.
func (c *Lead) Response(now time.Time) State {
	if c.firstDue.IsZero() || c.Received.IsZero() {
		return NoClock
	}
	at, ok := c.Answered()
	switch {
	case ok && at.After(c.firstDue):
		return Missed
	case ok:
		return Met
	case !c.Open, !c.Track.Turns.Unanswered():
		return Unanswered
	case now.After(c.firstDue):
		return WaitingLate
	}
	return Waiting
}

// IsStarted reports whether the team has started on the lead in its present cycle: it was answered, or is or was in
// another status than new (docs/definitions.md, section 1).
func (c *Lead) IsStarted() bool {
	if c.Track.worked || c.Kind != "" && c.Kind != policy.KindNew {
		return true
	}
	return !c.FirstResponse.IsZero() && c.FirstResponse.After(c.Track.reopened)
}
