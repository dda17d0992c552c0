package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/detail"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
)

// olderSheetEnd is how the names of the files end that hold what happened to a Google Sheet.
const olderSheetEnd = ".sheet.json.gz"

// olderStep is one change of a Google Sheet: a request of the program that was carried out, or what a person did.
// Played again from the beginning, in the same order, they make the same spreadsheet.
type olderStep struct {
	Post   json.RawMessage `json:"post,omitempty"` // the body of a batchUpdate
	Tab    string          `json:"tab,omitempty"`
	Row    int             `json:"row"`
	Col    int             `json:"col"`
	Cell   *sheets.Cell    `json:"cell,omitempty"` // typed into row and column; nil: the row was deleted
	Column string          `json:"column,omitempty"`
}

// olderSheet is a Google Sheet of the emulator, the team at it, and what has happened to it.
type olderSheet struct {
	t      *testing.T
	server *gsheets.Server
	doc    *gsheets.Doc
	steps  []olderStep
}

// newOlderSheet points a home at an empty Google Sheet. It has the same id and makes the same ids each time.
func newOlderSheet(t *testing.T, h *olderHome) *olderSheet {
	t.Helper()
	server := gsheets.New(gsheets.Options{Seed: 11})
	s := &olderSheet{t: t, server: server, doc: server.Create("Our leads")}
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	h.env["LEADSHEET_BOOK"] = "https://docs.google.com/spreadsheets/d/" + s.doc.ID() + "/edit"
	h.env["LEADSHEET_GOOGLE_ENDPOINT"] = web.URL + "/"
	return s
}

// ServeHTTP notes the requests that change the spreadsheet.
func (s *olderSheet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Error(err)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	s.server.ServeHTTP(answer, r)
	if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, ":batchUpdate") && answer.Code == http.StatusOK {
		s.steps = append(s.steps, olderStep{Post: body})
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	if _, err := w.Write(answer.Body.Bytes()); err != nil {
		s.t.Error(err)
	}
}

// play does a step.
func (s *olderSheet) play(step olderStep) {
	s.t.Helper()
	people := s.doc.People(s.t.Fatalf)
	switch {
	case step.Post != nil:
		r := httptest.NewRequest(http.MethodPost, "/v4/spreadsheets/"+s.doc.ID()+":batchUpdate", bytes.NewReader(step.Post))
		answer := httptest.NewRecorder()
		if s.server.ServeHTTP(answer, r); answer.Code != http.StatusOK {
			s.t.Fatalf("a request of the earlier version: %d %s", answer.Code, answer.Body)
		}
	case step.Column != "":
		people.AddColumn(step.Tab, step.Column)
	case step.Cell != nil:
		people.EditAt(step.Tab, step.Row, step.Col, *step.Cell)
	default:
		people.DeleteRows(step.Tab, step.Row, 1)
	}
}

// does does a step and notes it.
func (s *olderSheet) does(step olderStep) {
	s.t.Helper()
	s.play(step)
	s.steps = append(s.steps, step)
}

func (s *olderSheet) edit(tab, key string, sets ...string) {
	s.t.Helper()
	grid := s.doc.Rows(tab)
	col := func(title string) int {
		return slices.IndexFunc(grid[0], func(c sheets.Cell) bool { return c.String() == title })
	}
	title, text, _ := strings.Cut(key, "=")
	row, at := 0, col(title)
	for r := 1; r < len(grid) && row == 0; r++ {
		if at >= 0 && at < len(grid[r]) && grid[r][at].String() == text {
			row = r
		}
	}
	if row == 0 {
		row = s.rows(tab) + 1
	}
	for _, set := range append([]string{key}, sets...) {
		title, value, _ := strings.Cut(set, "=")
		cell := lead.TextValue(value)
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			cell = lead.NumberValue(n)
		}
		if col(title) < 0 {
			s.t.Fatalf("the tab %s has no column %q", tab, title)
		}
		s.does(olderStep{Tab: tab, Row: row, Col: col(title), Cell: &cell})
	}
}

// rows counts the rows down to the last one that has something in its first two cells.
func (s *olderSheet) rows(tab string) int {
	last := 0
	for r, row := range s.doc.Rows(tab) {
		for _, c := range row[:min(2, len(row))] {
			if !c.IsEmpty() {
				last = r
			}
		}
	}
	return last
}

func (s *olderSheet) addColumn(tab, title string) { s.does(olderStep{Tab: tab, Column: title}) }

func (s *olderSheet) deleteRow(tab, text string) {
	s.t.Helper()
	for r, row := range s.doc.Rows(tab) {
		if slices.ContainsFunc(row, func(c sheets.Cell) bool { return c.String() == text }) {
			s.does(olderStep{Tab: tab, Row: r})
			return
		}
	}
	s.t.Fatalf("%s has no row with %q", tab, text)
}

func (s *olderSheet) saved(time.Time) {}

// packed are the steps as they are kept.
func (s *olderSheet) packed() []byte {
	s.t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := json.NewEncoder(w).Encode(s.steps); err != nil {
		s.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		s.t.Fatal(err)
	}
	return out.Bytes()
}

// unpackOlder reads steps that were kept.
func unpackOlder(t *testing.T, file string) []olderStep {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var steps []olderStep
	if err := json.NewDecoder(r).Decode(&steps); err != nil {
		t.Fatal(err)
	}
	return steps
}

// read reads all tables of the sheet.
func (s *olderSheet) read() olderBook {
	s.t.Helper()
	book, err := google.Open(google.Options{Spreadsheet: s.doc.ID(), Client: &http.Client{Transport: s.server},
		Reads: 1e6, Writes: 1e6})
	if err != nil {
		s.t.Fatal(err)
	}
	return readTables(s.t, book)
}

// What TestOlderWorkbooks checks, for a Google Sheet.
func TestOlderSheets(t *testing.T) {
	files, err := filepath.Glob("testdata/older/*" + olderSheetEnd)
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no older sheets: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), olderSheetEnd), func(t *testing.T) {
			h := newOlderHome(t)
			s := newOlderSheet(t, h)
			for _, step := range unpackOlder(t, file) {
				s.play(step)
			}
			writes := 0
			settles(t, h, s.read, func() bool {
				was := writes
				writes = s.server.Counts().Writes
				return was != writes
			})
			tabs, people := s.doc.Tabs(), s.doc.People(nil)
			if slices.Contains(tabs, detail.FormerTitle) || !slices.Contains(tabs, lead.TabFigures) ||
				people.Hidden(lead.TabFigures) == showsAll(s.read()) {
				t.Errorf("the tabs are %q, Figures is hidden: %v", tabs, people.Hidden(lead.TabFigures))
			}
			if n := people.Charts(lead.TabReport, lead.TabFigures); n != 2 {
				t.Errorf("%d charts of Report are made of Figures", n)
			}
		})
	}
}

// readTables reads all tables of a workbook.
func readTables(t *testing.T, book sheets.Book) olderBook {
	t.Helper()
	var tabs []string
	for _, tab := range lead.Tabs() {
		tabs = append(tabs, tab.Title)
	}
	snap, err := book.Read(context.Background(), tabs...)
	if err != nil {
		t.Fatal(err)
	}
	return snap.Tabs
}
