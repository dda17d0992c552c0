package xlsx

import (
	"slices"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/ooxml"
)

// rowFinder finds the sheet rows for new rows of a table, directly below it. Content that is there is never
// overwritten, and never becomes part of a new lead: a row with a text, a sum or a ticked box is skipped. Rows are not
// inserted, since comments, conditional formats and pivots of the workbook would not move with them.
type rowFinder struct {
	t    *table
	last int // the row that was returned last, or the last of the table
	move int // the sheet row of totals that makes room, 0 for none
}

func newRowFinder(t *table) *rowFinder { return &rowFinder{t: t, last: t.end()} }

// end returns the sheet row of the last row that belongs to the table, or of the titles.
func (t *table) end() int {
	belongs, last := sheets.RowsOf(t.tab), max(t.header, 1)
	for i := len(t.tab.Rows) - 1; i >= 0; i-- { // rows are in order, except in a file with hand-made XML
		if t.nums[i] > last && belongs(t.tab.Rows[i]) {
			last = t.nums[i]
		}
	}
	return last
}

// farGap is how many rows below a table may be blank before what stands farther down is taken for stray.
const farGap = 10_000

// aboveStray returns the last row of the table above what stands far below it. A single cell at the end of the sheet,
// as a slip of the hand leaves it, would otherwise leave no room for a new row.
func (t *table) aboveStray() int {
	belongs := sheets.RowsOf(t.tab)
	nums := []int{max(t.header, 1)}
	for i, row := range t.tab.Rows {
		if t.nums[i] > nums[0] && belongs(row) {
			nums = append(nums, t.nums[i])
		}
	}
	slices.Sort(nums)
	for i := len(nums) - 1; i > 0; i-- {
		if nums[i]-nums[i-1] > farGap {
			return nums[i-1]
		}
	}
	return nums[len(nums)-1]
}

// next returns the sheet row for the next new row, which has these cells by column.
func (p *rowFinder) next(cells map[int]sheets.Cell) int {
	for p.last++; !p.isFree(p.last, cells); p.last++ {
	}
	return p.last
}

// isFree reports whether a row has only content that may be beside a new row: unticked boxes, formulas that an editor
// has filled down in columns that the new row leaves blank, and values equal to those of the new row.
func (p *rowFinder) isFree(num int, cells map[int]sheets.Cell) bool {
	if p.move > 0 && num == p.move {
		return true
	}
	for _, c := range cellsOf(p.t.grid, num) {
		want, written := cells[c.Col]
		switch {
		case c.Formula && !written &&
			(filledDown(c, p.t.grid.At(num-1, c.Col)) || filledDown(c, p.t.grid.At(num+1, c.Col))):
		case c.Formula:
			return false
		case written && c.Value.Equal(want), !written && sheets.Unticked(c.Value):
		default:
			return false
		}
	}
	return true
}

// filledDown reports whether two formulas one above the other may have been filled down. A sum below a column of
// formulas was not.
func filledDown(c, d ooxml.Cell) bool { return d.Formula && c.OverRange == d.OverRange }
