package daemon

import (
	"fmt"
	"strconv"
	"time"
)

// sayAgain is how old a message becomes before a failure that lasts is said again. Passes that fail are up to
// maxFailing apart, so that it is said once an hour at least: who looks at one day of the log sees that something is
// wrong.
const sayAgain = time.Hour - maxFailing

// maxFailing is how far apart passes become that fail.
const maxFailing = 5 * time.Minute

// trouble is what the loop knows of passes that fail one after the other.
type trouble struct {
	all  streak // all of them
	same streak // the last ones of them, which failed in the same way
	text string // of that failure
	said time.Time
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

// failed counts a pass that failed at now, and returns what is to be said of it; "" when that has been said lately.
func (t *trouble) failed(now time.Time, text string) string {
	isNew := t.all.passes == 0 || text != t.text
	if isNew {
		t.same, t.text = streak{}, text
	}
	t.all.add(now)
	t.same.add(now)
	if !isNew && now.Sub(t.said) < sayAgain && !now.Before(t.said) {
		return ""
	}
	t.said = now
	if !isNew {
		text = fmt.Sprintf("%s; for %s, %s", text, spell(now.Sub(t.same.since)), passes(t.same.passes))
	}
	return text + "; trying again, nothing is lost meanwhile"
}

// over ends it with a pass that did not fail, and returns what is to be said; "" when nothing was wrong.
func (t *trouble) over(now time.Time) string {
	was := t.all
	*t = trouble{}
	if was.passes == 0 {
		return ""
	}
	return fmt.Sprintf("working again after %s, %s", spell(max(now.Sub(was.since), 0)), passes(was.passes))
}

func passes(n int) string {
	if n == 1 {
		return "1 pass"
	}
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits + " passes"
}

// spell says a span of time in its largest unit that is not too coarse.
func spell(d time.Duration) string {
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
