package daemon

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/rules/policy"
)

func TestEndOfDay(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	in := reports.Input{Policy: policy.Policy{Zone: zone}, History: []lead.Event{
		{Time: time.Date(2026, 9, 3, 12, 0, 0, 0, zone), Recorded: time.Date(2026, 10, 1, 0, 0, 0, 0, zone)},
		{Time: time.Date(2026, 10, 2, 12, 0, 0, 0, zone)},
	}}
	now := time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC)
	for _, c := range []struct{ day, want string }{
		{"2026-10-01", "2026-10-01T23:59:59+02:00"},
		{" 2026-10-25 ", "2026-10-25T23:59:59+01:00"}, // clocks are put back
		{"2026-11-20", "2026-11-20T23:59:59+01:00"},   // today
		{"2026-11-21", "lies in the future: choose a day up to today, which is 2026-11-20"},
		{"2026-09-30", "is too early: the first thing was written down on 2026-10-01"},
		{"2026-02-30", "is no day: write it like"},
		{"", "is no day: write it like"},
		{"20.11.2026", "is no day: write it like"},
	} {
		end, err := endOfDay(&in, c.day, now)
		got := end.Format(time.RFC3339)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%q: %s, want %s", c.day, got, c.want)
		}
	}
	in.History = nil
	if _, err := endOfDay(&in, "2026-11-19", now); err == nil || !strings.Contains(err.Error(), "leave the day out") {
		t.Errorf("without events: %v", err)
	}
}

// The next time is a pass early, and after a write that had to wait it comes with the next look at the reports.
func TestWhenPagesAreCheckedNext(t *testing.T) {
	at := time.Date(2026, 11, 20, 10, 1, 0, 0, time.UTC)
	d := &Daemon{Fresh: time.Hour}
	d.fresh.gap = time.Minute
	if !d.sayChecked(at) {
		t.Error("the first pass does not say it")
	}
	d.saidChecked(at, true)
	if d.sayChecked(at.Add(57*time.Minute)) || !d.sayChecked(at.Add(58*time.Minute)) {
		t.Error("it is due at another time than a pass before the hour is over")
	}
	if got := d.restUntil(at.Add(50*time.Minute), time.Time{}); !got.Equal(at.Add(58 * time.Minute)) {
		t.Errorf("passes rest until %s", got)
	}
	if !d.sayChecked(at.Add(-time.Hour)) {
		t.Error("a clock that was set back stops it")
	}
	d.saidChecked(at, false)
	if d.sayChecked(at.Add(10*time.Minute)) || !d.sayChecked(at.Add(14*time.Minute)) {
		t.Error("what had to wait is not tried with the next look")
	}
	if (&Daemon{}).sayChecked(at) {
		t.Error("once says it, too")
	}
}
