package letters

import (
	"strings"
	"unicode/utf8"

	"leadsheet/lead"
)

// The most characters that stand in a message.
const (
	nameChars  = 60
	shortChars = 60 // a need in a few words
	lineChars  = 200
	needChars  = 2000 // a need, or what somebody wrote, in full
	factChars  = 500
)

// bytesPerChar bounds how much of a text is looked at: cleaning leaves out what cannot be seen.
const bytesPerChar = 16

// line puts a text on one line of at most n characters.
func line(s string, n int) string {
	s, _ = clean(strings.Join(strings.Fields(lead.SafeText(head(s, n*bytesPerChar), 0)), " "), n)
	return s
}

// passage is a text of several lines with at most n characters, and how many of its characters are left out. More than
// one blank line in a row is one.
func passage(s string, n int) (text string, left int) {
	all := strings.Split(lead.SafeText(head(s, n*bytesPerChar), 0), "\n")
	var lines []string
	for _, l := range all {
		l = strings.TrimRight(strings.ReplaceAll(l, "\t", " "), " ")
		if l != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, l)
		}
	}
	text, left = clean(strings.TrimRight(strings.Join(lines, "\n"), "\n "), n)
	return text, left + utf8.RuneCountInString(s[len(head(s, n*bytesPerChar)):])
}

// clean cuts a text behind n characters, and says how many are left out.
func clean(s string, n int) (text string, left int) {
	if len(s) <= n {
		return s, 0
	}
	r := []rune(s)
	if len(r) <= n {
		return s, 0
	}
	return strings.TrimSpace(string(r[:n-1])) + "…", len(r) - n + 1
}

// head is the beginning of a text, of at most n bytes, without half a character at its end.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// isRightToLeft reports whether a text has letters that are written from right to left.
func isRightToLeft(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r >= 0x590 && r <= 0x8ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc
	})
}

// The marks around a text whose direction is its own, so that what stands beside it stays in its place.
const isolate, isolateEnd = "\u2068", "\u2069"

// isolated is somebody's text in a line of plain text.
func isolated(s string) string {
	if isRightToLeft(s) {
		return isolate + s + isolateEnd
	}
	return s
}
