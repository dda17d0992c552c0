// Package outage says what to log of passes that fail one after the other: each fault once, again every hour, and when
// it is over. The package has no clock.
package outage

import (
	"fmt"
	"strconv"
	"time"
)

// repeatAfter is how old the message about a lasting failure must be before it is logged again. As failing passes are
// up to MaxFailing apart, it is logged at least once an hour.
const repeatAfter = time.Hour - MaxFailing

// MaxFailing is the longest time between two passes that fail.
const MaxFailing = 5 * time.Minute

// Outage is what the loop knows about passes that fail one after the other. Its zero value means that none failed.
type Outage struct {
	all        streak // all of them
	same       streak // the last ones of them, which failed in the same way
	text       string // of that failure
	reportedAt time.Time
}

// streak is a number of passes one after the other.
type streak struct {
	since  time.Time
	passes int
}

// add counts a pass. When the clock was set back the streak begins now.
func (s *streak) add(now time.Time) {
	if s.passes == 0 || now.Before(s.since) {
		s.since = now
	}
	s.passes++
}

// Failed counts a pass that failed at now, and returns what to log; "" when that was logged recently.
func (t *Outage) Failed(now time.Time, text string) string {
	isNew := t.all.passes == 0 || text != t.text
	if isNew {
		t.same, t.text = streak{}, text
	}
	t.all.add(now)
	t.same.add(now)
	if !isNew && now.Sub(t.reportedAt) < repeatAfter && !now.Before(t.reportedAt) {
		return ""
	}
	t.reportedAt = now
	if !isNew {
		text = fmt.Sprintf("%s; for %s, %s", text, spanText(now.Sub(t.same.since)), passCount(t.same.passes))
	}
	return text + "; trying again, nothing is lost meanwhile"
}

// Recovered ends the outage after a successful pass, and returns what to log; "" when there was no outage.
func (t *Outage) Recovered(now time.Time) string {
	was := t.all
	*t = Outage{}
	if was.passes == 0 {
		return ""
	}
	return fmt.Sprintf("working again after %s, %s", spanText(max(now.Sub(was.since), 0)), passCount(was.passes))
}

func passCount(n int) string {
	if n == 1 {
		return "1 pass"
	}
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits + " passes"
}

// spanText is a duration in the largest unit that is not too coarse.
func spanText(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}
