package main

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"leadsheet/cmd/leadsheet/setup/terminal"
	"leadsheet/mailin/dovecottest"
	"leadsheet/mailin/mailtest"
)

// visitor reads what setup says, and opens the provider's page as soon as its address is told.
type visitor struct {
	bytes.Buffer
	t       *testing.T
	visited bool
}

func (v *visitor) Write(p []byte) (int, error) {
	n, err := v.Buffer.Write(p)
	address := regexp.MustCompile(`http\S+/auth\?\S+`).FindString(string(p))
	if address != "" && !v.visited {
		v.visited = true
		go func() {
			if page, err := http.Get(address); err != nil {
				v.t.Error(err)
			} else {
				_ = page.Body.Close()
			}
		}()
	}
	return n, err
}

// A person sets leadsheet up for a mailbox that wants OAuth: the client's file is asked for, again when it is no good, and
// the browser is opened in the same breath. The password of an earlier setup leaves the file of settings, when they agree.
func TestSetupOfAMailboxByOAuth(t *testing.T) {
	mail := dovecottest.StartDovecot(t)
	p := mailtest.NewProvider()
	t.Cleanup(p.Close)
	p.OnGrant(func(token string) { mail.Grant(token, mail.User) })
	dir := t.TempDir()
	t.Chdir(dir)
	for name, content := range map[string]string{"client.json": p.GoogleClient(), "other.json": "{}", "leadsheet.env": "LEADSHEET_IMAP_PASSWORD_FILE=" + filepath.Join(dir, "gone") + "\n"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, value := range map[string]string{"LEADSHEET_IMAP_SECURITY": "tls", "LEADSHEET_IMAP_CA_FILE": mail.CAFile,
		"LEADSHEET_IMAP_OAUTH_TOKEN": filepath.Join(dir, "token.json")} {
		t.Setenv(name, value)
	}
	path := os.Getenv("PATH")
	t.Setenv("PATH", dir) // no browser is started

	say := &visitor{t: t}
	w := &app{ctx: context.Background(), env: environmentOf(os.Environ()), stdout: say, stderr: say}
	c := setupCmd{File: "leadsheet.env", Book: "leads.xlsx", MailServer: mail.IMAPSAddr, MailUser: mail.User, MailAuth: "xoauth2", Zone: "UTC", Country: "DE", Team: "Kim=kim@example.com"}
	answers := strings.NewReader("\n\n\n\n\nother.json\n\n\nclient.json\nno\nyes\nyes\nno\n")
	if err := c.run(w, &terminal.Host{Context: w.ctx, In: answers, Out: say, Person: true, Names: withNames, Open: browse}); err != nil {
		t.Fatalf("%v\n%s", err, say.String())
	}
	for _, want := range []string{"neither a client of Google", "Signed in as anna@example.com", "lets leadsheet in", "which is for another way to sign in to the mailbox; remove it?", "The settings are in leadsheet.env"} {
		if !strings.Contains(say.String(), want) {
			t.Errorf("setup did not say %q:\n%s", want, say.String())
		}
	}
	if strings.Contains(say.String(), mailtest.Canary) {
		t.Errorf("a secret shows:\n%s", say.String())
	}
	settings, err := readEnvFile("leadsheet.env")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"LEADSHEET_IMAP_AUTH": "xoauth2", "LEADSHEET_IMAP_OAUTH_CLIENT": filepath.Join(dir, "client.json"), "LEADSHEET_IMAP_PASSWORD_FILE": ""} {
		if got := settings.Values[name]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}

	// Again, with nothing but the file: nothing is asked, nothing is written.
	before := read(t, "leadsheet.env")
	t.Setenv("PATH", path)
	out, err := session(t, setupCmd{File: "leadsheet.env"})
	if err != nil || read(t, "leadsheet.env") != before || !strings.Contains(out, "stand as they are") {
		t.Errorf("the second setup: %v\n%s", err, out)
	}
}
