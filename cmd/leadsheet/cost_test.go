package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/sheets"
	"leadsheet/sheets/google"
	"leadsheet/sheets/sheetstest/gsheets"
)

// pile is a source that holds what it was given.
type pile struct{ items []lead.Inquiry }

func (p *pile) Name() string { return "pile" }
func (p *pile) Collect(_ context.Context, known intake.Known) ([]lead.Inquiry, error) {
	var out []lead.Inquiry
	for _, in := range p.items {
		if !known.Keys[in.Key] {
			out = append(out, in)
		}
	}
	return out, nil
}
func (p *pile) Settle(context.Context, []lead.Inquiry) error { return nil }

// arrive adds n inquiries of different people.
func (p *pile) arrive(n int, at time.Time) {
	for range n {
		i := len(p.items)
		p.items = append(p.items, lead.Inquiry{Key: fmt.Sprintf("k%d", i), Channel: lead.ByMail, Received: at, From: fmt.Sprintf("c%d@firm%d.example", i, i),
			Subject: "Request", Name: fmt.Sprintf("Customer %d", i), Email: fmt.Sprintf("c%d@firm%d.example", i, i), Need: "Please send an offer for chairs, a table and a lamp.", Where: fmt.Sprintf("INBOX:1:%d", i)})
	}
}

// onEmulator is a daemon on a Google Sheet in this process, without waiting.
func onEmulator(t testing.TB, now *time.Time, source intake.Source) (*daemon.Daemon, *gsheets.Doc, *gsheets.Server) {
	t.Helper()
	server := gsheets.New(gsheets.Options{})
	doc := server.Create("Our leads")
	book, err := google.Open(google.Options{Spreadsheet: doc.ID(), Client: &http.Client{Transport: server}, Now: func() time.Time { return *now },
		Sleep: func(_ context.Context, d time.Duration) error { *now = now.Add(d); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	return &daemon.Daemon{Book: book, Layout: daemon.Layout(answers.NewTables(answers.Machine{})), Now: func() time.Time { return *now },
		Log: slog.New(slog.DiscardHandler), Sources: []intake.Source{source}}, doc, server
}

// What a pass costs, counted as Google counts it: its quota is 60 reads and 60 writes a minute.
func TestWhatAPassCosts(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	p := &pile{}
	d, doc, server := onEmulator(t, &now, p)
	pass := func(what string, reads, writes int) {
		t.Helper()
		before := server.Counts()
		if _, err := d.Pass(context.Background()); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		after := server.Counts()
		r, w := after.Reads-before.Reads, after.Writes-before.Writes
		t.Logf("%-40s %d reads, %d writes", what, r, w)
		if r > reads || w > writes {
			t.Errorf("%s: %d reads and %d writes, at most %d and %d are allowed", what, r, w, reads, writes)
		}
		now = now.Add(15 * time.Second)
	}
	pass("the first pass, which makes the sheet", 3, 2)
	pass("an idle pass", 1, 0)
	p.arrive(1, now)
	pass("one lead", 1, 1)
	pass("an idle pass", 1, 0)
	p.arrive(1000, now)
	pass("a thousand leads, as many as 2 MB hold", 1, 1)
	pass("the rest of a thousand leads", 1, 1)
	pass("an idle pass after them", 1, 0)
	doc.People(t.Fatalf).Edit("Leads", "L-1001", "Status", sheets.Cell{Kind: 1, Text: "In work"})
	pass("a person has changed a status", 1, 1)
	pass("an idle pass", 1, 0)
	doc.People(t.Fatalf).Sort("Leads", "Name")
	pass("a person has sorted", 1, 1)
	now = now.Add(time.Hour)
	pass("an hour later, leads are late", 1, 1)
	pass("an idle pass", 1, 0)

	again, _, _ := onEmulator(t, &now, p)
	book, err := google.Open(google.Options{Spreadsheet: doc.ID(), Client: &http.Client{Transport: server}})
	if err != nil {
		t.Fatal(err)
	}
	again.Book = book
	d = again
	pass("the first idle pass of a new process", 3, 0)
}

// BenchmarkGooglePass is a pass of a running daemon over a Google Sheet with 10,000 leads, the emulator's work included:
// one in which nothing has happened, and one that takes in a thousand leads.
func BenchmarkGooglePass(b *testing.B) {
	for _, c := range []struct {
		name string
		news int
	}{{"idle", 0}, {"1000 leads", 1000}} {
		b.Run(c.name, func(b *testing.B) {
			now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
			p := &pile{}
			d, _, _ := onEmulator(b, &now, p)
			p.arrive(10_000, now)
			pass := func() {
				if _, err := d.Pass(context.Background()); err != nil {
					b.Fatal(err)
				}
				now = now.Add(time.Second)
			}
			if _, err := d.CatchUp(context.Background()); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				p.arrive(c.news, now)
				pass()
			}
		})
	}
}
