package words

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// template is a sentence with named places for values: "Respond by {time}". Each language puts them where its grammar
// wants them.
type template struct {
	parts []string // the text around the values, one more than there are values
	at    []int    // which value stands behind each part, but for the last
}

// newTemplate takes a text apart. The names of its places must be those given, each at least once.
func newTemplate(text string, names []string) (template, error) {
	var t template
	seen := make([]bool, len(names))
	for {
		before, rest, found := strings.Cut(text, "{")
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		i := slices.Index(names, name)
		if !closed || i < 0 {
			return t, fmt.Errorf("{%s} is none of its places %q", name, names)
		}
		seen[i] = true
		t.parts, t.at, text = append(t.parts, before), append(t.at, i), after
	}
	t.parts = append(t.parts, text)
	if i := slices.Index(seen, false); i >= 0 {
		return t, fmt.Errorf("it has no place {%s}", names[i])
	}
	return t, nil
}

// fill is the text with its values.
func (t *template) fill(values ...string) string {
	n := 0
	for i, part := range t.parts {
		n += len(part)
		if i < len(t.at) {
			n += len(values[t.at[i]])
		}
	}
	out := make([]byte, 0, n)
	for i, part := range t.parts {
		out = append(out, part...)
		if i < len(t.at) {
			out = append(out, values[t.at[i]]...)
		}
	}
	return string(out)
}

// begins reports whether s begins as the text does, up to its first value.
func (t *template) begins(s string) bool { return t.parts[0] != "" && strings.HasPrefix(s, t.parts[0]) }

// matches reports whether s may be the text with values: what stands between them is there, in that order.
func (t *template) matches(s string) bool {
	s, ok := strings.CutPrefix(s, t.parts[0])
	for _, part := range t.parts[1:] {
		if !ok {
			return false
		}
		_, s, ok = strings.Cut(s, part)
	}
	return ok
}

// Text1 is a sentence with a place for one value.
type Text1 struct{ t template }

// With is the sentence with its value.
func (x *Text1) With(a string) string { return x.t.fill(a) }

// Begins reports whether s begins as the sentence does, up to its first value.
func (x *Text1) Begins(s string) bool { return x.t.begins(s) }

// Beginning is the sentence up to its first value.
func (x *Text1) Beginning() string { return x.t.parts[0] }

// Text2 is a sentence with places for two values, in the order of its tag.
type Text2 struct{ t template }

// With is the sentence with its values.
func (x *Text2) With(a, b string) string { return x.t.fill(a, b) }

// Beginning is the sentence up to its first value.
func (x *Text2) Beginning() string { return x.t.parts[0] }

// Begins reports whether s begins as the sentence does, up to its first value.
func (x *Text2) Begins(s string) bool { return x.t.begins(s) }

// Text3 is a sentence with places for three values, in the order of its tag.
type Text3 struct{ t template }

// With is the sentence with its values.
func (x *Text3) With(a, b, c string) string { return x.t.fill(a, b, c) }

// Beginning is the sentence up to its first value.
func (x *Text3) Beginning() string { return x.t.parts[0] }

// forms are the plural forms of a sentence.
type forms struct {
	tag  language.Tag
	form [plural.Many + 1]*template // by plural.Form; nil where the language has no such form
}

// of is the form for a number.
func (f *forms) of(n int) *template {
	n = max(n, -n)
	if t := f.form[plural.Cardinal.MatchPlural(f.tag, n, 0, 0, 0, 0)]; t != nil {
		return t
	}
	return f.form[plural.Other]
}

// Plural1 is a sentence with a number that its form depends on.
type Plural1 struct{ f forms }

// With is the sentence for the number n, which is written as text.
func (x *Plural1) With(n int, text string) string { return x.f.of(n).fill(text) }

// Count is the sentence for the number n, written in digits.
func (x *Plural1) Count(n int) string { return x.With(n, strconv.Itoa(n)) }

// Plural2 is a sentence with a number that its form depends on, and one more value.
type Plural2 struct{ f forms }

// With is the sentence for the number n, which is written as text, with its other value.
func (x *Plural2) With(n int, text, b string) string { return x.f.of(n).fill(text, b) }

// Text4 is a sentence with places for four values, in the order of its tag.
type Text4 struct{ t template }

// With is the sentence with its values.
func (x *Text4) With(a, b, c, d string) string { return x.t.fill(a, b, c, d) }

// Matches reports whether s may be the sentence with values.
func (x *Text4) Matches(s string) bool { return x.t.matches(s) }

// Text5 is a sentence with places for five values, in the order of its tag.
type Text5 struct{ t template }

// With is the sentence with its values.
func (x *Text5) With(a, b, c, d, e string) string { return x.t.fill(a, b, c, d, e) }

// Matches reports whether s may be the sentence with values.
func (x *Text5) Matches(s string) bool { return x.t.matches(s) }
