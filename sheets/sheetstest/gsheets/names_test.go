package gsheets

import (
	"fmt"
	"strings"
	"testing"

	api "google.golang.org/api/sheets/v4"
)

func name(id, called string, row int64) *api.Request {
	return &api.Request{AddNamedRange: &api.AddNamedRangeRequest{NamedRange: &api.NamedRange{NamedRangeId: id, Name: called,
		Range: &api.GridRange{StartRowIndex: row, EndRowIndex: row + 1, EndColumnIndex: 1}}}}
}

func unname(id string) *api.Request {
	return &api.Request{DeleteNamedRange: &api.DeleteNamedRangeRequest{NamedRangeId: id}}
}

func (s *story) names() string {
	s.Helper()
	got, err := s.svc.Spreadsheets.Get(s.doc.ID()).Fields("namedRanges").Do()
	if err != nil {
		s.Fatal(err)
	}
	var all []string
	for _, n := range got.NamedRanges {
		all = append(all, fmt.Sprintf("%s=%s@%d", n.NamedRangeId, n.Name, n.Range.StartRowIndex))
	}
	return strings.Join(all, " ")
}

// A name is unique whatever its case, and a batch that adds one twice, or deletes one that is not there, does nothing.
func TestNames_AreUnique(t *testing.T) {
	s := team(t)
	s.must(name("a", "Lock", 0))
	_, err := s.batch(cellsAt(1, 1, "Eve"), name("b", "LOCK", 1))
	failsWith(t, err, 400, "Invalid requests[1].addNamedRange: Cannot add named range with name: LOCK, a named range with "+
		"that name already exists.")
	_, err = s.batch(name("a", "Other", 1))
	failsWith(t, err, 400, "already exists")
	_, err = s.batch(unname("gone"), name("c", "Third", 1))
	failsWith(t, err, 400, "Invalid requests[0].deleteNamedRange: No named range with id: gone")
	s.must(unname("a"), name("b", "lock", 2))
	for _, bad := range []string{"", "A1", "R1C1", "has space", "true", "2026", "a-b"} {
		_, err = s.batch(name("", bad, 0))
		failsWith(t, err, 400, "The name given to this range is invalid.")
	}
	if got := s.names(); got != "b=lock@2" {
		t.Errorf("got %s", got)
	}
	s.holds("Sheet1", "ID,Name,Status/L-1,Ada,New/L-2,Ben,New/L-3,Cem,New")
}

// A named range moves with its rows. When its cells or its tab are deleted it is not shown any more, but its name is
// taken, until a person deletes it in the list.
func TestNames_FollowTheirCells(t *testing.T) {
	s := team(t)
	s.must(name("a", "first", 2), name("b", "second", 3))
	s.people.InsertRow("Sheet1", "L-1", txt("L-0"))
	if got := s.names(); got != "a=first@3 b=second@4" {
		t.Errorf("got %s", got)
	}
	s.people.DeleteRow("Sheet1", "L-2")
	if got := s.names(); got != "b=second@3" {
		t.Errorf("got %s", got)
	}
	_, err := s.batch(name("c", "first", 1))
	failsWith(t, err, 400, "already exists")
	_, err = s.batch(unname("a"))
	failsWith(t, err, 400, "No named range with id: a")
	s.people.DeleteName("first")
	s.must(name("c", "first", 1))

	s.people.AddTab("Other")
	s.people.NameRange("Other", "third")
	s.people.RenameName("third", "Second") // is taken
	s.people.RenameName("third", "fourth")
	s.people.DeleteTab("Other")
	if got := s.names(); got != "b=second@3 c=first@1" {
		t.Errorf("got %s", got)
	}
	if got := strings.Join(s.people.Names(), " "); got != "second first fourth" {
		t.Errorf("people see %s", got)
	}
}

// A copy carries names, metadata and hidden tabs along; from then on each goes its own way.
func TestCopy(t *testing.T) {
	s := team(t)
	s.must(meta(100, nil), name("a", "lock", 1))
	s.doc.CarriedFixed = true
	copied := &story{T: t, server: s.server, svc: s.svc, doc: s.doc.Copy("Copy of Leads")}
	copied.people = copied.doc.People(t.Fatalf)
	s.must(unname("a"), cellsAt(1, 1, "Eve"))
	copied.must(cellsAt(2, 1, "Kim"))
	if got := copied.names() + "|" + s.names() + "|" + copied.doc.Title(); got != "a=lock@1||Copy of Leads" {
		t.Errorf("got %s", got)
	}
	s.holds("Sheet1", "ID,Name,Status/L-1,Eve,New/L-2,Ben,New/L-3,Cem,New")
	copied.holds("Sheet1", "ID,Name,Status/L-1,Ada,New/L-2,Kim,New/L-3,Cem,New")

	drop := &api.Request{DeleteDeveloperMetadata: &api.DeleteDeveloperMetadataRequest{DataFilter: &api.DataFilter{
		DeveloperMetadataLookup: &api.DeveloperMetadataLookup{MetadataId: 100}}}}
	s.must(drop)
	copied.must(drop)
	if got := copied.get("developerMetadata"); !strings.Contains(got, "100") {
		t.Errorf("what was carried is not to be changed: %s", got)
	}
	if got := s.get("developerMetadata"); strings.Contains(got, "100") {
		t.Errorf("got %s", got)
	}
}

// A service that takes metadata twice under one ID is one on which that is no lock.
func TestMetadata_Twice(t *testing.T) {
	s := team(t)
	s.must(meta(100, nil))
	_, err := s.batch(meta(100, nil))
	failsWith(t, err, 400, "already exists")
	s.doc.MetadataTwice = true
	s.must(meta(100, nil))
	if got := s.get("developerMetadata"); strings.Count(got, "100") != 2 {
		t.Errorf("got %s", got)
	}
}
