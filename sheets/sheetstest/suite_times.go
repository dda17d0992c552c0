package sheetstest

import (
	"fmt"

	"leadsheet/sheets"
)

// minuteOf is a minute of 2026-11-26 as a serial day.
func minuteOf(m int) float64 { return float64(46352*1440+m) / 1440 }

// keepsMinutes writes every minute of a day, as new rows and into rows that stand. What is cut off by however little is
// shown as the minute before.
func keepsMinutes(s *testCase) {
	s.check(s.book.Ensure(s.ctx, Layout()))
	added := sheets.Append{Tab: "Leads", Columns: []string{"ID", "Received"}}
	for m := range 1440 {
		added.Rows = append(added.Rows, []sheets.Cell{T(fmt.Sprintf("L-%d", m)), D(minuteOf(m))})
	}
	s.commit(s.read(), sheets.Batch{Appends: []sheets.Append{added}})
	s.minutesAre(0)
	var changes []sheets.Change
	for m := range 1440 {
		changes = append(changes, setCell(m, "Received", D(minuteOf(m)), D(minuteOf((m+1)%1440))))
	}
	s.commit(s.read(), sheets.Batch{Changes: changes})
	s.minutesAre(1)
}

// minutesAre checks that the n-th row holds a minute that is so much later.
func (s *testCase) minutesAre(later int) {
	s.Helper()
	s.book = s.Open()
	tab := s.read().Tabs["Leads"]
	if len(tab.Rows) != 1440 {
		s.Fatalf("%d rows", len(tab.Rows))
	}
	cut := 0
	for m := range 1440 {
		if got, want := tab.At(m, tab.Col("Received")).Num, minuteOf((m+later)%1440); got != want {
			if cut++; cut == 1 {
				s.Errorf("minute %d is %.12f, want %.12f", m, got, want)
			}
		}
	}
	if cut > 0 {
		s.Errorf("%d of 1440 minutes are not as they were written", cut)
	}
}
