package labels

import (
	"unicode"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// Entry is a field of a form's mail with its label.
type Entry struct {
	Label, Value string
	Field        lead.Field
}

// Form is the content of a form's mail: the visitor's answers, and details of the form.
type Form struct {
	List  []Entry
	Meta  []Entry // page, browser, address of the visitor's machine: never fields of a lead
	Lead  int     // lines above the first label
	Maker bool    // the sender is a form vendor, never the visitor
	Known bool    // the vendor was recognised: what stands outside its fields is the vendor's

	// The lines outside all fields: above the first label, between and below the fields, below the line that ends the
	// form, and beyond the limits of what is read.
	Above, Between, Trailer, Rest []message.Line
}

// Rule names what showed that a mail is a form's.
func (f Form) Rule() string {
	switch {
	case f.Maker:
		return "form: the sender is a form vendor"
	case f.Known:
		return "form: words of a known form"
	case len(f.List) == 0:
		return "form: the address for answers"
	}
	return "form: labelled fields"
}

// KnownCount returns how many different fields of a lead have a value.
func (f Form) KnownCount() int {
	seen := map[lead.Field]bool{}
	for _, f := range f.List {
		if f.Field != lead.FieldNone && f.Value != "" {
			seen[f.Field] = true
		}
	}
	return len(seen)
}

// Has reports whether one of the given fields Has a value.
func (f Form) Has(fields ...lead.Field) bool {
	for _, x := range f.List {
		for _, want := range fields {
			if x.Field == want && x.Value != "" {
				return true
			}
		}
	}
	return false
}

// BestFields reads the fields of the plain text and of the HTML and returns those with more known fields.
func BestFields(msg *message.Message) Form {
	text, page := ReadFields(msg.Text), ReadFields(msg.HTML)
	if page.KnownCount() > text.KnownCount() {
		return page
	}
	return text
}

// Letters counts the Letters and digits of a text.
func Letters(s string) int {
	n := 0
	for _, c := range s {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			n++
		}
	}
	return n
}
