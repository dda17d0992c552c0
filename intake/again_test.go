package intake_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/mailin/mailtest"
	"leadsheet/mailin/reading"
	"leadsheet/sheets"
)

// typeLead types "lead" over the outcome of the rows of Intake that are wanted, and returns their number.
func typeLead(t *testing.T, d *daemon.Daemon, wanted func(r *lead.IntakeRow) bool) int {
	t.Helper()
	return typeOutcome(t, d, "lead", wanted)
}

func typeOutcome(t *testing.T, d *daemon.Daemon, word string, wanted func(r *lead.IntakeRow) bool) int {
	t.Helper()
	snap, err := d.Book.Read(context.Background(), lead.TabIntake)
	if err != nil {
		t.Fatal(err)
	}
	var b sheets.Batch
	tab := snap.Tabs[lead.TabIntake]
	for _, r := range sheets.Intake(tab, time.UTC) {
		if wanted(&r) {
			b.Changes = append(b.Changes, sheets.Change{Tab: lead.TabIntake, Row: r.Ref, Column: lead.ColOutcome,
				Seen: tab.At(r.Ref, tab.Col(lead.ColOutcome)), Want: lead.TextValue(word)})
		}
	}
	if _, err := d.Book.Commit(context.Background(), snap, b); err != nil {
		t.Fatal(err)
	}
	return len(b.Changes)
}

// ofSubject wants the rows of a subject.
func ofSubject(subject string) func(*lead.IntakeRow) bool {
	return func(r *lead.IntakeRow) bool { return r.Subject == subject }
}

// mailing is a mailing in which somebody asks for something.
func mailing(n int, id string) []byte {
	return fmt.Appendf(nil, "From: Bo Lund <bo%d@lund.example>\r\nTo: hello@studio.example\r\nSubject: Gate %d\r\n%sList-Id: <n.lund.example>\r\nFeedback-ID: 1:2:lund\r\n\r\nHello,\r\n\r\nwe need %d gates.\r\n\r\nBest regards\r\nBo Lund\r\nLund Ltd\r\nTel. +49 30 7654321\r\n", n, n, id, n)
}

// madeOf checks that there is exactly one lead from the mailing, with all that it says.
func madeOf(t *testing.T, d *daemon.Daemon, n int) {
	t.Helper()
	rows, leads := held(t, d)
	found := 0
	for i := range leads {
		l := &leads[i]
		if l.Email != fmt.Sprintf("bo%d@lund.example", n) {
			continue
		}
		if found++; l.Name != "Bo Lund" || l.Phone == "" || l.Company != "Lund Ltd" || !strings.Contains(l.Need, fmt.Sprintf("we need %d gates.", n)) || strings.Contains(l.Attention, "by hand") {
			t.Errorf("made %+v", *l)
		}
	}
	for i := range rows {
		if r := &rows[i]; r.Subject == fmt.Sprint("Gate ", n) && (r.Outcome != lead.NewLead || r.Lead == "") {
			t.Errorf("the row says %+v", *r)
		}
	}
	if found != 1 {
		t.Errorf("%d leads of mailing %d: %+v, %+v", found, n, rows, leads)
	}
}

// An ignored mail is read again where it is: at its place, where leadsheet or a person has moved it, in a folder with
// another numbering, with and without a Message-ID.
func TestMailbox_Again(t *testing.T) {
	for name, test := range map[string]struct {
		after, id string
		move      func(p postOffice, raw []byte)
	}{
		"at its place":               {id: "Message-ID: <1@lund.example>\r\n"},
		"at its place, without ID":   {},
		"moved by leadsheet":         {after: "move:Done", id: "Message-ID: <1@lund.example>\r\n"},
		"moved by it, without an ID": {after: "move:Done"},
		"in another numbering": {id: "Message-ID: <1@lund.example>\r\n", move: func(p postOffice, raw []byte) {
			if err := errors.Join(p.server.Remove("Sales"), p.server.Deliver("Sales", letter(3), now), p.server.Deliver("Sales", raw, now)); err != nil {
				p.t.Fatal(err)
			}
		}},
		"another mail with its ID": {id: "Message-ID: <1@lund.example>\r\n", move: func(p postOffice, raw []byte) {
			other := strings.Replace(string(raw), "Subject: Gate 1", "Subject: Another", 1)
			if err := errors.Join(p.server.Remove("Sales"), p.server.Deliver("Sales", []byte(other), now), p.server.Deliver("Sales", raw, now)); err != nil {
				p.t.Fatal(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := openPostOffice(t)
			raw := mailing(1, test.id)
			if err := errors.Join(p.server.Deliver("Sales", raw, now.Add(-24*time.Hour)), p.server.Deliver("Done", letter(9), now.AddDate(0, -1, 0))); err != nil {
				t.Fatal(err)
			}
			source := func() intake.Source {
				return p.source(func(m *intake.Mailbox) { m.Account.Folder, m.Account.After = "INBOX, Sales", test.after })
			}
			d, _ := house(t, source())
			if sum := pass(t, d); len(sum.Intake) != 1 || sum.Intake[0].Outcome != lead.Ignored {
				t.Fatalf("came in: %+v", sum.Intake)
			}
			if test.move != nil {
				test.move(p, raw)
			}
			d.Sources = []intake.Source{source()} // another process
			if typeLead(t, d, ofSubject("Gate 1")) != 1 {
				t.Fatal("no such row")
			}
			pass(t, d)
			madeOf(t, d, 1)
			if sum := pass(t, d); sum.Wrote {
				t.Errorf("the second pass wrote: %+v", sum)
			}
		})
	}
}

// While the mailbox is down the word stands and the notes say so; what is nowhere any more becomes a lead of what its
// row says.
func TestMailbox_AgainWhileItIsDown(t *testing.T) {
	p := openPostOffice(t)
	for n := 1; n <= 2; n++ {
		if err := p.server.Deliver("INBOX", mailing(n, fmt.Sprintf("Message-ID: <%d@lund.example>\r\n", n)), now.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	m := p.source(nil)
	d, _ := house(t, m)
	pass(t, d)
	good := m.Account
	m.Account.Password = "wrong"
	typeLead(t, d, ofSubject("Gate 1"))
	for range 2 {
		sum, err := d.Pass(context.Background())
		if err == nil || len(sum.Notes) != 1 || !strings.Contains(sum.Notes[0], "is not made a lead yet") || sum.Created != 0 || sum.More {
			t.Fatalf("it says %v; %+v", err, sum)
		}
		if strings.Contains(sum.Notes[0], "lund") || strings.Contains(sum.Notes[0], "Gate") || strings.Count(err.Error(), "mailbox:") != 1 {
			t.Errorf("it says %v; %q", err, sum.Notes)
		}
	}
	if rows, _ := held(t, d); rows[0].Outcome+rows[1].Outcome != "leadignored" && rows[0].Outcome+rows[1].Outcome != "ignoredlead" {
		t.Fatalf("the rows say %+v", rows)
	}
	m.Account = good
	pass(t, d)
	madeOf(t, d, 1)
	if err := p.server.Remove("INBOX"); err != nil {
		t.Fatal(err)
	}
	if err := p.server.Deliver("INBOX", letter(1), now); err != nil {
		t.Fatal(err)
	}
	typeLead(t, d, ofSubject("Gate 2"))
	pass(t, d)
	_, leads := held(t, d)
	for i := range leads {
		if l := &leads[i]; l.Email == "bo2@lund.example" {
			if l.Need != "Gate 2" || !strings.Contains(l.Attention, `see the message of 2026-11-23 09:00 from bo2@lund.example, "Gate 2" (INBOX)`) {
				t.Errorf("made %+v", *l)
			}
			return
		}
	}
	t.Errorf("no lead of what is gone: %+v", leads)
}

// What came with a mail is found in it: an attached message, and the record of an attached export.
func TestMailbox_AgainWhatIsAttached(t *testing.T) {
	for _, after := range []string{"", "move:Done"} {
		p := openPostOffice(t)
		if err := errors.Join(p.server.Deliver("INBOX", portfolio(3), now.Add(-time.Hour)), p.server.Deliver("Done", letter(9), now.AddDate(0, -1, 0)),
			p.server.Deliver("INBOX", handedIn("week one", map[string]string{"form.csv": head + entry(1, "Ada", "a shed") + entry(2, "Bob", "a fence")}), now.Add(-time.Hour))); err != nil {
			t.Fatal(err)
		}
		source := p.source(func(m *intake.Mailbox) { m.Account.After = after })
		known := intake.Known{Keys: map[string]bool{}, Places: map[string]bool{}, Team: lead.Team{Addresses: []string{"anna@studio.example"}}}
		items, err := source.Collect(context.Background(), known)
		if err != nil {
			t.Fatal(err)
		}
		if err := source.Settle(context.Background(), items); err != nil {
			t.Fatal(err)
		}
		var rows []lead.IntakeRow
		for _, q := range items {
			rows = append(rows, lead.IntakeRow{Key: q.Key, Where: q.Where, Received: q.Received, From: q.From, Subject: q.Subject, MessageID: q.MessageID, Channel: q.Channel})
			known.Keys[q.Key], known.Places[q.Where] = true, true
		}
		found, waiting, err := source.Again(context.Background(), known, intake.Ask(rows, rows))
		if err != nil || len(waiting) != 0 || len(found) != len(items) {
			t.Errorf("after %q: %d of %d, waiting %v, %v", after, len(found), len(items), waiting, err)
		}
		checkAgain(t, items, found)
		b := &intake.Backfill{Account: source.Account, From: "2026-11-01", Log: slog.New(slog.DiscardHandler)}
		found, waiting, err = b.Again(context.Background(), known, intake.Ask(append(rows, lead.IntakeRow{Key: "f:123456789012345678901234", Where: "file a.csv, row 3"}), rows))
		if err != nil || len(found) != len(items) || len(waiting) != 1 {
			t.Errorf("backfill: %d of %d, waiting %v, %v", len(found), len(items), waiting, err)
		}
	}
}

// checkAgain compares what was found again with what came.
func checkAgain(t *testing.T, came, found []lead.Inquiry) {
	t.Helper()
	by := map[string]lead.Inquiry{}
	for _, q := range found {
		by[q.Overrules] = q
	}
	for _, q := range came {
		again, ok := by[q.Key]
		if !ok {
			t.Errorf("not found again: %s %s", q.Key, q.Where)
		} else if q.Ignore == "" && (again.Name != q.Name || again.Email != q.Email || again.Phone != q.Phone || again.Need != q.Need || fmt.Sprint(again.Answers) != fmt.Sprint(q.Answers) || again.Source != q.Source) {
			t.Errorf("came %+v\nagain %+v", q, again)
		}
	}
}

// The drop folder finds records and saved mails: in their file, where it was moved, in a newer export, under another
// name.
func TestDrop_Again(t *testing.T) {
	for name, test := range map[string]struct {
		after string
		then  func(folder string) error
	}{
		"in its file": {},
		"moved away":  {after: "move:done"},
		"renamed": {then: func(folder string) error {
			return errors.Join(os.Rename(filepath.Join(folder, "a.csv"), filepath.Join(folder, "b.csv")), os.Rename(filepath.Join(folder, "m.eml"), filepath.Join(folder, "n.eml")))
		}},
		"only in a newer export": {then: func(folder string) error {
			return errors.Join(os.Remove(filepath.Join(folder, "a.csv")), os.WriteFile(filepath.Join(folder, "new.csv"), []byte(head+entry(3, "Cy", "a gate")+entry(1, "Ada", "a shed")), 0o600))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for file, text := range map[string]string{"a.csv": head + entry(1, "Ada", "a shed"), "m.eml": string(mailing(1, "")), "x.csv": "Item,Price\nRoof,12\n"} {
				if err := os.WriteFile(filepath.Join(folder, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Chtimes(filepath.Join(folder, file), now, now.Add(-time.Hour)); err != nil {
					t.Fatal(err)
				}
			}
			d, _ := house(t, &intake.Drop{Folder: folder, After: test.after})
			d.Now = time.Now
			pass(t, d)
			_, before := held(t, d)
			if test.then != nil {
				if err := test.then(folder); err != nil {
					t.Fatal(err)
				}
			}
			d.Sources = []intake.Source{&intake.Drop{Folder: folder, After: test.after}}
			// The record's lead is deleted, and wanted again.
			deleteLeads(t, d, before)
			if n := typeLead(t, d, func(r *lead.IntakeRow) bool {
				return r.Subject == "Gate 1" || strings.HasPrefix(r.Where, "file a.csv, row")
			}); n != 2 {
				t.Fatalf("%d rows", n)
			}
			pass(t, d)
			madeOf(t, d, 1)
			_, leads := held(t, d)
			told := false
			for i := range leads {
				told = told || leads[i].Name == "Ada" && leads[i].Need == "a shed" && leads[i].Email == before[0].Email && !strings.Contains(leads[i].Attention, "by hand")
			}
			if !told {
				t.Errorf("the leads are %+v; before %+v", leads, before)
			}
		})
	}
}

// deleteLeads deletes all rows of the tab Leads, as a person does, and has a pass see it.
func deleteLeads(t *testing.T, d *daemon.Daemon, leads []lead.Lead) {
	t.Helper()
	snap, err := d.Book.Read(context.Background(), lead.TabLeads)
	if err != nil {
		t.Fatal(err)
	}
	var b sheets.Batch
	tab := snap.Tabs[lead.TabLeads]
	for i := range leads {
		for c, title := range tab.Columns {
			if at := tab.At(leads[i].Ref, c); !at.IsEmpty() {
				b.Changes = append(b.Changes, sheets.Change{Tab: lead.TabLeads, Row: leads[i].Ref, Column: title, Seen: at})
			}
		}
	}
	if _, err := d.Book.Commit(context.Background(), snap, b); err != nil {
		t.Fatal(err)
	}
}

// A response is found in its tab; a spreadsheet that cannot be read leaves its rows waiting.
func TestResponses_Again(t *testing.T) {
	place := &tabs{rows: map[string][][]lead.Value{"Form responses": {cells("Timestamp", "Email Address", "Your name", "Message"),
		cells(46268.75, "zoe@example.com", "Zoe", "a shed"), cells(46269.25, "ada@example.com", "Ada", "a roof")}}}
	r := &intake.Responses{Places: []intake.ResponseTabs{place}, Now: func() time.Time { return now }}
	known := intake.Known{Keys: map[string]bool{}, Zone: time.UTC}
	items, err := r.Collect(context.Background(), known)
	if err != nil || len(items) != 2 {
		t.Fatalf("%+v, %v", items, err)
	}
	var rows []lead.IntakeRow
	for _, q := range items {
		known.Keys[q.Key] = true
		rows = append(rows, lead.IntakeRow{Key: q.Key, Where: q.Where, Channel: lead.ByForm})
	}
	rows = append(rows, lead.IntakeRow{Key: "f:123456789012345678901234", Where: rows[0].Where}, lead.IntakeRow{Key: "m:abcdefghijklmnopqrstuvwxyz", Where: "INBOX:1:2"})
	found, waiting, err := r.Again(context.Background(), known, intake.Ask(rows, rows))
	if err != nil || len(waiting) != 0 || len(found) != 2 {
		t.Errorf("%+v, waiting %v, %v", found, waiting, err)
	}
	checkAgain(t, items, found)
	for _, fault := range []error{errors.New("no answer"), intake.NeedsPerson(errors.New("share it"))} {
		place.err = fault
		found, waiting, err = r.Again(context.Background(), known, intake.Ask(rows, rows))
		if err == nil || len(waiting) != 3 || len(found) != 0 {
			t.Errorf("%v: %+v, waiting %v, %v", fault, found, waiting, err)
		}
	}
}

// A message that the server does not hand over is looked at from its outside at the third try, as when it came: its row
// does not wait for ever. One that has ended the process too often is not read whole again.
func TestMailbox_AgainUnreadable(t *testing.T) {
	head := "From: Jane Roe <jane@example.com>\r\nSubject: Two chairs\r\n\r\n"
	_, m := scripted(t, mailtest.Withholding(string(letter(1)), head))
	row := lead.IntakeRow{Key: "m:place:INBOX:7:2", Where: "INBOX:7:2"}
	for try := 1; ; try++ {
		found, waiting, err := m.Again(context.Background(), intake.Known{}, intake.Ask([]lead.IntakeRow{row}, nil))
		if err == nil && len(found) == 1 && found[0].From == "jane@example.com" && found[0].Overrules == row.Key {
			break
		}
		if err == nil || len(waiting) != 1 || try == 4 {
			t.Fatalf("try %d: %+v, %v, %v", try, found, waiting, err)
		}
	}
	notes := filepath.Join(t.TempDir(), "reading.json")
	for range 3 { // processes that end while they read it
		claims.Open(notes, nil).Take("message INBOX:7:1")
	}
	_, m = scripted(t, mailtest.Withholding(string(letter(1)), head))
	m.Claims = claims.Open(notes, nil)
	m.Parsers.Message = func(raw []byte, env reading.Envelope, opts reading.Options) reading.Reading {
		t.Errorf("read whole: %s", env.Where)
		return reading.Parse(raw, env, opts)
	}
	row = lead.IntakeRow{Key: reading.Key(letter(1)), Where: "INBOX:7:1"}
	found, _, err := m.Again(context.Background(), intake.Known{}, intake.Ask([]lead.IntakeRow{row}, nil))
	if err != nil || len(found) != 1 || found[0].Kind != lead.Unreadable || !strings.Contains(found[0].Problem, "no longer tried") {
		t.Errorf("%+v, %v", found, err)
	}
}
