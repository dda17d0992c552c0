package xlsx

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
)

// The look of everything that leadsheet draws. The font is named in every style: without a name LibreOffice takes a serif.
const (
	font      = "Calibri"
	ink       = "1F2937" // text
	muted     = "6B7280" // labels, hints
	rule      = "D1D5DB" // lines
	ground    = "F3F4F6" // cards
	head      = "E5E7EB" // table headers
	headOurs  = "DBEAFE" // headers of the columns that leadsheet writes
	good      = "15803D"
	bad       = "B91C1C"
	badGround = "FEE2E2"
	link      = "1D4ED8"

	dateFormat     = "yyyy-mm-dd"
	dateTimeFormat = "yyyy-mm-dd hh:mm"
	amountFormat   = "#,##0"
	percentFormat  = "0.0%"
)

// look writes cells with their styles into one opened file. Styles are made once a file; excelize finds equal ones.
type look struct {
	f      *excelize.File
	dates  map[int]int // a style to the same with a date format
	isDate map[int]bool
	styles map[sheets.Style]int
}

func newLook(f *excelize.File) *look {
	return &look{f: f, dates: map[int]int{}, isDate: map[int]bool{}, styles: map[sheets.Style]int{}}
}

// put writes the content and leaves the style. Text never becomes a formula.
func (l *look) put(title, ref string, c sheets.Cell) error {
	switch c.Kind {
	case textKind:
		return l.f.SetCellStr(title, ref, escape(c.Text))
	case numberKind, dateKind:
		return l.f.SetCellValue(title, ref, c.Num)
	case boolKind:
		return l.f.SetCellBool(title, ref, c.Num != 0)
	}
	return l.f.SetCellValue(title, ref, nil)
}

// set writes one cell of a table: the style of the cell, or of its column, stays; a date is made to look like one.
func (l *look) set(e edit) error {
	ref, err := excelize.CoordinatesToCellName(e.col+1, e.row)
	if err != nil {
		return err
	}
	if err := l.put(e.title, ref, e.cell); err != nil {
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

// dateStyle returns the style itself where it shows dates, else the same with a date format.
func (l *look) dateStyle(id int, withTime bool) (int, error) {
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
	if n := s.NumFmt; n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 58 || strings.ContainsAny(strings.ToLower(custom), "ydh") {
		l.isDate[id] = true
		return id, nil
	}
	format := dateFormat
	if withTime {
		format = dateTimeFormat
	}
	s.NumFmt, s.CustomNumFmt = 0, &format
	if s.Font == nil {
		s.Font = &excelize.Font{Family: font, Size: 11}
	}
	to, err := l.f.NewStyle(s)
	if err != nil {
		return 0, err
	}
	l.dates[k] = to
	return to, nil
}

func fill(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

// style returns the style of a page's cell.
func (l *look) style(s sheets.Style) (int, error) {
	if id, ok := l.styles[s]; ok {
		return id, nil
	}
	id, err := l.f.NewStyle(pageStyle(s))
	if err == nil {
		l.styles[s] = id
	}
	return id, err
}

// pageStyle draws the styles of a page.
func pageStyle(s sheets.Style) *excelize.Style {
	st := &excelize.Style{Font: &excelize.Font{Family: font, Size: 11, Color: ink}, Alignment: &excelize.Alignment{Vertical: "center"}}
	below := func(color string, style int) {
		st.Border = []excelize.Border{{Type: "bottom", Color: color, Style: style}}
	}
	number := func(format string) { st.CustomNumFmt = &format }
	left := func(indent int) { st.Alignment.Horizontal, st.Alignment.Indent = "left", indent }
	card := func(size float64, color string, bold bool) {
		st.Fill = fill(ground)
		st.Font.Size, st.Font.Color, st.Font.Bold = size, color, bold
		left(1)
	}
	switch s {
	case sheets.Title:
		st.Font.Size, st.Font.Bold = 22, true
	case sheets.Subtitle:
		st.Font.Size, st.Font.Color = 10, muted
	case sheets.Heading:
		st.Font.Size, st.Font.Bold = 14, true
		below(rule, 2)
	case sheets.CardLabel:
		card(10, muted, false)
	case sheets.CardNumber, sheets.CardMoney:
		card(24, ink, true)
		number(amountFormat)
	case sheets.CardPercent:
		card(24, ink, true)
		number(percentFormat)
	case sheets.CardText:
		card(18, ink, true)
	case sheets.CardGood:
		card(10, good, true)
	case sheets.CardBad:
		card(10, bad, true)
	case sheets.CardFlat:
		card(10, muted, false)
	case sheets.CardBlank:
		st.Fill = fill(ground)
	case sheets.TableHead, sheets.TableHeadRight:
		st.Font.Size, st.Font.Bold, st.Font.Color = 10, true, muted
		below(rule, 1)
		if s == sheets.TableHeadRight {
			st.Alignment.Horizontal = "right"
		}
	case sheets.TableText:
		left(0)
	case sheets.TableNumber, sheets.TableMoney:
		st.Alignment.Horizontal = "right"
		number(amountFormat)
	case sheets.TablePercent:
		st.Alignment.Horizontal = "right"
		number(percentFormat)
	case sheets.TableDate:
		left(0)
		number("d mmm yyyy")
	case sheets.TableLink:
		left(0)
		st.Font.Color, st.Font.Underline = link, "single"
	case sheets.TableLate:
		st.Font.Bold, st.Font.Color = true, bad
		st.Fill = fill(badGround)
		st.Alignment.Horizontal = "right"
	case sheets.Hint:
		st.Font.Color, st.Font.Italic = muted, true
	}
	return st
}
