package gsheets

import (
	"encoding/json"
	"html/template"
	"strconv"

	"leadsheet/sheets/sheetstest/gsheets/show"
)

// A tab without grid lines is a page that people look at: it is shown as a spreadsheet shows it, with its widths,
// merged cells, looks and charts. Other tabs are shown as tables.

// pagePart is a tab that is shown as a page.
type pagePart struct {
	Width  int
	Widths []int
	Rows   []pageRow
	Charts []pageChart
}

type pageRow struct {
	Height int
	Cells  []pageCell
}

type pageCell struct {
	shownCell
	Row        int
	Cols, Rows int // that it covers
}

type pageChart struct {
	Left, Top int
	Image     template.HTML
}

// The sizes of rows and columns that nobody has set.
const rowHeight, columnWidth = 21, 100

// isPage reports whether a tab shows no grid lines.
func (s *sheet) isPage() bool {
	grid, _ := s.props["gridProperties"].(tree)
	return grid["hideGridlines"] == true || s.props["hideGridlines"] == true
}

// fillPage fills in a page: its first rows, and its charts.
func (p *tabPage) fillPage(st *state, s *sheet, edit string) {
	part := &pagePart{}
	p.Page, p.Editing, p.Stop, p.Last = part, edit != "", p.link(s.title, 0, ""), min(s.rows, maxRowsShown)
	left, top := make([]int, s.cols+1), make([]int, p.Last+1)
	for c := range s.cols {
		w := columnWidth
		if px := s.colDim(c).pixels; px > 0 {
			w = px
		}
		part.Widths, left[c+1] = append(part.Widths, w), left[c]+w
	}
	part.Width = left[s.cols]
	shades, styles := s.shades(), map[*Format]template.CSS{}
	for r := range p.Last {
		row := pageRow{Height: rowHeight}
		if px := s.rowDim(r).pixels; px > 0 {
			row.Height = px
		}
		top[r+1] = top[r] + row.Height
		for c := 0; c < s.cols; c++ {
			if cell, ok := p.pageCell(s, r, c, edit, styles, shades); ok {
				row.Cells = append(row.Cells, cell)
			}
		}
		part.Rows = append(part.Rows, row)
	}
	for _, c := range chartsOf(s) {
		at := &c.Position.OverlayPosition
		if at.AnchorCell.RowIndex < p.Last && at.AnchorCell.ColumnIndex < s.cols {
			part.Charts = append(part.Charts, pageChart{Left: left[at.AnchorCell.ColumnIndex] + at.OffsetX,
				Top: top[at.AnchorCell.RowIndex] + at.OffsetY, Image: show.SVG(drawn(st, &c))})
		}
	}
}

// pageCell is a cell of a page; false for one that a merge covers.
func (p *tabPage) pageCell(s *sheet, r, c int, edit string, styles map[*Format]template.CSS,
	shades func(r, c int) string) (pageCell, bool) {
	out := pageCell{Row: r, Cols: 1, Rows: 1}
	for _, m := range s.merges {
		if m.has(r, c) {
			if m.r1 != r || m.c1 != c {
				return out, false
			}
			out.Cols, out.Rows = m.c2-m.c1, m.r2-m.r1
		}
	}
	cell := s.cell(r, c)
	out.shownCell = shownCellOf(cell, map[*Format]template.CSS{})
	out.Style = ""
	if cell != nil && cell.Format != nil {
		css, known := styles[cell.Format]
		if !known {
			css = show.PageCSS(cell.Format.JSON)
			styles[cell.Format] = css
		}
		out.Style = css
	}
	if fill := shades(r, c); fill != "" {
		out.Style += template.CSS("background:" + fill + ";")
	}
	if next := s.cell(r, c+out.Cols); next.Content() || out.Cols > 1 {
		out.Style += "overflow:hidden;"
	}
	at := strconv.Itoa(r) + "." + strconv.Itoa(c)
	out.Col, out.Link, out.Editing = c, p.link(s.title, 0, at), at == edit
	return out, true
}

// shades returns the colours that rules give to cells by their numbers.
func (s *sheet) shades() func(r, c int) string {
	fills := map[[2]int]string{}
	for _, t := range s.conditionalFormats {
		var u show.Rule
		raw, err := json.Marshal(t)
		if err != nil || json.Unmarshal(raw, &u) != nil || u.Shade(1) == "" {
			continue
		}
		for _, a := range u.Ranges {
			most := 0.0
			for r := a.FromRow; r < a.EndRow; r++ {
				most = max(most, numberOf(s.cell(r, a.FromCol)))
			}
			for r := a.FromRow; r < a.EndRow && most > 0; r++ {
				part := min(max(numberOf(s.cell(r, a.FromCol))/most, 0), 1)
				fills[[2]int{r, a.FromCol}] = u.Shade(part)
			}
		}
	}
	return func(r, c int) string { return fills[[2]int{r, c}] }
}

func numberOf(c *Cell) float64 {
	if c == nil || c.Value.Kind != kindNumber {
		return 0
	}
	return c.Value.Num
}
