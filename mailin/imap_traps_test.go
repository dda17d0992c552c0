package mailin

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"leadsheet/mailin/dovecottest"
	"leadsheet/mailin/mailtest"
	"leadsheet/mailin/reading"
)

// TestIMAPFakeMoveThatBreaks: an old server moves the messages and then says so in words that nobody understands. The
// messages have gone all the same, and doing it again is right.
func TestIMAPFakeMoveThatBreaks(t *testing.T) {
	var moved atomic.Bool
	box := imapFake(t, func(command string) (string, string) {
		switch {
		case strings.HasPrefix(command, "CAPABILITY"):
			return "* CAPABILITY IMAP4rev1 MOVE UIDPLUS\r\n", "OK done"
		case strings.HasPrefix(command, "UID MOVE"):
			moved.Store(true)
			return "* [COPYUID 7 5 12]\r\n* 1 EXPUNGE\r\n", "OK done"
		case strings.HasPrefix(command, "UID SEARCH") && moved.Load():
			return "* SEARCH\r\n", "OK done"
		}
		return "", ""
	})
	box.After = "move:Done"
	imapWantText(t, imapOpen(t, box).Settle([]string{"INBOX:7:5"}), "next pass")
	s := imapOpen(t, box)
	if err := s.Settle([]string{"INBOX:7:5"}); err != nil {
		t.Errorf("the second time: %v", err)
	}
	if refs, err := s.Pending(nil); err != nil || len(refs) != 0 {
		t.Errorf("then %d messages are there (%v)", len(refs), err)
	}
}

// TestIMAPFakeStalledMessage: the server begins with one message and never ends. The connection is given up, and the
// messages before and behind it come over another.
func TestIMAPFakeStalledMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		body := func(uid int) string {
			return fmt.Sprintf("* %d FETCH (UID %d %s BODY[] {10}\r\nSubject: a)\r\n", uid, uid, imapFakeTime)
		}
		half := "* 2 FETCH (UID 2 " + imapFakeTime + " BODY[] {10}\r\nSubj"
		network := newIMAPPipes()
		fake := mailtest.ServeFake(network, func(command string) (string, string) {
			switch {
			case strings.HasPrefix(command, "UID SEARCH"):
				return "* SEARCH 1 2 3\r\n", "OK done"
			case strings.HasPrefix(command, "FETCH 1:* (UID)"):
				return "* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\n* 3 FETCH (UID 3)\r\n", "OK done"
			case strings.HasPrefix(command, "UID FETCH 1:3 ") && strings.Contains(command, "BODY"):
				return body(1) + half, mailtest.Hang
			case strings.HasPrefix(command, "UID FETCH 3 "):
				return body(3), "OK done"
			case strings.Contains(command, "BODY"):
				return half, mailtest.Hang
			case strings.Contains(command, "FETCH"):
				return "* 1 FETCH (UID 1 RFC822.SIZE 10)\r\n* 2 FETCH (UID 2 RFC822.SIZE 10)\r\n" +
					"* 3 FETCH (UID 3 RFC822.SIZE 10)\r\n", "OK done"
			}
			return "", ""
		})
		defer fake.Close()
		box := Mailbox{Addr: "127.0.0.1:143", User: "intake", Password: "s3cret-word", Security: "none", dial: network.dial}
		s, err := box.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		refs, err := s.Pending(nil)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		items, err := s.Fetch(refs)
		var withheld *Withheld
		if !errors.As(err, &withheld) || !slices.Equal(withheld.Wheres, []string{"INBOX:7:2"}) {
			t.Errorf("the error is %v", err)
		}
		if got := strings.Join(imapWheres(items), " "); got != "INBOX:7:1 INBOX:7:3" {
			t.Errorf("came: %s", got)
		}
		if took := time.Since(began); took > 2*defaultSilenceLimit+time.Second {
			t.Errorf("that took %v", took)
		}
	})
}

// TestIMAPIdleOfSeveralFolders: each of the first few has a connection of its own.
func TestIMAPIdleOfSeveralFolders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := newIMAPPipes()
		fake := mailtest.ServeFake(network, imapIdles)
		defer fake.Close()
		box := Mailbox{Addr: "127.0.0.1:143", User: "intake", Password: "s3cret-word", Security: "none",
			Folder: "INBOX,A,B,C,D", dial: network.dial}
		ctx, cancel := imapCancelled(t)
		done := make(chan struct{})
		go func() { defer close(done); watchAll(ctx, box, func() {}) }()
		time.Sleep(time.Minute)
		if n := fake.Push("* OK still here\r\n"); n != idleFolders {
			t.Errorf("%d connections wait, want %d", n, idleFolders)
		}
		cancel()
		<-done
	})
}

// TestIMAPDovecotSixtyMegabytes is about a message that is too large to be read: its beginning comes, quickly.
func TestIMAPDovecotSixtyMegabytes(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	d.Deliver(append(imapTestMessage(1),
		bytes.Repeat([]byte("0123456789abcdef0123456789abcdef0123456789abcdef0123456789\r\n"), 1_000_000)...))
	d.Deliver(imapTestMessage(2))
	items := imapPass(t, imapDovecotBox(d), nil)
	if len(items) != 2 || !items[0].Truncated || len(items[0].Raw) != truncatedLen || items[0].Size < 60_000_000 ||
		items[1].Truncated {
		t.Fatalf("%d messages came", len(items))
	}
	q := reading.Parse(items[0].Raw, reading.Envelope{Received: items[0].Received, Where: items[0].Where, Truncated: true},
		reading.Options{})
	if q.Email != "jane1@example.com" || !strings.Contains(q.Problem, "too large") {
		t.Errorf("read as %s, %q", q.Email, q.Problem)
	}
}
