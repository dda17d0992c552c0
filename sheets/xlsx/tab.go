package xlsx

import (
	"strings"

	"leadsheet/sheets"
)

// table is the table in a grid: a row of titles and the rows below it.
type table struct {
	grid   *grid
	tab    *sheets.Tab
	header int   // sheet row of the titles, from 1; 0 for none
	nums   []int // sheet row of each row of tab
}

// tableOf reads the table that want describes.
func tableOf(g *grid, want sheets.TabLayout) *table {
	t := &table{grid: g, tab: &sheets.Tab{Title: want.Title, Hidden: g.hidden}}
	top, below := g.headerRows()
	found := want.FindHeader(top, below)
	t.header, t.tab.Fault = found.Row+1, found.Fault
	if t.header == 0 && len(want.Columns) == 0 && len(g.rows) > 0 {
		t.header = g.rows[0].num
	}
	if t.header == 0 || found.Fault != "" {
		return t
	}
	for _, c := range g.rows[g.byNum[t.header]].cells {
		s := strings.TrimSpace(c.cell.String())
		if s == "" {
			continue
		}
		for len(t.tab.Columns) <= c.col {
			t.tab.Columns = append(t.tab.Columns, "")
		}
		t.tab.Columns[c.col] = s
	}
	t.readRows(want)
	t.tab.FindTwins()
	return t
}

// readRows reads the rows below the titles that have content in the table's columns.
func (t *table) readRows(want sheets.TabLayout) {
	width := len(t.tab.Columns)
	cells := make([]sheets.Cell, width*len(t.grid.rows)) // one allocation for all rows
	repeats := t.tab.Repeats(want)
	for _, r := range t.grid.rows {
		if r.num <= t.header {
			continue
		}
		row, any := cells[:width:width], false
		for _, c := range r.cells {
			if c.col < width && !c.cell.IsEmpty() {
				row[c.col], any = c.cell, true
			}
		}
		if any && repeats(row) {
			clear(row)
			continue
		}
		if any {
			t.tab.Rows = append(t.tab.Rows, row)
			t.nums = append(t.nums, r.num)
			cells = cells[width:]
		}
	}
}

// headerRows returns the first rows of the sheet, including blank ones, and whether there is content below them.
func (g *grid) headerRows() (top [][]sheets.Cell, below bool) {
	for _, r := range g.rows {
		if r.num > sheets.HeaderRows {
			below = true
			continue
		}
		var row []sheets.Cell
		for _, c := range r.cells {
			for len(row) <= c.col {
				row = append(row, sheets.Cell{})
			}
			row[c.col] = c.cell
		}
		for len(top) < r.num {
			top = append(top, nil)
		}
		top[r.num-1] = row
	}
	return top, below
}
