package xlsx

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"leadsheet/sheets"
)

// The kinds of sheets.Cell by the numbers of its type, which belongs to another package: Empty, Text, Number, Date,
// Bool.
const (
	textKind   = 1
	numberKind = 2
	dateKind   = 3
	boolKind   = 4
)

// A cell holds at most maxText UTF-16 units; a longer text ends in cutMark.
const (
	maxText = 32767
	cutMark = "… (cut)"
)

func text(s string) sheets.Cell {
	if s == "" {
		return sheets.Cell{}
	}
	return sheets.Cell{Kind: textKind, Text: s}
}

// clean brings a cell into the form in which a workbook can hold it, so that what is read back equals what was meant.
func clean(c sheets.Cell) sheets.Cell {
	if c.Kind != textKind {
		return c
	}
	return text(cleanText(c.Text))
}

func cleanText(s string) string {
	if len(s) > maxText/2 && len(escape(s)) > maxText {
		s = escaped.ReplaceAllString(s, "?") // room for their longer form cannot be had; nobody writes this in earnest
	}
	ok := len(s) <= maxText && utf8.ValidString(s)
	for _, r := range s {
		if !ok {
			break
		}
		ok = r != '\r' && fits(r)
	}
	if ok {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case fits(r):
			return r
		}
		return -1
	}, s)
	if len(s) <= maxText || len(utf16.Encode([]rune(s))) <= maxText {
		return s
	}
	n, limit := 0, maxText-len(utf16.Encode([]rune(cutMark)))
	for i, r := range s {
		if n += utf16.RuneLen(r); n > limit {
			return s[:i] + cutMark
		}
	}
	return s
}

// escape writes what looks like an escaped character (_x000D_) so that it is read as it stands. It is the x that is
// escaped, not the underscore: the library mixes up texts that hold _x005F_.
func escape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ { // matches may share an underscore
		if i+7 <= len(s) && escaped.MatchString(s[i:i+7]) {
			b.WriteString("__x0078_")
			i++
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// fits reports whether XML can hold r.
func fits(r rune) bool {
	return r == '\t' || r == '\n' || r >= 0x20 && r != 0xFFFE && r != 0xFFFF
}
