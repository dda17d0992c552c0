package sheets

import (
	"fmt"
	"slices"

	"leadsheet/lead/words"
)

// MissingColumn is a column of the layout that a tab lacks.
type MissingColumn struct {
	Column
	// Was is the unknown title that stands in its place: most likely the same column under a new name. "" for none.
	// Such a column must not be added again: when the old one gets its title back there would be two.
	Was string
}

// Missing returns the columns that a tab with these titles lacks, in the order of the layout.
func (t TabLayout) Missing(titles []string) []MissingColumn {
	var out []MissingColumn
	var order []Column
	for n, c := range t.Columns {
		if colOf(titles, c.Called()) < 0 {
			if order == nil {
				order = t.orderOf(titles)
			}
			out = append(out, MissingColumn{t.Columns[n], t.renamed(c, order, titles)})
		}
	}
	return out
}

// orderOf is the order of the layout's columns in which a tab with these titles was made: the former one if more
// neighbours of it stand side by side there.
func (t TabLayout) orderOf(titles []string) []Column {
	former := make([]Column, len(t.Former))
	for i, at := range t.Former {
		former[i] = t.Columns[at]
	}
	beside := func(order []Column) (n int) {
		for i := 1; i < len(order); i++ {
			if at := colOf(titles, order[i-1].Called()); at >= 0 && at+1 < len(titles) &&
				Fold(titles[at+1]) == Fold(order[i].Called()) {
				n++
			}
		}
		return n
	}
	if beside(former) > beside(t.Columns) {
		return former
	}
	return t.Columns
}

// renamed guesses the title that a column of the layout has now: one unknown to the layout, beside a neighbour of it in
// the order of the tab. A column that the tab may never have had is not searched: what is in its place belongs to the
// users.
func (t TabLayout) renamed(c Column, order []Column, titles []string) string {
	n := slices.IndexFunc(order, func(o Column) bool { return o.Called() == c.Called() })
	if c.Later || n < 0 {
		return ""
	}
	stranger := func(at int) string {
		if at < 0 || at >= len(titles) || titles[at] == "" {
			return ""
		}
		if slices.ContainsFunc(t.Columns, func(c Column) bool { return Fold(c.Called()) == Fold(titles[at]) }) {
			return ""
		}
		return titles[at]
	}
	if n == 0 {
		if s := stranger(0); s != "" {
			return s
		}
	}
	if n > 0 {
		if at := colOf(titles, order[n-1].Called()); at >= 0 {
			if s := stranger(at + 1); s != "" {
				return s
			}
		}
	}
	if n+1 < len(order) {
		if at := colOf(titles, order[n+1].Called()); at > 0 {
			return stranger(at - 1)
		}
	}
	return ""
}

// colOf returns the first column with that title, -1 if there is none.
func colOf(titles []string, title string) int {
	return slices.IndexFunc(titles, func(c string) bool { return c != "" && words.SameFolded(c, title) })
}

// Remark is a sentence about a column.
type Remark struct{ Column, Text string }

// Remarks say what is odd about the columns of a tab and does not keep leadsheet from working: columns that are
// missing, and titles that stand there twice.
func (t *Tab) Remarks(want TabLayout) []Remark {
	var out []Remark
	for _, c := range want.Missing(t.Columns) {
		text := fmt.Sprintf("the column %q is missing in the tab %q: ", c.Title, want.Title)
		switch {
		case c.Was != "":
			text += fmt.Sprintf("%q stands in its place, give it its title %q back", c.Was, c.Title)
		case c.Later:
			text += "start leadsheet again, which adds it"
		default:
			text += "undo its deletion or renaming, or start leadsheet again, which adds it"
		}
		out = append(out, Remark{c.Title, text})
	}
	for _, i := range t.Twins {
		used := t.Col(t.Columns[i])
		text := fmt.Sprintf("the title %q stands twice in the tab %q: leadsheet uses column %s and passes over "+
			"column %s; give one of them another title", t.Columns[i], want.Title,
			ColumnLetters(used), ColumnLetters(i))
		out = append(out, Remark{t.Columns[i], text})
	}
	return out
}

// ColumnLetters is the name of a column, counted from 0, as spreadsheets show it: A, B, ... Z, AA.
func ColumnLetters(i int) string {
	text := ""
	for n := i + 1; n > 0; n = (n - 1) / 26 {
		text = string(rune('A'+(n-1)%26)) + text
	}
	return text
}
