package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"leadsheet/cmd/leadsheet/setup/terminal"
	"leadsheet/mailin/mailtest"
)

// session is somebody who answers the questions of setup.
func session(t *testing.T, c setupCmd, answers ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	w := &app{ctx: context.Background(), env: environmentOf(os.Environ()), stdout: &out, stderr: &out}
	in := strings.NewReader(strings.Join(answers, "\n") + "\n")
	err := c.run(w, &terminal.Host{Context: w.ctx, In: in, Out: &out, Person: true, Names: withNames, Open: browse})
	return out.String(), err
}

// A person types a wrong password and a wrong zone first, and ends with a workbook, a password file and settings; the
// password is nowhere else.
func TestSetupAsksAndChecksAtOnce(t *testing.T) {
	server, err := mailtest.NewMemory("hello@studio.example", "right-password")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if err := server.Deliver("INBOX", []byte("Subject: x\r\n\r\ny\r\n"), time.Unix(1_700_000_000, 0)); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("LEADSHEET_IMAP_SECURITY", "none")
	c := setupCmd{File: "leadsheet.env"}

	out, err := session(t, c, "leads.xlsx", "Kim", "Kim=kim@example.com, Lee=lee@example.com", "",
		"", "Nowhere", "Europe/Berlin", "de", "", "", "", "", "hello@studio.example", server.Addr(), "wrong-password",
		"", "", "right-password", "no", "yes", "no")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"refused the user name or the password", "the folder INBOX holds 1 message", `no time zone "Nowhere"`,
		`"Kim" is no member`, "Leads are made of what arrives once leadsheet runs", "The workbook is ready", "The settings are in leadsheet.env"} {
		if !strings.Contains(out, want) {
			t.Errorf("setup did not say %q:\n%s", want, out)
		}
	}
	settings, err := readEnvFile("leadsheet.env")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"LEADSHEET_BOOK": filepath.Join(dir, "leads.xlsx"), "LEADSHEET_DROP": filepath.Join(dir, "drop"),
		"LEADSHEET_IMAP_ADDR": server.Addr(), "LEADSHEET_IMAP_USER": "hello@studio.example", "LEADSHEET_IMAP_SECURITY": "none", "LEADSHEET_IMAP_SINCE": "start",
		"LEADSHEET_IMAP_PASSWORD_FILE": filepath.Join(dir, "leadsheet.password")}
	if diff := cmp.Diff(want, settings.Values); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	for _, name := range []string{"leadsheet.env", "leadsheet.password"} {
		if info, err := os.Stat(name); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
	if strings.Contains(out, "-password\n") || strings.Contains(settings.Saved, "right-password") {
		t.Error("the password shows")
	}
	if diff := cmp.Diff([][2]string{{"Kim", "kim@example.com"}, {"Lee", "lee@example.com"}}, teamIn(t, "leads.xlsx")); diff != "" {
		t.Errorf("team (-want +got):\n%s", diff)
	}

	// Again, with nothing but the file: nothing is asked, nothing is written.
	before := [2]string{read(t, "leads.xlsx"), read(t, "leadsheet.env")}
	out, err = session(t, c)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if after := [2]string{read(t, "leads.xlsx"), read(t, "leadsheet.env")}; after != before {
		t.Errorf("the second setup changed something:\n%s", out)
	}
	if strings.Contains(out, "yes/no") || !strings.Contains(out, "stand as they are") {
		t.Errorf("the second setup asked:\n%s", out)
	}
}

// A workbook from before still has the placeholder in its team: the first member takes its row, the rest follow, and
// what people have decided stays.
func TestSetupFillsInWhatIsStillOpen(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("TZ", "UTC")
	if code := run(context.Background(), []string{"once"}, io.Discard, io.Discard); code != exitOK {
		t.Fatalf("once: exit code %d", code)
	}
	c := setupCmd{File: "leadsheet.env", Book: "leads.xlsx", Team: "Kim=kim@example.com;Lee=lee@example.com", Zone: "Asia/Tokyo"}
	out, err := session(t, c, "", "", "JP", "", "", "", "", "no", "yes")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if diff := cmp.Diff([][2]string{{"Kim", "kim@example.com"}, {"Lee", "lee@example.com"}}, teamIn(t, "leads.xlsx")); diff != "" {
		t.Errorf("team (-want +got):\n%s", diff)
	}
	got := map[string]string{}
	for _, row := range rowsIn(t, "leads.xlsx", "Settings") {
		if len(row) > 1 {
			got[row[0]] = row[1]
		}
	}
	if got["Time zone"] != "Asia/Tokyo" || got["Country"] != "JP" || got["Respond within"] != "30 min" {
		t.Errorf("settings %v", got)
	}
}

// A tab that was renamed is not made again in silence.
func TestSetupRefusesAWorkbookThatLostItsMemory(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if code := run(context.Background(), []string{"once"}, io.Discard, io.Discard); code != exitOK {
		t.Fatalf("once: exit code %d", code)
	}
	f, err := excelize.OpenFile("leads.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetName("Intake", "Eingang"); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	before := read(t, "leads.xlsx")
	_, err = session(t, setupCmd{File: "leadsheet.env", Book: "leads.xlsx"}, "")
	if err == nil || !strings.Contains(err.Error(), `the tab "Intake" is missing`) {
		t.Errorf("got %v", err)
	}
	var out bytes.Buffer
	if code := run(context.Background(), []string{"doctor"}, &out, io.Discard); code != exitFailed || !strings.Contains(out.String(), `FAIL  layout         the tab "Intake" is missing`) {
		t.Errorf("doctor: exit code %d\n%s", code, out.String())
	}
	if read(t, "leads.xlsx") != before {
		t.Error("the workbook was changed")
	}
}

// A password of the environment moves into a file; what stands in the file of settings is replaced only after a yes.
func TestSetupAsksBeforeItReplaces(t *testing.T) {
	server, err := mailtest.NewMemory("hello@studio.example", "from-environment")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	t.Chdir(t.TempDir())
	t.Setenv("LEADSHEET_IMAP_SECURITY", "none")
	t.Setenv("LEADSHEET_IMAP_PASSWORD", "from-environment")
	if err := os.WriteFile("leadsheet.env", []byte("LEADSHEET_IMAP_USER=old@studio.example\n# mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c := setupCmd{File: "leadsheet.env", Book: "leads.xlsx", MailServer: server.Addr(), MailUser: "hello@studio.example", Team: "Kim=kim@example.com", Zone: "UTC", Country: "US"}
	for _, tt := range []struct {
		answers []string
		user    string
	}{
		{[]string{"", "", "", "", "", "no", "no", "yes", "no"}, "old@studio.example"},
		{[]string{"yes", "yes", "no"}, "hello@studio.example"}, // what was set up is not asked again
	} {
		out, err := session(t, c, tt.answers...)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if !strings.Contains(out, "LEADSHEET_IMAP_USER=old@studio.example; replace it") || !strings.Contains(out, "unset LEADSHEET_IMAP_PASSWORD") || strings.Contains(out, "from-environment") {
			t.Errorf("setup said:\n%s", out)
		}
		settings, err := readEnvFile("leadsheet.env")
		if err != nil {
			t.Fatal(err)
		}
		if settings.Values["LEADSHEET_IMAP_USER"] != tt.user || !strings.Contains(settings.Saved, "# mine\n") || strings.Contains(settings.Saved, "from-environment") {
			t.Errorf("after %s:\n%s", tt.answers, settings.Saved)
		}
	}
	if read(t, "leadsheet.password") != "from-environment\n" {
		t.Error("the password was not kept")
	}
}

// Credentials that cannot be read are asked for again; nothing is written until they can.
func TestSetupAsksForCredentialsAgain(t *testing.T) {
	t.Chdir(t.TempDir())
	out, err := session(t, setupCmd{File: "leadsheet.env", Book: "google:1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}, "first.json", "", "second.json")
	var usage usageError
	if !errors.As(err, &usage) {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(out, "first.json") || !strings.Contains(out, "second.json") {
		t.Errorf("setup said:\n%s", out)
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// Ctrl-C at a question ends setup without a trace.
func TestSetupInterrupted(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	defer w.Close()
	done := make(chan error, 1)
	asked := make(chan struct{}, 8)
	out := writerFunc(func(p []byte) (int, error) {
		if bytes.Contains(p, []byte("Your team")) {
			asked <- struct{}{}
		}
		return len(p), nil
	})
	go func() {
		done <- setupCmd{File: "leadsheet.env", Book: "leads.xlsx"}.run(&app{ctx: ctx, env: environmentOf(os.Environ()), stdout: out, stderr: out}, &terminal.Host{Context: ctx, In: r, Out: out, Person: true, Names: withNames, Open: browse})
	}()
	<-asked
	cancel()
	if err := <-done; err == nil {
		t.Error("it ended as if all were done")
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// A shell and the program read the same from the file, whatever a value holds; comments and strange lines stay.
func TestEnvFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.env")
	start := "# mine\nOTHER='a $b'\nexport LEADSHEET_POLL=30s\n\nLEADSHEET_LOG=\"te\\\"xt\"\n"
	if err := os.WriteFile(path, []byte(start), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := readEnvFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"OTHER": "a $b", "LEADSHEET_POLL": "30s", "LEADSHEET_LOG": `te"xt`}, f.Values); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if wrote, err := f.Save(); wrote || err != nil {
		t.Errorf("written without a change: %v %v", wrote, err)
	}
	strange := map[string]string{"A": "with space", "B": "q'uo\"te", "C": "$HOME `x` \\ #", "D": "ümlaut&;|<>(){}*?!~", "E": "plain.example:993"}
	for k, v := range strange {
		if err := f.Set(k, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Set("LEADSHEET_POLL", "1m"); err != nil {
		t.Fatal(err)
	}
	if wrote, err := f.Save(); !wrote || err != nil {
		t.Fatal(wrote, err)
	}
	again, err := readEnvFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range strange {
		if again.Values[k] != v {
			t.Errorf("%s: wrote %q, read %q", k, v, again.Values[k])
		}
		if got, ok := asShell(t, path, k); ok && got != v {
			t.Errorf("%s: wrote %q, a shell reads %q", k, v, got)
		}
	}
	if !strings.HasPrefix(again.Saved, "# mine\nOTHER='a $b'\nLEADSHEET_POLL=1m\n\n") {
		t.Errorf("other lines were changed:\n%s", again.Saved)
	}
	if err := f.Set("F", "two\nlines"); err == nil {
		t.Error("a line break was accepted")
	}
}

// asShell is what a shell makes of a variable; false where there is no shell.
func asShell(t *testing.T, path, name string) (string, bool) {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err != nil {
		return "", false
	}
	out, err := exec.Command(sh, "-c", `set -a; . "$1"; printenv "$2"`, "sh", path, name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(out), "\n"), true
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func rowsIn(t *testing.T, path, tab string) [][]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(tab)
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// teamIn are names and addresses of the tab Team.
func teamIn(t *testing.T, path string) [][2]string {
	t.Helper()
	var out [][2]string
	for _, r := range rowsIn(t, path, "Team") {
		out = append(out, [2]string{r[0], r[1]})
	}
	return out
}
