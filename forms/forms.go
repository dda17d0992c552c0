// Package forms reads form exports: CSV, TSV and XLSX files, and archives of them, as form builders, advertising
// platforms and spreadsheets write them. Every record becomes one inquiry whose key depends on what the record says and
// on nothing else, so that a newer export of the same form brings only what is new. Damaged records are kept and
// flagged, never dropped.
package forms

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/forms/table"
	"leadsheet/lead"
)

// Options are what a file itself does not say.
type Options struct {
	Zone     *time.Location // of times without a zone; nil is UTC
	Country  string         // ISO code; decides only how ambiguous dates are read
	Modified time.Time      // when the file was written: Received of a record without a time of its own
	Name     string         // the file's name
	Place    string         // where the records are, for texts; "" is "file NAME"
	Own      bool           // read leadsheet's own tabs, too
	Folder   string         // see lead.Inquiry
	Form     bool           // the records are a form's, whatever they look like
	// Known reports whether a record has come in already: such a one is counted and not read any further. nil knows none.
	Known func(Record) bool
}

// Export is a file that has been read.
type Export struct {
	Inquiries           []lead.Inquiry
	Encoding, Delimiter string // both "xlsx" for a workbook
	Columns             []string
	Fields              []lead.Field // what each column asks for
	Notes               []string     // messages for the user about how the file was read
	Cut                 bool         // the file ends inside a row: it was cut off, or is still being written

	Profile string   // the vendor whose file it is, "" when it was read by its words and values alone
	Mapping []Mapped // what each column was taken for, and why
	Records []Record // one for every submission, the known ones too
	Known   int      // of these, how many were known
	Damaged int      // inquiries with a problem

	// Left is how many rows were left out because they are not records: footers, totals, tick boxes that are not
	// ticked.
	Left     int
	left     map[aside]int
	leftText []string // some of them

	// Nobody says that there are records, but none of them names a person.
	Nobody bool
	// Own says which of leadsheet's own tabs the file is, "" for any other. Nothing is read of it.
	Own string
}

// ErrRefused is what every error of Read about the kind of file is.
var ErrRefused = table.ErrRefused

// Handles reports whether the name looks like a form export: also the kinds that Read refuses with advice.
func Handles(name string) bool { return table.Handles(name) }

// Read reads an export by its content, whatever its name. An empty file has no inquiries and is no error. What is
// returned shares the memory of data, which must not be changed any more.
func Read(data []byte, opts Options) (e *Export, err error) {
	defer guard(&e, &err)
	tables, cut, err := table.Read(data)
	if err != nil {
		return nil, fmt.Errorf("read export: %w", err)
	}
	return interpret(tables, cut, opts), nil
}

// ReadRows reads a table whose cells were read one by one, such as the tab into which a form writes its responses.
func ReadRows(rows [][]lead.Value, opts Options) (e *Export, err error) {
	defer guard(&e, &err)
	return interpret(table.OfCells(rows), false, opts), nil
}

// guard converts a panic into an error, so that one file cannot crash every pass.
func guard(e **Export, err *error) {
	if fault := recover(); fault != nil {
		*e, *err = nil, fmt.Errorf("read export: it cannot be read at all (%v): "+
			"please report this as a fault of leadsheet", fault)
	}
}

// formTable is a table whose columns get their meaning here.
type formTable struct{ *table.Table }

// interpret gives the columns of tables their meaning and makes inquiries of their rows.
func interpret(tables []*table.Table, cut bool, opts Options) *Export {
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	e := &Export{Cut: cut, Nobody: true}
	if !opts.Own {
		tables = e.dropOwn(tables)
	}
	for i, tab := range tables {
		t := formTable{tab}
		if i == 0 {
			e.Encoding, e.Delimiter, e.Columns = t.Encoding, t.Delimiter, t.Titles
		}
		e.Notes = append(e.Notes, t.Notes...)
		items := t.inquiries(opts, e)
		if t.Name != "" && len(tables) > 1 {
			for j := range items {
				items[j].Where = lead.SafeText(items[j].Where+" of "+t.Name, 400)
			}
		}
		for j := range items {
			if len(items)*2 > len(t.Rows) {
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
	return e
}

// dropOwn returns the tables that are none of leadsheet's own. When all are, the export says so; when some are, a note.
func (e *Export) dropOwn(tables []*table.Table) []*table.Table {
	own := ""
	kept := slices.DeleteFunc(slices.Clone(tables), func(t *table.Table) bool {
		own = cmp.Or(own, t.Own)
		return t.Own != ""
	})
	switch {
	case own == "":
	case len(kept) == 0:
		e.Own = own
	default:
		e.Notes = append(e.Notes, "leadsheet's own "+own+" was passed over")
	}
	return kept
}

// detach gives an inquiry strings of its own, so that a few new records do not keep the whole file in memory.
func detach(q *lead.Inquiry) {
	for _, s := range []*string{
		&q.From, &q.Subject, &q.Name, &q.Email, &q.Phone, &q.Company, &q.Need, &q.Source, &q.Campaign, &q.Ignore,
	} {
		*s = strings.Clone(*s)
	}
	q.Answers = slices.Clone(q.Answers)
	for i := range q.Answers {
		q.Answers[i].Question = strings.Clone(q.Answers[i].Question)
		q.Answers[i].Value = strings.Clone(q.Answers[i].Value)
	}
}
