package lead_test

import (
	"testing"
	"time"

	"leadsheet/lead"
)

// A moment is the same after it was a cell: also where the clock shows an hour twice, whatever the zone and the step.
func TestDateValueKeepsTheMoment(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago",
		"Asia/Tokyo", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia"} {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		twice := 0
		for at := time.Date(2026, 1, 1, 0, 0, 7, 0, time.UTC); at.Year() == 2026; at = at.Add(10 * time.Minute) {
			v := lead.DateValue(at, loc)
			back, ok := v.Time(loc)
			if !ok || !back.Equal(at) {
				t.Fatalf("%s: %v became %v", name, at, back)
			}
			if shown, _ := v.Time(time.UTC); shown.Format("2006-01-02 15:04:05") != at.In(loc).Format("2006-01-02 15:04:05") {
				t.Fatalf("%s: %v is shown as %v", name, at.In(loc), shown)
			}
			if plain := lead.DateValue(time.Date(at.In(loc).Year(), at.In(loc).Month(), at.In(loc).Day(), at.In(loc).Hour(),
				at.In(loc).Minute(), at.In(loc).Second(), 0, time.UTC), time.UTC); !plain.Equal(v) {
				twice++
			}
		}
		if changes := name == "Europe/Berlin" || name == "America/New_York" || name == "America/Santiago"; changes && twice != 6 {
			t.Errorf("%s: %d times are of the second round", name, twice)
		}
	}
}

// What people type in that hour is the first round, and a fraction of a second means nothing elsewhere.
func TestValueTimeOfWhatIsTyped(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	typed := lead.DateValue(time.Date(2026, 10, 25, 2, 30, 0, 0, time.UTC), time.UTC)
	first, _ := typed.Time(berlin)
	if want := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC); !first.Equal(want) {
		t.Errorf("typed: %v, want %v", first, want)
	}
	again := lead.DateValue(first.Add(time.Hour), berlin)
	if again.Equal(typed) || again.String() != "2026-10-25 02:30" {
		t.Errorf("the second round is %v", again)
	}
	odd := lead.DateValue(time.Date(2026, 11, 25, 2, 30, 0, 0, time.UTC), time.UTC)
	odd.Num += 0.25 / 86400
	if at, _ := odd.Time(berlin); !at.Equal(time.Date(2026, 11, 25, 1, 30, 0, 0, time.UTC)) {
		t.Errorf("a quarter of a second in November: %v", at)
	}
}

// What a clock shows is the same moment whether it is read as a time or as the serial number of a cell, also where a
// zone leaves out an hour or has it twice, and where the days of a workbook end.
func TestWallTimeIsThatOfACell(t *testing.T) {
	walls := []time.Time{{}, time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC), time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC),
		time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(10000, 1, 2, 0, 0, 0, 0, time.UTC)}
	for wall := time.Date(2026, 1, 1, 0, 0, 7, 0, time.UTC); wall.Year() == 2026; wall = wall.Add(29 * time.Minute) {
		walls = append(walls, wall)
	}
	for _, name := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"} {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, wall := range walls {
			got, ok := lead.WallTime(wall, loc)
			if want, is := lead.DateValue(wall, time.UTC).Time(loc); !got.Equal(want) || ok != is {
				t.Fatalf("%s: %v is %v, %v; want %v, %v", name, wall, got, ok, want, is)
			}
		}
	}
}
