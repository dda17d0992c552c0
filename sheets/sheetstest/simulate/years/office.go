package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
	"leadsheet/sheets/sheetstest/idlecost"
	"leadsheet/sheets/xlsx"
)

// office is where the workbook and its archives are.
type office interface {
	open() (sheets.Book, error)
	openArchive(ctx context.Context, year int) (sheets.Book, string, error)
	// archives are the names of the archives that there are, with what opens them.
	archives() map[string]func() (sheets.Book, error)
	// visit lets people edit cells of the tab Leads, given by rows as they stand and titles.
	visit(ctx context.Context, snap *sheets.Snapshot, edits []edit) error
	// mess lets people do something with rows that changes no cell.
	mess(n int)
	// cells is how large each tab is in cells, blank ones included, or each file in bytes. The error may be that blank
	// rows pile up.
	cells() (book, archive map[string]int64, err error)
	// idle is a book of another process, and what came over the wire since.
	idle() (sheets.Book, func() int64, error)
	io.Closer
}

// edit is what a person types into a cell.
type edit struct {
	row    int
	column string
	to     sheets.Cell
}

// spreadsheet is an office with a Google Sheet and a second one for its archive.
type spreadsheet struct {
	now    *time.Time
	server *gsheets.Server
	web    *httptest.Server
	doc    *gsheets.Doc
	away   *gsheets.Doc
	people *gsheets.People
}

func newSpreadsheet(now *time.Time) *spreadsheet {
	s := &spreadsheet{now: now, server: gsheets.New(gsheets.Options{})}
	s.doc, s.away = s.server.Create("Our leads"), s.server.Create("Our archive")
	s.web = httptest.NewServer(&idlecost.Recorded{Server: s.server, Doc: s.doc})
	s.people = s.doc.People(nil)
	return s
}

func (s *spreadsheet) book(doc *gsheets.Doc, client *http.Client, endpoint string) (sheets.Book, error) {
	book, err := google.Open(google.Options{Spreadsheet: doc.ID(), Client: client, Endpoint: endpoint,
		Now: func() time.Time { return *s.now }, Reads: 1e6, Writes: 1e6,
		Sleep: func(ctx context.Context, d time.Duration) error { *s.now = s.now.Add(d); return ctx.Err() }})
	if err != nil {
		return nil, err
	}
	return sheets.Named(book, words.Language{}), nil
}

func (s *spreadsheet) open() (sheets.Book, error) {
	return s.book(s.doc, &http.Client{Transport: s.server}, "")
}

func (s *spreadsheet) openArchive(context.Context, int) (sheets.Book, string, error) {
	book, err := s.book(s.away, &http.Client{Transport: s.server}, "")
	return book, s.away.Title(), err
}

func (s *spreadsheet) archives() map[string]func() (sheets.Book, error) {
	return map[string]func() (sheets.Book, error){s.away.Title(): func() (sheets.Book, error) {
		return s.book(s.away, &http.Client{Transport: s.server}, "")
	}}
}

func (s *spreadsheet) visit(_ context.Context, _ *sheets.Snapshot, edits []edit) error {
	titles := map[string]int{}
	for col, c := range s.doc.Line(lead.TabLeads, 0) {
		titles[c.Value.String()] = col
	}
	for _, e := range edits {
		s.people.EditAt(lead.TabLeads, e.row+1, titles[e.column], e.to)
	}
	return nil
}

func (s *spreadsheet) mess(n int) {
	switch n % 3 {
	case 0:
		s.people.Sort(lead.TabLeads, lead.ColReceived)
	case 1:
		s.people.SortAscending(lead.TabLeads, lead.ColName)
	default:
		s.people.InsertRows(lead.TabLeads, 5, 2)
	}
}

func (s *spreadsheet) idle() (sheets.Book, func() int64, error) {
	w := &idlecost.Wire{}
	book, err := s.book(s.doc, w.Client(), s.web.URL+"/")
	return book, w.Down.Load, err
}

// Close ends what answers over the wire.
func (s *spreadsheet) Close() error { s.web.Close(); return nil }

// file is an office with a local workbook.
type file struct {
	now    *time.Time
	folder string
}

func newFile(now *time.Time) (*file, error) {
	folder, err := os.MkdirTemp("", "years-")
	return &file{now, folder}, err
}

func (f *file) at(name string) (sheets.Book, error) {
	book, err := xlsx.Open(filepath.Join(f.folder, name), xlsx.Options{Now: time.Now,
		Clock: func() time.Time { return *f.now }, KeepBackups: -1})
	if err != nil {
		return nil, err
	}
	return sheets.Named(book, words.Language{}), nil
}

func (f *file) open() (sheets.Book, error) { return f.at("leads.xlsx") }

func (f *file) openArchive(_ context.Context, year int) (sheets.Book, string, error) {
	name := fmt.Sprintf("leads-archive-%d.xlsx", year)
	book, err := f.at(name)
	return book, name, err
}

func (f *file) archives() map[string]func() (sheets.Book, error) {
	out := map[string]func() (sheets.Book, error){}
	names, _ := filepath.Glob(filepath.Join(f.folder, "leads-archive-*.xlsx")) // the pattern is right
	for _, path := range names {
		out[filepath.Base(path)] = func() (sheets.Book, error) { return f.at(filepath.Base(path)) }
	}
	return out
}

func (f *file) visit(ctx context.Context, _ *sheets.Snapshot, edits []edit) error {
	book, err := f.open()
	if err != nil {
		return err
	}
	defer book.Close()
	snap, err := book.Read(ctx, lead.TabLeads)
	if err != nil {
		return err
	}
	var b sheets.Batch
	t := snap.Tabs[lead.TabLeads]
	for _, e := range edits {
		b.Changes = append(b.Changes, sheets.Change{Tab: lead.TabLeads, Row: e.row, Column: e.column,
			Seen: t.At(e.row, t.Col(e.column)), Want: e.to})
	}
	_, err = book.Commit(ctx, snap, b)
	return err
}

func (f *file) mess(int) {}

func (f *file) cells() (book, away map[string]int64, err error) {
	book, away = map[string]int64{}, map[string]int64{}
	files, err := os.ReadDir(f.folder)
	for _, e := range files {
		info, err := e.Info()
		if err != nil {
			return nil, nil, err
		}
		book[e.Name()] = info.Size()
	}
	return book, away, err
}

func (f *file) idle() (sheets.Book, func() int64, error) {
	book, err := f.open()
	return book, func() int64 { return 0 }, err
}

// Close removes the workbook and its archives.
func (f *file) Close() error { return os.RemoveAll(f.folder) }
