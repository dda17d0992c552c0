package xlsx

import "leadsheet/sheets"

// rowFinder finds the sheet rows for new rows of a table, directly below it. Content that is there is never
// overwritten, and never becomes part of a new lead: a row with a text, a sum or a ticked box is skipped. Rows are not
// inserted, since comments, conditional formats and pivots of the workbook would not move with them.
type rowFinder struct {
	t    *table
	last int // the row that was returned last, or the last of the table
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

// next returns the sheet row for the next new row, which has these cells by column.
func (p *rowFinder) next(cells map[int]sheets.Cell) int {
	for p.last++; !p.isFree(p.last, cells); p.last++ {
	}
	return p.last
}

// isFree reports whether a row has only content that may be beside a new row: unticked boxes, formulas that an editor
// has filled down in columns that the new row leaves blank, and values equal to those of the new row.
func (p *rowFinder) isFree(num int, cells map[int]sheets.Cell) bool {
	i, ok := p.t.grid.byNum[num]
	if !ok {
		return true
	}
	for _, c := range p.t.grid.rows[i].cells {
		want, written := cells[c.col]
		switch {
		case c.formula && !written &&
			(c.filledDown(p.t.grid.at(num-1, c.col)) || c.filledDown(p.t.grid.at(num+1, c.col))):
		case c.formula:
			return false
		case written && c.cell.Equal(want), !written && sheets.Unticked(c.cell):
		default:
			return false
		}
	}
	return true
}

// filledDown reports whether two formulas one above the other may have been filled down. A sum below a column of
// formulas was not.
func (c gridCell) filledDown(d gridCell) bool { return d.formula && c.overRange == d.overRange }
