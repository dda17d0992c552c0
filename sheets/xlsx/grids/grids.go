// Package grids compares the content of a tab in two versions of a local workbook.
//
// Everything here is computed from its arguments.
package grids

import (
	"fmt"
	"slices"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/ooxml"
	"leadsheet/sheets/xlsx/ooxml/closeup"
)

// ValueIn returns the value of a cell of a row, which may be nil.
func ValueIn(r *ooxml.Row, col int) sheets.Cell {
	if r == nil {
		return sheets.Cell{}
	}
	return r.At(col).Value
}

// Unchanged checks that a tab has the same content now, but for the given cells and the results of stale formulas.
func Unchanged(g, now *ooxml.Grid, stale map[[2]int]bool, except func(row, col int) bool) error {
	if now == nil {
		return fmt.Errorf("tab %q would be lost", g.Title)
	}
	if now == g {
		return nil
	}
	changed := fmt.Errorf("a cell of tab %q would be changed", g.Title)
	place := 0
	for _, r := range g.Rows {
		if sameRow(RowFrom(now.Rows, &place, r.Num), &r) {
			continue
		}
		for _, c := range r.Cells {
			n := now.At(r.Num, c.Col)
			same := n.Formula == c.Formula && (n.Value.Equal(c.Value) || stale[[2]int{r.Num, c.Col}])
			if !same && !except(r.Num, c.Col) {
				return changed
			}
		}
	}
	place = 0
	for _, r := range now.Rows {
		old := RowFrom(g.Rows, &place, r.Num)
		if sameRow(old, &r) {
			continue
		}
		for _, c := range r.Cells {
			was := ooxml.Cell{}
			if old != nil {
				was = old.At(c.Col)
			}
			if was.Value.IsEmpty() && !was.Formula && !except(r.Num, c.Col) {
				return changed
			}
		}
	}
	return nil
}

// RowFrom returns the row of that number, which is at the given place or behind it, and moves the place there.
func RowFrom(rows []ooxml.Row, place *int, num int) *ooxml.Row {
	for *place < len(rows) && rows[*place].Num < num {
		*place++
	}
	if *place < len(rows) && rows[*place].Num == num {
		return &rows[*place]
	}
	return nil
}

// sameRow reports whether two rows were found to be the same when they were read: they share their cells.
func sameRow(a, b *ooxml.Row) bool {
	return a != nil && len(a.Cells) == len(b.Cells) && len(a.Cells) > 0 && &a.Cells[0] == &b.Cells[0]
}

// Bare reports whether a row holds nothing but one cell, which is no formula.
func Bare(r *ooxml.Row, col int) bool {
	return !slices.ContainsFunc(r.Cells, func(c ooxml.Cell) bool {
		return c.Formula || c.Col != col && !c.Value.IsEmpty() && !sheets.Unticked(c.Value)
	})
}

// Below are the cells that stand elsewhere, or are gone, once rows of a tab are out.
func Below(g *ooxml.Grid, d closeup.Dropped) (cells [][2]int) {
	for _, r := range g.Rows {
		for _, c := range r.Cells {
			if r.Num >= d[0] {
				cells = append(cells, [2]int{r.Num, c.Col})
			}
		}
	}
	return cells
}

// Closed is a tab once rows are out, with those of its cells that are stale.
func Closed(g *ooxml.Grid, stale map[[2]int]bool, d closeup.Dropped) (*ooxml.Grid, map[[2]int]bool) {
	if len(d) == 0 {
		return g, stale
	}
	out, moved := *g, map[[2]int]bool{}
	out.Rows = nil
	for _, r := range g.Rows {
		if !d.Has(r.Num) {
			r.Num = d.Now(r.Num)
			out.Rows = append(out.Rows, r)
		}
	}
	for at := range stale {
		moved[[2]int{d.Now(at[0]), at[1]}] = true
	}
	return &out, moved
}
