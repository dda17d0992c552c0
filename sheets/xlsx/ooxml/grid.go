package ooxml

import (
	"cmp"
	"slices"
	"strconv"

	"leadsheet/lead"
)

// Grid is the content of a worksheet: only the cells with content, by row and column. It is never changed after it was
// read, so that versions of a workbook can share it.
type Grid struct {
	Title    string
	Hidden   bool    // the tab is left out of the list of tabs that users see
	NoLines  bool    // the tab shows no grid lines
	Widths   []Width // of the columns that the file describes
	Rows     []Row   // by number
	Formulas []Formula
	Truths   bool     // there are values that are written as the formula TRUE() or FALSE()
	Totals   []Totals // the rows of totals of its tables
}

// Row is a row with content.
type Row struct {
	Num    int // from 1
	Cells  []Cell
	Height float64 // in points; 0 where the file gives none
	ByHand bool    // a user has chosen the height
}

// Width is the width of a stretch of columns.
type Width struct {
	First, Last int     // from 0
	Characters  float64 // 0 for hidden columns
}

// addWidth adds the stretch of columns that a tag describes.
func (g *Grid) addWidth(t *tag) {
	first, last := t.number("min"), t.number("max")
	width, err := strconv.ParseFloat(t.text("width"), 64)
	if t.yes("hidden") {
		width, err = 0, nil
	}
	if first > 0 && last > 0 && err == nil {
		g.Widths = append(g.Widths, Width{first - 1, last - 1, width})
	}
}

// newRow is a row as its tag describes it.
func newRow(num int, t *tag) Row {
	row := Row{Num: num, ByHand: t.yes("customHeight")}
	if ht := t.attr("ht"); len(ht) > 0 {
		row.Height, _ = strconv.ParseFloat(string(ht), 64) // a height that is none is no height
	}
	return row
}

// WidthOf returns the width of a column in characters, 0 for one that is hidden.
func (g *Grid) WidthOf(col int) float64 {
	const common = 8.43 // of a column that the file does not describe
	for _, w := range g.Widths {
		if w.First <= col && col <= w.Last {
			return w.Characters
		}
	}
	return common
}

// Cell is a cell with content or a formula.
type Cell struct {
	Value     lead.Value
	Col       int // from 0
	Formula   bool
	OverRange bool // the formula refers to a range of cells, as a sum does
	Unknown   bool // the formula has no value: nobody has computed it since what it refers to was changed
}

// Formula is the formula of a cell.
type Formula struct {
	Row, Col int    // the row from 1, the column from 0
	Text     string // without "="; "" where the cell shares the formula of another one
	Shared   int    // which of the sheet's shared formulas it is, -1 for none
	Ref      string // the range that an array or a shared formula is given for
}

// RowAt returns the row of that number, nil if it has no content.
func (g *Grid) RowAt(num int) *Row {
	i, ok := slices.BinarySearchFunc(g.Rows, num, func(r Row, n int) int { return cmp.Compare(r.Num, n) })
	if !ok {
		return nil
	}
	return &g.Rows[i]
}

// At returns the cell of a row, from 1, and a column, from 0. A missing cell is empty.
func (g *Grid) At(num, col int) Cell {
	r := g.RowAt(num)
	if r == nil {
		return Cell{Col: col}
	}
	return r.At(col)
}

// At returns the cell of a column, from 0. A missing cell is empty.
func (r *Row) At(col int) Cell {
	if col < len(r.Cells) && r.Cells[col].Col == col { // rows without gaps are the usual case
		return r.Cells[col]
	}
	for _, c := range r.Cells {
		if c.Col == col {
			return c
		}
	}
	return Cell{Col: col}
}

// sortRows puts rows in order. Of two rows with one number the first counts, as programs read it.
func (g *Grid) sortRows() {
	byNum := func(a, b Row) int { return cmp.Compare(a.Num, b.Num) }
	if !slices.IsSortedFunc(g.Rows, byNum) {
		slices.SortStableFunc(g.Rows, byNum)
	}
	g.Rows = slices.CompactFunc(g.Rows, func(a, b Row) bool { return a.Num == b.Num })
}
