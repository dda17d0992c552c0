package forms

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

// The limits of what is kept of a record; those of reading a file are in forms/table/limits.go.
const (
	maxRaw     = 4000         // characters that are kept of what could not be split into cells
	enoughText = maxRaw * 100 // bytes of a damaged span that are looked at
	cellHolds  = 32_767       // characters that a cell of an Excel workbook holds
	keptNeed   = 32_000       // of these, what a request takes; the rest of a longer one goes to the answers
	keptRest   = 30_000       // ..., that rest
)

// longCell divides a request that one cell does not hold: rest is for the answers. what says that it is long, and
// whether something of it is lost; "" when all of it fits.
func longCell(c *column, cell, v string) (head, rest, what string) {
	if c.field != lead.FieldNeed {
		return v, "", cutShort(c.title, cell)
	}
	text := strings.TrimSpace(lead.SafeText(table.Bounded(cell), 2*table.MaxCell))
	head, rest = atUnits(text, keptNeed)
	if rest == "" {
		return v, "", ""
	}
	what = fmt.Sprintf("the answer to %q is longer than one cell holds: its end is in the answers, as %q",
		shortTitle(c.title), shortTitle(continued(c)))
	if kept, lost := atUnits(rest, keptRest); lost != "" {
		rest = kept + "…"
		what = fmt.Sprintf("the answer to %q is longer than %d characters; its end was cut off: read it in the form",
			shortTitle(c.title), keptNeed+keptRest)
	}
	return head + " …", rest, what
}

// continued is the question under which the rest of a long request stands.
func continued(c *column) string { return c.title + " (continued)" }

// atUnits parts a text where a spreadsheet counts so many characters, between two words if there are words.
func atUnits(text string, most int) (head, rest string) {
	if len(text) <= most {
		return text, ""
	}
	units := 0
	for i, r := range text {
		if units += utf16.RuneLen(r); units <= most {
			continue
		}
		if blank := strings.LastIndexAny(text[:i], " \n\t"); blank > i-200 {
			i = blank
		}
		return strings.TrimRight(text[:i], " \n\t"), strings.TrimLeft(text[i:], " \n\t")
	}
	return text, ""
}

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

// tooMuch says that the answers of a record do not fit into one cell together, "" when they do, and when one alone does
// not, which cutShort says.
func tooMuch(answers []lead.Answer) string {
	all := 0
	for i := range answers {
		if len(answers[i].Value) > cellHolds {
			return ""
		}
		all += len(answers[i].Question) + len(answers[i].Value) + len(": \n")
	}
	if all <= cellHolds {
		return ""
	}
	units := 0
	for i := range answers {
		for _, r := range answers[i].Question + ": " + answers[i].Value + "\n" {
			units += utf16.RuneLen(r)
		}
	}
	if units <= cellHolds {
		return ""
	}
	return fmt.Sprintf("its answers together are longer than %d characters, which is all that a cell of an Excel "+
		"workbook holds; the end of them may be missing: read them in the form", cellHolds)
}
