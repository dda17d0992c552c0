package ooxml

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/lead"
)

// corpus calls f with each workbook of other makers.
func corpus(t *testing.T, f func(t *testing.T, raw []byte)) {
	t.Helper()
	files, err := filepath.Glob("../../../../shared/corpus/workbooks/*/*")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the workbooks of other makers are not here")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			f(t, raw)
		})
	}
}

// Every cell of every workbook is read as excelize reads it.
func TestScan_AsExcelizeReads(t *testing.T) {
	cells := 0
	corpus(t, func(t *testing.T, raw []byte) {
		b, err := Open(raw)
		if r := (*Refusal)(nil); errors.As(err, &r) {
			t.Skip(r.Why)
		}
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Skip(err)
		}
		defer f.Close()
		for _, sheet := range b.Sheets {
			if sheet.Part == "" {
				continue
			}
			g, err := b.Scan(sheet, nil)
			if err != nil {
				t.Fatalf("%s: %v", sheet.Title, err)
			}
			rows, err := f.GetRows(sheet.Title)
			if err != nil || len(rows) == 0 { // it cannot read everything
				t.Logf("%s: excelize reads %d rows: %v", sheet.Title, len(rows), err)
				continue
			}
			cells += compareRows(t, b, g, rows)
		}
	})
	t.Logf("%d cells compared", cells)
}

func compareRows(t *testing.T, b *Book, g *Grid, rows [][]string) (n int) {
	t.Helper()
	seen := map[[2]int]bool{}
	for i, row := range rows {
		for col, want := range row {
			seen[[2]int{i + 1, col}] = true
			got := g.At(i+1, col)
			if n++; !sameAs(got.Value, want, b.Date1904) {
				t.Errorf("%s row %d column %d: %+v, excelize says %q", g.Title, i+1, col, got.Value, want)
			}
		}
	}
	for _, r := range g.Rows {
		for _, c := range r.Cells {
			if !seen[[2]int{r.Num, c.Col}] && !c.Value.IsEmpty() {
				t.Errorf("%s row %d column %d: %+v, excelize sees nothing", g.Title, r.Num, c.Col, c.Value)
			}
		}
	}
	return n
}

func sameAs(v lead.Value, want string, date1904 bool) bool {
	switch v.Kind {
	case lead.Empty:
		return want == ""
	case lead.Number:
		f, err := strconv.ParseFloat(strings.TrimSpace(want), 64)
		return err == nil && (f == v.Num || date1904 && f+days1904 == v.Num)
	case lead.Bool:
		return want == "TRUE" && v.Num == 1 || want == "FALSE" && v.Num == 0 || want == "1" && v.Num == 1 || want == "0" && v.Num == 0
	}
	return v.Text == want
}
