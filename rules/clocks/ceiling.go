package clocks

import (
	"time"

	"leadsheet/rules/policy"
)

// Ceiling is when a customer has waited for a day, in which days without work do not count: the same time of the next
// working day. It moves no due time; whoever may wait longer than that is shown as waiting from then on.
func Ceiling(c policy.Calendar, since time.Time) time.Time {
	if c.Always() || since.IsZero() {
		return since.Add(24 * time.Hour)
	}
	since = since.In(c.Location())
	y, m, d := c.WorkdayFrom(policy.DayAfter(since, 1)).Date()
	return time.Date(y, m, d, since.Hour(), since.Minute(), since.Second(), 0, since.Location())
}
