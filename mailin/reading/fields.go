package reading

import (
	"strings"
	"sync"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// labelled is one labelled field of a form's mail.
type labelled struct {
	label, value string
	field        lead.Field
}

// formFields is what a form's mail says: the visitor's answers, and what the form says of itself.
type formFields struct {
	list  []labelled
	meta  []labelled // page, browser, address of the visitor's machine: never fields of a lead
	lead  int        // lines above the first label
	maker bool       // the sender is a maker of forms, never the visitor
}

var (
	labelDash   = lazy(`^\s*[-=_]{2,}\s*([^-=_].{0,69}?)\s*[-=_]{2,}\s*$`)
	labelNumber = lazy(`^\s*(?:[•*–-]\s+|\d{1,2}[.)]\s+|\[\d{1,2}\]\s+)`)
	labelSuffix = lazy(`[-_ ]\d{1,2}$`)
	needLabel   = pattern(`^({{need label}}|.{0,20}\b{{need label end}}(?: {{need label tail}})?)$`)
	labelEquals = lazy(`^([^=\t<>@:|]{1,60}?)(?:\s+=>?\s+|\s*\t+\s*)(.*)$`)
)

// labelStyle is how a form's mail sets its labels. A form sets all of them in one way, and what a visitor writes that
// looks like a label is mostly written in another.
type labelStyle uint8

const (
	styleNone   labelStyle = iota
	styleInline            // Label: value
	styleAlone             // Label:, with the value below
	styleBare              // Label without a colon, with the value below
	styleDash              // --- Label ---
)

// formLabels are labels that mean a field only in the mails of forms: Shopify calls the message "Body".
var formLabels = sync.OnceValue(func() map[string]lead.Field {
	labels := map[string]lead.Field{}
	for _, row := range []struct {
		list  string
		field lead.Field
	}{
		{"label need", lead.FieldNeed}, {"label name", lead.FieldName}, {"label first name", lead.FieldFirstName},
		{"label last name", lead.FieldLastName}, {"label email", lead.FieldEmail}, {"label phone", lead.FieldPhone},
		{"label company", lead.FieldCompany},
	} {
		for _, w := range words(row.list) {
			labels[w] = row.field
		}
	}
	return labels
})

// fieldOf is the field that a form's label asks for.
func fieldOf(label string) lead.Field {
	key := lowerFold(strings.Trim(label, " \t*:_[](){}"))
	if f, ok := formLabels()[key]; ok {
		return f
	}
	if f := lead.FieldOf(label); f != lead.FieldNone {
		return f
	}
	key = strings.NewReplacer("-", " ", "_", " ").Replace(key)
	if f, ok := formLabels()[key]; ok {
		return f
	}
	if needLabel().MatchString(key) && len(strings.Fields(key)) <= 5 {
		return lead.FieldNeed
	}
	if short := labelSuffix().ReplaceAllString(key, ""); short != key && short != "" {
		return lead.FieldOf(short) // builders of sites number their fields: Email-2
	}
	return lead.FieldNone
}

// readFields reads the labelled fields of a form's mail. A known label always begins a field, an unknown one only
// before the message: what a visitor writes may look like a field itself.
func readFields(lines []message.Line) formFields {
	var out formFields
	current, inMessage, trailer, chatty := -1, false, false, false
	usual := styleNone
	seen := map[lead.Field]bool{}
	out.lead = len(lines)
	for n, l := range lines {
		text := strings.TrimSpace(l.Text)
		if n > 600 || len(out.list) > 100 || len(out.meta) > 40 {
			break
		}
		if len(out.list) > 0 && formTrailer().MatchString(text) && !(inMessage && text == "---" && !metaFollows(lines[n+1:])) {
			trailer, current = true, -1
		}
		if h, values := tableRows(lines, n); len(h) > 0 && !trailer && current < 0 && len(out.list) == 0 {
			for i := range h {
				out.list = append(out.list, labelled{label: h[i], value: values[i], field: fieldOf(h[i])})
			}
			out.lead = n
			break
		}
		label, value, style := cutLabel(l, text)
		if label != "" && isMeta(label, trailer) {
			if value != "" || style == styleInline {
				out.meta = append(out.meta, labelled{label: label, value: value})
			} else if n+1 < len(lines) {
				out.meta = append(out.meta, labelled{label: label, value: strings.TrimSpace(lines[n+1].Text)})
			}
			current = -1
			continue
		}
		if trailer {
			continue
		}
		if label != "" && !isURL(text) {
			f := fieldOf(label)
			alike := style == usual || usual == styleNone
			fresh := !inMessage
			switch {
			case inMessage && current >= 0 && out.list[current].value == "" && style == usual && style != styleInline:
				fresh = true // the label before was a heading
			case inMessage && f == lead.FieldNone:
				fresh = l.Bold && style == usual
			case inMessage:
				// A visitor who writes lists may name a budget in them; nobody lists his own address.
				fresh = !seen[f] && alike && (!chatty || isContact(f))
			case f == lead.FieldNone && style == styleBare && !l.Bold:
				fresh = false
			}
			chatty = (chatty || inMessage) && !fresh
			if fresh {
				if seen[f] = true; usual == styleNone && f != lead.FieldNone {
					usual = style
				}
				if len(out.list) == 0 {
					out.lead = n
				}
				out.list = append(out.list, labelled{label: label, value: value, field: f})
				current = len(out.list) - 1
				inMessage, chatty = f == lead.FieldNeed, false
				continue
			}
		}
		if current < 0 {
			continue
		}
		switch old := out.list[current].value; {
		case text == "" && !inMessage:
			if old != "" {
				current = -1 // the field ended; what follows without a label belongs to nothing
			}
		case old == "":
			out.list[current].value = text
		default:
			out.list[current].value += "\n" + text
		}
	}
	for i := range out.list {
		out.list[i].value = message.Clean(message.StripTags(message.Tidy(out.list[i].value)), 5000)
	}
	return out
}

// isContact reports whether a field says how to reach somebody.
func isContact(f lead.Field) bool {
	switch f {
	case lead.FieldName, lead.FieldFirstName, lead.FieldLastName, lead.FieldEmail, lead.FieldPhone, lead.FieldCompany:
		return true
	}
	return false
}

// metaFollows reports whether, after a rule, the form speaks of itself and not the visitor.
func metaFollows(lines []message.Line) bool {
	for i, l := range lines {
		if i > 3 {
			break
		}
		if label, _, _ := cutLabel(l, strings.TrimSpace(l.Text)); label != "" {
			return isMeta(label, true)
		}
	}
	return false
}

// cutLabel splits a line into label and value, and says how the label is set.
func cutLabel(l message.Line, text string) (label, value string, style labelStyle) {
	if text == "" || len(text) > 4000 {
		return "", "", styleNone
	}
	if text[0] == '-' || text[0] == '=' || text[0] == '_' {
		if m := labelDash().FindStringSubmatch(text); m != nil {
			return m[1], "", styleDash
		}
	}
	bare := text
	if c := text[0]; c >= '0' && c <= '9' || c == '*' || c == '-' || c == '[' || c >= 0x80 {
		bare = labelNumber().ReplaceAllString(text, "")
	}
	if label, value, ok := colonLabel(bare); ok {
		if value == "" {
			return label, "", styleAlone
		}
		return label, value, styleInline
	}
	if strings.ContainsAny(bare, "=\t") && len(bare) < 500 {
		if m := labelEquals().FindStringSubmatch(bare); m != nil && fieldOf(m[1]) != lead.FieldNone {
			return strings.TrimSpace(m[1]), strings.TrimSpace(m[2]), styleInline
		}
	}
	if len(text) > 80 || strings.HasSuffix(text, ".") || strings.ContainsAny(text, "@|") || strings.HasPrefix(text, "http") {
		return "", "", styleNone
	}
	bare = strings.Trim(bare, " *_[]")
	if l.Bold || len(strings.Fields(bare)) <= 4 && fieldOf(bare) != lead.FieldNone {
		return bare, "", styleBare
	}
	return "", "", styleNone
}

// colonLabel splits "Label: value", "*Label:* value" and "Label | value".
func colonLabel(s string) (label, value string, ok bool) {
	i := strings.IndexAny(s, ":|：")
	if i < 1 || i > 120 {
		return "", "", false
	}
	label = s[:i]
	rest := strings.TrimLeft(s[i:], ":：")
	switch {
	case s[i] == '|':
		if label[len(label)-1] != ' ' {
			return "", "", false
		}
		rest = s[i+1:]
	case strings.HasPrefix(rest, "//"):
		return "", "", false // an address of a page
	case s[i] == ':' && digitAt(label, len(label)-1) && digitAt(rest, 0):
		return "", "", false // a time of day
	}
	label = strings.Trim(label, " \t*_\u00a0")
	if label == "" || len([]rune(label)) > 72 || len(strings.Fields(label)) > 10 || strings.ContainsAny(label, "<>") || strings.ContainsAny(label, "@") && !strings.Contains(label, " ") {
		return "", "", false
	}
	value = strings.TrimSpace(strings.TrimPrefix(strings.TrimLeft(strings.TrimSpace(rest), "*_"), "| "))
	return label, strings.TrimSpace(strings.TrimPrefix(value, "|")), true
}

func digitAt(s string, i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }

// tableRows recognises a table whose first row holds the labels and whose second the answers.
func tableRows(lines []message.Line, n int) (labels, values []string) {
	if n+1 >= len(lines) || strings.Count(lines[n].Text, " | ") < 2 || len(lines[n].Text) > 1000 {
		return nil, nil
	}
	labels = strings.Split(lines[n].Text, " | ")
	values = strings.Split(lines[n+1].Text, " | ")
	known := 0
	for _, l := range labels {
		if fieldOf(l) != lead.FieldNone {
			known++
		}
	}
	if len(values) != len(labels) || known < 2 {
		return nil, nil
	}
	for i := range values {
		labels[i], values[i] = strings.Trim(labels[i], " *:"), message.Clean(message.StripTags(values[i]), 5000)
	}
	return labels, values
}

func isURL(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// knownCount is how many different fields of ours are among the labelled ones, with something in them.
func (f formFields) knownCount() int {
	seen := map[lead.Field]bool{}
	for _, f := range f.list {
		if f.field != lead.FieldNone && f.value != "" {
			seen[f.field] = true
		}
	}
	return len(seen)
}

// has reports whether one of the fields was answered.
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

// bestFields reads the fields of the plain text and of the HTML and takes what says more.
func bestFields(l *message.Message) formFields {
	text, page := readFields(l.Text), readFields(l.HTML)
	if page.knownCount() > text.knownCount() {
		return page
	}
	return text
}
