package words

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Shorten puts a text on one line of at most n characters.
func Shorten(s string, n int) string {
	if len(s) <= n && !strings.ContainsAny(s, "\n\r\t") {
		return strings.TrimSpace(s)
	}
	s = OneLine(s)
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}

// OneLine replaces line breaks, tabs and rows of spaces by one space.
func OneLine(s string) string {
	if s = strings.TrimSpace(s); isOneLine(s) { // as most are
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// isOneLine reports whether a text of ASCII characters is as OneLine would make it.
func isOneLine(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf || c < ' ' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return before != ' ' || s == ""
}

// Quoted is a text of a customer's in Attention, where a dot in the middle of the line divides remarks.
func Quoted(text string) string {
	return strconv.Quote(Shorten(strings.ReplaceAll(text, "·", ","), 80))
}

// Among reports whether a text is one of the titles, both as Fold has them.
func Among(titles []string, text string) bool {
	k := Fold(text)
	return slices.ContainsFunc(titles, func(t string) bool { return Fold(t) == k })
}
