package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadsheet/mailin/dovecottest"
)

// A week of form exports with the built program: a file is dropped and put away; a colleague corrects a lead by hand; another
// one mails the next export, in which two answers were edited; then somebody drops that export, too.
func TestStoryExportsDroppedAndMailed(t *testing.T) {
	t.Parallel()
	mail := dovecottest.StartDovecot(t)
	in := install(t, mail)
	in.env = append(in.env, "LEADSHEET_DROP_AFTER=move")
	in.once()
	in.set("Team", "Owner", "Email", "anna@studio.example")
	drop := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(in.dir, "drop", "site.csv"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const header = "Submission ID,Submitted at,Name,Email,Message,Colour\n"
	record := func(n int, name, need, colour string) string {
		return fmt.Sprintf("%d,2026-11-0%d 10:00:00,%s,%s@one.example,%s,%s\n", n, n, name, strings.ToLower(name), need, colour)
	}
	drop(header + record(1, "Ada", "A shed", "red") + record(2, "Bo", "Six chairs", "blue"))
	if out := in.once(); !strings.Contains(out, "2 came in: 2 new leads. 2 leads in leads.xlsx. 1 export read to the end.") {
		t.Fatal(out)
	}
	if _, err := os.Stat(filepath.Join(in.dir, "drop", "done", "site.csv")); err != nil {
		t.Error(err)
	}
	ada := in.row("Leads", "Name", "Ada")
	in.set("Leads", ada["ID"], "Need", "A shed of 3 by 4 m, as told on the phone")

	next := header + record(1, "Ada", "A small shed", "red") + record(2, "Bo", "Eight chairs", "green") + record(3, "Cy", "A boat", "")
	mail.Deliver([]byte("From: Anna <anna@studio.example>\r\nTo: hello@studio.example\r\nSubject: the form\r\nMessage-ID: <1@studio.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/plain\r\n\r\nthis week's\r\n--b\r\nContent-Type: text/csv; name=week.csv\r\nContent-Disposition: attachment; filename=week.csv\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		base64.StdEncoding.EncodeToString([]byte(next)) + "\r\n--b--\r\n"))
	if out := in.once(); !strings.Contains(out, "4 came in: 1 new lead, 2 added to, 1 ignored. 3 leads") {
		t.Fatal(out)
	}
	if out := in.once(); !strings.Contains(out, "Nothing new") {
		t.Error(out)
	}
	if r := in.row("Intake", "Outcome", "ignored"); r["Reason"] != "exports attached: week.csv was read: 3 rows: 1 new, 0 known, 2 edited, 0 held back, 0 damaged" || r["Subject"] != "the form" {
		t.Errorf("%q", r)
	}
	ada = in.row("Leads", "Name", "Ada")
	bo := in.row("Leads", "Name", "Bo")
	if ada["Need"] != "A shed of 3 by 4 m, as told on the phone" || !strings.Contains(ada["Attention"], "Need is A small shed there") {
		t.Errorf("%q", ada)
	}
	if bo["Need"] != "Eight chairs" || !strings.HasSuffix(bo["Details"], "Colour: green") || strings.Contains(bo["Attention"], "Edited") {
		t.Errorf("%q", bo)
	}
	kept := 0
	for _, e := range in.rows("Activity") {
		if e["Lead"] == bo["ID"] && e["Column"] == "Need" && e["From"] == "Six chairs" && e["To"] == "Eight chairs" {
			kept++
		}
	}
	if cy := in.row("Intake", "From", "cy@one.example"); kept != 1 || !strings.Contains(cy["Where"], "file week.csv, row 4") {
		t.Errorf("%d changes, %q", kept, cy)
	}

	drop(next)
	if out := in.once(); !strings.Contains(out, "Nothing new came in. 3 leads in leads.xlsx. 1 export read to the end.") {
		t.Error(out)
	}
	if _, err := os.Stat(filepath.Join(in.dir, "drop", "done", "site (2).csv")); err != nil {
		t.Error(err)
	}
	// The same file once more is not even read: its line is there.
	drop(next)
	if out := in.once(); !strings.Contains(out, "Nothing new. 3 leads") {
		t.Error(out)
	}
}
