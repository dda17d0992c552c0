package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadsheet/outbox/sinktest"
)

// sendingHome is a new workbook in a folder of its own, with a mail server for sending on this machine.
func sendingHome(t *testing.T, o sinktest.Options) (*sinktest.Server, string) {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	server, err := sinktest.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	book := filepath.Join(dir, "leads.xlsx")
	t.Setenv("LEADSHEET_BOOK", book)
	if code, out, errs := command(t, "once", "--at", "2026-03-02T09:00:00+01:00"); code != 0 {
		t.Fatalf("%d: %s%s", code, out, errs)
	}
	if err := editBook(book, "Team", "Name=Owner", "Email=ann@firm.example"); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LEADSHEET_SMTP_ADDR", server.Addr)
	t.Setenv("LEADSHEET_SMTP_SECURITY", "none")
	t.Setenv("LEADSHEET_SMTP_FROM", "Sales <sales@firm.example>")
	return server, dir
}

// sendingVerdicts are the lines of the doctor about sending.
func sendingVerdicts(t *testing.T, args ...string) string {
	t.Helper()
	_, out, _ := command(t, append([]string{"doctor"}, args...)...)
	var lines []string
	for line := range strings.Lines(out) {
		if strings.Contains(line, " sending ") || strings.Contains(line, " test message ") || len(lines) > 0 {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// The doctor signs in and sends nothing, unless it is told to. What fails is said for each way, without any secret.
func TestSending_Doctor(t *testing.T) {
	server, _ := sendingHome(t, sinktest.Options{Users: map[string]string{"sales": "correct horse"}})
	hooks := sinktest.StartHooks()
	defer hooks.Close()
	hooks.Answer(func(w http.ResponseWriter, r *http.Request, _ int) bool {
		if r.URL.Path == "/slack" {
			http.Error(w, "no_service", http.StatusNotFound)
			return true
		}
		return false
	})
	t.Setenv("LEADSHEET_SLACK_WEBHOOK", hooks.URL+"/slack?SECRETSLACK")
	t.Setenv("LEADSHEET_WEBHOOK", hooks.URL+"/in?SECRETHOOK")
	says := func(got string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("the doctor does not say %q:\n%s", w, got)
			}
		}
		if strings.Contains(got, "SECRET") || strings.Contains(got, "correct horse") || strings.Contains(got, "{") {
			t.Errorf("the doctor shows what it should not:\n%s", got)
		}
	}
	t.Setenv("LEADSHEET_SMTP_USER", "sales")
	t.Setenv("LEADSHEET_SMTP_PASSWORD", "wrong")
	says(sendingVerdicts(t), "FAIL  sending        the mail server 127.0.0.1 refused the user name or the password")
	t.Setenv("LEADSHEET_SMTP_PASSWORD", "correct horse")
	says(sendingVerdicts(t), "the mail server 127.0.0.1 lets leadsheet in; messages come from sales@firm.example",
		"the address for Slack has the right form", "leadsheet doctor --send")
	if len(server.Received()) > 0 || len(hooks.Posts()) > 0 {
		t.Fatal("the doctor has sent something")
	}
	says(sendingVerdicts(t, "--send"), "ok    test message   the test message was accepted (by mail to "+
		"ann@firm.example)",
		"FAIL  test message   the test message was not sent (by slack): Slack answers 404 (no_service): check "+
			"LEADSHEET_SLACK_WEBHOOK", "ok    test message   the test message was accepted (by webhook)")
	if got := server.Received(); len(got) != 1 || got[0].To[0] != "ann@firm.example" ||
		!strings.Contains(string(got[0].Raw), "Subject: leadsheet: a test message\r\n") {
		t.Errorf("received %+v", got)
	}
	t.Setenv("LEADSHEET_SEND", "no")
	says(sendingVerdicts(t, "--send"), "nothing is sent (LEADSHEET_SEND is no)")
	if len(server.Received()) != 1 {
		t.Error("it was sent although nothing is to be")
	}
}

const sendingMail = "From: Anna Kunde <anna@customer.example>\r\nTo: sales@firm.example\r\nSubject: Quote for 12 " +
	"windows\r\n" +
	"Message-ID: <1@customer.example>\r\nDate: Mon, 02 Mar 2026 10:00:00 +0100\r\n\r\nHello, what do 12 windows " +
	"cost?\r\n"

// With a mail server for sending the owner hears of a new request, once. With LEADSHEET_SEND=no it is shown, and sent
// when that is removed no more; a trial with a made-up time writes to nobody elsewhere.
func TestSending_Once(t *testing.T) {
	server, dir := sendingHome(t, sinktest.Options{})
	once := func(at string) string {
		t.Helper()
		code, out, errs := command(t, "once", "--at", at)
		if code != 0 {
			t.Fatalf("%d: %s%s", code, out, errs)
		}
		return out + errs
	}
	drop := func(name string) {
		t.Helper()
		text := strings.ReplaceAll(sendingMail, "<1@", "<"+name+"@")
		text = strings.ReplaceAll(text, "anna@", name+"@")
		if err := os.MkdirAll(filepath.Join(dir, "drop"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "drop", name+".eml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	once("2026-03-02T09:30:00+01:00") // sending begins
	drop("one")
	once("2026-03-02T10:01:00+01:00")
	once("2026-03-02T10:02:00+01:00")
	about := func(id string) (all []sinktest.Received) {
		for _, r := range server.Received() {
			if strings.Contains(string(r.Raw), "\r\nMessage-ID: <"+id+".") {
				all = append(all, r)
			}
		}
		return all
	}
	if got := about("L-1001"); len(got) != 1 || got[0].To[0] != "ann@firm.example" ||
		got[0].From != "sales@firm.example" {
		t.Fatalf("received %d messages, %+v", len(got), got)
	}

	t.Setenv("LEADSHEET_SEND", "no")
	drop("two")
	if out := once("2026-03-02T10:03:00+01:00"); !strings.Contains(out, "Would be sent to Owner <ann@firm.example> "+
		"(new lead)") {
		t.Errorf("it is not shown:\n%s", out)
	}
	t.Setenv("LEADSHEET_SEND", "")
	t.Setenv("LEADSHEET_SMTP_ADDR", "smtp.firm.example")
	t.Setenv("LEADSHEET_SMTP_SECURITY", "tls")
	t.Setenv("LEADSHEET_SMTP_AUTH", "none")
	drop("three")
	if out := once("2026-03-02T10:04:00+01:00"); !strings.Contains(out, "with --at messages go only to servers on "+
		"this machine") {
		t.Errorf("it does not say that nothing is sent:\n%s", out)
	}
	if len(about("L-1001")) != 1 || len(about("L-1002")) != 0 || len(about("L-1003")) != 0 {
		t.Errorf("received %d messages", len(server.Received()))
	}
}

// A bot without a chat can write to nobody: that is said, with what to do.
func TestSending_TelegramWithoutChat(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("LEADSHEET_BOOK", "leads.xlsx")
	t.Setenv("LEADSHEET_TELEGRAM_TOKEN", "123456789:"+strings.Repeat("A", 35))
	code, _, errs := command(t, "once")
	if code != 0 || !strings.Contains(errs, "LEADSHEET_TELEGRAM_CHAT is not set") || strings.Contains(errs, "--at") {
		t.Errorf("%d: %s", code, errs)
	}
}
