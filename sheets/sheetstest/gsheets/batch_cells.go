package gsheets

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// cellData is a CellData of a request.
type cellData struct {
	Value *struct {
		Text    *string         `json:"stringValue"`
		Number  *float64        `json:"numberValue"`
		Bool    *bool           `json:"boolValue"`
		Formula *string         `json:"formulaValue"`
		Error   json.RawMessage `json:"errorValue"`
	} `json:"userEnteredValue"`
	Format     json.RawMessage `json:"userEnteredFormat"`
	Note       string          `json:"note"`
	Validation json.RawMessage `json:"dataValidation"`
	Runs       json.RawMessage `json:"textFormatRuns"`
}

type rowData struct {
	Values []cellData `json:"values"`
}

// cellMask holds which parts of a cell are set.
type cellMask struct {
	value, note, validation, runs, format bool
	formatMask                            mask // of userEnteredFormat; empty: all of it
	text                                  string

	// The result for the last format, since most cells of a request have the same.
	lastRaw json.RawMessage
	lastOld *Format
	last    *Format
}

func parseCellMask(text string) (cellMask, error) {
	if text == "" {
		return cellMask{}, badRequest("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
	}
	m, err := parseMask(text)
	if err != nil {
		return cellMask{}, err
	}
	has := func(name string) bool { _, ok := m.wants(name); return ok }
	c := cellMask{
		value:      has("userEnteredValue"),
		note:       has("note"),
		validation: has("dataValidation"),
		runs:       has("textFormatRuns"),
		format:     has("userEnteredFormat"),
		text:       text,
	}
	if !m.all() {
		c.formatMask = m["userEnteredFormat"]
		for name := range m {
			switch name {
			case "userEnteredValue", "note", "dataValidation", "textFormatRuns", "userEnteredFormat":
			default:
				return c, unsupported("cells' %s in a field mask", name)
			}
		}
	}
	return c, nil
}

// setCell applies a CellData to a cell. Fields that the mask names and the CellData lacks are cleared.
func (e *edit) setCell(s *sheet, r, c int, in *cellData, m *cellMask) error {
	old := s.cell(r, c)
	n := old.clone()
	if m.value {
		content, err := in.content()
		if err != nil {
			return err
		}
		if !sameContent(old, &content) {
			n.Value, n.Formula, n.isError = content.Value, content.Formula, content.isError
			n.Human, n.Rev = e.human, e.st.rev
			n.runs = nil
		}
	}
	if m.note {
		n.Note = in.Note
	}
	if m.format {
		f, err := e.doc.formatOf(n.Format, m, in.Format)
		if err != nil {
			return err
		}
		n.Format = f
	}
	if m.validation {
		v, err := e.doc.sharedJSON(in.Validation)
		if err != nil {
			return err
		}
		n.validation = v
	}
	if m.runs {
		v, err := e.doc.sharedJSON(in.Runs)
		if err != nil {
			return err
		}
		n.runs = v
	}
	if old == nil && n.isBlank() || old != nil && sameContent(old, &n) && sameLooks(old, &n) {
		return nil
	}
	e.put(s, r, c, &n)
	return nil
}

// sameLooks reports whether all except the content is the same.
func sameLooks(a, b *Cell) bool {
	return a.Note == b.Note && a.Format == b.Format && bytes.Equal(a.validation, b.validation) &&
		bytes.Equal(a.runs, b.runs)
}

func (in *cellData) content() (Cell, error) {
	v := in.Value
	switch {
	case v == nil:
	case v.Text != nil:
		if len(*v.Text) > maxCellText && utf8.RuneCountInString(*v.Text) > maxCellText {
			return Cell{}, errTooLong()
		}
		return Cell{Value: textCell(*v.Text)}, nil
	case v.Number != nil:
		return Cell{Value: numberCell(*v.Number)}, nil
	case v.Bool != nil:
		return Cell{Value: boolCell(*v.Bool)}, nil
	case v.Formula != nil:
		return formulaCell(*v.Formula), nil
	case v.Error != nil:
		return Cell{}, badRequest("Cannot set an errorValue.")
	}
	return Cell{}, nil
}

// formatOf merges a format into an old one by the mask, and returns the shared Format equal to the result.
func (d *Doc) formatOf(old *Format, m *cellMask, raw json.RawMessage) (*Format, error) {
	if m.lastRaw != nil && len(raw) > 0 && &m.lastRaw[0] == &raw[0] && m.lastOld == old {
		return m.last, nil
	}
	f, err := d.mergedFormat(old, m, raw)
	if len(raw) > 0 {
		m.lastRaw, m.lastOld, m.last = raw, old, f
	}
	return f, err
}

func (d *Doc) mergedFormat(old *Format, m *cellMask, raw json.RawMessage) (*Format, error) {
	key := "\x00" + m.text + "\x00" + string(raw)
	if old != nil && !m.formatMask.all() {
		key += "\x00" + string(old.JSON)
	}
	if f, ok := d.formats[key]; ok {
		return f, nil
	}
	t, err := parseTree(raw)
	if err != nil {
		return nil, err
	}
	t = withBothColors(t)
	if !m.formatMask.all() {
		var was tree
		if old != nil {
			if was, err = parseTree(old.JSON); err != nil {
				return nil, err
			}
		}
		t = m.formatMask.withBothColors().apply(was, t)
	}
	f := d.format(marshal(t))
	d.formats[key] = f
	return f, nil
}

// sharedJSON returns JSON as it is stored, with one copy for all cells that have the same; nil for none.
func (d *Doc) sharedJSON(raw json.RawMessage) (json.RawMessage, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	key := "\x01" + string(raw)
	if f, ok := d.formats[key]; ok {
		return f.JSON, nil
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, badPayload(err)
	}
	f := &Format{JSON: marshal(withoutZeros(v))}
	d.formats[key] = f
	return f.JSON, nil
}

type updateCellsRequest struct {
	Rows   []rowData       `json:"rows"`
	Fields string          `json:"fields"`
	Start  *gridCoordinate `json:"start"`
	Range  json.RawMessage `json:"range"`
}

func (e *edit) updateCells(req updateCellsRequest) (any, error) {
	m, err := parseCellMask(req.Fields)
	if err != nil {
		return nil, err
	}
	if req.Start == nil {
		s, a, err := e.target(req.Range)
		if err != nil {
			return nil, err
		}
		return nil, e.fill(s, a, req.Rows, &m)
	}
	s, err := e.at(*req.Start)
	if err != nil {
		return nil, err
	}
	return nil, e.writeData(s, req.Start.Row, req.Start.Column, req.Rows, &m)
}

// writeData sets cells from a coordinate on.
func (e *edit) writeData(s *sheet, r, c int, rows []rowData, m *cellMask) error {
	if r+len(rows) > s.rows {
		return badRequest("Attempting to write row: %d, beyond the last requested row of: %d", s.rows, s.rows-1)
	}
	for i := range rows {
		values := rows[i].Values
		if c+len(values) > s.cols {
			return badRequest("Attempting to write column: %d, beyond the last requested column of: %d", s.cols, s.cols-1)
		}
		if err := e.checkProtection(s, area{r + i, r + i + 1, c, c + len(values)}); err != nil {
			return err
		}
		for j := range values {
			if err := e.setCell(s, r+i, c+j, &values[j], m); err != nil {
				return err
			}
		}
	}
	return nil
}

// fill sets the cells of an area. Cells without data are cleared in the fields of the mask.
func (e *edit) fill(s *sheet, a area, rows []rowData, m *cellMask) error {
	if a.r1+len(rows) > a.r2 {
		return badRequest("Attempting to write row: %d, beyond the last requested row of: %d", a.r2, a.r2-1)
	}
	if err := e.checkProtection(s, a); err != nil {
		return err
	}
	empty := cellData{}
	for r := a.r1; r < a.r2; r++ {
		var values []cellData
		if i := r - a.r1; i < len(rows) {
			values = rows[i].Values
		}
		if a.c1+len(values) > a.c2 {
			return badRequest("Attempting to write column: %d, beyond the last requested column of: %d", a.c2, a.c2-1)
		}
		end := min(a.c2, max(len(s.row(r)), a.c1+len(values)))
		for c := a.c1; c < end; c++ {
			in := &empty
			if j := c - a.c1; j < len(values) {
				in = &values[j]
			}
			if err := e.setCell(s, r, c, in, m); err != nil {
				return err
			}
		}
	}
	return nil
}

type repeatCellRequest struct {
	Range  json.RawMessage `json:"range"`
	Cell   cellData        `json:"cell"`
	Fields string          `json:"fields"`
}

func (e *edit) repeatCell(req repeatCellRequest) (any, error) {
	m, err := parseCellMask(req.Fields)
	if err != nil {
		return nil, err
	}
	s, a, err := e.target(req.Range)
	if err != nil {
		return nil, err
	}
	if err := e.checkProtection(s, a); err != nil {
		return nil, err
	}
	var blank *Cell
	for r := a.r1; r < a.r2; r++ {
		for c := a.c1; c < a.c2; c++ {
			untouched := s.cell(r, c) == nil
			if untouched && blank != nil {
				e.put(s, r, c, blank)
				continue
			}
			if err := e.setCell(s, r, c, &req.Cell, &m); err != nil {
				return nil, err
			}
			if n := s.cell(r, c); untouched && !n.Content() {
				// Cells without content can share one Cell.
				blank = n
			}
		}
	}
	return nil, nil
}
