package xmltext

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// entities are the names of characters that XML knows.
var entities = map[string]byte{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// Reference decodes the reference at the begin of raw and returns its length. What is no reference stays as it is.
func Reference(raw []byte) (string, int) {
	end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
	if end < 2 {
		return "&", 1
	}
	name := string(raw[1:end])
	if c, ok := entities[name]; ok {
		return string(rune(c)), end + 1
	}
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(digits, "x"); ok {
			digits, base = hex, 16
		}
		if n, err := strconv.ParseUint(digits, base, 32); err == nil && n <= utf8.MaxRune {
			return string(rune(n)), end + 1
		}
	}
	return "&", 1
}

// Append appends a text with the characters escaped that have a meaning in XML, in texts and in attributes.
func Append(out []byte, s string) []byte {
	last := 0
	for i := 0; i < len(s); i++ {
		var as string
		switch s[i] {
		case '&':
			as = "&amp;"
		case '<':
			as = "&lt;"
		case '>':
			as = "&gt;"
		case '"':
			as = "&quot;"
		case '\r':
			as = "&#13;"
		default:
			continue
		}
		out = append(append(out, s[last:i]...), as...)
		last = i + 1
	}
	return append(out, s[last:]...)
}
