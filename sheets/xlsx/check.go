package xlsx

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/ooxml"
)

// planned are the cells of one tab that a plan writes, by row and column. An import plans hundreds of thousands.
type planned struct {
	list []cellEdit
	next int // where the last question was answered: most questions go on from there
}

// plannedOf returns the planned cells of each tab, and the titles in the order of the plan. Of two values for one cell
// the later counts.
func plannedOf(edits []cellEdit) (map[string]*planned, []string) {
	out, n := map[string]*planned{}, map[string]int{}
	var titles []string
	for _, e := range edits {
		n[e.title]++
	}
	for _, e := range edits {
		p := out[e.title]
		if p == nil {
			p = &planned{list: make([]cellEdit, 0, n[e.title])}
			out[e.title], titles = p, append(titles, e.title)
		}
		p.list = append(p.list, e)
	}
	for _, p := range out {
		if !slices.IsSortedFunc(p.list, byPlace) {
			slices.SortStableFunc(p.list, byPlace)
		}
		last := p.list[:0]
		for i, e := range p.list {
			if i+1 == len(p.list) || byPlace(e, p.list[i+1]) != 0 {
				last = append(last, e)
			}
		}
		p.list = last
	}
	return out, titles
}

func byPlace(a, b cellEdit) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col)) }

// has reports whether a cell is planned.
func (p *planned) has(row, col int) bool {
	if p == nil {
		return false
	}
	at := cellEdit{row: row, col: col}
	if p.next > 0 && byPlace(p.list[p.next-1], at) >= 0 {
		p.next, _ = slices.BinarySearchFunc(p.list, at, byPlace)
	}
	for p.next < len(p.list) && byPlace(p.list[p.next], at) < 0 {
		p.next++
	}
	return p.next < len(p.list) && byPlace(p.list[p.next], at) == 0
}

// check compares the written file with the plan: every cell of the plan is there, and every other cell is unchanged.
func (p *commitPlan) check(wb *workbook) error {
	edited, titles := plannedOf(p.edits)
	for _, title := range titles {
		g, place := wb.byName[sheets.Fold(title)], 0
		for _, e := range edited[title].list {
			if g == nil || !valueIn(rowFrom(g.Rows, &place, e.row), e.col).Equal(e.cell) {
				return fmt.Errorf("tab %q does not hold what was written", title)
			}
		}
	}
	for _, e := range p.pages {
		if now := comparePage(wb.byName[sheets.Fold(e.page.Title)], e.page); now.differs {
			return fmt.Errorf("tab %q does not hold what was written", e.page.Title)
		}
	}
	if err := p.checkTotals(func(title string) *ooxml.Grid { return wb.byName[sheets.Fold(title)] }); err != nil {
		return err
	}
	for _, g := range p.base.wb.order {
		if p.isPage(g) {
			continue
		}
		except := func(row, col int) bool {
			_, moved := p.moved(g.Title, row, col)
			return moved || edited[g.Title].has(row, col)
		}
		if err := unchanged(g, wb, p.stale[strings.ToLower(g.Title)], except); err != nil {
			return err
		}
	}
	return nil
}

// valueIn returns the value of a cell of a row, which may be nil.
func valueIn(r *ooxml.Row, col int) sheets.Cell {
	if r == nil {
		return sheets.Cell{}
	}
	return r.At(col).Value
}

// unchanged checks that a tab has the same content in wb, but for the given cells and the results of stale formulas.
func unchanged(g *ooxml.Grid, wb *workbook, stale map[[2]int]bool, except func(row, col int) bool) error {
	now := wb.byName[sheets.Fold(g.Title)]
	if now == nil {
		return fmt.Errorf("tab %q would be lost", g.Title)
	}
	if now == g {
		return nil
	}
	changed := fmt.Errorf("a cell of tab %q would be changed", g.Title)
	place := 0
	for _, r := range g.Rows {
		if sameRow(rowFrom(now.Rows, &place, r.Num), &r) {
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
		old := rowFrom(g.Rows, &place, r.Num)
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

// rowFrom returns the row of that number, which is at the given place or behind it, and moves the place there.
func rowFrom(rows []ooxml.Row, place *int, num int) *ooxml.Row {
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
