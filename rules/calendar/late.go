package calendar

import (
	"slices"
	"time"
)

// LateBy returns by how much something that was due is late, as leadsheet says it: as of a step of the clock that all
// leads of a workbook share, so that many late leads change their words at once and not each at its own minute. The
// steps are the quarters of an hour while it is less than an hour late, full hours for the first day, both in working
// time alone, and midnight; from a day on days are counted by the calendar. What was due outside working hours is late
// around the clock. It is 0 until the first step after due.
func (c Calendar) LateBy(due, now time.Time) time.Duration {
	if !now.After(due) {
		return 0
	}
	last := c.lastWorked(now)
	if !c.worksAt(due) { // it was due around the clock
		last = now.In(c.zone())
	}
	if midnight := c.at(DayAfter(now.In(c.zone()), 0), 0, false); midnight.After(last) {
		last = midnight
	}
	if late := floor(last, 15).Sub(due); late < time.Hour {
		return max(late, 0)
	}
	if late := max(floor(last, 60).Sub(due), time.Hour); late < 24*time.Hour {
		return late
	}
	return time.Duration(max(c.Days(due, now), 1)) * 24 * time.Hour
}

// floor is the last moment up to t at which the minutes of the wall clock were a multiple of n, which divides an hour.
func floor(t time.Time, n int) time.Time {
	t = t.Truncate(time.Second)
	return t.Add(-time.Duration(t.Minute()%n)*time.Minute - time.Duration(t.Second())*time.Second)
}

// farBack is how many days the last working time is searched back.
const farBack = 400

// lastWorked is the last moment up to t that lies in working time, ends of spans included, in the calendar's zone; t
// where no time is worked at all.
func (c Calendar) lastWorked(t time.Time) time.Time {
	t = t.In(c.zone())
	if c.Always() {
		return t
	}
	for n := range farBack {
		day := DayAfter(t, -n)
		spans := c.spans(day)
		for i := len(spans) - 1; i >= 0; i-- {
			open, shut := c.at(day, spans[i].From, false), c.at(day, spans[i].To, true)
			switch {
			case t.Before(open):
			case t.Before(shut):
				return t
			default:
				return shut
			}
		}
	}
	return t
}

// worksAt reports whether a moment lies in working time, the ends of spans included.
func (c Calendar) worksAt(t time.Time) bool {
	t = t.In(c.zone())
	return c.Always() || slices.ContainsFunc(c.spans(t), func(s Span) bool {
		return !t.Before(c.at(t, s.From, false)) && !t.After(c.at(t, s.To, true))
	})
}

// Days is how many midnights lie between two moments.
func (c Calendar) Days(from, to time.Time) int {
	a, b := DayAfter(from.In(c.zone()), 0), DayAfter(to.In(c.zone()), 0)
	return int(b.Sub(a).Round(24*time.Hour) / (24 * time.Hour))
}
