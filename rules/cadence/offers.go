package cadence

import (
	"strings"
	"unicode"

	"leadsheet/lead/language"
)

// OfferIn finds the first of some texts that names an offer, in any language: a subject, the names of files. A word
// counts that stands for itself: quote, but not quoted.
func OfferIn(texts ...string) (text string, ok bool) {
	for _, text := range texts {
		low := strings.ToLower(text)
		for _, word := range language.Words("offer") {
			if stands(low, strings.ToLower(word)) {
				return text, true
			}
		}
	}
	return "", false
}

// stands reports whether a word stands in a text without a letter directly before or behind it. Writing without blanks
// between words has no such borders.
func stands(text, word string) bool {
	for at := 0; ; {
		n := strings.Index(text[at:], word)
		if n < 0 {
			return false
		}
		from, to := at+n, at+n+len(word)
		before, after := lastRune(text[:from]), firstRune(text[to:])
		if first := firstRune(word); !unicode.In(first, unicode.Latin, unicode.Cyrillic, unicode.Greek) ||
			!unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
		at = to
	}
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func lastRune(s string) (last rune) {
	for _, r := range s {
		last = r
	}
	return last
}
