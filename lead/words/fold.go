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

// SameFolded reports whether two titles or words are the same once both are folded. It makes no texts for that.
func SameFolded(a, b string) bool {
	i, j := 0, 0
	for {
		for i < len(a) && isASCIISpace(a[i]) {
			i++
		}
		for j < len(b) && isASCIISpace(b[j]) {
			j++
		}
		switch {
		case i == len(a) || j == len(b):
			rest := a[i:] + b[j:] // of one of them; what it begins with is no space
			return rest == "" || rest[0] >= 0x80 && Fold(rest) == ""
		case a[i] >= 0x80 || b[j] >= 0x80:
			return Fold(a) == Fold(b) // what follows may change what came before
		case lowerASCII(a[i]) != lowerASCII(b[j]):
			return false
		}
		i, j = i+1, j+1
	}
}

func isASCIISpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

func lowerASCII(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// foldASCII is Fold for the titles that most tabs have; titles are compared all the time.
func foldASCII(text string) (string, bool) {
	same := true
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 0x80:
			return "", false
		case c >= 'A' && c <= 'Z', isASCIISpace(c):
			same = false
		}
	}
	if same {
		return text, true
	}
	var room [64]byte
	out := room[:0]
	for i := range len(text) {
		if c := text[i]; !isASCIISpace(c) {
			out = append(out, lowerASCII(c))
		}
	}
	return string(out), true
}

// Same compares names without regard to case and to spaces around them.
func Same(a, b string) bool {
	return a == b || strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// Nearest is the one of several titles or words that a text is probably meant to be: it is spelled almost like it. ""
// for none, and for a text that is one of them.
func Nearest(text string, among []string) string {
	typed := []rune(Fold(text))
	best, least := "", min(len(typed)/3, 2)+1
	for _, word := range among {
		folded := []rune(Fold(word))
		if diff := len(folded) - len(typed); diff >= least || -diff >= least {
			continue
		}
		switch d := Distance(typed, folded); {
		case d == 0:
			return ""
		case d < least:
			best, least = word, d
		}
	}
	return best
}

// Distance is how many letters have to be typed, deleted or replaced to make one text of the other.
func Distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		left := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := left
			if x != y {
				cost++
			}
			left = row[j+1]
			row[j+1] = min(cost, row[j]+1, left+1)
		}
	}
	return row[len(b)]
}
