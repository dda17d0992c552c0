package xlsx

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/xlsx/ooxml/xmltext"
)

// exportOf is an export of one page and one table with these rows.
func exportOf(rows [][]sheets.Cell, formulas map[int][]sheets.Formula) sheets.Export {
	return sheets.Export{Tabs: []sheets.ExportTab{
		{Page: &sheets.Page{Title: "Report", Widths: []float64{20}, Cells: []sheets.PageCell{
			{Cell: text("Ada"), Style: sheets.TableLink, LinkTab: "Leads", LinkKey: "L-2"}}}},
		{Table: &sheets.ExportTable{
			TabLayout: sheets.TabLayout{Title: "Leads", Key: "ID", Frozen: 1, Columns: []sheets.Column{
				{Title: "ID", Format: sheets.PlainText, Width: 9},
				{Title: "Received", Format: sheets.DateOnly, Width: 16},
				{Title: "Value", Format: sheets.Amount, Width: 9}, {Title: "Need", Wrap: true, Width: 30},
			}, Colors: []sheets.ColorRule{{Column: "Need", Contains: "late", Fill: "FEE2E2"}}},
			Len: len(rows),
			Body: func(yield func([]sheets.Cell, []sheets.Formula) bool) {
				for i, row := range rows {
					if !yield(row, formulas[i]) {
						return
					}
				}
			}}},
	}}
}

func written(t testing.TB, x sheets.Export) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(context.Background(), &out, x, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func date(n float64) sheets.Cell   { return sheets.Cell{Kind: dateKind, Num: n} }
func number(n float64) sheets.Cell { return sheets.Cell{Kind: numberKind, Num: n} }

// What is written is read back, by the program's own reader and by excelize: texts that look like formulas or escapes,
// days with and without a time, a day of the year 1899, formulas with their values.
func TestWrite_IsReadBack(t *testing.T) {
	rows := [][]sheets.Cell{
		{text("L-1"), date(46000.5), number(-1234.5), text("=1+1\n<b>&\"_x000D_\" \t")},
		{text("L-2"), number(46001), number(1e21), text(" two spaces ")},
		{text("L-3"), date(-7.5), {Kind: boolKind, Num: 1}, {}},
		{text("L-4"), date(59), number(math.Inf(1)), text(strings.Repeat("ü", 40_000))},
		{text("L-5"), {}, number(3), text("ok")},
		{text("L-6"), text("\x00\x0b\uFFFE\r\nlast"), number(7), {}},
	}
	raw := written(t, exportOf(rows, map[int][]sheets.Formula{4: {"", "", "{SUM(IF(A2:A6<>\"\",1,0))-2",
		`IF(1<2,"ok","no")`}}))
	want := [][]string{
		{"L-1", "46000.5", "-1234.5", "=1+1\n<b>&\"_x000D_\" \t"},
		{"L-2", "46001", "1000000000000000000000", " two spaces "},
		{"L-3", "1899-12-22 12:00", "TRUE", ""},
		{"L-4", "1900-02-27", "+Inf", strings.Repeat("ü", xmltext.MaxText-7) + "… (cut)"},
		{"L-5", "", "3", "ok"},
		{"L-6", "\nlast", "7", ""},
	}
	wb, err := parse(raw, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw), openOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g := wb.byName["leads"]
	for r, row := range want {
		for c, cell := range row {
			if got := g.At(r+2, c).Value.String(); got != cell {
				t.Errorf("row %d, column %d: read %.60q, want %.60q", r+2, c, got, cell)
			}
			if strings.Contains(cell, "_x000D_") || cell == "TRUE" {
				continue // excelize reads the first as what it escapes, and the second as a number
			}
			ref, _ := excelize.CoordinatesToCellName(c+1, r+2)
			if got, err := f.GetCellValue("Leads", ref); err != nil || got != cell {
				t.Errorf("%s: excelize read %.60q, %v, want %.60q", ref, got, err, cell)
			}
		}
	}
	if c := g.At(6, 2); !c.Formula || c.Unknown {
		t.Errorf("C6 is %+v", c)
	}
	if ok, to, err := f.GetCellHyperLink("Report", "A1"); !ok || to != "'Leads'!A3" || err != nil {
		t.Errorf("the page links to %q, %v", to, err)
	}
	shown, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer shown.Close()
	for ref, want := range map[string]string{"B2": "2025-12-09 12:00", "B3": "2025-12-10"} {
		if got, err := shown.GetCellValue("Leads", ref); got != want || err != nil {
			t.Errorf("%s shows %q, %v, want %q", ref, got, err, want)
		}
	}
}

// A program computes the formulas, whatever is written beside them.
func TestWrite_LibreOfficeComputes(t *testing.T) {
	rows := [][]sheets.Cell{{text("L-1"), date(46000), number(2), text("a")}, {text("L-2"), date(46001), number(3), {}},
		{text("sum"), {}, number(99), number(99)}}
	raw := written(t, exportOf(rows, map[int][]sheets.Formula{2: {"", "", "SUM(C2:C3)", "{SUM(IF(B2:B3>=46000,1,0))"}}))
	path := filepath.Join(t.TempDir(), "export.xlsx")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	dir := sheetstest.LibreOfficeComputing(t,
		`csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2`, path)
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) != 1 {
		t.Fatalf("it became %v, %v", files, err)
	}
	got, err := os.ReadFile(files[0])
	if err != nil || string(got) != "ID,Received,Value,Need\nL-1,2025-12-09,2,a\nL-2,2025-12-10,3,\nsum,,5,2\n" {
		t.Errorf("%q, %v", got, err)
	}
}

// Any texts and numbers are read back as they can be stored.
func TestWrite_Any(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows [][]sheets.Cell
		for range rapid.IntRange(0, 4).Draw(t, "rows") {
			s := rapid.String().Draw(t, "text")
			rows = append(rows, []sheets.Cell{text(s), {}, number(rapid.Float64().Draw(t, "number")), text(s)})
		}
		var out bytes.Buffer
		if err := Write(context.Background(), &out, exportOf(rows, nil), nil); err != nil {
			t.Fatal(err)
		}
		wb, err := parse(out.Bytes(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c := range row {
				if got, want := wb.byName["leads"].At(r+2, c).Value, storable(row[c]); !got.Equal(want) {
					t.Fatalf("row %d, column %d: %+v became %+v", r, c, want, got)
				}
			}
		}
	})
}

func FuzzWrite(f *testing.F) {
	for _, s := range []string{"", "=1", "_x0041_", "\x00", "]]>", "&#x0;", "\xff\xfe",
		strings.Repeat("_x0000_", 5000)} {
		f.Add(s, 1.5)
	}
	f.Fuzz(func(t *testing.T, s string, n float64) {
		rows := [][]sheets.Cell{{text(s), date(n), number(n), text(s + "\n")}}
		wb, err := parse(written(t, exportOf(rows, map[int][]sheets.Formula{0: {"", "",
			sheets.Formula(strings.ToValidUTF8(s, ""))}})), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := wb.byName["leads"].At(2, 0).Value; !got.Equal(storable(text(s))) {
			t.Errorf("%q became %q", s, got.Text)
		}
	})
}

// A failure leaves no file, and no file is replaced that is not to be.
func TestSave_Whole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "export.xlsx")
	ctx, cancel := context.WithCancel(context.Background())
	rows := make([][]sheets.Cell, 5000)
	for i := range rows {
		rows[i] = []sheets.Cell{text("L")}
	}
	x := exportOf(rows, nil)
	if err := Save(ctx, path, x, false, func(done, of int) {
		if done == of/2 {
			cancel()
		}
	}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	x.Tabs[1].Table.Len++
	if err := Save(context.Background(), path, x, false, nil); err == nil ||
		!strings.Contains(err.Error(), "5000 rows") {
		t.Error(err)
	}
	x.Tabs[1].Table.Len = 1 << 20
	var many *TooManyRows
	if err := Save(context.Background(), path, x, false, nil); !errors.As(err, &many) {
		t.Error(err)
	}
	if names, _ := filepath.Glob(filepath.Join(dir, "*")); len(names) != 0 {
		t.Errorf("left: %q", names)
	}
	if names, _ := filepath.Glob(filepath.Join(dir, ".*")); len(names) != 0 {
		t.Errorf("left: %q", names)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	x.Tabs[1].Table.Len = len(rows)
	if err := Save(context.Background(), path, x, false, nil); !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
	if got, _ := os.ReadFile(path); string(got) != "mine" {
		t.Error("it was replaced")
	}
	if err := Save(context.Background(), path, x, true, nil); err != nil {
		t.Error(err)
	}
	if _, err := parse(must(os.ReadFile(path)), nil); err != nil {
		t.Error(err)
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}
