package xlsx

import (
	"slices"
	"strconv"
	"strings"

	"leadsheet/sheets"
)

// finder finds rows of a snapshot in a file that has been edited since.
type finder struct {
	base, current       *table
	baseKey, currentKey int            // the key column, -1 for none
	baseKeyCount        map[string]int // how often each key occurs in base
	rows                map[string][]int
	rowsByContent       map[string][]int // rows of current by their whole content; built on first use
	baseContentCount    map[string]int
	columnInCurrent     []int // index in current of each column of base
}

func newFinder(base, current *table, key string) *finder {
	f := &finder{base: base, current: current, baseKey: -1, currentKey: -1, baseKeyCount: map[string]int{},
		rows: map[string][]int{}}
	if key != "" {
		f.baseKey, f.currentKey = base.tab.Col(key), current.tab.Col(key)
	}
	if f.baseKey < 0 || f.currentKey < 0 {
		f.baseKey, f.currentKey = -1, -1
		return f
	}
	for i := range base.tab.Rows {
		f.baseKeyCount[base.key(i, f.baseKey)]++
	}
	for i := range current.tab.Rows {
		k := current.key(i, f.currentKey)
		f.rows[k] = append(f.rows[k], i)
	}
	return f
}

// key returns the key of a row, "" for a blank one.
func (t *table) key(row, col int) string { return strings.TrimSpace(t.tab.At(row, col).String()) }

// find returns the row of current that corresponds to the snapshot's row, or the reason why there is none.
func (f *finder) find(row int) (int, string) {
	if f.baseKey >= 0 {
		k := f.base.key(row, f.baseKey)
		if k != "" && f.baseKeyCount[k] == 1 {
			switch at := f.rows[k]; len(at) {
			case 1:
				return at[0], ""
			case 0:
				return 0, sheets.SkipNoRow
			}
		}
	}
	if f.rowsByContent == nil {
		f.index()
	}
	content := f.signature(f.base, row, false)
	at := f.rowsByContent[content]
	if len(at) != 1 || f.baseContentCount[content] != 1 {
		return 0, sheets.SkipNoRow
	}
	return at[0], ""
}

func (f *finder) index() {
	f.rowsByContent, f.baseContentCount = map[string][]int{}, map[string]int{}
	for _, c := range f.base.tab.Columns {
		f.columnInCurrent = append(f.columnInCurrent, f.current.tab.Col(c))
	}
	for i := range f.base.tab.Rows {
		f.baseContentCount[f.signature(f.base, i, false)]++
	}
	for i := range f.current.tab.Rows {
		s := f.signature(f.current, i, true)
		f.rowsByContent[s] = append(f.rowsByContent[s], i)
	}
}

// signature returns the content of a row in the order of base's titled columns, so that moved columns do not matter.
func (f *finder) signature(t *table, row int, mapped bool) string {
	var b strings.Builder
	for i, c := range f.base.tab.Columns {
		if c == "" || slices.Contains(f.base.tab.Twins, i) {
			continue
		}
		col := i
		if mapped {
			col = f.columnInCurrent[i]
		}
		v := t.tab.At(row, col)
		b.WriteByte('0' + byte(v.Kind))
		b.WriteString(strconv.Quote(v.String()))
	}
	return b.String()
}
