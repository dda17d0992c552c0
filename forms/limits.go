package forms

import (
	"fmt"
	"unicode/utf8"

	"leadsheet/forms/table"
)

// The limits of what is kept of a record; those of reading a file are in forms/table/limits.go.
const (
	maxRaw     = 4000         // characters that are kept of what could not be split into cells
	enoughText = maxRaw * 100 // bytes of a damaged span that are looked at
	cellHolds  = 32_767       // characters that a cell of an Excel workbook holds
)

// cutShort says that not all of an answer is kept, "" when all is.
func cutShort(title, v string) string {
	if len(v) <= cellHolds {
		return ""
	}
	n := utf8.RuneCountInString(table.Bounded(v))
	switch {
	case n > table.MaxCell:
		return fmt.Sprintf("the answer to %q is longer than %d characters; its end was cut off: "+
			"read it in the form", shortTitle(title), table.MaxCell)
	case n > cellHolds:
		return fmt.Sprintf("the answer to %q is longer than %d characters, which is all that a cell of an Excel "+
			"workbook holds; its end may be missing: read it in the form",
			shortTitle(title), cellHolds)
	}
	return ""
}

func shortTitle(title string) string {
	if r := []rune(title); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return title
}
