// Package forms reads form exports: CSV, TSV and XLSX files, and archives of them, as form builders, advertising
// platforms and spreadsheets write them. Every record becomes one inquiry whose key depends on what the record says and
// on nothing else, so that a newer export of the same form brings only what is new. Damaged records are kept and
// flagged, never dropped.
package forms

import (
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
	Place    string         // where the records are, as people say it; "" is "file NAME"
	Own      bool           // read leadsheet's own tabs, too
	// Known reports whether a record has come in already: such a one is counted and not read any further. nil knows none.
	Known func(Record) bool
}

// Export is a file that has been read.
type Export struct {
	Inquiries           []lead.Inquiry
	Encoding, Delimiter string // both "xlsx" for a workbook
	Columns             []string
	Fields              []lead.Field // what each column asks for
	Notes               []string     // what a person should know about how the file was read
	Cut                 bool         // the file ends inside a row: it was cut off, or is still being written

	Profile string   // the vendor whose file it is, "" when it was read by its words and values alone
	Mapping []Mapped // what each column was taken for, and why
	Records []Record // one for every submission, the known ones too
	Known   int      // of these, how many were known
	Damaged int      // inquiries with a problem

	// Left is how many rows were left out since they are no records: footers, totals, boxes that nobody ticked.
	Left     int
	left     map[aside]int
	leftText []string // some of them

	// Nobody says that there are records, but none of them names anybody.
	Nobody bool
	// Own says which of leadsheet's own tabs the file is, "" for any other. Nothing is read of it.
	Own string
}

// ErrRefused is what every error of Read about the kind of file is.
var ErrRefused = errors.New("this kind of file cannot be read")

// Handles reports whether the name looks like a form export: also the kinds that Read refuses with advice.
func Handles(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".zip", ".xls", ".html", ".htm":
		return true
	}
	return false
}

// Read reads an export by its content, whatever its name. An empty file has no inquiries and is no error. What is
// returned shares the memory of data, which must not be changed any more.
func Read(data []byte, opts Options) (e *Export, err error) {
	defer guard(&e, &err)
	if len(data) > maxInput {
		return nil, fmt.Errorf("read export: the file is larger than %d MB; export a shorter period", maxInput>>20)
	}
	tables, cut, err := readTables(data)
	if err != nil {
		return nil, fmt.Errorf("read export: %w", err)
	}
	return understand(tables, cut, opts)
}

// ReadRows reads a table whose cells were read one by one, such as the tab into which a form writes its responses.
func ReadRows(rows [][]lead.Value, opts Options) (e *Export, err error) {
	defer guard(&e, &err)
	text := make([]sheetRow, len(rows))
	for i, r := range rows {
		text[i] = sheetRow{n: i + 1, cells: make([]string, len(r))}
		for j, v := range r {
			if v.Kind == lead.Date {
				v.Kind = lead.Number // columns decide what their numbers are
			}
			text[i].cells[j] = v.String()
		}
	}
	tables := sheetTables(text)
	for _, t := range tables {
		t.encoding, t.delimiter, t.sheet = "tab", "tab", true
	}
	return understand(tables, false, opts)
}

// guard makes an error of a fault of ours: a file that nothing stands would end the program over and over again.
func guard(e **Export, err *error) {
	if fault := recover(); fault != nil {
		*e, *err = nil, fmt.Errorf("read export: it cannot be read at all (%v): "+
			"please report this as a fault of leadsheet", fault)
	}
}

// understand gives the columns of tables their meaning and makes inquiries of their rows.
func understand(tables []*table, cut bool, opts Options) (*Export, error) {
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	e := &Export{Cut: cut, Nobody: true}
	if !opts.Own {
		tables = e.mine(tables)
	}
	for i, t := range tables {
		if i == 0 {
			e.Encoding, e.Delimiter, e.Columns = t.encoding, t.delimiter, t.titles
		}
		e.Notes = append(e.Notes, t.notes...)
		items := t.inquiries(opts, e)
		if t.name != "" && len(tables) > 1 {
			for j := range items {
				items[j].Where = lead.SafeText(items[j].Where+" of "+t.name, 400)
			}
		}
		for j := range items {
			if len(items)*2 > len(t.rows) {
				break // most of the file is new: it stays anyway
			}
			detach(&items[j])
		}
		if i == 0 {
			e.Inquiries = items
		} else {
			e.Inquiries = append(e.Inquiries, items...)
		}
	}
	e.Nobody = e.Nobody && len(e.Records) > 0
	if left := e.LeftOut(); left != "" {
		e.Notes = append(e.Notes, left)
	}
	return e, nil
}
