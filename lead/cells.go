package lead

import (
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

// BadText is the content of a lead's cell that does not fit its column; isBad is false where it does.
func BadText(l *Lead, column string) (text string, isBad bool) {
	for i := range l.Bad {
		if words.SameFolded(l.Bad[i].Column, column) {
			return l.Bad[i].Text, true
		}
	}
	return "", false
}

// IsBad reports whether a lead's cell has content that does not fit its column.
func IsBad(l *Lead, column string) bool {
	_, isBad := BadText(l, column)
	return isBad
}
