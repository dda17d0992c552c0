package xlsx

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
)

var benchLarge = flag.Bool("large", false, "benchmarks: also 100,000 leads, which take minutes")

// benchLeads are the sizes that users reach, and one that few do.
func benchLeads() []int {
	if *benchLarge {
		return []int{1_000, 10_000, 100_000}
	}
	return []int{1_000, 10_000}
}

// benchBook is a workbook of n leads of 22 columns, each with a row in Intake and six events in Activity.
func benchBook(b *testing.B, n int) string {
	b.Helper()
	if testing.Short() && n > 1_000 {
		b.Skip("it needs minutes")
	}
	path := filepath.Join(b.TempDir(), "leads.xlsx")
	book, err := Open(path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	l := sheets.Layout{}
	batch := sheets.Batch{}
	for _, t := range []struct {
		title        string
		cols, events int
	}{{"Leads", 22, 1}, {"Intake", 10, 1}, {"Activity", 8, 6}} {
		tab := sheets.TabLayout{Title: t.title, Key: "ID"}
		a := sheets.Append{Tab: t.title}
		for i := range t.cols {
			title := fmt.Sprint("Column ", i)
			if i == 0 {
				title = "ID"
			}
			tab.Columns = append(tab.Columns, sheets.Column{Title: title})
			a.Columns = append(a.Columns, title)
		}
		for i := range n * t.events {
			a.Rows = append(a.Rows, benchRow(t.cols, i))
		}
		l.Tabs, batch.Appends = append(l.Tabs, tab), append(batch.Appends, a)
	}
	ctx := context.Background()
	if err := book.Ensure(ctx, l); err != nil {
		b.Fatal(err)
	}
	snap, err := book.Read(ctx, "Leads", "Intake", "Activity")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := book.Commit(ctx, snap, batch); err != nil {
		b.Fatal(err)
	}
	return path
}

func benchRow(cols, i int) []sheets.Cell {
	row := make([]sheets.Cell, cols)
	for c := range row {
		switch c % 4 {
		case 0:
			row[c] = text(fmt.Sprintf("L-%d", 1000+i))
		case 1:
			row[c] = text(fmt.Sprintf("a value of some length, number %d of column %d", i%97, c))
		case 2:
			row[c] = sheets.Cell{Kind: dateKind, Num: 46000 + float64(i)/1440}
		}
	}
	return row
}

// BenchmarkRead reads all tabs of a workbook in a new process, beside excelize's raw reading of the same file.
func BenchmarkRead(b *testing.B) {
	for _, n := range benchLeads() {
		path := ""
		b.Run(fmt.Sprintf("leads=%d/leadsheet", n), func(b *testing.B) {
			path = benchBook(b, n)
			kept, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			path = filepath.Join(os.TempDir(), fmt.Sprintf("leadsheet-bench-%d.xlsx", n))
			if err := os.WriteFile(path, kept, 0o600); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				fresh, err := Open(path, Options{})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := fresh.Read(context.Background(), "Leads", "Intake", "Activity"); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("leads=%d/excelize", n), func(b *testing.B) {
			if path == "" {
				b.Skip()
			}
			b.ReportAllocs()
			for b.Loop() {
				f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
				if err != nil {
					b.Fatal(err)
				}
				for _, tab := range f.GetSheetList() {
					if _, err := f.GetRows(tab); err != nil {
						b.Fatal(err)
					}
				}
				f.Close()
			}
		})
		os.Remove(path)
	}
}

// BenchmarkCommit takes in five leads with their events and changes 20 cells in a running process, beside excelize
// making the same changes on the same tabs: open, change, save.
func BenchmarkCommit(b *testing.B) {
	for _, n := range benchLeads() {
		path := ""
		b.Run(fmt.Sprintf("leads=%d/leadsheet", n), func(b *testing.B) {
			path = benchBook(b, n)
			book, err := Open(path, Options{})
			if err != nil {
				b.Fatal(err)
			}
			ctx := context.Background()
			i := 0
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				snap, err := book.Read(ctx, "Leads", "Intake", "Activity")
				if err != nil {
					b.Fatal(err)
				}
				i++
				b.StartTimer()
				if _, err := book.Commit(ctx, snap, benchBatch(snap, i)); err != nil {
					b.Fatal(err)
				}
			}
			kept, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			path = filepath.Join(os.TempDir(), fmt.Sprintf("leadsheet-bench-%d.xlsx", n))
			if err := os.WriteFile(path, kept, 0o600); err != nil {
				b.Fatal(err)
			}
		})
		b.Run(fmt.Sprintf("leads=%d/excelize", n), func(b *testing.B) {
			if path == "" {
				b.Skip()
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := excelizeCommit(path); err != nil {
					b.Fatal(err)
				}
			}
		})
		os.Remove(path)
	}
}

func benchBatch(snap *sheets.Snapshot, i int) sheets.Batch {
	batch := sheets.Batch{}
	for tab, rows := range map[string]int{"Leads": 5, "Intake": 5, "Activity": 15} {
		a := sheets.Append{Tab: tab, Columns: snap.Tabs[tab].Columns}
		for j := range rows {
			a.Rows = append(a.Rows, benchRow(len(a.Columns), 10_000_000*i+j))
		}
		batch.Appends = append(batch.Appends, a)
	}
	tab := snap.Tabs["Leads"]
	for j := range 20 {
		row := j * len(tab.Rows) / 20
		batch.Changes = append(batch.Changes, sheets.Change{Tab: "Leads", Row: row, Column: "Column 3",
			Seen: tab.At(row, 3), Want: text(fmt.Sprint("changed ", i, j))})
	}
	return batch
}

func excelizeCommit(path string) error {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	defer f.Close()
	for tab, rows := range map[string]int{"Leads": 5, "Intake": 5, "Activity": 15} {
		have, err := f.GetRows(tab)
		if err != nil {
			return err
		}
		for j := range rows {
			for c, v := range benchRow(len(have[0]), j) {
				ref, err := excelize.CoordinatesToCellName(c+1, len(have)+1+j)
				if err != nil {
					return err
				}
				if err := newStyler(f).setValue(tab, ref, v); err != nil {
					return err
				}
			}
		}
		if tab != "Leads" {
			continue
		}
		for j := range 20 {
			if err := f.SetCellStr(tab, fmt.Sprintf("D%d", 2+j*len(have)/20), "changed"); err != nil {
				return err
			}
		}
	}
	var buf bytes.Buffer
	if _, err := f.WriteTo(&buf); err != nil {
		return err
	}
	return os.WriteFile(path+".out", buf.Bytes(), 0o600)
}
