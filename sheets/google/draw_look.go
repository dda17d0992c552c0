package google

import (
	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// The look of everything that leadsheet draws: the same as in a workbook file.
const (
	lookFont      = "Calibri"
	lookInk       = "1F2937" // text
	lookMuted     = "6B7280" // labels, hints
	lookRule      = "D1D5DB" // lines
	lookGround    = "F3F4F6" // cards
	lookHead      = "E5E7EB" // table headers
	lookHeadOurs  = "DBEAFE" // headers of the columns that leadsheet writes
	lookGood      = "15803D"
	lookBad       = "B91C1C"
	lookBadGround = "FEE2E2"
	lookLink      = "1D4ED8"
	lookWhite     = "FFFFFF"
)

// lookText is a font; every format names it, because the default is another.
func lookText(size int64, color string, bold bool) *api.TextFormat {
	return &api.TextFormat{FontFamily: lookFont, FontSize: size, ForegroundColorStyle: drawColor(color), Bold: bold}
}

// lookBelow is a rule below a cell.
func lookBelow(style string) *api.Borders {
	return &api.Borders{Bottom: &api.Border{Style: style, ColorStyle: drawColor(lookRule)}}
}

// columnFormat is the look of the cells of a table's column.
func columnFormat(c sheets.Column) *api.CellFormat {
	f := &api.CellFormat{TextFormat: lookText(11, lookInk, false), VerticalAlignment: "TOP", WrapStrategy: "CLIP"}
	if c.Wrap {
		f.WrapStrategy = "WRAP"
	}
	switch c.Format {
	case sheets.PlainText:
		f.NumberFormat = &api.NumberFormat{Type: "TEXT", Pattern: "@"}
	case sheets.DateOnly:
		f.NumberFormat = &api.NumberFormat{Type: "DATE", Pattern: "yyyy-mm-dd"}
		f.HorizontalAlignment = "LEFT"
	case sheets.DateTime:
		f.NumberFormat = &api.NumberFormat{Type: "DATE_TIME", Pattern: "yyyy-mm-dd hh:mm"}
		f.HorizontalAlignment = "LEFT"
	case sheets.Amount:
		f.NumberFormat = &api.NumberFormat{Type: "NUMBER", Pattern: "#,##0"}
	}
	return f
}

// headerFormat is the look of a header cell; the columns that leadsheet writes are shaded.
func headerFormat(ours bool) *api.CellFormat {
	ground := lookHead
	if ours {
		ground = lookHeadOurs
	}
	return &api.CellFormat{
		TextFormat: lookText(11, lookInk, true), BackgroundColorStyle: drawColor(ground), Borders: lookBelow("SOLID_MEDIUM"),
		HorizontalAlignment: "LEFT", VerticalAlignment: "MIDDLE", WrapStrategy: "WRAP",
		NumberFormat: &api.NumberFormat{Type: "TEXT", Pattern: "@"},
	}
}

// pageFormat draws the styles of a page.
func pageFormat(s sheets.Style) *api.CellFormat {
	f := &api.CellFormat{TextFormat: lookText(11, lookInk, false), VerticalAlignment: "MIDDLE"}
	number := func(kind, pattern string) { f.NumberFormat = &api.NumberFormat{Type: kind, Pattern: pattern} }
	right := func() { f.HorizontalAlignment = "RIGHT" }
	left := func() { f.HorizontalAlignment = "LEFT" }
	card := func(size int64, color string, bold bool) {
		f.TextFormat = lookText(size, color, bold)
		f.BackgroundColorStyle = drawColor(lookGround)
		f.Padding = &api.Padding{Top: 2, Right: 3, Bottom: 2, Left: 11} // Sheets knows no indent
		left()
	}
	switch s {
	case sheets.Title:
		f.TextFormat = lookText(22, lookInk, true)
	case sheets.Subtitle:
		f.TextFormat = lookText(10, lookMuted, false)
	case sheets.Heading:
		f.TextFormat = lookText(14, lookInk, true)
		f.Borders = lookBelow("SOLID_MEDIUM")
	case sheets.CardLabel, sheets.CardFlat:
		card(10, lookMuted, false)
	case sheets.CardNumber, sheets.CardMoney:
		card(24, lookInk, true)
		number("NUMBER", "#,##0")
	case sheets.CardPercent:
		card(24, lookInk, true)
		number("PERCENT", "0.0%")
	case sheets.CardText:
		card(18, lookInk, true)
	case sheets.CardGood:
		card(10, lookGood, true)
	case sheets.CardBad:
		card(10, lookBad, true)
	case sheets.CardBlank:
		f.BackgroundColorStyle = drawColor(lookGround)
	case sheets.TableHead, sheets.TableHeadRight:
		f.TextFormat = lookText(10, lookMuted, true)
		f.Borders = lookBelow("SOLID")
		if s == sheets.TableHeadRight {
			right()
		}
	case sheets.TableText:
		left()
	case sheets.TableNumber, sheets.TableMoney:
		right()
		number("NUMBER", "#,##0")
	case sheets.TablePercent:
		right()
		number("PERCENT", "0.0%")
	case sheets.TableDate:
		left()
		number("DATE", "d mmm yyyy")
	case sheets.TableLink:
		left()
		f.TextFormat = lookText(11, lookLink, false)
		f.TextFormat.Underline = true
	case sheets.TableLate:
		right()
		f.TextFormat = lookText(11, lookBad, true)
		f.BackgroundColorStyle = drawColor(lookBadGround)
	case sheets.Hint:
		f.TextFormat = lookText(11, lookMuted, false)
		f.TextFormat.Italic = true
	}
	return f
}
