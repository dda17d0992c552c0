package table

import "unicode/utf8"

// Every byte of a word, and the highest bits of all of them.
const (
	ones = 0x0101010101010101
	tops = 0x80 * ones
)

// plainRow reports whether the text of a row shows that it is plain. See Row.
func (r *reader) plainRow(at, end int) bool {
	text := r.text[at:end]
	if n := len(text); n > 0 && text[n-1] == '\n' {
		text = text[:n-1]
	}
	if n := len(text); n > 0 && text[n-1] == '\r' {
		text = text[:n-1]
	}
	return len(text) <= MaxCell && r.comma < utf8.RuneSelf && plainCells(text, r.comma, r.quote)
}

// IsPlain reports whether a text is printable ASCII without a blank at an edge or beside another blank.
func IsPlain(text string) bool { return plainCells(text, 0, 0) } // bytes that no printable text has

// plainCells reports whether a text has only printable ASCII and no quotation mark, and no blank beside a delimiter, an
// edge or another blank. It looks at eight letters at once.
func plainCells(text string, comma, quote byte) bool {
	const blanks = ' ' * ones
	commas, quotes := uint64(comma)*ones, uint64(quote)*ones
	before, blank := true, false // whether the letter before is a blank or a delimiter, and whether it is a blank
	i := 0
	for ; i+8 <= len(text); i += 8 {
		w := text[i : i+8]
		x := uint64(w[0]) | uint64(w[1])<<8 | uint64(w[2])<<16 | uint64(w[3])<<24 |
			uint64(w[4])<<32 | uint64(w[5])<<40 | uint64(w[6])<<48 | uint64(w[7])<<56
		if x&tops != 0 || (x-blanks)&tops != 0 || (zeros(x^0x7f*ones)|zeros(x^quotes)) != 0 {
			return false
		}
		b := zeros(x ^ blanks)
		edge := b | zeros(x^commas)
		if b&(edge>>8) != 0 || edge&(b>>8) != 0 || before && b&0x80 != 0 || blank && edge&0x80 != 0 {
			return false
		}
		before, blank = edge>>63 != 0, b>>63 != 0
	}
	for ; i < len(text); i++ {
		c := text[i]
		if c < ' ' || c >= 0x7f || c == quote {
			return false
		}
		b := c == ' '
		edge := b || c == comma
		if before && b || blank && edge {
			return false
		}
		before, blank = edge, b
	}
	return !blank
}

// zeros has the highest bit of each byte that is zero in a word of ASCII.
func zeros(x uint64) uint64 { return ^(x + 0x7f*ones) & tops }
