package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold brings a title or a word into the form in which they are compared: without regard to case, spaces and accents.
func Fold(text string) string {
	if plain, ok := foldASCII(text); ok {
		return plain
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.IsSpace(r), r == '\ufeff', r == '\u200b':
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// foldASCII is Fold for the titles that most tabs have; titles are compared all the time.
func foldASCII(text string) (string, bool) {
	same := true
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 0x80:
			return "", false
		case c >= 'A' && c <= 'Z', c == ' ', c >= '\t' && c <= '\r':
			same = false
		}
	}
	if same {
		return text, true
	}
	out := make([]byte, 0, len(text))
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		case c == ' ', c >= '\t' && c <= '\r':
		default:
			out = append(out, c)
		}
	}
	return string(out), true
}

// Same compares names without regard to case and to spaces around them.
func Same(a, b string) bool {
	return a == b || strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}
