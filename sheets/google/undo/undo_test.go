package undo

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"leadsheet/sheets"
)

// cells makes cells of words; "" is an empty one.
func cells(words ...string) []sheets.Cell {
	out := make([]sheets.Cell, len(words))
	for i, w := range words {
		out[i] = textCell(w)
	}
	return out
}

// now is the tab as it is read after a write: the first row with content has the titles.
func now(rows ...[]sheets.Cell) *Table {
	t := &Table{Tab: &sheets.Tab{Title: "Leads"}, ID: 7, Header: -1}
	width := 0
	for i, row := range rows {
		width = max(width, len(row))
		switch blank := !slices.ContainsFunc(row, func(c sheets.Cell) bool { return !c.IsEmpty() }); {
		case blank:
		case t.Header < 0:
			t.Header, t.Tab.Columns = i, titlesOf(row)
		default:
			t.Tab.Rows, t.Nums = append(t.Tab.Rows, slices.Clone(row)), append(t.Nums, i)
		}
	}
	for len(t.Tab.Columns) < width {
		t.Tab.Columns = append(t.Tab.Columns, "")
	}
	for i := range t.Tab.Rows {
		for len(t.Tab.Rows[i]) < width {
			t.Tab.Rows[i] = append(t.Tab.Rows[i], sheets.Cell{})
		}
	}
	t.Tab.FindTwins()
	return t
}

// wrote is the log of a write that meant to set Status (column 2) of L-1, in the sheet's row 1, from New to Won.
func wrote(header, was []sheets.Cell) *Log {
	return &Log{headers: map[int64]*headerEntry{7: {Titles: []string{"ID", "Name", "Status"}, before: header}},
		rows: []*rowEntry{{tab: 7, Num: 1, Key: "L-1", KeyName: "ID", before: was,
			Cells: []change{{2, "Status", digest(textCell("New")), digest(textCell("Won")), false}}}}}
}

// allFixes is what a log makes of a tab as it is now.
func allFixes(l *Log, t *Table) []Fix {
	var out []Fix
	d := l.Damage()
	for _, h := range d.rows {
		for _, row := range findRows(t, []damagedRow{h})[0] {
			fixes := h.fixes(t, row)
			for _, i := range h.cells {
				if f, ok := fixes[i]; ok {
					out = append(out, f)
				}
			}
		}
	}
	for i, row := range findInserted(t, d.inserted) {
		out = append(out, d.inserted[i].fixes(t, row)...)
	}
	return out
}

func TestWhatAWriteHitIsPutBack(t *testing.T) {
	header := cells("ID", "Name", "Status")
	for _, c := range []struct {
		story string
		log   *Log
		now   *Table
		want  string // cells to write, by the first cell of their row
	}{
		{"nobody moved anything",
			wrote(header, cells("L-1", "Ada", "New")),
			now(header, cells("L-1", "Ada", "Won")), ""},
		{"the rows were sorted: Cem stood there",
			wrote(header, cells("L-3", "Cem", "Lost")),
			now(header, cells("L-3", "Cem", "Won"), cells("L-1", "Ada", "New")), "L-3 Status=Lost"},
		{"sorted, and sorted again before we looked",
			wrote(header, cells("L-3", "Cem", "Lost")),
			now(header, cells("L-1", "Ada", "New"), cells("L-3", "Cem", "Won")), "L-3 Status=Lost"},
		{"somebody else has corrected it meanwhile",
			wrote(header, cells("L-3", "Cem", "Lost")),
			now(header, cells("L-3", "Cem", "In work")), ""},
		{"a person changed the status at that moment",
			wrote(header, cells("L-1", "Ada", "In work")),
			now(header, cells("L-1", "Ada", "Won")), "L-1 Status=In work"},
		{"the row was deleted and the next one, without an ID, moved up",
			wrote(header, cells("", "Dora", "")),
			now(header, cells("", "Eve", "Won"), cells("", "Dora", "Won")), " Dora Status="},
		{"below the last row there was nothing",
			wrote(header, nil),
			now(header, cells("", "Dora", "Won"), cells("", "", "Won")), "  Status="},
		{"a column was inserted on the left",
			wrote(cells("Colour", "ID", "Name", "Status"), cells("red", "L-1", "Ada", "New")),
			now(cells("Colour", "ID", "Name", "Status"), cells("red", "L-1", "Won", "New")), "red L-1 Name=Ada"},
		{"the row that was hit was deleted since",
			wrote(header, cells("L-3", "Cem", "Lost")),
			now(header, cells("L-1", "Ada", "New"), cells("L-2", "Ben", "Won")), ""},
		{"a blank row was inserted above the titles",
			wrote(nil, cells("ID", "Name", "Status")),
			now(nil, cells("ID", "Name", "Won"), cells("L-1", "Ada", "New")), "ID Won=Status"},
		{"a new ID was meant for a row added by hand, but Cem stood there",
			&Log{headers: map[int64]*headerEntry{7: {Titles: []string{"ID", "Name", "Status"}, before: header}},
				rows: []*rowEntry{{tab: 7, Num: 1, KeyName: "ID", Width: 3, Digests: rowDigest(cells("", "Dora")),
					before: cells("L-3", "Cem", "Lost"),
					Cells:  []change{{0, "ID", digest(textCell("")), digest(textCell("L-6")), false}}}}},
			now(header, cells("L-6", "Cem", "In work"), cells("", "Dora")), "L-6 ID=L-3"},
		{"a blank row was hit and is gone since; that Walt is new, too, does not make him it",
			&Log{headers: map[int64]*headerEntry{7: {Titles: []string{"ID", "Name", "Status"}, before: header}},
				rows: []*rowEntry{{tab: 7, Num: 1, KeyName: "ID", Width: 3, Digests: rowDigest(cells("", "Dora")), before: nil,
					Cells: []change{{0, "ID", blankDigest, digest(textCell("L-6")), false},
						{2, "Status", blankDigest, digest(textCell("New")), false}}}}},
			now(header, cells("", "Walt", "New"), cells("", "Dora")), ""},
		{"somebody typed into one of many cells; the others tell which row it was",
			&Log{headers: map[int64]*headerEntry{7: {Titles: []string{"No", "Name", "Status"},
				before: cells("No", "Name", "Status")}},
				rows: []*rowEntry{{tab: 7, Num: 1, KeyName: "ID", Width: 3, Digests: rowDigest(cells("x", "3", "Cem")),
					before: cells("x", "3", "note"),
					Cells: []change{{0, "No", digest(textCell("x")), digest(textCell("3")), false},
						{1, "Name", digest(textCell("3")), digest(textCell("Cem")), false},
						{2, "Status", digest(textCell("Cem")), blankDigest, false}}}}},
			now(cells("No", "Name", "Status"), cells("1", "Ada"), cells("3", "Cem")), "3 Cem Status=note"},
	} {
		var got []string
		for _, f := range allFixes(c.log, c.now) {
			row := c.now.Cells(f.Row)
			var before []string
			for _, v := range row[:max(1, min(f.Col, 2))] {
				before = append(before, v.String())
			}
			name := row[0].String()
			if name == "" || f.Col > 2 || c.now.Tab.Columns[0] != "ID" {
				name = strings.Join(before, " ")
			}
			got = append(got, fmt.Sprintf("%s %s=%s", name, c.now.Tab.Columns[f.Col], f.Want))
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%s: got %q, want %q", c.story, g, c.want)
		}
	}
}

// Most leads have the same source, status and owner: a row without an ID is known by its name, not by those.
func TestARowWithoutAnIDIsKnownByWhatNoOtherRowHas(t *testing.T) {
	header := cells("ID", "Name", "Source", "Status", "Owner")
	tab := now(header, cells("", "Dora", "Email", "New", "Anna"), cells("", "Eve", "Email", "New", "Anna"))
	entry := &rowEntry{tab: 7, Num: 1, KeyName: "ID", Width: 5, Digests: rowDigest(tab.Cells(0)), Common: tab.common(0),
		Cells: []change{{0, "ID", blankDigest, digest(textCell("L-6")), false}}}
	for _, c := range []struct {
		story string
		was   []sheets.Cell
		right bool
	}{
		{"nobody moved anything", tab.Cells(0), true},
		{"somebody gave it another owner", cells("", "Dora", "Email", "New", "Ben"), true},
		{"it was deleted, and Eve moved up", tab.Cells(1), false},
	} {
		entry.before = c.was
		if got := entry.matches(titlesOf(header)); got != c.right {
			t.Errorf("%s: matches=%v", c.story, got)
		}
	}
}

// An ID was given to the wrong row, and before that was put right somebody copied it: neither may keep the ID.
func TestACopyLosesTheMistakenIDToo(t *testing.T) {
	l := &Log{headers: map[int64]*headerEntry{7: {Titles: []string{"ID", "Name", "Status"},
		before: cells("ID", "Name", "Status")}},
		rows: []*rowEntry{{tab: 7, Num: 1, KeyName: "ID", NewKey: true, Width: 3, Digests: rowDigest(cells("", "Dora")),
			before: cells("", "Eve", "New"),
			Cells:  []change{{0, "ID", blankDigest, digest(textCell("L-6")), false}}}}}
	tab := now(cells("ID", "Name", "Status"), cells("L-6", "Eve", "New"), cells("", "Dora"), cells("L-6", "Eve", "Won"))
	var got []int
	for _, f := range allFixes(l, tab) {
		got = append(got, f.Row)
	}
	if !slices.Equal(got, []int{0, 2}) {
		t.Errorf("put back in the rows %v, want 0 and 2", got)
	}
	// What was put back is an old key: another row may bear it rightly.
	l.rows[0].NewKey, got = false, nil
	for _, f := range allFixes(l, tab) {
		got = append(got, f.Row)
	}
	if !slices.Equal(got, []int{0}) {
		t.Errorf("put back in the rows %v, want 0", got)
	}
}

// New rows that were written while somebody moved a column stand under the wrong titles; they are moved.
func TestNewRowsFollowTheirColumns(t *testing.T) {
	l := &Log{headers: map[int64]*headerEntry{7: {Titles: []string{"ID", "Name", "Status"},
		before: cells("ID", "Status", "Name")}},
		inserted: []*insertEntry{{tab: 7, wrote: cells("L-4", "Eve", "New")}}}
	if l.Damage().None() {
		t.Fatal("not noticed")
	}
	tab := now(cells("ID", "Status", "Name"), cells("L-1", "New", "Ada"), cells("L-4", "Eve", "New"))
	var got []string
	for _, f := range allFixes(l, tab) {
		got = append(got, fmt.Sprintf("%d %s=%s", f.Row, tab.Tab.Columns[f.Col], f.Want))
	}
	if g := strings.Join(got, "; "); g != "1 Status=New; 1 Name=Eve" {
		t.Errorf("got %q", g)
	}
}

// A row that lost all its cells to the write is deleted before it is put back: what it held must not go into a row
// without an ID in which the same value happens to stand.
func TestADeletedRowIsNotPutBackIntoABlankOne(t *testing.T) {
	titles := []string{"ID", "Name", "Status"}
	won := digest(textCell("Won"))
	l := &Log{headers: map[int64]*headerEntry{7: {Titles: titles, before: cells(titles...)}}, rows: []*rowEntry{
		{tab: 7, Num: 3, Key: "L-2", KeyName: "ID", before: cells("L-4", "Ada", "New"),
			Cells: []change{{1, "Name", digest(textCell("Ben")), won, false}, {2, "Status", digest(textCell("New")), won, false}}},
		{tab: 7, Num: 4, Key: "L-4", KeyName: "ID", before: nil, Cells: []change{{1, "Name", digest(textCell("Ada")), won, false}}},
	}}
	tab := now(cells(titles...), cells("L-1", "Ida", "New"), cells("", "Won", ""))
	fixes := l.Damage().Repair(map[int64]*Table{7: tab}).Fixes
	if len(fixes) != 1 || fixes[0] != (Fix{Tab: 7, Row: 1, Col: 1}) {
		t.Errorf("fixes %+v, want a blank name in row 1", fixes)
	}
}
