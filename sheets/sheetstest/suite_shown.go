package sheetstest

import (
	"errors"

	"leadsheet/sheets"
)

// shownContract lists the tests of tabs that are hidden.
var shownContract = []struct {
	name string
	run  func(*testCase)
}{
	{"a tab is made hidden, and read and written all the same", hiddenIsRead},
	{"tabs are hidden and shown as a batch says, with all else of it", hidesAndShows},
	{"a tab that people have hidden or shown meanwhile is decided anew", hiddenMeanwhile},
	{"a tab that is not read is hidden and shown whatever its state was", hidesUnread},
	{"the last tab that is seen stays", lastStays},
	{"a column is made hidden, and read and written all the same", hiddenColumns},
}

// hiddenLayout is the workbook of the suite with the tab Statuses hidden.
func hiddenLayout() sheets.Layout {
	l := Layout()
	l.Tabs[1].Hidden = true
	return l
}

// checkHidden compares what people see, and what is read.
func (s *testCase) checkHidden(tab string, want bool) {
	s.Helper()
	if got := s.People.Hidden(tab); got != want {
		s.Errorf("people find %s hidden: %v, want %v", tab, got, want)
	}
	if got := s.read().Tabs[tab].Hidden; got != want {
		s.Errorf("%s is read as hidden: %v, want %v", tab, got, want)
	}
}

func shown(tab string, was, want bool) sheets.Batch {
	return sheets.Batch{Shown: []sheets.TabShown{{Tab: tab, Was: was, Want: want}}}
}

func hiddenIsRead(s *testCase) {
	s.check(s.book.Ensure(s.ctx, hiddenLayout()))
	s.checkHidden("Statuses", true)
	s.checkHidden("Leads", false)
	snap := s.read()
	s.commit(snap, sheets.Batch{
		Appends: []sheets.Append{{Tab: "Statuses", Columns: []string{"Status"}, Rows: [][]sheets.Cell{{T("Lost")}}}},
		Changes: []sheets.Change{{Tab: "Statuses", Row: 0, Column: "Meaning", Seen: T("nobody has answered"),
			Want: T("new")}}})
	s.book = s.Open()
	s.book.Expect(hiddenLayout())
	if t := s.read().Tabs["Statuses"]; len(t.Rows) != 3 || t.At(2, 0) != T("Lost") || t.At(0, 1) != T("new") {
		s.Errorf("the hidden tab holds %v", t.Rows)
	}
	s.checkHidden("Statuses", true)
	s.People.SetHidden("Statuses", false)
	s.book = s.Open()
	s.check(s.book.Ensure(s.ctx, hiddenLayout()))
	s.checkHidden("Statuses", false)
}

func hidesUnread(s *testCase) {
	s.setUp()
	for _, c := range []struct{ people, want bool }{{false, true}, {true, true}, {true, false}, {false, false}} {
		s.People.SetHidden("Statuses", c.people)
		s.book = s.Open()
		s.book.Expect(Layout())
		b := shown("Statuses", !c.people, c.want)
		b.Shown[0].Unread = true
		if res := s.commit(s.read(), b); res.Wrote != (c.people != c.want) {
			s.Errorf("hidden %v, wanted %v: %+v", c.people, c.want, res)
		}
		s.checkHidden("Statuses", c.want)
	}
}

func hidesAndShows(s *testCase) {
	snap := s.setUp()
	b := shown("Statuses", false, true)
	b.Appends = []sheets.Append{appendLead("L-4", "Dee", "New")}
	if res := s.commit(snap, b); !res.Wrote {
		s.Errorf("got %+v", res)
	}
	s.checkHidden("Statuses", true)
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem L-4=Dee")
	if res := s.commit(s.read(), shown("Statuses", true, true)); res.Wrote {
		s.Errorf("nothing was to be done: %+v", res)
	}
	s.commit(s.read(), shown("Statuses", true, false))
	s.checkHidden("Statuses", false)
	if res := s.commit(s.read(), shown("Nowhere", false, true)); res.Wrote {
		s.Errorf("there is no such tab: %+v", res)
	}
}

func hiddenMeanwhile(s *testCase) {
	snap := s.setUp()
	s.People.SetHidden("Statuses", true)
	for _, want := range []bool{true, false} {
		b := shown("Statuses", false, want)
		b.Appends = []sheets.Append{appendLead("L-4", "Dee", "New")}
		if _, err := s.book.Commit(s.ctx, snap, b); !errors.Is(err, sheets.ErrConflict) {
			s.Errorf("got %v", err)
		}
	}
	s.checkHidden("Statuses", true)
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem")
}

func lastStays(s *testCase) {
	s.setUp()
	var hidden []string
	for _, tab := range s.People.Tabs() {
		if tab != "Leads" && tab != "Statuses" && !s.People.Hidden(tab) {
			s.People.SetHidden(tab, true)
		}
	}
	s.People.SetHidden("Leads", true)
	snap := s.read()
	b := shown("Statuses", false, true)
	b.Appends = []sheets.Append{appendLead("L-4", "Dee", "New")}
	s.commit(snap, b)
	for _, tab := range s.People.Tabs() {
		if s.People.Hidden(tab) {
			hidden = append(hidden, tab)
		}
	}
	if len(hidden) != len(s.People.Tabs())-1 {
		s.Errorf("hidden are %q of %q", hidden, s.People.Tabs())
	}
	s.checkColumn("Name", "L-1=Ada L-2=Ben L-3=Cem L-4=Dee")
}

func hiddenColumns(s *testCase) {
	l := Layout()
	l.Tabs[0].Columns[2].Hidden = true // Phone
	l.Tabs[1].Columns[1].Hidden = true // Meaning
	check := func(tab, column string, want bool) {
		s.Helper()
		if got := s.People.ColumnHidden(tab, column); got != want {
			s.Errorf("people find %s of %s hidden: %v, want %v", column, tab, got, want)
		}
	}
	s.check(s.book.Ensure(s.ctx, l))
	check("Leads", "Name", false)
	check("Leads", "Phone", true)
	check("Leads", "Status", false)
	check("Statuses", "Meaning", true)
	s.commit(s.read(), sheets.Batch{Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID", "Phone"},
		Rows: [][]sheets.Cell{{T("L-1"), T("030 1")}}}}})
	s.commit(s.read(), sheets.Batch{Changes: []sheets.Change{
		{Tab: "Leads", Row: 0, Column: "Phone", Seen: T("030 1"), Want: T("030 2")}}})
	s.checkColumn("Phone", "L-1=030 2")
	check("Leads", "Phone", true)
	// One that is made again is hidden again, and nothing else is.
	s.People.DeleteColumn("Leads", "Phone")
	s.book = s.Open()
	s.check(s.book.Ensure(s.ctx, l))
	check("Leads", "Phone", true)
	check("Leads", "Value", false)
}
