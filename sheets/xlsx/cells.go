package xlsx

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"leadsheet/sheets"
)

// The numbers of sheets.Cell's kinds: Empty, Text, Number, Date, Bool.
const (
	textKind   = 1
	numberKind = 2
	dateKind   = 3
	boolKind   = 4
)

// A cell holds at most maxText UTF-16 units, a limit of the format. A longer text is cut and ends in cutSuffix.
const (
	maxText   = 32767
	cutSuffix = "… (cut)"
)

func text(s string) sheets.Cell {
	if s == "" {
		return sheets.Cell{}
	}
	return sheets.Cell{Kind: textKind, Text: s}
}

// storable converts a cell to the form that a workbook can hold, so that the value read back equals the value written.
func storable(c sheets.Cell) sheets.Cell {
	if c.Kind != textKind {
		return c
	}
	return text(storableText(c.Text))
}

func storableText(s string) string {
	if len(s) > maxText/2 && len(escape(s)) > maxText {
		s = escaped.ReplaceAllString(s, "?") // the escaped text would not fit; such texts do not occur in practice
	}
	ok := len(s) <= maxText && utf8.ValidString(s)
	for _, r := range s {
		if !ok {
			break
		}
		ok = r != '\r' && isXML(r)
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
		case isXML(r):
			return r
		}
		return -1
	}, s)
	if len(s) <= maxText || len(utf16.Encode([]rune(s))) <= maxText {
		return s
	}
	n, limit := 0, maxText-len(utf16.Encode([]rune(cutSuffix)))
	for i, r := range s {
		if n += utf16.RuneLen(r); n > limit {
			return s[:i] + cutSuffix
		}
	}
	return s
}

// escape escapes text that looks like an escaped character (_x000D_), so that it is read back unchanged. It escapes the
// x and not the underscore, because excelize misreads texts that contain _x005F_.
func escape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ { // matches may overlap in an underscore
		if i+7 <= len(s) && escaped.MatchString(s[i:i+7]) {
			b.WriteString("__x0078_")
			i++
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// isXML reports whether r is allowed in XML.
func isXML(r rune) bool {
	return r == '\t' || r == '\n' || r >= 0x20 && r != 0xFFFE && r != 0xFFFF
}
