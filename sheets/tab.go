package sheets

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold brings a title into the form in which titles are compared: without regard to case, spaces and accents.
func Fold(title string) string {
	if plain, ok := foldASCII(title); ok {
		return plain
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(title) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.IsSpace(r), r == '\ufeff', r == '\u200b':
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// foldASCII is Fold for the titles that most tabs have; titles are compared all the time.
func foldASCII(title string) (string, bool) {
	same := true
	for i := range len(title) {
		switch c := title[i]; {
		case c >= 0x80:
			return "", false
		case c >= 'A' && c <= 'Z', c == ' ', c >= '\t' && c <= '\r':
			same = false
		}
	}
	if same {
		return title, true
	}
	out := make([]byte, 0, len(title))
	for i := range len(title) {
		switch c := title[i]; {
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		case c == ' ', c >= '\t' && c <= '\r':
		default:
			out = append(out, c)
		}
	}
	return string(out), true
}

// Col returns the index of the column with that title, or -1. Of columns with the same title it is the one that is
// used: see FindTwins.
func (t *Tab) Col(title string) int {
	want := Fold(title)
	for i, c := range t.Columns {
		if Fold(c) == want && !slices.Contains(t.Twins, i) {
			return i
		}
	}
	return -1
}

// At returns the cell of row in column col; a column of -1 or beyond the row is empty.
func (t *Tab) At(row, col int) Cell {
	if col < 0 || col >= len(t.Rows[row]) {
		return Cell{}
	}
	return t.Rows[row][col]
}
