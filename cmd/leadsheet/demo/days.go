package demo

import (
	"fmt"
	"strings"
	"time"

	"leadsheet/rules/policy"
)

// moment is when a customer writes, as the table has it: so many working days before today, at a time of the clock.
type moment struct {
	day     int
	minute  int  // since midnight
	weekend bool // on the last day without work before that working day
}

// parseMoment reads "12" and "10:40", or "w15:20" for a weekend.
func parseMoment(day, clock string) (m moment, err error) {
	if _, err := fmt.Sscanf(day, "%d", &m.day); err != nil || m.day < 1 {
		return m, fmt.Errorf("%q is no day", day)
	}
	clock, m.weekend = strings.CutPrefix(clock, "w")
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return m, err
	}
	m.minute = at.Hour()*60 + at.Minute()
	return m, nil
}

// week is how many days are looked at for one without work.
const week = 7

// at is the moment in a calendar, as seen from today.
func (m moment) at(c *policy.Calendar, today time.Time) time.Time {
	day := workdayBefore(c, today, m.day)
	if m.weekend {
		for n := 1; n <= week; n++ {
			if free := policy.DayAfter(day, -n); !c.WorksOn(free) {
				day = free
				break
			}
		}
	}
	return c.Clock(day, m.minute)
}

// workdayBefore is noon of the nth day with work before another day.
func workdayBefore(c *policy.Calendar, day time.Time, n int) time.Time {
	day = policy.DayAfter(day.In(c.Location()), 0)
	for n > 0 {
		if day = policy.DayAfter(day, -1); c.WorksOn(day) {
			n--
		}
	}
	return day
}

// workdayAfter is noon of the nth day with work after another day.
func workdayAfter(c *policy.Calendar, day time.Time, n int) time.Time {
	day = policy.DayAfter(day.In(c.Location()), 0)
	for range n {
		day = c.WorkdayFrom(policy.DayAfter(day, 1))
	}
	return day
}

// atWork is the moment when so much working time has passed since another one, and somebody is at work.
func atWork(c *policy.Calendar, from time.Time, d time.Duration) time.Time {
	at := c.AddWork(from, d)
	if c.WorkBetween(at, at.Add(time.Minute)) < time.Minute { // the day ends with it
		at = c.AddWork(at.Add(time.Minute), 5*time.Minute)
	}
	return at
}
