package message

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// maxGuessed is how much of a text is looked at to guess its charset.
const maxGuessed = 64 << 10

// guessCharset returns the charset of a text of which the sender says none, or one that cannot hold it. Without a sign
// of another one it is that of Western Europe, unless the text is UTF-8 with damage.
func guessCharset(b []byte, declared string) string {
	if shifted := escapedCharset(b); shifted != "" {
		return shifted
	}
	if declared == "utf-8" || declared == "utf8" || utf8.Valid(b) || mostlyUTF8(b) {
		return "utf-8"
	}
	b = b[:min(len(b), maxGuessed)]
	high, letters := 0, 0
	for _, c := range b {
		switch {
		case c >= 0x80:
			high++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			letters++
		}
	}
	// In Western text a few letters are outside of ASCII, in others nearly all, but links and names are within.
	if high < 4 || high < letters/2 {
		return "windows-1252"
	}
	if name := guessPaired(b); name != "" {
		return name
	}
	return guessCyrillic(b)
}

// escapedCharset returns the charset whose escapes are in a text: they mean nothing in any other one.
func escapedCharset(b []byte) string {
	if !bytes.ContainsRune(b, 0x1b) {
		return ""
	}
	for _, escape := range []string{"\x1b$B", "\x1b$@", "\x1b(J", "\x1b(I"} {
		if bytes.Contains(b, []byte(escape)) {
			return "iso-2022-jp"
		}
	}
	if bytes.Contains(b, []byte("\x1b$)C")) {
		return "iso-2022-kr"
	}
	return ""
}

// guessPaired returns the charset of a text in which two bytes make a character, "" when it is not one of these. The
// common characters of each lie in other ranges of the first byte.
func guessPaired(b []byte) string {
	pairs, kana, hangul, common, sjis, lowTrail := 0, 0, 0, 0, 0, 0
	for i := 0; i < len(b); i++ {
		lead := b[i]
		if lead < 0x80 {
			continue
		}
		if i+1 >= len(b) || b[i+1] < 0x40 {
			if i+1 == len(b) && pairs > 0 {
				break // the text was cut
			}
			return ""
		}
		trail := b[i+1]
		pairs++
		switch {
		case lead == 0xa4 && trail >= 0xa1 && trail <= 0xf3:
			kana++
		case lead == 0x82 && trail >= 0x9f && trail <= 0xf1:
			sjis++
		case lead >= 0xb0 && lead <= 0xc8 && trail >= 0xa1:
			hangul++
			common++
		case lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1, lead >= 0xa1 && lead <= 0xa3 && trail >= 0xa1:
			common++
		}
		if trail < 0x80 {
			lowTrail++
		}
		i++
	}
	switch {
	case pairs < 2:
		return ""
	case sjis*5 >= pairs:
		return "shift_jis"
	case kana*5 >= pairs:
		return "euc-jp"
	case lowTrail*6 >= pairs && common*10 < pairs*8:
		return "big5"
	case hangul == pairs && pairs >= 6 && bytes.ContainsRune(b, ' '):
		return "euc-kr"
	case common*10 >= pairs*7:
		return "gb18030"
	}
	return ""
}

// guessCyrillic returns the Cyrillic charset in which a text reads as words, or that of Western Europe.
func guessCyrillic(b []byte) string {
	best, most := "windows-1252", 0
	for _, c := range []struct {
		name string
		enc  encoding.Encoding
	}{{"windows-1251", charmap.Windows1251}, {"koi8-u", charmap.KOI8U}, {"iso-8859-5", charmap.ISO8859_5},
		{"ibm866", charmap.CodePage866}} {
		out, err := c.enc.NewDecoder().Bytes(b)
		if err != nil {
			continue
		}
		if n := wordScore(string(out)); n > most {
			best, most = c.name, n
		}
	}
	return best
}

// wordScore is how far a text reads as Cyrillic words: letters and vowels count, and other signs and capitals inside
// words count against it. It is 0 when the text is none.
func wordScore(s string) int {
	good, bad, vowels := 0, 0, 0
	lower := false // the letter before was a small one
	for _, r := range s {
		switch {
		case r < 0x80:
			lower = false
			continue
		case unicode.Is(unicode.Cyrillic, r) && (r >= 'А' && r <= 'я' || strings.ContainsRune("ёЁіІїЇєЄґҐўЎ", r)):
			if good++; lower && unicode.IsUpper(r) {
				bad++
			}
			if strings.ContainsRune("аеиоуыюяёіїє", r) {
				vowels++
			}
			lower = unicode.IsLower(r)
			continue
		case strings.ContainsRune("«»—–№…“”„’\u00a0", r):
		default:
			bad++
		}
		lower = false
	}
	if good < 4 || bad*8 > good || vowels*5 < good {
		return 0
	}
	return good + vowels - 4*bad
}

// withHighBits converts ISO-2022-KR to EUC-KR: characters between the shifts get their high bits.
func withHighBits(b []byte) []byte {
	out := make([]byte, 0, len(b))
	shifted := false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case bytes.HasPrefix(b[i:], []byte("\x1b$)C")):
			i += 3
		case c == 0x0e:
			shifted = true
		case c == 0x0f:
			shifted = false
		case c == '\n':
			shifted, out = false, append(out, c)
		case shifted && c > 0x20:
			out = append(out, c|0x80)
		default:
			out = append(out, c)
		}
	}
	return out
}

// decodeUTF7 decodes UTF-7 (RFC 2152): runs of UTF-16 in base64 between a plus sign and the first other character, of
// which a minus sign belongs to them. What is no valid run stays as it is.
func decodeUTF7(b []byte) string {
	var out strings.Builder
	for i := 0; i < len(b); i++ {
		if b[i] != '+' {
			out.WriteByte(b[i])
			continue
		}
		end := i + 1
		for end < len(b) && isBase64(b[end]) {
			end++
		}
		run := string(b[i+1 : end])
		closed := end < len(b) && b[end] == '-'
		if run == "" && closed {
			out.WriteByte('+')
			i = end
			continue
		}
		units, err := base64.RawStdEncoding.DecodeString(run)
		if err != nil || len(units) < 2 {
			out.WriteByte('+')
			continue
		}
		var wide []uint16
		for k := 0; k+1 < len(units); k += 2 {
			wide = append(wide, uint16(units[k])<<8|uint16(units[k+1]))
		}
		out.WriteString(string(utf16.Decode(wide)))
		if i = end - 1; closed {
			i = end
		}
	}
	return strings.ToValidUTF8(out.String(), "\uFFFD")
}

func isBase64(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
}
