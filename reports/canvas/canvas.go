// Package canvas puts cells on the pages that leadsheet writes, and the texts that fit into them.
//
// Everything here is computed from its arguments.
package canvas

import (
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/sheets"
)

// Canvas collects the cells of a page.
type Canvas struct {
	sheets.Page
	Say *words.Texts
	// Currency is that of the column Value; "" where nobody has said it.
	Currency string
	at       map[[2]int]int // the cell of a row and column, in Cells
}

// NewList begins a page of leads with its title and as of when it is.
func NewList(page sheets.Page, in words.Language, currency, asOf string) Canvas {
	page.Color, page.Heights = "DC2626", map[int]float64{0: 32, 1: 18}
	c := Canvas{Page: page, Say: in.Texts(), Currency: currency}
	c.Text(0, 0, sheets.Title, in.Tab(page.Title))
	c.Text(1, 0, sheets.Subtitle, c.Say.Report.AsOf.With(asOf)+" · "+c.Say.Report.Written).AsOf = true
	return c
}

// Checked puts at the right end of the title's row, which is column last, when the page was looked at last. "" puts
// nothing there.
func (c *Canvas) Checked(last int, text string) {
	if text != "" {
		cell := c.Text(0, last, sheets.SubtitleRight, text)
		cell.AsOf, cell.Checked = true, true
	}
}

// InCurrency is the name of a sum of values, with the currency.
func (c *Canvas) InCurrency(name string) string {
	if c.Currency == "" {
		return name
	}
	return c.Say.Report.InCurrency.With(name, c.Currency)
}

// Put sets a cell; what was put there before (a ground, a rule) is replaced, so that every place has one cell.
func (c *Canvas) Put(row, col int, style sheets.Style, v lead.Value) *sheets.PageCell {
	cell := sheets.PageCell{Row: row, Col: col, Cell: v, Style: style}
	i, ok := c.at[[2]int{row, col}]
	if ok {
		c.Cells[i] = cell
		return &c.Cells[i]
	}
	if c.at == nil {
		c.at = map[[2]int]int{}
	}
	c.at[[2]int{row, col}] = len(c.Cells)
	c.Cells = append(c.Cells, cell)
	return &c.Cells[len(c.Cells)-1]
}

// Cell is the one that was put last in a row and column, where there is one.
func (c *Canvas) Cell(row, col int) *sheets.PageCell { return &c.Cells[c.at[[2]int{row, col}]] }

// Text puts a text.
func (c *Canvas) Text(row, col int, style sheets.Style, s string) *sheets.PageCell {
	return c.Put(row, col, style, lead.TextValue(s))
}

// Number puts a whole number.
func (c *Canvas) Number(row, col int, style sheets.Style, n int) {
	c.Put(row, col, style, lead.NumberValue(float64(n)))
}

// Link puts a text that leads to the row of the lead; a lead without an ID yet cannot be linked.
func (c *Canvas) Link(row, col int, text, id string) {
	if id == "" {
		c.Text(row, col, sheets.TableText, text)
		return
	}
	cell := c.Text(row, col, sheets.TableLink, text)
	cell.LinkTab, cell.LinkKey = lead.TabLeads, id
}

// Fill gives the cells of a row from col to last a style, so that grounds and rules have no holes.
func (c *Canvas) Fill(row, col, last int, style sheets.Style) {
	for ; col <= last; col++ {
		c.Put(row, col, style, lead.Value{})
	}
}

// Span puts a text over several columns of a row.
func (c *Canvas) Span(row, col, last int, style sheets.Style, v lead.Value) {
	c.Put(row, col, style, v)
	c.Fill(row, col+1, last, style)
	c.Merges = append(c.Merges, [4]int{row, col, row, last})
}

// Heading puts the title of a block, with its rule across the block.
func (c *Canvas) Heading(row, col, last int, text string) {
	c.Text(row, col, sheets.Heading, text)
	c.Fill(row, col+1, last, sheets.Heading)
}

// Line is a text on one line of at most n characters, as a value; none for "".
func Line(s string, n int) lead.Value { return lead.TextValue(Clip(s, n)) }
