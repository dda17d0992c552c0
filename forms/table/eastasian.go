package table

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// eastAsian are the encodings of two bytes a letter, with the share of pairs that are common letters in any text of
// theirs, in percent.
var eastAsian = []struct {
	name   string
	page   encoding.Encoding
	common func(lead, trail byte) bool
	least  int
}{
	{"shift_jis", japanese.ShiftJIS, func(lead, trail byte) bool {
		return lead == 0x82 && trail >= 0x9f && trail <= 0xf1 || lead == 0x83 && trail >= 0x40 && trail <= 0x96
	}, 25},
	{"euc-jp", japanese.EUCJP, func(lead, _ byte) bool { return lead == 0xa4 || lead == 0xa5 }, 25},
	{"big5", traditionalchinese.Big5, func(lead, trail byte) bool {
		return lead >= 0xa4 && lead <= 0xc6 && (trail >= 0x40 && trail <= 0x7e || trail >= 0xa1)
	}, 85},
	{"euc-kr", korean.EUCKR, func(lead, trail byte) bool { return lead >= 0xb0 && lead <= 0xc8 && trail >= 0xa1 }, 85},
	{"gb18030", simplifiedchinese.GB18030, func(lead, trail byte) bool {
		return lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1
	}, 60},
}

// fewestPairs is how many letters of two bytes tell that there are two bytes a letter.
const fewestPairs = 3

// eastAsianSource reads a text of two bytes a letter; nil when it is none. Texts of one byte a letter have words of an
// odd number of letters, which leave a letter without its second byte.
func eastAsianSource(data []byte) *source {
	sample := foreignLines(data, 64<<10)
	for _, e := range eastAsian {
		pairs, common, low, fits := 0, 0, 0, true // low: pairs whose second byte is ASCII
		for i := 0; i < len(sample) && fits; i++ {
			lead := sample[i]
			switch {
			case lead < utf8.RuneSelf, e.name == "shift_jis" && lead >= 0xa1 && lead <= 0xdf:
				continue
			case i+1 == len(sample):
				continue // the sample ends inside a letter
			}
			trail := sample[i+1]
			i++
			if e.name == "gb18030" && trail >= '0' && trail <= '9' {
				i += 2 // four bytes
				continue
			}
			fits = trail >= 0x40 && trail != 0x7f && (trail >= 0xa1 || e.name != "euc-jp" && e.name != "euc-kr")
			if fits {
				if pairs++; e.common(lead, trail) {
					common++
				}
				if trail < utf8.RuneSelf {
					low++
				}
			}
		}
		if !fits || pairs < fewestPairs || e.name == "big5" && low == 0 || common*100 < e.least*pairs {
			continue
		}
		text, err := e.page.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
			continue
		}
		return &source{text: string(text), encoding: e.name, size: len(data), width: widthIn(e.page),
			unclean: bytes.IndexByte(data, 0) >= 0}
	}
	return nil
}

// widthIn is how many bytes a text has in an encoding.
func widthIn(page encoding.Encoding) func(string) int {
	return func(s string) int {
		b, err := page.NewEncoder().Bytes([]byte(s))
		if err != nil {
			return len(s)
		}
		return len(b)
	}
}
