package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/frames"
	"leadsheet/sheets/xlsx/ooxml"
	"leadsheet/sheets/xlsx/ooxml/refer"
)

// pageEdit is a page compared with what the file holds.
type pageEdit struct {
	page    sheets.Page
	grid    *ooxml.Grid // nil: the tab is missing
	former  *ooxml.Grid // the tab that becomes the page: it had it in an earlier version; nil for none
	differs bool        // in other cells than those marked AsOf, and in more than a Clock
}

// comparePage compares cell by cell and ignores cells marked AsOf.
func comparePage(g *ooxml.Grid, pg sheets.Page) pageEdit {
	e := pageEdit{page: pg, grid: g, differs: g == nil}
	if g == nil {
		return e
	}
	used := make(map[[2]int]bool, len(pg.Cells))
	for _, c := range pg.Cells {
		used[[2]int{c.Row + 1, c.Col}] = true
		if c.AsOf || covered(pg.Merges, c) {
			continue
		}
		if now := g.At(c.Row+1, c.Col); now.Formula || !shows(now.Value, &c) {
			e.differs = true
		}
	}
	for _, r := range g.Rows {
		for _, c := range r.Cells {
			e.differs = e.differs || !used[[2]int{r.Num, c.Col}]
		}
	}
	return e
}

// sayChecked plans the cells that say when a page was looked at last. A page that was drawn by an earlier version is
// drawn anew.
func (p *commitPlan) sayChecked(e *pageEdit) {
	if e.differs {
		return
	}
	for i := range e.page.Cells {
		c := &e.page.Cells[i]
		if !c.Checked || covered(e.page.Merges, *c) {
			continue
		}
		if now := e.grid.At(c.Row+1, c.Col); !now.Formula && now.Value.Equal(storable(c.Cell)) {
			continue
		}
		if p.base.wb.frames[sheets.Fold(e.page.Title)] != frames.Of(e.page) {
			e.differs = true
			return
		}
		p.edits = append(p.edits, cellEdit{title: e.grid.Title, row: c.Row + 1, col: c.Col, cell: storable(c.Cell)})
		p.checked++
	}
}

// onlyChecked reports whether the plan does nothing but to say when pages were looked at last.
func (p *commitPlan) onlyChecked() bool {
	return p.checked > 0 && len(p.edits) == p.checked && len(p.hidden) == 0 &&
		!slices.ContainsFunc(p.pages, func(e pageEdit) bool { return e.differs })
}

// shows reports whether a cell of the file has what a page has there, but for a Clock.
func shows(now sheets.Cell, c *sheets.PageCell) bool {
	want := storable(c.Cell)
	if c.Clock == "" || now.Kind != want.Kind {
		return now.Equal(want)
	}
	before, after := c.AroundClock()
	return len(now.Text) == len(want.Text) && strings.HasPrefix(now.Text, before) && strings.HasSuffix(now.Text, after)
}

// covered reports whether the cell is in a merged range but not its first.
func covered(merges [][4]int, c sheets.PageCell) bool {
	for _, m := range merges {
		if c.Row >= m[0] && c.Row <= m[2] && c.Col >= m[1] && c.Col <= m[3] {
			return c.Row != m[0] || c.Col != m[1]
		}
	}
	return false
}

// linkTo returns the reference of the row that will hold the cell's key once this plan is written, "" if there is none.
func (p *commitPlan) linkTo(c sheets.PageCell) string {
	if c.LinkTab == "" || c.LinkKey == "" {
		return ""
	}
	k := sheets.Fold(c.LinkTab)
	t := p.table(c.LinkTab)
	if t == nil {
		return ""
	}
	if p.links[k] == nil {
		p.links[k] = p.keyRows(t, p.book.layout[k].Key)
	}
	num, ok := p.links[k][c.LinkKey]
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s!A%d", refer.Quote(t.grid.Title), num)
}

// keyRows maps the keys of a tab to their sheet rows, including new rows.
func (p *commitPlan) keyRows(t *table, key string) map[string]int {
	m := map[string]int{}
	col := t.tab.Col(key)
	if key == "" || col < 0 {
		return m
	}
	for i := range t.tab.Rows {
		if id := t.key(i, col); id != "" {
			m[id] = t.nums[i]
		}
	}
	for _, e := range p.edits {
		if e.title == t.grid.Title && e.col == col && !e.cell.IsEmpty() {
			m[e.cell.String()] = e.row
		}
	}
	return m
}
