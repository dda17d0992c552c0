package calendar

import (
	"slices"
	"time"
)

// usualOpening is when the day of a business begins that never closes, in minutes since midnight.
const usualOpening = 9 * 60

// Day is when the work of a day begins and when it ends; ok is false for a day without any. A business without hours
// begins at nine in the morning and goes on until midnight.
func (c Calendar) Day(t time.Time) (begins, ends time.Time, ok bool) {
	day := DayAfter(t.In(c.zone()), 0)
	if c.Always() {
		return c.at(day, usualOpening, false), Midnight(DayAfter(day, 1)), true
	}
	spans := c.spans(day)
	if len(spans) == 0 {
		return time.Time{}, time.Time{}, false
	}
	return c.at(day, spans[0].From, false), c.at(day, spans[len(spans)-1].To, true), true
}

// Clock is the moment at which the wall clock of a day shows a minute, the first where it shows it twice. Where a clock
// is put forward over it, it is the moment of the change.
func (c Calendar) Clock(day time.Time, minute int) time.Time {
	return c.at(day.In(c.zone()), minute, false)
}

// Before is the latest moment from which d of working time is left until another one. What is due outside working time
// is counted back around the clock. The result is never after due.
func (c Calendar) Before(due time.Time, d time.Duration) time.Time {
	due = due.In(c.zone())
	if c.Always() || !c.worksAt(due) {
		return due.Add(-d)
	}
	for n := range farBack {
		day := DayAfter(due, -n)
		for _, s := range slices.Backward(c.spans(day)) {
			open, shut := c.at(day, s.From, false), c.at(day, s.To, true)
			if shut.After(due) {
				shut = due
			}
			if !open.Before(shut) {
				continue
			}
			if room := shut.Sub(open); d > room {
				d -= room
				continue
			}
			return shut.Add(-d)
		}
	}
	return due.Add(-d)
}
