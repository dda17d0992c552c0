package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
	"leadsheet/mailin/mailtest"
)

// A mailbox that has been in use for long: the first start says that it takes in nothing old, backfill takes it in, and
// both may be done again.
func TestBackfillCommand(t *testing.T) {
	server, err := mailtest.NewMemory("hello@studio.example", "s3cret-word")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	for n := 1; n <= 6; n++ {
		if err := server.Deliver("INBOX", enquiry(n), time.Now().AddDate(0, 0, -10*n)); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	for name, value := range map[string]string{"BOOK": filepath.Join(dir, "leads.xlsx"), "DROP": filepath.Join(dir, "drop"), "IMAP_ADDR": server.Addr(),
		"IMAP_SECURITY": "none", "IMAP_USER": "hello@studio.example", "IMAP_PASSWORD": "s3cret-word", "IMAP_SINCE": "start"} {
		t.Setenv("LEADSHEET_"+name, value)
	}
	leadsheet := func(want int, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		if code := run(t.Context(), args, &out, &out); code != want {
			t.Fatalf("leadsheet %v: exit code %d\n%s", args, code, out.String())
		}
		return out.String()
	}
	says := func(text string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%q does not say %q", text, part)
			}
		}
	}
	says(leadsheet(exitOK, "once"), "leadsheet backfill --since DATE", "older_messages=6", "0 leads")
	says(fmt.Sprint(rowsIn(t, filepath.Join(dir, "leads.xlsx"), "Intake")), "older mail stays out, leadsheet backfill takes it in")
	says(leadsheet(exitUsage, "backfill"), "--since")
	says(leadsheet(exitUsage, "backfill", "--since", "last year"), "--since", "2026-01-31")
	day := time.Now().AddDate(0, 0, -35).Format(time.DateOnly)
	says(leadsheet(exitOK, "backfill", "--since", day), "3 of 3 messages", "3 came in: 3 new leads. 3 leads")
	says(leadsheet(exitOK, "backfill", "--since", day), "Nothing new. 3 leads")
	says(leadsheet(exitOK, "once"), "Nothing new. 3 leads")
	if err := server.Deliver("INBOX", enquiry(7), time.Now()); err != nil {
		t.Fatal(err)
	}
	says(leadsheet(exitOK, "once"), "1 came in: 1 new lead. 4 leads")

	t.Setenv("LEADSHEET_IMAP_SINCE", "soon")
	says(leadsheet(exitUsage, "once"), `LEADSHEET_IMAP_SINCE is "soon"`, "start")
	t.Setenv("LEADSHEET_IMAP_SINCE", "")
	for _, name := range []string{"ADDR", "USER", "PASSWORD"} {
		t.Setenv("LEADSHEET_IMAP_"+name, "")
	}
	says(leadsheet(exitUsage, "backfill", "--since", day), "LEADSHEET_IMAP_ADDR")
}

func TestProgressIsALine(t *testing.T) {
	var out bytes.Buffer
	p := &messageProgress{app: &app{stderr: &out}, live: true}
	p.end()
	for done := range 4 {
		p.tell(done, 3)
	}
	p.end()
	want := fmt.Sprintf("\r[%-30s] 0 of 3 messages \r[%-30s] 1 of 3 messages \r[%-30s] 2 of 3 messages \r[%-30s] 3 of 3 messages \n",
		"", strings.Repeat("#", 10), strings.Repeat("#", 20), strings.Repeat("#", 30))
	if out.String() != want {
		t.Errorf("%q", out.String())
	}
}

// Five thousand messages of a year on a real server. Backfill is killed twice on the way, and in the end each is there once.
func TestStoryFiveThousandMessagesOfThePast(t *testing.T) {
	t.Parallel()
	mail := dovecottest.StartDovecot(t)
	const messages = 5000
	began := time.Now()
	for n := range messages {
		mail.DeliverAt(enquiry(n), began.Add(-time.Duration(n+1)*100*time.Minute))
	}
	in := install(t, mail)
	in.env = append(in.env, "LEADSHEET_IMAP_SINCE=start")
	if out := in.once(); !strings.Contains(out, "older_messages=5000") || !strings.Contains(out, "0 leads") {
		t.Fatal(out)
	}
	past := []string{"backfill", "--since", began.AddDate(-1, -1, 0).Format(time.DateOnly)}
	for range 2 {
		cmd := in.command(past...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		_ = cmd.Process.Kill() // it may be done by then
		_ = cmd.Wait()
	}
	out, err := in.command(past...).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "5000 leads") {
		t.Fatalf("%v\n%s", err, out)
	}
	seen, late := map[string]bool{}, 0
	for _, l := range in.rows("Leads") {
		if seen[l["Email"]] {
			t.Errorf("%s is there twice", l["Email"])
		}
		seen[l["Email"]] = true
		if l["Respond by"] != "" {
			late++
		}
	}
	// What came within the last day is answered in time still.
	if today := 24 * 60 / 100; len(seen) != messages || late > today {
		t.Errorf("%d leads, %d of them with a time to respond", len(seen), late)
	}
	if rows := in.rows("Intake"); len(rows) != messages+1 { // and the one that says from where on mail is taken in
		t.Errorf("%d rows in Intake", len(rows))
	}
	if out := in.once(); !strings.Contains(out, "Nothing new") {
		t.Error(out)
	}
}
