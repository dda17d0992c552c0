package xlsx

import (
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// The numbers of sheets.Cell's kinds: Empty, Text, Number, Date, Bool.
const (
	textKind   = 1
	numberKind = 2
	dateKind   = 3
	boolKind   = 4
)

func text(s string) sheets.Cell {
	if s == "" {
		return sheets.Cell{}
	}
	return sheets.Cell{Kind: textKind, Text: s}
}

// storable converts a cell to the form that a workbook can hold, so that the value read back equals the value written.
func storable(c sheets.Cell) sheets.Cell {
	if c.Kind != textKind {
		return c
	}
	return text(xmltext.StorableText(c.Text))
}
