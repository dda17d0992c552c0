package xlsx

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest"
	"leadsheet/sheets/xlsx/wrap"
)

func TestWrappedLines(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  int
	}{
		{"", 20, 1},
		{"one line", 20, 1},
		{"a\nb\nc", 20, 3},
		{"two words of a text that is longer than its column", 26, 2},
		{"Working hours, several with commas: 09:00-13:00, 14:00-18:00. Or: closed.", 60, 2},
		{strings.Repeat("x", 100), 20, 5},
		{"見積もりをお願いします見積もりをお願いします", 20, 3},
		{"MMMMMMMMMMMMMMM", 20, 2},
		{"iiiiiiiiiiiiiiiiiiiiiiiiiiiiii", 20, 1},
	} {
		if got := wrap.Lines(c.text, c.width); got != c.want {
			t.Errorf("%q in %g: %d lines, want %d", c.text, c.width, got, c.want)
		}
	}
}

// heights of rows by the text of their first cell, as "L-1=30 L-2=0 L-3=45!"; ! marks one that a user has chosen.
func rowHeights(t *testing.T, b *Book, tab string) string {
	t.Helper()
	v, err := b.load()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range v.wb.byName[sheets.Fold(tab)].Rows[1:] {
		s := fmt.Sprintf("%s=%g", r.Cells[0].Value.String(), r.Height)
		if r.ByHand {
			s += "!"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func heightLayout() sheets.Layout {
	return sheets.Layout{Tabs: []sheets.TabLayout{
		{Title: "Leads", Key: "ID", Columns: []sheets.Column{
			{Title: "ID", Width: 9, Managed: true},
			{Title: "Attention", Width: 30, Managed: true, Wrap: true},
			{Title: "Need", Width: 30, Wrap: true},
			{Title: "Details", Width: 30, Wrap: true, Hidden: true},
			{Title: "Phone", Width: 18}}},
		{Title: "Settings", Key: "Setting", Columns: []sheets.Column{{Title: "Setting"},
			{Title: "Meaning", Width: 30, Wrap: true}, {Title: "Note", Width: 10}},
			Rows: [][]sheets.Cell{{text("Zone"), text("short"), text("long, but this column is not wrapped")},
				{text("Country"), text("Two letters, and phone numbers without a country code are read by it")}}},
	}}
}

// A row is as high as its text when leadsheet writes into it, in every column that is seen and wrapped. No height is
// marked as chosen by hand, and one that a user has chosen stays.
func TestRowHeights(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "leads.xlsx")
	b, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Ensure(ctx, heightLayout()); err != nil {
		t.Fatal(err)
	}
	if got, want := rowHeights(t, b, "Settings"), "Zone=0 Country=45"; got != want {
		t.Errorf("the first rows have %s, want %s", got, want)
	}
	commit := func(batch sheets.Batch) {
		t.Helper()
		snap, err := b.Read(ctx, "Leads")
		if err == nil {
			_, err = b.Commit(ctx, snap, batch)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	check := func(want string) {
		t.Helper()
		if got := rowHeights(t, b, "Leads"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	attention := func(row int, from, to string) sheets.Batch {
		return sheets.Batch{Changes: []sheets.Change{{Tab: "Leads", Row: row, Column: "Attention", Seen: text(from),
			Want: text(to)}}}
	}
	const long = "Nobody has answered: due 09:30, 13 h late, and this goes on for three lines"
	essay := strings.Repeat("word ", 100)
	commit(sheets.Batch{Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID", "Attention", "Need", "Details"},
		Rows: [][]sheets.Cell{
			{text("L-1"), {}, text("short"), text(essay)},
			{text("L-2"), text(long), text("short")},
			{text("L-3"), {}, text(essay)},
			{text("L-4"), text(essay), {}}}}}})
	check("L-1=0 L-2=45 L-3=60 L-4=150") // what we say is to be read to its end
	commit(attention(0, "", long))
	commit(attention(1, long, ""))
	check("L-1=45 L-2=0 L-3=60 L-4=150")

	people{t: t, path: path}.do("Leads", func(f *excelize.File, _ [][]string) error {
		if err := f.SetRowHeight("Leads", 3, 20); err != nil { // L-2, by hand
			return err
		}
		return f.SetCellStr("Leads", "A6", "L-5") // pasted below
	})
	commit(attention(1, "", long))
	commit(attention(4, "", long))
	check("L-1=45 L-2=20! L-3=60 L-4=150 L-5=45")
}

// Rows that users pasted, in a workbook that LibreOffice has saved with a height for each, grow with what leadsheet
// writes into them.
func TestRowHeights_SavedByLibreOffice(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "leads.xlsx")
	b, err := Open(path, Options{})
	if err == nil {
		err = b.Ensure(ctx, heightLayout())
	}
	if err != nil {
		t.Fatal(err)
	}
	p := people{t: t, path: path, resave: func(file string) string {
		return filepath.Join(sheetstest.LibreOffice(t, file, "xlsx:Calc MS Excel 2007 XML"), filepath.Base(file))
	}}
	p.do("Leads", func(f *excelize.File, _ [][]string) error { return f.SetCellStr("Leads", "A2", "L-1") })
	if got, want := rowHeights(t, b, "Leads"), "L-1=15"; got != want {
		t.Fatalf("LibreOffice saves %s, not %s: the test shows nothing", got, want)
	}
	snap, err := b.Read(ctx, "Leads")
	if err == nil {
		_, err = b.Commit(ctx, snap, sheets.Batch{Changes: []sheets.Change{{Tab: "Leads", Row: 0, Column: "Attention",
			Want: text("Phone or email missing, and somebody has to say what comes next")}}})
	}
	if err != nil {
		t.Fatal(err)
	}
	if got, want := rowHeights(t, b, "Leads"), "L-1=45"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A series of a chart has one colour. Otherwise LibreOffice writes a colour for each point when it saves, black.
func TestChartsKeepTheirColour(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "leads.xlsx")
	b, err := Open(path, Options{})
	if err == nil {
		err = b.Ensure(ctx, demoLayout())
	}
	if err != nil {
		t.Fatal(err)
	}
	snap, err := b.Read(ctx, "Leads")
	if err == nil {
		_, err = b.Commit(ctx, snap, sheets.Batch{Pages: demoPages()})
	}
	if err != nil {
		t.Fatal(err)
	}
	charts := func(file string) (found int, all string) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sheetstest.EditParts(t, raw, func(name, text string) string {
			if strings.HasPrefix(name, "xl/charts/chart") {
				found++
				all += text
			}
			return text
		})
		return found, all
	}
	n, parts := charts(path)
	if n != 2 || strings.Contains(parts, `varyColors val="1"`) || !strings.Contains(parts, `varyColors val="0"`) {
		t.Errorf("%d charts, with varyColors %v", n, strings.Contains(parts, `varyColors val="1"`))
	}
	saved := filepath.Join(sheetstest.LibreOffice(t, path, "xlsx:Calc MS Excel 2007 XML"), filepath.Base(path))
	if n, parts := charts(saved); n != 2 || strings.Contains(parts, "<c:dPt>") {
		t.Errorf("%d charts, with a colour for each point", n)
	}
}
