package sheets

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The quick way for plain titles gives what the long way gives.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"Next contact", "E-Mail", "Größe", " first\tname\v\f\r\n", "ÉCOLE", "\u200bID", "\x85", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		var want strings.Builder
		for _, r := range norm.NFKD.String(title) {
			if !unicode.Is(unicode.Mn, r) && !unicode.IsSpace(r) && r != '\ufeff' && r != '\u200b' {
				want.WriteRune(unicode.ToLower(r))
			}
		}
		if got := Fold(title); got != want.String() {
			t.Errorf("%q: got %q, want %q", title, got, want.String())
		}
	})
}
