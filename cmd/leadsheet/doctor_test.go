package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/lead"
	"leadsheet/mailin/mailtest"
	"leadsheet/sheets/sheetstest/gsheets"
)

// googleSheet serves a new spreadsheet and points the settings of this process at it.
func googleSheet(t *testing.T) (*gsheets.Server, *gsheets.Doc) {
	t.Helper()
	server := gsheets.New(gsheets.Options{Check: true})
	web := httptest.NewServer(server)
	t.Cleanup(func() {
		web.Close()
		for _, v := range server.Violations() {
			t.Error(v)
		}
	})
	doc := server.Create("Our leads")
	t.Chdir(t.TempDir())
	t.Setenv("LEADSHEET_BOOK", "https://docs.google.com/spreadsheets/d/"+doc.ID()+"/edit#gid=0")
	t.Setenv("LEADSHEET_GOOGLE_ENDPOINT", web.URL+"/")
	return server, doc
}

// command runs a command in this process.
func command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), args, &out, &errs)
	return code, out.String(), errs.String()
}

// verdicts runs doctor --json; it returns what is not in order as "check state: text; do".
func verdicts(t *testing.T) (code int, all []setup.Verdict, bad []string) {
	t.Helper()
	code, out, _ := command(t, "doctor", "--json")
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, v := range all {
		if v.State == setup.Fail {
			bad = append(bad, v.Check+": "+v.Text+"; "+v.Do)
		}
	}
	return code, all, bad
}

// A Google Sheet is set up, found to be in order, then harmed by people in many ways; each is said with what to do.
func TestDoctorOnAGoogleSheet(t *testing.T) {
	const canary = "Canary Customer"
	for _, tt := range []struct {
		name string
		harm func(d *gsheets.Doc, p *gsheets.People)
		want string // "" when all is well
	}{
		{"all well", func(*gsheets.Doc, *gsheets.People) {}, ""},
		{"not shared any more", func(d *gsheets.Doc, _ *gsheets.People) { d.SetShared(false) }, "sharing: .*as Editor"},
		{"a column renamed", func(_ *gsheets.Doc, p *gsheets.People) { p.RenameColumn("Leads", "Status", "Stand") }, `layout: the column "Status" is missing.*; give it its title "Status" back`},
		{"cells merged", func(_ *gsheets.Doc, p *gsheets.People) { p.Merge("Leads", "L-1", "Name", "Email") }, "layout: cells are merged.*; unmerge them"},
		{"a column protected", func(_ *gsheets.Doc, p *gsheets.People) { p.Protect("Leads", "Attention") }, "layout: .*is protected.*; let .* edit it"},
		{"a tab renamed", func(_ *gsheets.Doc, p *gsheets.People) { p.RenameTab("Intake", "Eingang") }, `layout: the tab "Intake" is missing, but "Eingang" has its columns`},
		{"a free mail domain for the team", func(_ *gsheets.Doc, p *gsheets.People) {
			p.Edit("Settings", "Team domains", "Value", lead.TextValue("ours.example, gmail.com"))
		}, "team: .*gmail.com.*customers write from there.*; leave it out, and write the addresses .* tab Team"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, doc := googleSheet(t)
			if code, out, errs := command(t, "setup", "--team", "Kim=kim@example.com"); code != exitOK {
				t.Fatalf("setup: exit code %d\n%s%s", code, out, errs)
			}
			people := doc.People(t.Fatalf)
			people.EditAt("Leads", 1, 0, lead.TextValue("L-1"))
			people.EditAt("Leads", 1, 1, lead.TextValue(canary))
			tt.harm(doc, people)
			before := doc.Rows("Leads")
			code, all, bad := verdicts(t)
			if wantCode := map[bool]int{true: exitOK, false: exitFailed}[tt.want == ""]; code != wantCode {
				t.Errorf("exit code %d, want %d: %q", code, wantCode, bad)
			}
			switch {
			case tt.want == "" && len(bad) > 0:
				t.Errorf("found %q", bad)
			case tt.want != "" && (len(bad) != 1 || !regexp.MustCompile(tt.want).MatchString(bad[0])):
				t.Errorf("found %q, want %q", bad, tt.want)
			}
			for _, v := range all {
				if strings.Contains(v.Text+v.Do, canary) {
					t.Errorf("a customer shows: %+v", v)
				}
			}
			if diff := cmp.Diff(before, doc.Rows("Leads")); diff != "" {
				t.Errorf("the doctor changed the leads:\n%s", diff)
			}
		})
	}
}

// A wrong ID, before anything else can be looked at.
func TestDoctorOnAWrongID(t *testing.T) {
	googleSheet(t)
	t.Setenv("LEADSHEET_BOOK", "google:1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
	if code, _, bad := verdicts(t); code != exitFailed || len(bad) != 1 || !strings.Contains(bad[0], "check the address in LEADSHEET_BOOK") {
		t.Errorf("exit code %d, %q", code, bad)
	}
}

// A new spreadsheet is no illness, and the mailbox is looked at whatever the workbook is like.
func TestDoctorOnANewSheetWithAMailbox(t *testing.T) {
	googleSheet(t)
	server, err := mailtest.NewMemory("hello@studio.example", "canary-password")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if err := server.Deliver("INBOX", []byte("Subject: x\r\n\r\ny\r\n"), time.Unix(1_700_000_000, 0)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LEADSHEET_IMAP_ADDR", server.Addr())
	t.Setenv("LEADSHEET_IMAP_SECURITY", "none")
	t.Setenv("LEADSHEET_IMAP_USER", "hello@studio.example")
	t.Setenv("LEADSHEET_IMAP_PASSWORD", "canary-password")
	code, out, errs := command(t, "doctor")
	if code != exitOK {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	for _, want := range []string{"ok    clock", "ok    sign-in        no account is needed", "ok    sharing", "ok    quota", "note  layout         leadsheet's tabs are not there yet",
		"the folder INBOX holds 1 message; it has ", "lacks CONDSTORE"} {
		if !strings.Contains(out, want) {
			t.Errorf("the doctor did not say %q:\n%s", want, out)
		}
	}
	if err := os.WriteFile("secret", []byte("another-canary"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LEADSHEET_IMAP_PASSWORD", "")
	t.Setenv("LEADSHEET_IMAP_PASSWORD_FILE", "secret")
	code, out2, errs := command(t, "doctor")
	if code != exitFailed || !strings.Contains(out2, "FAIL  mailbox        the mail server") {
		t.Errorf("a wrong password: exit code %d\n%s%s", code, out2, errs)
	}
	if strings.Contains(out+out2+errs, "canary") {
		t.Errorf("a password shows:\n%s%s%s", out, out2, errs)
	}
}

// Setting up a Google Sheet twice: the second time not one write. A sheet that is not shared is said before anything
// is written down.
func TestSetupOnAGoogleSheet(t *testing.T) {
	server, doc := googleSheet(t)
	doc.SetShared(false)
	code, _, errs := command(t, "setup", "--team", "Kim=kim@example.com,Lee=lee@example.com", "--zone", "Asia/Tokyo")
	if left, err := os.ReadDir("."); code != exitFailed || !strings.Contains(errs, "as Editor") || err != nil || len(left) > 0 {
		t.Errorf("not shared: exit code %d, left %v (%v)\n%s", code, left, err, errs)
	}
	doc.SetShared(true)

	code, out, errs := command(t, "setup", "--team", "Kim=kim@example.com,Lee=lee@example.com", "--zone", "Asia/Tokyo")
	if code != exitOK {
		t.Fatalf("exit code %d\n%s%s", code, out, errs)
	}
	var team [][2]string
	for _, r := range doc.Rows("Team")[1:] {
		team = append(team, [2]string{r[0].String(), r[1].String()})
	}
	if diff := cmp.Diff([][2]string{{"Kim", "kim@example.com"}, {"Lee", "lee@example.com"}}, team); diff != "" {
		t.Errorf("team (-want +got):\n%s", diff)
	}
	before, revision := server.Counts(), doc.Revision()
	file, err := os.Stat("leadsheet.env")
	if err != nil {
		t.Fatal(err)
	}
	if code, out, errs := command(t, "setup", "--team", "Kim=kim@example.com,Lee=lee@example.com", "--zone", "Asia/Tokyo"); code != exitOK {
		t.Fatalf("again: exit code %d\n%s%s", code, out, errs)
	}
	again, err := os.Stat("leadsheet.env")
	if err != nil || !os.SameFile(file, again) {
		t.Errorf("the settings were written again (%v)", err)
	}
	if after := server.Counts(); after.Writes != before.Writes || doc.Revision() != revision {
		t.Errorf("the second setup wrote %d times", after.Writes-before.Writes)
	}
	settings, err := readEnvFile("leadsheet.env")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(settings.Values["LEADSHEET_BOOK"], "https://docs.google.com/") || !filepath.IsAbs(settings.Values["LEADSHEET_DROP"]) {
		t.Errorf("settings %v", settings.Values)
	}
}

// A local workbook is asked the same.
func TestDoctorOnTeamDomains(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("LEADSHEET_BOOK", "leads.xlsx")
	if code, out, errs := command(t, "once"); code != exitOK {
		t.Fatalf("once: exit code %d\n%s%s", code, out, errs)
	}
	f, err := excelize.OpenFile("leads.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(lead.TabSettings)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if len(row) > 0 && row[0] == "Team domains" {
			if err := f.SetCellStr(lead.TabSettings, fmt.Sprintf("B%d", i+1), "co.uk; web.de"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(f.Save(), f.Close()); err != nil {
		t.Fatal(err)
	}
	code, _, bad := verdicts(t)
	if text := strings.Join(bad, "\n"); code != exitFailed || !strings.Contains(text, `"co.uk" is no domain of a single company`) || !strings.Contains(text, `"web.de" is a mail provider's domain`) {
		t.Errorf("exit code %d: %q", code, bad)
	}
	if code, _, errs := command(t, "read", "--team", "gmail.com", "leads.xlsx"); code != exitUsage || !strings.Contains(errs, "tab Team") {
		t.Errorf("read: exit code %d: %s", code, errs)
	}
}
