package google

import (
	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/google/draw"
	"leadsheet/sheets/google/undo"
)

// page plans a report tab if it shows something else than it should, or else, with checked, the cells of it that say
// when it was looked at last.
func (p *plan) page(pg sheets.Page, checked bool) {
	p.takeOver(pg)
	content, frame := draw.PageHashes(pg)
	was, known := p.s.log.Pages[pg.Title]
	info := p.b.st.tab(pg.Title)
	if known && info != nil && info.ID == was.ID && was.Content == content && was.Frame == frame && !p.orphaned(pg) {
		for i := range pg.Cells {
			if c := &pg.Cells[i]; checked && c.Checked {
				p.checked = append(p.checked, draw.OneValue(info.ID, c))
			}
		}
		return
	}
	p.pages = append(p.pages, pg)
}

// isOthers reports whether people have a tab of their own of the title of a page that earlier versions called
// otherwise. It stays theirs.
func (p *plan) isOthers(pg sheets.Page) bool {
	own := func(title string) int64 { return int64(undo.Hash(title)&0x3fffffff) + 1 } // as freeID makes it
	info := p.b.st.tab(pg.Title)
	return pg.Former != "" && info != nil && p.s.log.Pages[pg.Title].ID != info.ID && info.ID != own(pg.Title) &&
		info.ID != own(pg.Former)
}

// takeOver plans that the tab that a page had in an earlier version gets its present title. References follow it.
func (p *plan) takeOver(pg sheets.Page) {
	was, known := p.s.log.Pages[pg.Former]
	info := p.b.st.tab(pg.Former)
	if pg.Former == "" || !known || info == nil || info.ID != was.ID || p.b.st.tab(pg.Title) != nil {
		return
	}
	p.former[pg.Title] = *info
	delete(p.log.Pages, pg.Former)
}

// orphaned reports whether a tab is gone that a chart of the page draws from: it is made again, and the chart must be,
// too.
func (p *plan) orphaned(pg sheets.Page) bool {
	for _, c := range pg.Charts {
		from := []sheets.Range{c.Categories}
		for _, s := range c.Series {
			from = append(from, s.Values)
		}
		for _, r := range from {
			info := p.b.st.tab(r.Tab)
			hash, page := p.s.log.Pages[r.Tab]
			if r.Tab != "" && (info == nil || page && info.ID != hash.ID) {
				return true
			}
		}
	}
	return false
}

// pageRequests makes and fills the report tabs.
func (p *plan) pageRequests() []*api.Request {
	st := p.b.st
	titles := make([]string, len(p.pages))
	for i, pg := range p.pages {
		titles[i] = pg.Title
	}
	ids := st.ids(titles)
	for title, was := range p.former {
		ids[sheets.Fold(title)] = was.ID
	}
	tabs := func(title string) (int64, bool) {
		if id, ok := ids[sheets.Fold(title)]; ok {
			return id, true
		}
		if info := st.tab(title); info != nil {
			return info.ID, true
		}
		return 0, false
	}
	var reqs, draws []*api.Request
	for i, pg := range p.pages {
		id := ids[sheets.Fold(pg.Title)]
		info := st.tab(pg.Title)
		if was, ok := p.former[pg.Title]; ok {
			info = &was
			reqs = append(reqs, draw.RenameTab(was.ID, pg.Title, was.Hidden && pg.Hidden))
		}
		content, frame := draw.PageHashes(pg)
		redraw := info == nil || p.orphaned(pg) || p.s.log.Pages[pg.Title].ID != id || p.s.log.Pages[pg.Title].Frame != frame
		if info == nil {
			index := int64(i + 1) // behind the team's table
			if pg.First {
				index = 0
			}
			reqs = append(reqs, draw.NewPage(pg, id, index)...)
			made := draw.PageTab(pg, id)
			made.TakenCharts = st.charts(id)
			info = &made
		}
		draws = append(draws, draw.Page(pg, *info, tabs, p.rowOf, redraw)...)
		p.log.Pages[pg.Title] = undo.PageHash{ID: id, Content: content, Frame: frame}
	}
	return draw.AddsFirst(append(reqs, draws...))
}

// rowOf returns the sheet's row, from 1, that will hold a key once the batch is stored.
func (p *plan) rowOf(tab, key string) (int, bool) {
	t := p.s.tables[sheets.Fold(tab)]
	if t == nil {
		return 0, false
	}
	col := t.Tab.Col(p.b.layout[sheets.Fold(tab)].Key)
	if col < 0 {
		return 0, false
	}
	if t.where == nil {
		t.where = make(map[string]int, len(t.Tab.Rows))
		for i := range t.Tab.Rows {
			t.where[undo.KeyText(t.Tab.At(i, col))] = t.Nums[i] + 1
		}
	}
	if n, ok := t.where[key]; ok {
		return n, true
	}
	if add := p.adds[t.ID]; add != nil {
		for i, row := range add.rows {
			if undo.KeyText(row[col]) == key {
				return t.end() + 2 + i, true
			}
		}
	}
	return 0, false
}
