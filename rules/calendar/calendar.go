// Package calendar says when a business works: the arithmetic of working time, by the wall clock of a zone, over days
// off and changes of that clock.
//
// Everything here is computed from its arguments.
package calendar

import "time"

// Span is a stretch of working time on one day, in minutes since midnight by the wall clock. It includes From and
// excludes To.
type Span struct{ From, To int }

// Calendar says when a business works. The zero Calendar, or one without any span, works around the clock.
type Calendar struct {
	// Zone is the zone of the wall clock; nil means UTC.
	Zone *time.Location
	// Week holds the spans of each weekday (Sunday is 0), in order and without overlap.
	Week [7][]Span
	// Off are days without work: 20261225 for one day, 1225 for every year.
	Off map[int]bool
}

// horizon is how many days ahead the next working time is searched; a calendar without any in that time counts as never
// open.
const horizon = 1100

// Always reports whether the calendar has no working hours at all, so that every minute counts.
func (c Calendar) Always() bool {
	for _, day := range c.Week {
		if len(day) > 0 {
			return false
		}
	}
	return true
}

// WorksOn reports whether any work is done on the day that t falls on in the calendar's zone.
func (c Calendar) WorksOn(t time.Time) bool {
	return c.Always() || len(c.spans(t.In(c.zone()))) > 0
}

// mostClosed is how many days in a row are looked at for one with work.
const mostClosed = 31

// WorkdayFrom is the day itself, or else the next one on which any work is done; after mostClosed days without work it
// is the one after them. Days are as DayAfter has them.
func (c Calendar) WorkdayFrom(day time.Time) time.Time {
	for n := 0; n < mostClosed && !c.WorksOn(day); n++ {
		day = DayAfter(day, 1)
	}
	return day
}

// Due is when an answer is due to something that arrived: target of working time, counted from the arrival or from the
// next opening after it. A zero arrival has no due time.
func (c Calendar) Due(arrived time.Time, target time.Duration) time.Time {
	return c.AddWork(arrived, target)
}

// NextMorning is when an answer is due to what arrived outside the working hours of its day: at that minute of the next
// day with work, which is the same day for what arrived before opening. Otherwise, and where the day opens later than
// that, it is usual, which is when it is due without that.
func (c Calendar) NextMorning(arrived time.Time, minute int, usual time.Time) time.Time {
	if c.Always() || arrived.IsZero() {
		return usual
	}
	arrived = arrived.In(c.zone())
	if spans := c.spans(arrived); len(spans) > 0 {
		first, last := c.at(arrived, spans[0].From, false), c.at(arrived, spans[len(spans)-1].To, true)
		if !arrived.Before(first) && arrived.Before(last) {
			return usual
		}
	}
	for n := range horizon {
		day := DayAfter(arrived, n)
		spans := c.spans(day)
		if len(spans) == 0 {
			continue
		}
		if open := c.at(day, spans[0].From, false); open.After(arrived) {
			if by := c.at(day, minute, false); by.After(open) {
				return by
			}
			return usual
		}
	}
	return usual
}

// AddWork returns the moment at which d of working time has passed since from. Outside working hours the count begins
// at the next opening. The result is in the calendar's zone; it is zero when from is.
func (c Calendar) AddWork(from time.Time, d time.Duration) time.Time {
	if from.IsZero() {
		return from
	}
	from, d = from.In(c.zone()), max(d, 0)
	if c.Always() {
		return from.Add(d)
	}
	left := d
	for n := range horizon {
		day := DayAfter(from, n)
		for _, s := range c.spans(day) {
			open, shut := c.at(day, s.From, false), c.at(day, s.To, true)
			if open.Before(from) {
				open = from
			}
			if !open.Before(shut) {
				continue
			}
			if room := shut.Sub(open); left > room {
				left -= room
				continue
			}
			return open.Add(left)
		}
	}
	return from.Add(d)
}

// longest is the longest stretch over which working time is counted, so that a mistyped year does not slow down a pass.
const longest = 20 * 366 * 24 * time.Hour

// WorkBetween returns the working time between a and b, counted over at most twenty years; it is 0 when b is not after
// a.
func (c Calendar) WorkBetween(a, b time.Time) time.Duration {
	if !b.After(a) || a.IsZero() {
		return 0
	}
	if c.Always() {
		return b.Sub(a)
	}
	a = a.In(c.zone())
	if b.Sub(a) > longest {
		b = a.Add(longest)
	}
	var sum time.Duration
	for n := 0; ; n++ {
		day := DayAfter(a, n)
		if c.at(day, 0, false).After(b) {
			return sum
		}
		for _, s := range c.spans(day) {
			open, shut := c.at(day, s.From, false), c.at(day, s.To, true)
			if open.Before(a) {
				open = a
			}
			if shut.After(b) {
				shut = b
			}
			if shut.After(open) {
				sum += shut.Sub(open)
			}
		}
	}
}

// Location is the zone of the wall clock.
func (c Calendar) Location() *time.Location { return c.zone() }

func (c Calendar) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// spans returns the working hours of a day.
func (c Calendar) spans(day time.Time) []Span {
	y, m, d := day.Date()
	if len(c.Off) > 0 && (c.Off[y*10000+int(m)*100+d] || c.Off[int(m)*100+d]) {
		return nil
	}
	return c.Week[day.Weekday()]
}

// DayAfter returns noon of the day n days after t: noon exists on every day and in every zone.
func DayAfter(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+n, 12, 0, 0, 0, t.Location())
}

// Bounds are the moments at which a span of a day begins and ends.
func (c Calendar) Bounds(day time.Time, s Span) (from, to time.Time) {
	return c.at(day, s.From, false), c.at(day, s.To, true)
}

// Midnight is the beginning of a day in its zone.
func Midnight(day time.Time) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, day.Location())
}

// at returns the moment at which the wall clock of the day shows that minute. Where a clock is put forward over it, it
// is the moment of the change; where a clock shows it twice, last chooses the second time.
func (c Calendar) at(day time.Time, minute int, last bool) time.Time {
	y, m, d := day.Date()
	t := time.Date(y, m, d, 0, minute, 0, 0, c.zone())
	start, end := t.ZoneBounds()
	if (t.Hour()*60+t.Minute())%1440 != minute%1440 {
		if !start.IsZero() && t.Sub(start) < 3*time.Hour {
			return start
		}
		return end
	}
	if last && !end.IsZero() && end.Sub(t) <= 3*time.Hour {
		_, before := t.Zone()
		_, after := end.Zone()
		if again := t.Add(time.Duration(before-after) * time.Second); before > after && !again.Before(end) {
			return again
		}
	}
	return t
}
