package xlsx

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
)

// Rows are taken out between others that people have worked on: heights, formulas, notes and looks stay with their
// rows, and a row with a note is not taken out.
func TestRemove_TheRestStaysWithItsRow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b, err := Open(path, Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.Ensure(t.Context(), sheetstest.Layout()); err != nil {
		t.Fatal(err)
	}
	add := sheets.Append{Tab: "Leads", Columns: []string{"ID", "Name", "Value"}}
	for i, name := range []string{"", "Ben", "", "Dee", ""} {
		value := sheets.Cell{}
		if name != "" {
			value = sheetstest.N(float64(100 * (i + 1)))
		}
		add.Rows = append(add.Rows, []sheets.Cell{sheetstest.T(string(rune('A' + i))), sheetstest.T(name), value})
	}
	read := func() *sheets.Snapshot {
		snap, err := b.Read(t.Context(), "Leads")
		if err != nil {
			t.Fatal(err)
		}
		return snap
	}
	if _, err := b.Commit(t.Context(), read(), sheets.Batch{Appends: []sheets.Append{add}}); err != nil {
		t.Fatal(err)
	}
	byHand(t, path, func(f *excelize.File) error {
		for cell, formula := range map[string]string{"H3": "F3*2", "H5": "F5*2", "J1": "SUM(F2:F6)"} {
			if err := f.SetCellFormula("Leads", cell, formula); err != nil {
				return err
			}
		}
		for _, cell := range []string{"B5", "A6"} {
			if err := f.AddComment("Leads", excelize.Comment{Cell: cell, Author: "Kim", Text: "of " + cell}); err != nil {
				return err
			}
		}
		return f.SetRowHeight("Leads", 5, 44)
	})
	snap := read()
	var batch sheets.Batch
	for _, row := range []int{0, 2, 4} {
		batch.Removes = append(batch.Removes, sheets.Remove{Tab: "Leads", Row: row, Key: "ID"})
	}
	free, err := b.FreeOfFormulas(t.Context(), snap, "Leads", []int{0, 1, 2, 3, 4})
	if err != nil || !free[0] || free[1] || !free[2] || free[3] || free[4] {
		t.Errorf("free of formulas and notes are %v, %v", free, err)
	}
	res, err := b.Commit(t.Context(), snap, batch)
	if err != nil || !res.Wrote || len(res.Skipped) != 1 || res.Skipped[0].Change.Row != 4 {
		t.Fatalf("%+v, %v", res, err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"A2": "B", "B2": "Ben", "A3": "D", "B3": "Dee", "A4": "E", "A5": ""} {
		if got, err := f.GetCellValue("Leads", cell); err != nil || got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
	for cell, want := range map[string]string{"H2": "F2*2", "H3": "F3*2", "H5": "", "J1": "SUM(F2:F4)"} {
		if got, err := f.GetCellFormula("Leads", cell); err != nil || got != want {
			t.Errorf("the formula of %s: %q, want %q", cell, got, want)
		}
	}
	if height, err := f.GetRowHeight("Leads", 3); err != nil || height != 44 {
		t.Errorf("the row of D is %v high", height)
	}
	notes, err := f.GetComments("Leads")
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]string{}
	for _, n := range notes {
		at[n.Text] = n.Cell
	}
	if at["of B5"] != "B3" || at["of A6"] != "A4" {
		t.Errorf("the notes stand at %v", at)
	}
}

// byHand changes a workbook as another program does.
func byHand(t *testing.T, path string, edit func(f *excelize.File) error) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := edit(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}
