package message

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/language/dfa"
)

// maxLines is how many lines of one part are read.
const maxLines = 5000

// TextLines splits plain text into lines without trailing blanks.
func TextLines(s string) []Line {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	s = removeInvisible(s)
	var out []Line
	for l := range strings.SplitSeq(s, "\n") {
		if len(out) >= maxLines {
			break
		}
		out = append(out, Line{Text: strings.TrimRight(strings.ReplaceAll(l, "\u00a0", " "), " \t")})
	}
	return out
}

// removeInvisible removes zero-width spaces, and the direction marks that clients put around names.
func removeInvisible(s string) string {
	if !strings.ContainsAny(s, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' ||
			r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
}

// JoinLines joins lines to a text.
func JoinLines(lines []Line) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.Text)
	}
	return b.String()
}

// StripTags removes HTML from the answer of a form, which any visitor of the site may have filled in.
func StripTags(s string) string {
	if !tagLike().MatchString(s) {
		return s
	}
	return strings.TrimSpace(JoinLines(HTMLLines(s)))
}

var tagLike = lazy(`(?i)</?(a|b|i|p|br|div|span|img|script|style|table|tr|td|iframe|svg|h[1-6])\b[^>]*>`)

// Clean makes a value fit for a cell of the workbook, with at most the given number of characters.
func Clean(s string, max int) string {
	return strings.TrimSpace(lead.SafeText(strings.TrimSpace(s), max))
}

// OneLine makes a value fit for one line: line breaks become blanks.
func OneLine(s string, max int) string {
	return strings.Join(strings.Fields(lead.SafeText(s, max)), " ")
}

var manyBlank = lazy(`\n{3,}`)

// Tidy removes white space around a text and more than one empty line inside it.
func Tidy(s string) string {
	if strings.Contains(s, "\n\n\n") {
		s = manyBlank().ReplaceAllString(s, "\n\n")
	}
	return strings.TrimSpace(s)
}

// unflow joins the lines of format=flowed text: a line that ends in a blank continues in the next (RFC 3676).
func unflow(s string, del bool) string {
	var b strings.Builder
	open, depth := false, 0
	for l := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		n := 0
		for n < len(l) && l[n] == '>' {
			n++
		}
		text := strings.TrimPrefix(l[n:], " ")
		switch {
		case open && n == depth && text != "-- ":
		case b.Len() > 0 || open:
			b.WriteByte('\n')
			fallthrough
		default:
			b.WriteString(l[:n])
			if n > 0 {
				b.WriteByte(' ')
			}
		}
		open, depth = strings.HasSuffix(text, " ") && text != "-- " && strings.TrimSpace(text) != "", n
		if open && del {
			text = text[:len(text)-1]
		}
		b.WriteString(text)
	}
	return b.String()
}

// lazy compiles an expression on first use: most runs of the program parse no mail.
func lazy(expression string) func() *dfa.Regexp {
	e := dfa.New(expression)
	return func() *dfa.Regexp { return e }
}
