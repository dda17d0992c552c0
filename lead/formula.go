package lead

import (
	"strings"
	"unicode/utf8"
)

// LooksLikeFormula reports whether a program may take a text for a formula when it opens a CSV file (OWASP, CSV
// injection). Blanks, quotation marks and control characters before it do not help. Telephone numbers and plain numbers
// with a sign are none.
func LooksLikeFormula(s string) bool {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return r <= ' ' || r == '"' || r == 0xa0 || r == 0xfeff })
	first, _ := utf8.DecodeRuneInString(s)
	if s == "" || !strings.ContainsRune("=+-@＝＋－＠", first) {
		return false
	}
	plain := s[0] == '+' || s[0] == '-'
	return !plain || strings.ContainsFunc(s, func(r rune) bool {
		return !strings.ContainsRune("+-0123456789 ()./,", r)
	})
}
