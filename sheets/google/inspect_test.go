package google_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/google/clock"
	"leadsheet/sheets/sheetstest/gsheets"
)

// clinic is a small layout to be examined.
var clinic = sheets.Layout{Tabs: []sheets.TabLayout{
	{Title: "Leads", Key: "ID", Columns: []sheets.Column{
		{Title: "ID", Managed: true}, {Title: "Name"}, {Title: "Status", List: []string{"new", "won"}},
		{Title: "Comment"},
	}},
	{Title: "Team", Key: "Name", Columns: []sheets.Column{{Title: "Name"}, {Title: "Email"}}, Rows: [][]sheets.Cell{{lead.TextValue("Kim"), lead.TextValue("kim@example.com")}}},
}}

// patient returns a spreadsheet with the layout of the clinic and two leads.
func patient(t *testing.T) (*gsheets.Server, *gsheets.Doc, *google.Book) {
	t.Helper()
	server := gsheets.New(gsheets.Options{Check: true})
	t.Cleanup(func() {
		for _, v := range server.Violations() {
			t.Error(v)
		}
	})
	doc := server.Create("Clinic")
	book := open(t, &http.Client{Transport: server}, doc.ID())
	ctx := context.Background()
	if err := book.Ensure(ctx, clinic); err != nil {
		t.Fatal(err)
	}
	snap, err := book.Read(ctx, "Leads")
	if err != nil {
		t.Fatal(err)
	}
	text := lead.TextValue
	_, err = book.Commit(ctx, snap, sheets.Batch{Appends: []sheets.Append{{Tab: "Leads", Columns: []string{"ID", "Name", "Status"},
		Rows: [][]sheets.Cell{{text("L-1"), text("Ada"), text("new")}, {text("L-2"), text("Bo"), text("won")}}}}})
	if err != nil {
		t.Fatal(err)
	}
	return server, doc, book
}

// What people do to a spreadsheet is told with what to do about it; what is harmless is a note.
func TestProblemsOfASpreadsheet(t *testing.T) {
	for _, tt := range []struct {
		name    string
		do      func(p *gsheets.People)
		problem string
		note    string
	}{
		{name: "in order", do: func(*gsheets.People) {}},
		{name: "a tab renamed", do: func(p *gsheets.People) { p.RenameTab("Leads", "Kunden") },
			problem: `the tab "Leads" is missing, but "Kunden" has its columns: name it "Leads" again`},
		{name: "a tab deleted", do: func(p *gsheets.People) { p.DeleteTab("Team") }, problem: `the tab "Team" is missing: undo its deletion`},
		{name: "a column renamed", do: func(p *gsheets.People) { p.RenameColumn("Leads", "Status", "Stand") },
			problem: `the column "Status" is missing in the tab "Leads"; "Stand" stands in its place: give it its title "Status" back`},
		{name: "a column deleted", do: func(p *gsheets.People) { p.DeleteColumn("Leads", "Comment") },
			problem: `the column "Comment" is missing in the tab "Leads": undo its deletion`},
		{name: "a column twice", do: func(p *gsheets.People) { p.AddColumn("Leads", "name") }, problem: `two columns`},
		{name: "cells merged", do: func(p *gsheets.People) { p.Merge("Leads", "L-1", "Name", "Status") },
			problem: `cells are merged in the tab "Leads" (B2:C2): unmerge them`},
		{name: "a column protected", do: func(p *gsheets.People) { p.Protect("Leads", "Status") },
			problem: `of the tab "Leads" is protected and leadsheet may not write there: let robot@example.org edit it`},
		{name: "a filter", do: func(p *gsheets.People) { p.SetFilter("Leads", "Status", "won") }, note: `a filter hides rows of the tab "Leads"`},
		{name: "a table", do: func(p *gsheets.People) { p.MakeTable("Leads", "Table1") }, note: `was converted to a table (Table1)`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, doc, book := patient(t)
			tt.do(doc.People(t.Fatalf))
			before, revision := server.Counts(), doc.Revision()
			seen, err := book.Inspect(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if after := server.Counts(); after.Writes != before.Writes || after.Reads > before.Reads+2 || doc.Revision() != revision {
				t.Errorf("inspecting cost %v reads and %v writes", after.Reads-before.Reads, after.Writes-before.Writes)
			}
			match(t, "problems", seen.Problems(clinic), tt.problem)
			match(t, "notes", seen.Notes(clinic), tt.note)
		})
	}
}

// match wants one sentence that holds the text, or none when the text is empty.
func match(t *testing.T, what string, got []string, want string) {
	t.Helper()
	switch {
	case want == "" && len(got) > 0:
		t.Errorf("%s: %q", what, got)
	case want != "" && (len(got) != 1 || !strings.Contains(got[0], want)):
		t.Errorf("%s: %q, want one with %q", what, got, want)
	}
}

// What stands in the way before leadsheet has read anything names the address to share with, or the wrong ID.
func TestInspectOfWhatCannotBeSeen(t *testing.T) {
	server, doc, book := patient(t)
	ctx := context.Background()
	seen, err := book.Inspect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := book.TryWrite(ctx, seen); err != nil {
		t.Errorf("a write without effect: %v", err)
	}
	if seen.Title != "Clinic" || seen.Version == 0 || seen.Account != "robot@example.org" || seen.Fresh(clinic) {
		t.Errorf("inspection %+v", seen)
	}
	if diff := cmp.Diff([]string{"ID", "Name", "Status", "Comment"}, seen.Tab("leads").Columns); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}

	doc.SetShared(false)
	var failed *google.Error
	if _, err := book.Inspect(ctx); !errors.As(err, &failed) || failed.Kind != google.Permission || !strings.Contains(err.Error(), "Share the spreadsheet with robot@example.org") {
		t.Errorf("not shared: %v", err)
	}
	wrong := open(t, &http.Client{Transport: server}, "no-such-spreadsheet")
	if _, err := wrong.Inspect(ctx); !errors.As(err, &failed) || failed.Kind != google.Gone || !strings.Contains(err.Error(), hint.Book.String()) {
		t.Errorf("a wrong ID: %v", err)
	}
}

// A spreadsheet that leadsheet has not seen yet has no problems; one that is nearly full has.
func TestInspectOfANewSpreadsheet(t *testing.T) {
	server := gsheets.New(gsheets.Options{Check: true})
	book := open(t, &http.Client{Transport: server}, server.Create("New").ID())
	seen, err := book.Inspect(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !seen.Fresh(clinic) || len(seen.Problems(clinic)) > 0 || seen.Cells != 26_000 || seen.Version != 0 {
		t.Errorf("inspection %+v, problems %q", seen, seen.Problems(clinic))
	}
	seen.Cells = 9_000_000
	match(t, "problems", seen.Problems(clinic), "9.0 million of at most 10.0 million cells")
}

// The server's Date counts whole seconds and is set between two moments of ours.
func TestClock(t *testing.T) {
	base := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		ours time.Time // at the request
		took time.Duration
		want time.Duration
	}{
		{"the same", base.Add(400 * time.Millisecond), 200 * time.Millisecond, 0},
		{"a slow answer", base.Add(-4 * time.Second), 5 * time.Second, 0},
		{"ahead", base.Add(61 * time.Second), time.Second, time.Minute},
		{"behind", base.Add(-10*time.Minute - time.Second), time.Second, -10 * time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			calls := 0
			now := func() time.Time { calls++; return tt.ours.Add(time.Duration(calls-1) * tt.took) }
			client := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody, Request: r,
					Header: http.Header{"Date": {base.Format(http.TimeFormat)}}}, nil
			})}
			got, err := clock.Ask(context.Background(), client, "http://sheets.test/", now)
			if err != nil || got != tt.want {
				t.Errorf("got %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
