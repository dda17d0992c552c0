package reports

import (
	"leadsheet/reports/canvas"
	"leadsheet/sheets"
)

// The page Report stands on a grid of units of one width, with narrow columns where blocks and cards end. Rows, columns
// and merged cells are the same whatever there is to say, so that charts never move, and what people have drawn on the
// page stays.
const (
	unitWidth = 7.4 // in characters
	units     = 20
)

// gaps are the units before which there is a narrow column, and how wide it is: more between blocks than between cards.
var gaps = [...]struct {
	unit  int
	width float64
}{{4, 0.9}, {7, 1.8}, {8, 0.9}, {10, 1.8}, {12, 1.8}, {13, 1.8}, {16, 0.9}}

// at is the column of a unit.
func at(unit int) int {
	col := unit
	for _, g := range gaps {
		if unit >= g.unit {
			col++
		}
	}
	return col
}

// block is a stretch of units, both ends within it.
type block struct{ first, last int }

// The blocks side by side: three of two kinds, or two.
var (
	weeksBlock, funnelBlock, waitingBlock = block{0, 6}, block{7, 11}, block{12, 19}

	leftThird, midThird, rightThird = block{0, 6}, block{7, 12}, block{13, 19}
	leftHalf, rightHalf             = block{0, 9}, block{10, 19}
	wholePage                       = block{0, units - 1}
)

// The rows of the page.
const (
	rowTitle  = 0
	rowAsOf   = 1
	rowSays   = 2 // its heading, and its sentences below
	saysRows  = 3
	rowCards  = rowSays + 1 + saysRows + 1 // label, number, comparison, sample
	rowCharts = rowCards + 5
	chartRows = 10
	rowNotes  = rowCharts + 1 + chartRows
	rowTables = rowNotes + 2
	tableRows = 6
	rowMore   = rowTables + 2 + tableRows + 1 // below the sum
	rowAnswer = rowMore + 2
	detailRow = 10
	rowFoot   = rowAnswer + 2 + detailRow + 1
)

// reportGrid is the page without its cells.
func reportGrid(p sheets.Page) sheets.Page {
	gap := 0
	for u := range units {
		if gap < len(gaps) && gaps[gap].unit == u {
			p.Widths, gap = append(p.Widths, gaps[gap].width), gap+1
		}
		p.Widths = append(p.Widths, unitWidth)
	}
	p.Heights = map[int]float64{rowTitle: 30, rowAsOf: 16, rowSays: 20, rowCards - 1: 6, rowCards: 17, rowCards + 1: 30,
		rowCards + 2: 15, rowCards + 3: 15, rowCards + 4: 6, rowCharts: 20, rowNotes: 26, rowNotes + 1: 4, rowTables: 20,
		rowTables + 1: 28, rowMore: 15, rowMore + 1: 4, rowAnswer: 20, rowAnswer + 1: 28, rowFoot - 1: 16, rowFoot: 26,
		rowFoot + 1: 15}
	for r := range rowFoot {
		if p.Heights[r] == 0 {
			p.Heights[r] = 15
		}
	}
	return p
}

// pixels is how wide a block is on a screen, by the width of a character that spreadsheet programs share.
func pixels(in block) int {
	width := 0.0
	for u := in.first; u <= in.last; u++ {
		width += unitWidth*7 + 5
		for _, g := range gaps {
			if g.unit == u && u > in.first {
				width += g.width*7 + 5
			}
		}
	}
	return int(width)
}

// head puts the title of a block, with its rule across it.
func head(c *canvas.Canvas, row int, in block, text string) {
	c.Heading(row, at(in.first), at(in.last), text)
}

// note puts a text across a block, in two small lines at most.
func note(c *canvas.Canvas, row int, in block, text string) {
	c.Span(row, at(in.first), at(in.last), sheets.Note, canvas.Line(text, noteChars(in)))
}

// noteChars is how many characters of a note a block has room for.
func noteChars(in block) int { return (in.last - in.first + 1) * 22 }

// titles puts the titles of columns, each over its units; the first is over words.
func titles(c *canvas.Canvas, row int, in block, first string, others ...title) {
	c.Fill(row, at(in.first), at(in.last), sheets.TableHead)
	c.Text(row, at(in.first), sheets.TableHead, first)
	for _, t := range others {
		if t.first == t.last {
			c.Text(row, at(t.first), sheets.TableHeadWrap, t.text)
			continue
		}
		c.Span(row, at(t.first), at(t.last), sheets.TableHeadWrap, canvas.Line(t.text, 60))
	}
}

// title is the title of a column of numbers.
type title struct {
	block
	text string
}
