package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/rules/policy"
	"leadsheet/sheets/google"
	"leadsheet/sheets/google/changes"
	"leadsheet/sheets/sheetstest/gdrive"
	"leadsheet/sheets/sheetstest/gsheets"
)

var benchTexts = flag.String("texts", "", "benchmarks of polls: a folder of .eml files whose texts are what customers ask")

var benchLeads = flag.Int("leads", 10_000, "benchmarks of polls: how many leads the sheet has")

// texts are what customers ask: those of a folder of mails, or some words of our own in random order.
func texts(b *testing.B, r *rand.Rand) []string {
	var all []string
	if *benchTexts == "" {
		said := strings.Fields("please could you send us an offer for twelve chairs and a table made of oak with delivery " +
			"to the second floor by the end of next month our office has moved and we still use what was there before " +
			"what would it cost to have them repaired instead is there a warranty and who do we call about the invoice")
		for range 300 {
			var words []string
			for range 10 + r.IntN(60) {
				words = append(words, said[r.IntN(len(said))])
			}
			all = append(all, strings.Join(words, " "))
		}
		return all
	}
	files, err := filepath.Glob(filepath.Join(*benchTexts, "*.eml"))
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		m := message.Parse(raw)
		if t := message.JoinLines(append(m.Text, m.HTML...)); t != "" {
			all = append(all, t)
		}
	}
	return all
}

// customers are n people who have asked something in the three years before a moment.
func customers(b *testing.B, n int, now time.Time) []lead.Inquiry {
	r := rand.New(rand.NewPCG(1, 2))
	needs := texts(b, r)
	part := func(n int) string {
		s := ""
		for range n {
			s += string("bcdfglmnprstv"[r.IntN(13)]) + string("aeiou"[r.IntN(5)])
		}
		return s
	}
	var all []lead.Inquiry
	at := now.AddDate(-3, 0, 0)
	for i := range n {
		at = at.Add(time.Duration(r.Int64N(int64(2 * now.Sub(now.AddDate(-3, 0, 0)) / time.Duration(n+1)))).Truncate(time.Second))
		first, last := part(2+r.IntN(2)), part(2+r.IntN(3))
		email := first + "." + last + "@" + part(3) + ".example"
		all = append(all, lead.Inquiry{Key: fmt.Sprintf("mail:%016x%016x", r.Uint64(), r.Uint64()), Channel: lead.ByMail, Received: at,
			From: email, Subject: "Request", Name: strings.ToUpper(first[:1]) + first[1:] + " " + strings.ToUpper(last[:1]) + last[1:],
			Email: email, Phone: fmt.Sprintf("+49 %d %d", 30+r.IntN(900), 1_000_000+r.IntN(8_999_999)), Need: needs[r.IntN(len(needs))],
			MessageID: fmt.Sprintf("<%016x%016x@mail.example>", r.Uint64(), r.Uint64()), Where: fmt.Sprintf("INBOX:1:%d", i)})
	}
	return all
}

// wire counts the bytes that come and go on the connections of a client.
type wire struct{ down, up atomic.Int64 }

type countedConn struct {
	net.Conn
	w *wire
}

func (c countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.w.down.Add(int64(n))
	return n, err
}

func (c countedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.w.up.Add(int64(n))
	return n, err
}

func (w *wire) client() *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return countedConn{c, w}, err
	}}}
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
	mux.Handle("/", &recorded{server: server, doc: doc})
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
func (s *settled) daemon(b *testing.B, whole int, drive bool) (*daemon.Daemon, *wire) {
	w, clock, feed := &wire{}, func() time.Time { return *s.now }, (*changes.Feed)(nil)
	client := w.client()
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

// recorded answers what was asked before of the same version of the spreadsheet without the emulator's work, which would
// be counted.
type recorded struct {
	server http.Handler
	doc    *gsheets.Doc
	asked  string
	answer *httptest.ResponseRecorder
}

func (s *recorded) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if asked := fmt.Sprint(s.doc.Revision(), r.URL, string(body)); asked != s.asked {
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.answer = httptest.NewRecorder()
		s.server.ServeHTTP(s.answer, r)
		s.asked = asked
	}
	maps.Copy(w.Header(), s.answer.Header())
	w.WriteHeader(s.answer.Code)
	_, _ = w.Write(s.answer.Body.Bytes())
}

// cpu is the processor time that this process has used.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
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
				began, at := w.down.Load(), cpu(b)
				if sum, err := d.Pass(b.Context()); err != nil || sum.Wrote {
					b.Fatal(sum, err)
				}
				down, took = down+w.down.Load()-began, took+cpu(b)-at
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
			began, sent, at := w.down.Load(), w.up.Load(), cpu(b)
			if _, err := d.Pass(b.Context()); err != nil { // what falls due meanwhile is written
				b.Fatal(err)
			}
			came := w.down.Load() - began
			if all += came; came < 100_000 { // else five minutes have gone, or an hour
				down, up, took, asked = down+came, up+w.up.Load()-sent, took+cpu(b)-at, asked+1
			}
		}
		b.ReportMetric(float64(down)/float64(asked)/1e3, "kB/poll")
		b.ReportMetric(float64(up)/float64(asked)/1e3, "kB-up/poll")
		b.ReportMetric(took.Seconds()/float64(asked), "cpu-s/poll")
		b.ReportMetric(float64(all)/float64(b.N)/1e6, "MB/poll-of-all")
		b.ReportMetric(float64(asked)/float64(b.N), "by-drive")
	})
}
