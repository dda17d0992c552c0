package figures

import (
	"slices"
	"time"

	"leadsheet/reports/facts"
)

// Response is how fast the leads of a period were answered, in working time. The times are of answered leads only
// (docs/definitions.md, section 4).
type Response struct {
	Median, Average, P90 time.Duration
	// Wall is the median by the clock on the wall: nights and weekends count.
	Wall        time.Duration
	Answered    int // the sample of the times
	Met, Missed int // answered in time, and too late
	Waiting     int // not answered and not yet due
	WaitingLate int // not answered and past due
	Ended       int // ended without an answer: they have no response time, and are in none of the above
	Backfilled  int // without a due time: imported or typed in later; in none of the above
	Clamped     int // answered before they came in, by the clocks: counted as 0
}

// Attainment is met of met, missed and waiting late: an unanswered lead past its due time counts as missed
// (docs/definitions.md, section 4).
func (r Response) Attainment() Share { return Share{r.Met, r.Met + r.Missed + r.WaitingLate} }

// tally counts waits and the times of those that were answered.
type tally struct {
	Response
	times, walls []time.Duration
}

// add counts a wait. It returns the working time to the answer; false without an answer that counts.
func (t *tally) add(b dataset, w *facts.Wait) (work time.Duration, ok bool) {
	switch w.State {
	case facts.NoClock:
		t.Backfilled++
		return 0, false
	case facts.Unanswered:
		t.Ended++
		return 0, false
	case facts.Met:
		t.Met++
	case facts.Missed:
		t.Missed++
	case facts.Waiting:
		t.Waiting++
	case facts.WaitingLate:
		t.WaitingLate++
	}
	if w.Answered.IsZero() {
		return 0, false
	}
	if w.Answered.Before(w.Since) {
		t.Clamped++
	}
	work = b.Work(w.Since, w.Answered)
	t.times = append(t.times, work)
	t.walls = append(t.walls, max(0, w.Answered.Sub(w.Since)))
	return work, true
}

// response are the figures of what was counted.
func (t *tally) response() Response {
	r := t.Response
	if r.Answered = len(t.times); r.Answered == 0 {
		return r
	}
	r.Median, r.Wall = median(t.times), median(t.walls)
	r.P90 = nineOfTen(t.times) // the median has sorted them
	var sum time.Duration
	for _, x := range t.times {
		sum += x
	}
	r.Average = sum / time.Duration(r.Answered)
	return r
}

// median is the one in the middle, of an even number the mean of the two there; 0 for none. It sorts the times.
func median(times []time.Duration) time.Duration {
	n := len(times)
	if n == 0 {
		return 0
	}
	slices.Sort(times)
	return (times[(n-1)/2] + times[n/2]) / 2
}
