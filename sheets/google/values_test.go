package google

import (
	"encoding/json"
	"testing"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/sheets/google/poll"
)

// The lean reader sees what the generated types see.
func FuzzParseValues(f *testing.F) {
	f.Add(`{"valueRanges":[{"valueRange":{"range":"Leads!A1:C3","values":[["ID","Näme","x\n\u00e9\ud83d\ude00"],[],["",null,1.5e3,-0,true,false]]},"dataFilters":[{"gridRange":{"sheetId":7,"endRowIndex":2}}]}]}`)
	f.Add(` { "spreadsheetId" : "x" , "valueRanges" : [ { "dataFilters":[{"gridRange":{}}], "valueRange":{"majorDimension":"ROWS"} } ] } `)
	f.Add(`{"valueRanges":[{"valueRange":{"values":[["a`)
	f.Add("{\"valueRanges\":[{\"valueRange\":{\"values\":[[\"\xa4\"]]}}]}")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := poll.Parse(text)
		var want api.BatchGetValuesByDataFilterResponse
		wantErr := json.Unmarshal([]byte(text), &want)
		if err != nil || wantErr != nil {
			// What the library takes must be taken; being more lenient harms nobody.
			if err != nil && wantErr == nil && plainAnswer(text) {
				t.Fatalf("refused: %q", text)
			}
			return
		}
		if len(got) != len(want.ValueRanges) {
			return // repeated keys and nulls in odd places; Google sends neither
		}
		for i, v := range want.ValueRanges {
			if v == nil || v.ValueRange == nil || len(v.ValueRange.Values) != len(got[i].Rows) || v.ValueRange.Range != got[i].Name {
				continue
			}
			for r, row := range v.ValueRange.Values {
				for c, cell := range row {
					if r < len(got[i].Rows) && c < len(got[i].Rows[r]) && !got[i].Rows[r][c].Equal(cellOf(cell)) {
						t.Fatalf("cell %d,%d: got %v, want %v", r, c, got[i].Rows[r][c], cell)
					}
				}
			}
		}
	})
}

// plainAnswer reports whether a text has the shape that Google's answers have.
func plainAnswer(text string) bool {
	var shape struct {
		ValueRanges []struct {
			ValueRange *struct {
				Range  *string
				Values *[][]any
			}
			DataFilters *[]struct{ GridRange *struct{ SheetID *int64 } }
		}
	}
	var again any
	if json.Unmarshal([]byte(text), &shape) != nil || json.Unmarshal([]byte(text), &again) != nil {
		return false
	}
	canonical, err := json.Marshal(again)
	_, parseErr := poll.Parse(string(canonical))
	return err == nil && parseErr == nil
}
