package intake_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"leadsheet/daemon"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/mailin"
	"leadsheet/sheets"
)

// past is the past of the mailbox as a source, as a process sees it that has just started.
func (p postOffice) past(from string, tell func(done, of int)) *intake.Backfill {
	return &intake.Backfill{Account: p.box(), Log: slog.New(slog.DiscardHandler), From: from, Tell: tell, Batch: 20}
}

// held returns what came in and the leads, as the workbook holds them.
func held(t *testing.T, d *daemon.Daemon) (rows []lead.IntakeRow, leads []lead.Lead) {
	t.Helper()
	snap, err := d.Book.Read(context.Background(), lead.TabIntake, lead.TabLeads)
	if err != nil {
		t.Fatal(err)
	}
	return sheets.Intake(snap.Tabs[lead.TabIntake], time.UTC), sheets.Leads(snap.Tabs[lead.TabLeads], time.UTC)
}

// A mailbox with a year of mail: leadsheet starts with what is new, somebody takes in the rest, is interrupted, and
// takes it in again. Nothing comes twice, nothing old has a deadline, nothing in the mailbox is touched.
func TestBackfill(t *testing.T) {
	p := openPostOffice(t)
	const year = 60
	for n := 1; n <= year; n++ {
		p.deliver("INBOX", n, now.Add(-time.Duration(n)*8*time.Hour))
	}
	start := func(m *intake.Mailbox) { m.Since, m.Account.After = "start", "move:Done" }
	p.deliver("Done", 9999, now)
	d, _ := house(t, p.source(start))
	if got := came(pass(t, d).Intake); got != "" {
		t.Fatalf("the first start took in %q", got)
	}

	var told []string
	tell := func(done, of int) { told = append(told, fmt.Sprintf("%d/%d", done, of)) }
	day := now.AddDate(0, 0, -10)
	past := p.past(day.Format(time.DateOnly), tell)
	past.Account.After = "move:Done"
	anotherProcess(d, past)
	sum := pass(t, d)
	if len(sum.Intake) != 20 || past.Left() == 0 || sum.Intake[0].Received.After(sum.Intake[19].Received) {
		t.Fatalf("the first pass took in %d, %d left", len(sum.Intake), past.Left())
	}
	// Interrupted; a running leadsheet takes in what is new meanwhile.
	p.deliver("INBOX", 200, now)
	anotherProcess(d, p.source(start))
	if got := came(pass(t, d).Intake); got != "200" {
		t.Errorf("meanwhile came %q", got)
	}
	told = nil
	past = p.past(day.Format(time.DateOnly), tell)
	anotherProcess(d, past)
	for pass(t, d); past.Left() > 0; pass(t, d) {
	}
	// 10 days and ten hours at three messages a day, the first one eight hours ago, less those of the first pass.
	want := 31 - 20
	if got := strings.Join(told, " "); got != fmt.Sprintf("0/%[1]d %[1]d/%[1]d", want) {
		t.Errorf("told %s, want %d messages", got, want)
	}
	rows, leads := held(t, d)
	if len(rows) != 31+1+1 || len(leads) != 32 {
		t.Errorf("the workbook holds %d rows and %d leads", len(rows), len(leads))
	}
	for _, l := range leads {
		if old := now.Sub(l.Received) > 24*time.Hour; old != l.RespondBy.IsZero() {
			t.Fatalf("the lead received %v is to be answered by %v", l.Received, l.RespondBy)
		}
	}
	anotherProcess(d, p.past(day.Format(time.DateOnly), nil), p.source(start))
	if sum := pass(t, d); sum.Wrote {
		t.Errorf("and once more: %d came", len(sum.Intake))
	}
	s, err := p.box().Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if refs, err := s.Pending(nil); err != nil || len(refs) != year {
		t.Errorf("the inbox holds %d messages, want all %d but the new one (%v)", len(refs), year, err)
	}
}

// What fails advances nothing: the same messages wait for the next pass.
func TestBackfill_ServerAway(t *testing.T) {
	p := openPostOffice(t)
	p.deliver("INBOX", 1, now)
	p.deliver("Web", 2, now.AddDate(0, 0, -1))
	past := p.past("2026-01-01", nil)
	past.Account.Folder = "INBOX,Web"
	d, _ := house(t, past)
	good := past.Account.Addr
	past.Account.Addr = "127.0.0.1:1"
	if _, err := d.Pass(context.Background()); err == nil {
		t.Fatal("a server that is away gave no error")
	}
	past.Account.Addr = good
	if got := came(pass(t, d).Intake); got != "1 2" || past.Left() != 0 || past.Done() != 2 {
		t.Errorf("came %q, %d left", got, past.Left())
	}
	d.Sources = []intake.Source{p.past("yesterday", nil)}
	if _, err := d.Pass(context.Background()); err == nil || !strings.Contains(err.Error(), "2026-01-31") {
		t.Errorf("no day: %v", err)
	}
}

// A message that the server does not hand over is placed at once: nobody comes back for it.
func TestBackfill_MessageTheServerWithholds(t *testing.T) {
	_, m := scripted(t, func(command string) (string, string) {
		if strings.Contains(command, "BODY") {
			return "", "NO [SERVERBUG] cannot read it"
		}
		return "", ""
	})
	d, _ := house(t, &intake.Backfill{Account: m.Account, Log: m.Log, From: "2026-01-01"})
	sum, err := d.Pass(context.Background())
	var withheld *mailin.Withheld
	if errors.As(err, &withheld) || err != nil || len(sum.Intake) != 1 || sum.Intake[0].Outcome != lead.Damaged {
		t.Errorf("came %+v, %v", sum.Intake, err)
	}
}
