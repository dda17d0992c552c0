package sheets

// The font and the palette of everything that leadsheet draws. Colours are RRGGBB.
const (
	LookFont = "Calibri" // named in every style: without a name some programs take a serif

	ColorText          = "1F2937"
	ColorMuted         = "6B7280" // labels, hints
	ColorLine          = "D1D5DB"
	ColorCard          = "F3F4F6" // the ground of cards
	ColorHeader        = "E5E7EB"
	ColorManagedHeader = "DBEAFE" // headers of the columns that leadsheet writes
	ColorGood          = "15803D"
	ColorBad           = "B91C1C"
	ColorBadGround     = "FEE2E2"
	ColorLink          = "1D4ED8"
	ColorWhite         = "FFFFFF"
)

// Look is how a cell is drawn. A backend translates it; what its format cannot express is left out there.
type Look struct {
	Size                    int    // of the font, in points
	Color                   string // of the text, RRGGBB
	Bold, Italic, Underline bool
	Fill                    string // RRGGBB; "" for none
	Rule                    Rule   // below the cell
	Align                   Align
	Top                     bool // the text stands at the top of the cell instead of its middle
	Indent                  bool // some space before the text
	Wrap                    Wrap
	Number                  NumberFormat
}

// Rule is a line below a cell.
type Rule uint8

// The rules.
const (
	NoRule Rule = iota
	ThinRule
	MediumRule
)

// Align is where the text of a cell stands.
type Align uint8

// The alignments.
const (
	AlignByKind Align = iota // texts left, numbers right
	AlignLeft
	AlignRight
)

// Wrap says what becomes of a text that is wider than its cell.
type Wrap uint8

// The ways to wrap.
const (
	Overflow  Wrap = iota // it covers blank cells beside it
	Clip                  // it is cut off in sight
	WrapLines             // the row grows
)

// NumberFormat is a kind of value and its pattern, in the notation that spreadsheet programs share.
type NumberFormat struct {
	Kind    NumberKind
	Pattern string
}

// NumberKind is what a number format shows.
type NumberKind uint8

// The kinds of number formats.
const (
	GeneralNumber NumberKind = iota // no pattern: each value as its kind is shown
	TextNumber                      // what is typed stays a text
	DateNumber
	DateTimeNumber
	PlainNumber
	PercentNumber
)

// The number formats that leadsheet uses.
var (
	textFormat     = NumberFormat{TextNumber, "@"}
	dateFormat     = NumberFormat{DateNumber, "yyyy-mm-dd"}
	dateTimeFormat = NumberFormat{DateTimeNumber, "yyyy-mm-dd hh:mm"}
	longDateFormat = NumberFormat{DateNumber, "d mmm yyyy"}
	amountFormat   = NumberFormat{PlainNumber, "#,##0"}
	wholeFormat    = NumberFormat{PlainNumber, "0"}
	percentFormat  = NumberFormat{PercentNumber, "0.0%"}
	shareFormat    = NumberFormat{PercentNumber, "0%"}
)

// styleLooks is the table of the styles of a page.
var styleLooks = [...]Look{
	Plain:    {Size: 11, Color: ColorText},
	Title:    {Size: 22, Color: ColorText, Bold: true},
	Subtitle: {Size: 10, Color: ColorMuted},
	Heading:  {Size: 14, Color: ColorText, Bold: true, Rule: MediumRule},

	CardLabel:   card(10, ColorMuted, false, NumberFormat{}),
	CardNumber:  card(24, ColorText, true, amountFormat),
	CardPercent: card(24, ColorText, true, percentFormat),
	CardMoney:   card(24, ColorText, true, amountFormat),
	CardText:    card(24, ColorText, true, NumberFormat{}),
	CardGood:    card(10, ColorGood, true, NumberFormat{}),
	CardBad:     card(10, ColorBad, true, NumberFormat{}),
	CardFlat:    card(10, ColorMuted, false, NumberFormat{}),
	CardBlank:   {Size: 11, Color: ColorText, Fill: ColorCard},

	TableHead:      {Size: 10, Color: ColorMuted, Bold: true, Rule: ThinRule},
	TableHeadRight: {Size: 10, Color: ColorMuted, Bold: true, Rule: ThinRule, Align: AlignRight},
	TableText:      {Size: 11, Color: ColorText, Align: AlignLeft},
	TableNumber:    {Size: 11, Color: ColorText, Align: AlignRight, Number: amountFormat},
	TablePercent:   {Size: 11, Color: ColorText, Align: AlignRight, Number: percentFormat},
	TableMoney:     {Size: 11, Color: ColorText, Align: AlignRight, Number: amountFormat},
	TableDate:      {Size: 11, Color: ColorText, Align: AlignLeft, Number: longDateFormat},
	TableLink:      {Size: 11, Color: ColorLink, Align: AlignLeft, Underline: true},
	TableLate:      {Size: 11, Color: ColorBad, Bold: true, Fill: ColorBadGround, Align: AlignRight},
	Hint:           {Size: 11, Color: ColorMuted, Italic: true},
	SubtitleRight:  {Size: 10, Color: ColorMuted, Align: AlignRight},
	TableLateText:  {Size: 11, Color: ColorBad, Bold: true, Fill: ColorBadGround, Align: AlignLeft},
	TableHeadWrap:  {Size: 10, Color: ColorMuted, Bold: true, Rule: ThinRule, Align: AlignRight, Wrap: WrapLines},
	TableShare:     {Size: 11, Color: ColorText, Align: AlignRight, Number: shareFormat},
	Note:           {Size: 9, Color: ColorMuted, Align: AlignLeft, Top: true, Wrap: WrapLines},
	NoteRight:      {Size: 9, Color: ColorMuted, Align: AlignRight},
	Sentence:       {Size: 11, Color: ColorText, Align: AlignLeft},
	TableTotal:     {Size: 11, Color: ColorText, Bold: true, Align: AlignLeft},
	TableSum:       {Size: 11, Color: ColorText, Bold: true, Align: AlignRight, Number: amountFormat},
	LinkInset:      {Size: 11, Color: ColorLink, Align: AlignLeft, Underline: true, Indent: true},
	HeadingNote:    {Size: 10, Color: ColorMuted, Rule: MediumRule},
}

// card is the look of a text on a card.
func card(size int, color string, bold bool, number NumberFormat) Look {
	return Look{Size: size, Color: color, Bold: bold, Fill: ColorCard, Align: AlignLeft, Indent: true, Number: number}
}

// formatLooks is the table of the formats of a column.
var formatLooks = [...]struct {
	number NumberFormat
	align  Align
}{
	General:   {},
	PlainText: {number: textFormat},
	DateOnly:  {dateFormat, AlignLeft},
	DateTime:  {dateTimeFormat, AlignLeft},
	Amount:    {number: amountFormat},
	Whole:     {wholeFormat, AlignLeft},
}

// Look returns how a page's cell of the style is drawn; a style that does not exist is drawn as Plain.
func (s Style) Look() Look {
	if int(s) >= len(styleLooks) {
		s = Plain
	}
	return styleLooks[s]
}

// NumberFormatOf returns how the numbers of a column of that format are shown.
func NumberFormatOf(f Format) NumberFormat {
	if int(f) >= len(formatLooks) {
		f = General
	}
	return formatLooks[f].number
}

// Look returns how the cells below the title of a column are drawn.
func (c Column) Look() Look {
	l := Look{Size: 11, Color: ColorText, Top: true, Wrap: Clip, Number: NumberFormatOf(c.Format)}
	if int(c.Format) < len(formatLooks) {
		l.Align = formatLooks[c.Format].align
	}
	if c.Wrap {
		l.Wrap = WrapLines
	}
	return l
}

// HeaderLook returns how the title of a column is drawn. The columns that leadsheet writes are shaded.
func (c Column) HeaderLook() Look {
	l := Look{Size: 11, Color: ColorText, Bold: true, Fill: ColorHeader, Rule: MediumRule,
		Align: AlignLeft, Wrap: WrapLines, Number: textFormat}
	if c.Managed {
		l.Fill = ColorManagedHeader
	}
	return l
}
