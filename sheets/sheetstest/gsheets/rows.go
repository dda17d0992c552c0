package gsheets

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets/positions"
)

// grow adds rows and columns until the grid has at least the given numbers.
func (e *edit) grow(s *sheet, rows, cols int) {
	if rows > s.rows || cols > s.cols {
		s.rows, s.cols = max(s.rows, rows), max(s.cols, cols)
		e.dirty = true
	}
}

// shift adjusts everything that refers to positions on a tab.
func (e *edit) shift(s *sheet, rows bool, m positions.Map) {
	list := func(l []tree) []tree {
		var out []tree
		for i, t := range l {
			n, f := adjust(t, s.id, rows, m)
			if f != unchanged && out == nil {
				out = slices.Clone(l[:i])
				if out == nil {
					out = []tree{}
				}
			}
			if out != nil && keepsRange(t, n) {
				out = append(out, n.(tree))
			}
		}
		if out == nil {
			return l
		}
		return out
	}
	e.shiftNames(s, rows, m)
	for _, o := range e.st.sheets {
		if len(o.charts)+len(o.conditionalFormats)+len(o.protected)+len(o.tables) == 0 && o.filter == nil {
			continue
		}
		o = e.sheet(o.id)
		o.charts, o.conditionalFormats = list(o.charts), list(o.conditionalFormats)
		o.protected, o.tables = list(o.protected), list(o.tables)
		if n, f := adjust(o.filter, s.id, rows, m); f == changed && o == s {
			if o.filter = n.(tree); o.filter["range"] == nil {
				o.filter = nil
			}
		}
	}
	merges := s.merges[:0:0]
	for _, a := range s.merges {
		remains := true
		if rows {
			a.r1, a.r2, remains = m(a.r1, a.r2)
		} else {
			a.c1, a.c2, remains = m(a.c1, a.c2)
		}
		if remains && (a.r2-a.r1)*(a.c2-a.c1) > 1 {
			merges = append(merges, a)
		}
	}
	s.merges = merges
	s.shiftGroups(rows, m)
}

// keepsRange reports whether an object still has its range. A conditional format needs one of its ranges.
func keepsRange(was tree, now any) bool {
	n, ok := now.(tree)
	if !ok {
		return false
	}
	if was["range"] != nil && n["range"] == nil {
		return false
	}
	if list, ok := n["ranges"].([]any); ok && len(list) == 0 {
		return false
	}
	return true
}

func (e *edit) insertRows(s *sheet, at, n int, inherit bool) {
	s.rows += n
	e.dirty = true
	inserted := make([]*line, n)
	for i := range inserted {
		inserted[i] = &line{rev: e.st.rev, insertedRev: e.st.rev}
		if e.watch {
			inserted[i].header = e.doc.current.firstRow(s.id)
		}
		from := at
		if inherit {
			from = at - 1
		}
		inserted[i].cells = formatsOf(s.row(from))
	}
	for len(s.lines) < at {
		s.lines = append(s.lines, nil)
	}
	s.lines = slices.Insert(s.lines, at, inserted...)
	e.shift(s, true, positions.AfterInsert(at, n))
}

// formatsOf returns empty cells with the formats and validations of the given ones.
func formatsOf(cells []*Cell) []*Cell {
	var out []*Cell
	for c, cell := range cells {
		if cell == nil || cell.Format == nil && cell.validation == nil {
			continue
		}
		for len(out) <= c {
			out = append(out, nil)
		}
		out[c] = &Cell{Format: cell.Format, validation: cell.validation}
	}
	return out
}

func (e *edit) deleteRows(s *sheet, at, n int) {
	e.dirty = true
	for r := at; r < at+n && e.watch; r++ {
		for c, cell := range s.row(r) {
			if cell.Content() {
				e.writes = append(e.writes, recordedWrite{s, e.line(s, r), r, c, cell, nil, false})
			}
		}
	}
	if at < len(s.lines) {
		s.lines = slices.Delete(s.lines, at, min(at+n, len(s.lines)))
	}
	s.rows -= n
	e.shift(s, true, positions.AfterDelete(at, n))
	e.dropOrphanedMeta()
}

// moveRows moves n rows from from before row to, counted before the move.
func (e *edit) moveRows(s *sheet, from, n, to int) {
	if to >= from && to <= from+n {
		return
	}
	e.dirty = true
	for len(s.lines) < max(from+n, to) {
		s.lines = append(s.lines, nil)
	}
	cut := slices.Clone(s.lines[from : from+n])
	s.lines = slices.Delete(s.lines, from, from+n)
	if to > from {
		to -= n
	}
	s.lines = slices.Insert(s.lines, to, cut...)
	e.shift(s, true, positions.AfterMove(from, n, to))
}

func (e *edit) insertColumns(s *sheet, at, n int, inherit bool) {
	s.cols += n
	e.dirty = true
	for r := range s.lines {
		from := at
		if inherit {
			from = at - 1
		}
		var format *Cell
		if l := formatsOf([]*Cell{s.cell(r, from)}); len(l) > 0 {
			format = l[0]
		}
		if at >= len(s.row(r)) && format == nil {
			continue
		}
		l := e.line(s, r)
		for len(l.cells) < at {
			l.cells = append(l.cells, nil)
		}
		l.cells = slices.Insert(l.cells, at, slices.Repeat([]*Cell{format}, n)...)
		l.updateWidth()
	}
	if at < len(s.columns) {
		s.columns = slices.Insert(s.columns, at, make([]dim, n)...)
	}
	e.shift(s, false, positions.AfterInsert(at, n))
}

func (e *edit) deleteColumns(s *sheet, at, n int) {
	e.dirty = true
	for r := range s.lines {
		if at >= len(s.row(r)) {
			continue
		}
		l := e.line(s, r)
		end := min(at+n, len(l.cells))
		for c := at; c < end && e.watch; c++ {
			if l.cells[c].Content() {
				e.writes = append(e.writes, recordedWrite{s, l, r, c, l.cells[c], nil, l.insertedRev == e.st.rev})
			}
		}
		l.cells = slices.Delete(l.cells, at, end)
		l.updateWidth()
	}
	if at < len(s.columns) {
		s.columns = slices.Delete(s.columns, at, min(at+n, len(s.columns)))
	}
	s.cols -= n
	e.shift(s, false, positions.AfterDelete(at, n))
	e.dropOrphanedMeta()
}

// moveColumns is moveRows for columns.
func (e *edit) moveColumns(s *sheet, from, n, to int) {
	if to >= from && to <= from+n {
		return
	}
	e.dirty = true
	after := to
	if to > from {
		after -= n
	}
	width := max(from+n, to)
	for r := range s.lines {
		if min(from, after) >= len(s.row(r)) {
			continue
		}
		l := e.line(s, r)
		for len(l.cells) < width {
			l.cells = append(l.cells, nil)
		}
		cut := slices.Clone(l.cells[from : from+n])
		l.cells = slices.Insert(slices.Delete(l.cells, from, from+n), after, cut...)
		l.updateWidth()
	}
	if min(from, after) < len(s.columns) {
		for len(s.columns) < width {
			s.columns = append(s.columns, dim{})
		}
		cut := slices.Clone(s.columns[from : from+n])
		s.columns = slices.Insert(slices.Delete(s.columns, from, from+n), after, cut...)
	}
	e.shift(s, false, positions.AfterMove(from, n, after))
}

// sortSpec is a column to sort by.
type sortSpec struct {
	col        int
	descending bool
}

// sortRows sorts the rows of an area. If all of their content lies in it, the rows themselves move, with their
// metadata. Rows without a value to sort by go to the end.
func (e *edit) sortRows(s *sheet, a area, specs []sortSpec) {
	a.r2 = min(a.r2, len(s.lines))
	for r := a.r1; r < a.r2; r++ {
		row := s.row(r)
		for c, cell := range row {
			if cell != nil && (c < a.c1 || c >= a.c2) {
				e.sortCells(s, a, specs)
				return
			}
		}
	}
	if a.r1 >= a.r2 {
		return
	}
	e.dirty = true
	slices.SortStableFunc(
		s.lines[a.r1:a.r2],
		func(x, y *line) int { return compareRows(lineCells(x), lineCells(y), specs) },
	)
}

func lineCells(l *line) []*Cell {
	if l == nil {
		return nil
	}
	return l.cells
}

// sortCells sorts only the cells of an area.
func (e *edit) sortCells(s *sheet, a area, specs []sortSpec) {
	a.r2 = min(a.r2, len(s.lines))
	rows := make([][]*Cell, 0, max(a.r2-a.r1, 0))
	for r := a.r1; r < a.r2; r++ {
		rows = append(rows, slices.Clone(s.row(r)))
	}
	slices.SortStableFunc(rows, func(x, y []*Cell) int { return compareRows(x, y, specs) })
	for i, row := range rows {
		for c := a.c1; c < a.c2; c++ {
			var cell *Cell
			if c < len(row) {
				cell = row[c]
			}
			if cell != nil || s.cell(a.r1+i, c) != nil {
				e.put(s, a.r1+i, c, cell)
			}
		}
	}
}

func compareRows(x, y []*Cell, specs []sortSpec) int {
	at := func(row []*Cell, c int) *Cell {
		if c < len(row) && row[c].Content() {
			return row[c]
		}
		return nil
	}
	for _, sp := range specs {
		a, b := at(x, sp.col), at(y, sp.col)
		switch {
		case a == nil && b == nil:
			continue
		case a == nil:
			return 1
		case b == nil:
			return -1
		}
		d := compareValues(a.Value, b.Value)
		if sp.descending {
			d = -d
		}
		if d != 0 {
			return d
		}
	}
	return 0
}

// compareValues orders numbers before texts before booleans, and texts without regard to case.
func compareValues(a, b sheets.Cell) int {
	rank := func(v sheets.Cell) int {
		switch v.Kind {
		case kindNumber, kindDate:
			return 0
		case kindText:
			return 1
		}
		return 2
	}
	if d := cmp.Compare(rank(a), rank(b)); d != 0 {
		return d
	}
	if a.Kind == kindText {
		if d := cmp.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)); d != 0 {
			return d
		}
		return -cmp.Compare(a.Text, b.Text)
	}
	return cmp.Compare(a.Num, b.Num)
}
