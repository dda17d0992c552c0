package setup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadsheet/lead/hint"
	"leadsheet/mailin/mailtest"
)

// script is a person with prepared answers: "<" goes back. It notes which questions were asked, with what was offered.
type script struct {
	t       *testing.T
	answers []string            // in their order
	by      map[string][]string // or by the questions' keys; all others are answered with what is offered
	asked   []string
	told    []string
}

func (s *script) Interactive() bool { return s.answers != nil || s.by != nil }

func (s *script) Tell(text string) { s.told = append(s.told, text) }

func (s *script) Browse(url string) error {
	s.t.Errorf("a browser was opened at %s", url)
	return nil
}

func (s *script) Ask(_ context.Context, q Question) (string, error) {
	s.asked = append(s.asked, q.Key+"="+q.Default)
	if s.by != nil {
		s.answers = nil
		if left := s.by[q.Key]; len(left) > 0 {
			s.answers, s.by[q.Key] = left[:1], left[1:]
		} else {
			return "", nil
		}
	}
	if len(s.answers) == 0 {
		return "", ErrNotInteractive
	}
	answer := s.answers[0]
	s.answers = s.answers[1:]
	if answer == "<" {
		return "", ErrBack
	}
	return answer, nil
}

// fresh are the settings of a computer on which nothing is set.
func fresh(t *testing.T) Config {
	t.Helper()
	t.Chdir(t.TempDir())
	t.Setenv("TZ", "UTC")
	return Load(func(s hint.Setting) (string, bool) { return "", s == hint.Book })
}

// A person goes back from the summary to the first question, one question after the other, and changes the workbook:
// what was answered is offered again, only the last answers count, and nothing is written before the end.
func TestWizard_Back(t *testing.T) {
	w := Wizard{Config: fresh(t), File: "leadsheet.env"}
	host := &script{t: t, answers: []string{
		"first.xlsx", "Kim=kim@example.com", "Studio", "Europe/Berlin", "<", // at the country, back to the zone
		"", "DE", "8-16", "", "none", "", "", "", // to the summary
		"<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", // to the workbook
		"second.xlsx", "", "yes",
	}}
	if err := w.Run(t.Context(), host); err != nil {
		t.Fatalf("%v\n%q\n%q", err, host.asked, host.told)
	}
	want := []string{
		"book=leads.xlsx", "team=", "business=", "zone=UTC", "country=US",
		"zone=Europe/Berlin", "country=US", "hours=09:00-18:00", "weekend=closed", "holidays=none", "statuses=eight",
		"mail-user=", "send=no", "check=yes",
		"send=no", "mail-user=", "statuses=eight", "holidays=none", "weekend=closed", "hours=8-16", "country=DE",
		"zone=Europe/Berlin", "business=Studio", "team=Kim=kim@example.com", "book=" + abs(t, "first.xlsx"),
		"check=yes",
	}
	if diff := cmp.Diff(want, host.asked); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	if left, err := filepath.Glob("*.xlsx"); err != nil || !slices.Equal(left, []string{"second.xlsx"}) {
		t.Errorf("made %v (%v)", left, err)
	}
	settings := rowsOf(t, "second.xlsx", "Settings")
	for name, want := range map[string]string{"Business name": "Studio", "Time zone": "Europe/Berlin", "Country": "DE",
		"Monday": "8-16", "Friday": "8-16", "Saturday": "closed", "Holidays": ""} {
		if settings[name] != want {
			t.Errorf("%s is %q, want %q", name, settings[name], want)
		}
	}
	if diff := cmp.Diff(map[string]string{"Kim": "kim@example.com"}, rowsOf(t, "second.xlsx", "Team")); diff != "" {
		t.Errorf("team (-want +got):\n%s", diff)
	}
	changes := []Change{{hint.Book, abs(t, "second.xlsx")}, {hint.Drop, abs(t, "drop")}}
	if diff := cmp.Diff(changes, w.Changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func abs(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// rowsOf are the first two cells of the rows of a tab in a workbook.
func rowsOf(t *testing.T, path, tab string) map[string]string {
	t.Helper()
	c := Config{Book: path}
	book, err := c.OpenBook(t.Context(), BookOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	snap, err := book.Read(t.Context(), tab)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for r := range snap.Tabs[tab].Rows {
		out[snap.Tabs[tab].At(r, 0).String()] = snap.Tabs[tab].At(r, 1).String()
	}
	return out
}

// A wrong password is told, and asked for again together with server and name, which are offered; then a person goes
// back to the mailbox, whose password need not be typed again. A setting that stands is replaced only after a yes.
func TestWizard_Mailbox(t *testing.T) {
	server, err := mailtest.NewMemory("hello@studio.example", "right-password")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	c := fresh(t)
	c.Book, c.IMAPSecurity = "leads.xlsx", "none"
	w := Wizard{Config: c, File: "leadsheet.env",
		Stored: map[hint.Setting]string{hint.MailUser: "old@studio.example", hint.Drop: abs(t, "elsewhere")}}
	host := &script{t: t, answers: []string{
		"Kim=kim@example.com", "", "", "", "", "", "", "", // the team and the business
		"hello@studio.example", "leads", server.Addr(), "wrong-password", "", "", "right-password", // the mailbox
		"no", // nothing is sent
		"<",  // at the first setting to be replaced: to the sending, and to the mailbox again
		"<", "<", "", "",
		"no", Yes, "yes", // what was answered once about the sending is not asked again
	}}
	if err := w.Run(t.Context(), host); err != nil {
		t.Fatalf("%v\n%q\n%q", err, host.asked, host.told)
	}
	want := []string{
		"team=", "business=", "zone=UTC", "country=US", "hours=09:00-18:00", "weekend=closed", "holidays=none",
		"statuses=eight",
		"mail-user=", "mail-server=imap.studio.example", "mail-server=imap.studio.example", "mail-password=",
		"mail-user=hello@studio.example", "mail-server=" + server.Addr(), "mail-password=",
		"send=yes", "replace-drop=no",
		"send=yes", "mail-password=", "mail-server=" + server.Addr(), "mail-password=",
		"replace-drop=no", "replace-imap-user=no", "check=yes",
	}
	if diff := cmp.Diff(want, host.asked); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	changes := []Change{{hint.Book, abs(t, "leads.xlsx")}, {hint.MailServer, server.Addr()}, {hint.MailUser,
		"hello@studio.example"},
		{hint.MailPasswordFile, abs(t, "leadsheet.password")}, {hint.MailSince, "start"}, {hint.MailSecurity, "none"}}
	if diff := cmp.Diff(changes, w.Changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if text, err := os.ReadFile("leadsheet.password"); err != nil || string(text) != "right-password\n" {
		t.Errorf("kept %q (%v)", text, err)
	}
	if told := strings.Join(host.told, "\n"); strings.Contains(told, "-password\n") || strings.Count(told, "refused the "+
		"user name") != 1 ||
		strings.Count(told, "Leads are made of what arrives") != 1 {
		t.Errorf("it was told:\n%s", told)
	}
}

// Where nobody can be asked, what is optional is left open and the first failure is the end; nothing is left behind.
func TestWizard_NobodyThere(t *testing.T) {
	c := fresh(t)
	c.Book = "leads.xlsx"
	w := Wizard{Config: c, File: "leadsheet.env"}
	host := &script{t: t}
	if err := w.Run(t.Context(), host); err != nil || len(host.asked) > 0 {
		t.Errorf("%v; asked %q", err, host.asked)
	}
	w = Wizard{Config: fresh(t), File: "leadsheet.env"}
	if err := w.Run(t.Context(), host); !errors.Is(err, ErrNotInteractive) {
		t.Errorf("got %v", err)
	}
	c = fresh(t)
	c.Book = filepath.Join("no", "folder", "leads.xlsx")
	w = Wizard{Config: c, File: "leadsheet.env"}
	if err := w.Run(t.Context(), host); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// A value that a file of settings cannot hold is found before the workbook is made.
func TestWizard_ValueOfTwoLines(t *testing.T) {
	c := fresh(t)
	c.Book, c.IMAPSent = "leads.xlsx", "two\nlines"
	w := Wizard{Config: c, File: "leadsheet.env"}
	if err := w.Run(t.Context(), &script{t: t}); err == nil || !strings.Contains(err.Error(), hint.MailSent.String()) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// Every field of Config that has a setting can be loaded, found and checked; every setting that texts may name is one.
func TestConfig_Fields(t *testing.T) {
	c := Load(func(s hint.Setting) (string, bool) { return "of " + string(s), true })
	for _, f := range Fields() {
		if at := c.At(f.Setting); at == nil || *at != "of "+string(f.Setting) || f.Desc == "" {
			t.Errorf("%q: %v", f.Setting, at)
		}
	}
	for _, s := range []hint.Setting{hint.Book, hint.Drop, hint.DropAfter, hint.Responses, hint.MailServer,
		hint.MailUser, hint.MailPassword,
		hint.MailPasswordFile, hint.MailAuth, hint.MailClient, hint.MailToken, hint.MailFolder, hint.MailSince,
		hint.MailSecurity,
		hint.MailCAFile, hint.MailAfter, hint.MailSent, hint.GoogleCredentials, hint.GoogleToken, hint.GoogleEndpoint,
		hint.GoogleTrusted, hint.GoogleDrive, hint.Poll, hint.Log, hint.HTTP, hint.HTTPToken,
		hint.PingURL} {
		if c.At(s) == nil {
			t.Errorf("%v is no setting", s)
		}
	}
	if c.At("") != nil || c.At("nonsense") != nil {
		t.Error("what is no setting has a place")
	}
	if problems := c.Check(); len(problems) < 5 {
		t.Errorf("found only %v", problems)
	}
}

// A doctor's verdicts are the same told one by one and returned at the end.
func TestDoctor_Verdicts(t *testing.T) {
	c := fresh(t)
	c.Book = "leads.xlsx"
	var told []Verdict
	all, err := Doctor{Config: &c, Probe: true, Now: time.Now, Tell: func(v Verdict) {
		told = append(told,
			v)
	}}.Verdicts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(told, all); diff != "" {
		t.Errorf("told and returned differ:\n%s", diff)
	}
	var got []string
	for _, v := range all {
		got = append(got, v.Check+" "+string(v.State))
	}
	if diff := cmp.Diff([]string{"configuration ok", "workbook note", "probe note", "mailbox note", "drop folder note"},
		got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
}
