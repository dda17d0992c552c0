package ooxml

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"leadsheet/sheets/xlsx/ooxml/refer"
)

// area is a rectangle of cells: rows from 1, columns from 0, all inclusive. The zero area has no cells.
type area struct{ top, left, bottom, right int }

func (a area) rows() int { return a.bottom - a.top + 1 }
func (a area) cols() int { return a.right - a.left + 1 }

// include makes the area large enough for a cell.
func (a *area) include(row, col int) {
	if *a == (area{}) {
		*a = area{row, col, row, col}
		return
	}
	a.top, a.bottom = min(a.top, row), max(a.bottom, row)
	a.left, a.right = min(a.left, col), max(a.right, col)
}

func (a area) meets(b area) bool {
	return a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right
}

// String returns the area as a reference such as A1:B2 or A1.
func (a area) String() string {
	out := refer.AppendCell(nil, a.top, a.left)
	if a.rows() > 1 || a.cols() > 1 {
		out = refer.AppendCell(append(out, ':'), a.bottom, a.right)
	}
	return string(out)
}

// parseArea reads a reference such as A1:B2, $A$1:$B$2 or A1.
func parseArea(ref string) (area, bool) {
	from, to, two := strings.Cut(ref, ":")
	top, left, ok1 := parseRef(from)
	if !two {
		return area{top, left, top, left}, ok1
	}
	bottom, right, ok2 := parseRef(to)
	a := area{min(top, bottom), min(left, right), max(top, bottom), max(left, right)}
	return a, ok1 && ok2
}

// parseRef reads a reference to a cell, with or without dollar signs.
func parseRef(ref string) (row, col int, ok bool) {
	ref = strings.ReplaceAll(ref, "$", "")
	i := strings.IndexFunc(ref, func(r rune) bool { return r >= '0' && r <= '9' })
	if i < 1 || i > 3 {
		return 0, 0, false
	}
	col = refer.Column([]byte(ref))
	row, err := strconv.Atoi(ref[i:])
	return row, col, err == nil && row >= 1 && row <= MaxRows && col >= 0 &&
		!strings.ContainsFunc(ref[:i], func(r rune) bool { return r < 'A' || r > 'Z' && r < 'a' || r > 'z' })
}

// Growth says that rows were added below a table: those from From+1 to To. The row of titles is Header, and the columns
// are those from Left to Right. The zero Growth is none.
type Growth struct {
	Header, From, To int
	Left, Right      int
	// Totals is the row of totals below the new rows, where it stands in the file: it moves By rows down.
	Totals Totals
	By     int
}

// grow returns the area with the new rows, if it ends where the table ended. titled areas begin in the row of titles.
func (g Growth) grow(a area, titled bool) (area, bool) {
	if t := g.Totals; g.By > 0 && a.bottom == t.Row && a.top < t.Row && a.left <= t.Right && t.Left <= a.right {
		return area{a.top, a.left, a.bottom + g.By, a.right}, true
	}
	switch {
	case g.To <= g.From, a.bottom < g.From, a.bottom >= g.To, a.top > g.From, a.right < g.Left, a.left > g.Right:
		return a, false
	case titled:
		return area{a.top, a.left, g.To, a.right}, true
	case a.bottom <= g.Header, a.rows() == 1 && g.From > g.Header+1:
		return a, false // of the titles alone, or of one cell among many
	}
	return area{a.top, a.left, g.To, a.right}, true
}

// growList grows each area of a list that is separated by spaces.
func (g Growth) growList(list string, titled bool) (string, bool) {
	refs, grown := strings.Fields(list), false
	for i, ref := range refs {
		if a, ok := parseArea(ref); ok {
			if a, ok = g.grow(a, titled); ok {
				refs[i], grown = a.String(), true
			}
		}
	}
	return strings.Join(refs, " "), grown
}

// growRanges grows the ranges that stand behind the rows of a worksheet.
func (p *sheetPatch) growRanges() error {
	if p.edit.Grow.To <= p.edit.Grow.From {
		return nil
	}
	growing := false // of the extensions, whose ranges are elements; the one of a sparkline is its only cell
	for p.next() {
		t := &p.tag
		switch {
		case t.is("conditionalFormatting"), t.is("dataValidation"):
			if growing = t.kind == openTag; t.kind != closeTag {
				p.growAttr("sqref", false)
			}
		case t.kind == closeTag:
		case t.is("autoFilter"):
			p.growAttr("ref", true)
		case t.is("protectedRange"), t.is("ignoredError"):
			p.growAttr("sqref", false)
		case t.is("sqref") && t.kind == openTag && growing:
			from := p.pos
			if n := bytes.IndexByte(p.data[from:], '<'); n >= 0 {
				if list, ok := p.edit.Grow.growList(string(p.data[from:from+n]), false); ok {
					p.cuts = append(p.cuts, cut{from, from + n, []byte(list)})
				}
			}
		}
	}
	if p.bad {
		return p.failure()
	}
	return nil
}

func (p *sheetPatch) growAttr(name string, titled bool) {
	if list, ok := p.edit.Grow.growList(p.tag.text(name), titled); ok {
		t := p.tag
		p.cuts = append(p.cuts, cut{t.start, t.end, withAttr(p.data, &t, name, list)})
	}
}

// growTable returns the part of a table with the new rows. It returns nil if the table does not grow: it is elsewhere,
// has a row of totals at its end, or would grow into one of the others.
func growTable(data []byte, g Growth, others []area) []byte {
	s := scanner{data: data}
	var cuts []cut
	for s.next() {
		t := s.tag
		if !t.opens("table") && !t.opens("autoFilter") {
			continue
		}
		if t.is("table") && t.number("totalsRowCount") > 0 && g.By == 0 {
			return nil
		}
		a, ok := parseArea(t.text("ref"))
		if !ok {
			return nil
		}
		if a, ok = g.grow(a, true); !ok || slices.ContainsFunc(others, a.meets) {
			return nil
		}
		cuts = append(cuts, cut{t.start, t.end, withAttr(data, &t, "ref", a.String())})
	}
	if s.bad || len(cuts) == 0 {
		return nil
	}
	return splice(data, cuts)
}
