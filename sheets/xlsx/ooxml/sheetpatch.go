package ooxml

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"leadsheet/lead"
	"leadsheet/sheets/xlsx/ooxml/closeup"
)

// SheetEdit says what is to be changed in a worksheet.
type SheetEdit struct {
	Cells   []CellEdit
	Heights map[int]float64 // of rows (from 1), in points; 0 takes a height away. None counts as chosen by hand
	// Forget are cells (row from 1, column from 0) with formulas whose stored results are wrong now: the results are
	// taken out, so that every program computes them anew.
	Forget map[[2]int]bool
	// Grow are the rows that were added below a table.
	Grow Growth
	// Drop are rows that are taken out when the rest is done: those below close up.
	Drop closeup.Dropped
	// DateFormat and TimeFormat are the number formats of dates in cells that show no dates.
	DateFormat, TimeFormat string
	date1904               bool // the workbook counts days from 1904
}

// CellEdit is the new content of one cell. Its look stays; that of a cell in a new row is that of the rows above.
type CellEdit struct {
	Row, Col int // the row from 1, the column from 0
	Value    lead.Value
	// Style is the cell format, where it is to be set: SetStyle.
	Style    int
	SetStyle bool
	// Clock says that the value is a date that is shown with its time of day where it has one, and without where it has
	// none.
	Clock bool
}

// ErrFormula means that a cell with a formula was to be overwritten.
var ErrFormula = errors.New("the cell holds a formula")

// PatchSheet returns a worksheet with the edit made. Everything that the edit does not name keeps its bytes.
func PatchSheet(data []byte, g *Grid, e SheetEdit, st *Styles) ([]byte, error) {
	p := &sheetPatch{scanner: scanner{data: data}, grid: g, edit: e, styles: st}
	p.plan()
	if err := p.run(); err != nil {
		return nil, err
	}
	return splice(data, p.cuts), nil
}

// sheetPatch is the work on one worksheet.
type sheetPatch struct {
	scanner
	grid    *Grid
	edit    SheetEdit
	styles  *Styles
	prefix  string // of the elements, with its colon
	plain   bool   // no comments or CDATA sections: rows can be found by their tags' bytes
	rows    []rowEdit
	columns []columnStyle
	above   []map[int]int // cell formats by column of the last rows that were read, for the look of new rows
	cuts    []cut
	moved   []oldCell // the cells of the row of totals, as they are in its new place
}

// rowEdit is what is to be changed in one row.
type rowEdit struct {
	num    int
	cells  []CellEdit // by column
	forget map[int]bool
	height float64
	sized  bool // the row gets that height
	isNew  bool // it is below the table: see Growth
}

type columnStyle struct{ first, last, style int }

// plan sorts the edit by rows.
func (p *sheetPatch) plan() {
	byNum := map[int]*rowEdit{}
	at := func(num int) *rowEdit {
		if byNum[num] == nil {
			byNum[num] = &rowEdit{num: num, isNew: num > p.edit.Grow.From && num <= p.edit.Grow.To}
		}
		return byNum[num]
	}
	byPlace := func(a, b CellEdit) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col)) }
	cells := p.edit.Cells
	if !slices.IsSortedFunc(cells, byPlace) {
		cells = slices.Clone(cells)
		slices.SortStableFunc(cells, byPlace)
	}
	for i, c := range cells {
		r := at(c.Row)
		r.cells = cells[i-len(r.cells) : i+1 : i+1]
	}
	for num, h := range p.edit.Heights {
		at(num).height, at(num).sized = h, true
	}
	for k := range p.edit.Forget {
		r := at(k[0])
		if r.forget == nil {
			r.forget = map[int]bool{}
		}
		r.forget[k[1]] = true
	}
	if by := p.edit.Grow.By; by > 0 {
		at(p.edit.Grow.Totals.Row)
		at(p.edit.Grow.Totals.Row + by)
	}
	for _, num := range slices.Sorted(maps.Keys(byNum)) {
		p.rows = append(p.rows, *byNum[num])
	}
}

// run walks over the worksheet and collects the cuts.
func (p *sheetPatch) run() error {
	for p.next() {
		t := &p.tag
		switch {
		case t.kind == closeTag:
		case t.is("dimension"):
			if ref := p.dimension(t); ref != "" {
				p.cuts = append(p.cuts, cut{t.start, t.end, withAttr(p.data, t, "ref", ref)})
			}
		case t.is("col"):
			c := columnStyle{t.number("min") - 1, t.number("max") - 1, max(t.number("style"), 0)}
			p.columns = append(p.columns, c)
		case t.is("sheetData"):
			p.prefix = string(t.prefix)
			if err := p.sheetData(); err != nil {
				return err
			}
			if err := p.growRanges(); err != nil {
				return err
			}
			return nil
		}
	}
	return p.failure()
}

// dimension returns the range that the sheet has content in: what the file says, what it holds and what is added. A
// range that claims less than the sheet holds makes programs that read in streams miss cells.
func (p *sheetPatch) dimension(t *tag) string {
	var box area
	if a, ok := parseArea(t.text("ref")); ok && (a.rows() > 1 || a.cols() > 1) {
		box = a
	}
	for _, r := range p.grid.Rows {
		if n := len(r.Cells); n > 0 {
			box.include(r.Num, r.Cells[0].Col)
			box.include(r.Num, r.Cells[n-1].Col)
		}
	}
	for _, c := range p.edit.Cells {
		if !c.Value.IsEmpty() {
			box.include(c.Row, c.Col)
		}
	}
	if g := p.edit.Grow; g.By > 0 {
		box.include(g.Totals.Row+g.By, g.Totals.Right)
	}
	if box == (area{}) {
		return ""
	}
	return box.String()
}

// sheetData walks over the rows, merges those that are edited and adds those that are new.
func (p *sheetPatch) sheetData() error {
	begin := p.tag
	if begin.kind == emptyTag {
		if len(p.rows) == 0 {
			return nil
		}
		head := append(withoutEnd(p.data, &begin), '>')
		body, err := p.newRows(nil, len(p.rows))
		if err != nil {
			return err
		}
		end := []byte("</" + p.prefix + "sheetData>")
		p.cuts = append(p.cuts, cut{begin.start, begin.end, slices.Concat(head, body, end)})
		return nil
	}
	p.plain = !bytes.Contains(p.data[p.pos:], []byte("<!"))
	num := 0
	for {
		found, err := p.nextRow()
		if err != nil {
			return err
		}
		t := p.tag
		if !found { // the end of the rows
			body, err := p.newRows(nil, len(p.rows))
			if len(body) > 0 {
				p.cuts = append(p.cuts, cut{t.start, t.start, body})
			}
			return err
		}
		num++
		if n := t.number("r"); n > 0 {
			num = n
		}
		n := 0
		for n < len(p.rows) && p.rows[n].num < num {
			n++
		}
		body, err := p.newRows(nil, n)
		if err != nil {
			return err
		}
		if len(body) > 0 {
			p.cuts = append(p.cuts, cut{t.start, t.start, body})
		}
		if len(p.rows) > 0 && p.rows[0].num == num {
			if err := p.mergeRow(p.rows[0]); err != nil {
				return fmt.Errorf("row %d: %w", num, err)
			}
			p.rows = p.rows[1:]
		} else if p.needsLook(num) {
			p.remember(num)
		}
	}
}

// nextRow goes to the next row, or to the end of the rows. Cells in between are passed over without a look where the
// bytes allow it.
func (p *sheetPatch) nextRow() (bool, error) {
	if p.plain {
		end := []byte("</" + p.prefix + "sheetData")
		row := []byte("<" + p.prefix + "row")
		for {
			i := bytes.Index(p.data[p.pos:], row)
			if i < 0 {
				break
			}
			p.pos += i
			if !p.next() {
				return false, p.failure()
			}
			if p.tag.opens("row") {
				return true, nil
			}
		}
		i := bytes.Index(p.data[p.pos:], end)
		if i < 0 {
			return false, ErrMarkup
		}
		p.pos += i
		p.next()
		return false, nil
	}
	for p.next() {
		switch {
		case p.tag.opens("row"):
			return true, nil
		case p.tag.kind == closeTag && p.tag.is("sheetData"):
			return false, nil
		}
	}
	return false, p.failure()
}

// newRows makes the first n of the rows that are left, which the file does not have yet.
func (p *sheetPatch) newRows(out []byte, n int) ([]byte, error) {
	for _, r := range p.rows[:min(n, 1)] {
		out = slices.Grow(out, 80*n*len(r.cells)) // about what the cells take
	}
	for _, r := range p.rows[:n] {
		moved := p.settle(r, nil)
		if len(r.cells) == 0 && r.height == 0 && len(moved) == 0 {
			continue
		}
		out = fmt.Appendf(out, `<%srow r="%d"`, p.prefix, r.num)
		if r.height > 0 {
			out = fmt.Appendf(out, ` ht="%s"`, formatNumber(r.height))
		}
		out = append(out, '>')
		looks := p.looks(r)
		col := 0
		for _, c := range r.cells {
			out = p.blanks(out, r, looks, col, c.Col)
			style, ok := looks[c.Col]
			if !ok {
				style = p.columnStyle(c.Col)
			}
			out = p.cell(out, c, style)
			col = c.Col + 1
		}
		if r.isNew {
			out = p.blanks(out, r, looks, col, MaxCols)
		}
		for _, c := range moved {
			out = append(out, c.raw...)
		}
		out = append(append(append(out, "</"...), p.prefix...), "row>"...)
		p.pushLook(r, looks)
	}
	p.rows = p.rows[n:]
	return out, nil
}

// blanks writes the blank cells between two columns to which the rows above give a look that their column does not.
func (p *sheetPatch) blanks(out []byte, r rowEdit, looks map[int]int, from, to int) []byte {
	if !r.isNew {
		return out
	}
	for _, col := range slices.Sorted(maps.Keys(looks)) {
		if col >= from && col < to && looks[col] != p.columnStyle(col) {
			out = p.cell(out, CellEdit{Row: r.num, Col: col}, looks[col])
		}
	}
	return out
}

func (p *sheetPatch) columnStyle(col int) int {
	for _, c := range p.columns {
		if c.first <= col && col <= c.last {
			return c.style
		}
	}
	return 0
}

func formatNumber(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// retag applies a change to the first tag and keeps what follows it.
func retag(raw []byte, change func([]byte, *tag) []byte) []byte {
	s := scanner{data: raw}
	if !s.next() {
		return raw
	}
	return slices.Concat(change(raw, &s.tag), raw[s.tag.end:])
}

// withoutEnd returns the bytes of a tag without what ends it.
func withoutEnd(data []byte, t *tag) []byte { return bytes.Clone(data[t.start : t.end-tail(t)]) }
