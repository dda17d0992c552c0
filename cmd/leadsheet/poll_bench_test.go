package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/sheets/google"
	"leadsheet/sheets/google/changes"
	"leadsheet/sheets/sheetstest/gdrive"
	"leadsheet/sheets/sheetstest/gsheets"
	"leadsheet/sheets/sheetstest/idlecost"
)

var benchTexts = flag.String("texts", "", "benchmarks of polls: a folder of .eml files whose texts are what customers ask")

var benchLeads = flag.Int("leads", 10_000, "benchmarks of polls: how many leads the sheet has")

// customers are n people who have asked something in the three years before a moment.
func customers(b *testing.B, n int, now time.Time) []lead.Inquiry {
	r := rand.New(rand.NewPCG(1, 2))
	needs, err := idlecost.Texts(*benchTexts, r)
	if err != nil {
		b.Fatal(err)
	}
	var all []lead.Inquiry
	at := now.AddDate(-3, 0, 0)
	for i := range n {
		at = at.Add(time.Duration(r.Int64N(int64(2 * now.Sub(now.AddDate(-3, 0, 0)) / time.Duration(n+1)))).Truncate(time.Second))
		first, last := idlecost.Syllables(r, 2+r.IntN(2)), idlecost.Syllables(r, 2+r.IntN(3))
		email := first + "." + last + "@" + idlecost.Syllables(r, 3) + ".example"
		all = append(all, lead.Inquiry{Key: fmt.Sprintf("mail:%016x%016x", r.Uint64(), r.Uint64()), Channel: lead.ByMail, Received: at,
			From: email, Subject: "Request", Name: strings.ToUpper(first[:1]) + first[1:] + " " + strings.ToUpper(last[:1]) + last[1:],
			Email: email, Phone: fmt.Sprintf("+49 %d %d", 30+r.IntN(900), 1_000_000+r.IntN(8_999_999)), Need: needs[r.IntN(len(needs))],
			MessageID: fmt.Sprintf("<%016x%016x@mail.example>", r.Uint64(), r.Uint64()), Where: fmt.Sprintf("Past:1:%d", i)})
	}
	return all
}

// settledSheet is a sheet of n leads of three years, almost all of them ended. It is filled in this process; what is
// asked afterwards comes over a socket, and is counted.
func settledSheet(b *testing.B, n int, now *time.Time) *settled {
	p := &pile{items: customers(b, n, *now)}
	d, doc, server := onEmulator(b, now, p)
	catchUp := func() {
		for range 4 {
			if _, err := d.CatchUp(context.Background()); err != nil {
				b.Fatal(err)
			}
			*now = now.Add(time.Second)
		}
	}
	catchUp()
	rows := doc.Rows(lead.TabLeads)
	for col, c := range rows[0] {
		switch c.String() {
		case lead.ColStatus:
			doc.People(b.Fatalf).Fill(lead.TabLeads, col, 1, n*98/100, lead.TextValue("Unqualified"))
		case lead.ColRefusalReason:
			doc.People(b.Fatalf).Fill(lead.TabLeads, col, 1, n*98/100, lead.TextValue("Too expensive"))
		case lead.ColComment:
			for i := range n / 2 {
				doc.People(b.Fatalf).Fill(lead.TabLeads, col, 1+i, 1+i, lead.TextValue("called on the phone, "+p.items[i].Name+" will think about it"))
			}
		}
	}
	catchUp()
	drive, mux := gdrive.New(func() time.Time { return *now }), http.NewServeMux()
	if err := gdrive.Tried(server, doc.ID(), changes.New(changes.Options{}).Account()); err != nil {
		b.Fatal(err)
	}
	mux.Handle("/drive/v3/", drive)
	mux.Handle("/", &idlecost.Recorded{Server: server, Doc: doc})
	web := httptest.NewServer(mux)
	b.Cleanup(web.Close)
	return &settled{doc: doc, web: web, now: now, tables: answers.NewTables(answers.Machine{})}
}

// settled is a spreadsheet in which nothing is left to do.
type settled struct {
	doc    *gsheets.Doc
	web    *httptest.Server
	now    *time.Time
	tables []policy.Table
}

// daemon is one of another process, at rest. Its reads are whole up to so many bytes: google.Options.Whole. It asks Drive
// or not.
func (s *settled) daemon(b *testing.B, whole int, drive bool) (*daemon.Daemon, *idlecost.Wire) {
	w, clock, feed := &idlecost.Wire{}, func() time.Time { return *s.now }, (*changes.Feed)(nil)
	client := w.Client()
	if drive {
		feed = changes.New(changes.Options{Client: client, Endpoint: s.web.URL + "/", Now: clock})
	}
	book, err := google.Open(google.Options{Spreadsheet: s.doc.ID(), Client: client, Endpoint: s.web.URL + "/", Now: clock, Whole: whole, Changes: feed,
		Sleep: func(_ context.Context, d time.Duration) error { *s.now = s.now.Add(d); return nil }})
	if err != nil {
		b.Fatal(err)
	}
	d := &daemon.Daemon{Book: book, Layout: daemon.Layout(s.tables), Now: clock, Log: slog.New(slog.DiscardHandler),
		Sources: []intake.Source{&pile{}}}
	for range 4 {
		if _, err := d.CatchUp(context.Background()); err != nil {
			b.Fatal(err)
		}
		*s.now = s.now.Add(time.Second)
	}
	return d, w
}

// BenchmarkPoll is what an idle pass over a Google Sheet of 10,000 leads costs, when it is read in parts, when it is read
// whole, and when Drive says that nothing has changed: bytes on the wire and processor time, without the emulator's own. -texts DIR takes the texts of a folder of
// mails for what customers ask. Filling the sheet takes a minute.
func BenchmarkPoll(b *testing.B) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	sheet := settledSheet(b, *benchLeads, &now)
	for name, whole := range map[string]int{"parts": 0, "whole": 1 << 40} {
		b.Run(name, func(b *testing.B) {
			d, w := sheet.daemon(b, whole, false)
			down, took := int64(0), time.Duration(0)
			for b.Loop() {
				began, at := w.Down.Load(), idlecost.CPU()
				if sum, err := d.Pass(b.Context()); err != nil || sum.Wrote {
					b.Fatal(sum, err)
				}
				down, took = down+w.Down.Load()-began, took+idlecost.CPU()-at
			}
			b.ReportMetric(float64(down)/float64(b.N)/1e6, "MB/poll")
			b.ReportMetric(took.Seconds()/float64(b.N), "cpu-s/poll")
		})
	}
	b.Run("drive", func(b *testing.B) {
		d, w := sheet.daemon(b, 0, true)
		down, up, took, asked, all := int64(0), int64(0), time.Duration(0), 0, int64(0)
		for b.Loop() {
			now = now.Add(15 * time.Second)
			began, sent, at := w.Down.Load(), w.Up.Load(), idlecost.CPU()
			if _, err := d.Pass(b.Context()); err != nil { // what falls due meanwhile is written
				b.Fatal(err)
			}
			came := w.Down.Load() - began
			if all += came; came < 100_000 { // else five minutes have gone, or an hour
				down, up, took, asked = down+came, up+w.Up.Load()-sent, took+idlecost.CPU()-at, asked+1
			}
		}
		b.ReportMetric(float64(down)/float64(asked)/1e3, "kB/poll")
		b.ReportMetric(float64(up)/float64(asked)/1e3, "kB-up/poll")
		b.ReportMetric(took.Seconds()/float64(asked), "cpu-s/poll")
		b.ReportMetric(float64(all)/float64(b.N)/1e6, "MB/poll-of-all")
		b.ReportMetric(float64(asked)/float64(b.N), "by-drive")
	})
}
