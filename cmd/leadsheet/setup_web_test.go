package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"leadsheet/cmd/leadsheet/setup/terminal"
	"leadsheet/mailin/mailtest"
	"leadsheet/outbox/sinktest"
)

// browser is a headless Chromium with one tab of a width. The test is skipped where there is none; CI has one.
func browser(t *testing.T, width, height int64) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" && os.Getenv("CI") == "true" {
		t.Fatal("chromium is not installed")
	}
	if path == "" {
		t.Skip("chromium is not installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	visit(t, ctx, chromedp.EmulateViewport(width, height)) // its context holds the browser: the limit comes behind it
	ctx, stop = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(stop)
	return ctx
}

func visit(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// shot keeps a picture of the page, for people (go test -artifacts).
func shot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	if f := flag.Lookup("test.artifacts"); f == nil || f.Value.String() != "true" {
		return // a picture takes as long as a page
	}
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), name+".png"), picture, 0o600); err != nil {
		t.Fatal(err)
	}
}

// webSetup is a setup that runs on pages.
type webSetup struct {
	mu   sync.Mutex
	out  strings.Builder
	link chan string
	done chan error
}

func (s *webSetup) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out.Write(p)
	if found := regexp.MustCompile(`http://127\.0\.0\.1:\d+/\?token=\w+`).FindString(string(p)); found != "" {
		s.link <- found
	}
	return len(p), nil
}

func (s *webSetup) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.String()
}

// startWebSetup begins a setup on pages and returns its link. No browser is started by the setup itself.
func startWebSetup(t *testing.T, c setupCmd) (*webSetup, string) {
	t.Helper()
	s := &webSetup{link: make(chan string, 1), done: make(chan error, 1)}
	path := os.Getenv("PATH")
	t.Setenv("PATH", t.TempDir())
	a := &app{ctx: t.Context(), env: environmentOf(os.Environ()), stdout: s, stderr: s}
	go func() {
		s.done <- c.serve(a, &terminal.Host{Context: a.ctx, In: strings.NewReader(""), Out: s, Names: withNames, Open: browse})
	}()
	select {
	case link := <-s.link:
		t.Setenv("PATH", path)
		return s, link
	case err := <-s.done:
		t.Fatalf("%v\n%s", err, s)
		return nil, ""
	}
}

// fill types into the fields of a page and goes on to the page with the next title.
func fill(t *testing.T, ctx context.Context, next string, fields ...string) {
	t.Helper()
	for i := 0; i+1 < len(fields); i += 2 {
		field := fmt.Sprintf(`[name="q-%s"]`, fields[i])
		visit(t, ctx, chromedp.SetValue(chromedp.CSS(field), fields[i+1]))
	}
	press(t, ctx, "Continue", next)
}

// press presses a button and waits for the page with a title.
func press(t *testing.T, ctx context.Context, button, next string) {
	t.Helper()
	click := chromedp.Click(fmt.Sprintf(`//button[starts-with(normalize-space(.), %q)]`, button))
	if _, err := chromedp.RunResponse(ctx, click); err != nil {
		t.Fatalf("press %s: %v", button, err)
	}
	waiting, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	if err := chromedp.Do(waiting, chromedp.WaitVisible(fmt.Sprintf(`//h1[normalize-space(.)=%q]`, next))); err != nil {
		page, _ := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("body"))) // the error says enough without it
		t.Fatalf("wait for the page %s: %v\n%s", next, err, page)
	}
}

// says checks that the page says something.
func says(t *testing.T, ctx context.Context, want ...string) {
	t.Helper()
	page, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("main")))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range want {
		if !strings.Contains(page, w) {
			t.Errorf("the page does not say %q:\n%s", w, page)
		}
	}
}

// Somebody sets leadsheet up in the browser, on a screen as wide as a phone's: makes mistakes that are named beside the
// field, goes back, has a wrong password refused, changes an answer at the summary, and sends the first mail, which is a
// lead before the last page is closed.
func TestSetupWeb_FromNothingToTheFirstLead(t *testing.T) {
	server, err := mailtest.NewMemory("hello@studio.example", "right-password")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("LEADSHEET_IMAP_SECURITY", "none")
	t.Setenv("TZ", "Europe/Berlin")
	ctx := browser(t, 390, 844)
	s, link := startWebSetup(t, setupCmd{File: "leadsheet.env"})

	visit(t, ctx, chromedp.Navigate(link), chromedp.WaitVisible(`//h1[.="Workbook"]`))
	shot(t, ctx, "1-workbook")
	fill(t, ctx, "Workbook", "book", "notes.txt")
	says(t, ctx, `"notes.txt" is neither a file name`)
	shot(t, ctx, "1-workbook-wrong")
	fill(t, ctx, "Team", "book", "leads.xlsx")
	fill(t, ctx, "Team", "team-name-1", "Kim", "team-mail-1", "kim@example.com", "team-name-2", "Lee")
	says(t, ctx, "Lee has no mail address")
	shot(t, ctx, "2-team-wrong")
	press(t, ctx, "Back", "Workbook")
	fill(t, ctx, "Team")
	fill(t, ctx, "Team", "team-name-1", "Kim", "team-mail-1", "kim@example.com", "team-name-2", "Lee", "team-mail-2",
		"lee@example.com")
	shot(t, ctx, "2-team-receives")
	visit(t, ctx, chromedp.Click(chromedp.CSS(`input[value="Lee"]`)))
	fill(t, ctx, "Business")
	shot(t, ctx, "3-business")
	fill(t, ctx, "Business", "zone", "Nowhere", "country", "EN")
	says(t, ctx, `no time zone "Nowhere"`)
	shot(t, ctx, "3-business-wrong")
	fill(t, ctx, "Mailbox", "zone", "Europe/Berlin", "country", "DE")
	fill(t, ctx, "Mailbox", "mail-user", "hello@studio.example")
	shot(t, ctx, "4-mailbox")
	fill(t, ctx, "Mailbox", "mail-server", server.Addr(), "mail-password", "wrong-password")
	says(t, ctx, "refused the user name or the password")
	shot(t, ctx, "4-mailbox-refused")
	fill(t, ctx, "Sending", "mail-password", "right-password")
	says(t, ctx, "can be read; the folder INBOX holds 0 messages")
	shot(t, ctx, "5-sending")
	press(t, ctx, "No", "Check")
	shot(t, ctx, "6-check")
	says(t, ctx, "Kim <kim@example.com>, Lee <lee@example.com>; leads go to Kim", "hello@studio.example at",
		"days off")
	if page, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("main"))); err != nil || strings.Contains(page, " 0 days off") {
		t.Errorf("the holidays of the country are not known: %v\n%s", err, page)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("something is written before it was agreed to: %v (%v)", left, err)
	}
	press(t, ctx, "Change Business", "Business")
	fill(t, ctx, "Check", "business", "Studio Nord")
	says(t, ctx, "Studio Nord; Europe/Berlin; DE")
	press(t, ctx, "Write it down", "First look")
	shot(t, ctx, "7-first")
	press(t, ctx, "Yes", "First lead")
	shot(t, ctx, "8-lead")
	mail := "From: Ines Almeida <ines@customer.example>\r\nTo: hello@studio.example\r\nSubject: Chairs\r\n" +
		"Message-ID: <1@customer.example>\r\nDate: " + time.Now().Format(time.RFC1123Z) + "\r\n\r\n" +
		"Hello,\r\n\r\nplease make me an offer for 40 chairs.\r\n\r\nInes Almeida\r\n"
	if err := server.Deliver("INBOX", []byte(mail), time.Now()); err != nil {
		t.Fatal(err)
	}
	press(t, ctx, "It is sent", "leadsheet is set up")
	shot(t, ctx, "9-end")
	says(t, ctx, "Ines Almeida", "offer for 40 chairs", "for Kim", "leadsheet run")
	if err := <-s.done; err != nil {
		t.Errorf("%v\n%s", err, s)
	}
	if strings.Contains(s.String()+read(t, "leadsheet.env"), "right-password") ||
		read(t, "leadsheet.password") != "right-password\n" {
		t.Errorf("the password is not where it should be:\n%s", s)
	}
	if code, out, errs := command(t, "leads"); code != exitOK || !strings.Contains(out, "Ines Almeida") {
		t.Errorf("leads: exit code %d\n%s%s", code, out, errs)
	}
}

// Somebody comes back to what was set up: sees it on one page, changes the hours of Saturday, has the team told by a
// mail server whose certificate nobody vouches for at first, and all else stays, to the byte in the file of settings.
func TestSetupWeb_AgainChangesOneThing(t *testing.T) {
	sink, err := sinktest.Start(sinktest.Options{StartTLS: true, Users: map[string]string{"hello@studio.example": "secret-1"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sink.Close)
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("TZ", "Europe/Berlin")
	if err := os.WriteFile("ca.pem", sink.CA, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := command(t, "setup", "--book", "leads.xlsx", "--team", "Kim=kim@example.com", "--country", "DE",
		"--zone", "Europe/Berlin"); code != exitOK {
		t.Fatalf("setup: exit code %d\n%s%s", code, out, errs)
	}
	before := read(t, "leadsheet.env")
	ctx := browser(t, 1280, 900)
	s, link := startWebSetup(t, setupCmd{File: "leadsheet.env"})
	visit(t, ctx, chromedp.Navigate(link), chromedp.WaitVisible(`//h1[.="What is set"]`))
	shot(t, ctx, "again-check")
	press(t, ctx, "Change Team", "Team")
	shot(t, ctx, "again-team")
	press(t, ctx, "Continue", "What is set")
	press(t, ctx, "Change Business", "Business")
	shot(t, ctx, "again-business")
	fill(t, ctx, "Check", "weekend", "10:00-14:00")
	press(t, ctx, "Change Sending", "Sending")
	shot(t, ctx, "again-sending")
	press(t, ctx, "Yes", "Sending")
	fill(t, ctx, "Sending", "smtp-server", "localhost"+sink.Addr[strings.LastIndex(sink.Addr, ":"):], "smtp-user",
		"hello@studio.example", "smtp-password", "secret-1")
	says(t, ctx, "signed by nobody this machine trusts")
	shot(t, ctx, "again-sending-certificate")
	fill(t, ctx, "Test message", "smtp-ca", filepath.Join(dir, "ca.pem"))
	press(t, ctx, "Yes", "Check")
	says(t, ctx, "was accepted", "weekend 10:00-14:00")
	shot(t, ctx, "again-changed")
	if got := sink.Received(); len(got) != 1 {
		t.Errorf("%d test messages", len(got))
	}
	press(t, ctx, "Write it down", "leadsheet is set up")
	shot(t, ctx, "again-end")
	if err := <-s.done; err != nil {
		t.Errorf("%v\n%s", err, s)
	}
	if after := read(t, "leadsheet.env"); !strings.HasPrefix(after, before) || strings.Contains(after, "secret-1") {
		t.Errorf("the settings were\n%s\nand are\n%s", before, after)
	}
	got := map[string]string{}
	for _, row := range rowsIn(t, "leads.xlsx", "Settings") {
		if len(row) > 1 {
			got[row[0]] = row[1]
		}
	}
	if got["Saturday"] != "10:00-14:00" || got["Monday"] != "09:00-18:00" || got["Time zone"] != "Europe/Berlin" {
		t.Errorf("settings %v", got)
	}
	if code, out, errs := command(t, "doctor"); code != exitOK {
		t.Errorf("doctor: exit code %d\n%s%s", code, out, errs)
	}
}
