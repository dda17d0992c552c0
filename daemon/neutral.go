package daemon

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// An export leaves the house, and people save it as CSV. In a workbook a text that looks like a formula is text; in a
// CSV file nothing says so, and the program that opens the file computes it. What a sender wrote must not come alive
// there, so that an apostrophe stands before it, as people type one (OWASP, CSV injection).

// neutral is the content of a cell of an export.
func neutral(c sheets.Cell) sheets.Cell {
	if c.Kind == lead.Text && looksLikeFormula(c.Text) {
		c.Text = "'" + c.Text
	}
	return c
}

// looksLikeFormula reports whether a program may take a text for a formula when it opens a CSV file. Blanks, quotation
// marks and control characters before it do not help. Telephone numbers and plain numbers with a sign are none.
func looksLikeFormula(s string) bool {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return r <= ' ' || r == '"' || r == 0xa0 || r == 0xfeff })
	if s == "" || !strings.ContainsRune("=+-@＝＋－＠", []rune(s)[0]) {
		return false
	}
	plain := s[0] == '+' || s[0] == '-'
	return !plain || strings.ContainsFunc(s, func(r rune) bool {
		return !strings.ContainsRune("+-0123456789 ()./,", r)
	})
}

// neutralPages makes the texts of report pages neutral.
func neutralPages(pages []sheets.Page) {
	for i := range pages {
		for j := range pages[i].Cells {
			pages[i].Cells[j].Cell = neutral(pages[i].Cells[j].Cell)
		}
	}
}
