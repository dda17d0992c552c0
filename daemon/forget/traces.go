package forget

import (
	"slices"
	"strings"
	"unicode"

	"leadsheet/lead"
)

// traces are the words that would tell who a person was: addresses, numbers, names, companies, subjects.
type traces struct{ texts []string }

// shortest is how many letters a word must have to tell anything.
const shortest = 4

// add adds a text.
func (x *traces) add(text string) {
	if text = plain(text); len(text) >= shortest+2 && !slices.Contains(x.texts, text) { // two blanks
		x.texts = append(x.texts, text)
	}
}

// addPerson adds a name and each of its words, unless it is the marker.
func (x *traces) addPerson(name, marker string) {
	if name == marker {
		return
	}
	x.add(name)
	for _, word := range strings.Fields(name) {
		x.add(word)
	}
}

// plain are the letters and digits of a text, in small letters, with one blank between and around its words.
func plain(text string) string {
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ") + " "
}

// without is a text that tells nothing of the person, or nothing.
func (x *traces) without(text string) string {
	if text == "" {
		return ""
	}
	in := plain(text)
	if slices.ContainsFunc(x.texts, func(t string) bool { return strings.Contains(in, t) }) {
		return ""
	}
	return text
}

// reason is a reason of Activity without what tells of the person. Its beginning says what figures need: that an answer
// was inferred, say.
func (x *traces) reason(text string) string {
	if x.without(text) == text {
		return text
	}
	for end := len(text); end > 0; {
		said := text[:end]
		at := max(strings.LastIndex(said, ": "), strings.LastIndex(said, "; "), strings.LastIndex(said, ", "))
		if at < 0 {
			break
		}
		if head := text[:at+2]; x.without(head) == head {
			return head
		}
		end = at
	}
	return ""
}

// in reports whether a text names the person.
func (w Who) in(text, country string) bool {
	if w.Address != "" && strings.Contains(strings.ToLower(text), w.Address) {
		return true
	}
	return w.Phone != "" && lead.Contact{Phone: text}.PhoneKey(country) == w.Phone
}
