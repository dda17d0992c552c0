package gsheets

import (
	"encoding/json"
	"errors"
	"slices"
)

// errMerged is the error of merging cells that are partly merged already.
var errMerged = errors.New("you can't merge cells that only partly overlap with a merge")

func (e *edit) addSheet(s *sheet, at int) {
	s.rev = e.st.rev
	e.dirty = true
	e.st.sheets = slices.Insert(e.st.sheets, at, s)
}

// newSheetID generates an ID that no tab has.
func (e *edit) newSheetID() int64 {
	for {
		if id := e.doc.srv.newID(); e.st.sheet(id) == nil {
			return id
		}
	}
}

func (e *edit) deleteSheet(s *sheet) {
	e.dirty = true
	for r := 0; r < len(s.lines) && e.watch; r++ {
		for c, cell := range s.row(r) {
			if cell.Content() {
				e.writes = append(e.writes, recordedWrite{s, e.line(s, r), r, c, cell, nil, false})
			}
		}
	}
	i := slices.IndexFunc(e.st.sheets, func(o *sheet) bool { return o.id == s.id })
	e.st.sheets = slices.Delete(e.st.sheets, i, i+1)
	none := func(int, int) (int, int, bool) { return 0, 0, false }
	e.shift(s, true, none)
	e.dropOrphanedMeta()
}

func (e *edit) merge(s *sheet, a area) error {
	kept := s.merges[:0:0]
	for _, m := range s.merges {
		switch {
		case m.within(a):
		case m.overlaps(a):
			return errMerged
		default:
			kept = append(kept, m)
		}
	}
	s.merges = append(kept, a)
	// A merged cell keeps the content of its first cell; that of the others is lost.
	for r := a.r1; r < a.r2; r++ {
		for c := a.c1; c < a.c2; c++ {
			if (r != a.r1 || c != a.c1) && s.cell(r, c).Content() {
				e.write(s, r, c, Cell{})
			}
		}
	}
	return nil
}

// refilter applies the basic filter: it hides the matching rows and shows all others.
func (e *edit) refilter(s *sheet) {
	hide := map[int]map[string]bool{}
	criteria, _ := s.filter["criteria"].(tree)
	for name, v := range criteria {
		for c := range s.cols {
			if itoa(c) != name {
				continue
			}
			hide[c] = map[string]bool{}
			criterion, _ := v.(tree)
			values, _ := criterion["hiddenValues"].([]any)
			for _, h := range values {
				text, _ := h.(string)
				hide[c][text] = true
			}
		}
	}
	for r := 1; r < len(s.lines); r++ {
		hidden := false
		for c, values := range hide {
			hidden = hidden || values[renderFormatted(s.cell(r, c))]
		}
		if s.rowDim(r).filtered != hidden {
			e.line(s, r).dim.filtered = hidden
		}
	}
}

// format returns the shared Format for the JSON, nil for an empty one.
func (d *Doc) format(raw []byte) *Format {
	if len(raw) == 0 || string(raw) == "{}" || string(raw) == "null" {
		return nil
	}
	if f := d.formats[string(raw)]; f != nil {
		return f
	}
	f := &Format{JSON: slices.Clone(json.RawMessage(raw))}
	var known struct {
		NumberFormat struct {
			Type    string `json:"type"`
			Pattern string `json:"pattern"`
		} `json:"numberFormat"`
	}
	// It was encoded by this package.
	_ = json.Unmarshal(raw, &known)
	f.NumberType, f.Pattern = known.NumberFormat.Type, known.NumberFormat.Pattern
	d.formats[string(raw)] = f
	return f
}

// dateFormat returns the format that a typed date gets.
func (d *Doc) dateFormat(serial float64) *Format {
	if serial == float64(int(serial)) {
		return d.format([]byte(`{"numberFormat":{"type":"DATE","pattern":"yyyy-mm-dd"}}`))
	}
	return d.format([]byte(`{"numberFormat":{"type":"DATE_TIME","pattern":"yyyy-mm-dd hh:mm:ss"}}`))
}

// isPlainTitle reports whether a title needs no quotes in a range.
func isPlainTitle(title string) bool {
	for i, r := range title {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return title != "" && !isCellRef(title)
}
