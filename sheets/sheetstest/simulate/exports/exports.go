// Package exports is web forms and their exports, for the simulation: what customers send, how it is exported, and what
// people do to an export in a spreadsheet program.
package exports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"time"
)

// Form is a web form and what was sent with it.
type Form struct {
	Name     string
	Numbered bool // each entry has a number of its own
	Entries  []Entry
}

// Entry is what one customer has sent.
type Entry struct {
	At                time.Time
	Name, Email, Text string
	Edits             int // how often it was changed in the form since
}

// Submit adds an entry of a customer.
func (f *Form) Submit(at time.Time, customer, text string) {
	f.Entries = append(f.Entries, Entry{At: at.Truncate(time.Second), Name: "Sender " + customer, Text: text,
		Email: fmt.Sprintf("%s-%s@web.example", f.Name, customer)})
}

// Export returns the entries as a file.
func (f *Form) Export() Table {
	if !f.Numbered {
		t := Table{Comma: ',', Rows: [][]string{{"Timestamp", "Email Address", "Your name", "What do you need?"}}}
		for _, e := range f.Entries {
			t.Rows = append(t.Rows, f.row(&e, 0))
		}
		return t
	}
	t := Table{Comma: ',', Rows: [][]string{{"Entry Id", "Entry Date", "Date Updated", "Name", "Email", "Message"}}}
	for i := range f.Entries {
		t.Rows = append(t.Rows, f.row(&f.Entries[i], i+1))
	}
	return t
}

func (f *Form) row(e *Entry, id int) []string {
	if !f.Numbered {
		return []string{e.At.Format("2006/01/02 3:04:05 PM") + " GMT+0", e.Email, e.Name, e.Text}
	}
	updated := ""
	if e.Edits > 0 {
		updated = e.At.Add(time.Duration(e.Edits) * time.Minute).Format(time.DateTime)
	}
	return []string{fmt.Sprint(id), e.At.Format(time.DateTime), updated, e.Name, e.Email, e.Text}
}

// Table is a file of rows, the first of which has the titles.
type Table struct {
	Comma rune
	Rows  [][]string
}

// Read reads a file that Bytes or Export has made, or the beginning of one.
func Read(data []byte) (Table, error) {
	t := Table{Comma: ','}
	if first, _, _ := bytes.Cut(data, []byte("\n")); bytes.ContainsRune(first, ';') {
		t.Comma = ';'
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord = t.Comma, -1
	var err error
	t.Rows, err = r.ReadAll()
	return t, err
}

// Bytes returns the file.
func (t Table) Bytes() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = t.Comma, true
	_ = w.WriteAll(t.Rows) // in memory
	return b.Bytes()
}

// Col returns the column with this in its title, -1 for none.
func (t Table) Col(title string) int {
	if len(t.Rows) > 0 {
		for i, c := range t.Rows[0] {
			if strings.Contains(c, title) {
				return i
			}
		}
	}
	return -1
}

// Append adds an entry at the end, as a person does who has been called: with a number far beyond those of the form.
func (t *Table) Append(e Entry, number int) {
	f := Form{Numbered: t.Col("Entry Id") >= 0}
	t.Rows = append(t.Rows, f.row(&e, number))
}
