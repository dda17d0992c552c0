package intake_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/mailin/mailtest"
	"leadsheet/sheets"
)

// postOffice is a mail server in memory and the source that reads it.
type postOffice struct {
	t      *testing.T
	server *mailtest.Memory
}

func openPostOffice(t *testing.T) postOffice {
	t.Helper()
	server, err := mailtest.NewMemory("hello@studio.example", "s3cret-word")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return postOffice{t, server}
}

func (p postOffice) box() mailin.Mailbox {
	return mailin.Mailbox{Addr: p.server.Addr(), User: "hello@studio.example", Password: "s3cret-word", Security: "none"}
}

// source is the mailbox as a process sees it that has just started.
func (p postOffice) source(change func(*intake.Mailbox)) *intake.Mailbox {
	m := &intake.Mailbox{Account: p.box(), Log: slog.New(slog.DiscardHandler)}
	if change != nil {
		change(m)
	}
	return m
}

func letter(n int) []byte {
	return fmt.Appendf(nil, "From: Customer %d <c%d@firm%d.example>\r\nTo: hello@studio.example\r\nSubject: Request %d\r\nMessage-ID: <%d@firm.example>\r\n\r\nPlease send an offer for %d chairs.\r\n", n, n, n, n, n, n)
}

func (p postOffice) deliver(folder string, n int, at time.Time) {
	p.t.Helper()
	if err := p.server.Deliver(folder, letter(n), at); err != nil {
		p.t.Fatal(err)
	}
}

// came returns the subjects of what came in, marks left out.
func came(rows []lead.IntakeRow) string {
	var out []string
	for _, r := range rows {
		if !strings.HasPrefix(r.Key, "start:") {
			out = append(out, strings.TrimPrefix(r.Subject, "Request "))
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func marksOf(rows []lead.IntakeRow) (marks []lead.IntakeRow) {
	for _, r := range rows {
		if strings.HasPrefix(r.Key, "start:") {
			marks = append(marks, r)
		}
	}
	return marks
}

// anotherProcess replaces the daemon's sources, as a new process would have them.
func anotherProcess(d *daemon.Daemon, sources ...intake.Source) { d.Sources = sources }

func TestMailboxSince_StartTakesInOnlyLaterMail(t *testing.T) {
	p := openPostOffice(t)
	for n := 1; n <= 3; n++ {
		p.deliver("INBOX", n, now.AddDate(0, 0, -30*n))
	}
	start := func(m *intake.Mailbox) {
		m.Since = "start"
		m.Names = hint.Names{Setting: hint.Setting.String, Command: func(c hint.Command) string {
			return "leadsheet " + map[hint.Command]string{hint.Backfill: "backfill"}[c]
		}}
	}
	d, _ := house(t, p.source(start))
	sum := pass(t, d)
	marks := marksOf(sum.Intake)
	if came(sum.Intake) != "" || len(marks) != 1 || marks[0].Outcome != lead.Ignored || !strings.Contains(marks[0].Reason, "leadsheet backfill takes it in") || !strings.Contains(marks[0].Subject, "3 messages") {
		t.Fatalf("the first start took in %q and noted %+v", came(sum.Intake), marks)
	}
	p.deliver("INBOX", 4, now)
	p.deliver("INBOX", 5, now.AddDate(-1, 0, 0)) // moved into the folder by hand: old, and new here
	if got := came(pass(t, d).Intake); got != "4 5" {
		t.Errorf("then came %q", got)
	}
	for range 2 { // another process remembers, since the workbook does
		anotherProcess(d, p.source(start))
		if sum := pass(t, d); sum.Wrote {
			t.Errorf("after a restart came %+v", sum.Intake)
		}
	}
	p.deliver("INBOX", 6, now)
	if got := came(pass(t, d).Intake); got != "6" {
		t.Errorf("after a restart came %q", got)
	}
	// Who wants everything after all, gets it, once.
	anotherProcess(d, p.source(nil))
	if got := came(pass(t, d).Intake); got != "1 2 3" {
		t.Errorf("with everything came %q", got)
	}
	anotherProcess(d, p.source(start))
	p.deliver("INBOX", 7, now)
	if got := came(pass(t, d).Intake); got != "7" {
		t.Errorf("and back came %q", got)
	}
}

func TestMailboxSince_Day(t *testing.T) {
	p := openPostOffice(t)
	p.deliver("INBOX", 1, time.Date(2026, 10, 31, 12, 0, 0, 0, time.UTC))
	p.deliver("INBOX", 2, time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC))
	day := func(m *intake.Mailbox) { m.Since = "2026-11-01" }
	d, _ := house(t, p.source(day))
	sum := pass(t, d)
	if came(sum.Intake) != "2" || len(marksOf(sum.Intake)) != 1 {
		t.Errorf("came: %+v", sum.Intake)
	}
	p.deliver("INBOX", 3, time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)) // moved there by hand
	anotherProcess(d, p.source(day))
	if got := came(pass(t, d).Intake); got != "3" {
		t.Errorf("then came %q", got)
	}
	for value, good := range map[string]bool{"": true, "all": true, "start": true, "2026-11-01": true, "yesterday": false, "01.11.2026": false} {
		if err := intake.CheckSince(value); (err == nil) != good {
			t.Errorf("%q: %v", value, err)
		}
	}
}

// The first pass cannot be stored, and more arrives meanwhile: that is new.
func TestMailboxSince_StartIsTheFirstLook(t *testing.T) {
	p := openPostOffice(t)
	p.deliver("INBOX", 1, now)
	m := p.source(func(m *intake.Mailbox) { m.Since = "start" })
	if items, err := m.Collect(t.Context(), intake.Known{}); err != nil || len(items) != 1 {
		t.Fatalf("%d things came, %v", len(items), err)
	}
	p.deliver("INBOX", 2, now)
	d, _ := house(t, m)
	if got := came(pass(t, d).Intake); got != "2" {
		t.Errorf("came %q, want what arrived since the first look", got)
	}
}

// A server that numbers a folder anew makes nothing twice, and does not lose what arrived in between.
func TestMailboxSince_RenumberedFolder(t *testing.T) {
	for _, since := range []string{"all", "start"} {
		t.Run(since, func(t *testing.T) {
			p := openPostOffice(t)
			change := func(m *intake.Mailbox) { m.Since, m.Account.Folder = since, "Leads" }
			p.deliver("Leads", 1, time.Now().AddDate(0, 0, -9))
			p.deliver("Leads", 2, time.Now().AddDate(0, 0, -8))
			d, _ := house(t, p.source(change))
			pass(t, d)
			p.deliver("Leads", 3, time.Now().Add(2*time.Second))
			if got := came(pass(t, d).Intake); got != "3" {
				t.Fatalf("came %q", got)
			}
			if err := p.server.Remove("Leads"); err != nil {
				t.Fatal(err)
			}
			for n, at := range map[int]time.Time{1: time.Now().AddDate(0, 0, -9), 2: time.Now().AddDate(0, 0, -8), 3: time.Now().Add(2 * time.Second), 4: time.Now().Add(3 * time.Second)} {
				p.deliver("Leads", n, at)
			}
			if since == "start" {
				anotherProcess(d, p.source(change))
			}
			if got := came(pass(t, d).Intake); got != "4" {
				t.Errorf("after the renumbering came %q, want only what is new", got)
			}
			p.deliver("Leads", 5, now.AddDate(-1, 0, 0))
			if got := came(pass(t, d).Intake); got != "5" {
				t.Errorf("then came %q", got)
			}
		})
	}
}

func TestMailbox_SeveralFolders(t *testing.T) {
	p := openPostOffice(t)
	p.deliver("INBOX", 1, now)
	p.deliver("INBOX", 2, now)
	p.deliver("Web", 2, now) // the same message, copied
	p.deliver("Web", 3, now)
	p.deliver("Done", 9, now)
	d, _ := house(t, p.source(func(m *intake.Mailbox) { m.Account.Folder, m.Account.After = "INBOX,Nowhere,Web", "move:Done" }))
	sum, err := d.Pass(context.Background())
	if err == nil || !strings.Contains(err.Error(), `"Nowhere"`) {
		t.Errorf("the missing folder is not named: %v", err)
	}
	if got := came(sum.Intake); got != "1 2 3" {
		t.Errorf("came %q", got)
	}
	for range 2 {
		if sum, _ := d.Pass(context.Background()); sum.Wrote {
			t.Errorf("then came %+v", sum.Intake)
		}
	}
	s, err := p.box().Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for folder, want := range map[string]int{"INBOX": 0, "Web": 0, "Done": 5} {
		if err := s.Enter(folder); err != nil {
			t.Fatal(err)
		}
		if refs, err := s.Pending(nil); err != nil || len(refs) != want {
			t.Errorf("%s holds %d messages, want %d (%v)", folder, len(refs), want, err)
		}
	}
}

// A person moves a message from one watched folder to another: it is the same lead.
func TestMailboxSince_MailMovedByHand(t *testing.T) {
	p := openPostOffice(t)
	p.deliver("INBOX", 1, now)
	p.deliver("Web", 2, now)
	both := func(m *intake.Mailbox) { m.Account.Folder = "INBOX,Web" }
	d, _ := house(t, p.source(both))
	pass(t, d)
	p.deliver("Web", 1, now)
	anotherProcess(d, p.source(both))
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("a moved message came again: %+v", sum.Intake)
	}
}

// scripted starts a fake mail server and returns a source that reads it.
func scripted(t *testing.T, script mailtest.Script) (*mailtest.Fake, *intake.Mailbox) {
	t.Helper()
	fake, err := mailtest.NewFake(script)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = fake.Close() })
	return fake, &intake.Mailbox{Account: mailin.Mailbox{Addr: fake.Addr(), User: "intake", Password: "s3cret-word", Security: "none"}, Log: slog.New(slog.DiscardHandler)}
}

// A message that the server lists but does not hand over holds up nobody, and is a row at the third try.
func TestMailbox_MessageTheServerWithholds(t *testing.T) {
	head := "From: Jane Roe <jane@example.com>\r\nSubject: Two chairs\r\n\r\n"
	_, m := scripted(t, mailtest.Withholding(string(letter(1)), head))
	d, _ := house(t, m)
	for try := 1; try <= 2; try++ {
		sum, err := d.Pass(context.Background())
		var withheld *mailin.Withheld
		if !errors.As(err, &withheld) {
			t.Fatalf("try %d: %v", try, err)
		}
		if got, want := came(sum.Intake), []string{"1", ""}[try-1]; got != want {
			t.Errorf("try %d: came %q, want %q", try, got, want)
		}
	}
	sum := pass(t, d)
	if len(sum.Intake) != 1 || sum.Intake[0].Outcome != lead.Damaged || sum.Intake[0].Lead == "" || !strings.HasSuffix(sum.Intake[0].Reason, "open it in the mailbox, INBOX") || sum.Intake[0].Where != "INBOX:7:2" {
		t.Fatalf("the third try: %+v", sum.Intake)
	}
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("and once more: %+v", sum.Intake)
	}
}

// One pass is one session, also when messages are marked at its end; a server that hangs up while the workbook is being
// written is called again.
func TestMailbox_OneSessionPerPass(t *testing.T) {
	var logins atomic.Int32
	stored := make(chan string, 10)
	fake, m := scripted(t, func(command string) (string, string) {
		switch {
		case strings.HasPrefix(command, "LOGIN"):
			logins.Add(1)
		case strings.HasPrefix(command, "UID STORE"):
			stored <- command
		case strings.HasPrefix(command, "UID FETCH 5 ") && strings.Contains(command, "BODY"):
			return fmt.Sprintf("* 1 FETCH (UID 5 BODY[] {%d}\r\n%s)\r\n", len(letter(1)), letter(1)), "OK done"
		}
		return "", ""
	})
	m.Account.After = "seen"
	items, err := m.Collect(t.Context(), intake.Known{})
	if err != nil || len(items) != 1 {
		t.Fatalf("%d messages, %v", len(items), err)
	}
	if err := m.Settle(t.Context(), items); err != nil || len(stored) != 1 || logins.Load() != 1 {
		t.Fatalf("%v; %d messages marked in %d sessions", err, len(stored), logins.Load())
	}
	again := &intake.Mailbox{Account: m.Account, Log: m.Log}
	if items, err = again.Collect(t.Context(), intake.Known{}); err != nil {
		t.Fatal(err)
	}
	fake.Cut()
	if err := again.Settle(t.Context(), items); err != nil || len(stored) != 2 || logins.Load() != 3 {
		t.Errorf("%v; %d messages marked in %d sessions", err, len(stored), logins.Load())
	}
}

// run starts the daemon and returns what ends it.
func run(t *testing.T, d *daemon.Daemon, poll time.Duration) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.Run(ctx, poll, time.Second)
	}()
	return func() {
		cancel()
		<-done
	}
}

// The poll is an hour away; the mail server says that there is something.
func TestMailbox_WakesTheDaemon(t *testing.T) {
	p := openPostOffice(t)
	d, _ := house(t, p.source(nil))
	stop := run(t, d, time.Hour)
	defer stop()
	for n := 1; n <= 3; n++ {
		p.deliver("INBOX", n, now)
		for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			snap, err := d.Book.Read(context.Background(), lead.TabIntake)
			if err == nil && snap.Tabs[lead.TabIntake] != nil && len(sheets.Intake(snap.Tabs[lead.TabIntake], time.UTC)) == n {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("message %d did not wake anybody: %v", n, err)
			}
		}
	}
}
