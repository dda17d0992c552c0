package gsheets

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets/sheetstest/gsheets/positions"
)

func TestServer_CreatesASpreadsheet(t *testing.T) {
	s := tell(t, Options{})
	got, err := s.svc.Spreadsheets.Create(&api.Spreadsheet{Properties: &api.SpreadsheetProperties{Title: "Leads of 2026", TimeZone: "Europe/Berlin"},
		Sheets: []*api.Sheet{{Properties: &api.SheetProperties{Title: "Leads", GridProperties: &api.GridProperties{RowCount: 5, ColumnCount: 3, FrozenRowCount: 1}}}, {Properties: &api.SheetProperties{Title: "Team"}}}}).Do()
	if err != nil {
		t.Fatal(err)
	}
	d := s.server.Doc(got.SpreadsheetId)
	if d == nil || d.Title() != "Leads of 2026" || fmt.Sprint(d.Tabs()) != "[Leads Team]" || got.Sheets[0].Properties.GridProperties.RowCount != 5 || got.Properties.TimeZone != "Europe/Berlin" || got.Properties.Locale != "en_US" {
		t.Errorf("got %+v, %+v", got, d)
	}
	if len(s.server.Docs()) != 2 || s.server.Doc("nowhere") != nil {
		t.Error("the list of spreadsheets")
	}
	if got, err := s.svc.Spreadsheets.Create(&api.Spreadsheet{}).Do(); err != nil || got.Properties.Title != "Untitled spreadsheet" || got.Sheets[0].Properties.Title != "Sheet1" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestValues_DataFilters(t *testing.T) {
	s := team(t)
	if status, body := s.raw(`{"addSheet":{"properties":{"title":"B"}}},` +
		`{"createDeveloperMetadata":{"developerMetadata":{"metadataId":4,"metadataKey":"k","visibility":"DOCUMENT","location":{"dimensionRange":{"dimension":"COLUMNS","startIndex":1,"endIndex":2}}}}}`); status != http.StatusOK {
		t.Fatal(body)
	}
	for filter, want := range map[string]string{
		`{"a1Range":"B2:B4"}`: "Sheet1!B2:B4 [[Ada] [Ben] [Cem]]",
		`{"gridRange":{"startRowIndex":2,"endRowIndex":3,"startColumnIndex":0,"endColumnIndex":2}}`: "Sheet1!A3:B3 [[L-2 Ben]]",
		`{"developerMetadataLookup":{"metadataKey":"k"}}`:                                           "Sheet1!B1:B1000 [[Name] [Ada] [Ben] [Cem]]",
	} {
		status, body := s.send(http.MethodPost, s.doc.ID()+"/values:batchGetByDataFilter", `{"dataFilters":[`+filter+`]}`)
		var got api.BatchGetValuesByDataFilterResponse
		decode(t, body, &got)
		if status != http.StatusOK || len(got.ValueRanges) != 1 || len(got.ValueRanges[0].DataFilters) != 1 {
			t.Fatal(body)
		}
		if v := got.ValueRanges[0].ValueRange; v.Range+" "+fmt.Sprint(v.Values) != want {
			t.Errorf("%s: got %s %v", filter, v.Range, v.Values)
		}
		status, body = s.send(http.MethodPost, s.doc.ID()+":getByDataFilter?fields=sheets(properties.title,data.rowData.values.formattedValue)", `{"dataFilters":[`+filter+`]}`)
		var sheet api.Spreadsheet
		decode(t, body, &sheet)
		if status != http.StatusOK || len(sheet.Sheets) != 1 || len(sheet.Sheets[0].Data) != 1 || len(sheet.Sheets[0].Data[0].RowData) == 0 {
			t.Errorf("%s: got %s", filter, body)
		}
	}
	for filter, want := range map[string]string{
		``:                                      "Must specify at least one dataFilter.",
		`{"gridRange":{"sheetId":7}}`:           "No grid with id: 7",
		`{"a1Range":"Nowhere!A1"}`:              "Unable to parse range: Nowhere!A1",
		`{"gridRange":{"startRowIndex":90000}}`: "exceeds grid limits",
	} {
		status, body := s.send(http.MethodPost, s.doc.ID()+"/values:batchGetByDataFilter", `{"dataFilters":[`+filter+`]}`)
		if status != http.StatusBadRequest || !strings.Contains(body, want) {
			t.Errorf("%s: got %d %s", filter, status, body)
		}
	}
	if got, err := s.svc.Spreadsheets.Values.Get(s.doc.ID(), "'Sheet1'!B2:B4").MajorDimension("COLUMNS").Do(); err != nil || fmt.Sprint(got.Values) != "[[Ada Ben Cem]]" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestValues_WrittenOnesAreReturnedOnRequest(t *testing.T) {
	s := team(t)
	got, err := s.svc.Spreadsheets.Values.Update(s.doc.ID(), "B2:C3", &api.ValueRange{Values: [][]any{{"12%", nil}, {nil, "x"}}}).
		ValueInputOption("USER_ENTERED").IncludeValuesInResponse(true).ResponseValueRenderOption("UNFORMATTED_VALUE").Do()
	if err != nil || got.UpdatedRange != "Sheet1!B2:C3" || got.UpdatedCells != 2 || fmt.Sprint(got.UpdatedData.Values) != "[[0.12 New] [Ben x]]" {
		t.Errorf("got %+v, %v", got, err)
	}
	all, err := s.svc.Spreadsheets.Values.BatchUpdate(s.doc.ID(), &api.BatchUpdateValuesRequest{ValueInputOption: "RAW", IncludeValuesInResponse: true,
		Data: []*api.ValueRange{{Range: "A9", Values: [][]any{{1}}}, {Range: "B9", Values: [][]any{{true}}}}}).Do()
	if err != nil || all.TotalUpdatedRows != 1 || all.TotalUpdatedColumns != 2 || all.Responses[1].UpdatedData.Values[0][0] != "TRUE" {
		t.Errorf("got %+v, %v", all, err)
	}
	_, err = s.svc.Spreadsheets.Values.BatchUpdate(s.doc.ID(), &api.BatchUpdateValuesRequest{ValueInputOption: "RAW",
		Data: []*api.ValueRange{{Range: "A10", Values: [][]any{{1}}}, {Range: "ZZ1", Values: [][]any{{1}}}}}).Do()
	failsWith(t, err, 400, "exceeds grid limits")
	if len(s.doc.Rows("Sheet1")) != 9 {
		t.Error("a batch of values was applied in part")
	}
}

func TestFaults_LookLikeTheLiveOnes(t *testing.T) {
	for status, want := range map[int]string{
		400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 502: "<!DOCTYPE html>", 503: "UNAVAILABLE", 504: "<!DOCTYPE html>",
	} {
		s := tell(t, Options{})
		s.server.SetFault(func(Call) Fault { return Fault{Status: status, RetryAfter: 1500e6} })
		r, err := http.NewRequest(http.MethodGet, "https://sheets.test/v4/spreadsheets/"+s.doc.ID(), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.server.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		body := make([]byte, got.ContentLength)
		if _, err := got.Body.Read(body); err != nil {
			t.Fatal(err)
		}
		if got.StatusCode != status || !strings.Contains(string(body), want) || got.Header.Get("Retry-After") != "2" {
			t.Errorf("%d: got %d %s, %v", status, got.StatusCode, body, got.Header)
		}
	}
}

func TestServer_UnsupportedCallsFail(t *testing.T) {
	s := tell(t, Options{})
	for path, want := range map[string]string{
		s.doc.ID() + "/sheets/0:copyTo":                   "the emulator does not support POST /v4/spreadsheets/",
		s.doc.ID() + "/values:batchUpdateByDataFilter":    "the emulator does not support the call spreadsheets.values.batchUpdateByDataFilter",
		s.doc.ID() + "/values/A1:B2:append":               "'valueInputOption' is required",
		s.doc.ID() + "/values/A1%2FB2:clear":              "Unable to parse range: A1/B2",
		"nowhere:batchUpdate":                             "Requested entity was not found.",
		s.doc.ID() + ":batchUpdate?fields=replies(":       "?fields",
		s.doc.ID() + ":batchUpdate?fields=spreadsheetsId": "spreadsheetsId",
	} {
		status, body := s.send(http.MethodPost, path, `{}`)
		if status == http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: got %d %s", path, status, body)
		}
	}
	s.server.mu.Lock()
	s.server.violations = nil // the last two were meant
	s.server.mu.Unlock()
}

// A chart over rows that move, in part or as a whole, keeps a range that makes sense.
func TestBatch_RangesAfterAMove(t *testing.T) {
	for _, c := range []struct{ from, n, to, start, end, wantStart, wantEnd int }{
		{2, 2, 8, 2, 4, 6, 8},   // goes along
		{2, 2, 0, 2, 4, 0, 2},   // goes along
		{1, 1, 4, 2, 6, 1, 6},   // one comes in
		{2, 1, 8, 1, 6, 1, 5},   // one goes out
		{8, 1, 3, 1, 6, 1, 7},   // one comes in from below
		{3, 1, 5, 1, 8, 1, 8},   // within
		{0, 1, 20, 5, 6, 4, 5},  // passes by
		{20, 1, 0, 5, 6, 6, 7},  // passes by
		{10, 2, 15, 1, 3, 1, 3}, // far away
	} {
		to := c.to
		if to > c.from {
			to -= c.n
		}
		start, end, left := positions.AfterMove(c.from, c.n, to)(c.start, c.end)
		if !left || start != c.wantStart || end != c.wantEnd {
			t.Errorf("%+v: got %d %d %v", c, start, end, left)
		}
	}
}
