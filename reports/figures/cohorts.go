package figures

import "time"

// Cohort are the leads that came in within one month of the calendar, with how far they have come by now
// (docs/definitions.md, section 7).
type Cohort struct {
	From   time.Time // midnight of the first day
	Funnel Funnel
}

// cohorts are those of the last 12 months, the present one last; months before the first lead are left out.
func (b dataset) cohorts() []Cohort { return nil }

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
	Corrections int // what was corrected of it later
}

// months are those of the last 12 months, the present one last. In a workbook whose first lead is less than 30 days old
// they are weeks.
func (b dataset) months() []Month { return nil }
