package mailin

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"leadsheet/mailin/dovecottest"
	"leadsheet/mailin/mailtest"
)

// imapIdles adds IDLE to what the fake can do.
func imapIdles(command string) (lines, result string) {
	if strings.HasPrefix(command, "CAPABILITY") {
		return "* CAPABILITY IMAP4rev1 IDLE\r\n", "OK done"
	}
	return "", ""
}

// imapPipes is a network inside a test: whoever dials it talks to the fake. Times in it are those of the bubble.
type imapPipes struct {
	conns  chan net.Conn
	once   sync.Once
	closed chan struct{}
	dials  atomic.Int32
}

// imapPipe is one end of it; it says that it is on this machine, as is true.
type imapPipe struct{ net.Conn }

func (imapPipe) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 143} }

func newIMAPPipes() *imapPipes {
	return &imapPipes{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (p *imapPipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	p.dials.Add(1)
	ours, theirs := net.Pipe()
	select {
	case p.conns <- imapPipe{theirs}:
		return imapPipe{ours}, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *imapPipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *imapPipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *imapPipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 143} }

// imapBubble starts a fake inside a bubble and watches it. It returns how often it has woken us.
func imapBubble(t *testing.T, script mailtest.Script) (fake *mailtest.Fake, network *imapPipes, woken *atomic.Int32,
	stop func()) {
	network = newIMAPPipes()
	fake = mailtest.ServeFake(network, script)
	box := Mailbox{Addr: "127.0.0.1:143", User: "intake", Password: "s3cret-word", Security: "none", dial: network.dial}
	ctx, cancel := context.WithCancel(t.Context())
	woken = new(atomic.Int32)
	done := make(chan struct{})
	go func() {
		defer close(done)
		watchAll(ctx, box, func() { woken.Add(1) })
	}()
	return fake, network, woken, func() {
		cancel()
		<-done
		if err := fake.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestIMAPADayOfIdle: a message about every twenty minutes, for a day. Each wakes at once, over one connection that is
// asked for a sign of life every nine minutes.
func TestIMAPADayOfIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var idles, noops atomic.Int32
		fake, network, woken, stop := imapBubble(t, func(command string) (string, string) {
			switch {
			case strings.HasPrefix(command, "IDLE"):
				idles.Add(1)
			case strings.HasPrefix(command, "NOOP"):
				noops.Add(1)
			}
			return imapIdles(command)
		})
		defer stop()
		time.Sleep(time.Second)
		for n := range 72 {
			before := woken.Load()
			if got := fake.Push(fmt.Sprintf("* %d EXISTS\r\n", n+2)); got != 1 {
				t.Fatalf("message %d: %d connections wait, want 1", n, got)
			}
			time.Sleep(time.Millisecond)
			if woken.Load() != before+1 {
				t.Fatalf("message %d woke %d times", n, woken.Load()-before)
			}
			time.Sleep(20 * time.Minute)
		}
		if network.dials.Load() != 1 || woken.Load() != 73 {
			t.Errorf("%d connections, woken %d times; want 1, and 73 with the start", network.dials.Load(), woken.Load())
		}
		if idles.Load() < 3*72 || noops.Load() < 2*72 {
			t.Errorf("%d times IDLE, %d times NOOP in a day", idles.Load(), noops.Load())
		}
	})
}

// TestIMAPIdleThatDies: a server may say goodbye and leave the connection open, fall silent, or hang up. The watch
// finds out, and comes back.
func TestIMAPIdleThatDies(t *testing.T) {
	for name, test := range map[string]struct {
		lines, result string
		most          time.Duration // until another connection is there
	}{
		"hangs up":               {"+ idling\r\n", mailtest.Drop, 2 * time.Second},
		"goodbye, stays":         {"+ idling\r\n* BYE later\r\n", mailtest.Hang, 9*time.Minute + 2*defaultSilenceLimit},
		"falls silent":           {"+ idling\r\n", mailtest.Hang, 9*time.Minute + 2*defaultSilenceLimit},
		"never begins":           {"", mailtest.Hang, 2 * defaultSilenceLimit},
		"ends it by itself":      {"+ idling\r\n$TAG OK enough\r\n", mailtest.Hang, 9*time.Minute + 2*defaultSilenceLimit},
		"sends what is no sense": {"+ idling\r\n* )(\r\n", mailtest.Hang, 9*time.Minute + 2*defaultSilenceLimit},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var first atomic.Bool
				fake, network, woken, stop := imapBubble(t, func(command string) (string, string) {
					if strings.HasPrefix(command, "IDLE") && first.CompareAndSwap(false, true) {
						return test.lines, test.result
					}
					return imapIdles(command)
				})
				defer stop()
				time.Sleep(test.most)
				if network.dials.Load() != 2 {
					t.Fatalf("after %v there were %d connections, want a second one", test.most, network.dials.Load())
				}
				before := woken.Load()
				fake.Push("* 2 EXISTS\r\n")
				time.Sleep(time.Millisecond)
				if woken.Load() != before+1 {
					t.Error("the second connection does not wake")
				}
			})
		})
	}
}

// TestIMAPIdleOnAShakyNetwork: connections that break every few seconds are replaced after a second each time, for
// hours, and each tells that something may have been missed.
func TestIMAPIdleOnAShakyNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake, network, woken, stop := imapBubble(t, imapIdles)
		defer stop()
		const cuts = 1200
		for range cuts {
			time.Sleep(3 * time.Second)
			fake.Cut()
		}
		if n := network.dials.Load(); n < cuts || woken.Load() != n {
			t.Errorf("%d connections, woken %d times; want one after each of %d cuts", n, woken.Load(), cuts)
		}
	})
}

// TestIMAPIdleServerThatIsDown is asked ever less often.
func TestIMAPIdleServerThatIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, network, woken, stop := imapBubble(t, func(string) (string, string) { return "", mailtest.Drop })
		defer stop()
		time.Sleep(24 * time.Hour)
		if n := network.dials.Load(); n < 24*12 || n > 24*12+10 {
			t.Errorf("%d connections in a day, want about one in five minutes", n)
		}
		if woken.Load() != 0 {
			t.Errorf("a dead server woke %d times", woken.Load())
		}
	})
}

func TestIMAPIdleIsNotForEveryServer(t *testing.T) {
	for name, script := range map[string]mailtest.Script{
		"no IDLE": func(string) (string, string) { return "", "" },
		"promised and refused": func(command string) (string, string) {
			if strings.HasPrefix(command, "IDLE") {
				return "", "BAD unknown command"
			}
			return imapIdles(command)
		},
	} {
		t.Run(name, func(t *testing.T) {
			watchAll(t.Context(), imapFake(t, script), func() {}) // comes back
		})
	}
}

// TestIMAPIdleWakesForNewMessagesOnly: what a client elsewhere deletes or marks wakes nobody.
func TestIMAPIdleWakesForNewMessagesOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake, _, woken, stop := imapBubble(t, func(command string) (string, string) {
			if strings.HasPrefix(command, "EXAMINE") {
				return "* 5 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n", "OK done"
			}
			return imapIdles(command)
		})
		defer stop()
		time.Sleep(time.Second)
		before := woken.Load()
		fake.Push("* 3 EXPUNGE\r\n* 4 EXISTS\r\n* 2 FETCH (FLAGS (\\Seen))\r\n* OK Still here\r\n")
		time.Sleep(time.Second)
		if n := woken.Load() - before; n != 0 {
			t.Errorf("woken %d times for nothing new", n)
		}
		fake.Push("* 5 EXISTS\r\n")
		time.Sleep(time.Second)
		if n := woken.Load() - before; n != 1 {
			t.Errorf("woken %d times for a new message", n)
		}
	})
}

// TestIMAPDovecotIdle delivers to a real server, which dies and comes back meanwhile.
func TestIMAPDovecotIdle(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	box := imapDovecotBox(d)
	ctx, cancel := context.WithCancel(t.Context())
	woken, done := make(chan struct{}, 1000), make(chan struct{})
	go func() { defer close(done); watchAll(ctx, box, func() { woken <- struct{}{} }) }()
	defer func() { cancel(); <-done }()
	wait := func(what string) {
		t.Helper()
		select {
		case <-woken:
		case <-time.After(30 * time.Second):
			t.Fatalf("%s did not wake anybody: %s", what, d.Log())
		}
	}
	wait("the start")
	d.Deliver(imapTestMessage(1))
	wait("a message")
	d.Kill()
	d.Deliver(imapTestMessage(2))
	d.Restart()
	wait("coming back")
	d.Deliver(imapTestMessage(3))
	wait("a message after that")
}

// watchAll runs the watchers of a mailbox until they end.
func watchAll(ctx context.Context, box Mailbox, wake func()) {
	var all sync.WaitGroup
	for _, watch := range box.Watchers() {
		all.Go(func() { watch(ctx, wake) })
	}
	all.Wait()
}
