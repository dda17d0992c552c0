package mailin

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/mailtest"
)

var imapTestTime = time.Date(2026, 3, 2, 9, 30, 15, 0, time.UTC)

func imapTestMessage(n int) []byte {
	return fmt.Appendf(nil, "From: Jane Roe <jane%d@example.com>\r\nTo: sales@example.org\r\nSubject: Offer %d\r\n"+
		"Message-ID: <%d@example.com>\r\n\r\nPlease send an offer, number %d.\r\n", n, n, n, n)
}

// imapMemory starts a memory server and returns it with the mailbox that reads it.
func imapMemory(t *testing.T) (*mailtest.Memory, Mailbox) {
	t.Helper()
	server, err := mailtest.NewMemory("intake", "s3cret-word")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server, Mailbox{Addr: server.Addr(), User: "intake", Password: "s3cret-word", Security: "none",
		silenceLimit: 5 * time.Second}
}

func imapDeliver(t *testing.T, server *mailtest.Memory, folder string, raw []byte) {
	t.Helper()
	if err := server.Deliver(folder, raw, imapTestTime); err != nil {
		t.Fatal(err)
	}
}

func imapOpen(t *testing.T, box Mailbox) *Session {
	t.Helper()
	s, err := box.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// imapPass opens the mailbox, takes in all that known does not know, and closes it.
func imapPass(t *testing.T, box Mailbox, known map[string]bool) []Item {
	t.Helper()
	s := imapOpen(t, box)
	refs, err := s.Pending(func(where string) bool { return known[where] })
	if err != nil {
		t.Fatal(err)
	}
	items, err := s.Fetch(refs)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return items
}

func imapWheres(items []Item) []string {
	var all []string
	for _, item := range items {
		all = append(all, item.Where)
	}
	return all
}

func TestIMAPTakesEachMessageOnce(t *testing.T) {
	server, box := imapMemory(t)
	known := map[string]bool{}
	if items := imapPass(t, box, known); len(items) != 0 {
		t.Fatalf("an empty inbox gave %d messages", len(items))
	}
	for n := 1; n <= 3; n++ {
		imapDeliver(t, server, "INBOX", imapTestMessage(n))
	}
	items := imapPass(t, box, known)
	if len(items) != 3 {
		t.Fatalf("3 messages delivered, %d taken", len(items))
	}
	for i, item := range items {
		if !bytes.Equal(item.Raw, imapTestMessage(i+1)) {
			t.Errorf("message %d came as %q", i+1, item.Raw)
		}
		if !item.Received.Equal(imapTestTime) || item.Size != int64(len(item.Raw)) || item.Truncated {
			t.Errorf("message %d: received %v, size %d, truncated %v", i+1, item.Received, item.Size, item.Truncated)
		}
		if want := fmt.Sprintf("INBOX:1:%d", i+1); item.Where != want {
			t.Errorf("message %d is at %q, want %q", i+1, item.Where, want)
		}
		known[item.Where] = true
	}
	imapDeliver(t, server, "INBOX", imapTestMessage(4))
	items = imapPass(t, box, known)
	if got := strings.Join(imapWheres(items), " "); got != "INBOX:1:4" {
		t.Errorf("the second pass took %q, want only the new message", got)
	}
}

func TestIMAPOneThousandMessages(t *testing.T) {
	server, box := imapMemory(t)
	for n := 1; n <= 1000; n++ {
		imapDeliver(t, server, "INBOX", imapTestMessage(n))
	}
	items := imapPass(t, box, nil)
	if len(items) != 1000 {
		t.Fatalf("%d of 1000 messages came", len(items))
	}
	for i, item := range items {
		if !bytes.Equal(item.Raw, imapTestMessage(i+1)) {
			t.Fatalf("message %d is out of place: %q", i+1, item.Raw)
		}
	}
}

func TestIMAPLargeMessageComesByItsBeginning(t *testing.T) {
	server, box := imapMemory(t)
	large := append(imapTestMessage(1), bytes.Repeat([]byte("0123456789abcdef0123456789abcdef\r\n"), 900_000)...)
	imapDeliver(t, server, "INBOX", large)
	imapDeliver(t, server, "INBOX", imapTestMessage(2))
	items := imapPass(t, box, nil)
	if len(items) != 2 {
		t.Fatalf("%d of 2 messages came", len(items))
	}
	if got := items[0]; !got.Truncated || len(got.Raw) != truncatedLen || !bytes.HasPrefix(large, got.Raw) ||
		got.Size != int64(len(large)) {
		t.Errorf("large message: truncated %v, %d bytes, size %d", got.Truncated, len(got.Raw), got.Size)
	}
	if items[1].Truncated {
		t.Error("the small message after it is marked as truncated")
	}
}

func TestIMAPMarkedAsReadIsTakenAllTheSame(t *testing.T) {
	server, box := imapMemory(t)
	imapDeliver(t, server, "INBOX", imapTestMessage(1))
	box.After = "seen"
	s := imapOpen(t, box)
	if err := s.Settle([]string{"INBOX:1:1"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Settle([]string{"INBOX:1:1", "INBOX:1:77"}); err != nil {
		t.Fatalf("settling again, and a message that has gone: %v", err)
	}
	if uids := imapSeen(t, s); len(uids) != 1 {
		t.Errorf("%d messages are marked as read, want 1", len(uids))
	}
	if items := imapPass(t, box, nil); len(items) != 1 {
		t.Errorf("a message that somebody has read was not taken in")
	}
}

func TestIMAPMoveIsRepeatable(t *testing.T) {
	server, box := imapMemory(t)
	for n := 1; n <= 3; n++ {
		imapDeliver(t, server, "INBOX", imapTestMessage(n))
	}
	imapDeliver(t, server, "Done", imapTestMessage(9))
	box.After = "move:Done"
	s := imapOpen(t, box)
	for range 2 {
		if err := s.Settle([]string{"INBOX:1:1", "INBOX:1:3"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(imapWheres(imapPass(t, box, nil)), " "); got != "INBOX:1:2" {
		t.Errorf("the inbox holds %q, want only the message that was not settled", got)
	}
	box.Folder, box.After = "Done", ""
	if got := len(imapPass(t, box, nil)); got != 3 {
		t.Errorf("the folder holds %d messages, want 3", got)
	}
}

func TestIMAPMoveToMissingFolderLosesNothing(t *testing.T) {
	server, box := imapMemory(t)
	imapDeliver(t, server, "INBOX", imapTestMessage(1))
	box.After = "move:Nowhere"
	err := imapOpen(t, box).Settle([]string{"INBOX:1:1"})
	imapWantText(t, err, `"Nowhere"`, "INBOX")
	if got := len(imapPass(t, box, nil)); got != 1 {
		t.Errorf("after a move that failed the inbox holds %d messages, want 1", got)
	}
}

func TestIMAPSettleLeavesOtherNumberingAlone(t *testing.T) {
	server, box := imapMemory(t)
	imapDeliver(t, server, "INBOX", imapTestMessage(1))
	imapDeliver(t, server, "INBOX", imapTestMessage(2))
	box.After = "seen"
	s := imapOpen(t, box)
	err := s.Settle([]string{"INBOX:999:2", "Other:1:2", "INBOX:1:1"})
	imapWantText(t, err, "2 of 3", "UIDVALIDITY is now 1")
	if uids := imapSeen(t, s); len(uids) != 1 || uids[0] != 1 {
		t.Errorf("messages marked as read: %v, want only 1", uids)
	}
	if err := s.Settle([]string{"nonsense"}); err == nil {
		t.Error("a position that makes no sense was accepted")
	}
}

func TestIMAPVanishedMessagesAreNotReturned(t *testing.T) {
	server, box := imapMemory(t)
	for n := 1; n <= 5; n++ {
		imapDeliver(t, server, "INBOX", imapTestMessage(n))
	}
	reader := imapOpen(t, box)
	refs, err := reader.Pending(nil)
	if err != nil {
		t.Fatal(err)
	}
	imapDeliver(t, server, "Done", imapTestMessage(9))
	box.After = "move:Done"
	if err := imapOpen(t, box).Settle([]string{"INBOX:1:2", "INBOX:1:4"}); err != nil {
		t.Fatal(err)
	}
	items, err := reader.Fetch(append(refs, Ref{Where: "INBOX:1:99", UID: 99}, refs[0]))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(imapWheres(items), " "); got != "INBOX:1:1 INBOX:1:3 INBOX:1:5" {
		t.Errorf("came: %s", got)
	}
}

func TestIMAPSentences(t *testing.T) {
	server, box := imapMemory(t)
	imapDeliver(t, server, "Enquiries", imapTestMessage(1))
	for name, test := range map[string]struct {
		change func(*Mailbox)
		want   []string
	}{
		"wrong password": {func(m *Mailbox) { m.Password = "wrong-w0rd" },
			[]string{"refused the user name or the password", "app password"}},
		"wrong user":     {func(m *Mailbox) { m.User = "nobody" }, []string{"refused the user name or the password"}},
		"missing folder": {func(m *Mailbox) { m.Folder = "Enquirys" }, []string{`"Enquirys"`, "Enquiries, INBOX"}},
		"nothing there":  {func(m *Mailbox) { m.Addr = "127.0.0.1:1" }, []string{"nothing answers", "check the port"}},
		"no TLS there":   {func(m *Mailbox) { m.Security = "tls" }, []string{"does not speak TLS"}},
		"no STARTTLS":    {func(m *Mailbox) { m.Security = "starttls" }, []string{"offers no STARTTLS", "993"}},
		"not this machine": {func(m *Mailbox) { m.Addr = "imap.example.com:143" },
			[]string{"in the clear", "use tls or starttls"}},
	} {
		t.Run(name, func(t *testing.T) {
			changed := box
			test.change(&changed)
			_, err := changed.Open(context.Background())
			imapWantText(t, err, test.want...)
			if strings.Contains(err.Error(), changed.Password) {
				t.Errorf("the error names the password: %v", err)
			}
		})
	}
}

func imapWantText(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
}
