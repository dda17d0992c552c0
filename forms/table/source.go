package table

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/encoding/charmap"
)

// source is a file's text, and the way back from a place in the text to a place in the file.
type source struct {
	text     string
	encoding string
	note     string
	mark     int                // bytes of the mark before the text
	size     int                // bytes of the file
	width    func(s string) int // how many bytes of the file s was made of
	unclean  bool               // cells may hold zero bytes or bytes that are no text
	torn     bool               // the file ends inside a letter
}

// offset returns where in the file the text's byte at stands.
func (s *source) offset(at int) int {
	if at >= len(s.text) {
		return s.size
	}
	return min(s.mark+s.width(s.text[:at]), s.size)
}

func plainWidth(s string) int { return len(s) }

func wideWidth(s string) int {
	n := 0
	for _, r := range s {
		n += 2
		if r > 0xffff {
			n += 2
		}
	}
	return n
}

// decode returns the file's text as UTF-8. It loses nothing: bytes that are no text in the file's encoding stay, or
// become a mark of replacement each.
func decode(data []byte) *source {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return utf8Source(data, 3)
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return wideSource(data, 2, binary.LittleEndian, "utf-16le")
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return wideSource(data, 2, binary.BigEndian, "utf-16be")
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
		case odd*100 > 12*half && even*10 < odd:
			return wideSource(data, 0, binary.LittleEndian, "utf-16le")
		case even*100 > 12*half && odd*10 < even:
			return wideSource(data, 0, binary.BigEndian, "utf-16be")
		}
	}
	if mostlyUTF8(data) {
		return utf8Source(data, 0)
	}
	if s := eastAsianSource(data); s != nil {
		return s
	}
	page := guessPage(data)
	s := &source{
		encoding: page.name,
		size:     len(data),
		width:    utf8.RuneCountInString,
		unclean:  bytes.IndexByte(data, 0) >= 0,
	}
	s.text = decodePage(page.page, data)
	return s
}

// utf8Source keeps the bytes as they are, so that every place in the text is a place in the file.
func utf8Source(data []byte, mark int) *source {
	text := data[mark:]
	// The text shares the memory of the file, which may be large. That is safe because the data is not changed.
	s := &source{
		text:     unsafe.String(unsafe.SliceData(text), len(text)),
		encoding: "utf-8",
		mark:     mark,
		size:     len(data),
		width:    plainWidth,
	}
	if !utf8.ValidString(s.text) {
		s.unclean = true
		s.note = "some bytes are no UTF-8 text; they were replaced"
		for i := 1; i < min(utf8.UTFMax, len(s.text)); i++ {
			s.torn = s.torn || utf8.RuneStart(s.text[len(s.text)-i]) && !utf8.FullRuneInString(s.text[len(s.text)-i:])
		}
		return s
	}
	s.unclean = strings.IndexByte(s.text, 0) >= 0
	if fixed, ok := repaired(s.text); ok {
		s.text, s.encoding, s.width = fixed, "utf-8, encoded twice", twiceWidth
		s.note = "the file had been encoded twice; its letters were repaired"
	}
	return s
}

// mostlyUTF8 reports whether the bytes are UTF-8, but for a few that a cut or a careless program left.
func mostlyUTF8(data []byte) bool {
	if utf8.Valid(data) {
		return true
	}
	good, bad := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			good++
		case !utf8.FullRune(data[i:]):
			// The file ends inside a letter: it says nothing against UTF-8, and is UTF-8 if it is the only one.
			return good+bad > 0 && good >= 8*bad || good+bad == 0 && (len(data)-i > 1 || data[i] <= 0xc3)
		default:
			bad++
		}
		i += n
	}
	return good >= 8*bad
}

func wideSource(data []byte, mark int, order binary.ByteOrder, name string) *source {
	s := &source{encoding: name, mark: mark, size: len(data), width: wideWidth}
	body := data[mark:]
	var b strings.Builder
	b.Grow(len(body)/2 + len(body)/16)
	for i := 0; i+1 < len(body); i += 2 {
		r := rune(order.Uint16(body[i:]))
		if r < utf8.RuneSelf {
			b.WriteByte(byte(r))
			s.unclean = s.unclean || r == 0
			continue
		}
		if utf16.IsSurrogate(r) {
			pair := utf8.RuneError
			if i+3 < len(body) {
				pair = utf16.DecodeRune(r, rune(order.Uint16(body[i+2:])))
			}
			if r = pair; r != utf8.RuneError {
				i += 2
			}
		}
		b.WriteRune(r)
	}
	if len(body)%2 == 1 {
		b.WriteRune(utf8.RuneError)
		s.note, s.torn = "the file ends inside a letter", true
	}
	s.text = b.String()
	return s
}

// repaired undoes what a program does that takes UTF-8 for the western code page and encodes it again. It is done
// only when the whole text goes back without a rest.
func repaired(text string) (string, bool) {
	// All letters that begin what was encoded twice, ÃÂÅÄÐÑ, begin with this byte; most texts do not have it.
	head := text[:min(len(text), 1<<20)]
	if strings.IndexByte(head, 0xc3) < 0 || !strings.ContainsAny(head, "ÃÂÅÄÐÑ") {
		return "", false
	}
	var b strings.Builder
	b.Grow(len(text))
	high := 0
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteByte(byte(r))
			continue
		}
		high++
		c, ok := charmap.Windows1252.EncodeRune(r)
		if !ok && r < 0xa0 {
			c, ok = byte(r), true // the five bytes that the page leaves open
		}
		if !ok {
			return "", false
		}
		b.WriteByte(c)
	}
	if out := b.String(); high > 0 && utf8.ValidString(out) {
		return out, true
	}
	return "", false
}

func twiceWidth(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		switch r := charmap.Windows1252.DecodeByte(s[i]); {
		case s[i] < utf8.RuneSelf:
			n++
		case r == utf8.RuneError:
			n += 2
		default:
			n += utf8.RuneLen(r)
		}
	}
	return n
}
