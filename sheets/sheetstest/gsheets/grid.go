package gsheets

import "slices"

// tree is decoded JSON, for parts that the emulator mostly just stores. Trees in a state are never changed.
type tree = map[string]any

// state is one version of a spreadsheet. It is immutable once it is published.
type state struct {
	rev    int
	props  tree
	sheets []*sheet
	meta   []metadata
	names  []namedRange
}

// sheet is one tab of one version. Only the batch with the same revision may change it.
type sheet struct {
	rev                int
	id                 int64
	title              string
	props              tree // all properties except sheetId, title, index and size
	rows, cols         int
	lines              []*line // up to the last row that was ever touched; nil: an empty row
	columns            []dim   // as lines
	merges             []area
	groups             []group
	filter             tree
	protected          []tree
	conditionalFormats []tree
	charts             []tree
	tables             []tree
}

// line is a row: its cells and its own properties.
type line struct {
	rev         int // of the batch that may change it
	insertedRev int // revision that inserted the row
	cells       []*Cell
	width       int // up to the last cell with content
	dim         dim
	// before and header are the row and the tab's first row as they were when batch rev first changed this one.
	before, header []*Cell
}

// dim holds the properties of a row or a column. tag identifies it for developer metadata; 0: none yet.
type dim struct {
	tag              uint64
	pixels           int
	hidden, filtered bool
}

// area is a range of cells, ends exclusive, always bounded by the grid.
type area struct{ r1, r2, c1, c2 int }

func (a area) empty() bool { return a.r1 >= a.r2 || a.c1 >= a.c2 }

func (a area) has(r, c int) bool { return r >= a.r1 && r < a.r2 && c >= a.c1 && c < a.c2 }

func (a area) overlaps(b area) bool { return a.r1 < b.r2 && b.r1 < a.r2 && a.c1 < b.c2 && b.c1 < a.c2 }

func (a area) within(b area) bool {
	return a.r1 >= b.r1 && a.r2 <= b.r2 && a.c1 >= b.c1 && a.c2 <= b.c2
}

func (s *sheet) whole() area { return area{0, s.rows, 0, s.cols} }

func (s *sheet) hidden() bool { return s.props["hidden"] == true }

func (s *sheet) row(r int) []*Cell {
	if r >= len(s.lines) || s.lines[r] == nil {
		return nil
	}
	return s.lines[r].cells
}

func (s *sheet) cell(r, c int) *Cell {
	row := s.row(r)
	if c >= len(row) {
		return nil
	}
	return row[c]
}

func (s *sheet) rowDim(r int) dim {
	if r >= len(s.lines) || s.lines[r] == nil {
		return dim{}
	}
	return s.lines[r].dim
}

func (s *sheet) colDim(c int) dim {
	if c >= len(s.columns) {
		return dim{}
	}
	return s.columns[c]
}

// width returns the column after the last one with content in row r.
func (s *sheet) width(r int) int {
	if r >= len(s.lines) || s.lines[r] == nil {
		return 0
	}
	return s.lines[r].width
}

// updateWidth sets the width after the cells have changed.
func (l *line) updateWidth() {
	l.width = len(l.cells)
	for l.width > 0 && !l.cells[l.width-1].Content() {
		l.width--
	}
}

// height returns the row after the last one with content.
func (s *sheet) height() int {
	for r := len(s.lines); r > 0; r-- {
		if s.width(r-1) > 0 {
			return r
		}
	}
	return 0
}

func (st *state) sheet(id int64) *sheet {
	for _, s := range st.sheets {
		if s.id == id {
			return s
		}
	}
	return nil
}

func (st *state) titled(title string) *sheet {
	for _, s := range st.sheets {
		if s.title == title {
			return s
		}
	}
	return nil
}

func (st *state) cellCount() int {
	n := 0
	for _, s := range st.sheets {
		n += s.rows * s.cols
	}
	return n
}

// edit is a change in progress: a copy of the state in which only the touched parts are copied.
type edit struct {
	doc    *Doc
	st     *state
	human  bool
	writes []recordedWrite
	watch  bool
	// dirty means that something was changed, so that a new version is needed.
	dirty bool
}

// recordedWrite is a Write of the batch in progress.
type recordedWrite struct {
	s        *sheet
	l        *line
	row, col int
	old, new *Cell
	inserted bool
}

// newEdit starts an edit. The caller holds d.mu.
func (d *Doc) newEdit(human bool) *edit {
	st := *d.current
	st.rev = d.rev + 1
	st.sheets = slices.Clone(st.sheets)
	return &edit{doc: d, st: &st, human: human, watch: !human && d.watch != nil}
}

// sheet returns a tab that this edit may change, or nil.
func (e *edit) sheet(id int64) *sheet {
	for i, s := range e.st.sheets {
		if s.id != id {
			continue
		}
		if s.rev != e.st.rev {
			c := *s
			c.rev = e.st.rev
			c.lines = slices.Clone(s.lines)
			c.columns = slices.Clone(s.columns)
			e.st.sheets[i] = &c
			s = &c
		}
		return s
	}
	return nil
}

// line returns row r of a tab of this edit, to be changed.
func (e *edit) line(s *sheet, r int) *line {
	for len(s.lines) <= r {
		s.lines = append(s.lines, nil)
	}
	l := s.lines[r]
	switch {
	case l == nil:
		l = &line{rev: e.st.rev}
	case l.rev != e.st.rev:
		l = &line{rev: e.st.rev, insertedRev: l.insertedRev, dim: l.dim, width: l.width, cells: slices.Clone(l.cells),
			before: l.cells}
	default:
		return l
	}
	if e.watch {
		l.header = e.doc.current.firstRow(s.id)
	}
	s.lines[r] = l
	return l
}

func (st *state) firstRow(id int64) []*Cell {
	if s := st.sheet(id); s != nil {
		return s.row(0)
	}
	return nil
}

// put sets a cell; nil or a blank one clears it. The caller has checked that it is in the grid.
func (e *edit) put(s *sheet, r, c int, cell *Cell) {
	if cell.isBlank() {
		cell = nil
	}
	old := s.cell(r, c)
	if old == cell {
		return
	}
	e.dirty = true
	l := e.line(s, r)
	if cap(l.cells) <= c {
		l.cells = slices.Grow(l.cells, max(c+1, min(s.cols, 32))-len(l.cells))
	}
	for len(l.cells) <= c {
		l.cells = append(l.cells, nil)
	}
	l.cells[c] = cell
	for n := len(l.cells); n > 0 && l.cells[n-1] == nil; n-- {
		l.cells = l.cells[:n-1]
	}
	if cell.Content() {
		l.width = max(l.width, c+1)
	} else if c+1 == l.width {
		l.updateWidth()
	}
	if e.watch && !sameContent(old, cell) {
		e.writes = append(e.writes, recordedWrite{s, l, r, c, old, cell, l.insertedRev == e.st.rev})
	}
}

// write sets the content of a cell and keeps format, note and validation.
func (e *edit) write(s *sheet, r, c int, content Cell) {
	old := s.cell(r, c)
	if sameContent(old, &content) {
		return
	}
	n := old.clone()
	n.Value, n.Formula, n.isError = content.Value, content.Formula, content.isError
	n.runs = nil
	n.Human, n.Rev = e.human, e.st.rev
	if content.Format != nil {
		n.Format = content.Format
	}
	e.put(s, r, c, &n)
}
