package google_test

import (
	"context"
	"net/http"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
)

// crowd is what people do while a program that writes comes to its end.
type crowd = func(doc *gsheets.Doc, t *testing.T)

// The program dies right after its write, which has hit the wrong row because people sorted at that moment. Whoever
// reads next learns that the needed change has missed its cell, and goes on learning it until the cell is reached or
// holds something else.
func TestNeeded_MissedBeforeACrash(t *testing.T) {
	sort := func(doc *gsheets.Doc, t *testing.T) { doc.People(t.Fatalf).Sort("Leads", "ID") }
	for name, c := range map[string]struct {
		meanwhile, after crowd
		missed           bool
	}{
		"sorted":                  {sort, nil, true},
		"sorted, and again after": {sort, func(doc *gsheets.Doc, t *testing.T) { doc.People(t.Fatalf).Sort("Leads", "Name") }, true},
		"the cell edited meanwhile": {func(doc *gsheets.Doc, t *testing.T) {
			doc.People(t.Fatalf).Edit("Leads", "L-2", "Status", word("Won"))
		}, nil, false},
		"sorted, and the cell edited after": {sort, func(doc *gsheets.Doc, t *testing.T) {
			doc.People(t.Fatalf).Edit("Leads", "L-2", "Status", word("Won"))
		}, false},
		"nothing": {func(*gsheets.Doc, *testing.T) {}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			server := gsheets.New(gsheets.Options{})
			doc := server.Create("Our leads")
			crashNeeded(t, server, doc, c.meanwhile)
			if c.after != nil {
				c.after(doc, t)
			}
			next := func() *google.Book {
				b := open(t, &http.Client{Transport: server}, doc.ID())
				if err := b.Ensure(ctx, small()); err != nil {
					t.Fatal(err)
				}
				return b
			}
			for range 2 { // the second one reads a log that the first has written anew
				tab := read(t, next()).Tabs["Leads"]
				if got := len(tab.Missed) == 1 && tab.At(tab.Missed[0].Row, 0).String() == "L-2"; got != c.missed {
					t.Fatalf("missed %v, want %v: %v", tab.Missed, c.missed, tab.Rows)
				}
			}
			b := next()
			// A write about something else leaves it in the log.
			other := sheets.Append{Tab: "Leads", Columns: []string{"ID"}, Rows: [][]sheets.Cell{{word("L-9")}}}
			if _, err := b.Commit(ctx, read(t, b), sheets.Batch{Appends: []sheets.Append{other}}); err != nil {
				t.Fatal(err)
			}
			snap := read(t, next())
			if tab := snap.Tabs["Leads"]; (len(tab.Missed) == 1) != c.missed {
				t.Fatalf("after another write: %v", tab.Missed)
			} else if c.missed {
				b = next()
				snap = read(t, b)
				spot := snap.Tabs["Leads"].Missed[0]
				change := sheets.Change{Tab: "Leads", Row: spot.Row, Column: "Status", Seen: word("New"), Needed: true}
				if _, err := b.Commit(ctx, snap, sheets.Batch{Changes: []sheets.Change{change}}); err != nil {
					t.Fatal(err)
				}
				doc.People(t.Fatalf).Edit("Leads", "L-2", "Status", word("New")) // typed once more
				if tab := read(t, next()).Tabs["Leads"]; len(tab.Missed) > 0 {
					t.Errorf("what was typed once more counts as missed: %v", tab.Missed)
				}
			}
		})
	}
}

// What was missed, and then emptied by the person, is not taken for missed when that person types it once more.
func TestNeeded_EmptiedByHand(t *testing.T) {
	ctx := context.Background()
	server := gsheets.New(gsheets.Options{})
	doc := server.Create("Our leads")
	crashNeeded(t, server, doc, func(doc *gsheets.Doc, t *testing.T) { doc.People(t.Fatalf).Sort("Leads", "ID") })
	b := open(t, &http.Client{Transport: server}, doc.ID())
	if err := b.Ensure(ctx, small()); err != nil {
		t.Fatal(err)
	}
	if tab := read(t, b).Tabs["Leads"]; len(tab.Missed) != 1 {
		t.Fatalf("missed: %v", tab.Missed)
	}
	doc.People(t.Fatalf).Edit("Leads", "L-2", "Status", sheets.Cell{})
	if _, err := b.Commit(ctx, read(t, b), sheets.Batch{}); err != nil {
		t.Fatal(err)
	}
	doc.People(t.Fatalf).Edit("Leads", "L-2", "Status", word("New"))
	if tab := read(t, b).Tabs["Leads"]; len(tab.Missed) > 0 {
		t.Errorf("missed: %v", tab.Missed)
	}
}

// crashNeeded lets a program die right after it has emptied the status of L-2, while people do something.
func crashNeeded(t *testing.T, server *gsheets.Server, doc *gsheets.Doc, meanwhile crowd) {
	t.Helper()
	ctx := context.Background()
	b := open(t, &http.Client{Transport: server}, doc.ID())
	if err := b.Ensure(ctx, small()); err != nil {
		t.Fatal(err)
	}
	row := func(id, name string) []sheets.Cell { return []sheets.Cell{word(id), word(name), word("New")} }
	if _, err := b.Commit(ctx, read(t, b), sheets.Batch{Appends: []sheets.Append{{Tab: "Leads",
		Columns: []string{"ID", "Name", "Status"}, Rows: [][]sheets.Cell{row("L-1", "Ada"), row("L-2", "Ben"), row("L-3", "Cem"),
			row("L-4", "Dora")}}}}); err != nil {
		t.Fatal(err)
	}
	snap := read(t, b)
	dying, dead := context.WithCancel(ctx)
	server.SetFault(func(c gsheets.Call) gsheets.Fault {
		if !c.Write {
			return gsheets.Fault{Cut: true}
		}
		meanwhile(doc, t)
		dead()
		return gsheets.Fault{Cut: true, Apply: true}
	})
	change := sheets.Change{Tab: "Leads", Row: 1, Column: "Status", Seen: word("New"), Needed: true}
	if _, err := b.Commit(dying, snap, sheets.Batch{Changes: []sheets.Change{change}}); err == nil {
		t.Fatal("the program outlived its end")
	}
	server.SetFault(nil)
}
