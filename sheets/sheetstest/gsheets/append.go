package gsheets

import (
	"cmp"
	"encoding/json"
)

// tableAround finds the block of cells with content that touches or contains the given area. The block grows as long as
// a cell beside its edge, corners included, has content. It returns false if there is no content.
func (s *sheet) tableAround(a area) (area, bool) {
	if !s.anyContent(a) {
		return a, false
	}
	for {
		grown := a
		if a.r1 > 0 && s.anyContent(area{a.r1 - 1, a.r1, max(a.c1-1, 0), min(a.c2+1, s.cols)}) {
			grown.r1--
		}
		if a.r2 < s.rows && s.anyContent(area{a.r2, a.r2 + 1, max(a.c1-1, 0), min(a.c2+1, s.cols)}) {
			grown.r2++
		}
		if a.c1 > 0 && s.anyContent(area{max(a.r1-1, 0), min(a.r2+1, s.rows), a.c1 - 1, a.c1}) {
			grown.c1--
		}
		if a.c2 < s.cols && s.anyContent(area{max(a.r1-1, 0), min(a.r2+1, s.rows), a.c2, a.c2 + 1}) {
			grown.c2++
		}
		if grown == a {
			return s.trimmed(a), true
		}
		a = grown
	}
}

func (s *sheet) anyContent(a area) bool {
	for r := a.r1; r < min(a.r2, len(s.lines)); r++ {
		row := s.row(r)
		for c := a.c1; c < min(a.c2, len(row)); c++ {
			if row[c].Content() {
				return true
			}
		}
	}
	return false
}

// trimmed returns the area without rows and columns without content at its edges.
func (s *sheet) trimmed(a area) area {
	for a.r1 < a.r2-1 && !s.anyContent(area{a.r1, a.r1 + 1, a.c1, a.c2}) {
		a.r1++
	}
	for a.r2 > a.r1+1 && !s.anyContent(area{a.r2 - 1, a.r2, a.c1, a.c2}) {
		a.r2--
	}
	for a.c1 < a.c2-1 && !s.anyContent(area{a.r1, a.r2, a.c1, a.c1 + 1}) {
		a.c1++
	}
	for a.c2 > a.c1+1 && !s.anyContent(area{a.r1, a.r2, a.c2 - 1, a.c2}) {
		a.c2--
	}
	return a
}

// lastTable finds the last table in a range: the one whose last row is the lowest, and of several the one furthest
// right.
func (s *sheet) lastTable(a area) (area, bool) {
	for r := min(a.r2, len(s.lines)) - 1; r >= a.r1; r-- {
		for c := min(a.c2, len(s.row(r))) - 1; c >= a.c1; c-- {
			if s.cell(r, c).Content() {
				return s.tableAround(area{r, r + 1, c, c + 1})
			}
		}
	}
	// There is no content in the range.
	return area{}, false
}

func appendValues(c *call) ([]byte, error) {
	var in valueRange
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	entered, err := isUserEntered(c.query.Get("valueInputOption"))
	if err != nil {
		return nil, err
	}
	o, err := c.echoOptions(in.Major)
	if err != nil {
		return nil, err
	}
	var out []byte
	err = c.doc.change(false, func(e *edit) error {
		b, err := e.st.resolve(c.arg)
		if err != nil {
			return err
		}
		s := e.sheet(b.s.id)
		t, found := s.lastTable(b.bounded())
		w, err := e.appendRows(s, b, t, found, in.rows(), entered, c.query.Get("insertDataOption") == "INSERT_ROWS")
		if err != nil {
			return err
		}
		out = append([]byte(`{"spreadsheetId":`), marshal(c.id)...)
		if found {
			out = append(out, `,"tableRange":`...)
			out = appendString(out, a1(s, t))
		}
		out = append(out, `,"updates":`...)
		out = append(w.appendUpdate(out, c.id, o), '}')
		return nil
	})
	return out, err
}

// appendRows writes below a table, or at the beginning of the range if there is none.
func (e *edit) appendRows(
	s *sheet,
	b gridRef,
	t area,
	found bool,
	rows [][]json.RawMessage,
	entered, insert bool,
) (writeSummary, error) {
	a := area{b.r1, b.r1, b.c1, b.c1}
	if found {
		a = area{t.r2, t.r2, t.c1, t.c1}
	}
	width := 1
	for _, row := range rows {
		width = max(width, len(row))
	}
	a.r2, a.c2 = a.r1+max(len(rows), 1), a.c1+width
	if insert && found && a.r1 < s.rows {
		e.insertRows(s, a.r1, len(rows), true)
	}
	e.grow(s, a.r2, a.c2)
	if err := e.checkCells(); err != nil {
		return writeSummary{}, err
	}
	return e.writeRows(s, a, rows, entered)
}

// maxCells is how many cells a spreadsheet may have, unless Options say otherwise.
const maxCells = 10_000_000

// checkCells refuses more cells than a spreadsheet may have.
func (e *edit) checkCells() error {
	if limit := cmp.Or(e.doc.srv.opt.Cells, maxCells); e.st.cellCount() > limit {
		return badRequest("This action would increase the number of cells in the workbook above the limit of %d cells.",
			limit)
	}
	return nil
}
