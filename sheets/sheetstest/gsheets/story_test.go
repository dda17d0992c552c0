package gsheets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"
	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets"
)

// story is a service with one spreadsheet, talked to by Google's own client.
type story struct {
	*testing.T
	server *Server
	doc    *Doc
	svc    *api.Service
	people *People
}

func tell(t *testing.T, opt Options) *story {
	t.Helper()
	opt.Check = true
	server := New(opt)
	svc, err := api.NewService(context.Background(), option.WithHTTPClient(&http.Client{Transport: server}))
	if err != nil {
		t.Fatal(err)
	}
	doc := server.Create("Team")
	s := &story{T: t, server: server, doc: doc, svc: svc, people: doc.People(t.Fatalf)}
	t.Cleanup(func() {
		for _, v := range server.Violations() {
			t.Error(v)
		}
	})
	return s
}

func str(s string) *api.CellData {
	return &api.CellData{UserEnteredValue: &api.ExtendedValue{StringValue: &s}}
}

func rowsOf(rows ...string) []*api.RowData {
	var out []*api.RowData
	for _, r := range rows {
		row := &api.RowData{}
		for _, v := range strings.Split(r, ",") {
			row.Values = append(row.Values, str(v))
		}
		out = append(out, row)
	}
	return out
}

// cells writes rows from a place on.
func cellsAt(row, col int64, rows ...string) *api.Request {
	return &api.Request{UpdateCells: &api.UpdateCellsRequest{Fields: "userEnteredValue", Rows: rowsOf(rows...),
		Start: &api.GridCoordinate{RowIndex: row, ColumnIndex: col}}}
}

func (s *story) batch(requests ...*api.Request) (*api.BatchUpdateSpreadsheetResponse, error) {
	return s.svc.Spreadsheets.BatchUpdate(s.doc.ID(), &api.BatchUpdateSpreadsheetRequest{Requests: requests}).Do()
}

func (s *story) must(requests ...*api.Request) *api.BatchUpdateSpreadsheetResponse {
	s.Helper()
	got, err := s.batch(requests...)
	if err != nil {
		s.Fatal(err)
	}
	return got
}

// holds compares a tab: rows apart by slashes, cells by commas.
func (s *story) holds(tab, want string) {
	s.Helper()
	if got := shown(s.doc.Rows(tab)); got != want {
		s.Errorf("%s: got %s, want %s", tab, got, want)
	}
}

func shown(rows [][]sheets.Cell) string {
	var lines []string
	for _, r := range rows {
		var cells []string
		for _, c := range r {
			cells = append(cells, c.String())
		}
		lines = append(lines, strings.Join(cells, ","))
	}
	return strings.Join(lines, "/")
}

func failsWith(t *testing.T, err error, code int, text string) {
	t.Helper()
	var g *googleapi.Error
	if !errors.As(err, &g) || g.Code != code || !strings.Contains(g.Message+g.Body, text) {
		t.Errorf("got %v, want %d with %q", err, code, text)
	}
}

func meta(id int64, where *api.DeveloperMetadataLocation) *api.Request {
	if where == nil {
		where = &api.DeveloperMetadataLocation{Spreadsheet: true}
	}
	return &api.Request{CreateDeveloperMetadata: &api.CreateDeveloperMetadataRequest{DeveloperMetadata: &api.DeveloperMetadata{
		MetadataId: id, MetadataKey: "leadsheet", Visibility: "DOCUMENT", Location: where}}}
}

func rowSpan(from, to int64) *api.DimensionRange {
	return &api.DimensionRange{Dimension: "ROWS", StartIndex: from, EndIndex: to, ForceSendFields: []string{"StartIndex"}}
}

func TestBatch_IsAtomic(t *testing.T) {
	s := tell(t, Options{})
	s.must(meta(100, nil), cellsAt(0, 0, "ID,Name", "L-1,Ada"))
	before := s.doc.Revision()
	_, err := s.batch(cellsAt(1, 1, "Eve"), meta(101, nil), meta(100, nil))
	failsWith(t, err, 400, "Invalid requests[2].createDeveloperMetadata: Developer metadata with ID 100 already exists.")
	s.holds("Sheet1", "ID,Name/L-1,Ada")
	if s.doc.Revision() != before {
		t.Error("a batch that failed left a revision")
	}
	_, err = s.svc.Spreadsheets.DeveloperMetadata.Get(s.doc.ID(), 101).Do()
	failsWith(t, err, 404, "No developer metadata with ID 101")
	for _, c := range []struct {
		why  string
		r    *api.Request
		want string
	}{
		{"beyond the last row", cellsAt(1000, 0, "x"), "Invalid requests[0].updateCells: GridCoordinate.rowIndex[1000] is after last row in grid[1000]"},
		{"over the last row", cellsAt(999, 0, "x", "y"), "Attempting to write row: 1000, beyond the last requested row of: 999"},
		{"over the last column", cellsAt(0, 25, "x,y"), "Attempting to write column: 26"},
		{"too long", cellsAt(0, 0, strings.Repeat("x", 50_001)), "more than the maximum of 50000 characters"},
		{"no such tab", &api.Request{DeleteSheet: &api.DeleteSheetRequest{SheetId: 7}}, "Invalid requests[0].deleteSheet: No sheet with id: 7"},
		{"the last tab", &api.Request{DeleteSheet: &api.DeleteSheetRequest{}}, "You can't remove all the sheets in a document."},
		{"a title twice", &api.Request{AddSheet: &api.AddSheetRequest{Properties: &api.SheetProperties{Title: "Sheet1"}}}, `A sheet with the name "Sheet1" already exists. Please enter another name.`},
		{"too many cells", &api.Request{AppendDimension: &api.AppendDimensionRequest{Dimension: "ROWS", Length: 400_000}}, "above the limit of 10000000 cells"},
		{"all rows", &api.Request{DeleteDimension: &api.DeleteDimensionRequest{Range: rowSpan(0, 1000)}}, "You can't delete all the rows on the sheet."},
		{"no mask", &api.Request{RepeatCell: &api.RepeatCellRequest{Range: &api.GridRange{}, Cell: &api.CellData{}}}, "At least one field must be listed"},
	} {
		_, err := s.batch(c.r)
		if err == nil {
			t.Errorf("%s: nothing was refused", c.why)
			continue
		}
		failsWith(t, err, 400, c.want)
	}
	long := make([]*api.Request, 250)
	for i := range long {
		long[i] = cellsAt(int64(i), 0, strings.Repeat("x", 45_000))
	}
	_, err = s.batch(long...)
	failsWith(t, err, 400, "Request payload size exceeds the limit: 10485760 bytes.")
	small := tell(t, Options{Cells: 30_000})
	small.must(&api.Request{AppendDimension: &api.AppendDimensionRequest{Dimension: "ROWS", Length: 100}})
	_, err = small.batch(&api.Request{AppendDimension: &api.AppendDimensionRequest{Dimension: "ROWS", Length: 100}})
	failsWith(t, err, 400, "above the limit of 30000 cells")
	_, err = s.batch(&api.Request{AddTable: &api.AddTableRequest{Table: &api.Table{Name: "T"}}})
	failsWith(t, err, 501, "the emulator does not support the request addTable of batchUpdate")
}

func TestMetadata_MovesWithItsRow(t *testing.T) {
	s := tell(t, Options{})
	s.must(cellsAt(0, 0, "ID,Name", "L-1,Ada", "L-2,Ben", "L-3,Cem", "L-4,Dan"),
		meta(7, &api.DeveloperMetadataLocation{DimensionRange: rowSpan(3, 4)}))
	at := func(want int64) {
		t.Helper()
		got, err := s.svc.Spreadsheets.DeveloperMetadata.Get(s.doc.ID(), 7).Do()
		if err != nil {
			t.Fatal(err)
		}
		if got.Location.DimensionRange.StartIndex != want {
			t.Errorf("row %d, want %d", got.Location.DimensionRange.StartIndex, want)
		}
		v, err := s.svc.Spreadsheets.Values.BatchGetByDataFilter(s.doc.ID(), &api.BatchGetValuesByDataFilterRequest{
			DataFilters: []*api.DataFilter{{DeveloperMetadataLookup: &api.DeveloperMetadataLookup{MetadataId: 7}}}}).Do()
		if err != nil || len(v.ValueRanges) != 1 || v.ValueRanges[0].ValueRange.Values[0][0] != "L-3" {
			t.Errorf("got %+v, %v", v, err)
		}
	}
	at(3)
	s.must(&api.Request{InsertDimension: &api.InsertDimensionRequest{Range: rowSpan(1, 3)}})
	at(5)
	s.must(&api.Request{DeleteDimension: &api.DeleteDimensionRequest{Range: rowSpan(1, 2)}})
	at(4)
	s.people.MoveRow("Sheet1", "L-3", "L-1")
	at(2)
	s.must(&api.Request{SortRange: &api.SortRangeRequest{Range: &api.GridRange{StartRowIndex: 1}, SortSpecs: []*api.SortSpec{{SortOrder: "ASCENDING"}}}})
	at(3)
	s.people.Sort("Sheet1", "ID")
	at(2)
	s.people.InsertRow("Sheet1", "L-4", sheets.Cell{Kind: 1, Text: "L-9"})
	at(3)
	s.people.DeleteRow("Sheet1", "L-4")
	at(2)
	s.people.MoveRow("Sheet1", "L-3", "L-1")
	at(3)
	s.people.DeleteRow("Sheet1", "L-3")
	_, err := s.svc.Spreadsheets.DeveloperMetadata.Get(s.doc.ID(), 7).Do()
	failsWith(t, err, 404, "No developer metadata with ID 7")
}

func TestFaults(t *testing.T) {
	write := func(s *story, text string) error {
		_, err := s.batch(cellsAt(0, 0, text))
		return err
	}
	t.Run("refused, and applied all the same", func(t *testing.T) {
		s := tell(t, Options{})
		s.server.SetFault(func(c Call) Fault {
			if c.Method != "spreadsheets.batchUpdate" || !c.Write || c.Doc != s.doc.ID() || c.N != 1 {
				t.Errorf("got %+v", c)
			}
			return Fault{Status: 503, Apply: true}
		})
		failsWith(t, write(s, "a"), 503, "The service is currently unavailable.")
		s.holds("Sheet1", "a")
	})
	t.Run("refused", func(t *testing.T) {
		s := tell(t, Options{})
		s.server.SetFault(func(Call) Fault { return Fault{Status: 502} })
		failsWith(t, write(s, "a"), 502, "<!DOCTYPE html>")
		s.holds("Sheet1", "")
		if got := s.server.Counts(); got.Writes != 1 || got.Reads != 0 {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("cut, and applied later", func(t *testing.T) {
		s := tell(t, Options{})
		var late func()
		s.server.SetFault(func(Call) Fault { return Fault{Cut: true, Later: func(apply func()) { late = apply }} })
		if err := write(s, "late"); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("got %v", err)
		}
		s.server.SetFault(nil)
		if err := write(s, "first"); err != nil {
			t.Fatal(err)
		}
		s.holds("Sheet1", "first")
		late()
		s.holds("Sheet1", "late")
	})
}

func TestRefusals(t *testing.T) {
	write := func(s *story, text string) error {
		_, err := s.batch(cellsAt(0, 0, text))
		return err
	}
	t.Run("the quota of a minute", func(t *testing.T) {
		now := time.Date(2026, 11, 22, 9, 30, 20, 0, time.UTC)
		s := tell(t, Options{Writes: 2, Now: func() time.Time { return now }})
		for range 2 {
			if err := write(s, "a"); err != nil {
				t.Fatal(err)
			}
		}
		failsWith(t, write(s, "b"), 429, "RESOURCE_EXHAUSTED")
		now = now.Add(time.Minute)
		if err := write(s, "c"); err != nil {
			t.Error(err)
		}
		if got := s.server.Counts().Writes; got != 3 {
			t.Errorf("%d writes counted", got)
		}
	})
	t.Run("not shared", func(t *testing.T) {
		s := tell(t, Options{})
		s.doc.SetShared(false)
		failsWith(t, write(s, "a"), 403, "The caller does not have permission")
	})
	t.Run("already given up", func(t *testing.T) {
		s := tell(t, Options{})
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := s.svc.Spreadsheets.Get(s.doc.ID()).Context(ctx).Do()
		if !errors.Is(err, context.Canceled) || s.server.Counts().Reads != 0 {
			t.Errorf("got %v", err)
		}
	})
	t.Run("against the discovery document", func(t *testing.T) {
		s := New(Options{Check: true})
		d := s.Create("Team")
		r, err := http.NewRequest("POST", "https://sheets.test/v4/spreadsheets/"+d.ID()+":batchUpdate", strings.NewReader(`{"requests":[{"updateCells":{"foo":1}}]}`))
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.RoundTrip(r)
		if err != nil || got.StatusCode != 500 || len(s.Violations()) != 1 || !strings.Contains(s.Violations()[0], "requests[0].updateCells.foo") {
			t.Errorf("got %v %v, %q", got, err, s.Violations())
		}
	})
}

func TestServer_OverASocket(t *testing.T) {
	s := tell(t, Options{})
	s.server.SetFault(func(c Call) Fault { return Fault{Cut: c.N == 2} })
	web := newWeb(t, s.server)
	svc, err := api.NewService(context.Background(), option.WithEndpoint(web), option.WithoutAuthentication())
	if err != nil {
		t.Fatal(err)
	}
	title := "it's 1/2: x"
	if _, err := svc.Spreadsheets.BatchUpdate(s.doc.ID(), &api.BatchUpdateSpreadsheetRequest{Requests: []*api.Request{
		{AddSheet: &api.AddSheetRequest{Properties: &api.SheetProperties{Title: title, SheetId: 5}}}}}).Do(); err != nil {
		t.Fatal(err)
	}
	appendTo := svc.Spreadsheets.Values.Append(s.doc.ID(), "'it''s 1/2: x'!A1", &api.ValueRange{Values: [][]any{{"=1+1", true, 1.5, nil, "z"}}}).ValueInputOption("RAW")
	if _, err := appendTo.Do(); err == nil {
		t.Error("the connection was not cut")
	}
	got, err := appendTo.Do()
	if err != nil || got.Updates.UpdatedRange != "'it''s 1/2: x'!A1:E1" || got.Updates.UpdatedCells != 4 {
		t.Fatalf("got %+v, %v", got, err)
	}
	s.holds(title, "=1+1,TRUE,1.5,,z")
	if fmt.Sprint(s.doc.Tabs()) != "[Sheet1 it's 1/2: x]" {
		t.Errorf("got %v", s.doc.Tabs())
	}
}
