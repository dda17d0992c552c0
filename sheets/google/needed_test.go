package google_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/google/undo"
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

// Two needed changes have hit each other's cells. What is blank until it is put back is not taken for emptied.
func TestNeeded_EachOthersCells(t *testing.T) {
	ctx := context.Background()
	server := gsheets.New(gsheets.Options{})
	doc := server.Create("Our leads")
	crashNeededOf(t, server, doc, func(doc *gsheets.Doc, t *testing.T) { doc.People(t.Fatalf).Sort("Leads", "ID") }, 1, 2)
	b := open(t, &http.Client{Transport: server}, doc.ID())
	if err := b.Ensure(ctx, small()); err != nil {
		t.Fatal(err)
	}
	if tab := read(t, b).Tabs["Leads"]; len(tab.Missed) != 2 {
		t.Errorf("missed: %v of %v", tab.Missed, tab.Rows)
	}
}

// A row that was deleted in that moment and a column that was renamed may come back: what was missed there is still
// known.
func TestNeeded_GoneForAWhile(t *testing.T) {
	for name, c := range map[string]struct{ goes, returns crowd }{
		"row": {func(doc *gsheets.Doc, t *testing.T) { doc.People(t.Fatalf).DeleteRow("Leads", "L-2") },
			func(doc *gsheets.Doc, t *testing.T) {
				doc.People(t.Fatalf).InsertRow("Leads", "L-3", word("L-2"), word("Ben"), sheets.Cell{}, word("New"))
			}},
		"column": {func(doc *gsheets.Doc, t *testing.T) { doc.People(t.Fatalf).RenameColumn("Leads", "Status", "Stage") },
			func(doc *gsheets.Doc, t *testing.T) { doc.People(t.Fatalf).RenameColumn("Leads", "Stage", "Status") }},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			server := gsheets.New(gsheets.Options{})
			doc := server.Create("Our leads")
			crashNeeded(t, server, doc, c.goes)
			b := open(t, &http.Client{Transport: server}, doc.ID())
			b.Expect(small())
			snap := read(t, b)
			if missed := snap.Tabs["Leads"].Missed; len(missed) > 0 {
				t.Errorf("while it is gone: %v", missed)
			}
			other := sheets.Append{Tab: "Leads", Columns: []string{"ID"}, Rows: [][]sheets.Cell{{word("L-9")}}}
			if _, err := b.Commit(ctx, snap, sheets.Batch{Appends: []sheets.Append{other}}); err != nil {
				t.Fatal(err)
			}
			c.returns(doc, t)
			if tab := read(t, b).Tabs["Leads"]; len(tab.Missed) != 1 || tab.At(tab.Missed[0].Row, 0).String() != "L-2" {
				t.Errorf("missed: %v of %v", tab.Missed, tab.Rows)
			}
		})
	}
}

// However many needed changes have missed their cells, none is forgotten.
func TestNeeded_Many(t *testing.T) {
	ctx := context.Background()
	server := gsheets.New(gsheets.Options{})
	doc := server.Create("Our leads")
	const many = 3 * undo.MostLost
	rows := make([]int, many)
	for i := range rows {
		rows[i] = i
	}
	crashNeededOf(t, server, doc, func(doc *gsheets.Doc, t *testing.T) { doc.People(t.Fatalf).InsertRows("Leads", 1, 1) },
		rows...)
	b := open(t, &http.Client{Transport: server}, doc.ID())
	b.Expect(small())
	for range 2 {
		snap := read(t, b)
		if n := len(snap.Tabs["Leads"].Missed); n != many {
			t.Fatalf("%d are missed, want %d", n, many)
		}
		other := sheets.Append{Tab: "Leads", Columns: []string{"ID"}, Rows: [][]sheets.Cell{{word("X")}}}
		if _, err := b.Commit(ctx, snap, sheets.Batch{Appends: []sheets.Append{other}}); err != nil {
			t.Fatal(err)
		}
	}
}

// crashNeeded lets a program die right after it has emptied the status of L-2, while people do something.
func crashNeeded(t *testing.T, server *gsheets.Server, doc *gsheets.Doc, meanwhile crowd) {
	t.Helper()
	crashNeededOf(t, server, doc, meanwhile, 1)
}

// crashNeededOf does so with the statuses of rows, counted from 0.
func crashNeededOf(t *testing.T, server *gsheets.Server, doc *gsheets.Doc, meanwhile crowd, rows ...int) {
	t.Helper()
	ctx := context.Background()
	b := open(t, &http.Client{Transport: server}, doc.ID())
	if err := b.Ensure(ctx, small()); err != nil {
		t.Fatal(err)
	}
	leads := [][]sheets.Cell{}
	names := []string{"Ada", "Ben", "Cem", "Dora"}
	for i := range max(len(rows), len(names)) {
		leads = append(leads, []sheets.Cell{word(fmt.Sprint("L-", i+1)), word(names[i%len(names)]), word("New")})
	}
	if _, err := b.Commit(ctx, read(t, b), sheets.Batch{Appends: []sheets.Append{{Tab: "Leads",
		Columns: []string{"ID", "Name", "Status"}, Rows: leads}}}); err != nil {
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
	var batch sheets.Batch
	for _, r := range rows {
		batch.Changes = append(batch.Changes,
			sheets.Change{Tab: "Leads", Row: r, Column: "Status", Seen: word("New"), Needed: true})
	}
	if _, err := b.Commit(dying, snap, batch); err == nil {
		t.Fatal("the program outlived its end")
	}
	server.SetFault(nil)
}
