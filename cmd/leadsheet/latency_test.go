package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadsheet/mailin/dovecottest"
)

// arrivals is a way in which messages arrive.
type arrivals struct {
	n      int
	pause  time.Duration // between two messages: from a quarter of it to one and a quarter
	broken time.Duration // how often every connection is broken, 0 for never
	leads  int           // that the workbook holds before
}

// BenchmarkLatency is how long it takes from the delivery of a message by LMTP until its row is in the workbook, while
// leadsheet runs as it is built, over TLS: plain, through a network that breaks every connection every few seconds, and
// into a workbook of 10,000 leads. It takes four minutes: -benchtime 1x.
func BenchmarkLatency(b *testing.B) {
	for name, a := range map[string]arrivals{
		"plain":       {n: 80, pause: 800 * time.Millisecond},
		"killed":      {n: 80, pause: 800 * time.Millisecond, broken: 3 * time.Second},
		"10000-leads": {n: 20, pause: 3 * time.Second, leads: 10_000},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				took := latencies(b, a)
				b.ReportMetric(percentile(took, 50), "p50-s")
				b.ReportMetric(percentile(took, 95), "p95-s")
				b.ReportMetric(percentile(took, 100), "max-s")
			}
		})
	}
}

// export is a form export of so many people.
func export(n int) string {
	var s strings.Builder
	s.WriteString("Name,Email,Phone,Message\n")
	for i := range n {
		fmt.Fprintf(&s, "Person %d,person%d@firm%d.example,0170 %d,We need %d chairs\n", i, i, i%3000, 1_000_000+i, i%50)
	}
	return s.String()
}

func percentile(sorted []time.Duration, p int) float64 {
	return sorted[min(len(sorted)*p/100, len(sorted)-1)].Seconds()
}

// latencies delivers messages and returns how long each took, the shortest first.
func latencies(b *testing.B, a arrivals) []time.Duration {
	mail := dovecottest.StartDovecot(b)
	shaky := startShaky(b, mail.IMAPSAddr, a.broken)
	in := install(b, mail)
	if a.leads > 0 {
		in.drop("old.csv", export(a.leads), time.Now())
	}
	in.once() // makes the workbook
	in.env = append(in.env, "LEADSHEET_IMAP_ADDR="+shaky.listener.Addr().String())
	cmd := in.command("run")
	var log strings.Builder
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}()
	time.Sleep(2 * time.Second) // until it watches

	var mu sync.Mutex
	sent := map[string]time.Time{}
	go func() {
		for i := range a.n {
			mu.Lock()
			mail.DeliverLMTP(enquiry(i))
			sent[fmt.Sprintf("Request %d", i)] = time.Now()
			mu.Unlock()
			time.Sleep(a.pause/4 + rand.N(a.pause))
		}
	}()
	seen := map[string]time.Duration{}
	var last time.Time
	for deadline := time.Now().Add(5 * time.Minute); len(seen) < a.n; time.Sleep(5 * time.Millisecond) {
		info, err := os.Stat(in.book())
		now := time.Now()
		if now.After(deadline) {
			b.Fatalf("%d of %d messages came in five minutes\n%s", len(seen), a.n, log.String())
		}
		if err != nil || info.ModTime().Equal(last) {
			continue
		}
		last = info.ModTime()
		mu.Lock()
		for _, subject := range subjects(b, in.book()) {
			if _, ok := seen[subject]; !ok && !sent[subject].IsZero() {
				seen[subject] = now.Sub(sent[subject])
			}
		}
		mu.Unlock()
	}
	var took []time.Duration
	for _, d := range seen {
		took = append(took, d)
	}
	slices.Sort(took)
	return took
}

// subjects are those of the tab Intake.
func subjects(b *testing.B, book string) []string {
	f, err := excelize.OpenFile(book)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	grid, err := f.GetRows("Intake")
	if err != nil {
		b.Fatal(err)
	}
	var out []string
	at := title(grid[0], "Subject")
	for _, row := range grid[1:] {
		if len(row) > at {
			out = append(out, row[at])
		}
	}
	return out
}

// shaky is a network in front of a server that breaks all connections now and then.
type shaky struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	conns map[net.Conn]bool
}

func startShaky(b *testing.B, to string, every time.Duration) *shaky {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &shaky{listener: listener, to: to, conns: map[net.Conn]bool{}}
	b.Cleanup(func() {
		cancel()
		_ = listener.Close()
		s.cut()
	})
	go s.serve()
	go func() {
		for every > 0 && ctx.Err() == nil {
			time.Sleep(every)
			s.cut()
		}
	}()
	return s
}

func (s *shaky) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		_ = conn.Close()
	}
	clear(s.conns)
}

func (s *shaky) serve() {
	for {
		in, err := s.listener.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", s.to)
		if err != nil {
			_ = in.Close()
			continue
		}
		s.mu.Lock()
		s.conns[in], s.conns[out] = true, true
		s.mu.Unlock()
		for _, pair := range [][2]net.Conn{{in, out}, {out, in}} {
			go func() {
				_, _ = io.Copy(pair[0], pair[1]) // ends when either is cut
				_ = pair[0].Close()
				_ = pair[1].Close()
			}()
		}
	}
}
