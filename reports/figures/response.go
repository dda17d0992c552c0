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

func (b dataset) response(p facts.Period) Response {
	var r Response
	var times, walls []time.Duration
	for i := range b.Leads {
		c := &b.Leads[i]
		start := c.Cycle()
		if c.Duplicate || !p.Has(start) {
			continue
		}
		switch c.Response(b.Now) {
		case facts.NoClock:
			r.Backfilled++
			continue
		case facts.Unanswered:
			r.Ended++
			continue
		case facts.Met:
			r.Met++
		case facts.Missed:
			r.Missed++
		case facts.Waiting:
			r.Waiting++
		case facts.WaitingLate:
			r.WaitingLate++
		}
		if at, ok := c.Answered(); ok {
			if at.Before(start) {
				r.Clamped++
			}
			times, walls = append(times, b.Work(start, at)), append(walls, max(0, at.Sub(start)))
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
