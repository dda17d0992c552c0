package xlsx

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets/sheetstest"
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
