package daemon

import (
	"leadsheet/lead"
	"leadsheet/sheets"
)

// An export leaves the house, and people save it as CSV. In a workbook a text that looks like a formula is text; in a
// CSV file nothing says so, and the program that opens the file computes it. What a sender wrote must not come alive
// there, so that an apostrophe stands before it, as people type one (OWASP, CSV injection).

// neutral is the content of a cell of an export.
func neutral(c sheets.Cell) sheets.Cell {
	if c.Kind == lead.Text && lead.LooksLikeFormula(c.Text) {
		c.Text = "'" + c.Text
	}
	return c
}

// neutralPages makes the texts of report pages neutral.
func neutralPages(pages []sheets.Page) {
	for i := range pages {
		for j := range pages[i].Cells {
			pages[i].Cells[j].Cell = neutral(pages[i].Cells[j].Cell)
		}
	}
}
