package gsheets

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recordingsDir walks up to the repository's root; the recordings lie beside it.
func recordingsDir(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("this is not within a Go module")
		}
		dir = up
	}
	dir = filepath.Join(dir, "..", "shared", "recordings", "google-sheets")
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the recordings are missing: %v", err)
		}
		t.Skip("the recordings are missing")
	}
	return dir
}

func discovered(t testing.TB) *Discovery {
	t.Helper()
	d, err := LoadDiscovery()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDiscovery_EveryRecordedCallFits(t *testing.T) {
	d := discovered(t)
	files, err := filepath.Glob(filepath.Join(recordingsDir(t), "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings: %v", err)
	}
	requests, answers := 0, 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var rec struct {
			Case  string
			Calls []struct {
				Method, Path      string
				Query             [][2]string
				Request, Response json.RawMessage
				Status            int
			}
		}
		if err := json.Unmarshal(raw, &rec); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for i, call := range rec.Calls {
			id, in, out, ok := d.Method(call.Method, call.Path)
			if !ok {
				t.Errorf("%s, call %d: %s %s is no call of the API", rec.Case, i, call.Method, call.Path)
				continue
			}
			query := url.Values{}
			for _, q := range call.Query {
				query.Add(q[0], q[1])
			}
			if err := d.CheckQuery(id, query); err != nil {
				t.Errorf("%s, call %d %s: %v", rec.Case, i, id, err)
			}
			if len(call.Request) > 0 && string(call.Request) != "null" {
				requests++
				if in == "" {
					t.Errorf("%s, call %d %s: a body where none belongs", rec.Case, i, id)
				} else if err := d.Check(in, call.Request); err != nil {
					t.Errorf("%s, call %d %s, request: %v", rec.Case, i, id, err)
				}
			}
			if call.Status == 200 {
				answers++
				if err := d.Check(out, call.Response); err != nil {
					t.Errorf("%s, call %d %s, answer: %v", rec.Case, i, id, err)
				}
			}
		}
	}
	t.Logf("%d cases, %d requests, %d answers", len(files), requests, answers)
}

func TestDiscovery_ViolationsHaveTheirPath(t *testing.T) {
	d := discovered(t)
	for _, c := range []struct{ name, schema, body, want string }{
		{"an empty body", "Spreadsheet", "", ""},
		{"a good one", "ValueRange", `{"range":"A1","majorDimension":"ROWS","values":[[null,1,"x",true],[]]}`, ""},
		{"null is absent", "BatchUpdateSpreadsheetRequest", `{"requests":[{"addSheet":null,"updateCells":{"start":{"sheetId":0},"rows":null}}],"responseRanges":null}`, ""},
		{"whole numbers as text and with a fraction of nothing", "GridRange", `{"sheetId":"7","startRowIndex":2.0}`, ""},
		{"any key of a map", "BasicFilter", `{"criteria":{"0":{"hiddenValues":["x"]}}}`, ""},
		{"a known mask", "UpdateCellsRequest", `{"fields":"userEnteredValue,userEnteredFormat(textFormat.bold,numberFormat),note"}`, ""},
		{"the mask of all", "RepeatCellRequest", `{"fields":"*"}`, ""},

		{"an unknown field", "BatchUpdateSpreadsheetRequest", `{"requests":[{"updateCells":{"foo":1}}]}`, "requests[0].updateCells.foo: unknown field of UpdateCellsRequest"},
		{"an unknown kind of request", "BatchUpdateSpreadsheetRequest", `{"requests":[{},{"writeCells":{}}]}`, "requests[1].writeCells: unknown field of Request"},
		{"two kinds in one request", "BatchUpdateSpreadsheetRequest", `{"requests":[{"addSheet":{},"addChart":{}}]}`, "requests[0]: only one of addChart, addSheet may be set"},
		{"a cell of two types", "CellData", `{"userEnteredValue":{"stringValue":"x","numberValue":1}}`, "userEnteredValue: only one of numberValue, stringValue may be set"},
		{"text for a number", "CellData", `{"userEnteredValue":{"numberValue":"ten"}}`, `userEnteredValue.numberValue: "ten" is no number`},
		{"a number for text", "CellData", `{"userEnteredValue":{"stringValue":10}}`, "userEnteredValue.stringValue: want text, got a number"},
		{"text for a tick", "CellData", `{"userEnteredValue":{"boolValue":"true"}}`, "userEnteredValue.boolValue: want true or false, got text"},
		{"half a row", "GridRange", `{"startRowIndex":1.5}`, "startRowIndex: 1.5 is no whole number"},
		{"too large an id", "GridRange", `{"sheetId":4294967296}`, "sheetId: 4294967296 is beyond 32 bits"},
		{"a value that no enumeration has", "ValueRange", `{"majorDimension":"ROW"}`, `majorDimension: "ROW" is none of its values`},
		{"a wrong item of a list of enumerations", "PasteDataRequest", `{"type":"PASTE_ALL"}`, `type: "PASTE_ALL" is none of its values`},
		{"an object for a list", "BatchUpdateSpreadsheetRequest", `{"requests":{}}`, "requests: want a list, got an object"},
		{"a list for an object", "Spreadsheet", `{"properties":[]}`, "properties: want an object, got a list"},
		{"null within a list", "BatchUpdateSpreadsheetRequest", `{"requests":[null]}`, "requests[0]: null within a list"},
		{"deep in a map", "BasicFilter", `{"criteria":{"0":{"hidden":["x"]}}}`, "criteria.0.hidden: unknown field of FilterCriteria"},
		{"text instead of a body", "Spreadsheet", `"x"`, "body: want an object, got text"},
		{"an unknown path in a mask", "UpdateCellsRequest", `{"fields":"userEnteredValue,rows.values"}`, `fields: the field mask names "rows", which is unknown`},
		{"an unknown path below a known one", "UpdateSheetPropertiesRequest", `{"fields":"gridProperties(frozenRows)"}`, `fields: the field mask names "frozenRows", which is unknown`},
		{"two at once", "GridRange", `{"a":1,"b":1}`, "a: unknown field of GridRange; b: unknown field of GridRange"},
		{"not JSON", "GridRange", `{"sheetId":`, "check a body as GridRange: unexpected EOF"},
		{"more than one body", "GridRange", `{} {}`, "check a body as GridRange: there is something behind its end"},
		{"no such schema", "Grid", `{}`, `check a body: there is no schema "Grid"`},
	} {
		t.Run(c.name, func(t *testing.T) { sameError(t, d.Check(c.schema, []byte(c.body)), c.want) })
	}
	err := d.Check("BatchUpdateSpreadsheetRequest", []byte(`{"requests":[`+strings.Repeat(`{"x":1},`, 30)+`{"x":1}]}`))
	if err == nil || !strings.HasSuffix(err.Error(), "; and 19 more") {
		t.Errorf("a body that is wrong everywhere: %v", err)
	}
}

func TestFieldMasks(t *testing.T) {
	d := discovered(t)
	for _, c := range []struct{ schema, mask, want string }{
		{"Spreadsheet", "", ""},
		{"Spreadsheet", "*", ""},
		{"Spreadsheet", "spreadsheetId,properties(title,locale,timeZone),developerMetadata(metadataId,metadataKey,metadataValue),sheets(properties,merges,basicFilter,protectedRanges,tables,charts(chartId),conditionalFormats)", ""},
		{"Spreadsheet", "sheets.data.rowData.values(userEnteredValue,effectiveValue/stringValue)", ""},
		{"Spreadsheet", "sheets/properties/*", ""},
		{"Spreadsheet", "sheets( properties , data ( startRow ) ) , spreadsheetId", ""},
		{"BatchUpdateSpreadsheetResponse", "replies(addSheet),updatedSpreadsheet(sheets(properties(sheetId),data(startRow,startColumn,rowData(values(effectiveValue)))))", ""},
		{"Spreadsheet", "sheets(properties", "fields: a parenthesis is not closed in the field mask"},
		{"Spreadsheet", "sheets)properties", `fields: the field mask "sheets)properties" cannot be read from ")properties" on`},
		{"Spreadsheet", "sheets(grid)", `fields: the field mask names "grid", which is unknown`},
		{"Spreadsheet", "spreadsheetId.x", `fields: the field mask names "x", which is unknown`},
		{"Spreadsheet", "sheets,,properties", "fields: the field mask has an empty name"},
		{"Nothing", "x", `check a field mask: there is no schema "Nothing"`},
	} {
		t.Run(c.mask, func(t *testing.T) { sameError(t, d.CheckMask(c.schema, c.mask), c.want) })
	}
	for request, root := range maskSchemas {
		s := d.schemas[request]
		if s == nil || s.Properties["fields"] == nil || d.schemas[root] == nil {
			t.Errorf("%s with its mask over %s is not in the document", request, root)
		}
	}
	for name, s := range d.schemas {
		if p := s.Properties["fields"]; p != nil && p.Format == "google-fieldmask" && maskSchemas[name] == "" {
			t.Errorf("%s has a field mask; say what it is about", name)
		}
	}
}

func TestDiscovery_CallsByPath(t *testing.T) {
	d := discovered(t)
	for _, c := range []struct{ method, path, id, in, out string }{
		{"POST", "/v4/spreadsheets", "spreadsheets.create", "Spreadsheet", "Spreadsheet"},
		{"GET", "/v4/spreadsheets/ID", "spreadsheets.get", "", "Spreadsheet"},
		{"POST", "/v4/spreadsheets/ID:batchUpdate", "spreadsheets.batchUpdate", "BatchUpdateSpreadsheetRequest", "BatchUpdateSpreadsheetResponse"},
		{"POST", "/v4/spreadsheets/ID:getByDataFilter", "spreadsheets.getByDataFilter", "GetSpreadsheetByDataFilterRequest", "Spreadsheet"},
		{"GET", "/v4/spreadsheets/ID/values/Leads!A1:B2", "spreadsheets.values.get", "", "ValueRange"},
		{"GET", "/v4/spreadsheets/ID/values/%27a%2Fb%27%21A1", "spreadsheets.values.get", "", "ValueRange"},
		{"PUT", "/v4/spreadsheets/ID/values/A1", "spreadsheets.values.update", "ValueRange", "UpdateValuesResponse"},
		{"POST", "/v4/spreadsheets/ID/values/%27Lead%27%27s%20list%2F2%3A%20x%27%21A1:append", "spreadsheets.values.append", "ValueRange", "AppendValuesResponse"},
		{"POST", "/v4/spreadsheets/ID/values/A1:B2:clear", "spreadsheets.values.clear", "ClearValuesRequest", "ClearValuesResponse"},
		{"POST", "/v4/spreadsheets/ID/values:batchGetByDataFilter", "spreadsheets.values.batchGetByDataFilter", "BatchGetValuesByDataFilterRequest", "BatchGetValuesByDataFilterResponse"},
		{"GET", "/v4/spreadsheets/ID/values:batchGet", "spreadsheets.values.batchGet", "", "BatchGetValuesResponse"},
		{"POST", "/v4/spreadsheets/ID/developerMetadata:search", "spreadsheets.developerMetadata.search", "SearchDeveloperMetadataRequest", "SearchDeveloperMetadataResponse"},
		{"GET", "/v4/spreadsheets/ID/developerMetadata/12", "spreadsheets.developerMetadata.get", "", "DeveloperMetadata"},
		{"POST", "/v4/spreadsheets/ID/sheets/0:copyTo", "spreadsheets.sheets.copyTo", "CopySheetToAnotherSpreadsheetRequest", "SheetProperties"},
		{"POST", "/v4/spreadsheets/:batchUpdate", "", "", ""},
		{"DELETE", "/v4/spreadsheets/ID", "", "", ""},
		{"GET", "/v4/spreadsheets/ID/values", "", "", ""},
	} {
		id, in, out, ok := d.Method(c.method, c.path)
		if id != c.id || in != c.in || out != c.out || ok != (c.id != "") {
			t.Errorf("%s %s: got %q %q %q %v", c.method, c.path, id, in, out, ok)
		}
	}
}

func TestQueries(t *testing.T) {
	d := discovered(t)
	for _, c := range []struct{ id, query, want string }{
		{"spreadsheets.get", "includeGridData=false&ranges=A1&ranges=B2&alt=json&prettyPrint=false&fields=sheets(properties)", ""},
		{"spreadsheets.get", "include=false", "?include: unknown parameter of spreadsheets.get"},
		{"spreadsheets.get", "includeGridData=no", `?includeGridData: want true or false, got "no"`},
		{"spreadsheets.get", "fields=sheets(x)", `?fields: the field mask names "x", which is unknown`},
		{"spreadsheets.get", "spreadsheetId=x", "?spreadsheetId: unknown parameter of spreadsheets.get"},
		{"spreadsheets.values.get", "majorDimension=ROWS&valueRenderOption=UNFORMATTED_VALUE", ""},
		{"spreadsheets.values.get", "majorDimension=ROWS&majorDimension=COLUMNS", "?majorDimension: given more than once"},
		{"spreadsheets.values.get", "valueRenderOption=PLAIN", `?valueRenderOption: "PLAIN" is none of its values`},
		{"spreadsheets.burn", "", `check the query: there is no call "spreadsheets.burn"`},
	} {
		query, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(c.query, func(t *testing.T) { sameError(t, d.CheckQuery(c.id, query), c.want) })
	}
}

func TestDiscovery_InvalidDocument(t *testing.T) {
	for _, data := range []string{"", "[]", "{}"} {
		if _, err := parseDiscovery([]byte(data)); err == nil {
			t.Errorf("%q was taken for a discovery document", data)
		}
	}
}

func sameError(t *testing.T, err error, want string) {
	t.Helper()
	got := ""
	if err != nil {
		got = err.Error()
	}
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func BenchmarkCheck(b *testing.B) {
	d := discovered(b)
	body := []byte(`{"requests":[` + strings.Repeat(`{"updateCells":{"start":{"sheetId":1,"rowIndex":7,"columnIndex":2},"rows":[{"values":[{"userEnteredValue":{"stringValue":"x"}}]}],"fields":"userEnteredValue"}},`, 20) + `{}]}`)
	for b.Loop() {
		if err := d.Check("BatchUpdateSpreadsheetRequest", body); err != nil {
			b.Fatal(err)
		}
	}
}
