// Package merge fills texts with values: "Hello {name}". A text is taken apart once, and what a value says is never
// read as a field, so that nothing a customer writes can ask for more.
//
// Everything here is computed from its arguments.
package merge

import (
	"slices"
	"strings"

	"leadsheet/lead"
)

// Field is the name of a value.
type Field string

// The fields.
const (
	Name      Field = "name"
	FirstName Field = "first name"
	Company   Field = "company"
	Need      Field = "need"
	AnswerBy  Field = "answer by" // until when the request is to be answered, in words
	Business  Field = "business"
	Owner     Field = "owner"
	Booking   Field = "booking link"
	ID        Field = "id"
)

// Fields returns all fields, in the order in which people are told of them.
func Fields() []Field {
	return []Field{Name, FirstName, Company, Need, AnswerBy, Owner, Business, Booking, ID}
}

// Values are what the fields say.
type Values map[Field]string

// FaultKind is what is wrong with a field in a text.
type FaultKind uint8

// The kinds.
const (
	Unknown  FaultKind = iota // there is no such field
	Unclosed                  // a brace that opens one is never closed
)

// Fault is a mistake in a text; Text is what stands there.
type Fault struct {
	Kind FaultKind
	Text string
}

// Template is a text that was taken apart.
type Template struct {
	lines [][]piece
}

// piece is a text, or a field.
type piece struct {
	text  string
	field Field
}

// mostShown is how much of a text a fault shows.
const mostShown = 40

// Parse takes a text apart. find is the field that a text between braces names. Of a text with faults nothing is to be
// filled.
func Parse(text string, find func(name string) (Field, bool)) (Template, []Fault) {
	var t Template
	var faults []Fault
	text = strings.ReplaceAll(lead.SafeText(text, 0), "\t", " ")
	for line := range strings.SplitSeq(text, "\n") {
		var pieces []piece
		for {
			before, rest, opened := strings.Cut(line, "{")
			if before != "" {
				pieces = append(pieces, piece{text: before})
			}
			if !opened {
				break
			}
			name, after, closed := strings.Cut(rest, "}")
			if field, known := find(name); !closed || strings.Contains(name, "{") {
				faults = append(faults, Fault{Unclosed, shown("{" + rest)})
				break
			} else if !known {
				faults = append(faults, Fault{Unknown, shown("{" + name + "}")})
			} else {
				pieces = append(pieces, piece{field: field})
			}
			line = after
		}
		t.lines = append(t.lines, pieces)
	}
	return t, faults
}

func shown(text string) string {
	if r := []rune(text); len(r) > mostShown {
		return string(r[:mostShown-1]) + "…"
	}
	return text
}

// Uses reports whether a text has a field.
func (t *Template) Uses(f Field) bool {
	return slices.ContainsFunc(t.lines, func(line []piece) bool {
		return slices.ContainsFunc(line, func(p piece) bool { return p.field == f })
	})
}

// Blank reports whether a text has nothing in it.
func (t *Template) Blank() bool {
	return !slices.ContainsFunc(t.lines, func(line []piece) bool {
		return slices.ContainsFunc(line, func(p piece) bool { return p.field != "" || strings.TrimSpace(p.text) != "" })
	})
}

// Missing are the fields that keep a text from being filled when they have no value: all but those that Fill does
// without.
func (t *Template) Missing(values Values) []Field {
	_, missing := t.Fill(values)
	return missing
}

// Fill is the text with its values, each in one line and of a limited length. A name that is not known is left out with
// the blank before it. A line in which nothing but fields stands is left out when they have no values, and so is one
// with a link that is not known. missing are the other fields without a value: the text must not be sent then.
func (t *Template) Fill(values Values) (text string, missing []Field) {
	var out []string
	for _, line := range t.lines {
		if len(line) > 0 && isDispensable(line, values) {
			continue
		}
		s := ""
		for i, p := range line {
			value := oneLine(values[p.field], limit(p.field))
			switch {
			case p.field == "":
				if begins := i > 0 && strings.TrimSpace(s) == ""; begins { // behind a name that is left out
					p.text = strings.TrimLeft(p.text, " ,;:!.")
				}
				s += p.text
			case value != "":
				s += value
			case p.field == Name || p.field == FirstName:
				s = strings.TrimRight(s, " ")
			default:
				missing = append(missing, p.field)
			}
		}
		out = append(out, strings.TrimRight(s, " "))
	}
	text = strings.Join(out, "\n")
	for strings.Contains(text, "\n\n\n") { // where lines were left out
		text = strings.ReplaceAll(text, "\n\n\n", "\n\n")
	}
	return strings.Trim(text, "\n"), missing
}

// Line is Fill for a text that has to be one line, such as a subject.
func (t *Template) Line(values Values, most int) (text string, missing []Field) {
	text, missing = t.Fill(values)
	return oneLine(text, most), missing
}

// isDispensable reports whether a line is left out: it says nothing without the values that are not known.
func isDispensable(line []piece, values Values) bool {
	hasField, onlyFields := false, true
	for _, p := range line {
		blank := oneLine(values[p.field], limit(p.field)) == ""
		if p.field == Booking && blank {
			return true
		}
		hasField = hasField || p.field != ""
		onlyFields = onlyFields && (p.field == "" && strings.TrimSpace(p.text) == "" || p.field != "" && blank)
	}
	return hasField && onlyFields // a line of blanks divides paragraphs
}

// limit is how many characters of a value are said.
func limit(f Field) int {
	switch f {
	case Need:
		return 500
	case Booking:
		return 1000 // half a link leads nowhere
	}
	return 100
}

// oneLine is a text in one line of at most so many characters.
func oneLine(s string, most int) string {
	if len(s) > 16*most { // no work on what is not said
		s = s[:16*most]
	}
	return lead.SafeText(strings.Join(strings.Fields(lead.SafeText(s, 0)), " "), most)
}
