package ooxml

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Written collects the cells that are written, by tab, as rectangles.
type Written map[string][]area

// Add adds cells of a tab, given as row (from 1) and column (from 0).
func (w Written) Add(tab string, cells [][2]int) {
	slices.SortFunc(cells, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	var open []area // stretches of the row before, which may go on below
	k := strings.ToLower(tab)
	for i := 0; i < len(cells); {
		row := cells[i][0]
		var line []area
		for ; i < len(cells) && cells[i][0] == row; i++ {
			col := cells[i][1]
			if n := len(line); n > 0 && line[n-1].right >= col-1 {
				line[n-1].right = max(line[n-1].right, col)
			} else {
				line = append(line, area{row, col, row, col})
			}
		}
		same := func(a, b area) bool { return a.left == b.left && a.right == b.right && a.bottom == row-1 }
		if slices.EqualFunc(open, line, same) {
			for j := range open {
				open[j].bottom = row
			}
			continue
		}
		w[k] = append(w[k], open...)
		open = line
	}
	w[k] = append(w[k], open...)
}

// Stale returns the cells with formulas whose stored results are wrong once the written cells have changed, by tab (in
// lower case) and then by row and column: those that refer to them, and those that refer to such cells in turn. A
// formula that cannot be understood counts as one of them, since any program can compute it anew.
func (b *Book) Stale(grids []*Grid, w Written) map[string]map[[2]int]bool {
	out := map[string]map[[2]int]bool{}
	if len(w) == 0 {
		return out
	}
	left := b.dependents(grids)
	for len(left) > 0 {
		next := Written{}
		var rest []dependent
		for _, d := range left {
			if !d.touched(w) {
				rest = append(rest, d)
				continue
			}
			if out[d.tab] == nil {
				out[d.tab] = map[[2]int]bool{}
			}
			for row := d.at.top; row <= d.at.bottom; row++ {
				for col := d.at.left; col <= d.at.right; col++ {
					out[d.tab][[2]int{row, col}] = true
				}
			}
			next[d.tab] = append(next[d.tab], d.at)
		}
		if len(next) == 0 {
			break
		}
		left, w = rest, next
	}
	return out
}

// dependent is a formula with what it refers to.
type dependent struct {
	tab  string
	at   area // the cell, or all cells of an array formula
	refs []cellRange
	any  bool // it may refer to anything
}

// cellRange is a rectangle of a tab that a formula refers to.
type cellRange struct {
	tab                      string // in lower case
	area                     area
	fixTop, fixLeft          bool // the dollar signs
	fixBottom, fixRight, all bool
}

func (d *dependent) touched(w Written) bool {
	if d.any {
		return true
	}
	return slices.ContainsFunc(d.refs, func(r cellRange) bool { return slices.ContainsFunc(w[r.tab], r.area.meets) })
}

// maxArray is how many cells of an array formula are looked at.
const maxArray = 10_000

// dependents reads the formulas of all tabs.
func (b *Book) dependents(grids []*Grid) []dependent {
	var out []dependent
	names := map[string]string{}
	for _, n := range b.Names {
		names[strings.ToLower(n.Name)] = n.Refer
	}
	for _, g := range grids {
		tab := strings.ToLower(g.Title)
		shared := map[int]Formula{}
		for _, f := range g.Formulas {
			if f.Shared >= 0 && f.Text != "" {
				shared[f.Shared] = f
			}
		}
		parsed := map[string]dependent{} // many cells have the same formula
		for _, f := range g.Formulas {
			text, origin := f.Text, f
			if text == "" && f.Shared >= 0 {
				origin = shared[f.Shared]
				text = origin.Text
			}
			d, ok := parsed[text]
			if !ok {
				r := refReader{names: names, tab: tab}
				r.read(text, 0)
				d = dependent{refs: r.refs, any: r.any || text == ""}
				parsed[text] = d
			}
			d.tab, d.at = tab, area{f.Row, f.Col, f.Row, f.Col}
			d.refs = shifted(d.refs, f.Row-origin.Row, f.Col-origin.Col)
			if a, ok := parseArea(f.Ref); ok && f.Shared < 0 && a.rows()*a.cols() <= maxArray {
				d.at = a
			}
			out = append(out, d)
		}
	}
	return out
}

// shifted moves relative references, as a shared formula's are for each of its cells.
func shifted(refs []cellRange, down, right int) []cellRange {
	if down == 0 && right == 0 {
		return refs
	}
	out := slices.Clone(refs)
	for i := range out {
		r := &out[i]
		if !r.fixTop && !r.all {
			r.area.top += down
		}
		if !r.fixBottom && !r.all {
			r.area.bottom += down
		}
		if !r.fixLeft {
			r.area.left += right
		}
		if !r.fixRight {
			r.area.right += right
		}
	}
	return out
}

// refReader finds the references in a formula.
type refReader struct {
	names map[string]string
	tab   string // whose formula it is
	refs  []cellRange
	any   bool
}

// maxNames is how deep names may stand for formulas with names.
const maxNames = 8

// indirect are the functions that make references of texts and numbers.
var indirect = map[string]bool{"indirect": true, "offset": true, "index": false}

func (r *refReader) read(f string, depth int) {
	if depth > maxNames {
		r.any = true
		return
	}
	tab := ""
	for i := 0; i < len(f); {
		c := f[i]
		switch {
		case c == '"':
			i += quotedLen(f[i:], '"')
			continue
		case c == '\'':
			n := quotedLen(f[i:], '\'')
			tab = strings.ToLower(strings.ReplaceAll(strings.Trim(f[i:i+n], "'"), "''", "'"))
			i += n
			if i < len(f) && f[i] == '!' {
				i++
			}
			continue
		case c == '[' || c == '{' || c == '#':
			r.any = r.any || c == '['
			i++
			continue
		case !isWord(c):
			i++
			continue
		}
		n := 1
		for i+n < len(f) && (isWord(f[i+n]) || f[i+n] == ':' && i+n+1 < len(f) && isWord(f[i+n+1])) {
			n++
		}
		word := f[i : i+n]
		i += n
		next := byte(0)
		if i < len(f) {
			next = f[i]
		}
		switch {
		case next == '!':
			tab = strings.ToLower(word)
			r.any = r.any || strings.Contains(word, ":")
			i++
			continue
		case next == '(':
			r.any = r.any || indirect[strings.ToLower(word)]
		case next == '[':
			r.any = true
		default:
			r.word(word, cmp.Or(tab, r.tab), depth)
		}
		tab = ""
	}
}

// word reads a word of a formula: a reference, a number, a name.
func (r *refReader) word(w, tab string, depth int) {
	if ref, ok := parseFormulaRef(w); ok {
		ref.tab = tab
		if strings.HasPrefix(tab, "[") {
			return // of another workbook
		}
		r.refs = append(r.refs, ref)
		return
	}
	if _, err := strconv.ParseFloat(w, 64); err == nil {
		return
	}
	switch k := strings.ToLower(w); k {
	case "true", "false":
	default:
		if to, ok := r.names[k]; ok {
			r.read(to, depth+1)
			return
		}
		r.any = true
	}
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
		if col = ColumnOf([]byte(rest[:n])); col < 0 {
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
	return c >= '0' && c <= '9' || (c|0x20) >= 'a' && (c|0x20) <= 'z' || c == '$' || c == '_' || c == '.' || c == '\\' ||
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
