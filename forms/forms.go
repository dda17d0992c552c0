// Package forms reads form exports: CSV, TSV and XLSX files as form builders, advertising platforms and spreadsheets
// write them. Every record becomes one inquiry whose key depends on what the record says and on nothing else, so that
// a newer export of the same form brings only what is new. Damaged records are kept and flagged, never dropped.
package forms

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"leadsheet/lead"
)

// Options are what a file itself does not say.
type Options struct {
	Zone     *time.Location // of times without a zone; nil is UTC
	Country  string         // ISO code; decides only how ambiguous dates are read
	Modified time.Time      // when the file was written: Received of a record without a time of its own
	Name     string         // the file's name
	// Known reports whether a key has come in already: such a record is counted and not read any further. nil knows none.
	Known func(key string) bool
}

// Export is a file that has been read.
type Export struct {
	Inquiries           []lead.Inquiry
	Encoding, Delimiter string // both "xlsx" for a workbook
	Columns             []string
	Fields              []lead.Field // what each column asks for
	Notes               []string     // what a person should know about how the file was read

	Profile string   // the vendor whose file it is, "" when it was read by its words and values alone
	Mapping []Mapped // what each column was taken for, and why
	Records []Record // one for every submission, the known ones too
	Known   int      // of these, how many were known
	Damaged int      // inquiries with a problem
}

// The limits of what is read.
const (
	maxInput   = 200 << 20
	maxColumns = 1000
	maxCell    = 50_000
	maxRaw     = 4000
)

// ErrRefused is what every error of Read about the kind of file is.
var ErrRefused = errors.New("this kind of file cannot be read")

// Handles reports whether the name looks like a form export: also the kinds that Read refuses with advice.
func Handles(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xls", ".html", ".htm":
		return true
	}
	return false
}

// Read reads an export by its content, whatever its name. An empty file has no inquiries and is no error.
func Read(data []byte, opts Options) (*Export, error) {
	if len(data) > maxInput {
		return nil, fmt.Errorf("read export: the file is larger than %d MB; export a shorter period", maxInput>>20)
	}
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	var t *table
	var err error
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		t, err = readXLSX(data)
	} else {
		t, err = readText(data)
	}
	if err != nil {
		return nil, fmt.Errorf("read export: %w", err)
	}
	e := &Export{Encoding: t.encoding, Delimiter: t.delimiter, Columns: t.titles, Fields: t.fields, Notes: t.notes}
	e.Inquiries, err = t.inquiries(opts, e)
	if err != nil {
		return nil, fmt.Errorf("read export: %w", err)
	}
	return e, nil
}

// readText reads everything that is no workbook.
func readText(data []byte) (*table, error) {
	start := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xef\xbb\xbf"))))
	switch {
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, fmt.Errorf("%w: it is an Excel workbook of the old kind (.xls); open it and save it as .xlsx", ErrRefused)
	case bytes.HasPrefix(start, []byte("<!doctype")), bytes.HasPrefix(start, []byte("<html")), bytes.HasPrefix(start, []byte("<table")), bytes.HasPrefix(start, []byte("<meta")):
		return nil, fmt.Errorf("%w: it is a web page, whatever its name says; open it in a spreadsheet and save it as .xlsx or .csv", ErrRefused)
	case bytes.HasPrefix(start, []byte("<?xml")):
		return nil, fmt.Errorf("%w: it is an XML file; open it in a spreadsheet and save it as .xlsx or .csv", ErrRefused)
	case bytes.HasPrefix(data, []byte("%PDF")):
		return nil, fmt.Errorf("%w: it is a PDF; export the form as CSV or XLSX", ErrRefused)
	}
	text, encoding := decode(data)
	text = strings.ReplaceAll(text, "\x00", "")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.TrimPrefix(strings.ReplaceAll(text, "\n\ufeff", "\n"), "\ufeff")
	text, comma := separator(text)
	rows := tokenize(text, comma)
	t := newTable(rows)
	t.encoding, t.delimiter = encoding, string(comma)
	return t, nil
}
