package xlsx

import (
	"strings"

	"leadsheet/sheets"
)

// table is a grid seen as a table: a header in row 1 and rows below it.
type table struct {
	grid *grid
	tab  *sheets.Tab
	nums []int // sheet row of each row of tab
}

// tableOf reads the grid as a table under the title asked for.
func tableOf(g *grid, title string) *table {
	t := &table{grid: g, tab: &sheets.Tab{Title: title}}
	for _, r := range g.rows {
		if r.num != 1 {
			continue
		}
		for _, c := range r.cells {
			s := strings.TrimSpace(c.cell.String())
			if s == "" {
				continue
			}
			for len(t.tab.Columns) <= c.col {
				t.tab.Columns = append(t.tab.Columns, "")
			}
			t.tab.Columns[c.col] = s
		}
	}
	width := len(t.tab.Columns)
	cells := make([]sheets.Cell, width*len(g.rows)) // one allocation for all rows
	for _, r := range g.rows {
		if r.num == 1 {
			continue
		}
		row, any := cells[:width:width], false
		for _, c := range r.cells {
			if c.col < width && !c.cell.IsEmpty() {
				row[c.col], any = c.cell, true
			}
		}
		if any {
			t.tab.Rows = append(t.tab.Rows, row)
			t.nums = append(t.nums, r.num)
			cells = cells[width:]
		}
	}
	return t
}
