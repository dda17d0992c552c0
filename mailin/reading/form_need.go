package reading

import (
	"strings"
	"unicode"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// isLetter reports whether a mail with labels is a person's letter: a closing phrase or the sender's name stands above
// the first label, or sentences do that are no form's own. The mail of a form that gives another address than its
// sender's is none without a closing phrase.
func (f *formFields) isLetter(display, from string) bool {
	words := 0
	for i, l := range f.above {
		s := strings.TrimSpace(l.Text)
		if i > 0 && words > 0 && len(s) < 90 && (signOff().MatchString(s) ||
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
	for _, x := range f.list {
		if a, ok := lead.NormalizeEmail(x.value); ok && x.field == lead.FieldEmail && a != from {
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
		formTrailer().MatchString(s) || formSubject().MatchString(s) || signOff().MatchString(s) ||
		siteName().MatchString(s) && !strings.Contains(s, "@") {
		return true
	}
	for _, hint := range words("form hint") {
		if strings.Contains(low, hint) {
			return true
		}
	}
	return len(strings.Fields(s)) <= 4 && strings.HasSuffix(s, ",") // a greeting
}

// ownText takes what the visitor wrote outside the fields from the lines there: below or between the fields, or else
// above.
func (f *formFields) ownText(places ...*[]message.Line) string {
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

// proseOf says how much of a value is free text: its words that begin with a small letter, and its letters of scripts
// that have none. It is -1 for a number, a date, an address, a consent, a link.
func proseOf(f labelled) int {
	value := strings.TrimSpace(f.value)
	if f.field != lead.FieldNone && f.field != lead.FieldNeed || lead.FieldOf(f.label) == lead.FieldConsent ||
		isSubject(f.label) || isMeta(f.label, true) || isURL(value) {
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
	if letters < 3 || letters < digits(value) {
		return -1
	}
	return small
}

// saysMore reports whether a field is much more of a request than another.
func saysMore(a, than labelled) bool { return proseOf(a) > 8 && proseOf(a) > 2*proseOf(than) }

// longestAnswer returns the field with the longest free text, nil when there is none.
func (f *formFields) longestAnswer() *labelled {
	var best *labelled
	most := -1
	for i := range f.list {
		x := &f.list[i]
		n := proseOf(*x)
		if n < 0 || n < most || n == most && len(x.value) <= len(best.value) {
			continue
		}
		best, most = x, n
	}
	return best
}

// visitorAbove returns the name in a line above the fields such as "Jane Doe wrote:".
func (f *formFields) visitorAbove() string {
	for _, l := range f.above {
		if s := strings.TrimSpace(l.Text); len(s) <= 100 && strings.HasSuffix(s, ":") {
			if name := writerIn(s); name != "" {
				return name
			}
		}
	}
	for _, x := range f.list {
		if x.field == lead.FieldNone {
			if name := writerIn(x.label); name != "" {
				return name
			}
		}
	}
	return ""
}

// writerIn returns the name in a text that says who wrote.
func writerIn(s string) string {
	for _, verb := range words("wrote") {
		if len(s) <= 100 && strings.Contains(lowerFold(s), verb) {
			return message.OneLine(fullName().FindString(s), 200)
		}
	}
	return ""
}

// chooseNeed decides what the request is when no field is: free text of the visitor outside the fields, the longest
// answer, the subject.
func (f *formFields) chooseNeed(q *Reading, subject string) {
	best, own := f.longestAnswer(), ""
	long := best != nil && (proseOf(*best) >= 4 || len(strings.Fields(best.value)) >= 3)
	switch {
	case f.known:
	case q.Need != "" || long:
		if text := f.ownText(&f.between); text != "" {
			q.answer("Further text", text)
		}
	default:
		own = f.ownText(&f.between, &f.above)
	}
	switch {
	case q.Need != "":
	case long:
		q.decide("form: the longest answer is the request")
		q.Need = message.Clean(best.value, maxNeed)
	case own != "":
		q.decide("form: the text outside the fields is the request")
		q.Need = message.Clean(own, maxNeed)
	case subject != "":
		q.decide("form: its subject is the request")
		q.Need = message.Clean(subject, maxNeed)
	case best != nil:
		q.decide("form: the longest answer is the request")
		q.Need = message.Clean(best.value, maxNeed)
	}
}

// withoutClosing removes the closing words of a form's vendor or a portal from the end of the visitor's message: the
// last paragraphs that name the sender's company, and a closing phrase above such a name.
func withoutClosing(value, from string) (kept, closing string) {
	label := strings.ReplaceAll(domainLabel(from), "-", "")
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

// cutClosing moves the closing words of a machine below the visitor's message to the lines below the form.
func (f *formFields) cutClosing(r *reader, from string) {
	if r.isTeam(from) || !f.known && !machineLike(from) {
		return
	}
	for i := range f.list {
		x := &f.list[i]
		if x.field != lead.FieldNeed {
			continue
		}
		kept, closing := withoutClosing(x.value, from)
		if closing != "" {
			x.value = kept
			f.trailer = append(f.trailer, message.TextLines(closing)...)
		}
	}
}
