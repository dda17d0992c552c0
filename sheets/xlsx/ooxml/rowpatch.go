package ooxml

import (
	"bytes"
	"cmp"
	"slices"

	"leadsheet/sheets/xlsx/ooxml/refer"
)

// mergeRow rewrites the row that has just begun with its edits.
func (p *sheetPatch) mergeRow(r rowEdit) error {
	t := p.tag
	head := bytes.Clone(p.data[t.start:t.end])
	if r.sized {
		head = retag(head, func(b []byte, t *tag) []byte {
			if r.height == 0 {
				return withoutAttr(b, t, "ht")
			}
			return withAttr(b, t, "ht", formatNumber(r.height))
		})
		head = retag(head, func(b []byte, t *tag) []byte { return withoutAttr(b, t, "customHeight") })
	}
	if len(r.cells) > 0 || p.edit.Grow.By > 0 {
		head = retag(head, func(b []byte, t *tag) []byte { return withoutAttr(b, t, "spans") })
	}
	rowStyle := -1
	if t.yes("customFormat") {
		rowStyle = t.number("s")
	}
	old, err := p.cellsOfRow(t)
	if err != nil {
		return err
	}
	vacated := p.edit.Grow.By > 0 && r.num == p.edit.Grow.Totals.Row
	old = p.settle(r, old)
	above, looks := p.looks(r), map[int]int{}
	if vacated {
		r.cells = p.withBlanks(r, above)
	}
	out := head
	if t.kind == emptyTag {
		out = append(bytes.TrimSuffix(head, []byte("/>")), '>')
	}
	edits := r.cells
	fresh := func(c CellEdit) []byte {
		style, ok := above[c.Col]
		switch {
		case ok:
		case rowStyle >= 0:
			style = rowStyle
		default:
			style = p.columnStyle(c.Col)
		}
		return p.cell(out, c, style)
	}
	for _, c := range old {
		for len(edits) > 0 && edits[0].Col < c.col {
			out, edits = fresh(edits[0]), edits[1:]
		}
		looks[c.col] = c.style
		switch {
		case len(edits) > 0 && edits[0].Col == c.col:
			if c.formula {
				return ErrFormula
			}
			out, edits = p.cell(out, edits[0], c.style), edits[1:]
		case c.raw != nil:
			out = append(out, c.raw...)
		case r.forget[c.col] && c.formula:
			out = append(out, withoutValue(p.data[c.from:c.to])...)
		default:
			out = append(out, p.data[c.from:c.to]...)
		}
	}
	for _, c := range edits {
		out = fresh(c)
	}
	if t.kind == emptyTag {
		out = append(append(append(out, "</"...), p.prefix...), "row>"...)
		p.cuts = append(p.cuts, cut{t.start, t.end, out})
	} else {
		p.cuts = append(p.cuts, cut{t.start, p.tag.start, out}) // up to the end tag of the row
	}
	p.pushLook(r, looks)
	return nil
}

// oldCell is a cell as it stands in the file.
type oldCell struct {
	from, to   int
	col, style int
	formula    bool
	raw        []byte // the cell as it is to be written, where that is not as it stands
}

// cellsOfRow reads the places of the cells of the row that has just begun, by column, and moves to its end tag.
func (p *sheetPatch) cellsOfRow(row tag) ([]oldCell, error) {
	var out []oldCell
	if row.kind == emptyTag {
		return nil, nil
	}
	col := 0
	for p.next() {
		t := p.tag
		switch {
		case t.kind == closeTag && t.is("row"):
			byCol := func(a, b oldCell) int { return cmp.Compare(a.col, b.col) }
			slices.SortStableFunc(out, byCol)
			return out, nil
		case t.opens("c"):
			if i := refer.Column(t.attr("r")); i >= 0 {
				col = i
			}
			c := oldCell{from: t.start, col: col, style: max(t.number("s"), 0)}
			if t.kind == openTag {
				for p.next() && !(p.tag.kind == closeTag && p.tag.is("c")) {
					c.formula = c.formula || p.tag.opens("f") && !p.truth()
				}
			}
			c.to = p.pos
			out = append(out, c)
			col++
		case t.kind == openTag:
			if !p.skipElement() {
				return nil, p.failure()
			}
		}
	}
	return nil, p.failure()
}

// truth reports whether the formula that has just begun is a value: see refer.Truth.
func (p *sheetPatch) truth() bool {
	text, _, _ := bytes.Cut(p.data[p.pos:], []byte("<"))
	return p.tag.kind == openTag && p.tag.attr("t") == nil && refer.Truth(string(text))
}

// withoutValue returns a cell with a formula without its result.
func withoutValue(raw []byte) []byte {
	s := scanner{data: raw}
	var cuts []cut
	for s.next() {
		switch {
		case s.tag.opens("c"):
			t := s.tag
			cuts = append(cuts, cut{t.start, t.end, withoutAttr(raw, &t, "t")})
		case s.tag.opens("v"), s.tag.opens("is"):
			from := s.tag.start
			if s.tag.kind == openTag {
				s.skipElement()
			}
			cuts = append(cuts, cut{from, s.pos, nil})
		}
	}
	return splice(raw, cuts)
}
