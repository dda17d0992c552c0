package intake_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/intake/claims"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/mailin/mailtest"
	"leadsheet/sheets"
)

// leadRows returns the tab Leads.
func leadRows(t *testing.T, d *daemon.Daemon) []lead.Lead {
	t.Helper()
	snap, err := d.Book.Read(context.Background(), lead.TabLeads)
	if err != nil {
		t.Fatal(err)
	}
	return sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC)
}

func intakeRows(t *testing.T, d *daemon.Daemon) []lead.IntakeRow {
	t.Helper()
	snap, err := d.Book.Read(context.Background(), lead.TabIntake)
	if err != nil {
		t.Fatal(err)
	}
	return sheets.Intake(snap.Tabs[lead.TabIntake], time.UTC)
}

// The line breaks again and again at one message. Its three tries span an hour, whatever processes make them. Then it
// is there by its header, and when the line is mended, it is read again: once, into the cells that nobody has changed.
func TestMailbox_BrokenLine(t *testing.T) {
	flaky := &mailtest.Flaky{First: string(letter(1)), Second: string(letter(2))}
	_, m := scripted(t, flaky.Script)
	clock, notes := now, filepath.Join(t.TempDir(), "reading")
	process := func() *intake.Mailbox {
		return &intake.Mailbox{Account: m.Account, Log: m.Log, Now: func() time.Time { return clock },
			Claims: claims.Open(notes, m.Log)}
	}
	d, _ := house(t, process())
	d.Now = func() time.Time { return clock }
	var tried []time.Duration
	for ; clock.Sub(now) <= 70*time.Minute; clock = clock.Add(time.Minute) {
		before := flaky.Cuts.Load()
		sum, err := d.Pass(context.Background())
		if withheld := new(mailin.Withheld); err != nil && !errors.As(err, &withheld) {
			t.Fatal(err)
		}
		if flaky.Cuts.Load() > before && clock.Sub(now) <= time.Hour {
			tried = append(tried, clock.Sub(now))
		}
		for _, r := range sum.Intake {
			if r.Outcome == lead.Damaged && clock.Sub(now) < time.Hour {
				t.Fatalf("after %v it was taken in by its header", clock.Sub(now))
			}
		}
		if clock.Minute()%7 == 0 {
			anotherProcess(d, process())
		}
	}
	if len(tried) != 3 || tried[0] != 0 || tried[1] != 20*time.Minute || tried[2] != time.Hour {
		t.Errorf("it was tried at %v", tried)
	}
	rows := leadRows(t, d)
	if len(rows) != 2 || rows[1].Need != "Request 2" || !strings.Contains(rows[1].Attention, "could not read") {
		t.Fatalf("after an hour: %+v", rows)
	}
	flaky.Mend()
	clock = clock.Add(2 * time.Hour)
	pass(t, d)
	rows = leadRows(t, d)
	if len(rows) != 2 || rows[1].Need != "Please send an offer for 2 chairs." ||
		strings.Contains(rows[1].Attention, "could not read") {
		t.Errorf("when the line is mended: %+v", rows)
	}
	got := intakeRows(t, d)
	if len(got) != 2 || got[1].Outcome != lead.NewLead || got[1].Lead != rows[1].ID ||
		!strings.Contains(got[1].Reason, "the whole message came later") {
		t.Errorf("the tab Intake: %+v", got)
	}
	for range 2 {
		clock = clock.Add(2 * time.Hour)
		anotherProcess(d, process())
		if sum := pass(t, d); len(sum.Intake) > 0 || sum.Created > 0 {
			t.Errorf("then came %+v", sum.Intake)
		}
	}
	if got := intakeRows(t, d); len(got) != 2 || len(leadRows(t, d)) != 2 {
		t.Errorf("then %+v", got)
	}
}

// A message of which only the header was known has been moved by a person when the line is mended: it is known by its
// Message-ID, and no second lead.
func TestMailbox_WholeMessageAtAnotherPlace(t *testing.T) {
	head := string(letter(2)[:strings.Index(string(letter(2)), "\r\n\r\n")+4])
	_, m := scripted(t, mailtest.Withholding(string(letter(1)), head))
	d, _ := house(t, m)
	for range 3 {
		_, _ = d.Pass(context.Background()) // the message is withheld
	}
	if rows := leadRows(t, d); len(rows) != 2 || rows[1].Need != "Request 2" {
		t.Fatalf("by its header: %+v", rows)
	}
	p := openPostOffice(t)
	p.deliver("Web", 2, now)
	for n := range 2 {
		anotherProcess(d, p.source(func(m *intake.Mailbox) { m.Account.Folder = "Web" }))
		sum := pass(t, d)
		if want := 1 - n; len(sum.Intake) != want || n == 0 && sum.Intake[0].Outcome != lead.Duplicate {
			t.Errorf("pass %d: %+v", n, sum.Intake)
		}
		if rows := leadRows(t, d); len(rows) != 2 || rows[1].Need != "Please send an offer for 2 chairs." {
			t.Errorf("pass %d: %+v", n, rows)
		}
	}
}

// What is taken in by its header alone stays where it is until all of it has come, also where messages are moved.
func TestMailbox_WithheldMessageIsNotMoved(t *testing.T) {
	head := string(letter(2)[:strings.Index(string(letter(2)), "\r\n\r\n")+4])
	marked := make(chan string, 10)
	script := mailtest.Withholding(string(letter(1)), head)
	_, m := scripted(t, func(command string) (string, string) {
		if strings.HasPrefix(command, "UID STORE") {
			marked <- command
		}
		return script(command)
	})
	m.Account.After = "seen"
	d, _ := house(t, m)
	for range 5 {
		_, _ = d.Pass(context.Background()) // the message is withheld
	}
	if rows := leadRows(t, d); len(rows) != 2 {
		t.Fatalf("%+v", rows)
	}
	for len(marked) > 0 {
		if c := <-marked; !strings.HasPrefix(c, "UID STORE 1 ") {
			t.Errorf("marked: %s", c)
		}
	}
}
