package reading

import (
	"unicode"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// labelled is a field of a form's mail with its label.
type labelled struct {
	label, value string
	field        lead.Field
}

// formFields is the content of a form's mail: the visitor's answers, and details of the form.
type formFields struct {
	list  []labelled
	meta  []labelled // page, browser, address of the visitor's machine: never fields of a lead
	lead  int        // lines above the first label
	maker bool       // the sender is a form vendor, never the visitor
	known bool       // the vendor was recognised: what stands outside its fields is the vendor's

	// The lines outside all fields: above the first label, between and below the fields, below the line that ends the
	// form, and beyond the limits of what is read.
	above, between, trailer, rest []message.Line
}

// rule names what showed that a mail is a form's.
func (f formFields) rule() string {
	switch {
	case f.maker:
		return "form: the sender is a form vendor"
	case f.known:
		return "form: words of a known form"
	case len(f.list) == 0:
		return "form: the address for answers"
	}
	return "form: labelled fields"
}

// knownCount returns how many different fields of a lead have a value.
func (f formFields) knownCount() int {
	seen := map[lead.Field]bool{}
	for _, f := range f.list {
		if f.field != lead.FieldNone && f.value != "" {
			seen[f.field] = true
		}
	}
	return len(seen)
}

// has reports whether one of the given fields has a value.
func (f formFields) has(fields ...lead.Field) bool {
	for _, x := range f.list {
		for _, want := range fields {
			if x.field == want && x.value != "" {
				return true
			}
		}
	}
	return false
}

// bestFields reads the fields of the plain text and of the HTML and returns those with more known fields.
func bestFields(msg *message.Message) formFields {
	text, page := readFields(msg.Text), readFields(msg.HTML)
	if page.knownCount() > text.knownCount() {
		return page
	}
	return text
}

// letters counts the letters and digits of a text.
func letters(s string) int {
	n := 0
	for _, c := range s {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			n++
		}
	}
	return n
}
