package calendar

import (
	"testing"
	"time"
	_ "time/tzdata"
)

const half = 30 * time.Minute

func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// weekdays is a calendar that works Monday to Friday at these hours.
func weekdays(z *time.Location, spans ...Span) Calendar {
	c := Calendar{Zone: z}
	for d := time.Monday; d <= time.Friday; d++ {
		c.Week[d] = spans
	}
	return c
}

func clock(t testing.TB, z *time.Location, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, z)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// 2026-11-20 is a Friday.
func TestDue(t *testing.T) {
	z := zoneOf(t, "Europe/Berlin")
	nine, lunch := Span{540, 1080}, []Span{{540, 780}, {840, 1080}}
	holiday := weekdays(z, nine)
	holiday.Off = map[int]bool{20261123: true}
	frappe := weekdays(z, Span{540, 1020})
	for _, c := range []struct {
		name          string
		cal           Calendar
		arrived, want string
		target        time.Duration
	}{
		{"inside the day", weekdays(z, nine), "2026-11-20 10:00", "2026-11-20 10:30", half},
		{"ends exactly at closing", weekdays(z, nine), "2026-11-20 17:30", "2026-11-20 18:00", half},
		{"Friday 17:50 goes on on Monday", weekdays(z, nine), "2026-11-20 17:50", "2026-11-23 09:20", half},
		{"Friday 18:00 is closed", weekdays(z, nine), "2026-11-20 18:00", "2026-11-23 09:30", half},
		{"Saturday", weekdays(z, nine), "2026-11-21 15:00", "2026-11-23 09:30", half},
		{"Sunday night", weekdays(z, nine), "2026-11-22 23:00", "2026-11-23 09:30", half},
		{"Monday before opening", weekdays(z, nine), "2026-11-23 07:00", "2026-11-23 09:30", half},
		{"Monday is a holiday", holiday, "2026-11-21 15:00", "2026-11-24 09:30", half},
		{"lunch break", weekdays(z, lunch...), "2026-11-20 12:50", "2026-11-20 14:20", half},
		{"no calendar is around the clock", Calendar{Zone: z}, "2026-11-21 15:00", "2026-11-21 15:30", half},
		{"a day of work over three days", weekdays(z, nine), "2026-11-19 12:00", "2026-11-23 18:00", 24 * time.Hour},
		{"minutes are not lost", weekdays(z, nine), "2026-11-20 17:59", "2026-11-23 09:06", 7 * time.Minute},
		{"no target is the next opening", weekdays(z, nine), "2026-11-21 15:00", "2026-11-23 09:00", 0},
		{"Frappe: Saturday keeps no time of day", frappe, "2026-11-21 15:00", "2026-11-23 09:30", half},
		{"Frappe: Sunday", frappe, "2026-11-22 10:00", "2026-11-23 09:30", half},
		{"Frappe: Saturday night", frappe, "2026-11-21 23:00", "2026-11-23 09:30", half},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.cal.Due(clock(t, z, c.arrived), c.target)
			if want := clock(t, z, c.want); !got.Equal(want) {
				t.Errorf("due %s, want %s", got, want)
			}
		})
	}
}

func TestDueOverClockChanges(t *testing.T) {
	for _, c := range []struct {
		name, zone, arrived, want string // UTC
		spans                     []Span
		target                    time.Duration
	}{
		{"Berlin, Friday before spring", "Europe/Berlin", "2026-03-27 16:50", "2026-03-30 07:20", []Span{{540, 1080}}, half},
		{"Berlin, Friday before autumn", "Europe/Berlin", "2026-10-23 15:50", "2026-10-26 08:20", []Span{{540, 1080}}, half},
		{"New York, Friday before spring", "America/New_York", "2026-03-06 22:50", "2026-03-09 13:20", []Span{{540, 1080}}, half},
		{"New York, Friday before autumn", "America/New_York", "2026-10-30 21:50", "2026-11-02 14:20", []Span{{540, 1080}}, half},
		{"Lord Howe moves half an hour", "Australia/Lord_Howe", "2026-10-02 07:20", "2026-10-04 22:20", []Span{{540, 1080}}, half},
	} {
		t.Run(c.name, func(t *testing.T) {
			cal := weekdays(zoneOf(t, c.zone), c.spans...)
			got, want := cal.Due(clock(t, time.UTC, c.arrived), c.target), clock(t, time.UTC, c.want)
			if !got.Equal(want) {
				t.Errorf("due %s, want %s", got.UTC(), want)
			}
		})
	}
}

func TestNightShiftOverClockChanges(t *testing.T) {
	for _, c := range []struct {
		name, zone, day string
		span            Span
		want            time.Duration
	}{
		{"Berlin loses an hour", "Europe/Berlin", "2026-03-29", Span{0, 1440}, 23 * time.Hour},
		{"Berlin gains an hour", "Europe/Berlin", "2026-10-25", Span{0, 1440}, 25 * time.Hour},
		{"Lord Howe gains half an hour", "Australia/Lord_Howe", "2026-04-05", Span{0, 1440}, 24*time.Hour + half},
		{"opening in the hour that is not there", "Europe/Berlin", "2026-03-29", Span{150, 240}, time.Hour},
		{"closing in the hour that is there twice", "Europe/Berlin", "2026-10-25", Span{60, 150}, 150 * time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			z := zoneOf(t, c.zone)
			cal := Calendar{Zone: z}
			cal.Week[time.Sunday] = []Span{c.span}
			from := clock(t, z, c.day+" 00:00")
			if got := cal.WorkBetween(from, from.Add(30*time.Hour)); got != c.want {
				t.Errorf("%s of work, want %s", got, c.want)
			}
		})
	}
}

func TestWorkBetween(t *testing.T) {
	z := zoneOf(t, "Europe/Berlin")
	cal := weekdays(z, Span{540, 1080})
	for _, c := range []struct {
		name, a, b string
		want       time.Duration
	}{
		{"answer on Saturday to a Saturday's lead", "2026-11-21 15:00", "2026-11-21 20:00", 0},
		{"over the weekend", "2026-11-20 17:50", "2026-11-23 09:20", half},
		{"a clock that runs backwards", "2026-11-20 12:00", "2026-11-20 11:00", 0},
		{"a week", "2026-11-16 00:00", "2026-11-23 00:00", 45 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := cal.WorkBetween(clock(t, z, c.a), clock(t, z, c.b)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
	a := clock(t, z, "2026-11-21 15:00")
	if got := (Calendar{Zone: z}).WorkBetween(a, a.Add(5*time.Hour)); got != 5*time.Hour {
		t.Errorf("without hours every hour counts, got %s", got)
	}
}
