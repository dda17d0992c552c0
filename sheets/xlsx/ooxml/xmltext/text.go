// Package xmltext is about the texts in parts of a workbook: which ones a cell can hold, how some characters are
// written there, and in which encodings a part may be.
package xmltext

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A cell holds at most MaxText UTF-16 units, a limit of the format. A longer text is cut and ends in cutSuffix.
const (
	MaxText   = 32767
	cutSuffix = "… (cut)"
)

// StorableText converts a text to the form that a workbook can hold, so that what is read back equals what was written.
func StorableText(s string) string {
	if len(s) > MaxText/2 && len(Escape(s)) > MaxText {
		s = escaped.ReplaceAllString(s, "?") // the escaped text would not fit; such texts do not occur in practice
	}
	ok := len(s) <= MaxText && utf8.ValidString(s)
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
	if len(s) <= MaxText || len(utf16.Encode([]rune(s))) <= MaxText {
		return s
	}
	n, limit := 0, MaxText-len(utf16.Encode([]rune(cutSuffix)))
	for i, r := range s {
		if n += utf16.RuneLen(r); n > limit {
			return s[:i] + cutSuffix
		}
	}
	return s
}

// isXML reports whether r is allowed in XML.
func isXML(r rune) bool {
	return r == '\t' || r == '\n' || r >= 0x20 && r != 0xFFFE && r != 0xFFFF
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// Unescape replaces escapes such as _x000D_ by their characters.
func Unescape(b []byte) []byte {
	if !bytes.Contains(b, []byte("_x")) {
		return b
	}
	return escaped.ReplaceAllFunc(b, func(m []byte) []byte {
		n, err := strconv.ParseUint(string(m[2:6]), 16, 16)
		if err != nil || utf16.IsSurrogate(rune(n)) {
			return m
		}
		return utf8.AppendRune(nil, rune(n))
	})
}

// Escape escapes text that looks like an escaped character (_x000D_), so that it is read back unchanged. It escapes the
// x and not the underscore, because excelize misreads texts that contain _x005F_.
func Escape(s string) string {
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
