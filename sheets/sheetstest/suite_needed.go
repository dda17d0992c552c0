package sheetstest

import (
	"errors"

	"leadsheet/sheets"
)

// neededContract are the tests of changes on which the rest of their batch depends.
var neededContract = []struct {
	name string
	run  func(*testCase)
}{
	{"a needed change is made with the rest of its batch", neededChange},
	{"a needed change that a person was faster with holds its batch back, or leaves that person's text", neededTooLate},
	{"a needed change follows its row, or holds its batch back", neededMoved},
	{"a needed change whose row is gone is in no other row", neededGone},
}

// needed empties the status of L-2, and says in a new row that this is done.
func needed() sheets.Batch {
	c := setCell(1, "Status", T("New"), sheets.Cell{})
	c.Needed = true
	return sheets.Batch{Changes: []sheets.Change{c}, Appends: []sheets.Append{appendLead("L-4", "done", "")}}
}

// commitNeeded stores the batch, and plans it anew as often as it is refused. It returns how often it was stored.
func (s *testCase) commitNeeded(snap *sheets.Snapshot) (stored int) {
	s.Helper()
	_, err := s.book.Commit(s.ctx, snap, needed())
	unmet := new(sheets.Unmet)
	switch {
	case err == nil:
		return 1
	case !errors.As(err, &unmet) || len(unmet.Skipped) != 1 || unmet.Skipped[0].Change.Column != "Status":
		s.Errorf("got %v", err)
	}
	return 0
}

// missed reports whether the next snapshot says that a change has missed a cell.
func (s *testCase) missed() int {
	s.Helper()
	return len(s.read().Tabs["Leads"].Missed)
}

func neededChange(s *testCase) {
	if s.commitNeeded(s.setUp()) != 1 {
		s.Error("it was refused")
	}
	s.checkColumn("Status", "L-1=New L-2= L-3=New L-4=")
	if s.missed() > 0 {
		s.Error("it has missed its cell")
	}
}

func neededTooLate(s *testCase) {
	snap := s.setUp()
	s.People.Edit("Leads", "L-2", "Status", T("Won"))
	if s.commitNeeded(snap) == 0 {
		s.checkColumn("Status", "L-1=New L-2=Won L-3=New")
	} else {
		s.checkColumn("Status", "L-1=New L-2=Won L-3=New L-4=")
	}
	if s.missed() > 0 { // what stands there is something new
		s.Error("it has missed its cell")
	}
}

func neededMoved(s *testCase) {
	snap := s.setUp()
	s.People.Sort("Leads", "ID")
	if s.commitNeeded(snap) == 0 {
		s.checkColumn("Status", "L-1=New L-2=New L-3=New")
	} else {
		s.checkColumn("Status", "L-1=New L-2= L-3=New L-4=")
	}
	if s.missed() > 0 {
		s.Error("it has missed its cell")
	}
}

func neededGone(s *testCase) {
	snap := s.setUp()
	s.People.DeleteRow("Leads", "L-2")
	if s.commitNeeded(snap) == 0 {
		s.checkColumn("Status", "L-1=New L-3=New")
	} else {
		s.checkColumn("Status", "L-1=New L-3=New L-4=")
	}
}
