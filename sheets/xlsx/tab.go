package xlsx

import (
	"strconv"
	"strings"

	"leadsheet/sheets"
)

// stampName is the hidden defined name that holds our generation number and the writer's mark, as "12 k3j9": it
// travels with the file, so an old copy that is saved over ours gives itself away.
const stampName = "leadsheet_generation"

func parseStamp(data string) (int, string) {
	num, who, _ := strings.Cut(strings.Trim(strings.TrimSpace(data), `"`), " ")
	n, err := strconv.Atoi(num)
	if err != nil {
		return 0, ""
	}
	return n, who
}

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
