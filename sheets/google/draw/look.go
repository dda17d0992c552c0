package draw

import (
	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// What the looks of package sheets are called in the API.
var (
	ruleNames   = map[sheets.Rule]string{sheets.ThinRule: "SOLID", sheets.MediumRule: "SOLID_MEDIUM"}
	alignNames  = map[sheets.Align]string{sheets.AlignLeft: "LEFT", sheets.AlignRight: "RIGHT"}
	wrapNames   = map[sheets.Wrap]string{sheets.Clip: "CLIP", sheets.WrapLines: "WRAP"}
	numberNames = map[sheets.NumberKind]string{
		sheets.TextNumber: "TEXT", sheets.DateNumber: "DATE", sheets.DateTimeNumber: "DATE_TIME",
		sheets.PlainNumber: "NUMBER", sheets.PercentNumber: "PERCENT",
	}
)

// lookFormat translates a look.
func lookFormat(l sheets.Look) *api.CellFormat {
	f := &api.CellFormat{
		TextFormat:          lookText(int64(l.Size), l.Color, l.Bold),
		VerticalAlignment:   "MIDDLE",
		HorizontalAlignment: alignNames[l.Align],
		WrapStrategy:        wrapNames[l.Wrap],
		NumberFormat:        NumberFormat(l.Number),
	}
	f.TextFormat.Italic, f.TextFormat.Underline = l.Italic, l.Underline
	if l.Top {
		f.VerticalAlignment = "TOP"
	}
	if l.Fill != "" {
		f.BackgroundColorStyle = colorOf(l.Fill)
	}
	if l.Rule != sheets.NoRule {
		f.Borders = &api.Borders{Bottom: &api.Border{Style: ruleNames[l.Rule], ColorStyle: colorOf(sheets.ColorLine)}}
	}
	if l.Indent { // Sheets knows no indent
		f.Padding = &api.Padding{Top: 2, Right: 3, Bottom: 2, Left: 11}
	}
	return f
}

// lookText is a font; every format names it, because the default is another.
func lookText(size int64, color string, bold bool) *api.TextFormat {
	return &api.TextFormat{
		FontFamily: sheets.LookFont, FontSize: size, ForegroundColorStyle: colorOf(color), Bold: bold,
	}
}

// NumberFormat translates a number format; nil for the general one.
func NumberFormat(n sheets.NumberFormat) *api.NumberFormat {
	if n.Kind == sheets.GeneralNumber {
		return nil
	}
	return &api.NumberFormat{Type: numberNames[n.Kind], Pattern: n.Pattern}
}

func columnFormat(c sheets.Column) *api.CellFormat { return lookFormat(c.Look()) }

func headerFormat(c sheets.Column) *api.CellFormat { return lookFormat(c.HeaderLook()) }

func pageFormat(s sheets.Style) *api.CellFormat { return lookFormat(s.Look()) }
