package intake_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/dovecottest"
)

// branch is a mailbox on a server of its own.
type branch struct {
	*dovecottest.Dovecot
	address string // "" for the mailbox of the settings
}

func (b branch) box() mailin.Mailbox {
	return mailin.Mailbox{Name: b.address, Addr: "imap://" + b.IMAPAddr, User: b.User, Password: b.Password,
		Security: "none"}
}

// forwarded is a letter as a server of a firm delivers it: its bytes are others in each mailbox.
func forwarded(raw []byte, to string) []byte {
	return append([]byte("Received: from mx.example by "+to+"; Fri, 20 Nov 2026 09:00:00 +0000\r\n"+
		"Delivered-To: "+to+"\r\n"), raw...)
}

// threeBranches are the inbox of the settings, another inbox, and the mailbox of a colleague; and the source of a new
// process that watches them.
func threeBranches(t *testing.T) (first, second, colleague branch, source func() *intake.Mailboxes) {
	first = branch{dovecottest.StartDovecot(t), ""}
	second = branch{dovecottest.StartDovecot(t), "sales@studio.example"}
	colleague = branch{dovecottest.StartDovecot(t), "kim@studio.example"}
	return first, second, colleague, func() *intake.Mailboxes {
		var all []*intake.Mailbox
		for i, b := range []branch{first, second, colleague} {
			all = append(all, &intake.Mailbox{Account: b.box(), SentOnly: i == 2,
				Log: slog.New(slog.DiscardHandler), Now: time.Now})
		}
		return &intake.Mailboxes{All: all}
	}
}

func rowsOf(t *testing.T, d *daemon.Daemon) string {
	var out []string
	for _, r := range intakeRows(t, d) {
		out = append(out, fmt.Sprintf("%s %s at %s", strings.TrimPrefix(r.Subject, "Request "), r.Outcome,
			mailin.FolderOf(r.Where)))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// Two inboxes and the sent folder of a colleague: the same mail in both is one lead, messages of the same number are
// two, and an answer that the colleague has sent stops the clock. A new process knows all of it.
func TestMailboxes_Dovecot(t *testing.T) {
	first, second, colleague, source := threeBranches(t)
	d, _ := house(t, source())
	d.Now = time.Now
	colleague.DeliverSent([]byte("From: Kim <kim@studio.example>\r\nTo: mother@home.example\r\nSubject: Sunday\r\n"+
		"Message-ID: <p@studio.example>\r\n\r\nYes.\r\n"), time.Now())
	first.Deliver(letter(1))
	second.Deliver(letter(2)) // UID 1 in both mailboxes
	first.Deliver(forwarded(letter(3), "hello@studio.example"))
	second.Deliver(forwarded(letter(3), "sales@studio.example"))
	pass(t, d)
	want := "1 new lead at INBOX; 2 new lead at sales@studio.example: INBOX; " +
		"3 duplicate at sales@studio.example: INBOX; 3 new lead at INBOX"
	if got := rowsOf(t, d); got != want {
		t.Errorf("came %s", got)
	}
	colleague.DeliverSent([]byte("From: Kim <kim@studio.example>\r\nTo: c2@firm2.example\r\nSubject: Re: Request 2\r\n"+
		"In-Reply-To: <2@firm.example>\r\nMessage-ID: <r2@studio.example>\r\n\r\nGladly.\r\n"), time.Now())
	pass(t, d)
	answered := 0
	for _, l := range leadRows(t, d) {
		if !l.FirstResponse.IsZero() {
			answered++
			if l.Email != "c2@firm2.example" {
				t.Errorf("answered: %+v", l)
			}
		}
	}
	if answered != 1 {
		t.Errorf("%d leads are answered", answered)
	}
	before := rowsOf(t, d)
	for range 2 {
		anotherProcess(d, source())
		if sum := pass(t, d); len(sum.Intake) != 0 {
			t.Errorf("another process: %+v", sum.Intake)
		}
	}
	if got := rowsOf(t, d); got != before || strings.Contains(got, "Sunday") {
		t.Errorf("the tab Intake was %s and is %s", before, got)
	}
}

// A mailbox whose server is down is named; the others are read in the same pass, and it is when it is back.
func TestMailboxes_OneIsDown(t *testing.T) {
	first, second, _, source := threeBranches(t)
	d, _ := house(t, source())
	d.Now = time.Now
	pass(t, d)
	for n, down := range []branch{first, second} {
		down.Kill()
		up := second
		if n == 1 {
			up = first
		}
		up.Deliver(letter(10 * (n + 1)))
		sum, err := d.Pass(context.Background())
		name := down.box().Label()
		if err == nil || !strings.Contains(err.Error(), name+": ") || came(sum.Intake) != fmt.Sprint(10*(n+1)) {
			t.Errorf("down: %v, came %+v", err, sum.Intake)
		}
		if partly := new(intake.Partly); !errors.As(err, &partly) {
			t.Errorf("that is not said to be a part: %v", err)
		}
		var missed []string
		for _, w := range d.Sources[0].(intake.Observer).Watched() {
			if w.Missed {
				missed = append(missed, w.Name)
			}
		}
		if !slices.Equal(missed, []string{name}) {
			t.Errorf("not looked at: %v", missed)
		}
		down.Restart()
		down.Deliver(letter(10*(n+1) + 1))
		anotherProcess(d, source())
		if got := came(pass(t, d).Intake); got != fmt.Sprint(10*(n+1)+1) {
			t.Errorf("back, came %q", got)
		}
	}
}

// The poll is an hour away: each of the inboxes wakes the daemon.
func TestMailboxes_EachWakes(t *testing.T) {
	first, second, _, source := threeBranches(t)
	d, _ := house(t, source())
	d.Now = time.Now
	stop := run(t, d, time.Hour)
	defer stop()
	for n, b := range []branch{first, second, first} {
		b.Deliver(letter(n + 1))
		for deadline := time.Now().Add(40 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			snap, err := d.Book.Read(context.Background(), lead.TabIntake)
			if err == nil && snap.Tabs[lead.TabIntake] != nil && len(intakeRows(t, d)) == n+1 {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("message %d did not wake anybody", n+1)
			}
		}
	}
}
