package ooxml

import (
	"bytes"
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/sheets/xlsx/ooxml/refer"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// ErrMarkup means that the markup of a part is broken.
var ErrMarkup = errors.New("the markup is broken")

// failure is the error of a part that could not be read to its end.
func (s *scanner) failure() error {
	if s.long {
		return refuse(longText)
	}
	return ErrMarkup
}

// The limits of the file format.
const (
	MaxRows = 1 << 20
	MaxCols = refer.MaxColumns
)

// SharedStrings reads the table of texts. It joins the runs of rich text and leaves out phonetic hints.
func SharedStrings(data []byte) ([]string, error) {
	var keep xmltext.Pool
	var out []string
	s := scanner{data: data}
	for s.next() {
		if !s.tag.opens("si") {
			continue
		}
		if s.tag.kind == emptyTag {
			out = append(out, "")
			continue
		}
		b, ok := s.richText("si")
		if !ok {
			return nil, s.failure()
		}
		out = append(out, keep.Add(b))
	}
	if s.bad {
		return nil, s.failure()
	}
	return out, nil
}

// richText reads the text of the element that has just begun up to its end: all its <t> but those in <rPh>.
func (s *scanner) richText(end string) ([]byte, bool) {
	var out []byte
	joined := false
	hint := false
	for s.next() {
		t := &s.tag
		switch {
		case t.kind == closeTag && t.is(end):
			return xmltext.Unescape(out), true
		case t.is("rPh"):
			hint = t.kind == openTag
		case t.kind == openTag && t.is("t"):
			b, ok := s.content("t")
			if !ok {
				return nil, false
			}
			switch {
			case hint:
			case out == nil:
				out = b
			case !joined: // the first run may be a part of the file's bytes, which must not be appended to
				out, joined = append(bytes.Clone(out), b...), true
			default:
				out = append(out, b...)
			}
		}
	}
	return nil, false
}

// content returns the decoded text of the element that has just begun, and moves behind its end.
func (s *scanner) content(name string) ([]byte, bool) {
	from := s.pos
	for s.next() {
		if s.tag.kind == closeTag && s.tag.is(name) {
			return decode(s.data[from:s.tag.start]), true
		}
	}
	return nil, false
}

// ScanSheet reads a worksheet: every cell with content, with the type that the file gives it. shared is the table of
// texts. old is the sheet as it was read before, or nil: rows that are as they were there are taken from it.
func ScanSheet(data []byte, shared []string, old *Grid) (*Grid, error) {
	return scanSheet(data, shared, old, nil)
}

// days1904 is how many days the date systems of a workbook are apart: from 1899-12-30 to 1904-01-01.
const days1904 = 1462

// scanSheet is ScanSheet for a workbook that counts days from 1904 if dates is not nil: it tells which cell formats
// show dates. Such numbers are converted.
func scanSheet(data []byte, shared []string, old *Grid, dates func(xf int) bool) (*Grid, error) {
	r := sheetReader{scanner: scanner{data: data}, grid: &Grid{}, shared: shared, old: old, dates: dates}
	if !r.read() {
		return nil, r.failure()
	}
	r.grid.sortRows()
	return r.grid, nil
}

// read is a cell that was just read. Its text is still in the bytes of the part, or is one of the shared texts.
type read struct {
	Cell
	text []byte
}

// sheetReader reads one worksheet.
type sheetReader struct {
	scanner
	grid   *Grid
	shared []string
	dates  func(xf int) bool
	old    *Grid
	texts  xmltext.Pool
	atOld  int    // where old.Rows was compared last
	cells  []read // of the present row
	store  []Cell // from which rows are cut
}

func (r *sheetReader) read() bool {
	num, closed := 0, false
	for r.next() {
		t := &r.tag
		switch {
		case t.is("worksheet"), t.is("chartsheet"), t.is("dialogsheet"):
			closed = t.kind != openTag
		case t.kind == closeTag:
		case t.is("sheetView"):
			v := t.attr("showGridLines")
			r.grid.NoLines = string(v) == "0" || string(v) == "false"
		case t.is("col"):
			r.grid.addWidth(t)
		case t.is("row"):
			num++
			if n := t.number("r"); n > 0 {
				num = n
			}
			if t.kind == openTag && !r.row(newRow(num, t)) {
				return false
			}
		}
	}
	return !r.bad && closed
}

// row reads the row that has just begun.
func (r *sheetReader) row(row Row) bool {
	num := row.Num
	r.cells = r.cells[:0]
	col := 0
	for r.plainCell(num, &col) || r.next() {
		if r.tag.kind == plainTag { // the cell was read whole
			continue
		}
		t := &r.tag
		switch {
		case t.kind == closeTag && t.is("row"):
			r.keep(row)
			return true
		case t.opens("c"):
			ref, style, typ := t.cellAttrs()
			if i := refer.Column(ref); i >= 0 {
				col = i
			}
			if t.kind == openTag {
				c, ok := r.cell(num, col, cellType(typ), style)
				if !ok {
					return false
				}
				if c.Formula || !c.Value.IsEmpty() || c.text != nil {
					r.cells = append(r.cells, c)
				}
			}
			col++
		}
	}
	return false
}

// keep stores the present row, with the cells of the old grid if they are the same.
func (r *sheetReader) keep(row Row) {
	num := row.Num
	if len(r.cells) == 0 {
		return
	}
	if r.old != nil {
		for r.atOld < len(r.old.Rows) && r.old.Rows[r.atOld].Num < num {
			r.atOld++
		}
		if r.atOld < len(r.old.Rows) && r.old.Rows[r.atOld].same(num, r.cells) {
			row.Cells = r.old.Rows[r.atOld].Cells
			r.grid.Rows = append(r.grid.Rows, row)
			return
		}
	}
	if len(r.store)+len(r.cells) > cap(r.store) {
		r.store = make([]Cell, 0, max(1024, len(r.cells)))
	}
	from := len(r.store)
	for _, c := range r.cells {
		if c.text != nil {
			c.Value.Text = r.texts.Add(c.text)
		}
		r.store = append(r.store, c.Cell)
	}
	row.Cells = r.store[from:len(r.store):len(r.store)]
	r.grid.Rows = append(r.grid.Rows, row)
}

// same reports whether the row has that number and those cells.
func (r *Row) same(num int, cells []read) bool {
	if r.Num != num || len(r.Cells) != len(cells) {
		return false
	}
	for i := range cells {
		now, was := cells[i].Cell, r.Cells[i]
		if text := cells[i].text; text != nil {
			if string(text) != was.Value.Text {
				return false
			}
			now.Value.Text = was.Value.Text
		}
		if now != was {
			return false
		}
	}
	return true
}

// cell reads the cell that has just begun, from behind its start tag to its end tag.
func (r *sheetReader) cell(num, col int, typ byte, style []byte) (read, bool) {
	c := read{Cell: Cell{Col: col}}
	var value []byte
	blank := false // there is a result without content
	for r.next() {
		t := &r.tag
		switch {
		case t.kind == closeTag && t.is("c"):
			if c.text != nil { // an inline text counts more than a value beside it
				return c, true
			}
			if len(value) > 0 {
				r.value(&c, typ, style, value)
			} else {
				c.Unknown = c.Formula && !(typ == 't' && blank) // a result that is an empty text is written as such
			}
			return c, true
		case t.kind == emptyTag && t.is("v"):
			blank = true
		case t.kind == openTag && t.is("v"):
			v, ok := r.content("v")
			if !ok {
				return c, false
			}
			value, blank = v, len(v) == 0
		case t.opens("f"):
			if !r.formula(num, &c.Cell) {
				return c, false
			}
		case t.kind == openTag && t.is("is"):
			b, ok := r.richText("is")
			if !ok {
				return c, false
			}
			c.Value, c.text = textValue(b)
		}
	}
	return c, false
}

// value gives a cell its stored value.
func (r *sheetReader) value(c *read, typ byte, style, stored []byte) {
	c.Value, c.text = r.typed(typ, stored)
	if r.dates != nil && c.Value.Kind == lead.Number && r.dates(max(numberOf(style), 0)) {
		c.Value.Num += days1904
	}
}

// formula reads the formula that has just begun.
func (r *sheetReader) formula(num int, c *Cell) bool {
	t := &r.tag
	f := Formula{Row: num, Col: c.Col, Shared: -1, Ref: t.text("ref")}
	kind := string(t.attr("t"))
	switch kind {
	case "shared":
		f.Shared = t.number("si")
	case "dataTable":
		f.Text = dataTable(t)
	}
	if t.kind == openTag {
		b, ok := r.content("f")
		if !ok {
			return false
		}
		if len(b) > 0 {
			f.Text = string(b)
		}
		c.OverRange = bytes.IndexByte(b, ':') >= 0
	}
	if kind == "" && refer.Truth(f.Text) {
		c.Value.Kind, r.grid.Truths = lead.Bool, true
		if f.Text == "TRUE()" {
			c.Value.Num = 1
		}
		return true
	}
	c.Formula = true
	r.grid.Formulas = append(r.grid.Formulas, f)
	return true
}

// cellType shortens the type of a cell to a letter: s shared text, t text, e error, d date, b boolean, n number.
func cellType(t []byte) byte {
	switch string(t) {
	case "s", "e", "d", "b":
		return t[0]
	case "str", "inlineStr":
		return 't'
	}
	return 'n'
}

// typed converts a stored value to a value of its type; a text that is not a shared one is returned as bytes. Errors
// such as #DIV/0! and invalid numbers become text.
func (r *sheetReader) typed(typ byte, v []byte) (lead.Value, []byte) {
	switch typ {
	case 's':
		i, err := strconv.Atoi(string(bytes.TrimSpace(v)))
		if err != nil || i < 0 || i >= len(r.shared) {
			return lead.Value{}, nil
		}
		return lead.TextValue(r.shared[i]), nil
	case 't':
		return textValue(xmltext.Unescape(v))
	case 'e', 'd':
		return textValue(v)
	case 'b':
		v = bytes.TrimSpace(v)
		return lead.BoolValue(string(v) == "1" || bytes.EqualFold(v, []byte("true"))), nil
	}
	f, err := strconv.ParseFloat(string(bytes.TrimSpace(v)), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return textValue(v)
	}
	return lead.NumberValue(f), nil
}

// textValue is the value of a text whose bytes are kept aside.
func textValue(b []byte) (lead.Value, []byte) {
	if len(b) == 0 {
		return lead.Value{}, nil
	}
	if !utf8.Valid(b) {
		b = bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	return lead.Value{Kind: lead.Text}, b
}
