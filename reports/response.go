package reports

import (
	"slices"
	"time"
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

// responseState is where a lead stands with its first response.
type responseState uint8

const (
	noClock    responseState = iota // backfilled
	unanswered                      // ended without a response
	met
	missed
	waiting
	waitingLate
)

// cycle returns when the present cycle of a lead began. A lead whose contact wrote again after the end has a new clock
// from then on, if it was given a new due time (docs/definitions.md, section 4).
func (c *leadFacts) cycle() time.Time {
	if c.firstDue.After(c.track.reopened) && c.track.reopened.After(c.Received) {
		return c.track.reopened
	}
	return c.Received
}

// answered returns the response of the present cycle; an older one belongs to the cycle before.
func (c *leadFacts) answered() (time.Time, bool) {
	start := c.cycle()
	if c.FirstResponse.IsZero() || !start.Equal(c.Received) && c.FirstResponse.Before(start) {
		return time.Time{}, false
	}
	return c.FirstResponse, true
}

func (c *leadFacts) response(now time.Time) responseState {
	if c.firstDue.IsZero() || c.Received.IsZero() {
		return noClock
	}
	at, ok := c.answered()
	switch {
	case ok && at.After(c.firstDue):
		return missed
	case ok:
		return met
	case !c.open, !c.track.turns.Unanswered():
		return unanswered
	case now.After(c.firstDue):
		return waitingLate
	}
	return waiting
}

func (b *dataset) response(p period) Response {
	var r Response
	var times, walls []time.Duration
	for i := range b.leads {
		c := &b.leads[i]
		start := c.cycle()
		if c.duplicate || !p.has(start) {
			continue
		}
		switch c.response(b.now) {
		case noClock:
			r.Backfilled++
			continue
		case unanswered:
			r.Ended++
			continue
		case met:
			r.Met++
		case missed:
			r.Missed++
		case waiting:
			r.Waiting++
		case waitingLate:
			r.WaitingLate++
		}
		if at, ok := c.answered(); ok {
			if at.Before(start) {
				r.Clamped++
			}
			times, walls = append(times, b.work(start, at)), append(walls, max(0, at.Sub(start)))
		}
	}
	r.Answered = len(times)
	if r.Answered == 0 {
		return r
	}
	slices.Sort(times)
	slices.Sort(walls)
	var sum time.Duration
	for _, t := range times {
		sum += t
	}
	n := len(times)
	r.Average = sum / time.Duration(n)
	r.Median, r.Wall = (times[(n-1)/2]+times[n/2])/2, (walls[(n-1)/2]+walls[n/2])/2
	r.P90 = times[(n*9+9)/10-1]
	return r
}
