package google

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"leadsheet/sheets"
)

// line makes cells of words; "" is an empty one.
func line(words ...string) []sheets.Cell {
	out := make([]sheets.Cell, len(words))
	for i, w := range words {
		out[i] = cellOf(w)
	}
	return out
}

// now is the tab as it is read after a write.
func now(rows ...[]sheets.Cell) *table {
	t := tableOf(sheets.TabLayout{Title: "Leads"}, rows)
	t.id = 7
	return t
}

// wrote is the log of a write that meant to set Status (column 2) of L-1, in the sheet's row 1, from New to Won.
func wrote(header, was []sheets.Cell) *undoLog {
	return &undoLog{heads: map[int64]*headEntry{7: {Titles: []string{"ID", "Name", "Status"}, was: header}},
		rows: []*rowEntry{{id: 7, Num: 1, Key: "L-1", KeyName: "ID", was: was,
			Cells: []change{{2, "Status", fingerprint(cellOf("New")), fingerprint(cellOf("Won"))}}}}}
}

// allFixes is what a log makes of a tab as it is now.
func allFixes(l *undoLog, t *table) []fix {
	var out []fix
	d := l.wrong()
	for _, h := range d.rows {
		for _, row := range findRows(t, []hit{h})[0] {
			fixes := h.fixes(t, row)
			for _, i := range h.cells {
				if f, ok := fixes[i]; ok {
					out = append(out, f)
				}
			}
		}
	}
	for i, row := range findNew(t, d.news) {
		out = append(out, d.news[i].fixes(t, row)...)
	}
	return out
}

func TestWhatAWriteHitIsPutBack(t *testing.T) {
	header := line("ID", "Name", "Status")
	for _, c := range []struct {
		story string
		log   *undoLog
		now   *table
		want  string // cells to write, by the first cell of their row
	}{
		{"nobody moved anything",
			wrote(header, line("L-1", "Ada", "New")),
			now(header, line("L-1", "Ada", "Won")), ""},
		{"the rows were sorted: Cem stood there",
			wrote(header, line("L-3", "Cem", "Lost")),
			now(header, line("L-3", "Cem", "Won"), line("L-1", "Ada", "New")), "L-3 Status=Lost"},
		{"sorted, and sorted again before we looked",
			wrote(header, line("L-3", "Cem", "Lost")),
			now(header, line("L-1", "Ada", "New"), line("L-3", "Cem", "Won")), "L-3 Status=Lost"},
		{"somebody else has corrected it meanwhile",
			wrote(header, line("L-3", "Cem", "Lost")),
			now(header, line("L-3", "Cem", "In work")), ""},
		{"a person changed the status at that moment",
			wrote(header, line("L-1", "Ada", "In work")),
			now(header, line("L-1", "Ada", "Won")), "L-1 Status=In work"},
		{"the row was deleted and the next one, without an ID, moved up",
			wrote(header, line("", "Dora", "")),
			now(header, line("", "Eve", "Won"), line("", "Dora", "Won")), " Dora Status="},
		{"below the last row there was nothing",
			wrote(header, nil),
			now(header, line("", "Dora", "Won"), line("", "", "Won")), "  Status="},
		{"a column was inserted on the left",
			wrote(line("Colour", "ID", "Name", "Status"), line("red", "L-1", "Ada", "New")),
			now(line("Colour", "ID", "Name", "Status"), line("red", "L-1", "Won", "New")), "red L-1 Name=Ada"},
		{"the row that was hit was deleted since",
			wrote(header, line("L-3", "Cem", "Lost")),
			now(header, line("L-1", "Ada", "New"), line("L-2", "Ben", "Won")), ""},
		{"a blank row was inserted above the titles",
			wrote(nil, line("ID", "Name", "Status")),
			now(nil, line("ID", "Name", "Won"), line("L-1", "Ada", "New")), "ID Won=Status"},
		{"a new ID was meant for a row added by hand, but Cem stood there",
			&undoLog{heads: map[int64]*headEntry{7: {Titles: []string{"ID", "Name", "Status"}, was: header}},
				rows: []*rowEntry{{id: 7, Num: 1, KeyName: "ID", Width: 3, Marks: cellMarks(line("", "Dora")), was: line("L-3", "Cem", "Lost"),
					Cells: []change{{0, "ID", fingerprint(cellOf("")), fingerprint(cellOf("L-6"))}}}}},
			now(header, line("L-6", "Cem", "In work"), line("", "Dora")), "L-6 ID=L-3"},
		{"a blank row was hit and is gone since; that Walt is new, too, does not make him it",
			&undoLog{heads: map[int64]*headEntry{7: {Titles: []string{"ID", "Name", "Status"}, was: header}},
				rows: []*rowEntry{{id: 7, Num: 1, KeyName: "ID", Width: 3, Marks: cellMarks(line("", "Dora")), was: nil,
					Cells: []change{{0, "ID", blankPrint, fingerprint(cellOf("L-6"))}, {2, "Status", blankPrint, fingerprint(cellOf("New"))}}}}},
			now(header, line("", "Walt", "New"), line("", "Dora")), ""},
		{"somebody typed into one of many cells; the others tell which row it was",
			&undoLog{heads: map[int64]*headEntry{7: {Titles: []string{"No", "Name", "Status"}, was: line("No", "Name", "Status")}},
				rows: []*rowEntry{{id: 7, Num: 1, KeyName: "ID", Width: 3, Marks: cellMarks(line("x", "3", "Cem")), was: line("x", "3", "note"),
					Cells: []change{{0, "No", fingerprint(cellOf("x")), fingerprint(cellOf("3"))}, {1, "Name", fingerprint(cellOf("3")), fingerprint(cellOf("Cem"))},
						{2, "Status", fingerprint(cellOf("Cem")), blankPrint}}}}},
			now(line("No", "Name", "Status"), line("1", "Ada"), line("3", "Cem")), "3 Cem Status=note"},
	} {
		var got []string
		for _, f := range allFixes(c.log, c.now) {
			row := c.now.cells(f.row)
			var before []string
			for _, v := range row[:max(1, min(f.col, 2))] {
				before = append(before, v.String())
			}
			name := row[0].String()
			if name == "" || f.col > 2 || c.now.tab.Columns[0] != "ID" {
				name = strings.Join(before, " ")
			}
			got = append(got, fmt.Sprintf("%s %s=%s", name, c.now.tab.Columns[f.col], f.want))
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%s: got %q, want %q", c.story, g, c.want)
		}
	}
}

// Most leads have the same source, status and owner: a row without an ID is known by its name, not by those.
func TestARowWithoutAnIDIsKnownByWhatNoOtherRowHas(t *testing.T) {
	header := line("ID", "Name", "Source", "Status", "Owner")
	tab := now(header, line("", "Dora", "Email", "New", "Anna"), line("", "Eve", "Email", "New", "Anna"))
	entry := &rowEntry{id: 7, Num: 1, KeyName: "ID", Width: 5, Marks: cellMarks(tab.cells(0)), Common: tab.common(0),
		Cells: []change{{0, "ID", blankPrint, fingerprint(cellOf("L-6"))}}}
	for _, c := range []struct {
		story string
		was   []sheets.Cell
		right bool
	}{
		{"nobody moved anything", tab.cells(0), true},
		{"somebody gave it another owner", line("", "Dora", "Email", "New", "Ben"), true},
		{"it was deleted, and Eve moved up", tab.cells(1), false},
	} {
		entry.was = c.was
		if got := entry.is(titlesOf(header)); got != c.right {
			t.Errorf("%s: is=%v", c.story, got)
		}
	}
}

// An ID was given to the wrong row, and before that was put right somebody copied it: neither may keep the ID.
func TestACopyLosesTheMistakenIDToo(t *testing.T) {
	l := &undoLog{heads: map[int64]*headEntry{7: {Titles: []string{"ID", "Name", "Status"}, was: line("ID", "Name", "Status")}},
		rows: []*rowEntry{{id: 7, Num: 1, KeyName: "ID", Named: true, Width: 3, Marks: cellMarks(line("", "Dora")), was: line("", "Eve", "New"),
			Cells: []change{{0, "ID", blankPrint, fingerprint(cellOf("L-6"))}}}}}
	tab := now(line("ID", "Name", "Status"), line("L-6", "Eve", "New"), line("", "Dora"), line("L-6", "Eve", "Won"))
	var got []int
	for _, f := range allFixes(l, tab) {
		got = append(got, f.row)
	}
	if !slices.Equal(got, []int{0, 2}) {
		t.Errorf("put back in the rows %v, want 0 and 2", got)
	}
	// What was put back is an old key: another row may bear it rightly.
	l.rows[0].Named, got = false, nil
	for _, f := range allFixes(l, tab) {
		got = append(got, f.row)
	}
	if !slices.Equal(got, []int{0}) {
		t.Errorf("put back in the rows %v, want 0", got)
	}
}

// New rows that were written while somebody moved a column stand under the wrong titles; they are moved.
func TestNewRowsFollowTheirColumns(t *testing.T) {
	l := &undoLog{heads: map[int64]*headEntry{7: {Titles: []string{"ID", "Name", "Status"}, was: line("ID", "Status", "Name")}},
		news: []*newEntry{{id: 7, wrote: line("L-4", "Eve", "New")}}}
	if l.wrong().none() {
		t.Fatal("not noticed")
	}
	tab := now(line("ID", "Status", "Name"), line("L-1", "New", "Ada"), line("L-4", "Eve", "New"))
	var got []string
	for _, f := range allFixes(l, tab) {
		got = append(got, fmt.Sprintf("%d %s=%s", f.row, tab.tab.Columns[f.col], f.want))
	}
	if g := strings.Join(got, "; "); g != "1 Status=New; 1 Name=Eve" {
		t.Errorf("got %q", g)
	}
}

// What stands in the hidden tab may have been scribbled over by a person.
func FuzzParseLog(f *testing.F) {
	f.Add(`[["notice","{}","tag"],["head",7,"{\"r\":0,\"t\":[\"ID\"]}","ID"],["row",7,"{\"n\":1,\"e\":[{\"c\":0}]}","x"],["new",7,"{\"w\":3}"]]`)
	f.Add(`[[1],[true,null],["row","x","{}"],["row",7,"{\"n\":-1,\"c\":-5,\"w\":99999,\"k\":\"a\",\"e\":[{\"c\":-3}]}"]]`)
	f.Fuzz(func(t *testing.T, data string) {
		var values [][]any
		if json.Unmarshal([]byte(data), &values) != nil {
			return
		}
		rows := make([][]sheets.Cell, len(values))
		for i, r := range values {
			for _, v := range r {
				rows[i] = append(rows[i], cellOf(v))
			}
		}
		l := parseLog(rows)
		tab := now(line("ID", "Name"), line("L-1", "Ada"))
		for _, x := range allFixes(l, tab) {
			if x.row < titleRow || x.row >= len(tab.tab.Rows) || x.col < 0 || x.col >= len(tab.tab.Columns) {
				t.Fatalf("a cell outside the tab: row %d, column %d", x.row, x.col)
			}
		}
	})
}
