package google_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
)

// onWrite lets people act when a write arrives.
type onWrite struct {
	to  http.RoundTripper
	act func()
}

func (w *onWrite) RoundTrip(r *http.Request) (*http.Response, error) {
	if act := w.act; act != nil && strings.HasSuffix(r.URL.Path, ":batchUpdate") {
		w.act = nil
		act()
	}
	return w.to.RoundTrip(r)
}

// emptied is a spreadsheet with four leads, of which nothing but the ID is left of two, and a hundred blank rows.
func emptied(t *testing.T) (*google.Book, *gsheets.Doc, *onWrite) {
	t.Helper()
	server := gsheets.New(gsheets.Options{})
	doc := server.Create("Our leads")
	way := &onWrite{to: server}
	b, err := google.Open(google.Options{Spreadsheet: doc.ID(), Client: &http.Client{Transport: way}, Reads: 1e6, Writes: 1e6,
		Spare: 20, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Ensure(t.Context(), small()); err != nil {
		t.Fatal(err)
	}
	add := sheets.Append{Tab: "Leads", Columns: []string{"ID", "Status"}}
	for i := range 4 {
		add.Rows = append(add.Rows, []sheets.Cell{word(fmt.Sprintf("L-%d", i+1)), word("New")})
	}
	commit(t, b, sheets.Batch{Appends: []sheets.Append{add}})
	commit(t, b, sheets.Batch{Changes: []sheets.Change{{Tab: "Leads", Row: 0, Column: "Status", Seen: word("New")},
		{Tab: "Leads", Row: 2, Column: "Status", Seen: word("New")}}})
	return b, doc, way
}

func commit(t *testing.T, b *google.Book, batch sheets.Batch) {
	t.Helper()
	if _, err := b.Commit(t.Context(), read(t, b), batch); err != nil {
		t.Fatal(err)
	}
}

func removes(rows ...int) (b sheets.Batch) {
	for _, r := range rows {
		b.Removes = append(b.Removes, sheets.Remove{Tab: "Leads", Row: r, Key: "ID"})
	}
	return b
}

// grid is how many rows the tab has, and those with content.
func grid(t *testing.T, b *google.Book, doc *gsheets.Doc) (rows int, content []string) {
	t.Helper()
	seen, err := b.Inspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	for _, row := range doc.Rows("Leads") {
		text := ""
		for _, c := range row {
			text += c.String() + " "
		}
		content = append(content, strings.TrimSpace(text))
	}
	for len(content) > 0 && content[len(content)-1] == "" {
		content = content[:len(content)-1]
	}
	return int(seen.Tab("Leads").Rows), content
}

// Rows that are taken out go to the end, and blank rows far below the content are taken away, a bounded number at once.
func TestRemove_BlankRowsFarBelowGo(t *testing.T) {
	b, doc, _ := emptied(t)
	before, _ := grid(t, b, doc)
	commit(t, b, removes(0, 2))
	after, content := grid(t, b, doc)
	if got := strings.Join(content, "|"); got != "ID Name Phone Status|L-2   New|L-4   New" {
		t.Errorf("left: %s", got)
	}
	if want := max(25, before-300); after != want {
		t.Errorf("%d rows became %d, want %d", before, after, want)
	}
}

// Somebody writes far below the content in the moment in which those rows are taken away: what they wrote is added
// again.
func TestRemove_WhatSomebodyJustWroteThereIsGivenBack(t *testing.T) {
	b, doc, way := emptied(t)
	rows, _ := grid(t, b, doc)
	way.act = func() { doc.People(t.Fatalf).EditAt("Leads", rows-2, 1, word("call Kim")) }
	commit(t, b, removes(0, 2))
	_, content := grid(t, b, doc)
	if got := strings.Join(content, "|"); !strings.Contains(got, "call Kim") || strings.Contains(got, "L-1") {
		t.Errorf("left: %s", got)
	}
}

// The program dies before it sees the answer: the next one gives it back.
func TestRemove_GivenBackAfterACrash(t *testing.T) {
	b, doc, way := emptied(t)
	rows, _ := grid(t, b, doc)
	way.act = func() { doc.People(t.Fatalf).EditAt("Leads", rows-2, 1, word("call Kim")) }
	snap := read(t, b)
	ctx, cancel := context.WithCancel(t.Context())
	sent := way.to
	way.to = cutAfter{sent, cancel}
	if _, err := b.Commit(ctx, snap, removes(0, 2)); err == nil {
		t.Log("the answer came")
	}
	way.to = sent
	other := open(t, &http.Client{Transport: sent}, doc.ID())
	if err := other.Ensure(t.Context(), small()); err != nil {
		t.Fatal(err)
	}
	read(t, other)
	if _, content := grid(t, b, doc); !strings.Contains(strings.Join(content, "|"), "call Kim") {
		t.Errorf("left: %q", content)
	}
}

// cutAfter loses the answer to a write.
type cutAfter struct {
	to   http.RoundTripper
	then func()
}

func (c cutAfter) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := c.to.RoundTrip(r)
	if strings.HasSuffix(r.URL.Path, ":batchUpdate") {
		c.then()
		if err == nil {
			_ = res.Body.Close()
		}
		return nil, context.Canceled
	}
	return res, err
}
