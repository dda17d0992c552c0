package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"leadsheet/daemon"
	"leadsheet/rules/policy"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
	"leadsheet/sheets/xlsx"
	"leadsheet/sheets/xlsx/memfs"
)

// template holds the requests that create the workbook, so that not every world has to compute them. Index 0 is for
// teams that only flag broken rules, 1 for teams that revert them; 2 and 3 are the same where messages are sent.
type template [4]struct {
	body []byte
	of   string // the ID of the spreadsheet that it was made for
	file []byte // the same as a local file
}

// newTemplate lets leadsheet create each workbook once.
func newTemplate() (*template, error) {
	var s template
	for i := range s {
		var err error
		if s[i].body, s[i].of, err = templateRequest(teamTables(i%2 == 1, i > 1)); err != nil {
			return nil, fmt.Errorf("set the stage: %w", err)
		}
		if s[i].file, err = templateFile(teamTables(i%2 == 1, i > 1)); err != nil {
			return nil, fmt.Errorf("set the stage: %w", err)
		}
	}
	return &s, nil
}

// templateRequest returns the request that creates a workbook with these rule tabs.
func templateRequest(tables []policy.Table) (body []byte, of string, err error) {
	srv := gsheets.New(gsheets.Options{Now: startTime})
	doc := srv.Create("Stage")
	client := &http.Client{Transport: roundTripFunc(func(r *http.Request) (*http.Response, error) {
		if isWrite(r) {
			var err error
			if body, err = io.ReadAll(r.Body); err != nil {
				return nil, err
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		return srv.RoundTrip(r)
	})}
	book, err := google.Open(
		google.Options{Spreadsheet: doc.ID(), Client: client, Now: startTime, Rand: func() float64 { return 0.5 }},
	)
	if err != nil {
		return nil, "", err
	}
	if err := book.Ensure(context.Background(), daemon.Layout(tables)); err != nil {
		return nil, "", err
	}
	if body == nil {
		return nil, "", errors.New("nothing was written")
	}
	return body, doc.ID(), nil
}

// templateFile returns a new local workbook with these rule tabs.
func templateFile(tables []policy.Table) ([]byte, error) {
	p := &memfs.Process{Disk: memfs.New(startTime)}
	book, err := xlsx.Open("/leads.xlsx", xlsx.Options{Files: p, Now: startTime, ProcessID: "template"})
	if err != nil {
		return nil, err
	}
	if err := book.Ensure(context.Background(), daemon.Layout(tables)); err != nil {
		return nil, err
	}
	return p.Read("/leads.xlsx")
}

// build creates the workbook of a world.
func (s *template) build(w *world) error {
	i := 0
	if w.scenario.revert {
		i = 1
	}
	if w.cfg.sends {
		i += 2
	}
	if w.local != nil {
		return w.local.build(s[i].file)
	}
	w.monitor.begin(&call{})
	defer w.monitor.end()
	return w.post(bytes.ReplaceAll(s[i].body, []byte(s[i].of), []byte(w.doc.ID())))
}

// post sends a batch to the spreadsheet, as nobody in particular.
func (w *world) post(batch []byte) error {
	r, err := http.NewRequest(http.MethodPost, "https://sheets.googleapis.com/v4/spreadsheets/"+w.doc.ID()+":batchUpdate",
		bytes.NewReader(batch))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := w.srv.RoundTrip(r)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		text, err := io.ReadAll(res.Body)
		return errors.Join(fmt.Errorf("a batch was refused: %s", strings.TrimSpace(string(text))), err)
	}
	return nil
}
