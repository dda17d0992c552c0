package closeup

import (
	"strconv"
	"strings"
)

// Formula is a formula, as it stands in a worksheet, with what it refers to on the same tab moved. References to other
// tabs, to whole columns, names and texts stay.
func (d Dropped) Formula(text string) string { return references(text, d.end) }

// end is where a row that is referred to stands now. The last row of a range that is out is the one above, so that the
// range takes in nothing new.
func (d Dropped) end(row int, last bool) int {
	if last && d.Has(row) {
		return d.Now(row) - 1
	}
	return d.Now(row)
}

// references replaces the rows of all references of a formula to cells of its own tab. now is told whether the row is
// the last of a range.
func references(text string, now func(row int, last bool) int) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		switch {
		case strings.HasPrefix(text[i:], "&quot;"), text[i] == '"', strings.HasPrefix(text[i:], "&#34;"):
			i = quoted(&b, text, i)
		case text[i] == '\'' || text[i] == '[' || strings.HasPrefix(text[i:], "&apos;") ||
			strings.HasPrefix(text[i:], "&#39;"):
			i = title(&b, text, i)
		case isWord(text[i]) || text[i] == '$':
			i = word(&b, text, i, now)
		default:
			b.WriteByte(text[i])
			i++
		}
	}
	return b.String()
}

// copyTo copies up to and with the next end, from behind the first letters.
func copyTo(b *strings.Builder, text string, i, behind int, end string) int {
	n := strings.Index(text[i+behind:], end)
	if n < 0 {
		b.WriteString(text[i:])
		return len(text)
	}
	to := i + behind + n + len(end)
	b.WriteString(text[i:to])
	return to
}

// quoted copies a text in double quotes.
func quoted(b *strings.Builder, text string, i int) int {
	for _, mark := range []string{`"`, "&quot;", "&#34;"} {
		if strings.HasPrefix(text[i:], mark) {
			return copyTo(b, text, i, len(mark), mark)
		}
	}
	return i
}

// title copies the quoted title of a tab with the reference behind it, or what stands in brackets.
func title(b *strings.Builder, text string, i int) int {
	if text[i] == '[' {
		return copyTo(b, text, i, 1, "]")
	}
	for _, mark := range []string{"'", "&apos;", "&#39;"} {
		if strings.HasPrefix(text[i:], mark) {
			i = copyTo(b, text, i, len(mark), mark)
			break
		}
	}
	if i < len(text) && text[i] == '!' {
		b.WriteByte('!')
		return elsewhere(b, text, i+1)
	}
	return i
}

// elsewhere copies a reference to another tab, which may be an area.
func elsewhere(b *strings.Builder, text string, i int) int {
	from := i
	for i < len(text) && (isWord(text[i]) || text[i] == '$' || text[i] == ':') {
		i++
	}
	b.WriteString(text[from:i])
	return i
}

// word copies a word: the name of a function or of something else, the title of a tab with a reference, a number, or a
// reference, which is moved.
func word(b *strings.Builder, text string, i int, now func(int, bool) int) int {
	from := i
	for i < len(text) && (isWord(text[i]) || text[i] == '$') {
		i++
	}
	w := text[from:i]
	if i < len(text) && text[i] == '!' {
		b.WriteString(w + "!")
		return elsewhere(b, text, i+1)
	}
	col, row, ok := cell(w)
	if !ok || i < len(text) && text[i] == '(' {
		b.WriteString(w)
		return i
	}
	last := strings.HasSuffix(b.String(), ":")
	b.WriteString(col)
	b.WriteString(strconv.Itoa(now(row, last)))
	return i
}

// cell takes a reference such as $B$7 apart.
func cell(w string) (col string, row int, ok bool) {
	i := 0
	skip := func(is func(byte) bool) (n int) {
		for ; i < len(w) && is(w[i]); i++ {
			n++
		}
		return n
	}
	dollar := func(c byte) bool { return c == '$' }
	if skip(dollar) > 1 {
		return "", 0, false
	}
	letters := skip(func(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' })
	if letters == 0 || letters > 3 || skip(dollar) > 1 || i == len(w) {
		return "", 0, false
	}
	row, err := strconv.Atoi(w[i:])
	return w[:i], row, err == nil && row > 0 && row <= 1<<20
}

func isWord(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c >= 0x80
}
