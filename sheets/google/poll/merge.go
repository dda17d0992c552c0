package poll

import (
	"maps"
	"slices"

	"leadsheet/sheets"
)

// Step is a tab on the way from what was known to what it is now.
type Step struct {
	was     *Tab
	rows    [][]sheets.Cell
	fresh   map[int]bool
	moved   map[int]bool
	once    map[int]bool
	ask     []int
	changed bool
	// read says that everything was read.
	read bool
}

// Merge takes what came for Areas. It is nil if everything has to be read: the titles are others, rows of a journal are
// not where they were, or more rows have moved than are worth asking for.
func (t *Tab) Merge(also map[int]bool, parts Parts) *Step {
	s := &Step{was: t, fresh: map[int]bool{}, once: map[int]bool{}, moved: maps.Clone(t.moved)}
	if s.moved == nil {
		s.moved = map[int]bool{}
	}
	if !t.Partial() {
		part, ok := parts[Area{Tab: t.ID}]
		if !ok {
			return nil
		}
		return t.replaced(part)
	}
	s.rows = slices.Clone(t.Rows)
	for _, a := range t.Areas(also) {
		part, ok := parts[a]
		if !ok || a.ColEnd == 0 && !s.whole(a, part) {
			return nil
		}
	}
	for _, a := range t.Areas(also) {
		if a.ColEnd > 0 {
			s.columns(a, parts[a])
		}
	}
	if _, ok := t.rowAreas(s.ask); !ok {
		return nil
	}
	return s
}

// replaced is the step to a tab that was read whole.
func (t *Tab) replaced(part [][]sheets.Cell) *Step {
	s := &Step{was: t, read: true}
	n := height(part)
	for r := range n {
		s.rows = append(s.rows, rowOf(part, r))
	}
	s.rows = trimmed(s.rows)
	s.changed = len(s.rows) != len(t.Rows)
	for r := range s.rows {
		s.changed = s.changed || !sameRow(s.rows[r], t.row(r))
	}
	return s
}

// whole takes rows that were read whole. It is false if they are not the ones that were meant.
func (s *Step) whole(a Area, part [][]sheets.Cell) bool {
	t, end := s.was, a.RowEnd
	if end == 0 {
		end = max(a.Row+height(part), len(t.Rows))
	}
	for r := a.Row; r < end; r++ {
		row := rowOf(part, r-a.Row)
		if r <= t.header && !sameRow(row, t.row(r)) || t.journal && r > t.header && r < len(t.Rows) && !t.sameEntry(row, r) {
			return false
		}
		s.set(r, row)
	}
	return true
}

// sameEntry reports whether a row of a journal is the one that is known: it has the same key, or else all its content.
func (t *Tab) sameEntry(row []sheets.Cell, r int) bool {
	if key := t.keyOf(t.row(r)); t.key >= 0 && key != "" {
		return t.keyOf(row) == key
	}
	return sameRow(row, t.row(r))
}

// set puts a row in its place that was read whole.
func (s *Step) set(r int, row []sheets.Cell) {
	for len(s.rows) <= r {
		s.rows = append(s.rows, nil)
	}
	s.fresh[r] = true
	if t := s.was; !t.journal && r > t.header && t.keyOf(row) != t.keyOf(t.row(r)) {
		s.moved[r] = true
	}
	if !sameRow(row, s.rows[r]) {
		s.rows[r], s.changed = row, true
	}
}

// columns takes the columns that are read each time, and notes which rows have to be read whole for them.
func (s *Step) columns(a Area, part [][]sheets.Cell) {
	t := s.was
	for c := a.Col; c < a.ColEnd; c++ {
		var column []sheets.Cell
		if i := c - a.Col; i < len(part) {
			column = part[i]
		}
		for r := t.header + 1; r < a.RowEnd; r++ {
			now := at(column, r)
			if s.fresh[r] || now == at(s.rows[r], c) {
				continue
			}
			if t.journal || c == t.key {
				s.ask = append(s.ask, r)
			}
			if row := s.rows[r]; len(row) == 0 || sameSlice(row, t.row(r)) || c >= len(row) {
				grown := make([]sheets.Cell, max(len(row), c+1))
				copy(grown, row)
				s.rows[r] = grown
			}
			s.rows[r][c], s.changed = own(now), true
		}
	}
}

// sameSlice reports whether two rows share their memory.
func sameSlice(a, b []sheets.Cell) bool { return len(a) > 0 && len(b) > 0 && &a[0] == &b[0] }

// More are the rows that have to be read whole yet, because other rows stand there now.
func (s *Step) More() []Area {
	areas, _ := s.was.rowAreas(s.ask)
	return areas
}

// Fill takes what came for More. It is false if the rows have moved since the columns were read, or are not the ones
// that were meant: then everything has to be read.
func (s *Step) Fill(parts Parts) bool {
	t := s.was
	for _, a := range s.More() {
		part, ok := parts[a]
		if !ok {
			return false
		}
		for r := a.Row; r < a.RowEnd; r++ {
			row := rowOf(part, r-a.Row)
			for c := range t.rare {
				if !t.rare[c] && at(row, c) != at(s.rows[r], c) {
					return false
				}
			}
			if t.journal && !t.sameKey(row, r) {
				return false
			}
			s.set(r, row)
			s.once[r] = true
		}
	}
	s.ask = nil
	return true
}

// sameKey reports whether a row has the key that is known.
func (t *Tab) sameKey(row []sheets.Cell, r int) bool {
	return t.key >= 0 && t.keyOf(row) == t.keyOf(t.row(r))
}

// Tab is the tab as it is now, and whether anything of it has changed.
func (s *Step) Tab() (now *Tab, changed bool) {
	next := *s.was
	next.Rows, next.fresh, next.once, next.moved, next.whole = trimmed(s.rows), s.fresh, s.once, s.moved, s.read
	if s.changed {
		next.unsure, next.called = next.findUnsure(), next.findCalled()
	}
	return &next, s.changed
}
