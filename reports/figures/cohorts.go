package figures

import (
	"slices"
	"time"

	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
)

// lastMonths is how many months of the calendar are shown, with the present one.
const lastMonths = 12

// youngDays is for how many days after the first lead a workbook is looked at by weeks.
const youngDays = 30

// Cohort are the leads that came in within one month of the calendar, with how far they have come by now
// (docs/definitions.md, section 7).
type Cohort struct {
	From   time.Time // midnight of the first day
	Funnel Funnel
}

// cohorts are those of the last 12 months, the present one last; months before the first lead are left out.
func (b dataset) cohorts() []Cohort {
	starts := b.monthStarts(b.FirstLead)
	out := make([]Cohort, max(0, len(starts)-1))
	for i := range out {
		out[i] = Cohort{starts[i], b.newFunnel()}
	}
	month := b.placeIn(starts)
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		if at := month(c.Received); at >= 0 {
			out[at].Funnel.add(c)
		}
	}
	return out
}

// Month is what happened in a month of the calendar, or in a week, by the day on which it happened.
type Month struct {
	From, To    time.Time // To is exclusive
	Week        bool
	In          int
	Deals       int
	Won         int
	WonValue    Money
	Lost        int // ended without being won
	WinRate     Share
	Median      time.Duration // of first responses to leads of the time, in working time
	Answered    int           // the sample of Median
	Attainment  Share
	Corrections int // what was corrected of it after it was over
}

// months are those of the last 12 months, the present one last. In a workbook whose first lead is less than 30 days old
// they are weeks.
func (b dataset) months(took []time.Duration) []Month {
	first := b.firstKnown()
	if !first.IsZero() && b.Now.Before(first.AddDate(0, 0, youngDays)) {
		return b.happened(took, b.weekStarts(first), true)
	}
	return b.byMonth(took)
}

// byMonth are the months of the calendar in any workbook.
func (b dataset) byMonth(took []time.Duration) []Month {
	return b.happened(took, b.monthStarts(b.firstKnown()), false)
}

// firstKnown is when the oldest lead came in, or the first event happened.
func (b dataset) firstKnown() time.Time {
	first := b.FirstLead
	if first.IsZero() || !b.FirstEvent.IsZero() && b.FirstEvent.Before(first) {
		first = b.FirstEvent
	}
	return first
}

// happened is what happened in the stretches that begin with each of the times but the last.
func (b dataset) happened(took []time.Duration, starts []time.Time, week bool) []Month {
	if len(starts) == 0 {
		return nil
	}
	out, times := make([]Month, len(starts)-1), make([][]time.Duration, len(starts)-1)
	for i := range out {
		out[i] = Month{From: starts[i], To: starts[i+1], Week: week}
	}
	place := b.placeIn(starts)
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		if at := place(c.Received); at >= 0 {
			out[at].In++
		}
		if at := place(c.Track.DealAt); at >= 0 {
			out[at].Deals++
		}
		for k := range c.Track.Ends {
			if at := place(c.Track.Ends[k].At); at >= 0 {
				out[at].end(&c.Track.Ends[k])
			}
		}
		if at := place(c.Cycle()); at >= 0 {
			out[at].respond(c.Response(b.Now))
			if took[i] >= 0 {
				times[at] = append(times[at], took[i])
			}
		}
	}
	for i := range out {
		out[i].Median, out[i].Answered = median(times[i]), len(times[i])
	}
	for _, x := range b.allCorrections() {
		if at := place(x.WonAt); at >= 0 && !x.At.Before(out[at].To) {
			out[at].Corrections++
		}
	}
	return out
}

// end counts a lead that ended in the month.
func (m *Month) end(e *facts.Ending) {
	if m.WinRate.add(e.Kind == policy.KindWon); e.Kind != policy.KindWon {
		m.Lost++
		return
	}
	m.Won++
	m.WonValue.add(e.Held)
}

// respond counts where a lead of the month stands with its first response.
func (m *Month) respond(state facts.State) {
	switch state {
	case facts.Met, facts.Missed, facts.WaitingLate:
		m.Attainment.add(state == facts.Met)
	}
}

// monthStarts are the midnights with which the last months begin, as far back as a moment, and the one that ends the
// last; none for an unknown moment.
func (b dataset) monthStarts(first time.Time) []time.Time {
	if first.IsZero() || first.After(b.Now) {
		return nil
	}
	month := time.Date(b.Now.Year(), b.Now.Month(), 1, 0, 0, 0, 0, b.Zone)
	starts := []time.Time{month.AddDate(0, 1, 0), month}
	for len(starts) <= lastMonths && starts[len(starts)-1].After(first) {
		starts = append(starts, month.AddDate(0, 1-len(starts), 0))
	}
	slices.Reverse(starts)
	return starts
}

// weekStarts are the Mondays from the week of a moment on, and the one that ends the present week.
func (b dataset) weekStarts(first time.Time) []time.Time {
	day := b.Midnight(first)
	monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	starts := []time.Time{monday}
	for !starts[len(starts)-1].After(b.Now) {
		starts = append(starts, monday.AddDate(0, 0, 7*len(starts)))
	}
	return starts
}

// placeIn says in which of the stretches a moment up to now lies that begin with each of the times but the last; -1 for
// none.
func (b dataset) placeIn(starts []time.Time) func(time.Time) int {
	n := len(starts)
	return func(t time.Time) int {
		if t.IsZero() || n == 0 || t.After(b.Now) || t.Before(starts[0]) || !t.Before(starts[n-1]) {
			return -1
		}
		at := n - 2
		for t.Before(starts[at]) {
			at--
		}
		return at
	}
}

// took is how long the first response to each lead took, in working time; less than 0 where there is none, and for a
// lead without a clock.
func (b dataset) took() []time.Duration {
	out := make([]time.Duration, len(b.Leads))
	for i := range b.Leads {
		c := &b.Leads[i]
		out[i] = -1
		if c.Duplicate {
			continue
		}
		if w := b.First(c); w.State == facts.Met || w.State == facts.Missed {
			out[i] = b.Work(w.Since, w.Answered)
		}
	}
	return out
}
