package setup

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadsheet/lead/hint"
)

// sendConfig are settings with a way to send, changed by name=value.
func sendConfig(changes ...string) Config {
	c := Load(func(hint.Setting) (string, bool) { return "", false })
	for _, change := range changes {
		name, value, _ := strings.Cut(change, "=")
		*c.At(hint.Setting(name)) = value
	}
	return c
}

// Mistakes in the settings of sending are named with what to do, and hold no secret.
func TestConfig_Sending(t *testing.T) {
	dir := t.TempDir()
	client := filepath.Join(dir, "client.json")
	if err := os.WriteFile(client, []byte(`{"client_id":"1","tenant":"firm.example"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	password := filepath.Join(dir, "password")
	if err := os.WriteFile(password, []byte("correct horse\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mailbox := []string{"imap addr=imap.example.com", "imap user=hello@firm.example", "imap password=SECRET1"}
	oauth := []string{"imap addr=outlook.office365.com", "imap user=hello@firm.example", "imap auth=xoauth2",
		"imap oauth client=" + client}
	smtp := []string{"smtp addr=smtp.example.com", "smtp user=hello@firm.example", "smtp password=SECRET2"}
	for name, c := range map[string]struct {
		given [][]string
		more  []string
		want  string
	}{
		"nothing":     {},
		"by password": {given: [][]string{smtp}},
		"by a file": {more: []string{"smtp addr=smtp.example.com", "smtp user=a@b.example",
			"smtp password file=" + password}},
		"by the mailbox": {given: [][]string{oauth}, more: []string{"smtp addr=smtp.office365.com",
			"smtp auth=xoauth2"}},
		"on this machine": {more: []string{"smtp addr=localhost", "smtp from=a@b.example", "smtp security=none"}},
		"a relay":         {more: []string{"smtp addr=relay.example.com", "smtp auth=none", "smtp from=a@b.example"}},
		"a webhook":       {more: []string{"slack webhook=https://hooks.slack.com/services/SECRET3"}},
		"another account": {given: [][]string{mailbox}, more: []string{"smtp addr=smtp.office365.com",
			"smtp auth=xoauth2",
			"smtp user=sales@firm.example", "smtp oauth client=" + client}},

		"no sign-in": {more: []string{"smtp addr=smtp.example.com"}, want: "{setting smtp addr}) has no sign-in: set " +
			"{setting smtp user}"},
		"what serves": {given: [][]string{mailbox}, more: []string{"smtp addr=smtp.example.com"},
			want: "mostly they are the same as {setting imap user} and {setting imap password}, but they are not " +
				"taken from there"},
		"what serves, token": {given: [][]string{oauth}, more: []string{"smtp addr=smtp.office365.com"},
			want: "set {setting smtp auth}=xoauth2 to send with the sign-in of the mailbox"},
		"no server": {more: []string{"smtp user=a@b.example"}, want: "{setting smtp addr} is not set, but other " +
			"settings for sending are"},
		"two passwords": {given: [][]string{smtp}, more: []string{"smtp password file=" + password},
			want: "are both set: keep one"},
		"no file": {more: []string{"smtp addr=smtp.example.com", "smtp user=a", "smtp password file=/nowhere"},
			want: "{setting smtp password file} cannot be used"},
		"two ways": {given: [][]string{smtp}, more: []string{"smtp auth=xoauth2"}, want: "keep one way to sign " +
			"in"},
		"none and a way": {given: [][]string{smtp}, more: []string{"smtp auth=none"}, want: "remove one of them"},
		"another way": {given: [][]string{smtp}, more: []string{"smtp auth=cram"},
			want: `is "cram": give password, xoauth2 or none`},
		"no client": {more: []string{"smtp addr=smtp.gmail.com", "smtp auth=xoauth2", "smtp user=a@b.example"},
			want: "needs a client: name its file in {setting smtp oauth client}"},
		"no user": {more: []string{"smtp addr=smtp.gmail.com", "smtp auth=xoauth2"},
			want: "needs a user name: set {setting smtp user}"},
		"wrong provider": {more: []string{"smtp addr=smtp.gmail.com", "smtp auth=xoauth2", "smtp user=a@b.example",
			"smtp oauth client=" + client}, want: "is a client of Microsoft, but smtp.gmail.com is a mail server of " +
			"Google"},
		"client unused": {given: [][]string{smtp}, more: []string{"smtp oauth client=" + client},
			want: "signing in for sending is by password"},
		"no from": {more: []string{"smtp addr=smtp.example.com", "smtp user=robot", "smtp password=SECRET2"},
			want: "no address that messages come from: set {setting smtp from}"},
		"send": {given: [][]string{smtp}, more: []string{"send=maybe"},
			want: `{setting send} is "maybe": give yes or no`},
		"send by what": {more: []string{"send=yes"}, want: "there is no way to send"},
		"a wrong token": {more: []string{"telegram token=SECRET4"}, want: "{setting telegram token} is no token of a " +
			"bot"},
	} {
		t.Run(name, func(t *testing.T) {
			var changes []string
			for _, g := range c.given {
				changes = append(changes, g...)
			}
			config := sendConfig(append(changes, c.more...)...)
			problems := config.Check()
			switch {
			case c.want == "" && len(problems) > 0:
				t.Errorf("problems %v", problems)
			case c.want != "" && (len(problems) != 1 || !strings.Contains(problems[0].Error(), c.want)):
				t.Errorf("problems %v, want one with %q", problems, c.want)
			}
			if strings.Contains(fmt.Sprint(problems), "SECRET") {
				t.Errorf("a secret is shown: %v", problems)
			}
		})
	}
}

// Messages come from the address that is set, else from who signs in, else from the mailbox.
func TestConfig_SendAddress(t *testing.T) {
	const mailbox = "hello@firm.example"
	for _, c := range []struct {
		given    []string
		want, in string
	}{
		{[]string{"smtp addr=x", "smtp from=Sales <sales@firm.example>", "smtp user=a@b.example"}, "sales@firm.example",
			"sales@firm.example"},
		{[]string{"smtp addr=x", "smtp user=a@b.example", "imap addr=x", "imap user=" + mailbox}, "a@b.example",
			"a@b.example"},
		{[]string{"smtp addr=x", "smtp user=robot", "imap addr=x", "imap user=" + mailbox}, mailbox, mailbox},
		{[]string{"smtp addr=x", "smtp user=robot"}, "", ""},
		{[]string{"imap addr=x", "imap user=" + mailbox}, mailbox, ""},
	} {
		if config := sendConfig(c.given...); config.SendAddress() != c.want || config.SendsFrom() != c.in {
			t.Errorf("%v: %q and %q, want %q and %q", c.given, config.SendAddress(), config.SendsFrom(), c.want,
				c.in)
		}
	}
}

// The sign-in of the mailbox serves for sending too, and then asks for both.
func TestConfig_SendAccount(t *testing.T) {
	by := sendConfig("imap addr=imap.gmail.com", "imap user=hello@firm.example", "imap auth=xoauth2",
		"imap oauth client=m",
		"imap oauth token=mt", "smtp addr=smtp.gmail.com", "smtp auth=xoauth2")
	if a := by.SendAccount(); a.ClientFile != "m" || a.KeptFile != "mt" || a.Mailbox != "hello@firm.example" ||
		!a.Sends ||
		!by.MailAccount().Sends {
		t.Errorf("%+v", a)
	}
	by.SMTPOAuthClient, by.SMTPOAuthToken, by.SMTPUser = "s", "st", "sales@firm.example"
	if a := by.SendAccount(); a.ClientFile != "s" || a.KeptFile != "st" || a.Mailbox != "sales@firm.example" ||
		!a.Sends ||
		by.MailAccount().Sends {
		t.Errorf("%+v", a)
	}
}
