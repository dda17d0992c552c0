package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"leadsheet/lead"
	"leadsheet/sheets/sheetstest/gsheets"
)

// mostBlank is how many blank rows may stand below the content of a tab: those that people paste into, and what the
// last batches have emptied.
const mostBlank = 3000

// grid is the size of a tab.
type grid struct{ RowCount, ColumnCount int64 }

// cells asks for the sizes of all tabs, as doctor does. Blank rows that pile up at the end of a tab are an error: they
// count against the limit of cells.
func (s *spreadsheet) cells() (book, away map[string]int64, err error) {
	here, err := s.grids(s.doc)
	if err != nil {
		return nil, nil, err
	}
	there, err := s.grids(s.away)
	for _, tab := range []string{lead.TabLeads, lead.TabActivity, lead.TabIntake} {
		if blank := here[tab].RowCount - int64(len(s.doc.Rows(tab))); blank > mostBlank {
			err = errors.Join(err, fmt.Errorf("%d blank rows stand below the content of %s", blank, tab))
		}
	}
	return cellsOf(here), cellsOf(there), err
}

func cellsOf(grids map[string]grid) map[string]int64 {
	out := map[string]int64{}
	for tab, g := range grids {
		out[tab] = g.RowCount * g.ColumnCount
	}
	return out
}

func (s *spreadsheet) grids(doc *gsheets.Doc) (map[string]grid, error) {
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
				GridProperties grid
			}
		}
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		return nil, fmt.Errorf("ask for the sizes of tabs: %w", err)
	}
	out := map[string]grid{}
	for _, t := range got.Sheets {
		out[t.Properties.Title] = t.Properties.GridProperties
	}
	return out, nil
}
