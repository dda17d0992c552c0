package xlsx

import (
	"strings"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/ooxml"
)

// table is the table in a grid: a row of titles and the rows below it.
type table struct {
	grid   *ooxml.Grid
	tab    *sheets.Tab
	header int   // sheet row of the titles, from 1; 0 for none
	nums   []int // sheet row of each row of tab
}

// tableOf reads the table that want describes.
func tableOf(g *ooxml.Grid, want sheets.TabLayout) *table {
	t := &table{grid: g, tab: &sheets.Tab{Title: want.Title, Hidden: g.Hidden}}
	top, below := headerRows(g)
	found := want.FindHeader(top, below)
	t.header, t.tab.Fault = found.Row+1, found.Fault
	if t.header == 0 && len(want.Columns) == 0 && len(g.Rows) > 0 {
		t.header = g.Rows[0].Num
	}
	if t.header == 0 || found.Fault != "" {
		return t
	}
	for _, c := range cellsOf(g, t.header) {
		s := strings.TrimSpace(c.Value.String())
		if s == "" {
			continue
		}
		for len(t.tab.Columns) <= c.Col {
			t.tab.Columns = append(t.tab.Columns, "")
		}
		t.tab.Columns[c.Col] = s
	}
	t.readRows(want)
	t.tab.FindTwins()
	return t
}

// wideTable is from how many columns on rows are only as wide as their content: a title in the last column of a sheet
// would make each of them 16,384 cells wide.
const wideTable = 256

// readRows reads the rows below the titles that have content in the table's columns.
func (t *table) readRows(want sheets.TabLayout) {
	width := len(t.tab.Columns)
	var cells []sheets.Cell
	if width <= wideTable {
		cells = make([]sheets.Cell, width*len(t.grid.Rows)) // one allocation for all rows
	}
	repeats := t.tab.Repeats(want)
	var unknown []sheets.Spot // of the present row
	for _, r := range t.grid.Rows {
		if r.Num <= t.header || t.isTotals(r.Num) {
			continue
		}
		wide := width
		if width > wideTable {
			wide = t.contentWidth(r)
			cells = make([]sheets.Cell, wide)
		}
		row, any := cells[:wide:wide], false
		unknown = unknown[:0]
		for _, c := range r.Cells {
			if c.Col < wide && !c.Value.IsEmpty() {
				row[c.Col], any = c.Value, true
			}
			if c.Col < width && c.Unknown {
				unknown = append(unknown, sheets.Spot{Row: len(t.tab.Rows), Col: c.Col})
			}
		}
		if any && repeats(row) {
			clear(row)
			continue
		}
		if any {
			t.tab.Unknown = append(t.tab.Unknown, unknown...)
			t.tab.Rows = append(t.tab.Rows, row)
			t.nums = append(t.nums, r.Num)
			cells = cells[wide:]
		}
	}
}

// contentWidth is how many columns of the table a row needs to hold its content.
func (t *table) contentWidth(r ooxml.Row) int {
	for i := len(r.Cells) - 1; i >= 0; i-- {
		if c := r.Cells[i]; c.Col < len(t.tab.Columns) && (c.Unknown || !c.Value.IsEmpty()) {
			return c.Col + 1
		}
	}
	return 0
}

// cellsOf returns the cells of a sheet row.
func cellsOf(g *ooxml.Grid, num int) []ooxml.Cell {
	if r := g.RowAt(num); r != nil {
		return r.Cells
	}
	return nil
}

// headerRows returns the first rows of the sheet, including blank ones, and whether there is content below them.
func headerRows(g *ooxml.Grid) (top [][]sheets.Cell, below bool) {
	for _, r := range g.Rows {
		if r.Num > sheets.HeaderRows {
			below = true
			continue
		}
		var row []sheets.Cell
		for _, c := range r.Cells {
			for len(row) <= c.Col {
				row = append(row, sheets.Cell{})
			}
			row[c.Col] = c.Value
		}
		for len(top) < r.Num {
			top = append(top, nil)
		}
		top[r.Num-1] = row
	}
	return top, below
}
