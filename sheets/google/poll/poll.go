// Package poll decides what of a spreadsheet is read when it is looked at every few seconds, and merges what comes into
// what is known. Of tables that grow without end only some columns are read each time, and the rows at their end.
//
// A column that is rare (sheets.Column.Rare) may be as old as the last whole read. Everything else of a Tab is as it
// was when the last poll was answered, and a rare cell stands beside the key beside which it was read. Where that
// cannot be told, Merge or Fill say so, and everything is to be read.
package poll

import (
	"maps"
	"slices"
	"strings"

	"leadsheet/sheets"
)

// Area is a part of a tab: rows and columns from 0, the ends exclusive. An end of 0 is the end of the tab.
type Area struct {
	Tab         int64
	Row, RowEnd int
	Col, ColEnd int
}

// Parts are the cells of areas, each by columns: the first index is the column, counted from that of the area. Blank
// cells and columns at the end are missing.
type Parts map[Area][][]sheets.Cell

// How many rows one poll asks for one by one, and in how many areas; beyond that it is simpler to read everything.
const (
	mostRows  = 200
	mostAreas = 60
	// mostCalled and mostCalledAreas are how many rows are read whole because they wait for people, the lowest.
	mostCalled      = 200
	mostCalledAreas = 40
)

// Tab is what is known of a tab. It is not changed once it is made.
type Tab struct {
	ID   int64
	Rows [][]sheets.Cell // from the first of the sheet, without blank ones at the end

	header int
	key    int    // the column that identifies a row; -1 for none
	calls  int    // the column that is filled where a row waits for people; -1 for none
	rare   []bool // by column
	some   bool   // there are rare columns
	// journal says that rows are only added at the end: the key is rare itself.
	journal bool
	// unsure are the rows, in order, that their key does not identify: it is blank, or there are two of it.
	unsure []int
	called []int // rows that wait for people
	// moved are rows in which another key has come to stand since all of it was read: somebody may be typing there.
	moved map[int]bool
	whole bool         // all of it was read at once
	fresh map[int]bool // else the rows of which that is true
	once  map[int]bool // those of them that the next poll does not read whole
}

// New is a tab of which everything was read: the layout that it should have, the row of its titles, from 0, its titles
// as they are used (blank where one is not), and its rows.
func New(id int64, want sheets.TabLayout, header int, titles []string, rows [][]sheets.Cell) *Tab {
	t := &Tab{ID: id, Rows: trimmed(rows), header: header, key: -1, calls: -1, rare: make([]bool, len(titles)),
		whole: true}
	rare, known, calls := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, c := range want.Columns {
		folded := sheets.Fold(c.Title)
		known[folded], rare[folded], calls[folded] = true, c.Rare, c.Calls
		t.some = t.some || c.Rare
	}
	t.journal = t.some && (want.Key == "" || rare[sheets.Fold(want.Key)])
	for i, title := range titles {
		folded := sheets.Fold(title)
		t.rare[i] = rare[folded] || t.journal && !known[folded]
		if t.key < 0 && want.Key != "" && folded == sheets.Fold(want.Key) {
			t.key = i
		}
		if t.calls < 0 && calls[folded] {
			t.calls = i
		}
	}
	t.some = slices.Contains(t.rare, true) && (t.key >= 0 || t.journal)
	t.unsure, t.called = t.findUnsure(), t.findCalled()
	return t
}

// trimmed leaves out blank rows at the end.
func trimmed(rows [][]sheets.Cell) [][]sheets.Cell {
	n := len(rows)
	for n > 0 && blank(rows[n-1]) {
		n--
	}
	return rows[:n:n]
}

func blank(row []sheets.Cell) bool {
	return !slices.ContainsFunc(row, func(c sheets.Cell) bool { return !c.IsEmpty() })
}

func at(row []sheets.Cell, col int) sheets.Cell {
	if col < 0 || col >= len(row) {
		return sheets.Cell{}
	}
	return row[col]
}

func (t *Tab) row(i int) []sheets.Cell {
	if i < 0 || i >= len(t.Rows) {
		return nil
	}
	return t.Rows[i]
}

// keyOf is the key of a row as text.
func (t *Tab) keyOf(row []sheets.Cell) string { return strings.TrimSpace(at(row, t.key).String()) }

// findUnsure finds the rows that their key does not identify. Boxes that are not ticked say nothing.
func (t *Tab) findUnsure() []int {
	if !t.some || t.journal {
		return nil
	}
	var out []int
	first := make(map[string]int, len(t.Rows))
	for i := t.header + 1; i < len(t.Rows); i++ {
		key := t.keyOf(t.Rows[i])
		before, twice := first[key]
		switch {
		case key == "":
			if slices.ContainsFunc(t.Rows[i], func(c sheets.Cell) bool {
				return !c.IsEmpty() && (c.Kind != sheets.BoolCell || c.Num != 0)
			}) {
				out = append(out, i)
			}
		case twice:
			out = append(out, i, before)
		default:
			first[key] = i
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// findCalled finds rows that wait for people, not too many.
func (t *Tab) findCalled() (out []int) {
	areas := 0
	for r := len(t.Rows) - 1; t.some && t.calls >= 0 && r > t.header && len(out) < mostCalled; r-- {
		if at(t.Rows[r], t.calls).IsEmpty() {
			continue
		}
		if n := len(out); n == 0 || out[n-1] != r+1 {
			if areas++; areas > mostCalledAreas {
				break
			}
		}
		out = append(out, r)
	}
	return out
}

// Partial reports whether a poll reads parts of the tab only.
func (t *Tab) Partial() bool {
	return t.some && len(t.Rows) > t.header+2 && len(t.unsure) <= mostRows
}

// Rare reports whether a column is read with everything only.
func (t *Tab) Rare(col int) bool {
	if col >= len(t.rare) {
		return t.journal
	}
	return t.some && col >= 0 && t.rare[col]
}

// Aged reports whether cells of a row may be older than the rest.
func (t *Tab) Aged(row int) bool { return t.some && !t.whole && !t.fresh[row] }

// Again is the tab after a poll that was answered as the one before: what was asked for besides is older now.
func (t *Tab) Again() *Tab {
	if len(t.once) == 0 {
		return t
	}
	next := *t
	next.fresh, next.once = maps.Clone(t.fresh), nil
	maps.DeleteFunc(next.fresh, func(r int, _ bool) bool { return t.once[r] })
	return &next
}

// Areas are what a poll reads; also are rows that it is to read whole besides those that are new or have no key of
// their own. It is nil when everything is to be read.
func (t *Tab) Areas(also map[int]bool) []Area {
	if !t.Partial() {
		return []Area{{Tab: t.ID}}
	}
	n := len(t.Rows)
	areas := []Area{t.top(), t.tail()}
	for from := 0; from < len(t.rare); from++ {
		if t.rare[from] {
			continue
		}
		to := from
		for to < len(t.rare) && !t.rare[to] {
			to++
		}
		areas = append(areas, Area{t.ID, 0, n, from, to})
		from = to
	}
	inside := func(r int) bool { return r >= t.header+2 && r < n-1 }
	must := slices.Clone(t.unsure)
	must = slices.AppendSeq(slices.AppendSeq(must, maps.Keys(also)), maps.Keys(t.moved))
	if _, ok := t.rowAreas(must); !ok {
		return nil
	}
	rows, _ := t.rowAreas(slices.DeleteFunc(append(must, t.called...), func(r int) bool { return !inside(r) }))
	return append(areas, rows...)
}

// top are the titles with what stands above, and the first row.
func (t *Tab) top() Area { return Area{Tab: t.ID, RowEnd: t.header + 2} }

// tail are the last row and what has come below it. A tab may end with its last row, and areas must begin within it.
func (t *Tab) tail() Area { return Area{Tab: t.ID, Row: len(t.Rows) - 1} }

// rowAreas are whole rows; ok is false if they are too many.
func (t *Tab) rowAreas(rows []int) (areas []Area, ok bool) {
	slices.Sort(rows)
	rows = slices.Compact(rows)
	for _, r := range rows {
		if n := len(areas); n > 0 && areas[n-1].RowEnd == r {
			areas[n-1].RowEnd++
		} else {
			areas = append(areas, Area{Tab: t.ID, Row: r, RowEnd: r + 1})
		}
	}
	return areas, len(rows) <= mostRows && len(areas) <= mostAreas
}

// RowsOf are the areas of whole rows, to be compared by Same; ok is false if they are too many.
func (t *Tab) RowsOf(rows map[int]bool) (areas []Area, ok bool) {
	return t.rowAreas(slices.Collect(maps.Keys(rows)))
}

// Same reports whether rows that have been read whole are as they are known.
func (t *Tab) Same(areas []Area, parts Parts) bool {
	for _, a := range areas {
		if a.Tab != t.ID {
			continue
		}
		part, ok := parts[a]
		if !ok {
			return false
		}
		for r := a.Row; r < a.RowEnd; r++ {
			if !sameRow(rowOf(part, r-a.Row), t.row(r)) {
				return false
			}
		}
	}
	return true
}

func sameRow(a, b []sheets.Cell) bool {
	for i := range max(len(a), len(b)) {
		if at(a, i) != at(b, i) {
			return false
		}
	}
	return true
}

// rowOf is a row of a part, with texts of its own: the answer that they are from is not kept for them.
func rowOf(part [][]sheets.Cell, r int) []sheets.Cell {
	row := make([]sheets.Cell, 0, len(part))
	for _, column := range part {
		row = append(row, own(at(column, r)))
	}
	return row
}

func own(c sheets.Cell) sheets.Cell {
	c.Text = strings.Clone(c.Text)
	return c
}

// height is how many rows a part has.
func height(part [][]sheets.Cell) int {
	n := 0
	for _, column := range part {
		n = max(n, len(column))
	}
	return n
}

// SameAs reports whether two tabs have the same cells.
func (t *Tab) SameAs(o *Tab) bool {
	return slices.EqualFunc(t.Rows, o.Rows, sameRow)
}
