package xlsx

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
)

// BenchmarkRead is a first look at 10,000 leads of 22 columns; a second look at an unchanged file reads nothing.
func BenchmarkRead(b *testing.B) {
	path := filepath.Join(b.TempDir(), "leads.xlsx")
	book, err := Open(path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	l := sheetstest.Layout()
	a := sheets.Append{Tab: "Leads", Columns: []string{"ID", "Name"}}
	for i := range 16 {
		l.Tabs[0].Columns = append(l.Tabs[0].Columns, sheets.Column{Title: fmt.Sprint("Column ", i)})
		a.Columns = append(a.Columns, fmt.Sprint("Column ", i))
	}
	for i := range 10000 {
		row := make([]sheets.Cell, len(a.Columns))
		for j := range row {
			row[j] = text(fmt.Sprintf("L-%d %d", i, j))
		}
		a.Rows = append(a.Rows, row)
	}
	if err := book.Ensure(ctx, l); err != nil {
		b.Fatal(err)
	}
	snap, err := book.Read(ctx, "Leads")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := book.Commit(ctx, snap, sheets.Batch{Appends: []sheets.Append{a}}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		fresh, err := Open(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := fresh.Read(ctx, "Leads"); err != nil {
			b.Fatal(err)
		}
	}
}
