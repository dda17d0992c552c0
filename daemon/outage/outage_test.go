package outage

import (
	"testing"
	"time"
)

func TestOutage_Texts(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	var w Outage
	if got := w.Recovered(at); got != "" {
		t.Errorf("nothing was wrong, but it says %q", got)
	}
	said := 0
	for i := range 1203 {
		if text := w.Failed(at.Add(time.Duration(i)*15*time.Second), "wrong password"); text != "" {
			said++
		}
	}
	if said != 6 {
		t.Errorf("said %d times in 5 h", said)
	}
	if got := w.Failed(at.Add(-time.Hour), "wrong password"); got != "wrong password; for 0 s, 1,204 passes; trying again, nothing is lost meanwhile" {
		t.Errorf("after the clock was set back it says %q", got)
	}
	if got := w.Recovered(at.Add(72 * time.Hour)); got != "working again after 3 days, 1,204 passes" {
		t.Errorf("it says %q", got)
	}
	w.Failed(at, "x")
	if got := w.Recovered(at.Add(10 * time.Minute)); got != "working again after 10 min, 1 pass" {
		t.Errorf("it says %q", got)
	}
}
