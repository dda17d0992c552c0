package gsheets

import (
	"encoding/json"

	"leadsheet/sheets"
)

// The kinds of content, as package lead counts them.
const (
	kindEmpty  = 0
	kindText   = 1
	kindNumber = 2
	kindDate   = 3
	kindBool   = 4
)

// Cell is what a cell holds. It is never changed: a write makes a new one. It travels with its row through sorting,
// moving and inserting.
type Cell struct {
	// Value is the content, or what the formula comes to. A date is a number.
	Value   sheets.Cell
	Formula string
	Note    string
	// Human says that a person wrote the content last, Rev is the revision of that write.
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

// blank reports whether there is nothing at all to keep.
func (c *Cell) blank() bool {
	return c == nil || !c.Content() && c.Note == "" && c.Format == nil && c.validation == nil && c.runs == nil
}

// sameContent reports whether a value written over a cell would change nothing that one can see.
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
