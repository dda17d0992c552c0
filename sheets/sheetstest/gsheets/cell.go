package gsheets

import (
	"encoding/json"

	"leadsheet/sheets"
)

// The kinds of content, with the numbers of sheets.Cell.
const (
	kindEmpty  = 0
	kindText   = 1
	kindNumber = 2
	kindDate   = 3
	kindBool   = 4
)

// Cell is the content of a cell. It is immutable: a write makes a new one. It moves with its row when rows are sorted,
// moved or inserted.
type Cell struct {
	// Value is the content, or the result of the formula. A date is a number.
	Value   sheets.Cell
	Formula string
	Note    string
	// Human means that a person wrote the content last. Rev is the revision of that write.
	Human bool
	Rev   int
	// Format is nil for a cell that was never formatted.
	Format *Format

	validation json.RawMessage
	runs       json.RawMessage
	isError    bool
}

// Format is a cell's userEnteredFormat.
type Format struct {
	JSON       json.RawMessage
	NumberType string // TEXT, NUMBER, DATE, DATE_TIME ...
	Pattern    string
}

// Content reports whether there is a value or a formula in the cell.
func (c *Cell) Content() bool { return c != nil && (c.Formula != "" || !c.Value.IsEmpty()) }

// isBlank reports whether the cell has neither content nor looks.
func (c *Cell) isBlank() bool {
	return c == nil || !c.Content() && c.Note == "" && c.Format == nil && c.validation == nil && c.runs == nil
}

// sameContent reports whether two cells have the same formula and value.
func sameContent(a, b *Cell) bool {
	var x, y Cell
	if a != nil {
		x = *a
	}
	if b != nil {
		y = *b
	}
	return x.Formula == y.Formula && x.Value == y.Value
}

func (c *Cell) clone() Cell {
	if c == nil {
		return Cell{}
	}
	return *c
}
