package gsheets

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// raw makes a batch of JSON requests and returns status and body, compact.
func (s *story) raw(requests string) (int, string) {
	s.Helper()
	return s.send(http.MethodPost, s.doc.ID()+":batchUpdate?prettyPrint=false", `{"requests":[`+requests+`]}`)
}

func (s *story) send(method, path, body string) (int, string) {
	s.Helper()
	r, err := http.NewRequest(method, "https://sheets.test/v4/spreadsheets/"+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	got, err := s.server.RoundTrip(r)
	if err != nil {
		s.Fatal(err)
	}
	text, err := io.ReadAll(got.Body)
	if err != nil {
		s.Fatal(err)
	}
	return got.StatusCode, string(text)
}

// get reads some fields of the spreadsheet.
func (s *story) get(fields string) string {
	s.Helper()
	status, text := s.send(http.MethodGet, s.doc.ID()+"?prettyPrint=false&fields="+url.QueryEscape(fields), "")
	if status != http.StatusOK {
		s.Fatal(text)
	}
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		s.Fatal(err)
	}
	return string(marshal(v)) // fields in alphabetical order
}

// rule is a conditional format on some rows.
func rule(from, to string) string {
	return `{"addConditionalFormatRule":{"rule":{"ranges":[{"startRowIndex":` + from + `,"endRowIndex":` + to + `,"startColumnIndex":0,"endColumnIndex":2}],"booleanRule":{"condition":{"type":"TEXT_EQ","values":[{"userEnteredValue":"x"}]},"format":{"backgroundColor":{"red":1,"green":0}}}},"index":0}}`
}

const chartOf = `{"spec":{"basicChart":{"chartType":"COLUMN","domains":[{"domain":{"sourceRange":{"sources":[{"startRowIndex":1,"endRowIndex":4,"startColumnIndex":0,"endColumnIndex":1}]}}}],"series":[{"series":{"sourceRange":{"sources":[{"startRowIndex":1,"endRowIndex":4,"startColumnIndex":1,"endColumnIndex":2}]}}}]}},"position":{"overlayPosition":{"anchorCell":{"rowIndex":5,"columnIndex":4}}},"chartId":77}`

// Each case makes batches on the tab a,b / 1,2 / 3,4 and looks at what has become of it.
func TestBatch_Requests(t *testing.T) {
	insert := `{"insertDimension":{"range":{"dimension":"ROWS","startIndex":1,"endIndex":3}}}`
	remove := func(from, to string) string {
		return `{"deleteDimension":{"range":{"dimension":"ROWS","startIndex":` + from + `,"endIndex":` + to + `}}}`
	}
	for _, c := range []struct {
		what, requests, fields, want string
	}{
		{"a rule grows with inserted rows", rule("1", "3") + "," + `{"insertDimension":{"range":{"dimension":"ROWS","startIndex":2,"endIndex":4}}}`, "sheets.conditionalFormats.ranges", `{"sheets":[{"conditionalFormats":[{"ranges":[{"endColumnIndex":2,"endRowIndex":5,"startColumnIndex":0,"startRowIndex":1}]}]}]}`},
		{"a rule ends with its last row", rule("1", "3") + "," + rule("0", "9") + "," + remove("1", "3"), "sheets.conditionalFormats.ranges", `{"sheets":[{"conditionalFormats":[{"ranges":[{"endColumnIndex":2,"endRowIndex":7,"startColumnIndex":0,"startRowIndex":0}]}]}]}`},
		{"rules by index", rule("1", "2") + "," + rule("3", "4") + "," + `{"deleteConditionalFormatRule":{"index":1}}`, "sheets.conditionalFormats.ranges.startRowIndex", `{"sheets":[{"conditionalFormats":[{"ranges":[{"startRowIndex":3}]}]}]}`},
		{"zero is left out of colours", rule("1", "2"), "sheets.conditionalFormats.booleanRule.format.backgroundColor", `{"sheets":[{"conditionalFormats":[{"booleanRule":{"format":{"backgroundColor":{"red":1}}}}]}]}`},
		{"a chart follows its rows", `{"addChart":{"chart":` + chartOf + `}},` + insert, "sheets.charts(chartId,position,spec.basicChart.series)", `{"sheets":[{"charts":[{"chartId":77,"position":{"overlayPosition":{"anchorCell":{"columnIndex":4,"rowIndex":7}}},"spec":{"basicChart":{"series":[{"series":{"sourceRange":{"sources":[{"endColumnIndex":2,"endRowIndex":6,"startColumnIndex":1,"startRowIndex":3}]}}}]}}}]}]}`},
		{"a chart is moved and has another spec", `{"addChart":{"chart":` + chartOf + `}},{"updateEmbeddedObjectPosition":{"objectId":77,"newPosition":{"overlayPosition":{"anchorCell":{"rowIndex":1}}},"fields":"anchorCell"}},{"updateChartSpec":{"chartId":77,"spec":{"title":"T"}}}`, "sheets.charts(position,spec)", `{"sheets":[{"charts":[{"position":{"overlayPosition":{"anchorCell":{"rowIndex":1}}},"spec":{"title":"T"}}]}]}`},
		{"a chart is deleted", `{"addChart":{"chart":` + chartOf + `}},{"deleteEmbeddedObject":{"objectId":77}}`, "sheets.charts", `{"sheets":[{}]}`},
		{"protection", `{"addProtectedRange":{"protectedRange":{"protectedRangeId":5,"range":{"startColumnIndex":1,"endColumnIndex":2},"warningOnly":true}}},{"addProtectedRange":{"protectedRange":{"protectedRangeId":6,"range":{"startColumnIndex":1,"endColumnIndex":2}}}}`, "sheets.protectedRanges(protectedRangeId,warningOnly,requestingUserCanEdit)", `{"sheets":[{"protectedRanges":[{"protectedRangeId":5,"requestingUserCanEdit":true,"warningOnly":true},{"protectedRangeId":6,"requestingUserCanEdit":true}]}]}`},
		{"merges shift and shrink", `{"mergeCells":{"mergeType":"MERGE_COLUMNS","range":{"startRowIndex":1,"endRowIndex":3,"startColumnIndex":3,"endColumnIndex":5}}},` + insert + "," + remove("0", "4"), "sheets.merges", `{"sheets":[{}]}`},
		{"unmerge", `{"mergeCells":{"range":{"endRowIndex":2,"endColumnIndex":2}}},{"unmergeCells":{"range":{"endRowIndex":5}}}`, "sheets.merges", `{"sheets":[{}]}`},
		{"properties", `{"updateSheetProperties":{"properties":{"title":"X","tabColor":{"red":1,"blue":0},"gridProperties":{"rowCount":7,"columnCount":3,"frozenRowCount":1}},"fields":"title,tabColor,gridProperties(rowCount,columnCount,frozenRowCount)"}},{"updateSheetProperties":{"properties":{},"fields":"tabColor"}},{"updateSpreadsheetProperties":{"properties":{"timeZone":"Europe/Berlin"},"fields":"timeZone"}}`, "properties(title,timeZone),sheets.properties", `{"properties":{"timeZone":"Europe/Berlin","title":"Team"},"sheets":[{"properties":{"gridProperties":{"columnCount":3,"frozenRowCount":1,"rowCount":7},"index":0,"sheetId":0,"sheetType":"GRID","title":"X"}}]}`},
		{"tabs in another order", `{"addSheet":{"properties":{"title":"B","sheetId":1}}},{"addSheet":{"properties":{"title":"C","sheetId":2,"index":0}}},{"updateSheetProperties":{"properties":{"sheetId":2,"index":2},"fields":"index"}}`, "sheets.properties(title,index)", `{"sheets":[{"properties":{"index":0,"title":"Sheet1"}},{"properties":{"index":1,"title":"C"}},{"properties":{"index":2,"title":"B"}}]}`},
		{"widths and hidden rows", `{"updateDimensionProperties":{"range":{"dimension":"COLUMNS","startIndex":0,"endIndex":1},"properties":{"pixelSize":50},"fields":"pixelSize"}},{"updateDimensionProperties":{"range":{"dimension":"ROWS","startIndex":0,"endIndex":1},"properties":{"hiddenByUser":true},"fields":"hiddenByUser"}},{"updateSheetProperties":{"properties":{"gridProperties":{"rowCount":2,"columnCount":2}},"fields":"gridProperties(rowCount,columnCount)"}}`, "sheets.data(rowMetadata,columnMetadata)", `{"sheets":[{"data":[{"columnMetadata":[{"pixelSize":50},{"pixelSize":100}],"rowMetadata":[{"hiddenByUser":true,"pixelSize":21},{"pixelSize":21}]}]}]}`},
		{"formats in parts", `{"repeatCell":{"range":{"endRowIndex":1,"endColumnIndex":1},"cell":{"userEnteredFormat":{"textFormat":{"bold":true,"italic":true},"wrapStrategy":"WRAP"}},"fields":"userEnteredFormat"}},{"updateCells":{"range":{"endRowIndex":1,"endColumnIndex":1},"rows":[{"values":[{"userEnteredFormat":{"numberFormat":{"type":"TEXT"}},"note":"n"}]}],"fields":"note,userEnteredFormat.numberFormat,userEnteredFormat.textFormat.bold"}},{"updateCells":{"range":{"endRowIndex":1,"endColumnIndex":1},"rows":[{"values":[{"userEnteredFormat":{"borders":{"bottom":{"style":"SOLID"}}}}]}],"fields":"userEnteredFormat.borders.bottom"}}`, "sheets.data.rowData.values(userEnteredFormat,note)", `{"sheets":[{"data":[{"rowData":[{"values":[{"note":"n","userEnteredFormat":{"borders":{"bottom":{"style":"SOLID"}},"numberFormat":{"type":"TEXT"},"textFormat":{"italic":true},"wrapStrategy":"WRAP"}},{}]},{"values":[{},{}]},{"values":[{},{}]}]}]}]}`},
		{"lists", `{"setDataValidation":{"range":{"startRowIndex":1,"endRowIndex":2,"endColumnIndex":1},"rule":{"condition":{"type":"ONE_OF_LIST","values":[{"userEnteredValue":"x"}]},"strict":false,"showCustomUi":true}}},` + insert, "sheets.data.rowData.values.dataValidation(strict,showCustomUi)", `{"sheets":[{"data":[{"rowData":[{"values":[{},{}]},{"values":[{"dataValidation":{"showCustomUi":true}}]},{"values":[{"dataValidation":{"showCustomUi":true}}]},{"values":[{"dataValidation":{"showCustomUi":true}},{}]},{"values":[{},{}]}]}]}]}`},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := tell(t, Options{})
			s.must(cellsAt(0, 0, "a,b", "1,2", "3,4"))
			if status, body := s.raw(c.requests); status != http.StatusOK {
				t.Fatal(body)
			}
			if got := s.get(c.fields); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestBatch_RequestsThatMoveContent(t *testing.T) {
	for _, c := range []struct{ what, request, want, reply string }{
		{"copy", `{"copyPaste":{"source":{"endRowIndex":1,"endColumnIndex":2},"destination":{"startRowIndex":3,"endRowIndex":5,"startColumnIndex":0,"endColumnIndex":1}}}`, "a,b/1,2/3,4/a,b/a,b", `{}`},
		{"copy over the source", `{"copyPaste":{"source":{"endRowIndex":2,"endColumnIndex":1},"destination":{"startRowIndex":1,"endRowIndex":3,"startColumnIndex":0,"endColumnIndex":1}}}`, "a,b/a,2/1,4", `{}`},
		{"transpose", `{"copyPaste":{"source":{"endRowIndex":1,"endColumnIndex":2},"destination":{"startRowIndex":1,"endRowIndex":2,"endColumnIndex":1},"pasteOrientation":"TRANSPOSE"}}`, "a,b/a,2/b,4", `{}`},
		{"formats only", `{"copyPaste":{"source":{"endRowIndex":1,"endColumnIndex":2},"destination":{"startRowIndex":1,"endRowIndex":2,"endColumnIndex":1},"pasteType":"PASTE_FORMAT"}}`, "a,b/1,2/3,4", `{}`},
		{"insert a column", `{"insertDimension":{"range":{"dimension":"COLUMNS","startIndex":1,"endIndex":2},"inheritFromBefore":true}}`, "a,,b/1,,2/3,,4", `{}`},
		{"delete a column", `{"deleteDimension":{"range":{"dimension":"COLUMNS","startIndex":0,"endIndex":1}}}`, "b/2/4", `{}`},
		{"move a row to the end", `{"moveDimension":{"source":{"dimension":"ROWS","startIndex":0,"endIndex":1},"destinationIndex":3}}`, "1,2/3,4/a,b", `{}`},
		{"move a column to the front", `{"moveDimension":{"source":{"dimension":"COLUMNS","startIndex":1,"endIndex":2},"destinationIndex":0}}`, "b,a/2,1/4,3", `{}`},
		{"append rows", `{"appendDimension":{"dimension":"ROWS","length":3}}`, "a,b/1,2/3,4", `{}`},
		{"sort", `{"sortRange":{"range":{"startRowIndex":0},"sortSpecs":[{"dimensionIndex":1,"sortOrder":"DESCENDING"}]}}`, "a,b/3,4/1,2", `{}`},
		{"clear a range", `{"updateCells":{"range":{"startRowIndex":1},"fields":"userEnteredValue","rows":[{"values":[{"userEnteredValue":{"boolValue":true}}]}]}}`, "a,b/TRUE", `{}`},
		{"a formula is an error", `{"updateCells":{"start":{},"fields":"userEnteredValue","rows":[{"values":[{"userEnteredValue":{"formulaValue":"=FOO()"}}]}]}}`, "#NAME?,b/1,2/3,4", `{}`},
		{"the first of metadata deleted", `{"createDeveloperMetadata":{"developerMetadata":{"metadataId":3,"metadataKey":"k","metadataValue":"v","visibility":"DOCUMENT","location":{"sheetId":0}}}}`, "a,b/1,2/3,4", `{"createDeveloperMetadata":{"developerMetadata":{"location":{"locationType":"SHEET","sheetId":0},"metadataId":3,"metadataKey":"k","metadataValue":"v","visibility":"DOCUMENT"}}}`},
		{"delete metadata that is not there", `{"deleteDeveloperMetadata":{"dataFilter":{"developerMetadataLookup":{"metadataId":3}}}}`, "a,b/1,2/3,4", `{"deleteDeveloperMetadata":{}}`},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := tell(t, Options{})
			s.must(cellsAt(0, 0, "a,b", "1,2", "3,4"))
			status, body := s.raw(c.request)
			if status != http.StatusOK {
				t.Fatal(body)
			}
			s.holds("Sheet1", c.want)
			var got struct {
				Replies []any `json:"replies"`
			}
			if err := json.Unmarshal([]byte(body), &got); err != nil {
				t.Fatal(err)
			}
			if reply := string(marshal(got.Replies[0])); reply != c.reply {
				t.Errorf("replied %s, want %s", reply, c.reply)
			}
		})
	}
}

// A test that needs more of the API than there is must not pass by luck.
func TestBatch_UnusedRequestsAreUnsupported(t *testing.T) {
	for _, kind := range []string{"addSlicer", "addTable", "appendCells", "autoResizeDimensions", "cutPaste",
		"deleteProtectedRange", "duplicateSheet", "findReplace", "updateBorders", "updateConditionalFormatRule",
		"updateDeveloperMetadata", "updateProtectedRange"} {
		s := tell(t, Options{})
		status, body := s.raw(`{"` + kind + `":{}}`)
		if want := "the emulator does not support the request " + kind + " of batchUpdate"; status != 501 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", kind, status, body)
		}
	}
}

// JSON that cannot be read is refused with details, a request that makes no sense without.
func TestErrors_Details(t *testing.T) {
	server := New(Options{})
	doc := server.Create("Team")
	type violation struct{ Field, Description string }
	for request, want := range map[string]violation{
		`{"deleteSheet":{"sheetId":"x"}}`:            {"requests[0].deleteSheet.sheetId", "Invalid JSON payload received."},
		`{"addSheet":{}},{"deleteSheet":[1]}`:        {"requests[1].deleteSheet", "Invalid JSON payload received."},
		`{"deleteSheet":{"sheetId":7}}`:              {},
		`{"addChart":{"chart":{}},"deleteSheet":{}}`: {},
		`{"deleteSheet":{"sheetId":`:                 {"", "Invalid JSON payload received."},
	} {
		body := []byte(`{"requests":[` + request + `]}`)
		r, err := http.NewRequest(http.MethodPost, "https://sheets.googleapis.com/v4/spreadsheets/"+doc.ID()+":batchUpdate", nil)
		if err != nil {
			t.Fatal(err)
		}
		a := server.response(r, body)
		var got struct {
			Error struct {
				Message string
				Details []struct {
					Type            string `json:"@type"`
					FieldViolations []violation
				}
			}
		}
		if err := json.Unmarshal(a.body, &got); err != nil {
			t.Fatal(err)
		}
		if a.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", request, a.status, a.body)
		}
		if want == (violation{}) {
			if got.Error.Details != nil {
				t.Errorf("%s: details %+v", request, got.Error.Details)
			}
			continue
		}
		d := got.Error.Details
		if len(d) != 1 || d[0].Type != "type.googleapis.com/google.rpc.BadRequest" || len(d[0].FieldViolations) != 1 ||
			d[0].FieldViolations[0].Field != want.Field || d[0].FieldViolations[0].Description != got.Error.Message ||
			!strings.HasPrefix(got.Error.Message, want.Description) {
			t.Errorf("%s: %s", request, a.body)
		}
	}
}

func TestBatch_RefusedRequests(t *testing.T) {
	for request, want := range map[string]string{
		``: "Must specify at least one request.",
		`{"addChart":{"chart":{"spec":{"basicChart":{}},"position":{"overlayPosition":{"anchorCell":{}}}}}}`:                                                                           "Internal error encountered.",
		`{"deleteEmbeddedObject":{"objectId":3}}`:                                                                                                                                      "Invalid requests[0].deleteEmbeddedObject: No embedded object with id: 3",
		`{"deleteConditionalFormatRule":{"index":0}}`:                                                                                                                                  "No conditional format on sheet: 0 at index: 0",
		`{"addConditionalFormatRule":{"rule":{"booleanRule":{}}}}`:                                                                                                                     "Must specify at least one range.",
		`{"insertDimension":{"range":{"dimension":"ROWS","startIndex":0,"endIndex":1},"inheritFromBefore":true}}`:                                                                      "inheritFromBefore cannot be true",
		`{"insertDimension":{"range":{"dimension":"ROWS","startIndex":1000,"endIndex":1001}}}`:                                                                                         "must be less than the grid size",
		`{"deleteDimension":{"range":{"dimension":"ROWS","startIndex":999,"endIndex":1001}}}`:                                                                                          "Cannot delete a row that doesn't exist.",
		`{"updateCells":{"range":{"endRowIndex":1,"endColumnIndex":1},"fields":"note","rows":[{},{}]}}`:                                                                                "Attempting to write row: 1, beyond the last requested row of: 0",
		`{"mergeCells":{"range":{"endRowIndex":2,"endColumnIndex":2}}},{"mergeCells":{"range":{"startRowIndex":1,"endRowIndex":3,"endColumnIndex":2}}}`:                                "Invalid requests[1].mergeCells: You must select all cells in a merged range",
		`{"updateSheetProperties":{"properties":{"hidden":true},"fields":"hidden"}}`:                                                                                                   "You can't hide all the sheets in a document.",
		`{"updateSheetProperties":{"properties":{"sheetId":4},"fields":"title"}}`:                                                                                                      "No sheet with id: 4",
		`{"addSheet":{"properties":{"sheetId":0}}}`:                                                                                                                                    "A sheet with the id 0 already exists.",
		`{"createDeveloperMetadata":{"developerMetadata":{"metadataKey":"k","visibility":"DOCUMENT","location":{"dimensionRange":{"dimension":"ROWS","startIndex":1,"endIndex":3}}}}}`: "DimensionRange must represent a single row or column",
		`{"createDeveloperMetadata":{"developerMetadata":{"metadataKey":"k","visibility":"DOCUMENT","location":{"dimensionRange":{"dimension":"ROWS","startIndex":1}}}}}`:              "must specify both a startIndex and an endIndex",
		`{"createDeveloperMetadata":{"developerMetadata":{"metadataKey":"` + strings.Repeat("k", 30_001) + `","visibility":"DOCUMENT","location":{"spreadsheet":true}}}}`:              "limit of 30000 characters",
	} {
		s := tell(t, Options{})
		before := s.doc.Revision()
		status, body := s.raw(request)
		var got struct {
			Error struct {
				Message string `json:"message"`
			} `json:"error"`
		}
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		if status < 400 || !strings.Contains(got.Error.Message, want) || s.doc.Revision() != before {
			t.Errorf("%.120s: got %d %s, want %s", request, status, got.Error.Message, want)
		}
	}
}

func TestMetadata_SearchedAndChanged(t *testing.T) {
	s := tell(t, Options{})
	make := func(id, key, place string) string {
		return `{"createDeveloperMetadata":{"developerMetadata":{"metadataId":` + id + `,"metadataKey":"` + key +
			`","metadataValue":"v` + id + `","visibility":"DOCUMENT","location":` + place + `}}}`
	}
	status, body := s.raw(make("1", "a", `{"spreadsheet":true}`) + "," + make("2", "a", `{"sheetId":0}`) + "," + make("3", "b", `{"dimensionRange":{"dimension":"COLUMNS","startIndex":2,"endIndex":3}}`) +
		`,{"insertDimension":{"range":{"dimension":"COLUMNS","startIndex":0,"endIndex":1}}}`)
	if status != http.StatusOK {
		t.Fatal(body)
	}
	for filter, want := range map[string]string{
		`{"developerMetadataLookup":{}}`: "1 2 3", `{}`: "1 2 3", `{"developerMetadataLookup":{"metadataKey":"a"}}`: "1 2", `{"developerMetadataLookup":{"metadataValue":"v1"}}`: "1",
		`{"developerMetadataLookup":{"locationType":"COLUMN"}}`: "3", `{"developerMetadataLookup":{"metadataLocation":{"spreadsheet":true}}}`: "1",
		`{"developerMetadataLookup":{"metadataLocation":{"dimensionRange":{"dimension":"COLUMNS","startIndex":3,"endIndex":4}}}}`: "3",
		`{"developerMetadataLookup":{"metadataLocation":{"sheetId":0}}}`:                                                          "2",
		`{"developerMetadataLookup":{"metadataLocation":{"sheetId":0},"locationMatchingStrategy":"INTERSECTING_LOCATION"}}`:       "2 3",
		`{"developerMetadataLookup":{"metadataId":9}}`:                                                                            "",
	} {
		_, body := s.send(http.MethodPost, s.doc.ID()+"/developerMetadata:search", `{"dataFilters":[`+filter+`]}`)
		var got struct {
			Matched []struct {
				Meta struct {
					ID int `json:"metadataId"`
				} `json:"developerMetadata"`
			} `json:"matchedDeveloperMetadata"`
		}
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, m := range got.Matched {
			ids = append(ids, itoa(m.Meta.ID))
		}
		if g := strings.Join(ids, " "); g != want {
			t.Errorf("%s: got %s, want %s", filter, g, want)
		}
	}
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}
