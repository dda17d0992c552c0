package main

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/lead"
	"leadsheet/reports/detail"
)

// showsAll reports whether the Settings of a workbook show all tabs.
func showsAll(b olderBook) bool {
	return slices.ContainsFunc(b.rows(lead.TabSettings), func(r map[string]string) bool {
		return r["Setting"] == "Show all tabs" && r["Value"] == "yes"
	})
}

// pagesOfToday checks that the hidden tab behind the charts of earlier versions has become Figures, and that nothing
// refers to it any more.
func pagesOfToday(t *testing.T, raw []byte, book olderBook) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	shown, err := f.GetSheetVisible(lead.TabFigures)
	if err != nil || slices.Contains(f.GetSheetList(), detail.FormerTitle) || shown != showsAll(book) {
		t.Errorf("the tabs are %q, Figures is shown: %v (%v)", f.GetSheetList(), shown, err)
	}
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	charts := 0
	for _, part := range archive.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte(detail.FormerTitle)) {
			t.Errorf("%s mentions the tab %q", part.Name, detail.FormerTitle)
		}
		if strings.HasPrefix(part.Name, "xl/charts/chart") && bytes.Contains(text, []byte(lead.TabFigures)) {
			charts++
		}
		if bytes.Contains(text, []byte(`varyColors val="1"`)) {
			t.Errorf("%s gives each bar a colour of its own", part.Name)
		}
	}
	if charts != 2 {
		t.Errorf("%d charts are made of Figures", charts)
	}
}
