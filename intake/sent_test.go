package intake_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/mailin"
	"leadsheet/mailin/dovecottest"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
	"leadsheet/sheets/xlsx"
)

// ourTables are the rules of a team whose mail domain is known.
func ourTables() []policy.Table {
	tables := policy.DefaultTables()
	for _, t := range tables {
		for _, row := range t.Rows {
			if t.Title == lead.TabSettings && row[0] == "Team domains" {
				row[1] = "studio.example"
			}
		}
	}
	return tables
}

// wrote is a mail of one of our people.
func wrote(who, to, subject, id, answers string, more ...string) []byte {
	head := fmt.Sprintf("From: %s <%s@studio.example>\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s@studio.example>\r\nDate: Mon, 1 Jan 2001 00:00:00 +0000\r\n", who, strings.ToLower(who), to, subject, id)
	if answers != "" {
		head += fmt.Sprintf("In-Reply-To: <%[1]s>\r\nReferences: <%[1]s>\r\n", answers)
	}
	return []byte(head + strings.Join(more, "") + "\r\nWe will call you.\r\n")
}

// responses are the times of the first responses by the contact's number.
func responses(leads []lead.Lead) map[string]time.Time {
	out := map[string]time.Time{}
	for _, l := range leads {
		out[strings.TrimPrefix(l.Name, "Customer ")] = l.FirstResponse
	}
	return out
}

// On a real mail server: our people answer from the account of the mailbox, from their own with a copy, and not at all.
func TestMailboxSent_AnswerStopsTheClock(t *testing.T) {
	server := dovecottest.StartDovecot(t)
	source := func() *intake.Mailbox {
		return &intake.Mailbox{Log: slog.New(slog.DiscardHandler), Account: mailin.Mailbox{Addr: "imap://" + server.IMAPAddr, User: server.User, Password: server.Password, Security: "none", After: "seen"}}
	}
	d, _ := house(t, source())
	d.Layout = daemon.Layout(ourTables())
	at := func(minutes int) time.Time { return now.Add(time.Duration(minutes-60) * time.Minute) }
	for n := 1; n <= 5; n++ {
		server.DeliverAt(letter(n), at(n))
	}
	server.DeliverSent(wrote("Hello", "c1@firm1.example", "An older offer", "old", ""), at(-600))
	server.DeliverSent(wrote("Hello", "friend@else.example", "Lunch", "lunch", ""), at(8))
	server.DeliverSent(wrote("Hello", "c5@firm5.example", "Your chairs", "a0", ""), at(9)) // answered before leadsheet saw it
	if sum := pass(t, d); sum.Created != 5 || len(sum.Intake) != 6 {
		t.Fatalf("created %d, intake %+v", sum.Created, sum.Intake)
	}
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("an idle pass wrote: %+v", sum)
	}
	server.DeliverSent(wrote("Hello", "Customer 1 <c1@firm1.example>", "Re: Request 1", "a1", "1@firm.example"), at(11))
	server.DeliverSent(wrote("Hello", "c2@firm2.example", "Your chairs", "a2", ""), at(12))
	server.DeliverSent(wrote("Hello", "c3@firm3.example", "Re: Request 3", "a3", "3@firm.example", "Auto-Submitted: auto-replied\r\n"), at(13))
	server.DeliverSent(wrote("Hello", "wood@supplier.example", "Fwd: Request 3", "a4", "3@firm.example"), at(13))
	server.DeliverAt(wrote("Anna", "c4@firm4.example", "Re: Request 4", "a5", "4@firm.example", "Cc: hello@studio.example\r\n"), at(14))
	sum := pass(t, d)
	_, leads := held(t, d)
	got := responses(leads)
	for n, want := range map[string]time.Time{"1": at(11), "2": at(12), "3": {}, "4": at(14), "5": at(9)} {
		if !got[n].Equal(want) {
			t.Errorf("customer %s: first response %s, want %s", n, got[n], want)
		}
	}
	if len(sum.Intake) != 3 {
		t.Errorf("rows: %+v", sum.Intake)
	}
	for _, r := range sum.Intake {
		if r.Outcome != lead.AddedTo || r.Lead == "" || r.MessageID == "" {
			t.Errorf("row %+v", r)
		}
	}
	for range 2 { // and once more, by another process: nothing is new
		if sum := pass(t, d); sum.Wrote {
			t.Errorf("an idle pass wrote: %+v", sum)
		}
		anotherProcess(d, source())
	}
	// The customer answers the colleague's mail from another address of the firm.
	server.DeliverAt([]byte("From: Boss <boss@firm1.example>\r\nTo: hello@studio.example\r\nSubject: Re: Request 1\r\nMessage-ID: <b@firm1.example>\r\nIn-Reply-To: <a1@studio.example>\r\n\r\nFine.\r\n"), at(30))
	if sum = pass(t, d); len(sum.Intake) != 1 || sum.Intake[0].Outcome != lead.AddedTo || sum.Created != 0 {
		t.Errorf("the answer to our answer: %+v", sum.Intake)
	}
	// Sent while the server is killed.
	server.DeliverSent(wrote("Hello", "c3@firm3.example", "Re: Request 3", "a6", "3@firm.example"), at(40))
	server.Kill()
	if _, err := d.Pass(context.Background()); err == nil {
		t.Error("a dead server gave no error")
	}
	server.Restart()
	pass(t, d)
	if _, leads = held(t, d); !responses(leads)["3"].Equal(at(40)) {
		t.Errorf("first response %s", responses(leads)["3"])
	}
}

// The workbook is open elsewhere while an answer is sent: it is not forgotten.
func TestMailboxSent_AnswerWaitsForTheWorkbook(t *testing.T) {
	p := openPostOffice(t)
	p.deliver("INBOX", 1, now.Add(-time.Hour))
	named := func(m *intake.Mailbox) { m.Sent = "Sent" }
	if err := p.server.Deliver("Sent", wrote("Hello", "c9@firm9.example", "Hi", "x", ""), now); err != nil {
		t.Fatal(err)
	}
	d, path := house(t, p.source(named))
	pass(t, d)
	if err := p.server.Deliver("Sent", wrote("Hello", "c1@firm1.example", "Re: Request 1", "a1", "1@firm.example"), now.Add(-time.Minute)); err != nil {
		t.Fatal(err)
	}
	free := lock(t, path)
	if _, err := d.Pass(context.Background()); err == nil {
		t.Fatal("the workbook was written although somebody has it open")
	}
	free()
	if sum := pass(t, d); len(sum.Intake) != 1 || !strings.HasPrefix(sum.Intake[0].Where, "Sent:") {
		t.Errorf("came %+v", sum.Intake)
	}
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("an idle pass wrote %+v", sum)
	}
}

// commands counts what a scripted server is asked.
type commands struct {
	mu   sync.Mutex
	said []string
}

func (c *commands) take() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := strings.Join(c.said, "; ")
	c.said = nil
	return all
}

// What a pass costs: one question while somebody waits, none when nobody does.
func TestMailboxSent_FewCommands(t *testing.T) {
	var asked commands
	next := 8
	_, m := scripted(t, func(command string) (string, string) {
		asked.mu.Lock()
		defer asked.mu.Unlock()
		if strings.Contains(command, "Sent") || strings.HasPrefix(command, "LIST") || strings.Contains(command, "HEADER.FIELDS") {
			asked.said = append(asked.said, strings.Fields(command)[0])
		}
		head := "From: hello@studio.example\r\nTo: c1@firm1.example\r\nSubject: Re: Request 1\r\nMessage-ID: <a@studio.example>\r\n\r\n"
		switch {
		case strings.HasPrefix(command, "CAPABILITY"):
			return "* CAPABILITY IMAP4rev1 LIST-EXTENDED SPECIAL-USE\r\n", "OK done"
		case strings.HasPrefix(command, "LIST"):
			return "* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST (\\Sent) \"/\" \"Sent\"\r\n", "OK done"
		case strings.HasPrefix(command, "STATUS"):
			return fmt.Sprintf("* STATUS \"Sent\" (MESSAGES 1 UIDNEXT %d UIDVALIDITY 7)\r\n", next), "OK done"
		case strings.Contains(command, "HEADER.FIELDS"):
			return fmt.Sprintf("* 1 FETCH (UID 8 INTERNALDATE \"23-Nov-2026 09:50:00 +0000\" BODY[HEADER.FIELDS (FROM)] {%d}\r\n%s)\r\n", len(head), head), "OK done"
		case strings.HasPrefix(command, "UID SEARCH") && strings.Contains(command, "SINCE"):
			return "* SEARCH\r\n", "OK done"
		case strings.HasPrefix(command, "UID SEARCH") && strings.Contains(command, ":*"):
			return "* SEARCH 8\r\n", "OK done"
		case strings.HasPrefix(command, "UID FETCH 5 ") && strings.Contains(command, "BODY"):
			return fmt.Sprintf("* 1 FETCH (UID 5 INTERNALDATE \"23-Nov-2026 09:00:00 +0000\" RFC822.SIZE 10 BODY[] {%d}\r\n%s)\r\n", len(letter(1)), letter(1)), "OK done"
		}
		return "", ""
	})
	d, _ := house(t, m)
	pass(t, d)
	if got := asked.take(); got != "LIST; STATUS; EXAMINE" {
		t.Errorf("the first look: %q", got)
	}
	for range 3 {
		if sum := pass(t, d); sum.Wrote {
			t.Error("an idle pass wrote")
		}
		if got := asked.take(); got != "STATUS" {
			t.Errorf("an idle pass asks %q", got)
		}
	}
	asked.mu.Lock()
	next = 9
	asked.mu.Unlock()
	if sum := pass(t, d); len(sum.Intake) != 1 || sum.Intake[0].Outcome != lead.AddedTo {
		t.Errorf("came %+v", sum.Intake)
	}
	if got := asked.take(); got != "STATUS; EXAMINE; UID" {
		t.Errorf("a new mail: %q", got)
	}
	pass(t, d)
	if got := asked.take(); got != "" {
		t.Errorf("nobody waits, and it asked %q", got)
	}
}

// A folder that somebody named and that is not there is said; what came in is taken in all the same.
func TestMailboxSent_MissingFolder(t *testing.T) {
	p := openPostOffice(t)
	p.deliver("INBOX", 1, now)
	d, _ := house(t, p.source(func(m *intake.Mailbox) { m.Sent = "Gesendet" }))
	sum, err := d.Pass(context.Background())
	if err == nil || !strings.Contains(err.Error(), hint.MailSent.String()) || !strings.Contains(err.Error(), "Gesendet") || sum.Created != 1 {
		t.Errorf("created %d, %v", sum.Created, err)
	}
	// A folder that is watched anyway is not looked at twice.
	anotherProcess(d, p.source(func(m *intake.Mailbox) { m.Sent, m.Account.Folder = "Sent", "INBOX,Sent" }))
	if err := p.server.Deliver("Sent", wrote("Hello", "c1@firm1.example", "Re: Request 1", "a1", "1@firm.example"), now); err != nil {
		t.Fatal(err)
	}
	if sum := pass(t, d); len(sum.Intake) != 1 || sum.Intake[0].Reason != "first response, by hello@studio.example" {
		t.Errorf("came %+v", sum.Intake)
	}
	anotherProcess(d, p.source(func(m *intake.Mailbox) { m.Sent = mailin.SentNone }))
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("came %+v", sum.Intake)
	}
}

// lock makes the workbook look as if an office program had it open, until free is called.
func lock(t *testing.T, path string) (free func()) {
	t.Helper()
	name := filepath.Join(filepath.Dir(path), ".~lock."+filepath.Base(path)+"#")
	if err := os.WriteFile(name, []byte("open"), 0o644); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

// A mailbox that has been in use for long, read for the first time: thousands of sent mails are older than most of the
// requests, and a pass takes in a thousand things. Every answer finds its lead.
func TestMailboxSent_FullMailbox(t *testing.T) {
	p := openPostOffice(t)
	const requests, others = 40, 1500
	at := func(n int) time.Time { return now.Add(time.Duration(n-100) * time.Minute) }
	for n := 1; n <= requests; n++ {
		p.deliver("INBOX", n, at(n))
		answer := wrote("Hello", fmt.Sprintf("c%[1]d@firm%[1]d.example", n), "Your chairs", fmt.Sprint("a", n), "")
		if err := p.server.Deliver("Sent", answer, at(n).Add(30*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	for n := range others {
		if err := p.server.Deliver("Sent", wrote("Hello", fmt.Sprintf("x%d@else.example", n), "Hi", fmt.Sprint("x", n), ""), at(1).Add(time.Duration(n)*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	d, _ := house(t, p.source(func(m *intake.Mailbox) { m.Sent = "Sent" }))
	if sum, err := d.CatchUp(context.Background()); err != nil || len(sum.Intake) != 2*requests {
		t.Errorf("%d rows, %v", len(sum.Intake), err)
	}
	_, leads := held(t, d)
	for _, l := range leads {
		if !l.FirstResponse.Equal(l.Received.Add(30 * time.Second)) {
			t.Errorf("%s, received %s: first response %s", l.ID, l.Received, l.FirstResponse)
		}
	}
	if sum := pass(t, d); sum.Wrote || sum.More {
		t.Errorf("an idle pass wrote %+v", sum)
	}
}

// A workbook from before there was a column for the Message-ID gets one, and goes on without it when somebody takes it
// away.
func TestMailboxSent_OlderWorkbookGetsMessageIDs(t *testing.T) {
	p := openPostOffice(t)
	p.deliver("INBOX", 1, now.Add(-time.Hour))
	d, path := house(t, p.source(nil))
	old := daemon.Layout(ourTables())
	for i := range old.Tabs {
		if old.Tabs[i].Title == lead.TabIntake {
			columns := slices.Clone(old.Tabs[i].Columns)
			old.Tabs[i].Columns = slices.DeleteFunc(columns, func(c sheets.Column) bool { return c.Title == "Message-ID" })
		}
	}
	d.Layout = old
	if sum := pass(t, d); len(sum.Notes) != 2 || !strings.Contains(sum.Notes[0], "made a new workbook") ||
		!strings.Contains(sum.Notes[1], "Message-ID") {
		t.Errorf("notes %q", sum.Notes)
	}
	book, err := xlsx.Open(path, xlsx.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	again := &daemon.Daemon{Book: book, Sources: d.Sources, Layout: daemon.Layout(ourTables()), Now: d.Now, Log: d.Log}
	p.deliver("INBOX", 2, now)
	if sum := pass(t, again); sum.Created != 1 || len(sum.Notes) != 0 {
		t.Errorf("%+v", sum)
	}
	rows, _ := held(t, again)
	if len(rows) != 2 || rows[0].MessageID != "" || rows[1].MessageID != "2@firm.example" {
		t.Errorf("rows %+v", rows)
	}
}
