package draw

import (
	"cmp"
	"fmt"
	"slices"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// rowPixels is the height of a row that has none of its own.
const rowPixels = 21

// pageGrid is how many rows and columns the grid of a page has: what it holds and a margin.
func pageGrid(p sheets.Page) (rows, cols int) {
	rows, cols = p.Frozen, len(p.Widths)
	for _, c := range p.Cells {
		rows, cols = max(rows, c.Row+1), max(cols, c.Col+1)
	}
	for _, m := range p.Merges {
		rows, cols = max(rows, m[2]+1), max(cols, m[3]+1)
	}
	for _, b := range p.Bars {
		rows, cols = max(rows, b.Last+1), max(cols, b.Col+1)
	}
	for _, c := range p.Charts {
		rows, cols = max(rows, c.Row+1+c.Height/rowPixels), max(cols, c.Col+1)
	}
	return rows + 2, cols + 1
}

// NewPage returns the request that makes the empty tab of a page; Page with frame draws the rest.
func NewPage(p sheets.Page, id int64, index int64) []*api.Request {
	return []*api.Request{{AddSheet: &api.AddSheetRequest{Properties: &api.SheetProperties{
		SheetId: id, Title: p.Title, Index: index, Hidden: p.Hidden, TabColorStyle: colorOf(p.Color),
		GridProperties:  pageGridProperties(p),
		ForceSendFields: []string{"SheetId", "Index"},
	}}}}
}

// RenameTab gives a tab another title, and hides or shows it.
func RenameTab(id int64, title string, hidden bool) *api.Request {
	return &api.Request{UpdateSheetProperties: &api.UpdateSheetPropertiesRequest{
		Properties: &api.SheetProperties{SheetId: id, Title: title, Hidden: hidden,
			ForceSendFields: []string{"SheetId", "Hidden"}},
		Fields: RenameFields,
	}}
}

// RenameFields is the mask of RenameTab.
const RenameFields = "title,hidden"

func pageGridProperties(p sheets.Page) *api.GridProperties {
	rows, cols := pageGrid(p)
	return &api.GridProperties{
		RowCount:       int64(rows),
		ColumnCount:    int64(cols),
		FrozenRowCount: int64(p.Frozen),
		HideGridlines:  true,
	}
}

// PageTab is what a structure read would say of the tab that NewPage makes.
func PageTab(p sheets.Page, id int64) Tab {
	g := pageGridProperties(p)
	return Tab{
		ID:     id,
		Title:  p.Title,
		Rows:   g.RowCount,
		Cols:   g.ColumnCount,
		Frozen: g.FrozenRowCount,
		Hidden: p.Hidden,
	}
}

// Page returns the requests that replace the whole content of a page's tab, in one list, so that the page is
// wholly old or wholly new. With frame it draws everything else as well: sizes, looks, merges, charts, bars; without
// it only values and links. tabs returns the id of a tab, row the row of a key as people count it, from 1.
func Page(
	p sheets.Page,
	info Tab,
	tabs func(title string) (id int64, ok bool),
	row func(tab, key string) (int, bool),
	frame bool,
) []*api.Request {
	var out []*api.Request
	if frame {
		out = append(out, &api.Request{UnmergeCells: &api.UnmergeCellsRequest{Range: &api.GridRange{SheetId: info.ID}}})
	}
	out = append(out, fitGrid(p, info, frame)...)
	out = append(out, pageValues(p, info.ID)...)
	if frame {
		out = append(out, pageLook(p, info.ID)...)
	}
	out = append(out, pageLinks(p, info.ID, tabs, row)...)
	if !frame {
		return out
	}
	for _, m := range p.Merges {
		out = append(out, &api.Request{MergeCells: &api.MergeCellsRequest{
			Range: Range(info.ID, m[0], m[2]+1, m[1], m[3]+1), MergeType: "MERGE_ALL",
		}})
	}
	out = append(out, pageBars(p, info)...)
	out = append(out, pageCharts(p, info, tabs)...)
	if info.Protected == 0 {
		out = append(out, warning(&api.GridRange{SheetId: info.ID},
			"leadsheet writes this page and replaces it: edit the tab Leads instead."))
	}
	return out
}

// fitGrid brings the grid to the size of the page. Without frame it only grows.
func fitGrid(p sheets.Page, info Tab, frame bool) []*api.Request {
	g := pageGridProperties(p)
	fields := "gridProperties.rowCount,gridProperties.columnCount,gridProperties.frozenRowCount," +
		"gridProperties.frozenColumnCount,gridProperties.hideGridlines"
	if !frame {
		if g.RowCount <= info.Rows && g.ColumnCount <= info.Cols {
			return nil
		}
		g = &api.GridProperties{RowCount: max(g.RowCount, info.Rows), ColumnCount: max(g.ColumnCount, info.Cols)}
		fields = "gridProperties.rowCount,gridProperties.columnCount"
	}
	return []*api.Request{{UpdateSheetProperties: &api.UpdateSheetPropertiesRequest{
		Properties: &api.SheetProperties{SheetId: info.ID, GridProperties: g}, Fields: fields,
	}}}
}

// pageCells returns the cells of a page by row and column, one for a place, without those that a merge covers: they
// hold nothing.
func pageCells(p sheets.Page) []sheets.PageCell {
	covered := map[[2]int]bool{}
	for _, m := range p.Merges {
		for r := m[0]; r <= m[2]; r++ {
			for c := m[1]; c <= m[3]; c++ {
				covered[[2]int{r, c}] = r != m[0] || c != m[1]
			}
		}
	}
	cells := slices.Clone(p.Cells)
	for i := range cells {
		if covered[[2]int{cells[i].Row, cells[i].Col}] {
			cells[i].Cell, cells[i].LinkTab, cells[i].LinkKey, cells[i].LinkURL = sheets.Cell{}, "", "", ""
		}
	}
	slices.SortStableFunc(
		cells,
		func(a, b sheets.PageCell) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col)) },
	)
	out := cells[:0]
	for i, c := range cells { // of two for one place the later one counts
		if i+1 < len(cells) && cells[i+1].Row == c.Row && cells[i+1].Col == c.Col {
			continue
		}
		out = append(out, c)
	}
	return out
}

// pageValues empties the tab and writes the values. The first request reaches as far as the tab does at that moment,
// whatever people have done to it.
func pageValues(p sheets.Page, id int64) []*api.Request {
	out := []*api.Request{
		{UpdateCells: &api.UpdateCellsRequest{Range: &api.GridRange{SheetId: id}, Fields: "userEnteredValue"}},
	}
	var rows []*api.RowData
	for _, c := range pageCells(p) {
		v := Value(c.Cell)
		if v == nil {
			continue
		}
		for len(rows) <= c.Row {
			rows = append(rows, &api.RowData{})
		}
		r := rows[c.Row]
		for len(r.Values) <= c.Col {
			r.Values = append(r.Values, &api.CellData{})
		}
		r.Values[c.Col].UserEnteredValue = v
	}
	if len(rows) == 0 {
		return out
	}
	return append(out, &api.Request{UpdateCells: &api.UpdateCellsRequest{
		Start: &api.GridCoordinate{SheetId: id}, Rows: rows, Fields: "userEnteredValue",
	}})
}

// OneValue writes what one cell of a page says, and nothing else of it.
func OneValue(id int64, c *sheets.PageCell) *api.Request {
	return &api.Request{UpdateCells: &api.UpdateCellsRequest{
		Start: &api.GridCoordinate{SheetId: id, RowIndex: int64(c.Row), ColumnIndex: int64(c.Col)},
		Rows:  []*api.RowData{{Values: []*api.CellData{{UserEnteredValue: Value(c.Cell)}}}}, Fields: "userEnteredValue",
	}}
}

// pageLook draws sizes and looks: the plain one everywhere, then a rectangle for each stretch of one style.
func pageLook(p sheets.Page, id int64) []*api.Request {
	rows, cols := pageGrid(p)
	out := []*api.Request{
		formatRange(&api.GridRange{SheetId: id}, pageFormat(sheets.Plain)),
		resizeRequest(id, "ROWS", 0, rows, rowPixels),
	}
	heights := make([]float64, rows)
	for r, h := range p.Heights {
		if r >= 0 && r < rows {
			heights[r] = h
		}
	}
	same := func(a, b float64) bool { return a == b }
	runs(heights, same, func(from, end int) {
		if h := heights[from]; h > 0 {
			out = append(out, resizeRequest(id, "ROWS", from, end, int64(h*4/3+0.5))) // a point is 4/3 of a pixel
		}
	})
	widths := make([]float64, cols)
	copy(widths, p.Widths)
	runs(widths, same, func(from, end int) {
		if w := widths[from]; w > 0 {
			out = append(out, resizeRequest(id, "COLUMNS", from, end, pixelsOf(w)))
		}
	})
	for _, b := range styleBlocks(pageCells(p)) {
		out = append(out, formatRange(Range(id, b.row, b.rowEnd, b.col, b.colEnd), pageFormat(b.style)))
	}
	return out
}

// styleBlock is a rectangle of cells of one style, its ends exclusive.
type styleBlock struct {
	row, rowEnd, col, colEnd int
	style                    sheets.Style
}

// styleBlocks covers the cells, which are in order, with rectangles: stretches of a row, joined downwards where the
// next row has the same one.
func styleBlocks(cells []sheets.PageCell) []styleBlock {
	var out []styleBlock
	above := map[[2]int]int{} // column and its end, of the block in out that ends with the row before
	for from := 0; from < len(cells); {
		end := from
		here := map[[2]int]int{}
		for end < len(cells) && cells[end].Row == cells[from].Row {
			last := end + 1
			for last < len(cells) && cells[last].Row == cells[end].Row && cells[last].Col == cells[last-1].Col+1 &&
				cells[last].Style == cells[end].Style {
				last++
			}
			row, col, colEnd, style := cells[end].Row, cells[end].Col, cells[last-1].Col+1, cells[end].Style
			end = last
			if style == sheets.Plain {
				continue
			}
			k := [2]int{col, colEnd}
			if i, ok := above[k]; ok && out[i].rowEnd == row && out[i].style == style {
				out[i].rowEnd = row + 1
				here[k] = i
				continue
			}
			out = append(out, styleBlock{row: row, rowEnd: row + 1, col: col, colEnd: colEnd, style: style})
			here[k] = len(out) - 1
		}
		above, from = here, end
	}
	return out
}

// isLink reports whether the look of a cell is that of a link.
func isLink(c sheets.PageCell) bool {
	return c.Style == sheets.TableLink || c.LinkURL != "" || c.LinkTab != "" && c.LinkKey != ""
}

// pageLinks makes the links of a page, and takes away those of cells that lead nowhere now. A link brings its own
// look, so that of the page is named once more after it.
func pageLinks(
	p sheets.Page,
	id int64,
	tabs func(string) (int64, bool),
	row func(tab, key string) (int, bool),
) []*api.Request {
	var out []*api.Request
	byCol := pageCells(p)
	byCol = slices.DeleteFunc(byCol, func(c sheets.PageCell) bool { return !isLink(c) })
	slices.SortStableFunc(
		byCol,
		func(a, b sheets.PageCell) int { return cmp.Or(cmp.Compare(a.Col, b.Col), cmp.Compare(a.Row, b.Row)) },
	)
	for from := 0; from < len(byCol); {
		end := from
		var rows []*api.RowData
		for ; end < len(byCol) && byCol[end].Col == byCol[from].Col && byCol[end].Style == byCol[from].Style &&
			byCol[end].Row == byCol[from].Row+end-from; end++ {
			cell := &api.CellData{}
			if to := linkTo(byCol[end], tabs, row); to != "" {
				cell.UserEnteredFormat = &api.CellFormat{TextFormat: &api.TextFormat{Link: &api.Link{Uri: to}}}
			}
			rows = append(rows, &api.RowData{Values: []*api.CellData{cell}})
		}
		first := byCol[from]
		out = append(out, &api.Request{UpdateCells: &api.UpdateCellsRequest{
			Start: &api.GridCoordinate{SheetId: id, RowIndex: int64(first.Row), ColumnIndex: int64(first.Col)},
			Rows:  rows, Fields: "userEnteredFormat.textFormat.link",
		}})
		out = append(out, &api.Request{RepeatCell: &api.RepeatCellRequest{
			Range:  Range(id, first.Row, first.Row+len(rows), first.Col, first.Col+1),
			Cell:   &api.CellData{UserEnteredFormat: &api.CellFormat{TextFormat: linkText(first.Style)}},
			Fields: "userEnteredFormat.textFormat.foregroundColorStyle,userEnteredFormat.textFormat.underline",
		}})
		from = end
	}
	return out
}

// linkText is what a link changes of the look of a style.
func linkText(s sheets.Style) *api.TextFormat {
	look := pageFormat(s).TextFormat
	return &api.TextFormat{ForegroundColorStyle: look.ForegroundColorStyle, Underline: look.Underline}
}

// linkTo is the address that a cell leads to, be it of a row, or "".
func linkTo(c sheets.PageCell, tabs func(string) (int64, bool), row func(tab, key string) (int, bool)) string {
	if c.LinkURL != "" {
		return c.LinkURL
	}
	if c.LinkTab == "" || c.LinkKey == "" {
		return ""
	}
	id, ok := tabs(c.LinkTab)
	if !ok {
		return ""
	}
	n, ok := row(c.LinkTab, c.LinkKey)
	if !ok || n < 1 {
		return ""
	}
	return fmt.Sprintf("#gid=%d&range=A%d", id, n)
}

// pageBars draws bars behind numbers as a shade that grows with the number, the nearest thing that Sheets has, in
// place of all rules that the tab had.
func pageBars(p sheets.Page, info Tab) []*api.Request {
	var out []*api.Request
	for range info.Rules {
		out = append(
			out,
			&api.Request{DeleteConditionalFormatRule: &api.DeleteConditionalFormatRuleRequest{SheetId: info.ID}},
		)
	}
	for i, b := range p.Bars {
		out = append(out, &api.Request{AddConditionalFormatRule: &api.AddConditionalFormatRuleRequest{
			Index: int64(i),
			Rule: &api.ConditionalFormatRule{
				Ranges: []*api.GridRange{Range(info.ID, b.Row, b.Last+1, b.Col, b.Col+1)},
				GradientRule: &api.GradientRule{
					Minpoint: &api.InterpolationPoint{Type: "NUMBER", Value: "0",
						ColorStyle: colorOf(sheets.ColorWhite)},
					Maxpoint: &api.InterpolationPoint{Type: "MAX", ColorStyle: colorOf(b.Color)},
				},
			},
		}})
	}
	return out
}
