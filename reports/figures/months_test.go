package figures_test

import (
	"fmt"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/figures"
)

// told is a month as a line of text.
func told(m figures.Month) string {
	return fmt.Sprintf("%s in %d, deals %d, won %d (%g of %d), lost %d, rate %d/%d, median %s of %d, in time %d/%d, "+
		"corrected %d", m.From.Format("01-02"), m.In, m.Deals, m.Won, m.WonValue.Sum, m.WonValue.With.Part, m.Lost,
		m.WinRate.Part, m.WinRate.Of, m.Median, m.Answered, m.Attainment.Part, m.Attainment.Of, m.Corrections)
}

// answered answers a lead after so many minutes; it was due after 30.
func answered(minutes int) func(*lead.Lead) {
	return func(l *lead.Lead) {
		l.RespondBy = l.Received.Add(30 * time.Minute)
		l.FirstResponse = l.Received.Add(time.Duration(minutes) * time.Minute)
	}
}

func TestMonths(t *testing.T) {
	s := newShop(t)
	s.add("2026-09-20", []string{"2026-10-02 deal", "2026-11-05 won"}, func(l *lead.Lead) { // counts in three months
		answered(10)(l)
		l.Value, l.HasValue = 500, true
	})
	s.add("2026-09-30 23:59", []string{"2026-10-02 closed"}, answered(90))
	s.add("2026-10-01", []string{"2026-10-03 won"}, answered(20)) // without a value, and without a deal before
	s.add("2026-10-02", []string{"2026-10-04 unqualified"}, nil)  // no clock
	s.add("2026-10-05", []string{"2026-10-06 contacted"}, answered(40))
	s.add("2026-11-10", nil, func(l *lead.Lead) { l.RespondBy = l.Received.Add(30 * time.Minute) }) // waits late
	s.add("2026-11-27 11:50", nil, func(l *lead.Lead) { l.RespondBy = l.Received.Add(30 * time.Minute) })
	s.add("2026-10-05", []string{"2026-10-06 won"}, duplicate)
	got := s.figures().Months
	want := []string{
		"09-01 in 2, deals 0, won 0 (0 of 0), lost 0, rate 0/0, median 50m0s of 2, in time 1/2, corrected 0",
		"10-01 in 3, deals 2, won 1 (0 of 0), lost 2, rate 1/3, median 30m0s of 2, in time 1/2, corrected 0",
		"11-01 in 2, deals 0, won 1 (500 of 1), lost 0, rate 1/1, median 0s of 0, in time 0/1, corrected 0",
	}
	if len(got) != len(want) {
		t.Fatalf("%d months", len(got))
	}
	for i := range want {
		if told(got[i]) != want[i] || got[i].Week {
			t.Errorf("%s, want %s", told(got[i]), want[i])
		}
	}
}

// In the first 30 days, weeks from Monday on; afterwards months. The oldest lead decides.
func TestMonthsAreWeeksFirst(t *testing.T) {
	for _, c := range []struct{ first, starts string }{
		{"2026-10-29", "10-26 11-02 11-09 11-16 11-23 "}, // a Thursday
		{"2026-11-27 11:59", "11-23 "},
		{"2026-10-28 12:01", "10-26 11-02 11-09 11-16 11-23 "}, // 30 days less a minute
		{"2026-10-28 12:00", "10-01 11-01 "},
		{"2024-01-01", "12-01 01-01 02-01 03-01 04-01 05-01 06-01 07-01 08-01 09-01 10-01 11-01 "},
	} {
		s := newShop(t)
		s.add("2026-11-27 11:59", nil, nil)
		s.add(c.first, nil, nil)
		starts := ""
		for _, m := range s.figures().Months {
			starts += m.From.Format("01-02 ")
			if m.Week != m.To.Equal(m.From.AddDate(0, 0, 7)) {
				t.Errorf("from %s to %s, week %t", m.From, m.To, m.Week)
			}
		}
		if starts != c.starts {
			t.Errorf("%s: %s, want %s", c.first, starts, c.starts)
		}
	}
	if len(newShop(t).figures().Months) != 0 {
		t.Error("months of nothing")
	}
}

// What is corrected after a month was over stands beside it.
func TestMonthsNameCorrections(t *testing.T) {
	s := newShop(t)
	s.add("2026-09-01", []string{"2026-09-10 won"}, nil)
	s.event(lead.Event{Time: shopTime(t, "2026-11-20"), Lead: "L-1001", What: lead.Changed, Column: lead.ColValue,
		From: "", To: "900", By: "Ann"})
	s.in.Leads[0].Value, s.in.Leads[0].HasValue = 900, true
	s.add("2026-09-01", []string{"2026-09-12 won", "2026-10-20 closed"}, nil) // won no more
	s.add("2026-09-01", []string{"2026-10-12 won", "2026-10-20 closed"}, nil) // before October was over
	got := ""
	for _, m := range s.figures().Months {
		got += fmt.Sprintf("%s: %d won, %g, corrected %d; ", m.From.Format("01"), m.Won, m.WonValue.Sum, m.Corrections)
	}
	if want := "09: 1 won, 900, corrected 2; 10: 0 won, 0, corrected 0; 11: 0 won, 0, corrected 0; "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
