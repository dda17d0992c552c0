package ooxml

import (
	"cmp"
	"strconv"
	"strings"

	"leadsheet/sheets/xlsx/ooxml/refer"
)

// refReader finds the references in a formula.
type refReader struct {
	names  map[string][]string  // what names stand for, in lower case
	tables map[string]cellRange // the ranges of tables, in lower case
	tab    string               // whose formula it is
	refs   []cellRange
	any    bool                              // it may refer to anything
	steps  int                               // names that were looked up
	moves  bool                              // it computes places: it may refer to any cell of the tabs that it names
	each   func(from, to int, ref cellRange) // is told of each reference in the formula; nil for nobody
}

// maxNames is how deep names may stand for formulas with names, and maxSteps how many names a formula may lead to.
const (
	maxNames = 8
	maxSteps = 1000
)

// found returns the references that were read.
func (r *refReader) found() []cellRange {
	if !r.moves {
		return r.refs
	}
	for i := range r.refs {
		r.refs[i] = cellRange{tab: r.refs[i].tab, area: area{1, 0, MaxRows, MaxCols - 1}, all: true, fixLeft: true,
			fixRight: true}
	}
	return r.refs
}

// read reads a formula, or what a name stands for if depth is not 0.
func (r *refReader) read(f string, depth int) {
	if r.steps++; depth > maxNames || r.steps > maxSteps {
		r.any = true
		return
	}
	tab := "" // that the next word belongs to
	for i := 0; i < len(f); {
		switch c := f[i]; {
		case c == '"':
			i += quotedLen(f[i:], '"')
			tab = ""
		case c == '#':
			i += r.hash(f[i:])
			tab = ""
		case c == '\'' || c == '[':
			n := tabLen(f[i:])
			if i += n; i < len(f) && f[i] == '!' {
				tab = strings.ToLower(strings.ReplaceAll(strings.Trim(f[i-n:i], "'"), "''", "'"))
				i++
			} else if c == '[' { // a column of the table that the formula is in
				r.refs = append(r.refs, cellRange{tab: r.tab})
				r.moves = true
			}
			r.severalTabs(tab)
		case !isWord(c):
			r.moves = r.moves || c == ':' // what is before it or behind it is computed
			i++
			tab = ""
		default:
			n := wordLen(f[i:])
			word := f[i : i+n]
			i += n
			if i < len(f) && f[i] == '!' {
				tab = strings.ToLower(word)
				r.severalTabs(tab)
				i++
				continue
			}
			if ref, ok := parseFormulaRef(word); ok && r.each != nil && !strings.HasPrefix(f[i:], "(") {
				ref.tab = tab
				r.each(i-n, i, ref)
			}
			i += r.word(word, f[i:], cmp.Or(tab, r.tab), depth)
			tab = ""
		}
	}
}

// severalTabs notices a reference to a stretch of tabs, or from one to another: such tabs are not told apart.
func (r *refReader) severalTabs(tab string) {
	if !otherBook(tab) && strings.Contains(tab, ":") {
		r.any = true
	}
}

// otherBook reports whether a tab is one of another workbook, which this one only links to.
func otherBook(tab string) bool { return strings.Contains(tab, "[") }

// hash reads an error such as #DIV/0!, or the sign for all that a formula has spilled. It returns the length.
func (r *refReader) hash(f string) int {
	for _, e := range [...]string{"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#GETTING_DATA",
		"#SPILL!", "#CALC!"} {
		if len(f) >= len(e) && strings.EqualFold(f[:len(e)], e) {
			return len(e)
		}
	}
	r.moves = true
	return 1
}

// word reads a word of a formula: a function, a reference, a number, a name, a table. rest is what follows it; word
// returns how much of that belongs to it.
func (r *refReader) word(w, rest, tab string, depth int) int {
	switch {
	case strings.HasPrefix(rest, "("):
		switch strings.ToLower(w) {
		case "indirect":
			r.any = true
		case "offset":
			r.moves = true
		}
		if at := strings.LastIndexByte(w, ':'); at >= 0 { // A1:INDEX(...)
			r.moves = true
			r.word(w[:at], "", tab, depth)
		}
		return 0
	case otherBook(tab):
		return 0
	}
	used := 0
	if strings.HasPrefix(rest, "[") {
		used = bracketLen(rest)
	}
	k := strings.ToLower(w)
	if at, ok := r.tables[k]; ok {
		r.refs = append(r.refs, at)
		return used
	}
	if used > 0 { // of a table that is not there
		r.any = true
		return used
	}
	if ref, ok := parseFormulaRef(w); ok {
		ref.tab = tab
		// A reference in a name that is not fixed goes from the cell with the formula.
		r.moves = r.moves || depth > 0 && !(ref.fixTop && ref.fixLeft && ref.fixBottom && ref.fixRight) && !ref.all
		r.refs = append(r.refs, ref)
		return 0
	}
	for _, to := range r.names[k] {
		r.read(to, depth+1)
	}
	if from, to, two := strings.Cut(w, ":"); two { // from one name to another
		if _, err := strconv.ParseFloat(from, 64); err != nil {
			r.moves = true
			r.word(from, "", tab, depth)
			r.word(to, "", tab, depth)
		}
	}
	return 0
}

// tabLen is the length of the name of a tab, with its workbook, at the begin of f, as far as it is quoted or has
// brackets: 'My tab', [1]Tab, '[1]My tab'. In the last two the brackets hold the workbook.
func tabLen(f string) int {
	if f[0] == '\'' {
		return quotedLen(f, '\'')
	}
	n := bracketLen(f)
	for n < len(f) && isWord(f[n]) {
		n++
	}
	return n
}

// bracketLen is the length of the text in brackets at the begin of f, with brackets within it. A quote makes the next
// character a part of a title.
func bracketLen(f string) int {
	depth := 0
	for i := 0; i < len(f); i++ {
		switch f[i] {
		case '\'':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(f)
}

// wordLen is the length of the word at the begin of f, with the colons within it.
func wordLen(f string) int {
	n := 1
	for n < len(f) && (isWord(f[n]) || f[n] == ':' && n+1 < len(f) && isWord(f[n+1])) {
		n++
	}
	return n
}

// parseFormulaRef reads A1, $A$1:B2, A:C or 1:5.
func parseFormulaRef(w string) (cellRange, bool) {
	from, to, two := strings.Cut(w, ":")
	if !two {
		to = from
	}
	top, left, rowFix, colFix, ok1 := formulaEnd(from)
	bottom, right, rowFix2, colFix2, ok2 := formulaEnd(to)
	if !ok1 || !ok2 || !two && (top < 0 || left < 0) || (top < 0) != (bottom < 0) || (left < 0) != (right < 0) {
		return cellRange{}, false
	}
	r := cellRange{fixTop: rowFix, fixLeft: colFix, fixBottom: rowFix2, fixRight: colFix2}
	if top < 0 {
		top, bottom, r.all = 1, MaxRows, true
	}
	if left < 0 {
		left, right, r.fixLeft, r.fixRight = 0, MaxCols-1, true, true
	}
	r.area = area{min(top, bottom), min(left, right), max(top, bottom), max(left, right)}
	return r, true
}

// formulaEnd reads one end of a reference: A1, A or 1, with dollar signs. What is missing is -1.
func formulaEnd(w string) (row, col int, rowFix, colFix, ok bool) {
	row, col = -1, -1
	rest := w
	if strings.HasPrefix(rest, "$") {
		colFix, rest = true, rest[1:]
	}
	n := 0
	for n < len(rest) && (rest[n]|0x20) >= 'a' && (rest[n]|0x20) <= 'z' {
		n++
	}
	if n > 3 {
		return
	}
	if n > 0 {
		if col = refer.Column([]byte(rest[:n])); col < 0 {
			return
		}
		rest = rest[n:]
		if strings.HasPrefix(rest, "$") {
			rowFix, rest = true, rest[1:]
		}
	} else {
		rowFix, colFix = colFix, false
	}
	if rest == "" {
		return row, col, rowFix, colFix, n > 0
	}
	num, err := strconv.Atoi(rest)
	if err != nil || num < 1 || num > MaxRows {
		return row, col, rowFix, colFix, false
	}
	return num, col, rowFix, colFix, true
}

// isWord reports whether a byte may be a part of a name or a reference.
func isWord(c byte) bool {
	return c >= '0' && c <= '9' || (c|0x20) >= 'a' && (c|0x20) <= 'z' || c == '$' || c == '_' || c == '.' || c == '?' ||
		c == '\\' ||
		c >= 0x80
}

// quotedLen is the length of the quoted text at the begin of s, in which a doubled quote stands for one.
func quotedLen(s string, quote byte) int {
	for i := 1; i < len(s); i++ {
		if s[i] != quote {
			continue
		}
		if i+1 < len(s) && s[i+1] == quote {
			i++
			continue
		}
		return i + 1
	}
	return len(s)
}

// dataTable returns a formula that refers to what a table of what-if results is computed from: the cells that its
// values are put into, the values, which are above or to the left of it, and the formula, which is there too.
func dataTable(t *tag) string {
	a, ok := parseArea(t.text("ref"))
	if !ok {
		return ""
	}
	a.top, a.left = max(a.top-1, 1), max(a.left-1, 0)
	return strings.Join([]string{a.String(), t.text("r1"), t.text("r2")}, ",")
}
