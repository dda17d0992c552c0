package forms

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

// codePages are what Windows programs write, the likeliest first: a tie goes to the earlier one.
var codePages = []struct {
	name    string
	page    *charmap.Charmap
	letters string
}{
	{"windows-1252", charmap.Windows1252, "äöüßéèêëàâçîïôûùñáíóúãõìòåøœæ"},
	{"windows-1250", charmap.Windows1250, "ąćęłńóśźżčřšžýáíéěůúďťňőűăşţâîäöüßç"},
	{"windows-1251", charmap.Windows1251, ""},
}

// decode returns the bytes as UTF-8 and the name of the encoding they were in.
func decode(data []byte) (text, encoding string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(data[3:]), "\uFFFD"), "utf-8"
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return utf16(data, utf.LittleEndian), "utf-16le"
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return utf16(data, utf.BigEndian), "utf-16be"
	}
	// Without a mark, UTF-16 shows in the zero bytes of its commas, spaces and line ends.
	var even, odd int
	sample := data[:min(len(data), 64<<10)]
	for i, b := range sample {
		if b == 0 && i%2 == 0 {
			even++
		} else if b == 0 {
			odd++
		}
	}
	if half := len(sample) / 2; half > 0 {
		switch {
		case odd*100 > 30*half && even*10 < odd:
			return utf16(data, utf.LittleEndian), "utf-16le"
		case even*100 > 30*half && odd*10 < even:
			return utf16(data, utf.BigEndian), "utf-16be"
		}
	}
	if utf8.Valid(data) {
		return string(data), "utf-8"
	}
	best := -1 << 30
	for _, c := range codePages {
		s, err := c.page.NewDecoder().Bytes(data)
		if err != nil {
			continue
		}
		if score := plausible(string(s[:min(len(s), 256<<10)]), c.letters); score > best {
			best, text, encoding = score, string(s), c.name
		}
	}
	return text, encoding
}

func utf16(data []byte, order utf.Endianness) string {
	s, err := utf.UTF16(order, utf.UseBOM).NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return string(s)
}

// plausible scores how much s looks like writing: its foreign letters are those of the page's languages and stand
// among letters as those languages put them. No letters means Cyrillic, which does not mix with Latin in a word.
func plausible(s, letters string) int {
	score := 0
	rs := []rune(s)
	at := func(i int) rune {
		if i < 0 || i >= len(rs) {
			return ' '
		}
		return rs[i]
	}
	high := func(r rune) bool { return r >= 0x80 && unicode.IsLetter(r) }
	ascii := func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) }
	for i, r := range rs {
		if r < 0x80 {
			continue
		}
		before, after := at(i-1), at(i+1)
		switch {
		case r < 0xa0 || r == utf8.RuneError:
			score -= 4
		case strings.ContainsRune("¹²³¯£¼½¾¨´¸", r):
			if ascii(before) || high(before) || ascii(after) || high(after) { // Polish letters in the western page
				score -= 3
			}
		case r == 'œ' && after != 'u' && after != 'i':
			score -= 3
		case !unicode.IsLetter(r):
			if (ascii(before) || high(before)) && (ascii(after) || high(after)) && r != '’' && r != '–' {
				score -= 2
			}
		case letters == "":
			if ascii(before) || ascii(after) || !unicode.Is(unicode.Cyrillic, r) {
				score -= 3
			} else if high(before) || high(after) {
				score += 2
				if unicode.IsUpper(r) && unicode.IsLower(before) {
					score -= 4
				}
			}
		case strings.ContainsRune(letters, unicode.ToLower(r)):
			score += 2
			if high(before) && high(after) {
				score -= 5
			}
			if unicode.IsUpper(r) && unicode.IsLower(before) {
				score -= 3
			}
		default:
			score -= 2
		}
	}
	return score
}
