package cadence

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	first, _ := utf8.DecodeRuneInString(word)
	bordered := unicode.In(first, unicode.Latin, unicode.Cyrillic, unicode.Greek)
	for at := 0; ; {
		n := strings.Index(text[at:], word)
		if n < 0 {
			return false
		}
		from, to := at+n, at+n+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:from])
		after, _ := utf8.DecodeRuneInString(text[to:])
		if !bordered || !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return true
		}
		at = to
	}
}
