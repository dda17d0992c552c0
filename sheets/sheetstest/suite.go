package sheetstest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"leadsheet/sheets"
)

// T is a text cell.
func T(s string) sheets.Cell {
	if s == "" {
		return sheets.Cell{}
	}
	return sheets.Cell{Kind: 1, Text: s}
}

// N is a number cell.
func N(f float64) sheets.Cell { return sheets.Cell{Kind: 2, Num: f} }

// D is a date cell, as a serial day.
func D(f float64) sheets.Cell { return sheets.Cell{Kind: 3, Num: f} }

// Backend is a backend to be tested. Each call of New returns an empty place for a workbook.
type Backend struct {
	New func(t *testing.T) Place
}

// Place is a place for one workbook.
type Place struct {
	// Open opens the same workbook again, as another process would.
	Open   func() sheets.Book
	People People
}

// testCase is one test with its workbook.
type testCase struct {
	*testing.T
	ctx context.Context
	Place
	newPlace func(t *testing.T) Place // makes another empty place
	book     sheets.Book
}

// Run runs the contract suite.
func Run(t *testing.T, backend Backend) {
	for _, s := range slices.Concat(contract, headerContract, neededContract, shownContract, removeContract) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			st := &testCase{T: t, ctx: context.Background(), Place: backend.New(t), newPlace: backend.New}
			st.book = st.Open()
			st.book.Expect(Layout())
			s.run(st)
		})
	}
}

// contract lists the tests that every backend must pass.
var contract = []struct {
	name string
	run  func(*testCase)
}{
	{"what is appended is read back, typed, and never a formula", readsBack},
	{"every minute of a day is kept to the last digit", keepsMinutes},
	{"a workbook that does not exist says so", noBook},
	{"laying out twice changes nothing", ensureTwice},
	{"a batch that changes nothing writes nothing", nothingToDo},
	{"a value without a column is handed back", missingColumn},
	{"a change is made only where the cell holds what was seen", changesOnlySeen},
	{"what is left out says why", skipsSayWhy},
	{"changes follow their row through sorting, inserting and deleting", changesFollowRows},
	{"changes follow a row that was cut and inserted elsewhere", changesFollowMovedRow},
	{"changes follow their column through moving and inserting", changesFollowColumns},
	{"a renamed column is not written", renamedColumnIsKept},
	{"a new row loses nothing when a column is renamed", renamedColumnOfNewRow},
	{"a second writer is told of the first", secondWriterConflicts},
	{"a batch that cannot be applied changes nothing", allOrNothing},
	{"a page is replaced in place", pageIsReplaced},
	{"a page says when it was looked at last", pageIsChecked},
	{"a clock is no reason to write a page", pageClock},
	{"new rows go directly below the table, whatever stands beside or below it", appendsBelowTable},
	{"new rows overwrite nothing that stands in their way", appendsAroundContent},
}

func (s *testCase) check(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *testCase) read() *sheets.Snapshot {
	s.Helper()
	snap, err := s.book.Read(s.ctx, "Leads", "Statuses")
	s.check(err)
	return snap
}

func (s *testCase) commit(snap *sheets.Snapshot, b sheets.Batch) *sheets.Result {
	s.Helper()
	res, err := s.book.Commit(s.ctx, snap, b)
	s.check(err)
	return res
}

func appendLead(id, name, status string) sheets.Append {
	return sheets.Append{Tab: "Leads", Columns: []string{"ID", "Name", "Status"},
		Rows: [][]sheets.Cell{{T(id), T(name), T(status)}}}
}

// setUp makes the layout and the leads Ada, Ben and Cem.
func (s *testCase) setUp() *sheets.Snapshot {
	s.Helper()
	s.check(s.book.Ensure(s.ctx, Layout()))
	s.commit(s.read(), sheets.Batch{Appends: []sheets.Append{
		appendLead("L-1", "Ada", "New"), appendLead("L-2", "Ben", "New"), appendLead("L-3", "Cem", "New")}})
	return s.read()
}

// checkColumn compares a column of the tab Leads, given by ID: "L-1=Won L-2=New".
func (s *testCase) checkColumn(column, want string) {
	s.Helper()
	tab := s.read().Tabs["Leads"]
	var got []string
	for i := range tab.Rows {
		got = append(got, tab.At(i, tab.Col("ID")).String()+"="+tab.At(i, tab.Col(column)).String())
	}
	slices.Sort(got)
	if g := strings.Join(got, " "); g != want {
		s.Errorf("%s: got %s, want %s", column, g, want)
	}
}

func setCell(row int, column string, from, to sheets.Cell) sheets.Change {
	return sheets.Change{Tab: "Leads", Row: row, Column: column, Seen: from, Want: to}
}

func readsBack(s *testCase) {
	s.check(s.book.Ensure(s.ctx, Layout()))
	rows := [][]sheets.Cell{
		{T("L-1"), T("=1+1"), T("+49 30 123"), T("New"), D(46348.5), N(1200.5)},
		{T("L-2"), T("@SUM(A1)"), T("00123"), {}, {}, N(-3)},
		{T("L-3"), T("two\nlines & <tags> \"quoted\" ☎ "), T("-1"), T("TRUE"), D(46348), {}},
		{T("L-4"), T("_x000D_ _x005F_x000D_"), T("1e5"), T("#N/A"), {}, N(0)},
	}
	s.commit(s.read(), sheets.Batch{Appends: []sheets.Append{
		{Tab: "Leads", Columns: []string{"ID", "Name", "Phone", "Status", "Received", "Value"}, Rows: rows}}})
	s.book = s.Open()
	tab := s.read().Tabs["Leads"]
	if len(tab.Rows) != len(rows) {
		s.Fatalf("%d rows, want %d", len(tab.Rows), len(rows))
	}
	for i, row := range rows {
		for j, want := range row {
			if got := tab.At(i, j); !got.Equal(want) {
				s.Errorf("row %d column %d: got %#v, want %#v", i, j, got, want)
			}
		}
	}
}

func noBook(s *testCase) {
	if _, err := s.book.Read(s.ctx, "Leads"); !errors.Is(err, sheets.ErrNoBook) {
		s.Errorf("got %v", err)
	}
}

func ensureTwice(s *testCase) {
	s.setUp()
	s.check(s.book.Ensure(s.ctx, Layout()))
	other := s.Open()
	s.check(other.Ensure(s.ctx, Layout()))
	if n := len(s.read().Tabs["Leads"].Columns); n != len(Layout().Tabs[0].Columns) {
		s.Errorf("%d columns", n)
	}
	l := Layout()
	l.Tabs[0].Columns = append(l.Tabs[0].Columns, sheets.Column{Title: "Score"})
	l.Tabs = append(l.Tabs, sheets.TabLayout{Title: "Team", Columns: []sheets.Column{{Title: "Name"}}})
	s.check(s.book.Ensure(s.ctx, l))
	snap, err := s.book.Read(s.ctx, "leads", "Team", "Nowhere")
	s.check(err)
	t := snap.Tabs["leads"]
	if t == nil || t.Col("Score") != 6 || len(t.Rows) != 3 || len(snap.Missing) != 1 || snap.Tabs["Team"] == nil {
		s.Errorf("got %+v", snap)
	}
}

func nothingToDo(s *testCase) {
	snap := s.setUp()
	res := s.commit(snap, sheets.Batch{Changes: []sheets.Change{setCell(0, "Status", T("New"), T("New"))}})
	if res.Wrote || len(res.Skipped) > 0 {
		s.Errorf("got %+v", res)
	}
}

func missingColumn(s *testCase) {
	snap := s.setUp()
	res := s.commit(snap, sheets.Batch{Appends: []sheets.Append{
		{Tab: "Leads", Columns: []string{"ID", "Budget"}, Rows: [][]sheets.Cell{{T("L-4"), T("9000")}}}}})
	if len(res.MissingColumns) != 1 || res.MissingColumns[0] != "Leads/Budget" {
		s.Errorf("got %+v", res)
	}
	s.checkColumn("Status", "L-1=New L-2=New L-3=New L-4=")
}

func changesOnlySeen(s *testCase) {
	snap := s.setUp()
	s.People.Edit("Leads", "L-2", "Status", T("Won"))
	res := s.commit(snap, sheets.Batch{Changes: []sheets.Change{
		setCell(0, "Status", T("New"), T("Lost")), setCell(1, "Status", T("New"), T("Lost"))}})
	if len(res.Skipped) != 1 || res.Skipped[0].Change.Row != 1 || !res.Wrote {
		s.Errorf("got %+v", res)
	}
	s.checkColumn("Status", "L-1=Lost L-2=Won L-3=New")
}

func skipsSayWhy(s *testCase) {
	snap := s.setUp()
	s.People.Edit("Leads", "L-2", "Status", T("Won"))
	s.People.DeleteRow("Leads", "L-3")
	res := s.commit(snap, sheets.Batch{Changes: []sheets.Change{
		setCell(0, "Status", T("New"), T("Lost")),
		setCell(0, "Status", T("New"), T("Won")),
		setCell(0, "Status", T("New"), T("Lost")), // the same again is no contradiction
		setCell(1, "Status", T("New"), T("Lost")),
		setCell(2, "Status", T("New"), T("Lost")),
		setCell(3, "Status", T("New"), T("Lost")),
		setCell(0, "Budget", T(""), T("9000")),
		{Tab: "Nowhere", Row: 0, Column: "ID", Want: T("L-1")},
	}})
	got := map[string]string{}
	for _, skip := range res.Skipped {
		got[fmt.Sprint(skip.Change.Tab, " ", skip.Change.Row, " ", skip.Change.Column, " ", skip.Change.Want)] = skip.Why
	}
	want := map[string]string{
		"Leads 0 Status Won":  "the batch sets the cell twice",
		"Leads 1 Status Lost": "a person has changed the cell",
		"Leads 2 Status Lost": sheets.SkipNoRow,
		"Leads 3 Status Lost": "there is no such row",
		"Leads 0 Budget 9000": "the column is missing",
		"Nowhere 0 ID L-1":    "the tab was not read",
	}
	if !maps.Equal(got, want) {
		s.Errorf("got %q, want %q", got, want)
	}
	s.checkColumn("Status", "L-1=Lost L-2=Won")
}

func changesFollowRows(s *testCase) {
	snap := s.setUp()
	s.People.Sort("Leads", "ID")
	s.People.InsertRow("Leads", "L-3", sheets.Cell{}, T("Dora"))
	s.People.DeleteRow("Leads", "L-2")
	res := s.commit(snap, sheets.Batch{
		Changes: []sheets.Change{setCell(0, "Status", T("New"), T("Won")), setCell(1, "Status", T("New"), T("Won")),
			setCell(2, "Value", sheets.Cell{}, N(5))},
		Appends: []sheets.Append{appendLead("L-4", "Eve", "New")},
	})
	if len(res.Skipped) != 1 || res.Skipped[0].Change.Row != 1 {
		s.Errorf("got %+v", res)
	}
	s.checkColumn("Status", "= L-1=Won L-3=New L-4=New")
	s.checkColumn("Value", "= L-1= L-3=5 L-4=")
	s.checkColumn("Name", "=Dora L-1=Ada L-3=Cem L-4=Eve")
	// The row without an ID is found by its content, also after an editor has moved it.
	snap = s.read()
	i := slices.IndexFunc(snap.Tabs["Leads"].Rows, func(r []sheets.Cell) bool { return r[0].IsEmpty() })
	s.People.DeleteRow("Leads", "L-3")
	s.commit(snap, sheets.Batch{Changes: []sheets.Change{setCell(i, "ID", sheets.Cell{}, T("L-5"))}})
	s.checkColumn("Name", "L-1=Ada L-4=Eve L-5=Dora")
}

func changesFollowMovedRow(s *testCase) {
	snap := s.setUp()
	s.People.MoveRow("Leads", "L-3", "L-1")
	res := s.commit(snap, sheets.Batch{
		Changes: []sheets.Change{setCell(0, "Status", T("New"), T("Won")), setCell(2, "Value", sheets.Cell{}, N(5))},
		Appends: []sheets.Append{appendLead("L-4", "Eve", "New")},
	})
	if len(res.Skipped) != 0 {
		s.Errorf("got %+v", res)
	}
	s.checkColumn("Status", "L-1=Won L-2=New L-3=New L-4=New")
	s.checkColumn("Value", "L-1= L-2= L-3=5 L-4=")
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem L-4=Eve")
}

func changesFollowColumns(s *testCase) {
	snap := s.setUp()
	s.People.MoveColumn("Leads", "Name")
	s.People.AddColumn("Leads", "Colour")
	s.People.MoveColumn("Leads", "Colour")
	s.commit(snap, sheets.Batch{Changes: []sheets.Change{setCell(2, "Name", T("Cem"), T("Cem Ak"))},
		Appends: []sheets.Append{appendLead("L-4", "Eve", "New")}})
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem Ak L-4=Eve")
	s.checkColumn("Status", "L-1=New L-2=New L-3=New L-4=New")
}

func renamedColumnIsKept(s *testCase) {
	snap := s.setUp()
	s.People.RenameColumn("Leads", "Status", "Stage")
	res := s.commit(snap, sheets.Batch{Changes: []sheets.Change{
		setCell(0, "Status", T("New"), T("Won")), setCell(0, "Value", sheets.Cell{}, N(7))}})
	if len(res.Skipped) != 1 || len(res.MissingColumns) != 1 {
		s.Errorf("got %+v", res)
	}
	s.checkColumn("Stage", "L-1=New L-2=New L-3=New")
	s.checkColumn("Value", "L-1=7 L-2= L-3=")
}

func secondWriterConflicts(s *testCase) {
	snap := s.setUp()
	other := s.Open()
	s.check(other.Ensure(s.ctx, Layout()))
	otherSnap, err := other.Read(s.ctx, "Leads")
	s.check(err)
	_, err = other.Commit(s.ctx, otherSnap, sheets.Batch{Appends: []sheets.Append{appendLead("L-4", "Eve", "New")}})
	s.check(err)
	_, err = s.book.Commit(s.ctx, snap, sheets.Batch{Appends: []sheets.Append{appendLead("L-4", "Fay", "New")}})
	if !errors.Is(err, sheets.ErrConflict) {
		s.Errorf("got %v", err)
	}
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem L-4=Eve")
}

func allOrNothing(s *testCase) {
	snap := s.setUp()
	b := sheets.Batch{Changes: []sheets.Change{setCell(0, "Status", T("New"), T("Won"))},
		Appends: []sheets.Append{{Tab: "Nowhere", Columns: []string{"A"}, Rows: [][]sheets.Cell{{T("x")}}}}}
	if _, err := s.book.Commit(s.ctx, snap, b); err == nil {
		s.Error("a row went nowhere without an error")
	}
	s.checkColumn("Status", "L-1=New L-2=New L-3=New")
}

func pageIsReplaced(s *testCase) {
	snap := s.setUp()
	at := func(as string, cells ...string) sheets.Batch {
		p := sheets.Page{Title: "Report", Widths: []float64{20, 20},
			Cells: []sheets.PageCell{{Cell: T(as), AsOf: true, Style: sheets.Subtitle}}}
		for i, c := range cells {
			p.Cells = append(p.Cells, sheets.PageCell{Row: i + 2, Cell: T(c), Style: sheets.TableLink,
				LinkTab: "Leads", LinkKey: "L-2"})
		}
		return sheets.Batch{Pages: []sheets.Page{p}}
	}
	for _, step := range []struct {
		batch sheets.Batch
		wrote bool
		want  []string
	}{
		{at("10:00", "a", "b", "c"), true, []string{"10:00", "a", "b", "c"}},
		{at("10:05", "a", "b", "c"), false, []string{"10:00", "a", "b", "c"}},
		{at("10:10", "a"), true, []string{"10:10", "a"}},
	} {
		if res := s.commit(snap, step.batch); res.Wrote != step.wrote {
			s.Errorf("%v: wrote %v", step.want, res.Wrote)
		}
		snap = s.read()
		shown, err := s.book.Read(s.ctx, "Report")
		s.check(err)
		tab := shown.Tabs["Report"]
		got := slices.Clone(tab.Columns)
		for _, r := range tab.Rows {
			got = append(got, r[0].Text)
		}
		if !slices.Equal(got, step.want) {
			s.Errorf("got %q, want %q", got, step.want)
		}
	}
}
