package xlsx

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/xlsx/ooxml"
)

// A column of formulas that is filled down waits for leads; a sum below the table does not, whether it has a label or
// not.
func TestAppend_BesideFormulas(t *testing.T) {
	for _, c := range []struct {
		what string
		edit func(f *excelize.File) error
		want string // where the second lead goes
		keep string // a cell that must stay as it is
	}{
		{"filled down in a column of the team's", func(f *excelize.File) error {
			return errors.Join(f.SetCellStr("Leads", "G1", "Days"), f.SetCellFormula("Leads", "G2", "F2*2"), f.SetCellFormula("Leads", "G3", "F3*2"), f.SetCellFormula("Leads", "G4", "F4*2"))
		}, "A3", "G3"},
		{"filled down below the table only", func(f *excelize.File) error {
			return errors.Join(f.SetCellFormula("Leads", "G3", "F3*2"), f.SetCellFormula("Leads", "G4", "F4*2"))
		}, "A3", "G4"},
		{"filled down in a column that is left to the team", func(f *excelize.File) error {
			return errors.Join(f.SetCellFormula("Leads", "F2", "2*3"), f.SetCellFormula("Leads", "F3", "2*3"))
		}, "A3", "F3"},
		{"a sum of a column of the team's", func(f *excelize.File) error {
			return errors.Join(f.SetCellStr("Leads", "G1", "Budget"), f.SetCellInt("Leads", "G2", 5), f.SetCellFormula("Leads", "G3", "SUM(G2:G2)"))
		}, "A4", "G3"},
		{"a sum of a column of formulas", func(f *excelize.File) error {
			return errors.Join(f.SetCellFormula("Leads", "G2", "F2*2"), f.SetCellFormula("Leads", "G3", "SUM(G2:G2)"))
		}, "A4", "G3"},
		{"a sum of our column", func(f *excelize.File) error {
			return errors.Join(f.SetCellInt("Leads", "F2", 5), f.SetCellFormula("Leads", "F3", "SUM(F2:F2)"))
		}, "A4", "F3"},
	} {
		path := filepath.Join(t.TempDir(), "leads.xlsx")
		b := begin(t, path, Options{})
		people{t: t, path: path}.do("Leads", func(f *excelize.File, _ [][]string) error { return c.edit(f) })
		before := formulaAt(t, path, c.keep)
		batch := lead("L-2")
		batch.Appends[0].Columns = append(batch.Appends[0].Columns, "Value")
		batch.Appends[0].Rows[0] = append(batch.Appends[0].Rows[0], sheetstest.T(""))
		if _, err := b.Commit(context.Background(), read(t, b), batch); err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if v, err := f.GetCellValue("Leads", c.want); err != nil || v != "L-2" {
			t.Errorf("%s: %s holds %q: %v", c.what, c.want, v, err)
		}
		f.Close()
		if after := formulaAt(t, path, c.keep); after != before || after == "" {
			t.Errorf("%s: the formula is %q, it was %q", c.what, after, before)
		}
	}
}

func formulaAt(t *testing.T, path, ref string) string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := f.GetCellFormula("Leads", ref)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What somebody has typed at the end of a sheet by mistake does not make the table full: new rows go below the rest.
func TestAppend_StrayCellInTheLastRow(t *testing.T) {
	for _, strays := range [][]string{{"A1048576"}, {"A1048575", "B1048576"}, {"A500000", "A1048576"}} {
		path := filepath.Join(t.TempDir(), "leads.xlsx")
		b := begin(t, path, Options{})
		people{t: t, path: path}.do("Leads", func(f *excelize.File, _ [][]string) error {
			for _, ref := range strays {
				if err := errors.Join(f.SetCellStr("Leads", ref, "x"), f.SetCellStr("Leads", "B"+ref[1:], "x")); err != nil {
					return err
				}
			}
			return nil
		})
		for _, id := range []string{"L-2", "L-3"} {
			add(t, b, read(t, b), id)
		}
		at := "A3"
		if strays[0] == "A500000" {
			at = "A500001"
		}
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if v, err := f.GetCellValue("Leads", at); err != nil || v != "L-2" {
			t.Errorf("%v: %s holds %q: %v", strays, at, v, err)
		}
		if v, err := f.GetCellValue("Leads", "B"+strays[0][1:]); err != nil || v != "x" {
			t.Errorf("%v: the stray cell holds %q: %v", strays, v, err)
		}
		f.Close()
	}
}

// A title in the last column of a sheet does not make every row as wide as the sheet.
func TestTable_RowsAreAsWideAsTheirContent(t *testing.T) {
	g := &ooxml.Grid{Title: "Leads", Rows: []ooxml.Row{{Num: 1, Cells: []ooxml.Cell{{Value: text("ID")}, {Value: text("Name"), Col: 1},
		{Value: text("Far"), Col: ooxml.MaxCols - 1}}}}}
	for i := range 1000 {
		g.Rows = append(g.Rows, ooxml.Row{Num: i + 2, Cells: []ooxml.Cell{{Value: text(fmt.Sprint("L-", i))}, {Value: text("Ada"), Col: 1}}})
	}
	g.Rows[9].Cells = append(g.Rows[9].Cells, ooxml.Cell{Value: text("far"), Col: ooxml.MaxCols - 1})
	tab := tableOf(g, sheetstest.Layout().Tabs[0]).tab
	if len(tab.Rows) != 1000 || len(tab.Rows[0]) != 2 || tab.At(8, ooxml.MaxCols-1).Text != "far" || !tab.At(7, ooxml.MaxCols-1).IsEmpty() {
		t.Errorf("there are %d rows, the first has %d cells", len(tab.Rows), len(tab.Rows[0]))
	}
}
