package gsheets

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// sender makes calls without a client, so that what is measured is the emulator.
type sender struct {
	testing.TB
	server *Server
	doc    *Doc
}

func (s *sender) post(path, body string) []byte {
	r, err := http.NewRequest(http.MethodPost, "https://sheets.test/v4/spreadsheets/"+s.doc.ID()+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	a := s.server.response(r, []byte(body))
	if a.status != http.StatusOK {
		s.Fatalf("%s", a.body)
	}
	return a.body
}

const valuesPath, batchPath = "/values:batchGetByDataFilter?alt=json&prettyPrint=false&fields=valueRanges(valueRange(range,values),dataFilters(gridRange))", ":batchUpdate?alt=json&prettyPrint=false"

// filled has a tab of so many rows of twenty columns.
func filled(b testing.TB, rows int) *sender {
	server := New(Options{})
	s := &sender{b, server, server.Create("Team")}
	s.post(batchPath, fmt.Sprintf(`{"requests":[{"updateSheetProperties":{"properties":{"gridProperties":{"rowCount":%d}},"fields":"gridProperties.rowCount"}}]}`, rows+10))
	const block = 5000
	for from := 0; from < rows; from += block {
		var body bytes.Buffer
		fmt.Fprintf(&body, `{"requests":[{"updateCells":{"start":{"rowIndex":%d},"fields":"userEnteredValue,userEnteredFormat","rows":[`, from)
		for r := from; r < min(from+block, rows); r++ {
			if r > from {
				body.WriteByte(',')
			}
			body.WriteString(`{"values":[`)
			for c := range 20 {
				if c > 0 {
					body.WriteByte(',')
				}
				fmt.Fprintf(&body, `{"userEnteredValue":{"stringValue":"cell %d of row %d"},"userEnteredFormat":{"numberFormat":{"type":"TEXT"}}}`, c, r)
			}
			body.WriteString(`]}`)
		}
		body.WriteString(`]}}]}`)
		s.post(batchPath, body.String())
	}
	return s
}

func BenchmarkPass(b *testing.B) {
	for _, rows := range []int{30, 1000, 100_000} {
		b.Run(fmt.Sprintf("values of %d rows", rows), func(b *testing.B) {
			s := filled(b, rows)
			b.ReportAllocs()
			for b.Loop() {
				s.post(valuesPath, `{"dataFilters":[{"gridRange":{}}],"valueRenderOption":"UNFORMATTED_VALUE"}`)
			}
		})
		b.Run(fmt.Sprintf("a batch on %d rows", rows), func(b *testing.B) {
			s := filled(b, rows)
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				s.post(batchPath, fmt.Sprintf(`{"requests":[
					{"createDeveloperMetadata":{"developerMetadata":{"metadataId":%d,"metadataKey":"leadsheet","location":{"spreadsheet":true},"visibility":"DOCUMENT"}}},
					{"deleteDeveloperMetadata":{"dataFilter":{"developerMetadataLookup":{"metadataId":%d}}}},
					{"updateCells":{"start":{"rowIndex":3,"columnIndex":2},"rows":[{"values":[{"userEnteredValue":{"stringValue":"v%d"}}]}],"fields":"userEnteredValue"}},
					{"insertDimension":{"range":{"dimension":"ROWS","startIndex":5,"endIndex":6},"inheritFromBefore":true}},
					{"deleteDimension":{"range":{"dimension":"ROWS","startIndex":5,"endIndex":6}}}]}`, n+1, n, n))
			}
		})
	}
}
