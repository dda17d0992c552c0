package main

import (
	"encoding/json"
	"fmt"
	"net/http"

	"leadsheet/sheets/sheetstest/gsheets"
)

// cells asks for the sizes of all tabs, as doctor does.
func (s *spreadsheet) cells() (book, away map[string]int64, err error) {
	if book, err = s.sizes(s.doc); err == nil {
		away, err = s.sizes(s.away)
	}
	return book, away, err
}

func (s *spreadsheet) sizes(doc *gsheets.Doc) (map[string]int64, error) {
	r, err := http.NewRequest(http.MethodGet, "https://sheets.googleapis.com/v4/spreadsheets/"+doc.ID()+
		"?fields=sheets.properties", nil)
	if err != nil {
		return nil, err
	}
	answer, err := s.server.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var got struct {
		Sheets []struct {
			Properties struct {
				Title          string
				GridProperties struct{ RowCount, ColumnCount int64 }
			}
		}
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		return nil, fmt.Errorf("ask for the sizes of tabs: %w", err)
	}
	out := map[string]int64{}
	for _, t := range got.Sheets {
		out[t.Properties.Title] = t.Properties.GridProperties.RowCount * t.Properties.GridProperties.ColumnCount
	}
	return out, nil
}
