package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"leadsheet/sheets/xlsx/ooxml"
)

// A table that people have formatted as one (in Excel: Format as Table) may end in a row of totals. It is no row of the
// table: it is never read as one, and never overwritten. New rows belong above it, so it moves down by as many rows.

// isTotals reports whether a sheet row is the row of totals of a table in these columns.
func (t *table) isTotals(num int) bool {
	return slices.ContainsFunc(t.grid.Totals, func(s ooxml.Totals) bool {
		return s.Row == num && s.Left < len(t.tab.Columns)
	})
}

// totalsBelow returns the row of totals of the table itself.
func (t *table) totalsBelow() (ooxml.Totals, bool) {
	for _, s := range t.grid.Totals {
		if s.Header == t.header && s.Left < len(t.tab.Columns) {
			return s, true
		}
	}
	return ooxml.Totals{}, false
}

// Why new rows stand below a row of totals.
const (
	rowsBelowTotals = "rows stand below it already"
	roomBelowTotals = "something stands beside it or below it"
	heldTotals      = "something refers to its cells, or is fixed to them"
)

// movesTotals returns the row of totals that moves down if so many rows are added to a table, or why it cannot.
func (p *commitPlan) movesTotals(t *table, rows int) (ooxml.Totals, string, error) {
	s, ok := t.totalsBelow()
	if !ok {
		return ooxml.Totals{}, "", nil
	}
	if t.end() > s.Row {
		return ooxml.Totals{}, rowsBelowTotals, nil
	}
	if s.Row+rows > ooxml.MaxRows || !t.roomBelow(s, rows) {
		return ooxml.Totals{}, roomBelowTotals, nil
	}
	stays, err := p.base.wb.book.TotalsStay(p.base.wb.order, t.grid, s)
	if err != nil {
		return ooxml.Totals{}, "", fmt.Errorf("look at the row of totals of tab %q: %w", t.tab.Title, refused(err))
	}
	if stays {
		return ooxml.Totals{}, heldTotals, nil
	}
	return s, "", nil
}

// roomBelow reports whether nothing stands beside a row of totals, and nothing in so many rows below it.
func (t *table) roomBelow(s ooxml.Totals, rows int) bool {
	for _, c := range cellsOf(t.grid, s.Row) {
		if c.Col < s.Left || c.Col > s.Right {
			return false
		}
	}
	for num := s.Row + 1; num <= s.Row+rows; num++ {
		if len(cellsOf(t.grid, num)) > 0 {
			return false
		}
	}
	return true
}

// tellTotals says that new rows stand below a row of totals, unless it was said before.
func (p *commitPlan) tellTotals(t *table, why string) {
	if p.belowTotals = p.belowTotals || why != ""; why == "" || p.book.toldTotals {
		return
	}
	p.result.Notes = append(p.result.Notes, fmt.Sprintf("the table in the tab %q ends in a row of totals that "+
		"leadsheet does not move, since %s: new rows stand below it and are not in its sums. To have them in the "+
		"table, switch the row of totals off (in Excel: Table Design, Total Row), drag the corner of the table down "+
		"to the last row, and switch it on again", t.tab.Title, why))
}

// moved reports whether a row of totals stood or stands in a cell, and in which row it stood.
func (p *commitPlan) moved(title string, row, col int) (from int, ok bool) {
	g := p.growth[title]
	if g.By == 0 || col < g.Totals.Left || col > g.Totals.Right {
		return 0, false
	}
	return g.Totals.Row, row == g.Totals.Row || row == g.Totals.Row+g.By
}

// checkTotals checks that each row of totals that was to move has moved.
func (p *commitPlan) checkTotals(now func(title string) *ooxml.Grid) error {
	for _, g := range p.base.wb.order {
		grow := p.growth[g.Title]
		is := now(g.Title)
		if grow.By == 0 || is == nil {
			continue
		}
		lost := fmt.Errorf("the row of totals of tab %q would be changed", g.Title)
		t := grow.Totals
		for col := t.Left; col <= t.Right; col++ {
			a, b := g.At(t.Row, col), is.At(t.Row+grow.By, col)
			stale := p.stale[strings.ToLower(g.Title)][[2]int{t.Row, col}]
			if a.Formula != b.Formula || !b.Value.Equal(a.Value) && !stale {
				return lost
			}
		}
		want := t
		want.Row += grow.By
		if !slices.Contains(is.Totals, want) {
			return lost
		}
	}
	return nil
}
