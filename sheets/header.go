package sheets

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"leadsheet/lead/words"
)

// HeaderRows is how many rows of a tab are searched for its row of titles: people put a title, a date or a blank row
// above a table, and no more.
const HeaderRows = 20

// Header is where the row of titles of a tab stands.
type Header struct {
	Row int // from 0; -1 in a tab without any content
	// Fault says in a sentence for users why no row of titles can be relied on. Such a tab must not be read: as an
	// empty one it would say that every row had been deleted.
	Fault string
}

// FindHeader finds the row of titles of a tab among its first rows. The row that has the title of the key column and at
// least half of the layout's titles is it; then one that has half of the titles and has lost the key's; then the first
// row with content, if it has the key's title. below says whether there is content further down. A layout without
// columns is of a tab that is not known: its first row with content counts.
func (t TabLayout) FindHeader(top [][]Cell, below bool) Header {
	first, row := -1, -1
	half, best := (len(t.Columns)+1)/2, 0
	for i, cells := range top {
		if blankRow(cells) {
			continue
		}
		if first < 0 {
			first = i
		}
		switch n, key := t.titles(cells); {
		case len(t.Columns) == 0 || n < half:
		case key && best < 2:
			row, best = i, 2
		case best < 1:
			row, best = i, 1
		}
	}
	if row < 0 && first >= 0 {
		if n, key := t.titles(top[first]); len(t.Columns) == 0 || n > 0 && key && t.Key != "" {
			row = first
		}
	}
	switch {
	case row < 0 && first < 0 && !below:
		return Header{Row: -1}
	case row < 0 && len(t.Columns) == 0: // the titles of an unknown tab are not searched further down
		return Header{Row: -1}
	case row < 0:
		return Header{Row: -1, Fault: t.noHeader(top)}
	}
	for i := range row {
		if t.isData(top[row], top[i]) {
			return Header{Row: row, Fault: fmt.Sprintf("in the tab %q the row of titles stands in row %d, below rows "+
				"of the table (row %d): undo the sorting, or move the row of titles above them", t.Title, row+1, i+1)}
		}
	}
	return Header{Row: row}
}

// noHeader says that the titles are gone, and what to do.
func (t TabLayout) noHeader(top [][]Cell) string {
	if len(t.Memory) == 0 && !slices.ContainsFunc(top, func(row []Cell) bool { n, _ := t.titles(row); return n > 0 }) {
		return fmt.Sprintf("the tab %q has none of the columns that leadsheet keeps there: undo what removed or "+
			"sorted its titles, or write them again into the row above the table; if the tab is not leadsheet's, give "+
			"it another name", t.Title)
	}
	what := "has content"
	if len(t.Memory) > 0 {
		what = fmt.Sprintf("has lost its column %q", t.Memory[0])
	}
	var names []string
	for _, c := range t.Columns[:min(4, len(t.Columns))] {
		names = append(names, c.Title)
	}
	if len(t.Columns) > len(names) {
		names = append(names, "...")
	}
	return fmt.Sprintf("the tab %q %s, and its row of titles (%s) is not in its first %d rows: undo what removed or "+
		"sorted it, or write the titles again into the row above the table",
		t.Title, what, strings.Join(names, ", "), HeaderRows)
}

// titles counts the layout's titles that stand in a row, and says whether that of the key column is among them. A tab
// without a key column has it with every title.
func (t TabLayout) titles(cells []Cell) (n int, key bool) {
	here := make(map[string]bool, len(cells))
	for _, c := range cells {
		if c.Kind == TextCell && len(c.Text) <= longTitle {
			here[Fold(c.Text)] = true
		}
	}
	key = t.Key == ""
	for _, c := range t.Columns {
		if here[Fold(c.Title)] {
			n++
			key = key || words.SameFolded(c.Title, t.Key)
		}
	}
	return n, key
}

// isData reports whether a row above the titles belongs to the table and is not a heading: it has a key, or, in a tab
// without keys, fills half of the columns.
func (t TabLayout) isData(header, row []Cell) bool {
	filled, key := 0, Cell{}
	for i, c := range row {
		if c.IsEmpty() || i >= len(header) || header[i].IsEmpty() {
			continue
		}
		filled++
		if t.Key != "" && words.SameFolded(header[i].String(), t.Key) {
			key = c
		}
	}
	switch {
	case len(t.Columns) == 0:
		return false
	case t.Key == "":
		return filled >= (len(t.Columns)+1)/2
	case key.IsEmpty():
		return false
	case t.IsKey != nil:
		return t.IsKey(strings.TrimSpace(key.String()))
	}
	return filled >= 2
}

// Repeats returns a function that reports whether a row of the table repeats its titles: a second row of titles, or a
// copy of it that was sorted into the table. Such a row does not belong to the table.
func (t *Tab) Repeats(want TabLayout) func(row []Cell) bool {
	probe := slices.IndexFunc(t.Columns, func(c string) bool {
		return c != "" && (want.Key == "" || words.SameFolded(c, want.Key))
	})
	if probe < 0 || len(want.Columns) == 0 {
		return func([]Cell) bool { return false }
	}
	title := Fold(t.Columns[probe])
	return func(row []Cell) bool {
		if probe >= len(row) || row[probe].Kind != TextCell || len(row[probe].Text) > longTitle ||
			Fold(row[probe].Text) != title {
			return false
		}
		n, _ := want.titles(row)
		return n >= 2 && n >= (len(want.Columns)+1)/2
	}
}

// longTitle is longer than any title: what is longer need not be compared.
const longTitle = 100

// Takes returns why rows must not be appended to the tab: without the columns that are leadsheet's memory, or with none
// of their own, they would be lost, and what is stored beside them would say that they are there.
func (t *Tab) Takes(want TabLayout, a Append) error {
	if err := t.Err(); err != nil {
		return err
	}
	for _, title := range want.Memory {
		if t.Col(title) < 0 && colOf(a.Columns, title) >= 0 {
			return want.Lost(title)
		}
	}
	for _, title := range a.Columns {
		if t.Col(title) >= 0 {
			return nil
		}
	}
	if len(a.Rows) == 0 {
		return nil
	}
	return fmt.Errorf("the tab %q has none of the columns that are written to: undo the deletion of its titles", t.Title)
}

// Lost is the error about a column without which the tab cannot be kept; column is what leadsheet calls it.
func (t TabLayout) Lost(column string) error {
	return fmt.Errorf("the tab %q has lost its column %q: undo its deletion or renaming", t.Title, t.titled(column))
}

func blankRow(cells []Cell) bool {
	for _, c := range cells {
		if !c.IsEmpty() {
			return false
		}
	}
	return true
}

// Err is the fault of a tab that cannot be read as a table; nil for one that can.
func (t *Tab) Err() error {
	if t.Fault == "" {
		return nil
	}
	return errors.New(t.Fault)
}
