package xlsx

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
)

// filterTag is the filter of a tab, which a table has of its own.
var filterTag = regexp.MustCompile(`<autoFilter[^>]*(/>|></autoFilter>)`)

// withTotals makes a workbook with two leads in rows 2 and 3, formatted as a table that ends in a row of totals in row
// 4. more is done to it before, and last is what the part of the table becomes.
func withTotals(t *testing.T, more func(f *excelize.File) error, last func(table string) string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	add(t, b, read(t, b), "L-2")
	columns := read(t, b).Tabs["Leads"].Columns
	people{t: t, path: path}.do("Leads", func(f *excelize.File, _ [][]string) error {
		end, _ := excelize.CoordinatesToCellName(len(columns), 3)
		if err := f.AddTable("Leads", &excelize.Table{Range: "A1:" + end, Name: "T", StyleName: "TableStyleLight1"}); err != nil {
			return err
		}
		for cell, v := range map[string]any{"A4": "Total", "F2": 1.0, "F3": 2.0} {
			if err := f.SetCellValue("Leads", cell, v); err != nil {
				return err
			}
		}
		if err := f.SetCellFormula("Leads", "F4", "SUBTOTAL(109,T[Value])"); err != nil {
			return err
		}
		bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FF0000"}})
		if err == nil {
			err = f.SetCellStyle("Leads", "A4", "F4", bold)
		}
		if err == nil && more != nil {
			err = more(f)
		}
		return err
	})
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw = sheetstest.EditParts(t, raw, func(name, text string) string {
		if name == "xl/worksheets/sheet1.xml" {
			text = filterTag.ReplaceAllString(text, "")
		}
		if strings.HasPrefix(name, "xl/tables/") {
			end := sheets.ColumnLetters(len(columns) - 1)
			text = strings.Replace(text, `ref="A1:`+end+`3"`, `ref="A1:`+end+`4" totalsRowCount="1"`, 1)
			text = strings.Replace(text, `name="ID"`, `name="ID" totalsRowLabel="Total"`, 1)
			text = strings.Replace(text, `name="Value"`, `name="Value" totalsRowFunction="sum"`, 1)
			if last != nil {
				text = last(text)
			}
		}
		return text
	})
	if err := os.WriteFile(path, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// shownRows are the rows of the tab Leads as a program reads them: ID, value or formula.
func shownRows(t *testing.T, path string) string {
	t.Helper()
	f, err := excelize.OpenFile(path, openOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	for row := 2; row < 12; row++ {
		id, _ := f.GetCellValue("Leads", fmt.Sprint("A", row))
		v, _ := f.GetCellValue("Leads", fmt.Sprint("F", row))
		formula, _ := f.GetCellFormula("Leads", fmt.Sprint("F", row))
		if formula != "" {
			v = "=" + formula
		}
		out = append(out, strings.TrimSpace(id+" "+v))
	}
	return strings.TrimRight(strings.Join(out, ", "), ", ")
}

func addThree(t *testing.T, path string) *sheets.Result {
	t.Helper()
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Ensure(context.Background(), sheetstest.Layout()); err != nil {
		t.Fatal(err)
	}
	batch := lead("L-3")
	batch.Appends[0].Rows = append(batch.Appends[0].Rows, []sheets.Cell{text("L-4"), text("Bea")})
	snap := read(t, b)
	res, err := b.Commit(context.Background(), snap, batch)
	if err != nil {
		t.Fatal(err)
	}
	add(t, b, read(t, b), "L-5")
	if got := ids(t, path); strings.Contains(got, "Total") || !strings.HasSuffix(got, "L-3:Ada L-4:Bea L-5:Ada") {
		t.Errorf("the leads are %s", got)
	}
	return res
}

// New leads of a table with a row of totals stand above it, as if a person had inserted them, and the totals sum them
// up: the row, its formulas and its look move down.
func TestAppend_RowOfTotalsMovesDown(t *testing.T) {
	for name, c := range map[string]struct {
		more func(f *excelize.File) error
		last func(string) string
		want string
	}{
		"as Excel makes it": {nil, nil, "L-1 1, L-2 2, L-3, L-4, L-5, Total =SUBTOTAL(109,T[Value])"},
		"as LibreOffice keeps it": {nil, func(s string) string {
			s = strings.Replace(s, ` totalsRowLabel="Total"`, "", 1)
			return strings.Replace(s, ` totalsRowFunction="sum"`, "", 1)
		}, "L-1 1, L-2 2, L-3, L-4, L-5, Total =SUBTOTAL(109,T[Value])"},
		"with a label of its own": {func(f *excelize.File) error { return f.SetCellStr("Leads", "A4", "Together & all") },
			func(s string) string { return strings.Replace(s, `Label="Total"`, `Label="Together &amp; all"`, 1) },
			"L-1 1, L-2 2, L-3, L-4, L-5, Together & all =SUBTOTAL(109,T[Value])"},
		"with a sum of cells": {func(f *excelize.File) error {
			return f.SetCellFormula("Leads", "F4", `SUM(F2:F3)&"F2:F3"&SUM($F$2:$F$3)`)
		}, nil, `L-1 1, L-2 2, L-3, L-4, L-5, Total =SUM(F2:F6)&"F2:F3"&SUM($F$2:$F$6)`},
		"with a blank row above it": {func(f *excelize.File) error {
			return f.SetSheetRow("Leads", "A3", &[]any{nil, nil, nil, nil, nil, nil})
		}, nil, "L-1 1, L-3, L-4, L-5, Total =SUBTOTAL(109,T[Value])"},
		"that other tabs name by the table": {func(f *excelize.File) error {
			if _, err := f.NewSheet("Mine"); err != nil {
				return err
			}
			return f.SetCellFormula("Mine", "A1", "SUM(T[Value])+SUM(Leads!F:F)+SUM(Leads!F2:F3)")
		}, nil, "L-1 1, L-2 2, L-3, L-4, L-5, Total =SUBTOTAL(109,T[Value])"},
	} {
		t.Run(name, func(t *testing.T) {
			path := withTotals(t, c.more, c.last)
			was, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			before := styleOfCell(t, path, "A", "=SUB", "Total", "Together")
			if res := addThree(t, path); len(res.Notes) > 0 {
				t.Errorf("it is said: %q", res.Notes)
			}
			if got := shownRows(t, path); got != c.want {
				t.Errorf("the rows are  %s\nthey should be %s", got, c.want)
			}
			now, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			parts := partsOf(t, now)
			last := strings.Count(c.want, ", ") + 2
			if table := parts["xl/tables/table1.xml"]; !strings.Contains(table, fmt.Sprintf(`:%s%d" totalsRowCount`, tableEnd(table), last)) ||
				!strings.Contains(table, fmt.Sprintf(`<autoFilter ref="A1:%s%d"`, tableEnd(table), last-1)) {
				t.Errorf("the table is %s", table)
			}
			if after := styleOfCell(t, path, "A", "=SUB", "Total", "Together"); before != after {
				t.Errorf("the look of the totals was %d and is %d", before, after)
			}
			for part, text := range partsOf(t, was) {
				if strings.Contains(part, "theme") && parts[part] != text {
					t.Errorf("%s has changed", part)
				}
			}
		})
	}
}

// tableEnd is the letter of a table's last column.
func tableEnd(table string) string {
	_, rest, _ := strings.Cut(table, `ref="A1:`)
	return strings.TrimRight(rest[:strings.IndexByte(rest, '"')], "0123456789")
}

// styleOfCell is the format of the cell in a column whose content begins with one of the texts.
func styleOfCell(t *testing.T, path, col string, begins ...string) int {
	t.Helper()
	f, err := excelize.OpenFile(path, openOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for row := 2; row < 12; row++ {
		v, _ := f.GetCellValue("Leads", fmt.Sprint(col, row))
		for _, b := range begins {
			if strings.HasPrefix(v, b) {
				style, _ := f.GetCellStyle("Leads", fmt.Sprint(col, row))
				return style
			}
		}
	}
	return -1
}

// Where the row of totals cannot move, it stays as it is, new leads stand below it, and that is said once.
func TestAppend_RowOfTotalsThatStays(t *testing.T) {
	for name, more := range map[string]func(f *excelize.File) error{
		"a formula names its cell": func(f *excelize.File) error {
			if _, err := f.NewSheet("Mine"); err != nil {
				return err
			}
			return f.SetCellFormula("Mine", "A1", "Leads!F4*2")
		},
		"a name names its cell": func(f *excelize.File) error {
			return f.SetDefinedName(&excelize.DefinedName{Name: "Sum", RefersTo: "Leads!$F$4"})
		},
		"a note is on it": func(f *excelize.File) error {
			return f.AddComment("Leads", excelize.Comment{Cell: "F4", Author: "Ben", Text: "net"})
		},
		"a chart shows it": func(f *excelize.File) error {
			return f.AddChart("Leads", "K8", &excelize.Chart{Type: excelize.Col,
				Series: []excelize.ChartSeries{{Values: "Leads!$F$4:$F$4"}}})
		},
		"a colour rule begins in it": func(f *excelize.File) error {
			return f.SetConditionalFormat("Leads", "F4", []excelize.ConditionalFormatOptions{{Type: "data_bar",
				Criteria: "=", MinType: "min", MaxType: "max", BarColor: "#FF0000"}})
		},
		"its cells are merged":      func(f *excelize.File) error { return f.MergeCell("Leads", "A4", "B4") },
		"something stands below it": func(f *excelize.File) error { return f.SetCellStr("Leads", "B5", "as of today") },
		"something stands beside it": func(f *excelize.File) error {
			return f.SetCellStr("Leads", "Z4", "as of today")
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := withTotals(t, more, nil)
			res := addThree(t, path)
			if len(res.Notes) != 1 || !strings.Contains(res.Notes[0], "row of totals") {
				t.Errorf("it is said: %q", res.Notes)
			}
			if got := shownRows(t, path); !strings.HasPrefix(got, "L-1 1, L-2 2, Total =SUBTOTAL(109,T[Value]), ") {
				t.Errorf("the rows are %s", got)
			}
		})
	}
}

// A row of totals is no lead, whatever it says; but the last lead of a table is one, although some programs go on
// saying that a table has a row of totals when a person has removed it.
func TestRead_RowOfTotals(t *testing.T) {
	path := withTotals(t, func(f *excelize.File) error {
		for _, c := range []string{"B4", "C4"} {
			if err := f.SetCellFormula("Leads", c, "SUBTOTAL(103,T[Name])"); err != nil {
				return err
			}
		}
		return f.SetCellStr("Leads", "A4", "Everything")
	}, nil)
	if got := ids(t, path); got != "L-1:Ada L-2:Ada" {
		t.Errorf("with totals the leads are %s", got)
	}
	path = withTotals(t, func(f *excelize.File) error {
		if err := f.SetCellFormula("Leads", "F4", ""); err != nil {
			return err
		}
		return f.SetSheetRow("Leads", "A4", &[]any{"L-9", "Zoe"})
	}, nil)
	if got := ids(t, path); got != "L-1:Ada L-2:Ada L-9:Zoe" {
		t.Errorf("without totals the leads are %s", got)
	}
	add3 := addThree(t, path)
	if len(add3.Notes) > 0 {
		t.Errorf("it is said: %q", add3.Notes)
	}
}
