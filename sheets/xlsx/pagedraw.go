package xlsx

import (
	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/ooxml"
	"leadsheet/sheets/xlsx/ooxml/refer"
)

// drawPage draws a page into a workbook of its own, from which it is taken over. link gives the place that a cell links
// to, "" for none.
func drawPage(f *excelize.File, l *styler, pg sheets.Page, link func(sheets.PageCell) string) error {
	if err := makePage(f, l, pg); err != nil {
		return err
	}
	for _, c := range pg.Cells {
		ref, err := excelize.CoordinatesToCellName(c.Col+1, c.Row+1)
		if err != nil {
			return err
		}
		// Within a merged range excelize writes to the first cell, so an empty cell would erase it.
		if !covered(pg.Merges, c) {
			if err := l.setValue(pg.Title, ref, storable(c.Cell)); err != nil {
				return err
			}
		}
		id, err := l.style(c.Style)
		if err != nil {
			return err
		}
		if err := f.SetCellStyle(pg.Title, ref, ref, id); err != nil {
			return err
		}
		to := link(c)
		switch {
		case c.LinkURL != "":
			err = f.SetCellHyperLink(pg.Title, ref, c.LinkURL, "External")
		case to != "":
			err = f.SetCellHyperLink(pg.Title, ref, to, "Location")
		}
		if err != nil {
			return err
		}
	}
	return nil
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
	if err := printLayout(f, pg); err != nil || !pg.Hidden {
		return err
	}
	return f.SetSheetVisible(pg.Title, false)
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

// printLayout sets the page to one landscape sheet of A4. A list, which has no charts and grows and shrinks, is as wide
// as the sheet, and as many sheets long as it needs.
func printLayout(f *excelize.File, pg sheets.Page) error {
	yes, landscape, a4, one, high := true, "landscape", 9, 1, 1
	list := len(pg.Charts) == 0
	if list {
		high = 0
	}
	color := tabColor(pg.Color)
	props := &excelize.SheetPropsOptions{FitToPage: &yes}
	if color != "" {
		props.TabColorRGB = &color
	}
	if err := f.SetSheetProps(pg.Title, props); err != nil {
		return err
	}
	paper := &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &one, FitToHeight: &high}
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
	if list {
		return nil
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
		&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: refer.Quote(pg.Title) + "!$A$1:" + last, Scope: pg.Title},
	)
}

// pagePlace returns where a new page belongs among the tabs: in front of the first table, or behind it and the earlier
// pages, so that people find it. Pages show no grid lines, tables do.
func pagePlace(list []ooxml.Sheet, page func(ooxml.Sheet) bool, first bool) int {
	at := 0
	for at < len(list) && page(list[at]) {
		at++
	}
	if !first && at < len(list) {
		for at++; at < len(list) && page(list[at]); at++ {
		}
	}
	return at
}

func tabColor(rgb string) string {
	if rgb == "" {
		return ""
	}
	return "FF" + rgb
}
