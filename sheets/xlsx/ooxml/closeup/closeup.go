// Package closeup takes rows out of the bytes of a worksheet: the rows below close up, each as a whole, with its
// height, its looks and its formulas, as when a person deletes rows.
//
// References to cells follow in the formulas of the worksheet itself, in merged cells, links and notes. What other tabs
// and names refer to stays as it is, as when a table is sorted: their ranges reach further than the table by so many
// rows. So do those of colours, lists and the filter, which are laid out far below the content on purpose.
//
// Everything here is computed from its arguments.
package closeup

import (
	"bytes"
	"errors"
	"path"
	"regexp"
	"slices"
	"strconv"

	"leadsheet/sheets/xlsx/ooxml/refer"
)

// Dropped are the numbers of the rows that are taken out, from 1, in ascending order.
type Dropped []int

// Now is where a row stands when they are out; for one of them, where the next row stands.
func (d Dropped) Now(row int) int {
	n, _ := slices.BinarySearch(d, row)
	return row - n
}

// Was is where a row stood that now has this number.
func (d Dropped) Was(row int) int {
	for _, n := range d {
		if n > row {
			break
		}
		row++
	}
	return row
}

// Has reports whether a row is one of them.
func (d Dropped) Has(row int) bool {
	_, has := slices.BinarySearch(d, row)
	return has
}

// Why rows cannot be taken out.
var (
	ErrUnnumbered = errors.New("its rows are not numbered")
	ErrFormula    = errors.New("a row that is to be taken out holds a formula, or a formula fills several rows")
	ErrMerged     = errors.New("a row that is to be taken out is part of merged cells")
)

var (
	rowTag  = regexp.MustCompile(`<(?:\w+:)?row(?:\s[^<>]*)?>`)
	rowEnd  = regexp.MustCompile(`</(?:\w+:)?row\s*>`)
	cellTag = regexp.MustCompile(`<(?:\w+:)?c(?:\s[^<>]*)?>`)
	formula = regexp.MustCompile(`<(?:\w+:)?f(?:\s[^<>]*)?>[^<]*`)
	rAttr   = regexp.MustCompile(`\sr=["']([A-Z]*)([0-9]+)["']`)
	refAttr = regexp.MustCompile(`\sref=["']([^"']*)["']`)
	kind    = regexp.MustCompile(`\st=["'](\w+)["']`)
	merged  = regexp.MustCompile(`<(?:\w+:)?(?:mergeCell|hyperlink)\s[^<>]*>`)
)

// Rows returns a worksheet without the rows. It returns an error, and nothing is to be changed then, where that would
// break what people have made.
func Rows(sheet []byte, d Dropped) ([]byte, error) {
	begin := bytes.Index(sheet, []byte("sheetData"))
	end := bytes.LastIndex(sheet, []byte("sheetData"))
	if len(d) == 0 || begin < 0 || begin == end {
		return sheet, nil
	}
	if bytes.Contains(sheet[begin:end], []byte("<!")) {
		return nil, ErrUnnumbered
	}
	out := make([]byte, 0, len(sheet))
	out = append(out, sheet[:begin]...)
	at := begin
	for {
		m := rowTag.FindIndex(sheet[at:end])
		if m == nil {
			break
		}
		from, head := at+m[0], at+m[1]
		to := head
		if sheet[head-2] != '/' {
			e := rowEnd.FindIndex(sheet[head:end])
			if e == nil {
				return nil, ErrUnnumbered
			}
			to = head + e[1]
		}
		num := numberOf(sheet[from:head])
		if num == 0 {
			return nil, ErrUnnumbered
		}
		out = append(out, sheet[at:from]...)
		row, err := d.row(sheet[from:to], num)
		if err != nil {
			return nil, err
		}
		out, at = append(out, row...), to
	}
	out = append(out, sheet[at:end]...)
	rest, err := d.areas(sheet[end:])
	return append(out, rest...), err
}

// numberOf is the number of a row, as its tag gives it.
func numberOf(tag []byte) int {
	m := rAttr.FindSubmatch(tag)
	if m == nil || len(m[1]) > 0 {
		return 0
	}
	n, _ := strconv.Atoi(string(m[2]))
	return n
}

// row returns a row as it is in its new place; nothing for one that is taken out. In rows above the first of these only
// what formulas refer to may change.
func (d Dropped) row(row []byte, num int) (out []byte, err error) {
	hasFormula := formula.Match(row)
	switch {
	case d.Has(num) && slices.ContainsFunc(formula.FindAll(row, -1), calculates):
		return nil, ErrFormula
	case d.Has(num):
		return nil, nil
	case num > d[0]:
		now := strconv.Itoa(d.Now(num))
		renumber := func(tag []byte) []byte {
			m := rAttr.FindSubmatchIndex(tag)
			if m == nil {
				return tag
			}
			return slices.Concat(tag[:m[4]], []byte(now), tag[m[5]:])
		}
		head := rowTag.FindIndex(row)
		body := cellTag.ReplaceAllFunc(row[head[1]:], renumber)
		row = append(renumber(row[:head[1]:head[1]]), body...)
	}
	if hasFormula {
		row = formula.ReplaceAllFunc(row, func(f []byte) []byte {
			moved, e := d.formula(f)
			err = errors.Join(err, e)
			return moved
		})
	}
	return row, err
}

// calculates reports whether the formula of a cell is more than a value.
func calculates(el []byte) bool {
	head := bytes.IndexByte(el, '>') + 1
	return kind.Match(el[:head]) || !refer.Truth(string(el[head:]))
}

// formula moves what the formula of a cell refers to.
func (d Dropped) formula(el []byte) ([]byte, error) {
	head := bytes.IndexByte(el, '>') + 1
	tag, text := el[:head:head], el[head:]
	if k := kind.FindSubmatch(tag); k != nil && string(k[1]) != "normal" {
		m := refAttr.FindSubmatchIndex(tag)
		if m != nil {
			ref, whole := d.area(string(tag[m[2]:m[3]]))
			if string(k[1]) != "shared" && !whole {
				return el, ErrFormula
			}
			tag = slices.Concat(tag[:m[2]], []byte(ref), tag[m[3]:])
		}
	}
	return slices.Concat(tag, []byte(d.Formula(string(text)))), nil
}

// areas moves merged cells and links.
func (d Dropped) areas(data []byte) (out []byte, err error) {
	out = merged.ReplaceAllFunc(data, func(tag []byte) []byte {
		m := refAttr.FindSubmatchIndex(tag)
		if m == nil {
			return tag
		}
		ref, whole := d.area(string(tag[m[2]:m[3]]))
		if !whole && bytes.Contains(tag, []byte("mergeCell")) {
			err = ErrMerged
		}
		return slices.Concat(tag[:m[2]], []byte(ref), tag[m[3]:])
	})
	return out, err
}

// area moves an area such as B2:D9. whole reports whether it has lost no row.
func (d Dropped) area(ref string) (now string, whole bool) {
	whole = true
	top, bottom := 0, 0
	now = references(ref, func(row int, last bool) int {
		if top == 0 {
			top = row
		}
		bottom = row
		whole = whole && !d.Has(row)
		return d.end(row, last)
	})
	return now, whole && d.Now(bottom)-d.Now(top) == bottom-top
}

var noteRef = regexp.MustCompile(`(<(?:\w+:)?(?:comment|threadedComment)\s[^<>]*?\bref=["'][A-Z]+)([0-9]+)(["'])`)

var shapeRow = regexp.MustCompile(`(<x:Row>\s*)([0-9]+)(\s*</x:Row>)`)

// Moves reports whether a part with that kind of relation to a worksheet is to be given to Notes.
func Moves(relation string) bool {
	return slices.Contains([]string{"comments", "threadedComment", "vmlDrawing"}, path.Base(relation))
}

// Notes moves notes, threads of comments, and the boxes in which they are shown, to where their cells are.
func Notes(part []byte, d Dropped) []byte {
	return d.replace(d.replace(part, noteRef, 1), shapeRow, 0)
}

// replace moves the row in the second group of an expression, which counts from first.
func (d Dropped) replace(part []byte, expr *regexp.Regexp, first int) []byte {
	return expr.ReplaceAllFunc(part, func(m []byte) []byte {
		g := expr.FindSubmatch(m)
		n, err := strconv.Atoi(string(g[2]))
		if err != nil {
			return m
		}
		return slices.Concat(g[1], []byte(strconv.Itoa(d.Now(n+1-first)-1+first)), g[3])
	})
}
