package labels

import (
	"strings"

	"leadsheet/mailin/reading/phrases"
)

var (
	// formDetails are the labels under which forms describe themselves and the visitor's browser. They are never
	// fields.
	formDetails = phrases.Set("form detail")
	// detailsBelow are such labels below the fields only: above, a form may ask for a date.
	detailsBelow = phrases.Set("form detail below")
)

// isMeta reports whether a label is about the form and not the visitor.
func isMeta(label string, trailer bool) bool {
	key := phrases.Fold(strings.Trim(label, " \t*:_[]"))
	return formDetails()[key] || formDetails()[labelBlanks.Replace(key)] ||
		trailer && detailsBelow()[key]
}
