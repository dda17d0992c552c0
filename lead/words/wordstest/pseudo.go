// Package wordstest makes a language for tests: English in other letters, longer and in brackets. What a test finds
// unaltered has not come from the catalogue.
package wordstest

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"leadsheet/lead/words"
)

// The letters of the language. None of them is one of ASCII with an accent: those would be compared as equal.
const (
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	altered = "αƀȼđɇƒǥħɨɉƙłмŋøƥɋɍѕŧʉʋшхɏƶΑɃȻĐɆƑǤĦƗɈƘŁМŊØƤɊɌЅŦɄƲШХɎƵ"
)

// place is where a text has a value.
var place = regexp.MustCompile(`\{[a-z]+\}`)

// Pseudo returns the language, in a catalogue with English.
func Pseudo(tb testing.TB) words.Language {
	tb.Helper()
	english, err := words.Load(With(tb, "en-XA", Alter))
	if err != nil {
		tb.Fatal(err)
	}
	for _, l := range english.All() {
		if !l.English() {
			return l
		}
	}
	tb.Fatal("the catalogue has only English")
	return english
}

// With returns the files of the program's languages and one more, made of the English one by a change to each text.
func With(tb testing.TB, tag string, change func(text string) string) fs.FS {
	tb.Helper()
	data, err := fs.ReadFile(words.Files(), "languages/en.txt")
	if err != nil {
		tb.Fatal(err)
	}
	lines := strings.Split(strings.ReplaceAll(string(data), "\n  ", " "), "\n")
	for i, l := range lines {
		if name, text, ok := strings.Cut(l, " = "); ok && l[0] != '#' {
			if lines[i] = name + " = " + change(text); strings.HasSuffix(name, "Mark") { // stands within other texts
				lines[i] = name + " = " + strings.Trim(change(text), "⟨⟩")
			}
		}
	}
	return fstest.MapFS{
		"languages/en.txt":          {Data: data},
		"languages/" + tag + ".txt": {Data: []byte(strings.Join(lines, "\n"))},
	}
}

// Alter writes a text in the letters of the language. Each item of a list stays one.
func Alter(text string) string {
	var out strings.Builder
	for text != "" {
		at := place.FindStringIndex(text)
		if at == nil {
			at = []int{len(text), len(text)}
		}
		for _, r := range text[:at[0]] {
			if i := strings.IndexRune(letters, r); i >= 0 {
				r = []rune(altered)[i]
			}
			out.WriteRune(r)
		}
		out.WriteString(text[at[0]:at[1]])
		text = text[at[1]:]
	}
	return "⟨" + out.String() + "⟩"
}
