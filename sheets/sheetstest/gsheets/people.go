package gsheets

import (
	"slices"

	"leadsheet/sheets"
)

// People are the persons who have the spreadsheet open in a browser. Rows are given by the text of their first column,
// columns by the title in the first row. Each call is one change.
type People struct {
	d     *Doc
	fatal func(format string, args ...any)
}

// People returns the people of the spreadsheet. fatal is called for names that do not exist; nil ignores them.
func (d *Doc) People(fatal func(format string, args ...any)) *People {
	return &People{d: d, fatal: fatal}
}

// personEdit is one change by a person to one tab.
type personEdit struct {
	*edit
	s *sheet
	p *People
}

// edit runs f on a tab.
func (p *People) edit(tab string, f func(*personEdit)) {
	// A person's change never fails: impossible parts are skipped.
	_ = p.d.change(true, func(e *edit) error {
		s := e.st.titled(tab)
		if s == nil {
			p.reportMissing("there is no tab %q", tab)
			return nil
		}
		f(&personEdit{edit: e, s: e.sheet(s.id), p: p})
		return nil
	})
}

func (p *People) reportMissing(format string, args ...any) {
	if p.fatal != nil {
		p.fatal(format, args...)
	}
}

// find returns the row with that text in its first column, or -1.
func (t *personEdit) find(row string) int {
	for r := range t.s.height() {
		if c := t.s.cell(r, 0); c != nil && c.Value.String() == row && row != "" {
			return r
		}
	}
	t.p.reportMissing("%s: there is no row %q", t.s.title, row)
	return -1
}

// column returns the column of that title, or -1.
func (t *personEdit) column(title string) int {
	for c := range t.s.width(0) {
		if cell := t.s.cell(0, c); cell != nil && cell.Value.String() == title && title != "" {
			return c
		}
	}
	t.p.reportMissing("%s: there is no column %q", t.s.title, title)
	return -1
}

// typeCell writes what a person types.
func (t *personEdit) typeCell(r, c int, to sheets.Cell) {
	t.grow(t.s, r+1, c+1)
	content := Cell{Value: to}
	if to.Kind == kindDate {
		content.Value.Kind = kindNumber
		if old := t.s.cell(r, c); old == nil || old.Format == nil || old.Format.NumberType == "" {
			content.Format = t.doc.dateFormat(to.Num)
		}
	}
	t.write(t.s, r, c, content)
}

// Edit types into a cell.
func (p *People) Edit(tab, row, column string, to sheets.Cell) {
	p.edit(tab, func(t *personEdit) {
		r, c := t.find(row), t.column(column)
		if r >= 0 && c >= 0 {
			t.typeCell(r, c, to)
		}
	})
}

// EditAt types into a cell, counted from 0. A cell outside the grid is ignored.
func (p *People) EditAt(tab string, row, col int, to sheets.Cell) {
	p.edit(tab, func(t *personEdit) {
		if t.s.whole().has(row, col) {
			t.typeCell(row, col, to)
		}
	})
}

// Fill types the same into the rows from first to last of a column, counted from 0.
func (p *People) Fill(tab string, col, first, last int, to sheets.Cell) {
	p.edit(tab, func(t *personEdit) {
		for row := first; row <= last; row++ {
			t.typeCell(row, col, to)
		}
	})
}

// Clear empties a cell.
func (p *People) Clear(tab, row, column string) { p.Edit(tab, row, column, sheets.Cell{}) }

// Sort sorts the rows below the header by a column, descending.
func (p *People) Sort(tab, column string) {
	p.edit(tab, func(t *personEdit) {
		if c := t.column(column); c >= 0 {
			t.sortRows(t.s, area{1, t.s.rows, 0, t.s.cols}, []sortSpec{{c, true}})
		}
	})
}

// SortAscending sorts the rows below the header by a column.
func (p *People) SortAscending(tab, column string) {
	p.edit(tab, func(t *personEdit) {
		if c := t.column(column); c >= 0 {
			t.sortRows(t.s, area{1, t.s.rows, 0, t.s.cols}, []sortSpec{{c, false}})
		}
	})
}

// SortPart sorts, ascending, only the cells of the columns from firstCol to lastCol, counted from 0 and inclusive, as
// when a person has selected too few columns. The other cells of each row stay.
func (p *People) SortPart(tab, column string, firstCol, lastCol int) {
	p.edit(tab, func(t *personEdit) {
		c := t.column(column)
		if c >= 0 && firstCol >= 0 && firstCol <= lastCol {
			t.sortCells(t.s, area{1, t.s.rows, firstCol, min(lastCol+1, t.s.cols)}, []sortSpec{{c, false}})
		}
	})
}

// InsertRow inserts a row above another and types into its cells from the left.
func (p *People) InsertRow(tab, above string, cells ...sheets.Cell) {
	p.edit(tab, func(t *personEdit) {
		r := t.find(above)
		if r < 0 {
			return
		}
		t.insertRows(t.s, r, 1, false)
		for c, v := range cells {
			t.typeCell(r, c, v)
		}
	})
}

// InsertRows inserts n empty rows before row at, from 0.
func (p *People) InsertRows(tab string, at, n int) {
	p.edit(tab, func(t *personEdit) {
		if at >= 0 && at <= t.s.rows && n > 0 {
			t.insertRows(t.s, at, n, at > 0)
		}
	})
}

// DeleteRow deletes a row.
func (p *People) DeleteRow(tab, row string) {
	p.edit(tab, func(t *personEdit) {
		if r := t.find(row); r >= 0 && t.s.rows > 1 {
			t.deleteRows(t.s, r, 1)
		}
	})
}

// DeleteRows deletes n rows from row from on, counted from 0; fewer if there are not as many, but never all.
func (p *People) DeleteRows(tab string, from, n int) {
	p.edit(tab, func(t *personEdit) {
		n = min(n, t.s.rows-from)
		if from >= 0 && n > 0 && n < t.s.rows {
			t.deleteRows(t.s, from, n)
		}
	})
}

// MoveRow cuts a row and inserts it above another.
func (p *People) MoveRow(tab, row, above string) {
	p.edit(tab, func(t *personEdit) {
		if from, to := t.find(row), t.find(above); from >= 0 && to >= 0 {
			t.moveRows(t.s, from, 1, to)
		}
	})
}

// CutPaste cuts the cells of a row and pastes them over another row, or over the first row without content if to is "".
// The row that was cut remains, empty.
func (p *People) CutPaste(tab, row, to string) {
	p.edit(tab, func(t *personEdit) {
		from := t.find(row)
		target := t.blankRow()
		if to != "" {
			target = t.find(to)
		}
		if from < 0 || target < 0 || from == target {
			return
		}
		t.grow(t.s, target+1, 1)
		cells := slices.Clone(t.s.row(from))
		for c := range max(len(cells), len(t.s.row(target))) {
			var cell *Cell
			if c < len(cells) {
				cell = cells[c]
			}
			t.put(t.s, target, c, cell)
			t.put(t.s, from, c, nil)
		}
	})
}

// blankRow returns the first row without content.
func (t *personEdit) blankRow() int {
	for r := range t.s.rows {
		if t.s.width(r) == 0 {
			return r
		}
	}
	return t.s.rows
}

// CopyRow pastes a copy of a row below the last row.
func (p *People) CopyRow(tab, row string) {
	p.edit(tab, func(t *personEdit) {
		from := t.find(row)
		if from < 0 {
			return
		}
		at := t.s.height()
		t.grow(t.s, at+1, 1)
		for c, cell := range slices.Clone(t.s.row(from)) {
			if cell != nil {
				n := *cell
				n.Human, n.Rev = true, t.st.rev
				t.put(t.s, at, c, &n)
			}
		}
	})
}
