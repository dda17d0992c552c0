package xlsx

import "leadsheet/sheets"

// place finds the rows of a sheet into which new rows of a table go: directly below the table. What somebody has there
// is never overwritten and never given to a lead that it was not meant for: a row with a text, a sum or a ticked box is
// passed over. Rows are not inserted, since a workbook has parts that would not move along: comments, conditional
// formats, pivots.
type place struct {
	t    *table
	last int // the row that was taken last, or the last of the table
}

func newPlace(t *table) *place { return &place{t: t, last: t.end()} }

// end is the sheet's row of the last row that belongs to the table, or of the titles.
func (t *table) end() int {
	is, last := sheets.RowsOf(t.tab), max(t.header, 1)
	for i := len(t.tab.Rows) - 1; i >= 0; i-- { // a file's rows are in order, unless somebody made it by hand
		if t.nums[i] > last && is(t.tab.Rows[i]) {
			last = t.nums[i]
		}
	}
	return last
}

// next is the row for the next new one, which has these cells by column.
func (p *place) next(cells map[int]sheets.Cell) int {
	for p.last++; !p.free(p.last, cells); p.last++ {
	}
	return p.last
}

// free reports whether a row has nothing but what may stand beside a new lead: boxes that are not ticked, formulas that
// people have filled down in columns that the row leaves to them, and list values filled down that are those of the new
// row.
func (p *place) free(num int, cells map[int]sheets.Cell) bool {
	i, ok := p.t.grid.byNum[num]
	if !ok {
		return true
	}
	for _, c := range p.t.grid.rows[i].cells {
		want, written := cells[c.col]
		switch {
		case c.formula && !written && (c.like(p.t.grid.at(num-1, c.col)) || c.like(p.t.grid.at(num+1, c.col))):
		case c.formula:
			return false
		case written && c.cell.Equal(want), !written && sheets.Unticked(c.cell):
		default:
			return false
		}
	}
	return true
}

// like reports whether two formulas one above the other may have been filled down; a sum below a column of formulas has
// not.
func (c gridCell) like(d gridCell) bool { return d.formula && c.spans == d.spans }
