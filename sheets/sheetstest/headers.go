package sheetstest

import (
	"strings"

	"leadsheet/sheets"
)

// titles are the stories of slips that befall the row of titles.
var titles = []struct {
	name string
	tell func(*story)
}{
	{"rows above the titles are followed", titlesMoved},
	{"cleared titles are no empty tab", titlesCleared},
	{"titles that were sorted into the table are no empty tab", titlesSunk},
	{"a second row of titles is no row", titlesTwice},
	{"a second column of the same title does not take over", columnTwice},
	{"what people deleted of the layout is made again, whatever program saved last", madeAgain},
	{"a column under another title is not added again", renamedKept},
	{"rows that would find no key column fail the whole batch", keyColumnGone},
}

func titlesMoved(s *story) {
	s.begin()
	s.People.InsertRows("Leads", 0, 2)
	s.People.EditAt("Leads", 0, 0, T("Leads of our team"))
	snap := s.read()
	s.wants("Status", "L-1=New L-2=New L-3=New")
	res := s.commit(snap, sheets.Batch{
		Appends: []sheets.Append{lead("L-4", "Dea", "New")},
		Changes: []sheets.Change{{Tab: "Leads", Row: 1, Column: "Status", Seen: T("New"), Want: T("Won")}},
	})
	if len(res.Skipped)+len(res.MissingColumns) > 0 {
		s.Errorf("%+v", res)
	}
	s.wants("Status", "L-1=New L-2=Won L-3=New L-4=New")
	// A new process finds them, too, and lays out nothing anew.
	again := s.Open()
	defer again.Close()
	s.must(again.Ensure(s.ctx, Layout()))
	s.book = again
	if got := s.read().Tabs["Leads"].Columns; len(got) != len(Layout().Tabs[0].Columns) {
		s.Errorf("columns %q", got)
	}
	s.People.DeleteRows("Leads", 0, 2)
	s.wants("Status", "L-1=New L-2=Won L-3=New L-4=New")
}

func titlesCleared(s *story) {
	s.begin()
	for i := range Layout().Tabs[0].Columns {
		s.People.EditAt("Leads", 0, i, sheets.Cell{})
	}
	s.faulty("undo")
	for i, c := range Layout().Tabs[0].Columns {
		s.People.EditAt("Leads", 0, i, T(c.Title))
	}
	s.wants("Name", "L-1=Ada L-2=Ben L-3=Cem")
}

func titlesSunk(s *story) {
	s.begin()
	s.People.MoveRow("Leads", "ID", "L-3")
	s.faulty("row 3")
	s.People.MoveRow("Leads", "ID", "L-1")
	s.wants("Name", "L-1=Ada L-2=Ben L-3=Cem")
}

// faulty checks that the tab Leads is not read as an empty one, takes no row, and is not laid out anew.
func (s *story) faulty(word string) {
	s.Helper()
	snap := s.read()
	tab := snap.Tabs["Leads"]
	if tab == nil || tab.Fault == "" || !strings.Contains(tab.Fault, word) || !strings.Contains(tab.Fault, `"Leads"`) {
		s.Fatalf("the tab reads as %+v", tab)
	}
	batch := sheets.Batch{Appends: []sheets.Append{
		{Tab: "Statuses", Columns: []string{"Status"}, Rows: [][]sheets.Cell{{T("Lost")}}}, lead("L-4", "Dea", "New")}}
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

func titlesTwice(s *story) {
	s.begin()
	s.People.InsertRow("Leads", "L-2", T("ID"), T("Name"), T("Phone"), T("Status"), T("Received"), T("Value"))
	s.wants("Name", "L-1=Ada L-2=Ben L-3=Cem")
	s.commit(s.read(), sheets.Batch{Appends: []sheets.Append{lead("L-4", "Dea", "New")}})
	s.wants("Name", "L-1=Ada L-2=Ben L-3=Cem L-4=Dea")
}

func columnTwice(s *story) {
	s.begin()
	s.People.AddColumn("Leads", "Name")
	snap := s.read()
	s.wants("Name", "L-1=Ada L-2=Ben L-3=Cem")
	if r := snap.Tabs["Leads"].Remarks(Layout().Tabs[0]); len(r) != 1 || !strings.Contains(r[0].Text, "column C") {
		s.Errorf("remarks %q", r)
	}
	s.commit(snap, sheets.Batch{Appends: []sheets.Append{lead("L-4", "Dea", "New")},
		Changes: []sheets.Change{{Tab: "Leads", Row: 1, Column: "Name", Seen: T("Ben"), Want: T("Bea")}}})
	s.wants("Name", "L-1=Ada L-2=Bea L-3=Cem L-4=Dea")
}

func keyColumnGone(s *story) {
	s.begin()
	s.People.RenameColumn("Leads", "ID", "Nr")
	snap := s.read()
	_, err := s.book.Commit(s.ctx, snap, sheets.Batch{Appends: []sheets.Append{
		{Tab: "Statuses", Columns: []string{"Status"}, Rows: [][]sheets.Cell{{T("Lost")}}}, lead("L-4", "Dea", "New")}})
	if err == nil || !strings.Contains(err.Error(), `"ID"`) {
		s.Errorf("got %v", err)
	}
	if n := len(s.read().Tabs["Statuses"].Rows); n != 2 {
		s.Errorf("half a batch was stored: %d statuses", n)
	}
}

func madeAgain(s *story) {
	s.begin()
	s.People.DeleteColumn("Leads", "Value")
	s.People.DeleteTab("Statuses")
	l := Layout()
	score := sheets.Column{Title: "Score", Managed: true, Note: "A column of a newer version."}
	l.Tabs[0].Columns = append(l.Tabs[0].Columns, score)
	again := s.Open()
	defer again.Close()
	s.must(again.Ensure(s.ctx, l))
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
	s.commit(snap, sheets.Batch{Appends: []sheets.Append{lead("L-4", "Dea", "New")}})
	s.wants("Name", "L-1=Ada L-2=Ben L-3=Cem L-4=Dea")
}

func renamedKept(s *story) {
	s.begin()
	s.People.RenameColumn("Leads", "Phone", "Telefon")
	again := s.Open()
	defer again.Close()
	s.must(again.Ensure(s.ctx, Layout()))
	s.book = again
	tab := s.read().Tabs["Leads"]
	if tab.Col("Phone") >= 0 {
		s.Errorf("columns %q", tab.Columns)
	}
	if r := tab.Remarks(Layout().Tabs[0]); len(r) != 1 || !strings.Contains(r[0].Text, `"Telefon"`) {
		s.Errorf("remarks %q", r)
	}
}
