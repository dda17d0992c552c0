package labels

import (
	"strings"
	"unicode"

	"leadsheet/lead"
	"leadsheet/lead/language"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/phones"
	"leadsheet/mailin/reading/phrases"
)

// IsLetter reports whether a mail with labels is a person's letter: a closing phrase or the sender's name stands above
// the first label, or sentences do that are no form's own. The mail of a form that gives another address than its
// sender's is none without a closing phrase.
func (f *Form) IsLetter(display, from string) bool {
	words := 0
	for i, l := range f.Above {
		s := strings.TrimSpace(l.Text)
		if i > 0 && words > 0 && len(s) < 90 && (letter.SignOff().MatchString(s) ||
			display != "" && strings.EqualFold(strings.Trim(s, " ,-–—*"), display)) {
			return true
		}
		if !formsOwn(s) {
			words += len(strings.Fields(s))
		}
	}
	if lead.ReadershipOf(from) >= lead.Unsure {
		return false
	}
	for _, x := range f.List {
		if a, ok := lead.NormalizeEmail(x.Value); ok && x.Field == lead.FieldEmail && a != from {
			return false
		}
	}
	return words >= 3
}

// formsOwn reports whether a line outside the fields is more likely the form's than the visitor's: a greeting, a title,
// a link, a sentence about forms and sites.
func formsOwn(s string) bool {
	s = strings.TrimSpace(s)
	low := strings.ToLower(s)
	if s == "" || strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") || strings.Contains(low, "://") ||
		FormTrailer().MatchString(s) || FormSubject().MatchString(s) || letter.SignOff().MatchString(s) ||
		letter.SiteName().MatchString(s) && !strings.Contains(s, "@") {
		return true
	}
	for _, hint := range language.Words("form hint") {
		if strings.Contains(low, hint) {
			return true
		}
	}
	return len(strings.Fields(s)) <= 4 && strings.HasSuffix(s, ",") // a greeting
}

// OwnText takes what the visitor wrote outside the fields from the lines there: below or between the fields, or else
// above.
func (f *Form) OwnText(places ...*[]message.Line) string {
	for _, lines := range places {
		var kept []string
		var others []message.Line
		words := 0
		for _, l := range *lines {
			s := strings.TrimSpace(l.Text)
			if s != "" && formsOwn(s) {
				others = append(others, l)
				continue
			}
			if kept = append(kept, s); !l.Bold {
				words += len(strings.Fields(s))
			}
		}
		if s := message.StripTags(message.Tidy(strings.Join(kept, "\n"))); words >= 3 || len([]rune(s)) >= 20 ||
			words > 0 && !unicode.Is(unicode.Latin, []rune(s)[0]) {
			*lines = others
			return s
		}
	}
	return ""
}

// ProseOf says how much of a value is free text: its words that begin with a small letter, and its letters of scripts
// that have none. It is -1 for a number, a date, an address, a consent, a link.
func ProseOf(f Entry) int {
	value := strings.TrimSpace(f.Value)
	if f.Field != lead.FieldNone && f.Field != lead.FieldNeed || lead.FieldOf(f.Label) == lead.FieldConsent ||
		IsSubject(f.Label) || isMeta(f.Label, true) || isURL(value) {
		return -1
	}
	if _, ok := lead.NormalizeEmail(value); ok {
		return -1
	}
	letters, small := 0, 0
	for _, w := range strings.Fields(value) {
		for i, c := range w {
			switch {
			case !unicode.IsLetter(c):
			case i == 0 && unicode.IsLower(c):
				small += 2
				letters++
			case !unicode.IsUpper(c) && !unicode.IsLower(c): // a script without capitals
				small++
				letters++
			default:
				letters++
			}
		}
	}
	if letters < 3 || letters < phones.Digits(value) {
		return -1
	}
	return small
}

// SaysMore reports whether a field is much more of a request than another.
func SaysMore(a, than Entry) bool { return ProseOf(a) > 8 && ProseOf(a) > 2*ProseOf(than) }

// LongestAnswer returns the field with the longest free text, nil when there is none.
func (f *Form) LongestAnswer() *Entry {
	var best *Entry
	most := -1
	for i := range f.List {
		x := &f.List[i]
		n := ProseOf(*x)
		if n < 0 || n < most || n == most && len(x.Value) <= len(best.Value) {
			continue
		}
		best, most = x, n
	}
	return best
}

// VisitorAbove returns the name in a line above the fields such as "Jane Doe wrote:".
func (f *Form) VisitorAbove() string {
	for _, l := range f.Above {
		if s := strings.TrimSpace(l.Text); len(s) <= 100 && strings.HasSuffix(s, ":") {
			if name := writerIn(s); name != "" {
				return name
			}
		}
	}
	for _, x := range f.List {
		if x.Field == lead.FieldNone {
			if name := writerIn(x.Label); name != "" {
				return name
			}
		}
	}
	return ""
}

// writerIn returns the name in a text that says who wrote.
func writerIn(s string) string {
	for _, verb := range language.Words("wrote") {
		if len(s) <= 100 && strings.Contains(phrases.Fold(s), verb) {
			return message.OneLine(letter.FullName().FindString(s), 200)
		}
	}
	return ""
}

// withoutClosing removes the closing words of a form's vendor or a portal from the end of the visitor's message: the
// last paragraphs that name the sender's company, and a closing phrase above such a name.
func withoutClosing(value, from string) (kept, closing string) {
	label := strings.ReplaceAll(letter.DomainLabel(from), "-", "")
	if len(label) < 4 {
		return value, ""
	}
	lines := strings.Split(value, "\n")
	cut := len(lines)
	for i := 1; i < len(lines); i++ {
		if !strings.Contains(strings.ReplaceAll(strings.ToLower(lines[i]), "-", ""), label) {
			continue
		}
		for cut = i; cut > 0 && strings.TrimSpace(lines[cut-1]) != ""; cut-- {
		}
		break
	}
	if cut == 0 || cut == len(lines) {
		return value, ""
	}
	return strings.TrimSpace(strings.Join(lines[:cut], "\n")), strings.Join(lines[cut:], "\n")
}

// CutClosing moves the closing words of a machine below the visitor's message to the lines below the form. from is the
// sender's address.
func (f *Form) CutClosing(from string) {
	for i := range f.List {
		x := &f.List[i]
		if x.Field != lead.FieldNeed {
			continue
		}
		kept, closing := withoutClosing(x.Value, from)
		if closing != "" {
			x.Value = kept
			f.Trailer = append(f.Trailer, message.TextLines(closing)...)
		}
	}
}

// FormSubject matches the subjects of forms' mails.
var FormSubject = phrases.Pattern(`(?i){{form subject}}`)

var subjectLabels = phrases.Set("form subject label", "topic label")

// IsSubject reports whether a label asks for the subject of the message.
func IsSubject(label string) bool { return subjectLabels()[phrases.Fold(strings.Trim(label, " *:"))] }
