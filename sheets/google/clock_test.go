package google_test

import (
	"context"
	"net/http"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// A column of days shows the time of day where one is written, and no midnight where it goes again.
func TestCommit_ShowsTheTimeOfADay(t *testing.T) {
	server, ctx := gsheets.New(gsheets.Options{Check: true}), context.Background()
	doc := server.Create("Team")
	b := open(t, &http.Client{Transport: server}, doc.ID())
	if err := b.Ensure(ctx, sheets.Layout{Tabs: []sheets.TabLayout{{Title: "Leads", Key: "ID", Columns: []sheets.Column{
		{Title: "ID"}, {Title: "Next contact", Format: sheets.DateOnly}, {Title: "Received", Format: sheets.DateTime}}}}}); err != nil {
		t.Fatal(err)
	}
	commit := func(batch sheets.Batch) {
		t.Helper()
		s, err := b.Read(ctx, "Leads")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(ctx, s, batch); err != nil {
			t.Fatal(err)
		}
	}
	day := func(f float64) sheets.Cell { return sheets.Cell{Kind: sheets.DateCell, Num: f} }
	commit(sheets.Batch{Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID", "Next contact", "Received"},
		Rows: [][]sheets.Cell{{word("L-1"), day(46357), day(46357)}}}}})
	was := 46357.0
	for _, c := range []struct {
		num  float64
		kind string
	}{{46357 + 14.0/24, "DATE_TIME"}, {46358 + 9.0/24, "DATE_TIME"}, {46359, "DATE"}} {
		commit(sheets.Batch{Changes: []sheets.Change{
			{Tab: "Leads", Column: "Next contact", Seen: day(was), Want: day(c.num)},
			{Tab: "Leads", Column: "Received", Seen: day(was), Want: day(c.num)}}})
		was = c.num
		cells := doc.Cells("Leads")[1]
		if got := cells[1].Format; got == nil || got.NumberType != c.kind || cells[1].Value.Num != c.num {
			t.Errorf("%v: Next contact is shown as %+v", c.num, got)
		}
		if got := cells[2].Format; got == nil || got.NumberType != "DATE_TIME" {
			t.Errorf("%v: Received is shown as %+v", c.num, got)
		}
	}
	if v := server.Violations(); len(v) > 0 {
		t.Error(v)
	}
}
