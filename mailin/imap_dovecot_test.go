package mailin

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
)

func imapDovecotBox(d *dovecottest.Dovecot) Mailbox {
	return Mailbox{Addr: "imap://" + d.IMAPAddr, User: d.User, Password: d.Password, Security: "none",
		silenceLimit: 20 * time.Second}
}

// TestIMAPDovecot runs the ways to connect and what Dovecot says when they fail against one server.
func TestIMAPDovecot(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	for n := 1; n <= 3; n++ {
		d.DeliverAt(imapTestMessage(n), imapTestTime.Add(time.Duration(n)*time.Hour))
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(d.Log())
		}
	})
	plain := imapDovecotBox(d)
	startTLS := plain
	startTLS.Security, startTLS.CAFile = "", d.CAFile // the default for a port other than 993
	overTLS := startTLS
	overTLS.Addr = "imaps://" + d.IMAPSAddr
	for name, box := range map[string]Mailbox{"plain": plain, "starttls": startTLS, "tls": overTLS} {
		t.Run(name, func(t *testing.T) {
			items := imapPass(t, box, nil)
			if len(items) != 3 {
				t.Fatalf("%d of 3 messages came", len(items))
			}
			for i, item := range items {
				if want := imapTestTime.Add(time.Duration(i+1) * time.Hour); !item.Received.Equal(want) {
					t.Errorf("message %d was received at %v, want %v", i+1, item.Received, want)
				}
				if !bytes.Equal(item.Raw, imapTestMessage(i+1)) {
					t.Errorf("message %d came as %q", i+1, item.Raw)
				}
			}
		})
	}
	for name, test := range map[string]struct {
		box    Mailbox
		change func(*Mailbox)
		want   []string
	}{
		"wrong password": {startTLS, func(m *Mailbox) { m.Password = "wrong-w0rd" },
			[]string{"refused the user name or the password"}},
		"missing folder": {overTLS, func(m *Mailbox) { m.Folder = "Enquirys" }, []string{`"Enquirys"`, "INBOX"}},
		"unknown authority, starttls": {startTLS, func(m *Mailbox) { m.CAFile = "" },
			[]string{"signed by nobody this machine trusts", "CA file"}},
		"unknown authority, tls": {overTLS, func(m *Mailbox) { m.CAFile = "" },
			[]string{"signed by nobody this machine trusts"}},
		"TLS port without TLS": {overTLS, func(m *Mailbox) {
			m.Addr, m.Security, m.silenceLimit = "imap://"+d.IMAPSAddr, "none", 300*time.Millisecond
		}, []string{"stopped answering"}},
	} {
		t.Run(name, func(t *testing.T) {
			test.change(&test.box)
			_, err := test.box.Open(t.Context())
			imapWantText(t, err, test.want...)
		})
	}
}

func TestIMAPDovecotOneThousandMessages(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	for n := 1; n <= 1000; n++ {
		d.Deliver(imapTestMessage(n))
	}
	items := imapPass(t, imapDovecotBox(d), nil)
	seen := map[string]bool{}
	for _, item := range items {
		seen[string(item.Raw)] = true
	}
	if len(items) != 1000 || len(seen) != 1000 {
		t.Errorf("%d messages came, %d of them different; want 1000", len(items), len(seen))
	}
}

func TestIMAPDovecotSeenAndMove(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	for n := 1; n <= 4; n++ {
		d.Deliver(imapTestMessage(n))
	}
	box := imapDovecotBox(d)
	first := imapPass(t, box, nil)
	box.After = "seen"
	s := imapOpen(t, box)
	if uids := imapSeen(t, s); len(uids) != 0 {
		t.Errorf("taking messages in marked %v as read", uids)
	}
	if err := s.Settle(imapWheres(first[:2])); err != nil {
		t.Fatal(err)
	}
	if got := len(imapPass(t, box, nil)); got != 4 {
		t.Errorf("%d messages came, want all 4, read or not", got)
	}

	box.After = "move:Done"
	mover := imapOpen(t, box)
	imapWantText(t, mover.Settle(imapWheres(first[:2])), `"Done"`, "INBOX")
	if err := mover.client.Create("Done", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time they have gone already
		if err := mover.Settle(imapWheres(first[:2])); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(imapPass(t, box, nil)); got != 2 {
		t.Errorf("the inbox holds %d messages after the move, want 2", got)
	}
	box.Folder, box.After = "Done", ""
	if got := len(imapPass(t, box, nil)); got != 2 {
		t.Errorf("the folder holds %d messages after the move, want 2", got)
	}
}

func TestIMAPDovecotVanishedMessage(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	for n := 1; n <= 3; n++ {
		d.Deliver(imapTestMessage(n))
	}
	reader := imapOpen(t, imapDovecotBox(d))
	refs, err := reader.Pending(nil)
	if err != nil || len(refs) != 3 {
		t.Fatalf("%d messages are pending, want 3 (%v)", len(refs), err)
	}
	d.Remove(1)
	items, err := reader.Fetch(refs)
	if err != nil {
		t.Fatal(err)
	}
	if len(items) != 2 {
		t.Errorf("%d messages came, want the 2 that are left", len(items))
	}
}

func TestIMAPDovecotKilledAndStarted(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	d.Deliver(imapTestMessage(1))
	box := imapDovecotBox(d)
	s := imapOpen(t, box)
	d.Kill()
	_, err := s.Pending(nil)
	imapWantText(t, err, "broke", "the next pass tries again")
	if err := s.Close(); err != nil {
		t.Errorf("closing a session whose server is gone: %v", err)
	}
	_, err = box.Open(t.Context())
	imapWantText(t, err, "nothing answers")
	d.Restart()
	d.Deliver(imapTestMessage(2))
	if got := len(imapPass(t, box, nil)); got != 2 {
		t.Errorf("after the restart %d messages came, want 2", got)
	}
}

func TestIMAPDovecotThatStopsAnswering(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	d.Deliver(imapTestMessage(1))
	box := imapDovecotBox(d)
	s := imapOpen(t, box)
	s.box.silenceLimit, s.conn.silenceLimit = 200*time.Millisecond, 200*time.Millisecond
	resume := d.Pause()
	defer resume()
	_, err := s.Pending(nil)
	imapWantText(t, err, "stopped answering")
	_, err = s.Fetch([]Ref{{Where: "INBOX:1:1", UID: 1}})
	imapWantText(t, err, "stopped answering")
	// The kernel accepts a connection for a stopped process, so that a new one finds a server that says nothing.
	for name, security := range map[string]string{"plain": "none", "starttls": "starttls", "tls": "tls"} {
		box := box
		box.Security, box.silenceLimit = security, 200*time.Millisecond
		if security == "tls" {
			box.Addr = d.IMAPSAddr
		}
		if _, err := box.Open(t.Context()); err == nil {
			t.Errorf("%s: a stopped server let somebody in", name)
		}
	}
}

func TestIMAPDovecotNonASCIIFolder(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	d.Deliver(imapTestMessage(1))
	box := imapDovecotBox(d)
	box.After = "move:Erledigt/Größe & \"Rest\""
	s := imapOpen(t, box)
	target, _ := box.MoveTarget()
	if err := s.client.Create(target, nil).Wait(); err != nil {
		t.Fatal(err)
	}
	if err := s.Settle(imapWheres(imapPass(t, box, nil))); err != nil {
		t.Fatal(err)
	}
	box.Folder, box.After = target, ""
	items := imapPass(t, box, nil)
	if len(items) != 1 || !strings.HasPrefix(items[0].Where, target+":") {
		t.Errorf("the folder with the odd name holds %v", imapWheres(items))
	}
}

func TestIMAPCAFileFaults(t *testing.T) {
	box := Mailbox{Addr: "imap.example.com", User: "intake", Password: "s3cret-word",
		CAFile: filepath.Join(t.TempDir(), "none.pem")}
	if got := fmt.Sprint(box.Validate()); !strings.Contains(got, "CA file") {
		t.Errorf("a CA file that is not there: %s", got)
	}
}

// TestIMAPDovecotRenumbered: after a restored backup the same UID can mean another message, so everything counts as not
// taken in (the message's own identity sorts out the doubles), and what is noted under old numbers is never touched.
func TestIMAPDovecotRenumbered(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	for n := 1; n <= 3; n++ {
		d.Deliver(imapTestMessage(n))
	}
	box := imapDovecotBox(d)
	box.After = "seen"
	known := map[string]bool{}
	before := imapPass(t, box, known)
	for _, w := range imapWheres(before) {
		known[w] = true
	}
	d.Renumber()
	if got := len(imapPass(t, box, known)); got != 3 {
		t.Errorf("after the renumbering %d messages came, want all 3 again", got)
	}
	s := imapOpen(t, box)
	imapWantText(t, s.Settle(imapWheres(before)), "3 of 3", "left alone")
	if uids := imapSeen(t, s); len(uids) != 0 {
		t.Errorf("messages were marked by their old numbers: %v", uids)
	}
}

// TestIMAPDovecotDeliveriesAndKills lets messages arrive while the server dies again and again: every message comes
// exactly once.
func TestIMAPDovecotDeliveriesAndKills(t *testing.T) {
	d := dovecottest.StartDovecot(t)
	box := imapDovecotBox(d)
	known, came := map[string]bool{}, map[string]int{}
	for round := range 6 {
		for n := range 25 {
			d.Deliver(imapTestMessage(round*25 + n))
		}
		s := imapOpen(t, box)
		refs, err := s.Pending(func(where string) bool { return known[where] })
		if err != nil {
			t.Fatal(err)
		}
		if round < 5 {
			refs = refs[:len(refs)/2+1] // the pass ends in the middle
		}
		items, err := s.Fetch(refs)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			known[item.Where] = true
			came[string(item.Raw)]++
		}
		d.Kill()
		d.Restart()
	}
	if len(came) != 150 || len(known) != 150 {
		t.Errorf("%d different messages came under %d numbers, want 150", len(came), len(known))
	}
	for raw, times := range came {
		if times != 1 {
			t.Errorf("%d times: %q", times, raw)
		}
	}
}
