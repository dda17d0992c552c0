package sheets

import (
	"iter"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Export is a workbook that is written at once and that nobody works in. Titles and words are those that
// its readers see.
type Export struct {
	Tabs []ExportTab // in their order
}

// ExportTab is one tab of an Export: a page, or a table.
type ExportTab struct {
	Page  *Page
	Table *ExportTable
}

// Title is the title of the tab.
func (t ExportTab) Title() string {
	if t.Page != nil {
		return t.Page.Title
	}
	return t.Table.Title
}

// ExportTable is a table with all its rows, which are made when they are written: there may be a million.
type ExportTable struct {
	TabLayout
	Len int // how many rows there are
	// Body gives the rows, as wide as Columns, and beside each the formulas of its cells, nil for a row without any: see
	// Formula. Both are valid until the next row.
	Body iter.Seq2[[]Cell, []Formula]
}

// Formula computes the value of a cell, without "=", in the notation of workbook files; "" for a cell without one. One
// that begins with "{" is computed over whole ranges.
type Formula string

// OwnLayout is a tab with the titles that it has in a language, in place of names.
func OwnLayout(t TabLayout, in words.Language) TabLayout {
	return (&namedBook{words: in}).own(Layout{Words: in, Tabs: []TabLayout{t}}).Tabs[0]
}

// OwnWords returns what puts the words of a language in the place of the names in a row of the named columns of a tab;
// nil where there are none. It changes the row.
func OwnWords(tab string, columns []string, in words.Language) func(row []Cell) {
	if in.Alone() {
		return nil
	}
	n := &namedBook{words: in}
	sets := make([]words.Set, len(columns))
	for i, c := range columns {
		sets[i] = wordsOf(tab, c)
	}
	return func(row []Cell) {
		for i := range row {
			if i < len(sets) && sets[i] != words.NoWords && row[i].Kind == TextCell {
				row[i] = lead.TextValue(n.word(sets[i], row[i].Text))
			}
		}
	}
}

// OwnPage is a page with the titles of a language.
func OwnPage(p Page, in words.Language) Page { return (&namedBook{words: in}).page(p) }
