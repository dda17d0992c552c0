package sheets

import (
	"cmp"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Layout is what a workbook needs to have. The order of Tabs is the order of creation.
type Layout struct {
	Tabs []TabLayout
	// Words is the language of its titles and notes.
	Words words.Language
}

// TabLayout describes a table tab: what Ensure creates when it is missing.
type TabLayout struct {
	Title string
	// Name is what leadsheet calls the tab where the title is in another language; "" is the title. What refers to a
	// tab or a column (Key, Memory, ListFrom, Colors) has its name.
	Name string
	Note string // shown on the first header cell
	Key  string // title of the column that identifies a row; "" for tables without one
	// IsKey tells a key from what people write above a table; nil: any text counts as a key.
	IsKey func(string) bool
	// Memory are the titles of the columns without which leadsheet forgets what it did.
	Memory  []string
	Color   string // RRGGBB of the tab; "" for none
	Columns []Column
	// Former are the positions in Columns of those that stood in another order in workbooks of earlier versions, in
	// that order.
	Former []int
	Frozen int      // columns that stay in sight, from the left; set only when the tab is created
	Hidden bool     // the tab is created hidden
	Rows   [][]Cell // first content, written only when the tab is created
	// Colors are the rules that colour whole rows or single cells.
	Colors []ColorRule
}

// Column describes one column.
type Column struct {
	Title    string
	Name     string  // what leadsheet calls it; "" is the title
	Note     string  // explains the column; shown on the header
	Width    float64 // in characters
	Format   Format
	Wrap     bool
	ListFrom string   // "Tab/Column": the allowed values are those of another tab's column
	List     []string // or these
	Free     bool     // other values are as good as those of the list
	Managed  bool     // written by leadsheet: its header is shaded, people are warned
	Grouped  bool     // in a group of neighbours that is closed when the tab is created
	Hidden   bool     // made hidden; what users show or hide afterwards stays so
	Later    bool     // added in a later version: a workbook without it may be older than the column
	Rare     bool     // a Book may be an hour late to see what people change here, but not where it writes
	Calls    bool     // nor in a row in which this column is filled
}

// Called is what leadsheet calls the tab: by this it is found in a Snapshot.
func (t TabLayout) Called() string { return cmp.Or(t.Name, t.Title) }

// Called is what leadsheet calls the column.
func (c Column) Called() string { return cmp.Or(c.Name, c.Title) }

// titled is the title of a column that leadsheet calls so.
func (t TabLayout) titled(name string) string {
	for _, c := range t.Columns {
		if c.Called() == name {
			return c.Title
		}
	}
	return name
}

// Format is a column's number format.
type Format = lead.Format

// The formats.
const (
	General   = lead.General
	PlainText = lead.PlainText
	DateOnly  = lead.DateOnly
	DateTime  = lead.DateTime
	Amount    = lead.Amount
	Whole     = lead.Whole
)

// ColorRule colours the row (or only the cell) where the text of Column holds Contains, or equals Equals.
type ColorRule struct {
	Column   string
	Contains string
	Equals   string
	WholeRow bool
	Fill     string // RRGGBB
	Font     string // RRGGBB; "" keeps the font's colour
}

// Page is a tab that leadsheet alone writes: a report. It is laid out on a fixed grid, holds values and no formulas,
// and is replaced as a whole.
type Page struct {
	Title string
	Color string // tab colour, RRGGBB
	// Former is the title that the page had in earlier versions; "" for none. A tab of that title becomes the page.
	Former  string
	Hidden  bool // made hidden; whether it stays so is up to users
	First   bool // made in front of the team's table, others behind it
	Widths  []float64
	Heights map[int]float64 // row (from 0) to points
	Cells   []PageCell
	Merges  [][4]int // row, column, row, column; from 0, inclusive
	Charts  []Chart  // made when the tab is made; their ranges are fixed
	Bars    []DataBar
	// Frozen rows at the top; the printed page is one landscape sheet.
	Frozen int
}

// PageCell is one cell of a page, from 0.
type PageCell struct {
	Row, Col int
	Cell     Cell
	Style    Style
	// LinkTab and LinkKey make the cell a link to the row of that key: Leads, L-1042.
	LinkTab, LinkKey string
	// LinkURL makes it a link out of the workbook, in place of one to a row: mailto:ann@example.com.
	LinkURL string
	// AsOf marks a cell that alone is no reason to write the page again. Checked marks one of these that Batch.Checked
	// writes.
	AsOf, Checked bool
	// Clock is a time in the text of the cell that alone is no reason to write the page again; "" for none.
	Clock string
}

// AroundClock is the text of a cell before and after its Clock. Without one it is all before.
func (c *PageCell) AroundClock() (before, after string) {
	text := c.Cell.Text
	if i := strings.LastIndex(text, c.Clock); c.Clock != "" && i >= 0 {
		return text[:i], text[i+len(c.Clock):]
	}
	return text, ""
}

// Style names a look; each backend draws it.
type Style uint8

// The styles of a page.
const (
	Plain Style = iota
	Title
	Subtitle
	Heading // with a rule below
	CardLabel
	CardNumber
	CardPercent
	CardMoney
	CardText
	CardGood // a comparison that is good news
	CardBad
	CardFlat
	CardBlank // the card's empty ground
	TableHead
	TableHeadRight
	TableText
	TableNumber
	TablePercent
	TableMoney
	TableDate
	TableLink
	TableLate     // red, needs action
	Hint          // an empty state or an explanation, grey
	TableLateText // as TableLate, for words
	SubtitleRight
	TableHeadWrap // a title over numbers, in two lines
	TableShare    // a percentage without decimals
	Note          // what stands beside figures, small and grey, in several lines
	NoteRight     // a sample, small and grey
	Sentence      // what figures say
	TableTotal    // a name and numbers that sum up those above
	TableSum
	LinkInset   // a link in merged cells
	HeadingNote // beside a heading, with its rule
)

// ChartType is a kind of chart.
type ChartType uint8

// The chart types.
const (
	ColumnsAndLine ChartType = iota // first series as columns, the others as lines
	SortedBars                      // horizontal bars with their values, first row on top
)

// Chart is a chart over fixed ranges of a page.
type Chart struct {
	Type          ChartType
	Row, Col      int // top left cell, from 0
	Width, Height int // pixels
	Alt           string
	Categories    Range
	Series        []Series
}

// Series is one row of numbers of a chart.
type Series struct {
	Name   string
	Values Range
	Color  string
}

// Range is a column of cells of a page, from 0, inclusive.
type Range struct {
	Tab            string
	Col, Row, Last int
}

// DataBar draws bars behind the numbers of a column of cells.
type DataBar struct {
	Col, Row, Last int
	Color          string
}

// Standalone returns the layout without what refers to other tabs.
func (t TabLayout) Standalone() TabLayout {
	columns := make([]Column, len(t.Columns))
	for i, c := range t.Columns {
		c.ListFrom, c.List = "", nil
		columns[i] = c
	}
	t.Columns = columns
	t.Rows, t.Hidden = nil, false
	return t
}

// Expected are the tabs that a book has been told to expect, by folded title.
type Expected map[string]TabLayout

// Add takes over the tabs of a layout.
func (e Expected) Add(layout Layout) {
	for _, t := range layout.Tabs {
		e[Fold(t.Title)] = t
	}
}

// ShowsClock reports whether the cells of a column show a day, and those that have a time of day that, too.
func (t *TabLayout) ShowsClock(title string) bool {
	for i := range t.Columns {
		if Fold(t.Columns[i].Title) == Fold(title) {
			return t.Columns[i].Format == DateOnly
		}
	}
	return false
}

// Tab is what is expected of a tab, under the title that was asked for; without columns for one that is not in the
// layout.
func (e Expected) Tab(title string) TabLayout {
	t := e[Fold(title)]
	t.Title = title
	return t
}
