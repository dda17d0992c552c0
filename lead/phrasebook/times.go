package phrasebook

import (
	"strconv"
	"strings"
	"time"
)

// farDays is from how many days ahead a day is said with its date: a weekday alone is the next one of its name.
const farDays = 7

// Before says that something happens before a moment: on Monday before 09:30. Both times are in the zone of who says
// it. now decides what is today and tomorrow. A language that cannot say it gets the numbers alone.
func (l *Language) Before(t, now time.Time) string {
	clock := t.Format("15:04")
	if l == nil || len(l.weekdays) == 0 {
		return t.Format("2006-01-02 15:04")
	}
	day := l.weekdays[t.Weekday()]
	switch n := daysBetween(now, t); {
	case n == 0:
		day = l.say["today"]
	case n == 1:
		day = l.say["tomorrow"]
	case n < 0, n >= farDays:
		number := strconv.Itoa(t.Day())
		if first := l.say["first"]; t.Day() == 1 && first != "" {
			number = first
		}
		day = fill(l.say["date"], "weekday", day, "day", number, "month", l.months[t.Month()-1])
	}
	return fill(l.say["before"], "day", day, "time", clock)
}

// daysBetween is how many midnights lie between two moments, by their own wall clocks.
func daysBetween(a, b time.Time) int {
	noon := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	}
	return int(noon(b).Sub(noon(a)) / (24 * time.Hour))
}

// fill puts values into their places.
func fill(text string, values ...string) string {
	for i := 0; i < len(values); i += 2 {
		values[i] = "{" + values[i] + "}"
	}
	return strings.NewReplacer(values...).Replace(text)
}
