package daemon

import (
	"fmt"
	"strconv"
	"time"
)

// sayAgain is how old a message becomes before a failure that lasts is said again. Passes that fail are up to five minutes
// apart, so that it is said once an hour at least: who looks at one day of the log sees that something is wrong.
const sayAgain = time.Hour - maxFailing

// maxFailing is how far apart passes become that fail.
const maxFailing = 5 * time.Minute

// trouble is what the loop knows of passes that fail one after the other.
type trouble struct {
	began  time.Time // with the first pass that failed
	passes int

	text  string // of the failure at hand, its beginning, and how often it was met
	since time.Time
	times int
	said  time.Time
}

// failed counts a pass that failed at now, and returns what is to be said of it; "" when that has been said lately.
func (t *trouble) failed(now time.Time, text string) string {
	if t.passes == 0 || now.Before(t.since) { // or the clock was set back
		t.began = now
	}
	t.passes++
	fresh := t.times == 0 || text != t.text
	if fresh || now.Before(t.since) {
		t.since = now
	}
	if fresh {
		t.text, t.times = text, 0
	}
	t.times++
	switch {
	case fresh:
		t.said = now
		return text + "; trying again, nothing is lost meanwhile"
	case now.Sub(t.said) >= sayAgain || now.Before(t.said):
		t.said = now
		return fmt.Sprintf("%s; for %s, %s; trying again, nothing is lost meanwhile", text, spell(now.Sub(t.since)), passes(t.times))
	}
	return ""
}

// over ends it with a pass that did not fail, and returns what is to be said; "" when nothing was wrong.
func (t *trouble) over(now time.Time) string {
	was := *t
	*t = trouble{}
	if was.passes == 0 {
		return ""
	}
	return fmt.Sprintf("working again after %s, %s", spell(max(now.Sub(was.began), 0)), passes(was.passes))
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
