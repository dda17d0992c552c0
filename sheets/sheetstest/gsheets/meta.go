package gsheets

import "slices"

// metadata is one developer metadata. Where it belongs to a row or a column, it is found by the tag that the row or
// column bears, so it goes wherever that goes and ends when that is deleted.
type metadata struct {
	id         int64
	key, value string
	visibility string
	place      string // SPREADSHEET, SHEET, ROW, COLUMN
	sheet      int64
	tag        uint64
}

// where returns the index of the row or column, or -1 when it is gone.
func (st *state) where(m metadata) int {
	s := st.sheet(m.sheet)
	if s == nil {
		return -1
	}
	if m.place == "ROW" {
		return slices.IndexFunc(s.lines, func(l *line) bool { return l != nil && l.dim.tag == m.tag })
	}
	return slices.IndexFunc(s.columns, func(d dim) bool { return d.tag == m.tag })
}

// sweep forgets the metadata of what has been deleted.
func (e *edit) sweep() {
	e.st.meta = slices.DeleteFunc(slices.Clone(e.st.meta), func(m metadata) bool {
		switch m.place {
		case "SHEET":
			return e.st.sheet(m.sheet) == nil
		case "ROW", "COLUMN":
			return e.st.where(m) < 0
		}
		return false
	})
}
