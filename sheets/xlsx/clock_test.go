package xlsx

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
)

// A column of days shows the time of day where one is written, and no midnight where it goes again; other columns keep
// their format.
func TestCommit_ShowsTheTimeOfADay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = b.Ensure(context.Background(), sheets.Layout{Tabs: []sheets.TabLayout{{Title: "Leads", Key: "ID", Columns: []sheets.Column{
		{Title: "ID"}, {Title: "Next contact", Format: sheets.DateOnly}, {Title: "Received", Format: sheets.DateTime}}}}})
	if err != nil {
		t.Fatal(err)
	}
	day := func(f float64) sheets.Cell { return sheets.Cell{Kind: sheets.DateCell, Num: f} }
	if _, err = b.Commit(context.Background(), read(t, b), sheets.Batch{Appends: []sheets.Append{{Tab: "Leads",
		Columns: []string{"ID", "Next contact", "Received"}, Rows: [][]sheets.Cell{{{Kind: sheets.TextCell, Text: "L-1"}, day(46357), day(46357)}}}}}); err != nil {
		t.Fatal(err)
	}
	was := 46357.0
	for _, c := range []struct {
		num   float64
		shown string
	}{{46357 + 14.0/24, "2026-12-01 14:00"}, {46358 + 9.0/24, "2026-12-02 09:00"}, {46359, "2026-12-03"}} {
		if _, err := b.Commit(context.Background(), read(t, b), sheets.Batch{Changes: []sheets.Change{
			{Tab: "Leads", Column: "Next contact", Seen: day(was), Want: day(c.num)},
			{Tab: "Leads", Column: "Received", Seen: day(was), Want: day(c.num)}}}); err != nil {
			t.Fatal(err)
		}
		was = c.num
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := f.GetCellValue("Leads", "B2"); got != c.shown {
			t.Errorf("Next contact shows %q, want %q", got, c.shown)
		}
		if got, _ := f.GetCellValue("Leads", "C2"); len(got) != len("2026-12-01 14:00") {
			t.Errorf("Received shows %q", got)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
