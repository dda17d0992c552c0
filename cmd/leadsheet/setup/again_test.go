package setup

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/lead/hint"
	"leadsheet/mailin/mailtest"
)

// setUp is a workbook and the settings as a first setup has left them, with a mailbox.
func setUp(t *testing.T) Wizard {
	t.Helper()
	server, err := mailtest.NewMemory("hello@studio.example", "right-password")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	c := fresh(t)
	c.Book, c.IMAPSecurity = "leads.xlsx", "none"
	w := Wizard{Config: c, File: "leadsheet.env", Answers: answers.Answers{Zone: "Europe/Berlin", Country: "DE"}}
	host := &script{t: t, by: map[string][]string{"team": {"Kim=kim@example.com"}, "mail-user": {"hello@studio.example"},
		"mail-server": {server.Addr()}, "mail-password": {"right-password"}, "send": {No}}}
	if err := w.Run(t.Context(), host); err != nil {
		t.Fatalf("%v\n%q", err, host.told)
	}
	again := Wizard{File: "leadsheet.env", Stored: map[hint.Setting]string{}}
	again.Config = unset()
	for _, change := range w.Changes {
		again.Stored[change.Setting] = change.Value
		*again.Config.At(change.Setting) = change.Value
	}
	return again
}

// unset are the settings of a computer on which nothing is set, in the folder of before.
func unset() Config {
	return Load(func(s hint.Setting) (string, bool) { return "", s == hint.Book })
}

// Who runs the setup again sees what is set and is asked nothing else; one thing is changed, and nothing but that.
func TestWizard_AgainChangesOneThing(t *testing.T) {
	w := setUp(t)
	before := rowsOf(t, "leads.xlsx", "Settings")
	host := &script{t: t, by: map[string][]string{stepCheck: {"business"}, "zone": {"Europe/Vienna"}}}
	if err := w.Run(t.Context(), host); err != nil {
		t.Fatalf("%v\n%q", err, host.told)
	}
	if len(host.asked) < 3 || host.asked[0] != "check=yes" || host.asked[len(host.asked)-1] != "check=yes" {
		t.Errorf("asked %q", host.asked)
	}
	if told := strings.Join(host.told, "\n"); !strings.Contains(told, "hello@studio.example at") ||
		!strings.Contains(told, "Europe/Berlin; DE; Monday to Friday 09:00-18:00") {
		t.Errorf("told:\n%s", told)
	}
	before["Time zone"] = "Europe/Vienna"
	if diff := cmp.Diff(before, rowsOf(t, "leads.xlsx", "Settings")); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	if len(w.Changes) > 0 {
		t.Errorf("changes %v", w.Changes)
	}
}

// Another password is typed for the mailbox: it is tried, and takes the place of the old one without a further question;
// a mailbox that is not wanted any more leaves the settings.
func TestWizard_AgainAnotherPassword(t *testing.T) {
	w := setUp(t)
	if text, err := os.ReadFile("leadsheet.password"); err != nil || string(text) != "right-password\n" {
		t.Fatalf("kept %q (%v)", text, err)
	}
	host := &script{t: t, by: map[string][]string{stepCheck: {"mailbox", Yes}, "mail-password": {"wrong", "right-password"}}}
	if err := w.Run(t.Context(), host); err != nil {
		t.Fatalf("%v\n%q", err, host.told)
	}
	if told := strings.Join(host.told, "\n"); strings.Count(told, "refused the user name") != 1 || len(w.Changes) > 0 {
		t.Errorf("changes %v; told:\n%s", w.Changes, told)
	}
	host = &script{t: t, by: map[string][]string{stepCheck: {"mailbox", Yes}, "mail-user": {noMailbox}}}
	if err := w.Run(t.Context(), host); err != nil {
		t.Fatalf("%v\n%q", err, host.told)
	}
	removed := map[hint.Setting]bool{}
	for _, c := range w.Changes {
		removed[c.Setting] = c.Value == ""
	}
	for _, s := range []hint.Setting{hint.MailServer, hint.MailUser, hint.MailPasswordFile} {
		if !removed[s] {
			t.Errorf("%v stays: %v", s, w.Changes)
		}
	}
}

// The end of the input is no consent, and neither is a failure to write: nothing is left behind.
func TestWizard_NothingWithoutConsent(t *testing.T) {
	w := Wizard{Config: fresh(t), File: "leadsheet.env"}
	host := &script{t: t, answers: []string{"leads.xlsx", "Kim=kim@example.com"}}
	if err := w.Run(t.Context(), host); !errors.Is(err, ErrNotInteractive) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// Public holidays follow the country that is answered, and can be refused.
func TestWizard_Holidays(t *testing.T) {
	for answer, want := range map[string]string{"": "2026-12-25", "none": "", "2026-12-24, 2026-12-31": "2026-12-24, 2026-12-31"} {
		w := Wizard{Config: fresh(t), File: "leadsheet.env"}
		w.Answers.Machine = answers.LocalMachine(func(string) string { return "" }, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
		host := &script{t: t, by: map[string][]string{"country": {"DE"}, "holidays": {answer}}}
		if err := w.Run(t.Context(), host); err != nil {
			t.Fatalf("%v\n%q", err, host.told)
		}
		got := rowsOf(t, "leads.xlsx", "Settings")["Holidays"]
		if answer == "" && !strings.Contains(got, want) || answer != "" && got != want {
			t.Errorf("%q became %q", answer, got)
		}
	}
}
