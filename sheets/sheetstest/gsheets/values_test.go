package gsheets

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/api/googleapi"
	api "google.golang.org/api/sheets/v4"
)

func (s *story) put(at string, rows ...string) {
	s.Helper()
	v := &api.ValueRange{}
	for _, r := range rows {
		var row []any
		for _, c := range strings.Split(r, ",") {
			row = append(row, c)
		}
		v.Values = append(v.Values, row)
	}
	if _, err := s.svc.Spreadsheets.Values.Update(s.doc.ID(), at, v).ValueInputOption("RAW").Do(); err != nil {
		s.Fatal(err)
	}
}

// The worked example of the documentation: two tables, A1:C2 and B4:D6.
func TestAppend_FindsTheDocumentedTable(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Sheet1", "B7"}, {"B4", "B7"}, {"C5:D5", "B7"}, {"B2:D4", "B7"}, {"A3:G10", "B7"}, {"A1", "A3"}, {"E4", "E4"}, {"A4", "A4"},
	} {
		s := tell(t, Options{})
		s.put("A1:C2", "x,y,z", "x,y,z")
		s.put("B4:D6", "x,y", ",y,z", ",,z")
		got, err := s.svc.Spreadsheets.Values.Append(s.doc.ID(), c.in, &api.ValueRange{Values: [][]any{{"n"}}}).ValueInputOption("RAW").Do()
		if err != nil {
			t.Fatal(err)
		}
		if got.Updates.UpdatedRange != "Sheet1!"+c.want {
			t.Errorf("append to %s went to %s, want %s", c.in, got.Updates.UpdatedRange, c.want)
		}
	}
}

func TestAppend_RowWithAGap(t *testing.T) {
	s := tell(t, Options{})
	s.put("A1", "x,,z")
	add := func(at string) string {
		got, err := s.svc.Spreadsheets.Values.Append(s.doc.ID(), at, &api.ValueRange{Values: [][]any{{"a", "", "c"}}}).ValueInputOption("RAW").Do()
		if err != nil {
			t.Fatal(err)
		}
		return got.TableRange + " " + got.Updates.UpdatedRange
	}
	if got := add("'Sheet1'"); got != "Sheet1!C1 Sheet1!C2:E2" {
		t.Error(got)
	}
	s = tell(t, Options{})
	s.put("A1", "x,,z")
	if got := add("'Sheet1'!A1"); got != "Sheet1!A1 Sheet1!A2:C2" {
		t.Error(got)
	}
}

func TestAppend_InsertsOrOverwrites(t *testing.T) {
	for option, want := range map[string]string{"OVERWRITE": "a/n/b", "INSERT_ROWS": "a/n//b"} {
		s := tell(t, Options{})
		s.put("A1", "a", "", "b")
		if _, err := s.svc.Spreadsheets.Values.Append(s.doc.ID(), "A1", &api.ValueRange{Values: [][]any{{"n"}}}).ValueInputOption("RAW").InsertDataOption(option).Do(); err != nil {
			t.Fatal(err)
		}
		s.holds("Sheet1", want)
	}
	s := tell(t, Options{})
	s.must(cellsAt(999, 0, "last"))
	if _, err := s.svc.Spreadsheets.Values.Append(s.doc.ID(), "A1000", &api.ValueRange{Values: [][]any{{"n"}}}).ValueInputOption("RAW").Do(); err != nil {
		t.Error(err)
	}
}

func TestValues_UserEntered(t *testing.T) {
	for _, c := range []struct{ typed, formatted, unformatted, formula string }{
		{"hello", "hello", `"hello"`, `"hello"`},
		{"007", "7", "7", "7"},
		{"-1.50", "-1.5", "-1.5", "-1.5"},
		{"1e3", "1000", "1000", "1000"},
		{"2,000,000.01", "2,000,000.01", "2000000.01", "2000000.01"},
		{"12%", "12%", "0.12", "0.12"},
		{"$100.15", "$100.15", "100.15", "100.15"},
		{"2026-09-05", "2026-09-05", "46270", "46270"},
		{"2026-09-05 13:30", "2026-09-05 13:30:00", "46270.5625", "46270.5625"},
		{"2026-13-05", "2026-13-05", `"2026-13-05"`, `"2026-13-05"`},
		{"TRUE", "TRUE", "true", "true"},
		{"'0123", "0123", `"0123"`, `"0123"`},
		{"=1+2*3", "7", "7", `"=1+2*3"`},
		{"= 1 / 1024", "0.0009765625", "0.0009765625", `"= 1 / 1024"`},
		{`="a b"`, "a b", `"a b"`, `"=\"a b\""`},
		{"=WHATEVER(1)", "#NAME?", `"#NAME?"`, `"=WHATEVER(1)"`},
		{"+49 170 1234", "+49 170 1234", `"+49 170 1234"`, `"+49 170 1234"`},
	} {
		s := tell(t, Options{})
		if _, err := s.svc.Spreadsheets.Values.Update(s.doc.ID(), "B2", &api.ValueRange{Values: [][]any{{c.typed}}}).ValueInputOption("USER_ENTERED").Do(); err != nil {
			t.Fatal(err)
		}
		for option, want := range map[string]string{"FORMATTED_VALUE": `"` + c.formatted + `"`, "UNFORMATTED_VALUE": c.unformatted, "FORMULA": c.formula} {
			got, err := s.svc.Spreadsheets.Values.Get(s.doc.ID(), "B2").ValueRenderOption(option).Do()
			if err != nil {
				t.Fatal(err)
			}
			if text := string(marshal(got.Values[0][0])); text != want {
				t.Errorf("%s as %s: got %s, want %s", c.typed, option, text, want)
			}
		}
	}
}

func TestValues_Raw(t *testing.T) {
	s := tell(t, Options{})
	s.put("A1", "=1+1,'x,007,TRUE,2026-01-01")
	got, err := s.svc.Spreadsheets.Values.Get(s.doc.ID(), "A1:Z1").ValueRenderOption("FORMULA").Do()
	if err != nil || fmt.Sprint(got.Values) != "[[=1+1 'x 007 TRUE 2026-01-01]]" {
		t.Errorf("got %v, %v", got.Values, err)
	}
	for _, c := range s.doc.Cells("Sheet1")[0] {
		if c.Formula != "" || c.Value.Kind != kindText {
			t.Errorf("got %+v", c)
		}
	}
}

func TestValues_WritesThatDoNotFit(t *testing.T) {
	s := tell(t, Options{})
	for _, c := range []struct {
		at   string
		rows int
		want string
	}{
		{"A1:B2", 3, "Requested writing within range [Sheet1!A1:B2], but tried writing to row [3]"},
		{"A1:A3", 1, "Requested writing within range [Sheet1!A1:A3], but tried writing to column [B]"},
		{"A5000:B5001", 1, "Range (Sheet1!A5000:B5001) exceeds grid limits. Max rows: 1000, max columns: 26"},
		{"Nowhere!A1", 1, "Unable to parse range: Nowhere!A1"},
		{"Sheet1!A1:B2:C3", 1, "Unable to parse range: Sheet1!A1:B2:C3"},
	} {
		v := &api.ValueRange{}
		for range c.rows {
			v.Values = append(v.Values, []any{"x", "y"})
		}
		_, err := s.svc.Spreadsheets.Values.Update(s.doc.ID(), c.at, v).ValueInputOption("RAW").Do()
		failsWith(t, err, 400, c.want)
	}
	_, err := s.svc.Spreadsheets.Values.Update(s.doc.ID(), "A1", &api.ValueRange{Values: [][]any{{"x"}}}).Do()
	failsWith(t, err, 400, "'valueInputOption' is required but not specified")
	s.holds("Sheet1", "")
}

func TestRecorded_Ranges(t *testing.T) {
	d := New(Options{}).Create("Team")
	st := d.state()
	for in, want := range map[string]string{
		"Sheet1": "Sheet1!A1:Z1000", "'Sheet1'": "Sheet1!A1:Z1000", "A1:C": "Sheet1!A1:C1000", "A2:2": "Sheet1!A2:Z2", "D4:A1": "Sheet1!A1:D4",
		"Sheet1!B:B": "Sheet1!B1:B1000", "3:4": "Sheet1!A3:Z4", "$B$2": "Sheet1!B2", "Sheet1!z1000": "Sheet1!Z1000",
	} {
		b, err := st.resolve(in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if got := a1(b.s, b.bounded()); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
	for title, want := range map[string]string{"Leads": "Leads", "D3": "'D3'", "a b": "'a b'", "it's": "'it''s'", "1st": "'1st'", "_leadsheet": "_leadsheet", "ABCD12": "ABCD12", "Straße": "'Straße'"} {
		if got := quoteTitle(title); got != want {
			t.Errorf("%s: got %s, want %s", title, got, want)
		}
	}
}

func TestFieldMasks_LeaveOutTheRest(t *testing.T) {
	const text = `{"a":1,"b":{"c":[{"d":"x,}\"","e":2},{"e":3},{}],"f":null},"g":[]}`
	for in, want := range map[string]string{
		"*": text, "a": `{"a":1}`, "b.f": `{"b":{"f":null}}`, "b/c/d,a": `{"a":1,"b":{"c":[{"d":"x,}\""},{},{}]}}`,
		"b(c(e),f)": `{"b":{"c":[{"e":2},{"e":3},{}],"f":null}}`, "g,zz": `{"g":[]}`, "zz": `{}`, "b(c.*)": `{"b":{"c":[{"d":"x,}\"","e":2},{"e":3},{}]}}`,
	} {
		m, err := parseMask(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(m.filter([]byte(text))); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
		if !json.Valid([]byte(want)) {
			t.Errorf("%s is no JSON", want)
		}
	}
	for _, bad := range []string{"", "a,", "a(b", "a)", "(a)", "a..b"} {
		if _, err := parseMask(bad); err == nil {
			t.Errorf("%q is no mask", bad)
		}
	}
}

func TestBatch_AnswerHoldsTheStateAfterIt(t *testing.T) {
	s := team(t)
	got, err := s.svc.Spreadsheets.BatchUpdate(s.doc.ID(), &api.BatchUpdateSpreadsheetRequest{
		IncludeSpreadsheetInResponse: true, ResponseIncludeGridData: true, ResponseRanges: []string{"'_log'!A1:F3"},
		Requests: []*api.Request{
			{AddSheet: &api.AddSheetRequest{Properties: &api.SheetProperties{SheetId: 9, Title: "_log", Hidden: true}}},
			{CopyPaste: &api.CopyPasteRequest{PasteType: "PASTE_VALUES",
				Source:      &api.GridRange{StartRowIndex: 1, EndRowIndex: 2, EndColumnIndex: 3},
				Destination: &api.GridRange{SheetId: 9, StartRowIndex: 1, EndRowIndex: 2, StartColumnIndex: 3, EndColumnIndex: 6}}},
			cellsAt(1, 2, "Won"),
		}}).Fields(googleapi.Field("replies,updatedSpreadsheet(sheets(properties(sheetId),data(startRow,startColumn,rowData(values(effectiveValue)))))")).Do()
	if err != nil {
		t.Fatal(err)
	}
	text := string(marshal(got.UpdatedSpreadsheet))
	if text != `{"sheets":[{"data":[{"rowData":[{},{"values":[{},{},{},{"effectiveValue":{"stringValue":"L-1"}},{"effectiveValue":{"stringValue":"Ada"}},{"effectiveValue":{"stringValue":"New"}}]}]}],"properties":{"sheetId":9}}]}` {
		t.Errorf("got %s", text)
	}
	if len(got.Replies) != 3 || got.Replies[0].AddSheet.Properties.SheetId != 9 || got.SpreadsheetId != "" {
		t.Errorf("got %+v", got)
	}
	s.holds("_log", "/,,,L-1,Ada,New")
}
