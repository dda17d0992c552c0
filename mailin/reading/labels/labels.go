// Package labels reads the labelled fields of a form's mail: what is a label, which field of a lead it asks for, and
// where the visitor's text stands among the words of the form.
package labels

import (
	"strings"
	"sync"

	"leadsheet/lead"
	"leadsheet/lead/language"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/phrases"
)

var (
	labelDash     = phrases.Lazy(`^\s*[-=_]{2,}\s*([^-=_].{0,69}?)\s*[-=_]{2,}\s*$`)
	labelNumber   = phrases.Lazy(`^\s*(?:[•*–-]\s+|\d{1,2}[.)]\s+|\[\d{1,2}\]\s+)`)
	labelBrackets = phrases.Lazy(`^[■□●○◆◇・▼▽★☆※▪◎]?\s*([【〔［\[])\s*([^】〕］\]]{1,40}?)\s*[】〕］\]]\s*[:：]?\s*(.*)$`)
	labelSuffix   = phrases.Lazy(`[-_ ]\d{1,2}$`)
	// NeedLabel matches labels in small letters that ask for the request.
	NeedLabel   = phrases.Pattern(`^({{need label}}|.{0,20}\b{{need label end}}(?: {{need label tail}})?)$`)
	labelEquals = phrases.Lazy(`^([^=\t<>@:|]{1,60}?)(?:\s+=>?\s+|\s*\t+\s*)(.*)$`)
)

// labelStyle is how a label is written. A form writes all of its labels in one style, and lines of a visitor that look
// like labels are mostly written in another.
type labelStyle uint8

const (
	styleNone   labelStyle = iota
	StyleInline            // Label: value
	styleAlone             // Label:, with the value below
	StyleBare              // Label without a colon, with the value below
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
		for _, w := range language.Words(row.list) {
			labels[w] = row.field
		}
	}
	return labels
})

// labelBlanks replaces what stands for a blank in a label.
var labelBlanks = strings.NewReplacer("-", " ", "_", " ")

// FieldOf returns the field of a lead that a form's label asks for.
func FieldOf(label string) lead.Field {
	key := phrases.Fold(strings.Trim(label, " \t*:_[](){}"))
	if f, ok := formLabels()[key]; ok {
		return f
	}
	if f := lead.FieldOf(label); f != lead.FieldNone {
		return f
	}
	key = labelBlanks.Replace(key)
	if f, ok := formLabels()[key]; ok {
		return f
	}
	if len(strings.Fields(key)) <= 5 && NeedLabel().MatchString(key) {
		return lead.FieldNeed
	}
	if short := labelSuffix().ReplaceAllString(key, ""); short != key && short != "" {
		return lead.FieldOf(short) // builders of sites number their fields: Email-2
	}
	return lead.FieldNone
}

// CutLabel splits a line into label and value and returns the style of the label.
func CutLabel(l message.Line, text string) (label, value string, style labelStyle) {
	if text == "" || len(text) > 4000 {
		return "", "", styleNone
	}
	if text[0] == '-' || text[0] == '=' || text[0] == '_' {
		if m := labelDash().FindStringSubmatch(text); m != nil {
			return m[1], "", styleDash
		}
	}
	if label, value, ok := bracketLabel(text); ok {
		if value == "" {
			return label, "", styleAlone
		}
		return label, value, StyleInline
	}
	bare := text
	if c := text[0]; c >= '0' && c <= '9' || c == '*' || c == '-' || c == '[' || c >= 0x80 {
		bare = labelNumber().ReplaceAllString(text, "")
	}
	if label, value, ok := colonLabel(bare); ok {
		if value == "" {
			return label, "", styleAlone
		}
		return label, value, StyleInline
	}
	if strings.ContainsAny(bare, "=\t") && len(bare) < 500 {
		if m := labelEquals().FindStringSubmatch(bare); m != nil && FieldOf(m[1]) != lead.FieldNone {
			return strings.TrimSpace(m[1]), strings.TrimSpace(m[2]), StyleInline
		}
	}
	if len(text) > 80 || strings.HasSuffix(text, ".") || strings.ContainsAny(text, "@|") ||
		strings.HasPrefix(text, "http") {
		return "", "", styleNone
	}
	bare = strings.Trim(bare, " *_[]")
	if l.Bold || len(strings.Fields(bare)) <= 4 && FieldOf(bare) != lead.FieldNone {
		return bare, "", StyleBare
	}
	return "", "", styleNone
}

// bracketLabel splits "【Label】value" and "[Label] value"; the latter only with a known label.
func bracketLabel(s string) (label, value string, ok bool) {
	if s[0] != '[' && s[0] < 0x80 || len(s) > 2000 {
		return "", "", false
	}
	m := labelBrackets().FindStringSubmatch(s)
	if m == nil || m[1] == "[" && FieldOf(m[2]) == lead.FieldNone {
		return "", "", false
	}
	return m[2], strings.TrimSpace(m[3]), true
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
	if label == "" || len([]rune(label)) > 72 || len(strings.Fields(label)) > 10 || strings.ContainsAny(label, "<>") ||
		strings.ContainsAny(label, "@") && !strings.Contains(label, " ") {
		return "", "", false
	}
	value = strings.TrimSpace(strings.TrimPrefix(strings.TrimLeft(strings.TrimSpace(rest), "*_"), "| "))
	return label, strings.TrimSpace(strings.TrimPrefix(value, "|")), true
}

func digitAt(s string, i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }

// tableRows recognises a table whose first row is the labels and whose second row is the answers.
func tableRows(lines []message.Line, n int) (labels, values []string) {
	if n+1 >= len(lines) || strings.Count(lines[n].Text, " | ") < 2 || len(lines[n].Text) > 1000 {
		return nil, nil
	}
	labels = strings.Split(lines[n].Text, " | ")
	values = strings.Split(lines[n+1].Text, " | ")
	known := 0
	for _, l := range labels {
		if FieldOf(l) != lead.FieldNone {
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
