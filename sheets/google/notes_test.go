package google_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/sheetstest/gsheets"
)

// small is a layout of two tabs.
func small() sheets.Layout {
	return sheets.Layout{Tabs: []sheets.TabLayout{
		{Title: "Leads", Key: "ID", Columns: []sheets.Column{{Title: "ID"}, {Title: "Name"}, {Title: "Phone"}, {Title: "Status"}}},
		{Title: "Team", Columns: []sheets.Column{{Title: "Name"}, {Title: "Email"}, {Title: "Since"}}, Rows: [][]sheets.Cell{{word("Ann"), word("ann@example.org")}}},
	}}
}

func word(s string) sheets.Cell { return sheets.Cell{Kind: 1, Text: s} }

// start is a new process: what it notes with its first read and with its third, after another process has written.
func start(t *testing.T, server *gsheets.Server, id string) (first, third []string) {
	t.Helper()
	ctx := context.Background()
	b := open(t, &http.Client{Transport: server}, id)
	if err := b.Ensure(ctx, small()); err != nil {
		t.Fatal(err)
	}
	read := func() *sheets.Snapshot {
		s, err := b.Read(ctx, "Leads", "Team")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first = read().Notes
	other := open(t, &http.Client{Transport: server}, id)
	s, err := other.Read(ctx, "Leads")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Commit(ctx, s, sheets.Batch{Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID", "Name"}, Rows: [][]sheets.Cell{{word("L-9"), word("Zoe")}}}}}); err != nil {
		t.Fatal(err)
	}
	return first, slices.Concat(read().Notes, read().Notes)
}

// What people did to a sheet since leadsheet was there last is noted once in the life of a process, and not again with
// every pass, also when the structure has to be read anew.
func TestWhatIsOddIsNotedOnce(t *testing.T) {
	for _, c := range []struct {
		story string
		do    func(*gsheets.People)
		want  []string // the note's words; none: no note
	}{
		{"nothing", func(*gsheets.People) {}, nil},
		{"merged cells", func(p *gsheets.People) { p.Merge("Leads", "L-1", "Name", "Phone") }, []string{"merged", `"Leads"`, "B2:C2"}},
		{"merged titles", func(p *gsheets.People) { p.Merge("Team", "Name", "Email", "Since") }, []string{`"Since"`}},
		{"a table that ends with the last row", func(p *gsheets.People) { p.MakeTable("Leads", "Table1") }, []string{"Table1", "corner"}},
		{"a table and blank rows in it", func(p *gsheets.People) {
			p.EditAt("Leads", 5, 0, word("L-5"))
			p.MakeTable("Leads", "Table1")
			p.EditAt("Leads", 5, 0, sheets.Cell{})
		}, nil},
		{"a column is renamed", func(p *gsheets.People) { p.RenameColumn("Leads", "Phone", "Mobile") }, []string{`"Phone"`, `"Mobile"`}},
		{"a column is deleted", func(p *gsheets.People) { p.DeleteColumn("Leads", "Phone") }, []string{`"Phone"`, "added", "Version history"}},
		{"a tab is renamed", func(p *gsheets.People) { p.RenameTab("Team", "Us") }, []string{`"Team"`, `"Us"`, "made again"}},
		{"a tab is deleted", func(p *gsheets.People) { p.DeleteTab("Team") }, []string{`"Team"`, "made again", "Version history"}},
	} {
		t.Run(c.story, func(t *testing.T) {
			server := gsheets.New(gsheets.Options{Check: true})
			doc := server.Create("Team")
			if first, _ := start(t, server, doc.ID()); len(first) > 0 {
				t.Fatalf("a new sheet: %q", first)
			}
			people := doc.People(t.Fatalf)
			people.EditAt("Leads", 1, 0, word("L-1"))
			people.EditAt("Leads", 1, 1, word("Ada"))
			c.do(people)
			first, later := start(t, server, doc.ID())
			text := strings.Join(first, "\n")
			if len(first) > 1 || (len(first) == 0) != (c.want == nil) {
				t.Errorf("it noted %q", first)
			}
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("it did not note %q: %s", want, text)
				}
			}
			if len(later) > 0 {
				t.Errorf("it noted again: %q", later)
			}
			if v := server.Violations(); len(v) > 0 {
				t.Error(v)
			}
		})
	}
}

// A tab whose titles are gone gets no new ones beside its content.
func TestATabWithoutItsTitlesIsLeftAlone(t *testing.T) {
	server := gsheets.New(gsheets.Options{Check: true})
	doc := server.Create("Team")
	start(t, server, doc.ID())
	doc.People(t.Fatalf).DeleteRows("Team", 0, 1)
	before := doc.Revision()
	err := open(t, &http.Client{Transport: server}, doc.ID()).Ensure(context.Background(), small())
	if err == nil || !strings.Contains(err.Error(), `the tab "Team" has none of the columns`) || doc.Revision() != before {
		t.Errorf("got %v", err)
	}
	doc.People(t.Fatalf).Undo()
	if err := open(t, &http.Client{Transport: server}, doc.ID()).Ensure(context.Background(), small()); err != nil {
		t.Errorf("with its titles again: %v", err)
	}
}
