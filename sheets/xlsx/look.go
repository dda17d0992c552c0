package xlsx

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// styler writes cells with their styles into one opened file. Each style is created once per file.
type styler struct {
	f      *excelize.File
	dates  map[int]int // from a style to the same style with a date format
	isDate map[int]bool
	styles map[sheets.Style]int
}

func newStyler(f *excelize.File) *styler {
	return &styler{f: f, dates: map[int]int{}, isDate: map[int]bool{}, styles: map[sheets.Style]int{}}
}

// setValue writes the content and keeps the style. Text never becomes a formula.
func (l *styler) setValue(title, ref string, c sheets.Cell) error {
	switch c.Kind {
	case textKind:
		return l.f.SetCellStr(title, ref, xmltext.Escape(c.Text))
	case numberKind, dateKind:
		return l.f.SetCellFloat(title, ref, c.Num, decimals(c.Num), 64)
	case boolKind:
		return l.f.SetCellBool(title, ref, c.Num != 0)
	}
	return l.f.SetCellValue(title, ref, nil)
}

// decimals is how many decimals a number needs to be read back as it is. Left to itself, excelize cuts a number after
// 15 digits; most minutes of a day lie a little before the full minute then, and programs show the minute before.
func decimals(f float64) int {
	_, after, _ := strings.Cut(strconv.FormatFloat(f, 'f', -1, 64), ".")
	return len(after)
}

// set writes one cell of a table and keeps the style of the cell or its column. A date gets a date format if the style
// has none.
func (l *styler) set(e cellEdit) error {
	ref, err := excelize.CoordinatesToCellName(e.col+1, e.row)
	if err != nil {
		return err
	}
	if err := l.setValue(e.title, ref, e.cell); err != nil {
		return err
	}
	if e.cell.Kind != dateKind {
		return nil
	}
	id, err := l.f.GetCellStyle(e.title, ref)
	if err != nil {
		return err
	}
	to, err := l.dateStyle(id, e.cell.Num != float64(int(e.cell.Num)))
	if err != nil || to == id {
		return err
	}
	return l.f.SetCellStyle(e.title, ref, ref, to)
}

// dateStyle returns the style itself if it shows dates, else the same style with a date format.
func (l *styler) dateStyle(id int, withTime bool) (int, error) {
	if l.isDate[id] {
		return id, nil
	}
	k := id * 2
	if withTime {
		k++
	}
	if to, ok := l.dates[k]; ok {
		return to, nil
	}
	s, err := l.f.GetStyle(id)
	if err != nil {
		return 0, err
	}
	custom := ""
	if s.CustomNumFmt != nil {
		custom = *s.CustomNumFmt
	}
	if n := s.NumFmt; n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 58 ||
		strings.ContainsAny(strings.ToLower(custom), "ydh") {
		l.isDate[id] = true
		return id, nil
	}
	format := sheets.NumberFormatOf(sheets.DateOnly).Pattern
	if withTime {
		format = sheets.NumberFormatOf(sheets.DateTime).Pattern
	}
	s.NumFmt, s.CustomNumFmt = 0, &format
	if s.Font == nil {
		s.Font = &excelize.Font{Family: sheets.LookFont, Size: 11}
	}
	to, err := l.f.NewStyle(s)
	if err != nil {
		return 0, err
	}
	l.dates[k] = to
	return to, nil
}

// clockStyle returns the style with a format that shows the day and the time of day.
func (l *styler) clockStyle(id int) (int, error) {
	s, err := l.f.GetStyle(id)
	if err != nil {
		return 0, err
	}
	format := sheets.NumberFormatOf(sheets.DateTime).Pattern
	s.NumFmt, s.CustomNumFmt = 0, &format
	return l.f.NewStyle(s)
}

func fill(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

// style returns the style of a cell of a page.
func (l *styler) style(s sheets.Style) (int, error) {
	if id, ok := l.styles[s]; ok {
		return id, nil
	}
	id, err := l.f.NewStyle(pageStyle(s))
	if err == nil {
		l.styles[s] = id
	}
	return id, err
}

func pageStyle(s sheets.Style) *excelize.Style { return drawnStyle(s.Look()) }

func columnStyle(c sheets.Column) *excelize.Style { return drawnStyle(c.Look()) }

// headerStyle omits what existing workbooks do not have: titles are neither wrapped nor formatted as text.
func headerStyle(c sheets.Column) *excelize.Style {
	l := c.HeaderLook()
	l.Wrap, l.Number = sheets.Overflow, sheets.NumberFormat{}
	return drawnStyle(l)
}

// The names in a workbook file for the looks of package sheets.
var (
	ruleStyles = map[sheets.Rule]int{sheets.ThinRule: 1, sheets.MediumRule: 2}
	alignNames = map[sheets.Align]string{sheets.AlignLeft: "left", sheets.AlignRight: "right"}
)

// textNumFmt is the built-in number format for text.
const textNumFmt = 49

// drawnStyle translates a look. A workbook file cannot clip text, so long text overflows into blank cells beside it.
func drawnStyle(l sheets.Look) *excelize.Style {
	st := &excelize.Style{
		Font: &excelize.Font{
			Family: sheets.LookFont,
			Size:   float64(l.Size),
			Color:  l.Color,
			Bold:   l.Bold,
			Italic: l.Italic,
		},
		Alignment: &excelize.Alignment{
			Vertical:   "center",
			Horizontal: alignNames[l.Align],
			WrapText:   l.Wrap == sheets.WrapLines,
		},
	}
	if l.Underline {
		st.Font.Underline = "single"
	}
	if l.Top {
		st.Alignment.Vertical = "top"
	}
	if l.Indent {
		st.Alignment.Indent = 1
	}
	if l.Fill != "" {
		st.Fill = fill(l.Fill)
	}
	if l.Rule != sheets.NoRule {
		st.Border = []excelize.Border{{Type: "bottom", Color: sheets.ColorLine, Style: ruleStyles[l.Rule]}}
	}
	switch {
	case l.Number.Kind == sheets.TextNumber:
		st.NumFmt = textNumFmt
	case l.Number.Pattern != "":
		st.CustomNumFmt = &l.Number.Pattern
	}
	return st
}
