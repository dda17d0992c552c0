package lead

import (
	"testing"
	"time"
)

// The figures as of a day lack leads that came in before it and went to the archive after it, and none else.
func TestLeftSince(t *testing.T) {
	at := time.Date(2029, 1, 3, 23, 59, 59, 0, time.UTC)
	gone := func(month string, n int, when time.Time) Event {
		return PastMonth{Month: month, CameIn: n}.Event(when, "")
	}
	history := []Event{
		gone("2027-06", 3, at.AddDate(1, 0, 0)),
		gone("2027-06", -1, at.AddDate(1, 0, 1)),  // one came back
		gone("2026-06", 10, at.AddDate(1, 0, 0)),  // too old to be in a figure
		gone("2027-07", 20, at.AddDate(0, -1, 0)), // it had left before
		gone("2029-03", 40, at.AddDate(3, 0, 0)),  // it came later
		{Lead: "L-1001", What: Archived, Time: at.AddDate(1, 0, 0)},
	}
	if n := LeftSince(history, at, 24, time.UTC); n != 2 {
		t.Errorf("%d leads left, want 2", n)
	}
	if n := LeftSince(nil, at, 24, time.UTC); n != 0 {
		t.Errorf("%d leads left of nothing", n)
	}
}
