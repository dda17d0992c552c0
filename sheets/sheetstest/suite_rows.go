package sheetstest

import (
	"errors"
	"slices"

	"leadsheet/sheets"
)

// untickedBox is a checkbox that is not ticked.
var untickedBox = sheets.Cell{Kind: 4}

// besideTable lists what editors may have beside or below the suite's table, whose last row is the fourth of the sheet.
var besideTable = []struct {
	name string
	put  func(p People)
	// a column of it, from 0, with its content and the number of such cells
	col    int
	cell   sheets.Cell
	n      int
	mayGap bool // the content may stay where it is, above the new rows
}{
	{
		"a column of boxes",
		func(p People) { p.Fill("Leads", 6, 0, 0, T("Called")); p.Fill("Leads", 6, 1, 299, untickedBox) },
		6,
		untickedBox,
		299,
		false,
	},
	{
		"boxes down to the end of the sheet",
		func(p People) { p.Fill("Leads", 6, 0, 0, T("Called")); p.Fill("Leads", 6, 1, 999, untickedBox) },
		6,
		untickedBox,
		999,
		false,
	},
	{"boxes without a title", func(p People) { p.Fill("Leads", 6, 1, 299, untickedBox) }, -1, untickedBox, 0, false},
	{
		"a text far below",
		func(p People) { p.Fill("Leads", 6, 0, 0, T("Comment")); p.Fill("Leads", 6, 899, 899, T("ask Kim")) },
		6,
		T("ask Kim"),
		1,
		false,
	},
	{
		"a note beside the table",
		func(p People) { p.Fill("Leads", 8, 0, 0, T("Notes")); p.Fill("Leads", 7, 11, 11, T("budget 2026")) },
		7,
		T("budget 2026"),
		1,
		false,
	},
	{"the same status filled down", func(p People) { p.Fill("Leads", 3, 4, 60, T("New")) }, 3, T("New"), 60, false},
	{"another status filled down", func(p People) { p.Fill("Leads", 3, 4, 60, T("Won")) }, 3, T("Won"), 57, true},
	{"a sum", func(p People) { p.Fill("Leads", 5, 4, 4, N(42)) }, 5, N(42), 1, true},
	{
		"a row of totals",
		func(p People) { p.Fill("Leads", 1, 4, 4, T("Total")); p.Fill("Leads", 5, 4, 4, N(42)) },
		1,
		T("Total"),
		1,
		true,
	},
	{
		"a row of totals in the first column",
		func(p People) { p.Fill("Leads", 0, 5, 5, T("Total")); p.Fill("Leads", 5, 5, 5, N(42)) },
		0,
		T("Total"),
		1,
		true,
	},
	{
		"a note in the next row",
		func(p People) { p.Fill("Leads", 7, 0, 0, T("Mine")); p.Fill("Leads", 7, 4, 4, T("call them")) },
		7,
		T("call them"),
		1,
		true,
	},
	{"a ticked box in the next row", func(p People) {
		p.Fill("Leads", 6, 0, 0, T("Called"))
		p.Fill("Leads", 6, 4, 4, sheets.Cell{Kind: 4, Num: 1})
	}, 6, sheets.Cell{Kind: 4, Num: 1}, 1, true},
}

func appendsBelowTable(s *testCase) {
	for _, a := range besideTable {
		if a.mayGap {
			continue
		}
		s.checkAppend(a.name, a.put, a.col, a.cell, a.n, true)
	}
}

func appendsAroundContent(s *testCase) {
	for _, a := range besideTable {
		if a.mayGap {
			s.checkAppend(a.name, a.put, a.col, a.cell, a.n, false)
		}
	}
}

// checkAppend appends two leads in two batches to a new workbook with the given content, and checks that the content
// stays.
func (s *testCase) checkAppend(name string, put func(p People), col int, cell sheets.Cell, n int, next bool) {
	s.Helper()
	in := &testCase{T: s.T, ctx: s.ctx, Place: s.newPlace(s.T)}
	in.newPlace, in.book = s.newPlace, in.Open()
	in.setUp()
	put(in.People)
	in.commit(in.read(), sheets.Batch{Appends: []sheets.Append{appendLead("L-4", "Eve", "New")}})
	in.commit(in.read(), sheets.Batch{Appends: []sheets.Append{appendLead("L-5", "Fay", "New")}})
	tab := in.read().Tabs["Leads"]
	var ids []string
	at, found := map[string]int{}, 0
	belongs := sheets.RowsOf(tab)
	for i, row := range tab.Rows {
		if col >= 0 && tab.At(i, col).Equal(cell) {
			found++
		}
		if belongs(row) {
			id := tab.At(i, 0).String()
			ids, at[id] = append(ids, id), i
			if !tab.At(i, 3).Equal(T("New")) || tab.At(i, 1).IsEmpty() || !tab.At(i, 5).IsEmpty() {
				s.Errorf("%s: the row of %s is not its own: %v", name, id, row)
			}
		}
	}
	if want := []string{"L-1", "L-2", "L-3", "L-4", "L-5"}; !slices.Equal(ids, want) {
		s.Errorf("%s: leads %v", name, ids)
	}
	if next && (at["L-4"] != at["L-3"]+1 || at["L-5"] != at["L-4"]+1) {
		s.Errorf("%s: the new rows are not directly below: %v", name, at)
	}
	if found < n || found > n && !cell.Equal(T("New")) { // the leads have the same content
		s.Errorf("%s: %d of %d are left", name, found, n)
	}
}

// renamedColumnOfNewRow renames a column after the batch was planned: its value goes into the column under its new
// name, or the batch has to be planned anew. A row without it would say that a person had cleared the cell.
func renamedColumnOfNewRow(s *testCase) {
	snap := s.setUp()
	s.People.RenameColumn("Leads", "Name", "Called")
	_, err := s.book.Commit(s.ctx, snap, sheets.Batch{Appends: []sheets.Append{appendLead("L-4", "Eve", "New")}})
	if errors.Is(err, sheets.ErrConflict) {
		s.checkColumn("Called", "L-1=Ada L-2=Ben L-3=Cem")
		return
	}
	s.check(err)
	s.checkColumn("Called", "L-1=Ada L-2=Ben L-3=Cem L-4=Eve")
}
