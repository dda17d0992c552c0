package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"leadsheet/rules/calendar"
)

func lateCalendar(t *testing.T) calendar.Calendar {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c := calendar.Calendar{Zone: berlin, Off: map[int]bool{20261225: true}}
	for day := time.Monday; day <= time.Friday; day++ {
		c.Week[day] = []calendar.Span{{From: 9 * 60, To: 12 * 60}, {From: 13 * 60, To: 18 * 60}}
	}
	return c
}

// Something late is late at once, and by how much changes with the quarters of an hour, with full hours, and at
// midnight.
func TestLateBy(t *testing.T) {
	c := lateCalendar(t)
	always := calendar.Calendar{Zone: c.Zone}
	for _, x := range []struct {
		calendar calendar.Calendar
		due, now string
		want     time.Duration
	}{
		{c, "2026-11-20 10:29", "2026-11-20 10:28", 0},
		{c, "2026-11-20 10:29", "2026-11-20 10:29", 0},
		{c, "2026-11-20 10:29", "2026-11-20 10:44", time.Minute},
		{c, "2026-11-20 10:29", "2026-11-20 10:45", 16 * time.Minute},
		{c, "2026-11-20 10:29", "2026-11-20 11:15", 46 * time.Minute},
		{c, "2026-11-20 10:29", "2026-11-20 11:30", time.Hour},                     // not 11:00, which was half an hour
		{c, "2026-11-20 10:29", "2026-11-20 12:40", 91 * time.Minute},              // at lunch: as of noon
		{c, "2026-11-20 10:29", "2026-11-20 13:10", 151 * time.Minute},             // as of one
		{c, "2026-11-20 17:50", "2026-11-20 18:05", 10 * time.Minute},              // the day is over
		{c, "2026-11-20 17:50", "2026-11-21 14:00", 6*time.Hour + 10*time.Minute},  // Saturday: as of midnight
		{c, "2026-11-20 17:50", "2026-11-23 08:59", 3 * 24 * time.Hour},            // by the calendar
		{c, "2026-11-19 17:50", "2026-11-20 09:07", 15*time.Hour + 10*time.Minute}, // as of nine
		{c, "2026-11-19 10:00", "2026-11-20 11:00", 24 * time.Hour},
		{c, "2026-11-19 10:00", "2026-11-21 00:00", 48 * time.Hour},
		{c, "2026-12-24 17:55", "2026-12-25 12:00", 6*time.Hour + 5*time.Minute}, // a holiday
		{always, "2026-11-20 23:50", "2026-11-21 00:20", 25 * time.Minute},
		{always, "2026-11-20 23:50", "2026-11-21 03:59", 3*time.Hour + 10*time.Minute},
		{c, "2026-10-23 17:30", "2026-10-26 09:00", 3 * 24 * time.Hour}, // clocks were put back
	} {
		at := func(s string) time.Time {
			got, err := time.ParseInLocation("2006-01-02 15:04", s, c.Zone)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		if got := x.calendar.LateBy(at(x.due), at(x.now)); got != x.want {
			t.Errorf("due %s, at %s: %s, want %s", x.due, x.now, got, x.want)
		}
	}
}

// Whatever is late, by how much it is changes at few moments, the same for all, never goes down, and is never far from
// the truth.
func TestLateBy_StepsAreShared(t *testing.T) {
	for name, c := range map[string]calendar.Calendar{"hours": lateCalendar(t),
		"always": {Zone: lateCalendar(t).Zone}} {
		t.Run(name, func(t *testing.T) {
			begin := time.Date(2026, 10, 21, 0, 0, 0, 0, c.Zone) // a Wednesday; clocks are put back on the 25th
			changes := map[time.Time]bool{}
			for n := range 50 {
				due := begin.Add(9*time.Hour + time.Duration(n)*10*time.Minute + 7*time.Second)
				was := time.Duration(0)
				for at := begin; at.Before(begin.AddDate(0, 0, 10)); at = at.Add(time.Minute) {
					late := c.LateBy(due, at)
					if late < was {
						t.Fatalf("due %s: at %s it is late by %s, and was by %s", due, at, late, was)
					}
					if truth := at.Sub(due); late > truth+24*time.Hour || late < 24*time.Hour &&
						late > truth+time.Minute && truth > 0 {
						t.Fatalf("due %s: at %s it is late by %s, not %s", due, at, late, truth)
					}
					if words(late) != words(was) {
						changes[at] = true
						if at.Minute()%15 != 0 {
							t.Fatalf("due %s: it changes at %s", due, at)
						}
					}
					was = late
				}
			}
			days := map[string]int{}
			for at := range changes {
				days[at.Format(time.DateOnly)]++
			}
			most := map[string]int{"hours": 40, "always": 60}[name]
			for day, n := range days {
				if n > most || day > "2026-10-23" && n > 1 {
					t.Errorf("%s: %d changes", day, n)
				}
			}
		})
	}
}

// words are the steps in which lateness is written.
func words(d time.Duration) string {
	switch {
	case d < 15*time.Minute:
		return "late"
	case d < time.Hour:
		return fmt.Sprint(int(d/(15*time.Minute)), " quarters")
	case d < 24*time.Hour:
		return fmt.Sprint(int(d/time.Hour), " h")
	}
	return fmt.Sprint(int(d/(24*time.Hour)), " days")
}
