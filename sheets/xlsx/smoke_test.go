package xlsx

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"leadsheet/sheets"
)

func demoLayout() sheets.Layout {
	return sheets.Layout{Tabs: []sheets.TabLayout{
		{Title: "Leads", Note: "The team's table.", Key: "ID", Color: "1D4ED8", Columns: []sheets.Column{
			{Title: "ID", Width: 9, Managed: true, Note: "Never reused."},
			{Title: "Attention", Width: 26, Managed: true, Note: "What is due."},
			{Title: "Received", Width: 17, Format: sheets.DateTime, Managed: true},
			{Title: "Name", Width: 22, Format: sheets.PlainText},
			{Title: "Phone", Width: 18, Format: sheets.PlainText},
			{Title: "Status", Width: 16, ListFrom: "Statuses/Status"},
			{Title: "Value", Width: 12, Format: sheets.Amount},
			{Title: "Comment", Width: 30, Wrap: true},
		}, Colors: []sheets.ColorRule{
			{Column: "Attention", Contains: "late", WholeRow: true, Fill: "FEE2E2"},
			{Column: "Status", Equals: "Won", Fill: "DCFCE7", Font: "166534"},
		}},
		{Title: "Intake", Key: "Key", Columns: []sheets.Column{{Title: "Key", Width: 40, Format: sheets.PlainText}}},
		{Title: "Statuses", Key: "Status", Columns: []sheets.Column{{Title: "Status"}, {Title: "Meaning", Width: 40}},
			Rows: [][]sheets.Cell{{text("New"), text("nobody has answered yet")}, {text("Won"), text("signed")}}},
	}}
}

func demoPages() []sheets.Page {
	cell := func(r, c int, s sheets.Style, v sheets.Cell) sheets.PageCell {
		return sheets.PageCell{Row: r, Col: c, Style: s, Cell: v}
	}
	num := func(f float64) sheets.Cell { return sheets.Cell{Kind: numberKind, Num: f} }
	p := sheets.Page{Title: "Report", Color: "15803D", Widths: []float64{14, 14, 14, 2, 14, 14, 14},
		Heights: map[int]float64{0: 36, 3: 20, 4: 36, 5: 20}, Merges: [][4]int{{4, 0, 4, 1}}}
	p.Cells = []sheets.PageCell{cell(0, 0, sheets.Title, text("Sales report")),
		{Row: 1, Col: 0, Style: sheets.Subtitle, Cell: text("As of Sun 22 Nov 2026"), AsOf: true},
		cell(3, 0, sheets.CardLabel, text("New leads, last 30 days")), cell(3, 1, sheets.CardBlank, sheets.Cell{}),
		cell(4, 0, sheets.CardNumber, num(112)), cell(4, 1, sheets.CardBlank, sheets.Cell{}),
		cell(5, 0, sheets.CardGood, text("▲ 12% vs prior 30 days")), cell(5, 1, sheets.CardBlank, sheets.Cell{}),
		cell(7, 0, sheets.Heading, text("New and won leads per week")), cell(7, 1, sheets.Heading, sheets.Cell{}), cell(7, 2, sheets.Heading, sheets.Cell{}),
		cell(7, 4, sheets.Heading, text("Funnel")), cell(7, 5, sheets.Heading, sheets.Cell{}), cell(7, 6, sheets.Heading, sheets.Cell{}),
		cell(20, 0, sheets.TableHead, text("Lead")), cell(20, 1, sheets.TableHeadRight, text("Days late")),
		{Row: 21, Col: 0, Style: sheets.TableLink, Cell: text("Acme"), LinkTab: "Leads", LinkKey: "L-1"},
		cell(21, 1, sheets.TableLate, num(50)), cell(22, 0, sheets.Hint, text("Nothing else is due.")),
		cell(21, 4, sheets.TableText, text("Website")), cell(21, 5, sheets.TableNumber, num(150)), cell(22, 5, sheets.TableNumber, num(75)), cell(21, 6, sheets.TablePercent, num(.162)),
	}
	p.Bars = []sheets.DataBar{{Col: 5, Row: 21, Last: 25, Color: "BFDBFE"}}
	r := func(col int) sheets.Range { return sheets.Range{Tab: "Report data", Col: col, Row: 1, Last: 5} }
	p.Charts = []sheets.Chart{
		{Type: sheets.ColumnsAndLine, Row: 8, Col: 0, Width: 310, Height: 220, Alt: "New and won leads", Categories: r(0),
			Series: []sheets.Series{{Name: "New leads", Values: r(1), Color: "93C5FD"}, {Name: "Won", Values: r(2), Color: "1D4ED8"}}},
		{Type: sheets.SortedBars, Row: 8, Col: 4, Width: 310, Height: 220, Alt: "Funnel", Categories: r(0),
			Series: []sheets.Series{{Name: "Leads", Values: r(1), Color: "1D4ED8"}}},
	}
	d := sheets.Page{Title: "Report data", Hidden: true}
	for i, w := range []string{"W36", "W37", "W38", "W39", "W40"} {
		d.Cells = append(d.Cells, cell(i+1, 0, sheets.Plain, text(w)), cell(i+1, 1, sheets.Plain, num(float64(50-8*i))), cell(i+1, 2, sheets.Plain, num(float64(3+i%3))))
	}
	return []sheets.Page{p, d}
}

func TestEnsure_SecondRunChangesNothing(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "leads.xlsx")
	if keep := os.Getenv("KEEP_BOOK"); keep != "" {
		path = keep
	}
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Ensure(ctx, demoLayout()); err != nil {
		t.Fatal(err)
	}
	batch := func() sheets.Batch {
		return sheets.Batch{
			Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID", "Attention", "Received", "Name", "Phone", "Status", "Nowhere"}, Rows: [][]sheets.Cell{
				{text("L-1"), text("Respond by 10:30 (25 min late)"), {Kind: dateKind, Num: 46348.4}, text("=1+1"), text("+49 30 1234"), text("Won"), text("x")},
				{text("L-2"), {}, {Kind: dateKind, Num: 46348.5}, text("lit _x000D_ _x005F_ \u0001 end\r\nline"), text("00123"), text("New")},
			}}},
			Pages: demoPages(),
		}
	}
	snap, err := b.Read(ctx, "Leads")
	if err != nil {
		t.Fatal(err)
	}
	res, err := b.Commit(ctx, snap, batch())
	if err != nil {
		t.Fatal(err)
	}
	if !res.Wrote || len(res.MissingColumns) != 1 {
		t.Fatalf("result %+v", res)
	}
	again, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	if err := again.Ensure(ctx, demoLayout()); err != nil {
		t.Fatal(err)
	}
	snap, err = again.Read(ctx, "leads")
	if err != nil {
		t.Fatal(err)
	}
	tab := snap.Tabs["leads"]
	if got := tab.At(0, tab.Col("Name")).Text; got != "=1+1" {
		t.Errorf("name %q", got)
	}
	if got := tab.At(1, tab.Col("Name")).Text; got != "lit _x000D_ _x005F_  end\nline" {
		t.Errorf("name %q", got)
	}
	b2 := batch()
	b2.Appends = nil
	b2.Pages[0].Cells[1].Cell = text("As of later")
	if res, err = again.Commit(ctx, snap, b2); err != nil || res.Wrote {
		t.Fatalf("%+v %v", res, err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the file was touched")
	}
}
