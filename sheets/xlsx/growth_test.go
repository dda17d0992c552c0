package xlsx

import (
	"archive/zip"
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"leadsheet/sheets"
)

var growthPasses = flag.Int("passes", 60, "passes of TestCommit_ManyPassesDoNotGrow")

// A daemon writes a workbook for years. Neither parts nor styles nor bytes become more when cells and a page with a
// chart change again and again: -passes 10000 plays a year of a busy team.
func TestCommit_ManyPassesDoNotGrow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{KeepBackups: -1})
	measure := func() (parts, styles, size int) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		zr, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatal(err)
		}
		return len(zr.File), len(partsOf(t, raw)["xl/styles.xml"]), len(raw)
	}
	var parts, styles, size int
	for i := range *growthPasses {
		page := sheets.Page{
			Title: "Report", Widths: []float64{20, 20},
			Cells: []sheets.PageCell{
				{Row: 0, Col: 0, Cell: text("Leads"), Style: sheets.Title},
				{Row: 1, Col: 0, Cell: text("new"), Style: sheets.TableText},
				{Row: 1, Col: 1, Cell: sheets.Cell{Kind: numberKind, Num: float64(i)}, Style: sheets.Style(i % 20)},
				{Row: 2, Col: 0, Cell: text("Ada"), Style: sheets.TableLink, LinkURL: fmt.Sprintf("mailto:ada%d@x.example", i%7)},
			},
			Charts: []sheets.Chart{{Type: sheets.SortedBars, Row: 4, Width: 300, Height: 200,
				Categories: sheets.Range{Tab: "Report", Row: 1, Last: 1},
				Series:     []sheets.Series{{Name: "Leads", Values: sheets.Range{Tab: "Report", Col: 1, Row: 1, Last: 1}, Color: "93C5FD"}}}},
		}
		snap := read(t, b)
		batch := sheets.Batch{Pages: []sheets.Page{page}, Changes: []sheets.Change{{Tab: "Leads", Row: 0, Column: "Name",
			Seen: snap.Tabs["Leads"].At(0, 1), Want: text(fmt.Sprintf("Ada %04d", i))}}}
		if res, err := b.Commit(context.Background(), snap, batch); err != nil || !res.Wrote {
			t.Fatalf("pass %d: %+v %v", i, res, err)
		}
		if i == 40 {
			parts, styles, size = measure()
		}
	}
	if p, s, n := measure(); p != parts || s != styles || n > size+64 {
		t.Errorf("it had %d parts, %d bytes of styles and %d bytes in all, and has %d, %d, %d", parts, styles, size, p, s, n)
	}
}
