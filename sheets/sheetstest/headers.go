package sheetstest

import (
	"strings"

	"leadsheet/sheets"
)

// headerContract lists the tests of accidents to the row of titles.
var headerContract = []struct {
	name string
	run  func(*testCase)
}{
	{"rows above the titles are followed", rowsAboveTitles},
	{"cleared titles are no empty tab", clearedTitles},
	{"titles that were sorted into the table are no empty tab", sortedTitles},
	{"a second row of titles is no row", repeatedTitles},
	{"a second column of the same title does not take over", repeatedColumn},
	{"what people deleted of the layout is made again, whatever program saved last", deletedPartsAreAdded},
	{"a column under another title is not added again", renamedColumnIsNotAdded},
	{"rows that would find no key column fail the whole batch", missingKeyColumn},
}

func rowsAboveTitles(s *testCase) {
	s.setUp()
	s.People.InsertRows("Leads", 0, 2)
	s.People.EditAt("Leads", 0, 0, T("Leads of our team"))
	snap := s.read()
	s.checkColumn("Status", "L-1=New L-2=New L-3=New")
	res := s.commit(snap, sheets.Batch{
		Appends: []sheets.Append{appendLead("L-4", "Dea", "New")},
		Changes: []sheets.Change{{Tab: "Leads", Row: 1, Column: "Status", Seen: T("New"), Want: T("Won")}},
	})
	if len(res.Skipped)+len(res.MissingColumns) > 0 {
		s.Errorf("%+v", res)
	}
	s.checkColumn("Status", "L-1=New L-2=Won L-3=New L-4=New")
	// A new process finds them too and adds nothing to the layout.
	again := s.Open()
	defer again.Close()
	s.check(again.Ensure(s.ctx, Layout()))
	s.book = again
	if got := s.read().Tabs["Leads"].Columns; len(got) != len(Layout().Tabs[0].Columns) {
		s.Errorf("columns %q", got)
	}
	s.People.DeleteRows("Leads", 0, 2)
	s.checkColumn("Status", "L-1=New L-2=Won L-3=New L-4=New")
}

func clearedTitles(s *testCase) {
	s.setUp()
	for i := range Layout().Tabs[0].Columns {
		s.People.EditAt("Leads", 0, i, sheets.Cell{})
	}
	s.checkFault("undo")
	for i, c := range Layout().Tabs[0].Columns {
		s.People.EditAt("Leads", 0, i, T(c.Title))
	}
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem")
}

func sortedTitles(s *testCase) {
	s.setUp()
	s.People.MoveRow("Leads", "ID", "L-3")
	s.checkFault("row 3")
	s.People.MoveRow("Leads", "ID", "L-1")
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem")
}

// checkFault checks that the tab Leads is not read as empty, takes no row, and gets no second layout.
func (s *testCase) checkFault(word string) {
	s.Helper()
	snap := s.read()
	tab := snap.Tabs["Leads"]
	if tab == nil || tab.Fault == "" || !strings.Contains(tab.Fault, word) || !strings.Contains(tab.Fault, `"Leads"`) {
		s.Fatalf("the tab reads as %+v", tab)
	}
	batch := sheets.Batch{Appends: []sheets.Append{
		{Tab: "Statuses", Columns: []string{"Status"}, Rows: [][]sheets.Cell{{T("Lost")}}},
		appendLead("L-4", "Dea", "New")}}
	if res, err := s.book.Commit(s.ctx, snap, batch); err == nil {
		s.Errorf("a lead was stored: %+v", res)
	}
	again := s.Open()
	defer again.Close()
	if err := again.Ensure(s.ctx, Layout()); err == nil {
		s.Error("the layout was made in a tab without its titles")
	}
	if n := len(s.read().Tabs["Statuses"].Rows); n != 2 {
		s.Errorf("half a batch was stored: %d statuses", n)
	}
}

func repeatedTitles(s *testCase) {
	s.setUp()
	s.People.InsertRow("Leads", "L-2", T("ID"), T("Name"), T("Phone"), T("Status"), T("Received"), T("Value"))
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem")
	s.commit(s.read(), sheets.Batch{Appends: []sheets.Append{appendLead("L-4", "Dea", "New")}})
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem L-4=Dea")
}

func repeatedColumn(s *testCase) {
	s.setUp()
	s.People.AddColumn("Leads", "Name")
	snap := s.read()
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem")
	if r := snap.Tabs["Leads"].Remarks(Layout().Tabs[0]); len(r) != 1 || !strings.Contains(r[0].Text, "column C") {
		s.Errorf("remarks %q", r)
	}
	s.commit(snap, sheets.Batch{Appends: []sheets.Append{appendLead("L-4", "Dea", "New")},
		Changes: []sheets.Change{{Tab: "Leads", Row: 1, Column: "Name", Seen: T("Ben"), Want: T("Bea")}}})
	s.checkColumn("Name", "L-1=Ada L-2=Bea L-3=Cem L-4=Dea")
}

func missingKeyColumn(s *testCase) {
	s.setUp()
	s.People.RenameColumn("Leads", "ID", "Nr")
	snap := s.read()
	_, err := s.book.Commit(s.ctx, snap, sheets.Batch{Appends: []sheets.Append{
		{Tab: "Statuses", Columns: []string{"Status"}, Rows: [][]sheets.Cell{{T("Lost")}}},
		appendLead("L-4", "Dea", "New")}})
	if err == nil || !strings.Contains(err.Error(), `"ID"`) {
		s.Errorf("got %v", err)
	}
	if n := len(s.read().Tabs["Statuses"].Rows); n != 2 {
		s.Errorf("half a batch was stored: %d statuses", n)
	}
}

func deletedPartsAreAdded(s *testCase) {
	s.setUp()
	s.People.DeleteColumn("Leads", "Value")
	s.People.DeleteTab("Statuses")
	l := Layout()
	score := sheets.Column{Title: "Score", Managed: true, Note: "A column of a newer version."}
	l.Tabs[0].Columns = append(l.Tabs[0].Columns, score)
	again := s.Open()
	defer again.Close()
	s.check(again.Ensure(s.ctx, l))
	s.book = again
	snap := s.read()
	for _, title := range []string{"Value", "Score"} {
		if snap.Tabs["Leads"].Col(title) < 0 {
			s.Errorf("the column %s is missing", title)
		}
	}
	if t := snap.Tabs["Statuses"]; t == nil || len(t.Rows) != 2 {
		s.Errorf("statuses %+v", t)
	}
	s.commit(snap, sheets.Batch{Appends: []sheets.Append{appendLead("L-4", "Dea", "New")}})
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem L-4=Dea")
}

func renamedColumnIsNotAdded(s *testCase) {
	s.setUp()
	s.People.RenameColumn("Leads", "Phone", "Telefon")
	again := s.Open()
	defer again.Close()
	s.check(again.Ensure(s.ctx, Layout()))
	s.book = again
	tab := s.read().Tabs["Leads"]
	if tab.Col("Phone") >= 0 {
		s.Errorf("columns %q", tab.Columns)
	}
	if r := tab.Remarks(Layout().Tabs[0]); len(r) != 1 || !strings.Contains(r[0].Text, `"Telefon"`) {
		s.Errorf("remarks %q", r)
	}
}
