package lead

import (
	"slices"
	"time"

	"leadsheet/lead/words"
)

// CellOf is the content of a lead's cell; empty for a column that leadsheet does not know.
func CellOf(l *Lead, column string, zone *time.Location) Value {
	if c := LeadColumn(column); c != nil {
		return c.Value(l, zone)
	}
	return Value{}
}

// TextField is where a lead holds a column of text; nil for another kind of column.
func TextField(l *Lead, column string) *string {
	if c := LeadColumn(column); c != nil && c.Text != nil {
		return c.Text(l)
	}
	return nil
}

// TimeField is where a lead holds a column of times; nil for another kind of column.
func TimeField(l *Lead, column string) *time.Time {
	if c := LeadColumn(column); c != nil && c.Time != nil {
		return c.Time(l)
	}
	return nil
}

// IsBad reports whether a lead's cell has content that does not fit its column.
func IsBad(l *Lead, column string) bool {
	return slices.ContainsFunc(l.Bad, func(b BadCell) bool { return words.Same(b.Column, column) })
}
