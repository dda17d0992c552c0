// Package stream writes the rows of large worksheets: one behind the other, in the bytes of the file format, so that
// no more than a row is held. What is around the rows (looks, widths, filters, print layout) comes from a template.
package stream

import (
	"fmt"
	"io"
	"math"
	"strconv"

	"leadsheet/lead"
	"leadsheet/sheets/xlsx/ooxml"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// Cell is a cell to be written.
type Cell struct {
	Value lead.Value
	// Formula is what computes Value, without "=", in the notation of the file format; "" for none. One that begins with
	// "{" is computed over whole ranges.
	Formula string
	Style   int // the place of its format in the table of styles
}

// TooManyRows is the error of a sheet with more rows than the format has.
type TooManyRows struct{ Rows int }

// Error says how many they are.
func (e *TooManyRows) Error() string {
	return fmt.Sprintf("it has %d rows, and a sheet of a workbook holds %d", e.Rows, ooxml.MaxRows)
}

// flushAt is how many bytes are gathered before they are passed on.
const flushAt = 32 << 10

// Rows writes rows into a worksheet.
type Rows struct {
	out     io.Writer
	buf     []byte
	next    int // the number of the next row, from 1
	letters [][]byte
}

// Row writes the next row. Blank cells without a formula are left out. height is in points; 0 for that of the
// program. Texts that a workbook cannot hold are made so that it can: see xmltext.StorableText.
func (r *Rows) Row(cells []Cell, height float64) error {
	if r.next > ooxml.MaxRows {
		return &TooManyRows{r.next}
	}
	if len(cells) > ooxml.MaxCols {
		return fmt.Errorf("row %d has %d columns, and a sheet of a workbook holds %d", r.next, len(cells), ooxml.MaxCols)
	}
	r.buf = append(r.buf, `<row r="`...)
	r.buf = strconv.AppendInt(r.buf, int64(r.next), 10)
	if height > 0 {
		r.buf = append(r.buf, `" ht="`...)
		r.buf = strconv.AppendFloat(r.buf, height, 'f', -1, 64)
	}
	r.buf = append(r.buf, `">`...)
	for col := range cells {
		if c := &cells[col]; c.Value.Kind != lead.Empty || c.Formula != "" {
			r.cell(col, c)
		}
	}
	r.buf = append(r.buf, `</row>`...)
	r.next++
	if len(r.buf) < flushAt {
		return nil
	}
	return r.flush()
}

func (r *Rows) flush() error {
	_, err := r.out.Write(r.buf)
	r.buf = r.buf[:0]
	return err
}

// ref appends the reference of a cell of the present row.
func (r *Rows) ref(col int) {
	for len(r.letters) <= col {
		r.letters = append(r.letters, letters(len(r.letters)))
	}
	r.buf = append(r.buf, r.letters[col]...)
	r.buf = strconv.AppendInt(r.buf, int64(r.next), 10)
}

// letters are those of a column, from 0.
func letters(col int) []byte {
	var out []byte
	for col++; col > 0; col = (col - 1) / 26 {
		out = append([]byte{byte('A' + (col-1)%26)}, out...)
	}
	return out
}

func (r *Rows) cell(col int, c *Cell) {
	r.buf = append(r.buf, `<c r="`...)
	r.ref(col)
	if c.Style > 0 {
		r.buf = append(r.buf, `" s="`...)
		r.buf = strconv.AppendInt(r.buf, int64(c.Style), 10)
	}
	v := shown(c.Value)
	switch {
	case c.Formula != "":
		r.computed(col, c.Formula, v)
	case v.Kind == lead.Text:
		r.text(v.Text)
	case v.Kind == lead.Bool:
		r.buf = append(r.buf, `" t="b"><v>`...)
		r.value(v)
	case v.Kind == lead.Empty:
		r.buf = append(r.buf, `"/>`...)
		return
	default:
		r.buf = append(r.buf, `"><v>`...)
		r.value(v)
	}
	r.buf = append(r.buf, `</c>`...)
}

// shown is a value as a sheet can hold it: a number that is none becomes a text.
func shown(v lead.Value) lead.Value {
	if v.Kind != lead.Text && (math.IsNaN(v.Num) || math.IsInf(v.Num, 0)) {
		return lead.TextValue(strconv.FormatFloat(v.Num, 'f', -1, 64))
	}
	if v.Kind == lead.Text {
		v.Text = xmltext.StorableText(v.Text)
	}
	return v
}

// value appends the number of a value behind its "<v>".
func (r *Rows) value(v lead.Value) {
	r.buf = strconv.AppendFloat(r.buf, v.Num, 'f', -1, 64)
	r.buf = append(r.buf, `</v>`...)
}

func (r *Rows) text(s string) {
	r.buf = append(r.buf, `" t="inlineStr"><is><t`...)
	if outerSpace(s) {
		r.buf = append(r.buf, ` xml:space="preserve"`...)
	}
	r.buf = append(r.buf, '>')
	r.buf = xmltext.Append(r.buf, xmltext.Escape(s))
	r.buf = append(r.buf, `</t></is>`...)
}

// outerSpace reports whether a text loses space at its ends, or its line ends, unless the file says that they count.
func outerSpace(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		if s[i] == '\n' || s[i] == '\t' {
			return true
		}
	}
	return s[0] == ' ' || s[len(s)-1] == ' '
}

// computed writes a formula with its result.
func (r *Rows) computed(col int, formula string, v lead.Value) {
	switch v.Kind {
	case lead.Text, lead.Empty:
		r.buf = append(r.buf, `" t="str">`...)
	case lead.Bool:
		r.buf = append(r.buf, `" t="b">`...)
	default:
		r.buf = append(r.buf, `">`...)
	}
	if formula[0] == '{' {
		r.buf = append(r.buf, `<f t="array" ref="`...)
		r.ref(col)
		r.buf = append(r.buf, `">`...)
		formula = formula[1:]
	} else {
		r.buf = append(r.buf, `<f>`...)
	}
	r.buf = xmltext.Append(r.buf, formula)
	r.buf = append(r.buf, `</f><v>`...)
	if v.Kind == lead.Text || v.Kind == lead.Empty {
		r.buf = xmltext.Append(r.buf, v.Text)
		r.buf = append(r.buf, `</v>`...)
		return
	}
	r.value(v)
}
