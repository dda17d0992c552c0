package undo

import (
	"slices"
	"strings"

	"leadsheet/sheets"
)

// Table is a tab as it was read, with where its rows stand in the sheet.
type Table struct {
	Tab    *sheets.Tab
	ID     int64 // of the tab
	Header int   // the sheet's row of the titles, from 0
	Nums   []int // the sheet's rows of Tab.Rows, from 0
	Cols   int64 // how many columns the grid has; 0 when that is not known

	keys    map[string]int // how often a key stands in column keysCol; made when needed
	keysCol int
}

// TitleRow is the titles as a row of a table: a write can hit them when people insert rows above.
const TitleRow = -1

// Cells returns a row of the table, or its titles.
func (t *Table) Cells(row int) []sheets.Cell {
	if row != TitleRow {
		return t.Tab.Rows[row]
	}
	out := make([]sheets.Cell, len(t.Tab.Columns))
	for i, c := range t.Tab.Columns {
		if c != "" {
			out[i] = sheets.Cell{Kind: sheets.TextCell, Text: c}
		}
	}
	return out
}

// Num is the sheet's row of a row of the table, from 0.
func (t *Table) Num(row int) int {
	if row != TitleRow {
		return t.Nums[row]
	}
	return t.Header
}

// copied is how many columns of a row go into the log: some more than there are titles, so that the row is still known
// when a user has inserted a column.
func (t *Table) copied() int {
	n := len(t.Tab.Columns) + 3
	if t.Cols > 0 {
		n = min(n, int(t.Cols))
	}
	return n
}

// neighbours is how many rows on either side are asked whether they hold the same.
const neighbours = 500

// common returns the columns in which other rows hold what this one does: they do not tell which row it is.
func (t *Table) common(row int) []int {
	if row == TitleRow {
		return nil
	}
	var out []int
	around := t.Tab.Rows[max(0, row-neighbours):min(len(t.Tab.Rows), row+neighbours)]
	for col, c := range t.Tab.Rows[row] {
		same := 0
		for _, other := range around {
			if !c.IsEmpty() && at(other, col).Equal(c) {
				if same++; same > 1 { // itself is one
					out = append(out, col)
					break
				}
			}
		}
	}
	return out
}

// unique reports whether a key stands once in its column.
func (t *Table) unique(col int, key string) bool {
	if t.keys == nil || t.keysCol != col {
		t.keys, t.keysCol = map[string]int{}, col
		for i := range t.Tab.Rows {
			t.keys[KeyText(t.Tab.At(i, col))]++
		}
	}
	return t.keys[key] == 1
}

// FindRow finds a row of an older table of the same tab: by its key in the column of that title, or, where that says
// nothing, by its content. It returns -1 if there is not exactly one.
func (t *Table) FindRow(was *Table, row int, keyTitle string) int {
	from, to := was.Tab.Col(keyTitle), t.Tab.Col(keyTitle)
	match := func(i int) bool { return sameContent(was, row, t, i) }
	key := KeyText(was.Tab.At(row, from))
	if keyTitle != "" && from >= 0 && to >= 0 && key != "" && was.unique(from, key) {
		match = func(i int) bool { return KeyText(t.Tab.At(i, to)) == key }
	} else {
		for i := range was.Tab.Rows {
			if i != row && sameContent(was, row, was, i) {
				return -1 // a copy: if only one is left, it is not known which
			}
		}
	}
	found := -1
	for i := range t.Tab.Rows {
		if match(i) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// sameContent reports whether two rows hold the same under all titles of the older table.
func sameContent(was *Table, row int, t *Table, i int) bool {
	for col, title := range was.Tab.Columns {
		if title == "" || slices.Contains(was.Tab.Twins, col) {
			continue
		}
		if !was.Tab.At(row, col).Equal(t.Tab.At(i, t.Tab.Col(title))) {
			return false
		}
	}
	return true
}

// KeyText is a key as it is compared: without spaces around it.
func KeyText(c sheets.Cell) string { return strings.TrimSpace(c.String()) }

func at(row []sheets.Cell, i int) sheets.Cell {
	if i < 0 || i >= len(row) {
		return sheets.Cell{}
	}
	return row[i]
}

func titleAt(titles []string, i int) string {
	if i < 0 || i >= len(titles) {
		return ""
	}
	return titles[i]
}

// hasTitle reports whether a title stands in a column.
func hasTitle(titles []string, col int, title string) bool {
	return sheets.Fold(titleAt(titles, col)) == sheets.Fold(title)
}

// findTitle returns where a title stands, or -1.
func findTitle(titles []string, title string) int {
	if title == "" {
		return -1
	}
	want := sheets.Fold(title)
	for i, t := range titles {
		if sheets.Fold(t) == want {
			return i
		}
	}
	return -1
}

func titlesOf(row []sheets.Cell) []string {
	out := make([]string, len(row))
	for i, c := range row {
		out[i] = c.String()
	}
	return out
}
