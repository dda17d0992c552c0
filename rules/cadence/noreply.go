package cadence

import (
	"time"

	"leadsheet/rules/policy"
)

// The days for which nobody has replied to what we wrote: from three on a lead is on the list, and until seven.
const (
	silentFrom  = 3
	silentUntil = 7
)

// NoReply reports whether we wrote to a lead, or tried to reach it, within the last seven days, and nobody has replied
// for at least three; days are those of the calendar since then.
func NoReply(s *State, cal policy.Calendar, now time.Time) (days int, ok bool) {
	if s.Last.IsZero() || s.bounced || !s.Last.After(s.Replied) {
		return 0, false
	}
	days = cal.Days(s.Last, now)
	return days, days >= silentFrom && days <= silentUntil
}
