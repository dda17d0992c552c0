package main

import (
	"bytes"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
)

// breakingLine is a line to a server on which the connection breaks at a text, until it is mended. It counts how often.
type breakingLine struct {
	listener net.Listener
	to, at   string
	mended   atomic.Bool
	broke    atomic.Int32
}

func newBreakingLine(t *testing.T, to, at string) *breakingLine {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	b := &breakingLine{listener: listener, to: to, at: at}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go b.serve(conn)
		}
	}()
	return b
}

func (b *breakingLine) serve(conn net.Conn) {
	defer conn.Close()
	server, err := net.Dial("tcp", b.to)
	if err != nil {
		return
	}
	defer server.Close()
	go func() { _, _ = io.Copy(server, conn); _ = server.Close() }()
	var seen []byte
	buf := make([]byte, 512)
	for {
		n, err := server.Read(buf)
		if seen = append(seen, buf[:n]...); !b.mended.Load() && bytes.Contains(seen, []byte(b.at)) {
			b.broke.Add(1)
			return
		}
		if _, failed := conn.Write(buf[:n]); err != nil || failed != nil {
			return
		}
		seen = seen[max(0, len(seen)-len(b.at)):]
	}
}

// The line to the mail server breaks in the middle of one message. The others come at once; that one is tried three
// times within an hour by runs of once, is there by its header then, and whole when the line is mended: once, and
// without what a person has written being touched.
func TestStoryOfABreakingLine(t *testing.T) {
	t.Parallel()
	server := dovecottest.StartDovecot(t)
	line := newBreakingLine(t, server.IMAPAddr, "THE-LINE-BREAKS-HERE")
	in := install(t, server)
	in.env = append(in.env, "LEADSHEET_IMAP_ADDR=imap://"+line.listener.Addr().String(), "LEADSHEET_IMAP_SECURITY=none")
	request := func(n, text string) []byte {
		return mail{from: "Customer " + n + " <c" + n + "@firm" + n + ".example>", to: inbox, subject: "Request " + n,
			id: n + "@firm.example", text: text}.bytes()
	}
	server.Deliver(request("1", "Please send an offer for a shed."))
	server.Deliver(request("2", strings.Repeat("A gate, please. ", 200)+"THE-LINE-BREAKS-HERE"))
	server.Deliver(request("3", "Please send an offer for a fence."))
	began := time.Now().UTC().Truncate(time.Second)
	once := func(after time.Duration) string {
		// It may say that a message did not come.
		out, _ := in.command("once", "--at", began.Add(after).Format(time.RFC3339)).CombinedOutput()
		return string(out)
	}
	if out := once(0); !strings.Contains(out, "2 new lead") || !strings.Contains(out, "three times within an hour") {
		t.Errorf("at first: %s", out)
	}
	tries := 0
	for _, minutes := range []int{1, 5, 21, 30, 45, 59} {
		before := line.broke.Load()
		once(time.Duration(minutes) * time.Minute)
		if line.broke.Load() > before {
			tries++
		}
		if rows := in.rows("Leads"); len(rows) != 2 {
			t.Fatalf("after %d minutes: %v", minutes, rows)
		}
	}
	if tries != 1 {
		t.Errorf("between the first and the last try there were %d", tries)
	}
	once(61 * time.Minute)
	r := in.row("Leads", "Email", "c2@firm2.example")
	if r["Need"] != "Request 2" || !strings.Contains(r["Attention"], "could not read") {
		t.Errorf("after an hour: %v", r)
	}
	in.edit("Leads", "Email=c2@firm2.example", "Phone=+49 30 1234")
	line.mended.Store(true)
	once(3 * time.Hour)
	r = in.row("Leads", "Email", "c2@firm2.example")
	if !strings.HasPrefix(r["Need"], "A gate, please.") || strings.Contains(r["Attention"], "could not read") ||
		r["Phone"] != "+49 30 1234" {
		t.Errorf("when it is mended: %v", r)
	}
	if out := once(3*time.Hour + time.Minute); !strings.Contains(out, "Nothing new") {
		t.Errorf("then: %s", out)
	}
	if rows := in.rows("Leads"); len(rows) != 3 {
		t.Errorf("leads: %v", rows)
	}
}
