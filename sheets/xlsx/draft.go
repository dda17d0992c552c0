package xlsx

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/frames"
	"leadsheet/sheets/xlsx/grids"
	"leadsheet/sheets/xlsx/ooxml"
)

// drafted are the tabs that a draft has changed, by folded title.
type drafted map[string]*ooxml.Grid

// draft writes the plan into a new version of the workbook.
func (p *commitPlan) draft(d *ooxml.Draft) (drafted, error) {
	out := drafted{}
	if err := p.draftTables(d, out); err != nil {
		return nil, err
	}
	if err := p.draftPages(d, out); err != nil {
		return nil, fmt.Errorf("%w: %w", errPage, refused(err))
	}
	if len(p.hidden) == 0 {
		return out, nil
	}
	places := map[int]bool{}
	for i, s := range d.Sheets() {
		if hide, ok := p.hidden[sheets.Fold(s.Title)]; ok {
			places[i] = hide
		}
	}
	return out, refused(d.ShowTabs(places))
}

// draftTables makes the edits of cells, and takes out the results of formulas that become wrong by them.
func (p *commitPlan) draftTables(d *ooxml.Draft, out drafted) error {
	edits := map[string]*ooxml.SheetEdit{} // by the tab's title
	at := func(title string) *ooxml.SheetEdit {
		if edits[title] == nil {
			edits[title] = &ooxml.SheetEdit{Grow: p.growth[title], Heights: map[int]float64{},
				DateFormat: sheets.NumberFormatOf(sheets.DateOnly).Pattern,
				TimeFormat: sheets.NumberFormatOf(sheets.DateTime).Pattern}
		}
		return edits[title]
	}
	n := map[string]int{}
	for _, e := range p.edits {
		n[e.title]++
	}
	for _, e := range p.edits {
		sheet := at(e.title)
		if sheet.Cells == nil {
			sheet.Cells = make([]ooxml.CellEdit, 0, n[e.title])
		}
		sheet.Cells = append(sheet.Cells, ooxml.CellEdit{Row: e.row, Col: e.col, Value: e.cell, Clock: e.clock})
	}
	for title, d := range p.drops {
		at(title).Drop = d
	}
	for _, h := range p.heights {
		at(h.title).Heights[h.row] = h.points
	}
	if slices.ContainsFunc(p.base.wb.order, func(g *ooxml.Grid) bool { return len(g.Formulas) > 0 }) {
		p.stale = p.base.wb.book.Stale(p.base.wb.order, p.written())
	}
	for _, g := range p.base.wb.order {
		if forget := known(g, p.stale[strings.ToLower(g.Title)]); len(forget) > 0 && !p.isPage(g) {
			at(g.Title).Forget = forget
			d.ComputeOnLoad()
		}
	}
	for i, s := range d.Sheets() {
		e := edits[s.Title]
		if e == nil {
			continue
		}
		k := sheets.Fold(s.Title)
		g, err := d.Patch(i, p.base.wb.byName[k], *e)
		if err != nil {
			return fmt.Errorf("write tab %q: %w", s.Title, refused(err))
		}
		out[k] = g
	}
	return nil
}

// known returns those of the cells that have a formula with a result.
func known(g *ooxml.Grid, stale map[[2]int]bool) map[[2]int]bool {
	out := map[[2]int]bool{}
	for at := range stale {
		if c := g.At(at[0], at[1]); c.Formula && !c.Unknown {
			out[at] = true
		}
	}
	return out
}

// written are the cells that the plan writes.
func (p *commitPlan) written() ooxml.Written {
	cells := map[string][][2]int{}
	for _, e := range p.edits {
		cells[e.title] = append(cells[e.title], [2]int{e.row, e.col})
	}
	for _, e := range p.pages {
		if !e.differs {
			continue
		}
		for _, c := range e.page.Cells {
			cells[e.page.Title] = append(cells[e.page.Title], [2]int{c.Row + 1, c.Col})
		}
		if e.grid != nil {
			for _, r := range e.grid.Rows {
				for _, c := range r.Cells {
					cells[e.page.Title] = append(cells[e.page.Title], [2]int{r.Num, c.Col})
				}
			}
		}
	}
	for title, g := range p.growth {
		for col := g.Totals.Left; g.By > 0 && col <= g.Totals.Right; col++ {
			cells[title] = append(cells[title], [2]int{g.Totals.Row, col}, [2]int{g.Totals.Row + g.By, col})
		}
	}
	for _, g := range p.base.wb.order {
		if d := p.drops[g.Title]; len(d) > 0 {
			cells[g.Title] = append(cells[g.Title], grids.Below(g, d)...)
		}
	}
	w := ooxml.Written{}
	for title, list := range cells {
		w.Add(title, list)
	}
	return w
}

// isPage reports whether the plan has a page for the tab.
func (p *commitPlan) isPage(g *ooxml.Grid) bool {
	same := func(e pageEdit) bool { return sheets.Fold(e.page.Title) == sheets.Fold(g.Title) || e.former == g }
	return slices.ContainsFunc(p.pages, same)
}

// draftPages draws the pages that differ in a workbook of their own and takes them over from there. People's widths,
// views and charts stay as long as the frame of the page is the same.
func (p *commitPlan) draftPages(d *ooxml.Draft, out drafted) error {
	var draw []*pageEdit
	for i := range p.pages {
		if e := &p.pages[i]; p.draws(e) {
			draw = append(draw, e)
		}
	}
	if len(draw) == 0 {
		return nil
	}
	source, err := scratch(func(f *excelize.File) error {
		look := newStyler(f)
		for _, e := range draw {
			if err := drawPage(f, look, e.page, p.linkTo); err != nil {
				return fmt.Errorf("draw tab %q: %w", e.page.Title, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	graft, err := d.NewGraft(source)
	if err != nil {
		return err
	}
	drawn := map[string]string{}
	maps.Copy(drawn, p.base.wb.frames)
	for _, e := range draw {
		k := sheets.Fold(e.page.Title)
		frame := frames.Of(e.page)
		if err := p.takeOver(d, e, drawn); err != nil {
			return err
		}
		i := slices.IndexFunc(d.Sheets(), func(s ooxml.Sheet) bool { return sheets.Fold(s.Title) == k })
		var g *ooxml.Grid
		switch {
		case i < 0:
			g, err = graft.Add(e.page.Title, pagePlace(d.Sheets(), p.shownAsPage(out), e.page.First))
		case drawn[k] == frame:
			g, err = graft.Refresh(i, e.page.Title, e.grid)
		default:
			g, err = graft.Replace(i, e.page.Title)
		}
		if err != nil {
			return fmt.Errorf("write tab %q: %w", e.page.Title, err)
		}
		out[k], drawn[k] = g, frame
	}
	d.SetName(framesName, frames.Format(drawn))
	return nil
}

// takeOver gives the tab that a page had in an earlier version its present title.
func (p *commitPlan) takeOver(d *ooxml.Draft, e *pageEdit, drawn map[string]string) error {
	i := slices.IndexFunc(d.Sheets(), func(s ooxml.Sheet) bool { return e.former != nil && s.Title == e.former.Title })
	if i < 0 {
		return nil
	}
	delete(drawn, sheets.Fold(e.former.Title))
	if err := d.RenameTab(i, e.page.Title); err != nil {
		return fmt.Errorf("rename tab %q: %w", e.former.Title, err)
	}
	if d.Sheets()[i].Hidden && !e.page.Hidden {
		return d.ShowTabs(map[int]bool{i: false})
	}
	return nil
}

// draws reports whether a page is drawn: it differs, or something else is written and the page was drawn by an earlier
// version in another frame.
func (p *commitPlan) draws(e *pageEdit) bool {
	return e.differs || p.effective() && p.base.wb.frames[sheets.Fold(e.page.Title)] != frames.Of(e.page)
}

// shownAsPage tells which tabs look like pages.
func (p *commitPlan) shownAsPage(out drafted) func(ooxml.Sheet) bool {
	return func(s ooxml.Sheet) bool {
		k := sheets.Fold(s.Title)
		g := out[k]
		if g == nil {
			g = p.base.wb.byName[k]
		}
		return g != nil && g.NoLines
	}
}

// scratch makes a workbook from which tabs are taken over.
func scratch(draw func(f *excelize.File) error) (*ooxml.Book, error) {
	f := excelize.NewFile(openOptions())
	defer f.Close()
	if err := f.SetDefaultFont(sheets.LookFont); err != nil {
		return nil, err
	}
	if err := f.SetSheetName(f.GetSheetName(0), "leadsheet scratch"); err != nil {
		return nil, err
	}
	if err := draw(f); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if _, err := f.WriteTo(&buf); err != nil {
		return nil, err
	}
	return ooxml.Open(buf.Bytes())
}

// framesName is the hidden defined name that says in which frames the pages were drawn.
const framesName = "leadsheet_pages"
