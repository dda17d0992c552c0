package xlsx

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
)

// A cell of a page that begins a mail keeps its link as long as it has one, and the file does not grow by it.
func TestPage_LinksOutOfTheWorkbook(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "leads.xlsx")
	for i, c := range []struct{ text, url string }{
		{"ada@example.com", "mailto:ada@example.com?cc=hello@ours.example"},
		{"ben@example.com", "mailto:ben%25@example.com?cc=a%26b@ours.example"},
		{"cem@example.com", "mailto:cem@example.com?cc=hello@ours.example"},
		{"dan@example.com", "mailto:o%27dan%2Bx@example.com?cc=hello@ours.example&subject=Re:%20%22Tisch%20%26%20Stuhl%22%20%3C2%25%3E%20%E2%82%AC"},
		{"030 1234567", ""},
	} {
		b, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Ensure(ctx, demoLayout()); err != nil {
			t.Fatal(err)
		}
		snap, err := b.Read(ctx, "Leads")
		if err != nil {
			t.Fatal(err)
		}
		page := sheets.Page{Title: "Today", Cells: []sheets.PageCell{{Row: 1, Style: sheets.TableLink, Cell: text(c.text),
			LinkURL: c.url}}}
		if res, err := b.Commit(ctx, snap, sheets.Batch{Pages: []sheets.Page{page}}); err != nil || !res.Wrote {
			t.Fatal(err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		has, url, err := f.GetCellHyperLink("Today", "A2")
		if err != nil || has != (c.url != "") || url != c.url {
			t.Errorf("step %d: %v %q %v, want %q", i, has, url, err, c.url)
		}
		links, err := f.GetHyperLinkCells("Today", "")
		if err != nil || len(links) > 1 || len(links) == 1 != has {
			t.Errorf("step %d: links in %v, %v", i, links, err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
