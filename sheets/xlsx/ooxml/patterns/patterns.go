// Package patterns says what the number formats of a workbook show, by their patterns and their built-in numbers.
package patterns

import "strings"

// IsDate reports whether a pattern has a letter for a part of a date or a time outside its quoted texts, colours
// and conditions.
func IsDate(p string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(p); i++ {
		switch c := p[i]; {
		case quoted:
			quoted = c != '"'
		case c == '"':
			quoted = true
		case c == '\\' || c == '_' || c == '*':
			i++
		case bracket:
			bracket = c != ']'
		case c == '[':
			end := strings.IndexByte(p[i:], ']')
			if end == 2 && strings.ContainsRune("hHmMsS", rune(p[i+1])) { // elapsed time
				return true
			}
			bracket = true
		case strings.IndexByte("ydhYDH", c) >= 0:
			return true
		case c == 'm' || c == 's' || c == 'M' || c == 'S':
			return true
		}
	}
	return false
}

// ShowsTime reports whether a number format shows the time of day: a built-in one by its number, another by its
// pattern.
func ShowsTime(number int, pattern string) bool {
	return number >= 18 && number <= 22 || number >= 45 && number <= 47 ||
		number >= 164 && strings.ContainsAny(pattern, "hH")
}

// Same reports whether two patterns are the same as programs write them: with or without backslashes.
func Same(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, `\`, ""), strings.ReplaceAll(b, `\`, ""))
}
