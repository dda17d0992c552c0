package reports

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
	"leadsheet/sheets/xlsx"
)

var pictures = flag.String("pictures", "", "write workbooks and pages of businesses into this `folder`, to look at")

// TestPictures writes what people see of an empty, a small and a large business, to be looked at: a workbook, and the
// emulator's pages. It is run by hand.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("run with -pictures FOLDER, and look")
	}
	empty := Input{Policy: businessPolicy()}
	empty.Policy.Team = nil
	for name, in := range map[string]Input{"empty": empty, "small": business(12, 20), "large": business(5000, 500)} {
		in.Policy.ShowAll = true
		file := filepath.Join(*pictures, name+".xlsx")
		if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		book, err := xlsx.Open(file, xlsx.Options{})
		if err != nil {
			t.Fatal(err)
		}
		show(t, book, in)
		server := gsheets.New(gsheets.Options{})
		doc := server.Create("Leads")
		sheet, err := google.Open(google.Options{Spreadsheet: doc.ID(), Client: &http.Client{Transport: server}})
		if err != nil {
			t.Fatal(err)
		}
		show(t, sheet, in)
		for _, tab := range []string{lead.TabReport, lead.TabToday, lead.TabFigures} {
			got := httptest.NewRecorder()
			server.Page().ServeHTTP(got, httptest.NewRequest("GET", fmt.Sprintf("/sheet/%s?tab=%s", doc.ID(), tab),
				nil))
			page := filepath.Join(*pictures, name+"-"+tab+".html")
			if err := os.WriteFile(page, got.Body.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// show writes the leads and the pages into a new workbook.
func show(t *testing.T, book sheets.Book, in Input) {
	t.Helper()
	ctx := context.Background()
	layout := sheets.Layout{Tabs: []sheets.TabLayout{{Title: lead.TabLeads, Key: lead.ColID,
		Columns: []sheets.Column{{Title: lead.ColID}, {Title: lead.ColName}}}}}
	if err := book.Ensure(ctx, layout); err != nil {
		t.Fatal(err)
	}
	snap, err := book.Read(ctx, lead.TabLeads)
	if err != nil {
		t.Fatal(err)
	}
	rows := sheets.Append{Tab: lead.TabLeads, Columns: []string{lead.ColID, lead.ColName}}
	for _, l := range in.Leads[max(0, len(in.Leads)-50):] { // links need rows
		rows.Rows = append(rows.Rows, []sheets.Cell{lead.TextValue(l.ID), lead.TextValue(l.Name)})
	}
	res, err := book.Commit(ctx, snap, sheets.Batch{Appends: []sheets.Append{rows}, Pages: Build(in, now), Whole: true})
	if err != nil || !res.Wrote {
		t.Fatalf("%+v, %v", res, err)
	}
}
