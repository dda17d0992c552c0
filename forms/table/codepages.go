package table

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// codePage is an encoding of one byte a letter, with the letters beyond ASCII of the languages that were written in
// it, a language each. No letters means a script of its own, which does not mix with Latin inside a word.
type codePage struct {
	name    string
	page    *charmap.Charmap
	script  *unicode.RangeTable
	letters []string
}

// codePages are tried in this order: a tie goes to the earlier one.
var codePages = []codePage{
	{
		"windows-1252",
		charmap.Windows1252,
		nil,
		[]string{"äöüßé", "éèêëàâçîïôûùüœ", "áéíóúñüªº", "ãõáéíóúâêôàç", "àèéìíòóùú", "ëéïóèü",
			"åäöæøé", "áéíóúàèòçïü"},
	},
	{
		"windows-1250",
		charmap.Windows1250,
		nil,
		[]string{"ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž", "äöüßé"},
	},
	{"windows-1254", charmap.Windows1254, nil, []string{"çğıiöşüâî"}},
	{"windows-1257", charmap.Windows1257, nil, []string{"ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"}},
	{"windows-1251", charmap.Windows1251, unicode.Cyrillic, nil},
	{"windows-1253", charmap.Windows1253, unicode.Greek, nil},
	{
		"macintosh",
		charmap.Macintosh,
		nil,
		[]string{"äöüßé", "éèêëàâçîïôûùüœ", "áéíóúñüªº", "ãõáéíóúâêôàç", "àèéìíòóùú", "åäöæøé"},
	},
	{"iso-8859-2", charmap.ISO8859_2, nil, []string{"ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű", "čćđšž"}},
	{"iso-8859-9", charmap.ISO8859_9, nil, []string{"çğıiöşüâî"}},
	{"windows-1252", charmap.Windows1252, nil, []string{"áðéíóúýþæö"}},
	{"koi8-r", charmap.KOI8R, unicode.Cyrillic, nil},
	{"ibm850", charmap.CodePage850, nil, []string{"äöüßé", "éèêëàâçîïôûùü", "áéíóúñü"}},
	{"windows-1255", charmap.Windows1255, unicode.Hebrew, nil},
	{"windows-1256", charmap.Windows1256, unicode.Arabic, nil},
}

// guessPage chooses the encoding in which the file reads most like writing.
func guessPage(data []byte) codePage {
	sample := foreignLines(data, 64<<10)
	best, chosen := -1<<30, codePages[0]
	for _, c := range codePages {
		text := decodePage(c.page, sample)
		if score := c.plausible(text) + labelScore(text); score > best {
			best, chosen = score, c
		}
	}
	return chosen
}

// labelScore counts the words of the first line that forms use in a header: a strong sign of the right letters.
func labelScore(text string) int {
	line, _, _ := strings.Cut(strings.ReplaceAll(text[:min(len(text), 4000)], "\r", "\n"), "\n")
	cells := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;\t|\"", r) })
	known := 0
	for _, c := range cells[:min(len(cells), 60)] {
		if strings.IndexFunc(c, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
			known += knownLabels([]string{c})
		}
	}
	return known * 8
}

// foreignLines collects the file's first line and those with letters beyond ASCII, which are all that tells.
func foreignLines(data []byte, limit int) []byte {
	var out []byte
	for i := 0; i < len(data) && len(out) < limit; {
		end := i + 1
		for end < len(data) && data[end] != '\n' && data[end] != '\r' && end-i < 8<<10 {
			end++
		}
		line := data[i:end]
		if i == 0 || bytes.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
			out = append(out, line...)
		}
		i = end
	}
	return out
}

func decodePage(page *charmap.Charmap, data []byte) string {
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		if c < utf8.RuneSelf {
			b.WriteByte(c)
		} else {
			b.WriteRune(page.DecodeByte(c))
		}
	}
	return b.String()
}

// plausible scores how much text looks like writing in one of the page's languages.
func (c codePage) plausible(text string) int {
	rs := []rune(text)
	base := 0
	letters := map[rune]int{} // how often each foreign letter stands there, in small letters
	for i, r := range rs {
		if r < utf8.RuneSelf {
			continue
		}
		before, after := runeAt(rs, i-1), runeAt(rs, i+1)
		switch {
		case !unicode.IsLetter(r):
			base -= symbolPenalty(r, before, after)
		case c.script != nil:
			base += c.scriptScore(r, before, after)
		default:
			letters[unicode.ToLower(r)]++
			base += latinScore(r, before, after)
		}
	}
	if len(c.letters) == 0 {
		return base
	}
	best := -1 << 30
	for _, alphabet := range c.letters {
		score := 0
		for r, n := range letters {
			if strings.ContainsRune(alphabet, r) {
				score += 4 * n
			} else {
				score -= 4 * n
			}
		}
		best = max(best, score)
	}
	return base + best
}

func runeAt(rs []rune, i int) rune {
	if i < 0 || i >= len(rs) {
		return ' '
	}
	return rs[i]
}

// symbolPenalty says how little a sign that is no letter fits between its neighbours.
func symbolPenalty(r, before, after rune) int {
	inside := unicode.IsLetter(before) && unicode.IsLetter(after)
	switch {
	case r == utf8.RuneError || r < 0xa0 || r >= 0x2500 && r < 0x25a0: // nothing, control characters, box drawing
		return 8
	case r == '’' || r == '–' || r == '—':
		return 0
	case strings.ContainsRune("\u00a0€„“”‘…°§²³№«»", r) && !inside:
		return 0
	case inside:
		return 6
	case unicode.IsLetter(before) || unicode.IsLetter(after):
		return 4
	}
	return 1
}

func (c codePage) scriptScore(r, before, after rune) int {
	if !unicode.Is(c.script, r) {
		return -6
	}
	ascii := func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }
	switch {
	case ascii(before) || ascii(after):
		return -6
	case unicode.IsUpper(r) && unicode.IsLower(before),
		unicode.IsUpper(r) && unicode.IsLower(after) && unicode.IsLetter(before):
		return -8
	case unicode.Is(c.script, before) || unicode.Is(c.script, after):
		return 4
	}
	return 0
}

// latinScore judges how a letter stands: no capital behind a small letter, vowels between consonants.
func latinScore(r, before, after rune) int {
	score := 0
	if unicode.IsUpper(r) && unicode.IsLower(before) ||
		unicode.IsUpper(r) && unicode.IsLower(after) && unicode.IsLetter(before) {
		score -= 6
	}
	near := unicode.IsLetter(before) && unicode.IsLetter(after)
	switch {
	case !near:
	case vowel(r) && !vowel(before) && !vowel(after):
		score++
	case vowel(r) == vowel(before) && vowel(r) == vowel(after):
		score -= 2
	}
	return score
}

func vowel(r rune) bool {
	if r >= utf8.RuneSelf {
		for _, d := range norm.NFD.String(string(r)) {
			r = d
			break
		}
	}
	return strings.ContainsRune("aeiouyæøœı", unicode.ToLower(r))
}
