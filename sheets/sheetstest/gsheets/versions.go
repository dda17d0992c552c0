package gsheets

import "slices"

// Version is the content of a spreadsheet at one moment. It stays what it is.
type Version struct{ st *state }

// Version returns the present content.
func (d *Doc) Version() Version { return Version{d.state()} }

// SetVersion makes the content what it was at some moment, as somebody does who puts an older file in place. It is a
// new revision.
func (d *Doc) SetVersion(v Version) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.goBack(v.st)
}

// StoredTab is a tab as a file holds it.
type StoredTab struct {
	Title  string
	Hidden bool
	Rows   [][]Cell // values and formulas, from the first row and the first column
}

// Stored returns the tabs of a version.
func (v Version) Stored() []StoredTab {
	var tabs []StoredTab
	for _, s := range v.st.sheets {
		t := StoredTab{Title: s.title, Hidden: s.hidden(), Rows: make([][]Cell, s.height())}
		for r := range t.Rows {
			t.Rows[r] = make([]Cell, s.width(r))
			for c := range t.Rows[r] {
				t.Rows[r][c] = s.cell(r, c).clone()
			}
		}
		tabs = append(tabs, t)
	}
	return tabs
}

// Store makes the content what a program other than the people's has stored, as one change of the API: cells that
// differ are written, and a row of a tab that was there, and
// that had no content, counts as inserted.
func (d *Doc) Store(tabs []StoredTab) error {
	return d.change(false, func(e *edit) error {
		kept := map[string]bool{}
		for _, t := range tabs {
			kept[t.Title] = true
			e.store(t)
		}
		for _, s := range slices.Clone(e.st.sheets) {
			if !kept[s.title] {
				e.deleteSheet(e.sheet(s.id))
			}
		}
		return nil
	})
}

// store makes one tab what a file holds.
func (e *edit) store(t StoredTab) {
	s := e.st.titled(t.Title)
	made := s == nil
	if made {
		s = &sheet{id: e.newSheetID(), title: t.Title, props: tree{"sheetType": "GRID"}}
		e.addSheet(s, len(e.st.sheets))
	} else {
		s = e.sheet(s.id)
	}
	if t.Hidden != s.hidden() {
		e.dirty = true
		s.props = tree{"sheetType": "GRID"}
		if t.Hidden {
			s.props["hidden"] = true
		}
	}
	e.grow(s, max(len(t.Rows)+20, s.rows), s.cols)
	for r := range max(len(t.Rows), s.height()) {
		var cells []Cell
		if r < len(t.Rows) {
			cells = t.Rows[r]
		}
		e.grow(s, r+1, len(cells)+5)
		blank := s.width(r) == 0 && !made
		for c := range max(len(cells), s.width(r)) {
			var now Cell
			if c < len(cells) {
				now = cells[c]
			}
			was := s.cell(r, c).clone()
			if was.Formula == now.Formula && (was.Value.Equal(now.Value) || now.Formula != "") {
				continue
			}
			if blank {
				e.line(s, r).insertedRev = e.st.rev
			}
			now.Format = e.doc.format([]byte(`{"wrapStrategy":"CLIP"}`)) // an emptied cell remains, with its writer
			if now.Value.Kind == kindDate {
				now.Format, now.Value.Kind = e.doc.dateFormat(now.Value.Num), kindNumber
			}
			e.write(s, r, c, now)
		}
	}
}

// IsDate reports whether the cell shows its number as a date.
func (c *Cell) IsDate() bool {
	return c.Format != nil && (c.Format.NumberType == "DATE" || c.Format.NumberType == "DATE_TIME")
}

// Grown makes every tab large enough for the given number of rows.
func (p *People) Grown(tab string, rows int) {
	p.edit(tab, func(t *personEdit) { t.grow(t.s, rows, t.s.cols) })
}
