package google_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
)

// practice is a spreadsheet with 30 leads that is read in parts: what people need is rare, and Intake a journal.
type practice struct {
	whole  int // google.Options.Whole; 0: 1, so that what can be is read in parts
	t      *testing.T
	server *gsheets.Server
	doc    *gsheets.Doc
	now    time.Time
	book   *google.Book
	calls  []string // bodies of the reads of values
}

var practiceLayout = sheets.Layout{Tabs: []sheets.TabLayout{
	{Title: "Leads", Key: "ID", Columns: []sheets.Column{{Title: "ID"}, {Title: "Status"}, {Title: "Need", Rare: true}, {Title: "Attention", Calls: true}}},
	{Title: "Intake", Key: "Key", Columns: []sheets.Column{{Title: "Key", Rare: true}, {Title: "Outcome"}, {Title: "Lead", Rare: true}}},
	{Title: "Team", Columns: []sheets.Column{{Title: "Name"}}},
}}

func newPractice(t *testing.T) *practice {
	t.Helper()
	p := &practice{t: t, server: gsheets.New(gsheets.Options{Check: true}), now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	t.Cleanup(func() {
		for _, v := range p.server.Violations() {
			t.Error(v)
		}
	})
	p.doc = p.server.Create("Practice")
	p.book = p.open()
	if err := p.book.Ensure(context.Background(), practiceLayout); err != nil {
		t.Fatal(err)
	}
	b := sheets.Batch{Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID", "Status", "Need"}}, {Tab: "Intake", Columns: []string{"Key", "Outcome", "Lead"}}}}
	for i := range 30 {
		id := fmt.Sprintf("L-%d", i+1)
		b.Appends[0].Rows = append(b.Appends[0].Rows, []sheets.Cell{lead.TextValue(id), lead.TextValue("New lead"), lead.TextValue("chairs for " + id)})
		b.Appends[1].Rows = append(b.Appends[1].Rows, []sheets.Cell{lead.TextValue("mail:" + id), lead.TextValue("new lead"), lead.TextValue(id)})
	}
	if _, err := p.book.Commit(context.Background(), p.read(), b); err != nil {
		t.Fatal(err)
	}
	p.read()
	return p
}

func (p *practice) open() *google.Book {
	book, err := google.Open(google.Options{Spreadsheet: p.doc.ID(), Reads: 1e6, Writes: 1e6, Whole: cmp.Or(p.whole, 1), Now: func() time.Time { return p.now },
		Client: &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
			if strings.Contains(r.URL.Path, "values:batchGetByDataFilter") {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					return nil, err
				}
				p.calls = append(p.calls, string(body))
				r.Body = io.NopCloser(strings.NewReader(string(body)))
			}
			return p.server.RoundTrip(r)
		})}})
	if err != nil {
		p.t.Fatal(err)
	}
	book.Expect(practiceLayout)
	return book
}

func (p *practice) read() *sheets.Snapshot {
	p.t.Helper()
	p.calls = nil
	p.now = p.now.Add(15 * time.Second)
	snap, err := p.book.Read(context.Background(), "Leads", "Intake", "Team")
	if err != nil {
		p.t.Fatal(err)
	}
	return snap
}

// wholes is how many of the last reads read whole tabs, and not parts.
func (p *practice) wholes() int {
	n := 0
	for _, c := range p.calls {
		if strings.Contains(c, `"ROWS"`) {
			n++
		}
	}
	return n
}

// cell is what a snapshot has in the row with that key.
func cell(snap *sheets.Snapshot, tab, key, column string) string {
	t := snap.Tabs[tab]
	for r := range t.Rows {
		if t.At(r, 0).String() == key {
			return t.At(r, t.Col(column)).String()
		}
	}
	return "no such row"
}

// change is a batch that changes one cell.
func change(snap *sheets.Snapshot, tab, key, column, want string) sheets.Batch {
	t := snap.Tabs[tab]
	for r := range t.Rows {
		if t.At(r, 0).String() == key {
			return sheets.Batch{Changes: []sheets.Change{{Tab: tab, Row: r, Column: column, Seen: t.At(r, t.Col(column)), Want: lead.TextValue(want)}}}
		}
	}
	return sheets.Batch{}
}

// What is found with the next look, by how many calls, and what only within the hour.
func TestPoll_WhatIsSeen(t *testing.T) {
	add := func(p *practice, id string) {
		if _, err := p.book.Commit(context.Background(), p.read(), sheets.Batch{Appends: []sheets.Append{{Tab: "Leads",
			Columns: []string{"ID", "Need"}, Rows: [][]sheets.Cell{{lead.TextValue(id), lead.TextValue("doors")}}}}}); err != nil {
			p.t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name             string
		do               func(p *practice, people *gsheets.People)
		tab, key, column string
		want             string
		calls, wholes    int
		late             bool // it is seen within the hour
	}{
		{"nothing", func(*practice, *gsheets.People) {}, "Leads", "L-7", "Status", "New lead", 1, 0, false},
		{"a status", func(_ *practice, p *gsheets.People) { p.Edit("Leads", "L-7", "Status", lead.TextValue("Won")) }, "Leads", "L-7", "Status", "Won", 1, 0, false},
		{"a need", func(_ *practice, p *gsheets.People) { p.Edit("Leads", "L-7", "Need", lead.TextValue("tables")) }, "Leads", "L-7", "Need", "tables", 1, 0, true},
		{"a need in a row that waits for people", func(p *practice, people *gsheets.People) {
			people.Edit("Leads", "L-7", "Attention", lead.TextValue("Missing: Need"))
			p.read()
			people.Edit("Leads", "L-7", "Need", lead.TextValue("tables"))
		}, "Leads", "L-7", "Need", "tables", 1, 0, false},
		{"a need of a lead that has just come in", func(p *practice, people *gsheets.People) {
			add(p, "L-99")
			p.read()
			people.Edit("Leads", "L-99", "Need", lead.TextValue("tables"))
		}, "Leads", "L-99", "Need", "tables", 1, 0, false},
		{"a new lead", func(p *practice, _ *gsheets.People) { add(p, "L-99") }, "Leads", "L-99", "Need", "doors", 1, 0, false},
		{"sorted", func(_ *practice, p *gsheets.People) { p.Sort("Leads", "ID") }, "Leads", "L-7", "Need", "chairs for L-7", 2, 0, false},
		{"a lead is deleted", func(_ *practice, p *gsheets.People) { p.DeleteRow("Leads", "L-7") }, "Leads", "L-7", "Need", "no such row", 2, 0, false},
		{"a row is inserted", func(_ *practice, p *gsheets.People) { p.InsertRow("Leads", "L-7") }, "Leads", "L-8", "Need", "chairs for L-8", 2, 0, false},
		{"an outcome", func(_ *practice, p *gsheets.People) {
			p.Edit("Intake", "mail:L-7", "Outcome", lead.TextValue("make lead"))
		}, "Intake", "mail:L-7", "Outcome", "make lead", 2, 0, false},
		{"an entry of Intake is deleted", func(_ *practice, p *gsheets.People) { p.DeleteRow("Intake", "mail:L-7") }, "Intake", "mail:L-7", "Lead", "no such row", 2, 1, false},
		{"Intake is sorted", func(_ *practice, p *gsheets.People) { p.Sort("Intake", "Key") }, "Intake", "mail:L-7", "Lead", "L-7", 2, 1, false},
		{"a title", func(_ *practice, p *gsheets.People) { p.EditAt("Leads", 0, 3, lead.TextValue("Ours")) }, "Leads", "L-7", "Ours", "", 2, 1, false},
		{"the team", func(_ *practice, p *gsheets.People) { p.EditAt("Team", 1, 0, lead.TextValue("Kim")) }, "Team", "Kim", "Name", "Kim", 1, 0, false},
		{"a need that leadsheet has written", func(p *practice, _ *gsheets.People) {
			snap := p.read()
			if _, err := p.book.Commit(context.Background(), snap, change(snap, "Leads", "L-7", "Need", "tables")); err != nil {
				p.t.Fatal(err)
			}
		}, "Leads", "L-7", "Need", "tables", 1, 0, false},
		{"a need that another leadsheet has written", func(p *practice, _ *gsheets.People) {
			other := p.open()
			snap, err := other.Read(context.Background(), "Leads", "Intake", "Team")
			if err != nil {
				p.t.Fatal(err)
			}
			if _, err := other.Commit(context.Background(), snap, change(snap, "Leads", "L-7", "Need", "tables")); err != nil {
				p.t.Fatal(err)
			}
		}, "Leads", "L-7", "Need", "tables", 2, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPractice(t)
			before := p.read()
			c.do(p, p.doc.People(t.Fatalf))
			snap := p.read()
			if len(p.calls) != c.calls || p.wholes() != c.wholes {
				t.Errorf("%d calls, %d of them for everything, want %d and %d", len(p.calls), p.wholes(), c.calls, c.wholes)
			}
			seen := cell(snap, c.tab, c.key, c.column) == c.want
			if seen == c.late {
				t.Errorf("%s of %s is %q", c.column, c.key, cell(snap, c.tab, c.key, c.column))
			}
			if same := c.late || c.name == "nothing"; (snap.Moment == before.Moment) != same {
				t.Errorf("the moment is %q, and was %q", snap.Moment, before.Moment)
			}
			if again := p.read(); again.Moment != snap.Moment || len(p.calls) != 1 {
				t.Errorf("the moment is %q after %q by %d calls, though nothing has happened", again.Moment, snap.Moment, len(p.calls))
			}
			p.now = p.now.Add(time.Hour)
			if snap = p.read(); cell(snap, c.tab, c.key, c.column) != c.want || p.wholes() != 1 {
				t.Errorf("after an hour %s of %s is %q", c.column, c.key, cell(snap, c.tab, c.key, c.column))
			}
		})
	}
}

// What was read an hour ago is read again before its row is written, so that nobody's edit is overwritten.
func TestPoll_ReadsAgainBeforeItWrites(t *testing.T) {
	p := newPractice(t)
	p.doc.People(t.Fatalf).Edit("Leads", "L-7", "Need", lead.TextValue("tables"))
	snap := p.read()
	for _, b := range []sheets.Batch{change(snap, "Leads", "L-7", "Need", "chairs, and a lamp"), change(snap, "Leads", "L-7", "Status", "Won")} {
		if _, err := p.book.Commit(context.Background(), snap, b); !errors.Is(err, sheets.ErrConflict) {
			t.Fatalf("it was not noticed that the row is another: %v", err)
		}
	}
	if snap = p.read(); cell(snap, "Leads", "L-7", "Need") != "tables" || p.wholes() != 1 {
		t.Fatalf("Need is %q, read whole %d times", cell(snap, "Leads", "L-7", "Need"), p.wholes())
	}
	if _, err := p.book.Commit(context.Background(), snap, change(snap, "Leads", "L-7", "Need", "tables, and a lamp")); err != nil {
		t.Fatal(err)
	}
	if snap = p.read(); cell(snap, "Leads", "L-7", "Need") != "tables, and a lamp" || p.wholes() != 0 {
		t.Errorf("Need is %q, read whole %d times", cell(snap, "Leads", "L-7", "Need"), p.wholes())
	}
}

// A row of Intake that was asked for because of its Outcome is no newer than others at the next look.
func TestPoll_WhatWasAskedForOnceGrowsOld(t *testing.T) {
	p := newPractice(t)
	people := p.doc.People(t.Fatalf)
	people.Edit("Intake", "mail:L-7", "Outcome", lead.TextValue("make lead"))
	p.read()
	p.read()
	people.Edit("Intake", "mail:L-7", "Lead", lead.TextValue("L-8"))
	snap := p.read()
	if _, err := p.book.Commit(context.Background(), snap, change(snap, "Intake", "mail:L-7", "Outcome", "new lead")); !errors.Is(err, sheets.ErrConflict) {
		t.Errorf("it was not noticed that the row is another: %v", err)
	}
}

// People who sort while the rows are asked for that have moved already: everything is read.
func TestPoll_RowsMoveBetweenTwoCalls(t *testing.T) {
	p := newPractice(t)
	people := p.doc.People(t.Fatalf)
	people.Sort("Leads", "ID")
	p.server.SetFault(func(gsheets.Call) gsheets.Fault {
		if len(p.calls) == 2 && p.wholes() == 0 {
			people.DeleteRow("Leads", "L-9")
		}
		return gsheets.Fault{}
	})
	snap := p.read()
	for i := range 30 {
		id := fmt.Sprintf("L-%d", i+1)
		if got := cell(snap, "Leads", id, "Need"); got != "chairs for "+id && id != "L-9" {
			t.Errorf("Need of %s is %q", id, got)
		}
	}
	if p.wholes() != 1 || cell(snap, "Leads", "L-9", "Need") != "no such row" {
		t.Errorf("everything was read %d times", p.wholes())
	}
}

// A Book that rests keeps little, and knows all the same whether anything has changed, and what.
func TestRest(t *testing.T) {
	p := newPractice(t)
	p.whole = 1 << 20
	p.book = p.open()
	rest := func() { p.book.Rest() }
	p.read()
	before := p.read()
	rest()
	rest()
	again := p.read()
	if again.Moment != before.Moment || len(p.calls) != 1 {
		t.Errorf("nothing has changed: moment %q and then %q, %d calls", before.Moment, again.Moment, len(p.calls))
	}
	if !reflect.DeepEqual(before.Tabs, again.Tabs) {
		t.Error("what it knew before its rest is not what it knows afterwards")
	}
	rest()
	id := again.Tabs["Leads"].At(0, 0).String()
	if _, err := p.book.Commit(t.Context(), p.read(), change(again, "Leads", id, "Need", "windows of oak")); err != nil {
		t.Fatal(err)
	}
	rest()
	changed := p.read()
	if got := cell(changed, "Leads", id, "Need"); got != "windows of oak" || changed.Moment == again.Moment {
		t.Errorf("after its own write it has %q, moment %q", got, changed.Moment)
	}
	rest()
	p.doc.People(t.Fatalf).Fill("Leads", changed.Tabs["Leads"].Col("Need"), 1, 1, lead.TextValue("a ladder"))
	if got := cell(p.read(), "Leads", id, "Need"); got != "a ladder" {
		t.Errorf("after a person's edit it has %q", got)
	}
}
