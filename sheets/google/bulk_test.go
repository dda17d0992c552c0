package google_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
)

// many are n new rows of the layout small; each third has no phone.
func many(n int) sheets.Batch {
	a := sheets.Append{Tab: "Leads", Columns: []string{"ID", "Name", "Phone", "Status"}}
	for i := range n {
		row := []sheets.Cell{word(fmt.Sprintf("L-%d", i)), word(fmt.Sprintf("Customer %d", i)), word(fmt.Sprintf("+49 30 %d", i)), word("New")}
		if i%3 == 0 {
			row[2] = sheets.Cell{}
		}
		a.Rows = append(a.Rows, row)
	}
	return sheets.Batch{Appends: []sheets.Append{a}}
}

func read(t *testing.T, b *google.Book) *sheets.Snapshot {
	t.Helper()
	s, err := b.Read(context.Background(), "Leads", "Team")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// While hundreds of rows are inserted a person moves a column, and the program dies without an answer. The next one finds
// all of it in the log, puts every cell under its title, and with its own small write makes the log small again.
func TestABulkWriteIsRepairedAfterACrashAndItsLogIsTrimmed(t *testing.T) {
	ctx := context.Background()
	server := gsheets.New(gsheets.Options{})
	doc := server.Create("Our leads")
	first := open(t, &http.Client{Transport: server}, doc.ID())
	if err := first.Ensure(ctx, small()); err != nil {
		t.Fatal(err)
	}
	snap := read(t, first)
	dying, dead := context.WithCancel(ctx)
	server.SetFault(func(c gsheets.Call) gsheets.Fault {
		if !c.Write {
			return gsheets.Fault{Cut: true}
		}
		doc.People(t.Fatalf).MoveColumn("Leads", "Name")
		dead()
		return gsheets.Fault{Cut: true, Apply: true}
	})
	if _, err := first.Commit(dying, snap, many(400)); err == nil {
		t.Fatal("the program outlived its end")
	}
	server.SetFault(nil)
	if n := len(doc.Rows("_leadsheet")); n < 400 {
		t.Fatalf("the log has %d rows", n)
	}

	next := open(t, &http.Client{Transport: server}, doc.ID())
	if err := next.Ensure(ctx, small()); err != nil {
		t.Fatal(err)
	}
	tab := read(t, next).Tabs["Leads"]
	if len(tab.Rows) != 400 || tab.Columns[len(tab.Columns)-1] != "Name" {
		t.Fatalf("%d rows, titles %q", len(tab.Rows), tab.Columns)
	}
	for i := range tab.Rows {
		want := many(400).Appends[0].Rows[i]
		for c, title := range many(0).Appends[0].Columns {
			if got := tab.At(i, tab.Col(title)); !got.Equal(want[c]) {
				t.Fatalf("row %d, %s: %q, want %q", i, title, got, want[c])
			}
		}
	}
	if res, err := next.Commit(ctx, read(t, next), sheets.Batch{Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID"}, Rows: [][]sheets.Cell{{word("L-9")}}}}}); err != nil || !res.Wrote {
		t.Fatal(err)
	}
	log := inspect(t, next).Tab("_leadsheet")
	if log.Rows > 100 || log.Cols > 12 {
		t.Errorf("the log keeps %d rows of %d columns", log.Rows, log.Cols)
	}
}

func inspect(t *testing.T, b *google.Book) *sheets.Inspection {
	t.Helper()
	i, err := b.Inspect(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// A batch that is too large is not sent. The same snapshot takes a smaller one, and one that cannot be made smaller.
func TestABatchThatIsTooLarge(t *testing.T) {
	ctx := context.Background()
	server := gsheets.New(gsheets.Options{})
	doc := server.Create("Our leads")
	b, err := google.Open(google.Options{Spreadsheet: doc.ID(), Client: &http.Client{Transport: server}, Batch: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Ensure(ctx, small()); err != nil {
		t.Fatal(err)
	}
	snap := read(t, b)
	before := server.Counts()
	_, err = b.Commit(ctx, snap, many(400))
	var large *sheets.TooLarge
	if !errors.As(err, &large) || large.Most != 20_000 || large.Size < 40_000 || server.Counts() != before {
		t.Fatalf("%v, %+v", err, server.Counts())
	}
	res, err := b.Commit(ctx, snap, many(50))
	if err != nil || res.Size == 0 || res.Size > res.Most || res.Most != 20_000 {
		t.Fatalf("%+v, %v", res, err)
	}
	whole := many(400)
	whole.Whole = true
	if _, err := b.Commit(ctx, read(t, b), whole); err != nil {
		t.Fatal(err)
	}
	if n := len(doc.Rows("Leads")) - 1; n != 450 {
		t.Errorf("%d rows", n)
	}
}

// Whose tabs fill a spreadsheet, and which of them may go: never a row of leadsheet's memory.
func TestWhatFillsASpreadsheetIsNamed(t *testing.T) {
	server := gsheets.New(gsheets.Options{})
	doc := server.Create("Our leads")
	b := open(t, &http.Client{Transport: server}, doc.ID())
	if err := b.Ensure(context.Background(), small()); err != nil {
		t.Fatal(err)
	}
	i := inspect(t, b)
	i.Cells = 9_500_000
	for n := range i.Tabs {
		switch tab := &i.Tabs[n]; tab.Title {
		case "Leads":
			tab.Rows, tab.Cols = 100_000, 50
		case "Sheet1":
			tab.Rows, tab.Cols = 1000, 26
		}
	}
	i.Tabs = append(i.Tabs, sheets.InspectedTab{Title: "Old list", Rows: 150_000, Cols: 30}, sheets.InspectedTab{Title: "Notes", Rows: 10, Cols: 10})
	all := strings.Join(i.Problems(small()), "\n")
	for _, want := range []string{`"Leads" (5,000,000), "Old list" (4,500,000), "Sheet1" (26,000)`, `delete "Old list", if nobody needs it`, "keep all that is written in Intake and Activity"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in: %s", want, all)
		}
	}
	i.Tabs = slices.DeleteFunc(i.Tabs, func(tab sheets.InspectedTab) bool { return tab.Title == "Old list" })
	if all := strings.Join(i.Problems(small()), "\n"); !strings.Contains(all, "move leads that are finished to another spreadsheet") {
		t.Error(all)
	}
}
