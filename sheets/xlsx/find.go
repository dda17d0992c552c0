package xlsx

import (
	"slices"
	"strconv"
	"strings"

	"leadsheet/sheets"
)

// finder finds rows of a snapshot in the file that people have changed since.
type finder struct {
	base, cur       *table
	baseKey, curKey int            // the key column, -1 for none
	baseN           map[string]int // how often a key stands in base
	at              map[string][]int
	content         map[string][]int // the rows of cur by their whole content; made when needed
	baseContent     map[string]int
	moved           []int // where base's columns are in cur
}

func newFinder(base, cur *table, key string) *finder {
	f := &finder{base: base, cur: cur, baseKey: -1, curKey: -1, baseN: map[string]int{}, at: map[string][]int{}}
	if key != "" {
		f.baseKey, f.curKey = base.tab.Col(key), cur.tab.Col(key)
	}
	if f.baseKey < 0 || f.curKey < 0 {
		f.baseKey, f.curKey = -1, -1
		return f
	}
	for i := range base.tab.Rows {
		f.baseN[base.key(i, f.baseKey)]++
	}
	for i := range cur.tab.Rows {
		k := cur.key(i, f.curKey)
		f.at[k] = append(f.at[k], i)
	}
	return f
}

// key is what identifies a row; "" for a blank one.
func (t *table) key(row, col int) string { return strings.TrimSpace(t.tab.At(row, col).String()) }

// find returns the row of cur that is the snapshot's row now, or why there is none.
func (f *finder) find(row int) (int, string) {
	if f.baseKey >= 0 {
		k := f.base.key(row, f.baseKey)
		if k != "" && f.baseN[k] == 1 {
			switch at := f.at[k]; len(at) {
			case 1:
				return at[0], ""
			case 0:
				return 0, sheets.SkipNoRow
			}
		}
	}
	if f.content == nil {
		f.index()
	}
	sig := f.signature(f.base, row, false)
	at := f.content[sig]
	if len(at) != 1 || f.baseContent[sig] != 1 {
		return 0, sheets.SkipNoRow
	}
	return at[0], ""
}

func (f *finder) index() {
	f.content, f.baseContent = map[string][]int{}, map[string]int{}
	for _, c := range f.base.tab.Columns {
		f.moved = append(f.moved, f.cur.tab.Col(c))
	}
	for i := range f.base.tab.Rows {
		f.baseContent[f.signature(f.base, i, false)]++
	}
	for i := range f.cur.tab.Rows {
		s := f.signature(f.cur, i, true)
		f.content[s] = append(f.content[s], i)
	}
}

// signature is the content of a row in the order of base's titled columns, so that moved columns do not matter.
func (f *finder) signature(t *table, row int, mapped bool) string {
	var b strings.Builder
	for i, c := range f.base.tab.Columns {
		if c == "" || slices.Contains(f.base.tab.Twins, i) {
			continue
		}
		col := i
		if mapped {
			col = f.moved[i]
		}
		v := t.tab.At(row, col)
		b.WriteByte('0' + byte(v.Kind))
		b.WriteString(strconv.Quote(v.String()))
	}
	return b.String()
}
