package xlsx

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/grids"
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
			if g == nil || !grids.ValueIn(grids.RowFrom(g.Rows, &place, p.drops[title].Now(e.row)), e.col).Equal(e.cell) {
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
		drops := p.drops[g.Title]
		except := func(row, col int) bool {
			_, moved := p.moved(g.Title, drops.Was(row), col)
			return moved || edited[g.Title].has(drops.Was(row), col)
		}
		g, stale := grids.Closed(g, p.stale[strings.ToLower(g.Title)], drops)
		if err := grids.Unchanged(g, wb.byName[sheets.Fold(g.Title)], stale, except); err != nil {
			return err
		}
	}
	return nil
}
