package xlsx

import (
	"fmt"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
)

// pageEdit is a page compared with what the file holds.
type pageEdit struct {
	page         sheets.Page
	grid         *grid // nil: the tab is missing
	differs      bool  // in other cells than those marked AsOf, and in more than a Clock
	leftover     []gridCell
	leftoverRows []int // sheet rows of leftover
}

// comparePage compares cell by cell and ignores cells marked AsOf.
func comparePage(g *grid, pg sheets.Page) pageEdit {
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
		if now := g.at(c.Row+1, c.Col); now.formula || !shows(now.cell, &c) {
			e.differs = true
		}
	}
	for _, r := range g.rows {
		for _, c := range r.cells {
			if !used[[2]int{r.num, c.col}] {
				e.differs = true
				e.leftover, e.leftoverRows = append(e.leftover, c), append(e.leftoverRows, r.num)
			}
		}
	}
	return e
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

// applyPage writes a page in place and creates it only if it is missing. It never deletes and adds a tab again, because
// excelize leaves the old parts in the file.
func (p *commitPlan) applyPage(f *excelize.File, l *styler, e *pageEdit) error {
	title := e.page.Title
	if e.grid == nil {
		if err := makePage(f, l, e.page); err != nil {
			return err
		}
	} else {
		title = e.grid.title
	}
	for i, c := range e.leftover {
		ref, err := excelize.CoordinatesToCellName(c.col+1, e.leftoverRows[i])
		if err != nil {
			return err
		}
		if err := clearCell(l, title, ref); err != nil {
			return err
		}
	}
	linked, err := linkedCells(f, title)
	if err != nil {
		return err
	}
	for _, c := range e.page.Cells {
		ref, err := excelize.CoordinatesToCellName(c.Col+1, c.Row+1)
		if err != nil {
			return err
		}
		// Within a merged range excelize writes to the first cell, so an empty cell would erase it.
		if !covered(e.page.Merges, c) {
			if err := l.setValue(title, ref, storable(c.Cell)); err != nil {
				return err
			}
		}
		id, err := l.style(c.Style)
		if err != nil {
			return err
		}
		if err := f.SetCellStyle(title, ref, ref, id); err != nil {
			return err
		}
		to := p.linkTo(c)
		switch {
		case c.LinkURL != "":
			err = f.SetCellHyperLink(title, ref, c.LinkURL, "External")
		case to != "":
			err = f.SetCellHyperLink(title, ref, to, "Location")
		case linked[ref]:
			err = f.SetCellHyperLink(title, ref, "", "None")
		}
		if err != nil {
			return err
		}
		delete(linked, ref)
	}
	refs := make([]string, 0, len(linked))
	for ref := range linked {
		refs = append(refs, ref)
	}
	sort.Strings(refs)
	for _, ref := range refs {
		if err := f.SetCellHyperLink(title, ref, "", "None"); err != nil {
			return err
		}
	}
	return nil
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

func clearCell(l *styler, title, ref string) error {
	if err := l.f.SetCellValue(title, ref, nil); err != nil {
		return err
	}
	id, err := l.style(sheets.Plain)
	if err != nil {
		return err
	}
	return l.f.SetCellStyle(title, ref, ref, id)
}

func linkedCells(f *excelize.File, title string) (map[string]bool, error) {
	refs, err := f.GetHyperLinkCells(title, "")
	if err != nil {
		return nil, err
	}
	m := make(map[string]bool, len(refs))
	for _, r := range refs {
		m[r] = true
	}
	return m, nil
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
	return fmt.Sprintf("%s!A%d", quote(t.grid.title), num)
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
		if e.title == t.grid.title && e.col == col && !e.cell.IsEmpty() {
			m[e.cell.String()] = e.row
		}
	}
	return m
}

// makePage creates the tab of a page with all that never changes: widths, merges, charts, the print layout.
func makePage(f *excelize.File, l *styler, pg sheets.Page) error {
	if _, err := f.NewSheet(pg.Title); err != nil {
		return err
	}
	if err := pageGrid(f, l, pg); err != nil {
		return err
	}
	for _, c := range pg.Charts {
		if err := addChart(f, pg.Title, c); err != nil {
			return err
		}
	}
	for _, d := range pg.Bars {
		from, _ := excelize.CoordinatesToCellName(d.Col+1, d.Row+1)
		to, _ := excelize.CoordinatesToCellName(d.Col+1, d.Last+1)
		if err := f.SetConditionalFormat(pg.Title, from+":"+to, []excelize.ConditionalFormatOptions{{
			Type: "data_bar", Criteria: "=", MinType: "num", MinValue: "0", MaxType: "max",
			BarColor: "#" + d.Color, BarSolid: true,
		}}); err != nil {
			return err
		}
	}
	if pg.Hidden {
		return f.SetSheetVisible(pg.Title, false)
	}
	if err := printLayout(f, pg); err != nil {
		return err
	}
	return placePage(f, pg)
}

func pageGrid(f *excelize.File, l *styler, pg sheets.Page) error {
	plain, err := l.style(sheets.Plain)
	if err != nil {
		return err
	}
	if err := f.SetColStyle(pg.Title, "A:Z", plain); err != nil {
		return err
	}
	for i, w := range pg.Widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if w > 0 {
			if err := f.SetColWidth(pg.Title, name, name, w); err != nil {
				return err
			}
		}
	}
	for row, h := range pg.Heights {
		if err := f.SetRowHeight(pg.Title, row+1, h); err != nil {
			return err
		}
	}
	for _, m := range pg.Merges {
		from, _ := excelize.CoordinatesToCellName(m[1]+1, m[0]+1)
		to, _ := excelize.CoordinatesToCellName(m[3]+1, m[2]+1)
		if err := f.MergeCell(pg.Title, from, to); err != nil {
			return err
		}
	}
	no := false
	if err := f.SetSheetView(pg.Title, 0, &excelize.ViewOptions{ShowGridLines: &no}); err != nil {
		return err
	}
	if pg.Frozen > 0 {
		return freeze(f, pg.Title, pg.Frozen, 0)
	}
	return nil
}

func freeze(f *excelize.File, title string, rows, cols int) error {
	top, err := excelize.CoordinatesToCellName(cols+1, rows+1)
	if err != nil {
		return err
	}
	pane := "bottomLeft"
	if cols > 0 {
		pane = "bottomRight"
	}
	return f.SetPanes(title, &excelize.Panes{Freeze: true, XSplit: cols, YSplit: rows, TopLeftCell: top, ActivePane: pane})
}

// printLayout sets the page to one landscape sheet of A4.
func printLayout(f *excelize.File, pg sheets.Page) error {
	yes, landscape, a4, one := true, "landscape", 9, 1
	color := tabColor(pg.Color)
	props := &excelize.SheetPropsOptions{FitToPage: &yes}
	if color != "" {
		props.TabColorRGB = &color
	}
	if err := f.SetSheetProps(pg.Title, props); err != nil {
		return err
	}
	paper := &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &one, FitToHeight: &one}
	if err := f.SetPageLayout(pg.Title, paper); err != nil {
		return err
	}
	side, edge := 0.4, 0.5
	margins := &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &edge, Bottom: &edge, Horizontally: &yes,
	}
	if err := f.SetPageMargins(pg.Title, margins); err != nil {
		return err
	}
	footer := &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&D · page &P of &N"}
	if err := f.SetHeaderFooter(pg.Title, footer); err != nil {
		return err
	}
	rows, cols := 1, len(pg.Widths)
	for _, c := range pg.Cells {
		rows, cols = max(rows, c.Row+1), max(cols, c.Col+1)
	}
	for _, c := range pg.Charts {
		rows = max(rows, c.Row+1+c.Height/20)
	}
	last, err := excelize.CoordinatesToCellName(max(cols, 1), max(rows+2, 40), true)
	if err != nil {
		return err
	}
	return f.SetDefinedName(
		&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: quote(pg.Title) + "!$A$1:" + last, Scope: pg.Title},
	)
}

// placePage moves a new page in front of the first table, or behind it and the earlier pages, so that people find it.
func placePage(f *excelize.File, pg sheets.Page) error {
	list, title := f.GetSheetList(), pg.Title
	at := 0
	table := func() bool {
		v, err := f.GetSheetView(list[at], 0)
		return err != nil || v.ShowGridLines == nil || *v.ShowGridLines
	}
	for at < len(list) && !table() {
		at++
	}
	if !pg.First {
		for at++; at < len(list) && !table(); at++ {
		}
	}
	if at >= len(list) || list[at] == title {
		return nil
	}
	scopes := map[int]string{}
	if f.WorkBook.DefinedNames != nil {
		for i, n := range f.WorkBook.DefinedNames.DefinedName {
			if n.LocalSheetID != nil && *n.LocalSheetID < len(list) {
				scopes[i] = list[*n.LocalSheetID]
			}
		}
	}
	if err := f.MoveSheet(title, list[at]); err != nil {
		return err
	}
	for i, scope := range scopes { // excelize does not update the position in names such as filters and print areas
		idx, err := f.GetSheetIndex(scope)
		if err != nil {
			return err
		}
		f.WorkBook.DefinedNames.DefinedName[i].LocalSheetID = &idx
	}
	return nil
}

func tabColor(rgb string) string {
	if rgb == "" {
		return ""
	}
	return "FF" + rgb
}

// quote quotes a tab's title for a reference.
func quote(title string) string {
	out := []rune{'\''}
	for _, r := range title {
		if r == '\'' {
			out = append(out, '\'')
		}
		out = append(out, r)
	}
	return string(append(out, '\''))
}
