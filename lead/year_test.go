package lead_test

import (
	"testing"
	"time"

	"leadsheet/lead"
)

func TestNeedsYear(t *testing.T) {
	now := time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)
	for day, want := range map[string]bool{
		"2026-01-01": false, "2026-11-26": false, "2026-12-31": false, // this year
		"2027-01-04": false, "2027-02-26": false, // the next three months
		"2027-02-27": true, "2027-04-01": true, "2027-11-26": true,
		"2025-12-31": true, "2025-11-26": true,
	} {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := lead.NeedsYear(d, now); got != want {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
	if lead.NeedsYear(time.Date(2026, 12, 20, 9, 0, 0, 0, time.UTC), time.Date(2027, 1, 3, 9, 0, 0, 0, time.UTC)) {
		t.Error("two weeks ago, in the last year")
	}
}
