package gsheets

import (
	"fmt"
	"strings"
	"testing"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
)

func txt(s string) sheets.Cell { return sheets.Cell{Kind: kindText, Text: s} }

func num(f float64) sheets.Cell { return sheets.Cell{Kind: kindNumber, Num: f} }

// team is a spreadsheet with three leads that the API wrote.
func team(t *testing.T) *story {
	s := tell(t, Options{})
	s.must(cellsAt(0, 0, "ID,Name,Status", "L-1,Ada,New", "L-2,Ben,New", "L-3,Cem,New"))
	return s
}

var _ sheetstest.People = (*People)(nil)

func TestEditors_Actions(t *testing.T) {
	const before = "ID,Name,Status/L-1,Ada,New/L-2,Ben,New/L-3,Cem,New"
	for _, c := range []struct {
		what string
		do   func(p *People)
		want string
	}{
		{"edit", func(p *People) { p.Edit("Sheet1", "L-2", "Status", txt("Won")) }, "ID,Name,Status/L-1,Ada,New/L-2,Ben,Won/L-3,Cem,New"},
		{"edit a date", func(p *People) { p.Edit("Sheet1", "L-2", "Status", sheets.Cell{Kind: kindDate, Num: 46348.5}) }, "ID,Name,Status/L-1,Ada,New/L-2,Ben,46348.5/L-3,Cem,New"},
		{"edit at", func(p *People) { p.EditAt("Sheet1", 4, 3, num(5)) }, before + "/,,,5"},
		{"clear", func(p *People) { p.Clear("Sheet1", "L-2", "Status") }, "ID,Name,Status/L-1,Ada,New/L-2,Ben/L-3,Cem,New"},
		{"sort", func(p *People) { p.Sort("Sheet1", "Name") }, "ID,Name,Status/L-3,Cem,New/L-2,Ben,New/L-1,Ada,New"},
		{"sort back", func(p *People) { p.Sort("Sheet1", "Name"); p.SortAscending("Sheet1", "ID") }, before},
		{"sort some columns", func(p *People) {
			p.Edit("Sheet1", "L-1", "Name", txt("Zoe"))
			p.SortPart("Sheet1", "Name", 1, 2)
		}, "ID,Name,Status/L-1,Ben,New/L-2,Cem,New/L-3,Zoe,New"},
		{"insert a row", func(p *People) { p.InsertRow("Sheet1", "L-2", sheets.Cell{}, txt("Dora")) }, "ID,Name,Status/L-1,Ada,New/,Dora/L-2,Ben,New/L-3,Cem,New"},
		{"insert rows", func(p *People) { p.InsertRows("Sheet1", 1, 2) }, "ID,Name,Status///L-1,Ada,New/L-2,Ben,New/L-3,Cem,New"},
		{"delete a row", func(p *People) { p.DeleteRow("Sheet1", "L-2") }, "ID,Name,Status/L-1,Ada,New/L-3,Cem,New"},
		{"delete rows", func(p *People) { p.DeleteRows("Sheet1", 2, 5000) }, "ID,Name,Status/L-1,Ada,New"},
		{"move a row up", func(p *People) { p.MoveRow("Sheet1", "L-3", "L-1") }, "ID,Name,Status/L-3,Cem,New/L-1,Ada,New/L-2,Ben,New"},
		{"move a row down", func(p *People) { p.MoveRow("Sheet1", "L-1", "L-3") }, "ID,Name,Status/L-2,Ben,New/L-1,Ada,New/L-3,Cem,New"},
		{"cut and paste over a row", func(p *People) { p.CutPaste("Sheet1", "L-1", "L-3") }, "ID,Name,Status//L-2,Ben,New/L-1,Ada,New"},
		{"cut and paste below", func(p *People) { p.CutPaste("Sheet1", "L-1", "") }, "ID,Name,Status//L-2,Ben,New/L-3,Cem,New/L-1,Ada,New"},
		{"copy a row", func(p *People) { p.CopyRow("Sheet1", "L-1") }, before + "/L-1,Ada,New"},
		{"rename a column", func(p *People) { p.RenameColumn("Sheet1", "Status", "Stage") }, "ID,Name,Stage/L-1,Ada,New/L-2,Ben,New/L-3,Cem,New"},
		{"move a column", func(p *People) { p.MoveColumn("Sheet1", "Name") }, "ID,Status,Name/L-1,New,Ada/L-2,New,Ben/L-3,New,Cem"},
		{"add a column", func(p *People) { p.AddColumn("Sheet1", "Colour") }, "Colour,ID,Name,Status/,L-1,Ada,New/,L-2,Ben,New/,L-3,Cem,New"},
		{"delete a column", func(p *People) { p.DeleteColumn("Sheet1", "Name") }, "ID,Status/L-1,New/L-2,New/L-3,New"},
		{"undo", func(p *People) { p.DeleteRow("Sheet1", "L-2"); p.Sort("Sheet1", "ID"); p.Undo(); p.Undo() }, before},
		{"restore", func(p *People) { p.DeleteRow("Sheet1", "L-2"); p.Sort("Sheet1", "ID"); p.Restore(2) }, "ID,Name,Status/L-1,Ada,New/L-3,Cem,New"},
		{"restore, and undo that", func(p *People) { p.DeleteRow("Sheet1", "L-2"); p.Restore(1); p.Undo() }, "ID,Name,Status/L-1,Ada,New/L-3,Cem,New"},
		{"a filter hides and keeps", func(p *People) { p.SetFilter("Sheet1", "Name", "Ben") }, before},
		{"merge", func(p *People) { p.Merge("Sheet1", "L-2", "Name", "Status") }, "ID,Name,Status/L-1,Ada,New/L-2,Ben/L-3,Cem,New"},
		{"tabs", func(p *People) { p.AddTab("Notes"); p.RenameTab("Notes", "Old"); p.DeleteTab("Old") }, before},
		{"a table", func(p *People) { p.MakeTable("Sheet1", "Leads") }, before},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := team(t)
			s.holds("Sheet1", before)
			c.do(s.people)
			s.holds("Sheet1", c.want)
			if _, err := s.svc.Spreadsheets.Get(s.doc.ID()).IncludeGridData(true).Do(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestDiscovery_UnknownNames(t *testing.T) {
	s := team(t)
	var told []string
	p := s.doc.People(func(format string, args ...any) { told = append(told, fmt.Sprintf(format, args...)) })
	quiet := s.doc.People(nil)
	for _, p := range []*People{p, quiet} {
		p.Edit("Nowhere", "L-1", "Name", txt("x"))
		p.Edit("Sheet1", "L-9", "Name", txt("x"))
		p.Edit("Sheet1", "L-1", "Colour", txt("x"))
		p.Restore(99)
	}
	s.holds("Sheet1", "ID,Name,Status/L-1,Ada,New/L-2,Ben,New/L-3,Cem,New")
	if got := strings.Join(told, "; "); got != `there is no tab "Nowhere"; Sheet1: there is no row "L-9"; Sheet1: there is no column "Colour"; version 99 is not kept` {
		t.Errorf("got %s", got)
	}
}

func TestGrid_CellsKeepTheirWriterWhenMoved(t *testing.T) {
	s := team(t)
	s.people.Edit("Sheet1", "L-2", "Name", txt("Benno"))
	benno := s.doc.Cells("Sheet1")[2][1]
	if !benno.Human || benno.Rev != s.doc.Revision() {
		t.Errorf("got %+v", benno)
	}
	s.people.Sort("Sheet1", "ID")
	s.people.MoveRow("Sheet1", "L-2", "L-3")
	s.must(&api.Request{InsertDimension: &api.InsertDimensionRequest{Range: rowSpan(1, 2)}})
	if got := s.doc.Cells("Sheet1")[2][1]; got != benno {
		t.Errorf("got %+v", got)
	}
	// Writing the same content anew is no write; a format does not make it ours.
	s.must(cellsAt(2, 1, "Benno"), &api.Request{RepeatCell: &api.RepeatCellRequest{Fields: "userEnteredFormat.textFormat.bold",
		Range: &api.GridRange{StartRowIndex: 2, EndRowIndex: 3, EndColumnIndex: 3},
		Cell:  &api.CellData{UserEnteredFormat: &api.CellFormat{TextFormat: &api.TextFormat{Bold: true}}}}})
	got := s.doc.Cells("Sheet1")[2][1]
	if !got.Human || got.Rev != benno.Rev || string(got.Format.JSON) != `{"textFormat":{"bold":true}}` {
		t.Errorf("got %+v", got)
	}
	s.must(cellsAt(2, 1, "Ben"))
	if got := s.doc.Cells("Sheet1")[2][1]; got.Human || got.Rev != s.doc.Revision() || got.Format == nil {
		t.Errorf("got %+v", got)
	}
}

func TestWatch_SeesChangesByTheAPI(t *testing.T) {
	s := team(t)
	var seen []string
	show := func(c *Cell) string { v := c.clone(); return v.Value.String() }
	s.doc.Watch(func(w Write) {
		line := ""
		for _, c := range w.Line {
			line += show(c) + " "
		}
		seen = append(seen, fmt.Sprintf("%s %d,%d %s->%s new=%v of %s", w.Tab, w.Row, w.Col, show(w.Old), show(w.New), w.Inserted, line))
		if len(w.Header) != 3 || show(w.Header[2]) != "Status" {
			t.Errorf("header %v", w.Header)
		}
		if s.doc.Revision() != 3 {
			t.Errorf("told at revision %d", s.doc.Revision())
		}
	})
	s.people.Edit("Sheet1", "L-1", "Status", txt("Won"))
	s.must(cellsAt(1, 1, "Ada,Lost"), cellsAt(0, 2, "Stage"),
		&api.Request{InsertDimension: &api.InsertDimensionRequest{Range: rowSpan(3, 4)}}, cellsAt(3, 0, "L-9"),
		&api.Request{DeleteDimension: &api.DeleteDimensionRequest{Range: rowSpan(4, 5)}})
	want := []string{
		"Sheet1 1,2 Won->Lost new=false of L-1 Ada Won ",
		"Sheet1 0,2 Status->Stage new=false of ID Name Status ",
		"Sheet1 3,0 ->L-9 new=true of ",
		"Sheet1 4,0 L-3-> new=false of L-3 Cem New ",
		"Sheet1 4,1 Cem-> new=false of L-3 Cem New ",
		"Sheet1 4,2 New-> new=false of L-3 Cem New ",
	}
	if got := strings.Join(seen, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestMetadata_UndoLeavesIt(t *testing.T) {
	for _, undone := range []bool{false, true} {
		s := team(t)
		s.doc.MetadataUndone = undone
		s.must(meta(100, nil), cellsAt(1, 1, "Eve"))
		s.people.Undo()
		s.holds("Sheet1", "ID,Name,Status/L-1,Ada,New/L-2,Ben,New/L-3,Cem,New")
		_, err := s.svc.Spreadsheets.DeveloperMetadata.Get(s.doc.ID(), 100).Do()
		if (err != nil) != undone {
			t.Errorf("undone %v: got %v", undone, err)
		}
	}
}

func TestEditors_ProtectionsRefuseTheAPI(t *testing.T) {
	s := team(t)
	s.people.Protect("Sheet1", "Name")
	_, err := s.batch(cellsAt(1, 0, "L-1,Eve"))
	failsWith(t, err, 400, "Invalid requests[0].updateCells: You are trying to edit a protected cell or object.")
	s.must(cellsAt(1, 2, "Won"))
	s.must(&api.Request{AddProtectedRange: &api.AddProtectedRangeRequest{ProtectedRange: &api.ProtectedRange{WarningOnly: true,
		Range: &api.GridRange{StartColumnIndex: 2, EndColumnIndex: 3}}}}, cellsAt(1, 2, "Lost"))
	s.people.Edit("Sheet1", "L-1", "Name", txt("Eve"))
	s.people.InsertRow("Sheet1", "L-1", txt("L-0"))
	s.holds("Sheet1", "ID,Name,Status/L-0/L-1,Eve,Lost/L-2,Ben,New/L-3,Cem,New")
	got, err := s.svc.Spreadsheets.Get(s.doc.ID()).Fields("sheets.protectedRanges").Do()
	if err != nil || len(got.Sheets[0].ProtectedRanges) != 2 || got.Sheets[0].ProtectedRanges[0].Range.EndRowIndex != 1001 ||
		got.Sheets[0].ProtectedRanges[0].RequestingUserCanEdit || !got.Sheets[0].ProtectedRanges[1].WarningOnly {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestEditors_FilterHidesRows(t *testing.T) {
	s := team(t)
	s.people.SetFilter("Sheet1", "Name", "Ben")
	hidden := func() string {
		got, err := s.svc.Spreadsheets.Get(s.doc.ID()).Ranges("Sheet1!A1:A4").Fields("sheets(basicFilter,data.rowMetadata(hiddenByFilter))").Do()
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprint(got.Sheets[0].BasicFilter != nil)
		for _, r := range got.Sheets[0].Data[0].RowMetadata {
			text += fmt.Sprint(" ", r.HiddenByFilter)
		}
		return text
	}
	if got := hidden(); got != "true false false true false" {
		t.Error(got)
	}
	s.must(&api.Request{ClearBasicFilter: &api.ClearBasicFilterRequest{}})
	if got := hidden(); got != "false false false false false" {
		t.Error(got)
	}
}

func TestRevisions_NoChangeIsNoRevision(t *testing.T) {
	s := team(t)
	p := s.doc.People(nil)
	before := s.doc.Revision()
	p.Edit("Sheet1", "L-9", "Name", txt("x"))
	p.Edit("Sheet1", "L-1", "Name", txt("Ada"))
	p.DeleteRow("Nowhere", "L-1")
	p.Clear("Sheet1", "L-9", "Name")
	if s.doc.Revision() != before {
		t.Errorf("revision %d, was %d", s.doc.Revision(), before)
	}
	p.SetFilter("Sheet1", "Name")
	p.RenameTab("Sheet1", "Leads")
	p.Protect("Leads", "Name")
	p.MakeTable("Leads", "T")
	if s.doc.Revision() != before+4 {
		t.Errorf("revision %d, was %d", s.doc.Revision(), before)
	}
}
