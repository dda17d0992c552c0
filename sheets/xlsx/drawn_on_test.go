package xlsx

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
)

// What people draw on a page stays when the page is written anew, and our chart is there once. What they type there goes
// with the next write, and it alone makes the page be written.
func TestCommit_APageThatPeopleHaveDrawnOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "leads.xlsx")
	b := begin(t, path, Options{})
	batch := func(n float64) sheets.Batch {
		at := func(col int) sheets.Range { return sheets.Range{Tab: "Report", Col: col, Row: 1, Last: 1} }
		return sheets.Batch{Pages: []sheets.Page{{Title: "Report", Widths: []float64{20, 20},
			Cells: []sheets.PageCell{{Cell: text("What this says"), Style: sheets.Title},
				{Row: 1, Cell: text("leads")}, {Row: 1, Col: 1, Cell: number(n)}},
			Charts: []sheets.Chart{{Type: sheets.SortedBars, Row: 4, Width: 300, Height: 200, Categories: at(0),
				Series: []sheets.Series{{Name: "Leads", Values: at(1), Color: "93C5FD"}}}}}}}
	}
	commit := func(n float64) bool {
		t.Helper()
		res, err := b.Commit(context.Background(), read(t, b), batch(n))
		if err != nil {
			t.Fatal(err)
		}
		return res.Wrote
	}
	commit(1)
	people{t: t, path: path}.do("Leads", func(f *excelize.File, _ [][]string) error { return drawOn(f, "Report") })
	if !commit(1) {
		t.Error("what was typed on the page stayed")
	}
	if commit(1) {
		t.Error("the page is written again and again")
	}
	if !commit(2) {
		t.Error("the page is not written")
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	typed, _ := f.GetCellValue("Report", "B9")
	leads, _ := f.GetCellValue("Report", "B2")
	if typed != "" || leads != "2" {
		t.Errorf("B9 %q, B2 %q", typed, leads)
	}
	comments, err := f.GetComments("Report")
	if err != nil || len(comments) != 1 {
		t.Errorf("comments %+v, %v", comments, err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	charts, pictures := 0, 0
	for part := range partsOf(t, raw) {
		if strings.HasPrefix(part, "xl/charts/chart") {
			charts++
		}
		if strings.HasPrefix(part, "xl/media/") {
			pictures++
		}
	}
	if charts != 2 || pictures != 1 {
		t.Errorf("%d charts and %d pictures, want ours, theirs, and the picture", charts, pictures)
	}
}

// drawOn is what people put on a page: a chart, a picture, a comment, and a word beside it.
func drawOn(f *excelize.File, tab string) error {
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewRGBA(image.Rect(0, 0, 2, 2))); err != nil {
		return err
	}
	series := []excelize.ChartSeries{{Name: tab + "!$A$2", Values: tab + "!$B$2:$B$2"}}
	for _, err := range []error{
		f.AddChart(tab, "K2", &excelize.Chart{Type: excelize.Col, Series: series}),
		f.AddPictureFromBytes(tab, "K20", &excelize.Picture{Extension: ".png", File: dot.Bytes()}),
		f.AddComment(tab, excelize.Comment{Cell: "B2", Author: "Ben", Text: "more than last week"}),
		f.SetCellValue(tab, "B9", "ask Ann"),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}
