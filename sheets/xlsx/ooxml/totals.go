package ooxml

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// Totals is the row of totals at the end of a table (ListObject).
type Totals struct {
	Header, Row int // the sheet rows, from 1, of the table's titles and of its totals
	Left, Right int // its columns, from 0
}

// spans reports whether a column is one of the table's.
func (t Totals) spans(col int) bool { return t.Left <= col && col <= t.Right }

// begins reports whether a reference to cells begins or ends in the row of totals. Where rows are inserted above it,
// programs change such a reference.
func (t Totals) begins(a area) bool {
	return (a.top == t.Row || a.bottom == t.Row) && a.left <= t.Right && t.Left <= a.right
}

// tablesOf returns the parts with the tables of a worksheet.
func (b *Book) tablesOf(sheet string) ([]string, error) {
	rels, err := b.archive.rels(sheet)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range rels {
		if path.Base(r.Type) == "table" {
			out = append(out, r.Target)
		}
	}
	return out, nil
}

// findTotals finds the rows of totals of the tables in a worksheet. part returns a part of the file. A part that cannot
// be read has no row of totals.
func (b *Book) findTotals(sheet string, g *Grid, part func(name string) ([]byte, error)) ([]Totals, error) {
	tables, err := b.tablesOf(sheet)
	if err != nil {
		return nil, err
	}
	var out []Totals
	for _, name := range tables {
		if data, err := part(name); err == nil {
			if t, ok := totalsIn(data, g); ok {
				out = append(out, t)
			}
		}
	}
	return out, nil
}

// totalsIn finds the row of totals in the part of a table. Some programs go on saying that there is one after a person
// has removed it; what they name is the last row of the data then. So the row must sum up something, or have the
// label of the totals.
func totalsIn(data []byte, g *Grid) (Totals, bool) {
	var out Totals
	sums, labelled := map[int]bool{}, false
	s, col := scanner{data: data}, -1
	for s.next() {
		t := s.tag
		switch {
		case t.opens("table"):
			a, ok := parseArea(t.text("ref"))
			if !ok || t.number("totalsRowCount") < 1 || a.rows() < 2 {
				return Totals{}, false
			}
			out = Totals{Header: a.top, Row: a.bottom, Left: a.left, Right: a.right}
			col = a.left - 1
		case t.opens("tableColumn"):
			col++
			if f := t.text("totalsRowFunction"); f != "" && f != "none" {
				sums[col] = true
			}
			if l := t.text("totalsRowLabel"); l != "" && g.At(out.Row, col).Value.String() == l {
				labelled = true
			}
		}
	}
	if labelled {
		return out, true
	}
	for _, f := range g.Formulas {
		if f.Row != out.Row || !out.spans(f.Col) {
			continue
		}
		text := strings.ToUpper(f.Text)
		if sums[f.Col] || strings.HasPrefix(text, "SUBTOTAL(") || strings.HasPrefix(text, "AGGREGATE(") {
			return out, true
		}
	}
	return Totals{}, false
}

// TotalsStay reports whether the row of totals of a tab cannot be moved: something names its cells by their place, or
// it has formulas or looks that belong to a place.
func (b *Book) TotalsStay(grids []*Grid, g *Grid, t Totals) (bool, error) {
	tab := strings.ToLower(g.Title)
	at := slices.IndexFunc(b.Sheets, func(s Sheet) bool { return s.Title == g.Title })
	if at < 0 {
		return true, nil
	}
	for _, f := range g.Formulas {
		shares := f.Row == t.Row && t.spans(f.Col) && (f.Shared >= 0 || f.Ref != "")
		if a, ok := parseArea(f.Ref); shares || ok && f.Shared < 0 && a.meets(area{t.Row, t.Left, t.Row, t.Right}) {
			return true, nil
		}
	}
	named := func(r cellRange) bool { return r.tab == tab && t.begins(r.area) }
	for _, d := range b.dependents(grids) {
		if slices.ContainsFunc(d.refs, named) {
			return true, nil
		}
	}
	for _, n := range b.Names {
		if n.Name != "_xlnm.Print_Area" && n.Name != "_xlnm._FilterDatabase" && t.namedIn(n.Refer, tab) {
			return true, nil
		}
	}
	if stay, err := b.heldInSheet(b.Sheets[at].Part, t); stay || err != nil {
		return stay, err
	}
	return b.heldInDrawings(t, tab)
}

// namedIn reports whether a formula outside cells begins or ends in the row of totals.
func (t Totals) namedIn(formula, tab string) bool {
	r := refReader{}
	r.read(formula, 0)
	return slices.ContainsFunc(r.refs, func(c cellRange) bool { return c.tab == tab && t.begins(c.area) })
}

// heldInSheet looks at what stands behind the rows of the worksheet, and at its comments. Ranges that end in the row of
// totals grow with it.
func (b *Book) heldInSheet(sheet string, t Totals) (bool, error) {
	data, err := b.archive.part(sheet)
	if err != nil {
		return false, err
	}
	s := scanner{data: data}
	for s.next() && !(s.tag.is("sheetData") && s.tag.kind != openTag) { // the rows are not looked at
	}
	starts := func(list string) bool {
		return slices.ContainsFunc(strings.Fields(list), func(ref string) bool {
			a, ok := parseArea(ref)
			return ok && t.begins(a) && a.top == t.Row
		})
	}
	for s.next() {
		g := s.tag
		switch {
		case g.kind == closeTag:
		case g.is("mergeCell"), g.is("hyperlink"):
			if a, ok := parseArea(g.text("ref")); ok && t.begins(a) {
				return true, nil
			}
		case g.is("conditionalFormatting"), g.is("dataValidation"), g.is("protectedRange"):
			if starts(g.text("sqref")) {
				return true, nil
			}
		case g.is("sqref"):
			if list, ok := s.content("sqref"); !ok || starts(string(list)) {
				return true, nil
			}
		}
	}
	rels, err := b.archive.rels(sheet)
	if err != nil {
		return false, err
	}
	for _, r := range rels {
		if path.Base(r.Type) != "comments" {
			continue
		}
		data, err := b.archive.part(r.Target)
		if err != nil {
			return false, err
		}
		for s := (scanner{data: data}); s.next(); {
			row, col, ok := parseRef(s.tag.text("ref"))
			if ok && s.tag.opens("comment") && row == t.Row && t.spans(col) {
				return true, nil
			}
		}
	}
	return false, nil
}

// heldInDrawings looks at the charts and pivots of the whole workbook.
func (b *Book) heldInDrawings(t Totals, tab string) (bool, error) {
	for k := range b.archive.byName {
		chart, pivot := strings.Contains(k, "/charts/"), strings.Contains(k, "pivotcachedefinition")
		if !chart && !pivot || path.Ext(k) != ".xml" {
			continue
		}
		data, err := b.archive.part(k)
		if err != nil {
			return false, err
		}
		for s := (scanner{data: data}); s.next(); {
			switch {
			case chart && s.tag.kind == openTag && s.tag.is("f"):
				if f, ok := s.content("f"); !ok || t.namedIn(string(f), tab) {
					return true, nil
				}
			case pivot && s.tag.opens("worksheetSource"):
				a, ok := parseArea(s.tag.text("ref"))
				if ok && strings.EqualFold(s.tag.text("sheet"), tab) && t.begins(a) {
					return true, nil
				}
			}
		}
	}
	return false, nil
}

// growFormula returns a formula of the row of totals for its new place: what ended in the last row above the totals
// ends in the last of the new rows.
func (g Growth) growFormula(formula string) string {
	var cuts []cut
	r := refReader{each: func(from, to int, ref cellRange) {
		word := formula[from:to]
		at := strings.IndexByte(word, ':')
		if ref.tab != "" || ref.all || at < 0 || ref.area.bottom != g.Totals.Row-1 || ref.area.top <= g.Header {
			return
		}
		end := word[at+1:]
		digits := strings.TrimRight(end, "0123456789")
		cuts = append(cuts, cut{from + at + 1 + len(digits), to, []byte(strconv.Itoa(g.To))})
	}}
	r.read(formula, 0)
	return string(splice([]byte(formula), cuts))
}

// movedCell returns a cell of the row of totals as it is in its new place.
func (p *sheetPatch) movedCell(c oldCell, forget bool) oldCell {
	raw := slices.Clone(p.data[c.from:c.to])
	if forget && c.formula {
		raw = withoutValue(raw)
	}
	to := area{p.edit.Grow.Totals.Row + p.edit.Grow.By, c.col, p.edit.Grow.Totals.Row + p.edit.Grow.By, c.col}
	raw = retag(raw, func(b []byte, t *tag) []byte { return withAttr(b, t, "r", to.String()) })
	s := scanner{data: raw}
	for s.next() {
		from := s.tag.end
		if s.tag.kind != openTag || !s.tag.is("f") {
			continue
		}
		if f, ok := s.content("f"); ok {
			if grown := p.edit.Grow.growFormula(string(f)); grown != string(f) {
				raw = splice(raw, []cut{{from, s.tag.start, xmltext.Append(nil, grown)}})
			}
		}
		break
	}
	return oldCell{raw: raw, col: c.col, style: c.style, formula: c.formula}
}

// settle makes of the cells of a row those that it has when the totals have moved, in the order of columns.
func (p *sheetPatch) settle(r rowEdit, old []oldCell) []oldCell {
	g := p.edit.Grow
	if g.By == 0 || r.num != g.Totals.Row && r.num != g.Totals.Row+g.By {
		return old
	}
	var out []oldCell
	for _, c := range old {
		switch {
		case !g.Totals.spans(c.col):
			at := area{r.num, c.col, r.num, c.col} // a cell without its place would be elsewhere now
			c.raw = retag(slices.Clone(p.data[c.from:c.to]), func(b []byte, t *tag) []byte {
				return withAttr(b, t, "r", at.String())
			})
			out = append(out, c)
		case r.num == g.Totals.Row:
			p.moved = append(p.moved, p.movedCell(c, r.forget[c.col]))
		}
	}
	if r.num != g.Totals.Row {
		out = append(out, p.moved...)
		slices.SortStableFunc(out, func(a, b oldCell) int { return a.col - b.col })
	}
	return out
}

// withBlanks returns the edits of the row that the totals have left, with blank cells where the rows above have a look
// that their column has not.
func (p *sheetPatch) withBlanks(r rowEdit, looks map[int]int) []CellEdit {
	out := slices.Clone(r.cells)
	for col, style := range looks {
		written := slices.ContainsFunc(r.cells, func(c CellEdit) bool { return c.Col == col })
		if !written && p.edit.Grow.Totals.spans(col) && style != p.columnStyle(col) {
			out = append(out, CellEdit{Row: r.num, Col: col})
		}
	}
	slices.SortStableFunc(out, func(a, b CellEdit) int { return a.Col - b.Col })
	return out
}
