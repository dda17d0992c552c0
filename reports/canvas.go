package reports

import (
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/sheets"
)

// canvas collects the cells of a page.
type canvas struct {
	sheets.Page
	say *words.Texts
	// currency is that of the column Value; "" where nobody has said it.
	currency string
	at       map[[2]int]int // the cell of a row and column, in Cells
}

// newListPage begins a page of leads with its title and as of when it is.
func newListPage(b *dataset, page sheets.Page) canvas {
	page.Color, page.Heights = "DC2626", map[int]float64{0: 32, 1: 18}
	c := canvas{Page: page, say: b.say, currency: b.policy.Currency}
	c.text(0, 0, sheets.Title, b.policy.Words.Tab(page.Title))
	c.text(1, 0, sheets.Subtitle, b.say.Report.AsOf.With(b.dateTime(b.now))+" · "+b.say.Report.Written).AsOf = true
	return c
}

// inCurrency is the name of a sum of values, with the currency.
func (c *canvas) inCurrency(name string) string {
	if c.currency == "" {
		return name
	}
	return c.say.Report.InCurrency.With(name, c.currency)
}

// put sets a cell; what was put there before (a ground, a rule) is replaced, so that every place has one cell.
func (c *canvas) put(row, col int, style sheets.Style, v lead.Value) *sheets.PageCell {
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

func (c *canvas) text(row, col int, style sheets.Style, s string) *sheets.PageCell {
	return c.put(row, col, style, lead.TextValue(s))
}

func (c *canvas) number(row, col int, style sheets.Style, n int) {
	c.put(row, col, style, lead.NumberValue(float64(n)))
}

// link puts a text that leads to the row of the lead; a lead without an ID yet cannot be linked.
func (c *canvas) link(row, col int, text, id string) {
	if id == "" {
		c.text(row, col, sheets.TableText, text)
		return
	}
	cell := c.text(row, col, sheets.TableLink, text)
	cell.LinkTab, cell.LinkKey = lead.TabLeads, id
}

// fill gives the cells of a row from col to last a style, so that grounds and rules have no holes.
func (c *canvas) fill(row, col, last int, style sheets.Style) {
	for ; col <= last; col++ {
		c.put(row, col, style, lead.Value{})
	}
}

// span puts a text over several columns of a row.
func (c *canvas) span(row, col, last int, style sheets.Style, v lead.Value) {
	c.put(row, col, style, v)
	c.fill(row, col+1, last, style)
	c.Merges = append(c.Merges, [4]int{row, col, row, last})
}

// heading puts the title of a block, with its rule across the block.
func (c *canvas) heading(row, col, last int, text string) {
	c.text(row, col, sheets.Heading, text)
	c.fill(row, col+1, last, sheets.Heading)
}

// clip shortens a text to n characters, so that it stays in its cell, and puts it on one line.
func clip(s string, n int) string {
	r := []rune(oneLine(s))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n-1]) + "…"
}
