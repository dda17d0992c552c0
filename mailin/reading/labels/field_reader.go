package labels

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/phrases"
)

// fieldState is the state of the fieldReader between two lines.
type fieldState uint8

const (
	betweenFields fieldState = iota // no field is open: a line without a label belongs to nothing
	inField                         // the lines of a field's value; an empty line ends it
	inMessage                       // the visitor's message: it may have empty lines, and lines that look like labels
	afterMessage                    // after a form detail in the message: lines without a label belong to nothing
	inTrailer                       // below the fields: only details of the form are read
)

// Limits of what is read of one form.
const (
	MaxFieldLines  = 600
	maxFormFields  = 100
	maxFormDetails = 40
)

// fieldReader reads the labelled fields of a form's mail, line by line. A known label always begins a field, an unknown
// one only before the message: what a visitor writes may look like a field itself.
type fieldReader struct {
	lines       []message.Line
	out         Form
	state       fieldState
	commonStyle labelStyle // the style of the first known label, which the form's labels share
	seen        map[lead.Field]bool
	// inList means that the message has lines that look like labels but are the visitor's.
	inList bool
	direct bool // a field of this form has its value beside the label or in the line below it
	gap    bool // the open field has no value yet, and an empty line stands below its label
	taken  int  // the line that is the value of a detail, -1 for none
}

// ReadFields reads the labelled fields of a form's mail.
func ReadFields(lines []message.Line) Form {
	r := &fieldReader{lines: lines, out: Form{Lead: len(lines)}, seen: map[lead.Field]bool{}, taken: -1}
	for n := range lines {
		if n > MaxFieldLines || len(r.out.List) > maxFormFields || len(r.out.Meta) > maxFormDetails {
			r.out.Rest = lines[n:]
			break
		}
		if r.table(n) {
			r.out.Between = lines[min(n+2, len(lines)):]
			break
		}
		r.line(n)
	}
	for i := range r.out.List {
		value := message.StripTags(message.Tidy(r.out.List[i].Value))
		r.out.List[i].Value = message.Clean(value, 0)
	}
	return r.out
}

// table reads the table whose first row is line n and reports whether there is one. Such a form has no other fields.
func (r *fieldReader) table(n int) bool {
	if r.state != betweenFields || len(r.out.List) > 0 {
		return false
	}
	labels, values := tableRows(r.lines, n)
	if len(labels) == 0 {
		return false
	}
	r.out.Lead = n
	for i := range labels {
		r.out.List = append(r.out.List, Entry{Label: labels[i], Value: values[i], Field: FieldOf(labels[i])})
	}
	return true
}

// line reads line n.
func (r *fieldReader) line(n int) {
	l := r.lines[n]
	text := strings.TrimSpace(l.Text)
	if r.state != inTrailer && r.endsForm(n, text) {
		r.state = inTrailer
	}
	label, value, style := CutLabel(l, text)
	switch {
	case n == r.taken:
	case r.commonStyle == styleNone && r.titles(n, text):
		r.out.Above = append(r.out.Above, l)
	case label != "" && isMeta(label, r.state == inTrailer):
		r.detail(n, label, value, style)
	case r.state == inTrailer:
		r.out.Trailer = append(r.out.Trailer, l)
	case label != "" && !isURL(text):
		if field := FieldOf(label); r.beginsField(l, field, style) {
			r.begin(n, Entry{Label: label, Value: value, Field: field}, style)
			return
		}
		fallthrough
	default:
		r.add(l, text)
	}
}

// titles reports whether line n holds the titles of a table with a label and a value in each row: "Name | Value".
func (r *fieldReader) titles(n int, text string) bool {
	if !r.lines[n].Bold || strings.Count(text, " | ") != 1 || n+1 >= len(r.lines) {
		return false
	}
	title, _, _ := strings.Cut(text, " | ")
	for _, l := range r.lines[n+1 : min(n+60, len(r.lines))] {
		if label, _, _ := CutLabel(l, strings.TrimSpace(l.Text)); strings.EqualFold(label, title) {
			return true
		}
	}
	next := r.lines[n+1]
	return !next.Bold && strings.Count(next.Text, " | ") >= 1
}

// endsForm reports whether line n begins the trailer of the form. A "---" inside the message does so only when details
// of the form follow.
func (r *fieldReader) endsForm(n int, text string) bool {
	if len(r.out.List) == 0 || !FormTrailer().MatchString(text) {
		return false
	}
	visitor := r.state == inMessage || r.state == afterMessage
	return !visitor || strings.Trim(text, "-") != "" || metaFollows(r.lines[n+1:]) || siteFollows(r.lines[n+1:])
}

// detail adds a detail of the form, with the value behind the label or in the next line. It closes the open field.
func (r *fieldReader) detail(n int, label, value string, style labelStyle) {
	switch {
	case value != "" || style == StyleInline:
		r.out.Meta = append(r.out.Meta, Entry{Label: label, Value: value})
	case n+1 < len(r.lines):
		r.out.Meta = append(r.out.Meta, Entry{Label: label, Value: strings.TrimSpace(r.lines[n+1].Text)})
		r.taken = n + 1
	}
	switch r.state {
	case inField:
		r.state = betweenFields
	case inMessage:
		r.state = afterMessage
	}
}

// beginsField reports whether a line that looks like a label begins a field.
func (r *fieldReader) beginsField(l message.Line, field lead.Field, style labelStyle) bool {
	switch r.state {
	case inMessage, afterMessage:
		isField := r.beginsInMessage(l, field, style)
		r.inList = !isField
		return isField
	}
	return field != lead.FieldNone || style != StyleBare || l.Bold
}

// beginsInMessage reports the same for a line inside the message.
func (r *fieldReader) beginsInMessage(l message.Line, field lead.Field, style labelStyle) bool {
	if r.state == inMessage && r.open().Value == "" && style == r.commonStyle && style != StyleInline {
		return true // the label before was a heading
	}
	if field == lead.FieldNone {
		return l.Bold && style == r.commonStyle
	}
	// A visitor's list may name a budget, but hardly the visitor's own address.
	sameStyle := style == r.commonStyle || r.commonStyle == styleNone
	return !r.seen[field] && sameStyle && (!r.inList || isContact(field))
}

// begin opens a field at line n.
func (r *fieldReader) begin(n int, f Entry, style labelStyle) {
	if r.commonStyle == styleNone && f.Field != lead.FieldNone {
		r.commonStyle = style
	}
	if len(r.out.List) == 0 {
		r.out.Lead = n
	}
	r.seen[f.Field] = true
	r.direct, r.gap = r.direct || f.Value != "", false
	r.out.List = append(r.out.List, f)
	r.inList = false
	if r.state = inField; f.Field == lead.FieldNeed {
		r.state = inMessage
	}
}

// open returns the field to which lines are added.
func (r *fieldReader) open() *Entry { return &r.out.List[len(r.out.List)-1] }

// add adds a line without a label to the open field. A field that is empty at an empty line stays so, unless it is the
// message or the form writes all its values below an empty line.
func (r *fieldReader) add(l message.Line, text string) {
	if r.state == inField && text != "" && r.gap && r.direct {
		r.state = betweenFields
	}
	if r.state != inField && r.state != inMessage {
		switch {
		case len(r.out.List) == 0:
			r.out.Above = append(r.out.Above, l)
		default:
			r.out.Between = append(r.out.Between, l)
		}
		return
	}
	switch value := &r.open().Value; {
	case text == "" && r.state == inField:
		if *value != "" {
			r.state = betweenFields
		}
		r.gap = true
	case *value == "":
		*value = text
		r.direct = r.direct || !r.gap && text != ""
	default:
		*value += "\n" + text
	}
}

// isContact reports whether a field identifies or reaches a person.
func isContact(f lead.Field) bool {
	switch f {
	case lead.FieldName, lead.FieldFirstName, lead.FieldLastName, lead.FieldEmail, lead.FieldPhone, lead.FieldCompany:
		return true
	}
	return false
}

// metaFollows reports whether details of the form follow within the next lines.
func metaFollows(lines []message.Line) bool {
	for i, l := range lines {
		if i > 3 {
			break
		}
		if label, _, _ := CutLabel(l, strings.TrimSpace(l.Text)); label != "" {
			return isMeta(label, true)
		}
	}
	return false
}

// siteFollows reports whether the rest of a mail is a few lines that name a site: what forms write below a rule.
func siteFollows(lines []message.Line) bool {
	seen, site := 0, false
	for _, l := range lines {
		if text := strings.TrimSpace(l.Text); text != "" {
			seen++
			site = site || letter.SiteName().MatchString(text) || FormTrailer().MatchString(text)
		}
	}
	return site && seen <= 3
}

// FormTrailer matches the line that ends the fields of a form.
var FormTrailer = phrases.Pattern(`(?i)^\s*(-{2,4}\s*$|{{form trailer}})`)
