package mailin

import (
	"bytes"
	"context"
	"net"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"

	"leadsheet/mailin/mailtest"
)

// What a pass over a hostile server may cost. It takes a second and a few megabytes: tenfold, so that a slow machine
// does not fail.
const (
	hostileMemory = 100 << 20
	hostileTime   = 30 * time.Second
)

// TestIMAPHostile reads a mailbox on servers that harm, in each way that was found and more. Nothing may take more than
// its share of memory, stack or time, and the password must stay secret.
func TestIMAPHostile(t *testing.T) {
	for _, mode := range mailtest.HostileModes() {
		t.Run(mode, func(t *testing.T) {
			server, err := mailtest.NewHostile(mode)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = server.Close() })
			box := Mailbox{Addr: server.Addr(), User: "u@team.test", Password: "S3cr3t-canary-pw", Security: "none",
				silenceLimit: 600 * time.Millisecond}
			if server.TLS() {
				box.Security = "starttls"
			}
			began, peak := time.Now(), peakMemory(t)
			items, err := hostilePass(t.Context(), box)
			if took := time.Since(began); took > hostileTime {
				t.Errorf("it took %v", took)
			}
			if most := peak(); most > hostileMemory {
				t.Errorf("it took %d MB", most>>20)
			}
			if err != nil && strings.Contains(err.Error(), box.Password) {
				t.Errorf("the error names the password: %v", err)
			}
			if server.TLS() && strings.Contains(server.Heard(), "LOGIN") {
				t.Error("the password went over an open line")
			}
			want, comes := map[string]int{"ok": 2, "preauth": 2, "exists lie": 2, "same UID": 1, "size lie": 2,
				"FETCH refused": 2, "silence after FETCH": 2}[mode]
			if comes && len(items) != want {
				t.Errorf("%d messages came: %v", len(items), err)
			}
			if !comes && err == nil {
				t.Errorf("no error, and %d messages", len(items))
			}
		})
	}
}

// hostilePass is what a pass asks of a mailbox.
func hostilePass(ctx context.Context, box Mailbox) ([]Item, error) {
	s, err := box.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if _, err := s.SentFolder(""); err != nil {
		return nil, err
	}
	refs, err := s.Pending(nil)
	if err != nil {
		return nil, err
	}
	var items []Item
	_, err = s.FetchEach(refs, func(item Item) { items = append(items, item) })
	return items, err
}

// peakMemory watches the memory of the process until it is called; it returns by how much it has grown at most.
func peakMemory(t *testing.T) func() uint64 {
	was := debug.SetGCPercent(100) // as by default, whatever the environment says
	t.Cleanup(func() { debug.SetGCPercent(was) })
	runtime.GC()
	read := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse + m.StackInuse
	}
	begin, most, end := read(), uint64(0), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		for {
			select {
			case <-end:
				return
			case <-time.After(2 * time.Millisecond):
				if now := read(); now > begin {
					most = max(most, now-begin)
				}
			}
		}
	})
	var once sync.Once
	stop := func() uint64 { once.Do(func() { close(end) }); all.Wait(); return most }
	t.Cleanup(func() { stop() })
	return stop
}

// TestIMAPLimitsLeaveMailsAlone: what real servers send passes the limits.
func TestIMAPLimitsLeaveMailsAlone(t *testing.T) {
	for name, text := range map[string]string{
		"status":       "* OK it's 5\" wide {12}\r\n* OK [UIDNEXT 4] next \"\r\nT1 NO \"[x (((\r\n+ \"go\r\n",
		"quoted":       "* LIST (\\HasChildren) \"/\" \"a \\\" ( b {5}\"\r\n* 1 EXISTS\r\n",
		"literal":      "* LIST () \"/\" {4}\r\n(\"{\r\n* 2 FETCH (UID 2 BODY[] {3}\r\n\"\r\n UID 2)\r\n* OK done\r\n",
		"partial":      "* 2 FETCH (UID 2 BODY[]<0> {100000} \r\n" + strings.Repeat("(", 100_000) + ")\r\n* OK x\r\n",
		"section":      "* 2 FETCH (BODY[HEADER.FIELDS (FROM \"TO\")] {200000}\r\n" + strings.Repeat("\"", 200_000) + ")\r\n",
		"long search":  "* SEARCH" + strings.Repeat(" 7", 50_000) + "\r\n* OK x\r\n",
		"search falls": "* SEARCH 9 8 7 6 5 4 3 2 1\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			for _, step := range []int{1, 7, len(text)} { // however the network cuts it
				l := &limits{}
				l.allow(allowed(1 << 20))
				for from := 0; from < len(text); from += step {
					if err := l.scan([]byte(text[from:min(from+step, len(text))])); err != nil {
						t.Fatalf("in steps of %d: %v", step, err)
					}
				}
				if l.kind != undecided || l.literal != 0 || l.quoted {
					t.Errorf("in steps of %d it has not come to the end", step)
				}
			}
		})
	}
}

// FuzzIMAPLimits checks that the limits do not depend on how the network cuts an answer, let nothing through beyond the
// allowance, and that go-imap below them neither crashes nor hangs.
func FuzzIMAPLimits(f *testing.F) {
	for _, seed := range []string{"* OK x\r\n", "* 1 FETCH (UID 5 BODY[] {3}\r\nabc)\r\nT1 OK\r\n", "* SEARCH 5 4 3\r\n",
		"* OK [X \r\n* 1 FETCH (\"\r\n", "* LIST () \"/\" {3}\r\nabc\r\n", "* 1 FETCH (BODYSTRUCTURE ((((\"\\\"\" {2}\r\n))"} {
		f.Add([]byte(seed), byte(3))
	}
	f.Fuzz(func(t *testing.T, text []byte, step byte) {
		whole, cut := &limits{}, &limits{}
		for _, l := range []*limits{whole, cut} {
			l.allow(allowance{text: 1 << 12, body: 1 << 12})
		}
		errWhole := whole.scan(text)
		var errCut error
		for rest := text; len(rest) > 0 && errCut == nil; {
			n := min(len(rest), int(step)+1)
			errCut, rest = cut.scan(rest[:n]), rest[n:]
		}
		if (errWhole == nil) != (errCut == nil) {
			t.Fatalf("at once %v, in parts %v", errWhole, errCut)
		}
		if errWhole == nil && len(text) > 1<<14 {
			t.Fatalf("%d bytes passed", len(text))
		}
		below := &limits{}
		below.allow(allowance{text: 1 << 16, body: 1 << 16})
		client := imapclient.New(&limitedConn{Conn: &canned{Reader: bytes.NewReader(text)}, limits: below}, nil)
		select {
		case <-client.Closed():
		case <-time.After(10 * time.Second):
			t.Fatal("go-imap hangs")
		}
	})
}

// canned is a connection on which a text comes and nothing else.
type canned struct {
	net.Conn
	*bytes.Reader
}

func (c *canned) Read(b []byte) (int, error)       { return c.Reader.Read(b) }
func (c *canned) Write(b []byte) (int, error)      { return len(b), nil }
func (c *canned) Close() error                     { return nil }
func (c *canned) SetReadDeadline(time.Time) error  { return nil }
func (c *canned) SetWriteDeadline(time.Time) error { return nil }
