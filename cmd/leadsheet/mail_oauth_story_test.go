package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/dovecottest"
	"leadsheet/mailin/mailtest"
)

// oauthInstallation is a program that signs in to its mailbox by OAuth, with the client of a provider whose tokens the
// mail server believes.
type oauthInstallation struct {
	*installation
	mail     *dovecottest.Dovecot
	provider *mailtest.Provider
}

func installOAuth(t *testing.T, client func(p *mailtest.Provider) string) *oauthInstallation {
	t.Helper()
	in := &oauthInstallation{mail: dovecottest.StartDovecot(t), provider: mailtest.NewProvider()}
	t.Cleanup(in.provider.Close)
	in.provider.OnGrant(func(token string) { in.mail.Grant(token, in.mail.User) })
	in.installation = install(t, in.mail)
	in.env = slices.DeleteFunc(in.env, func(s string) bool { return strings.HasPrefix(s, "LEADSHEET_IMAP_PASSWORD") })
	// No browser starts by itself: the test opens what is printed.
	in.env = append(in.env, "PATH="+t.TempDir(), "LEADSHEET_IMAP_AUTH=xoauth2", "LEADSHEET_IMAP_OAUTH_CLIENT="+in.path("client.json"), "LEADSHEET_IMAP_OAUTH_TOKEN="+in.path("token.json"))
	in.write("client.json", client(in.provider))
	return in
}

func (in *oauthInstallation) path(name string) string { return filepath.Join(in.dir, name) }

func (in *oauthInstallation) write(name, content string) {
	in.t.Helper()
	if err := os.WriteFile(in.path(name), []byte(content), 0o600); err != nil {
		in.t.Fatal(err)
	}
}

// says runs the program, and checks whether it succeeds, what it says, and that it keeps secrets to itself.
func (in *oauthInstallation) says(good bool, args []string, want ...string) {
	in.t.Helper()
	out, err := in.command(args...).CombinedOutput()
	if (err == nil) != good {
		in.t.Errorf("leadsheet %v: %v", args, err)
	}
	in.check(string(out), want...)
}

func (in *oauthInstallation) check(out string, want ...string) {
	in.t.Helper()
	for _, w := range want {
		if !strings.Contains(out, w) {
			in.t.Errorf("it does not say %q:\n%s", w, out)
		}
	}
	if strings.Contains(out, mailtest.Canary) {
		in.t.Errorf("a secret is in\n%s", out)
	}
}

// login runs leadsheet login --mail and opens the address that it prints, as a person would.
func (in *oauthInstallation) login(want ...string) {
	in.t.Helper()
	cmd := in.command("login", "--mail")
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		in.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		in.t.Fatal(err)
	}
	var said strings.Builder
	address := regexp.MustCompile(`^http\S+/auth\?\S+$`)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if !address.MatchString(lines.Text()) {
			continue
		}
		page, err := http.Get(lines.Text())
		if err != nil {
			in.t.Fatal(err)
		}
		_ = page.Body.Close()
	}
	if err := cmd.Wait(); err != nil {
		in.t.Errorf("login --mail: %v\n%s", err, errs.String())
	}
	in.check(said.String()+errs.String(), want...)
}

// token changes the sign-in that is kept, and returns its access token.
func (in *oauthInstallation) token(change map[string]any) string {
	in.t.Helper()
	data, err := os.ReadFile(in.path("token.json"))
	if err != nil {
		in.t.Fatal(err)
	}
	var kept map[string]any
	if err := json.Unmarshal(data, &kept); err != nil {
		in.t.Fatal(err)
	}
	for k, v := range change {
		kept[k] = v
	}
	if data, err = json.Marshal(kept); err != nil {
		in.t.Fatal(err)
	}
	in.write("token.json", string(data))
	token, _ := kept["access_token"].(string)
	return token
}

// A person consents in the browser, requests come in, an hour passes, a token is withdrawn, then the consent: each time the
// program goes on or says what to do, and takes in meanwhile what lies in the folder.
func TestStoryMailboxOfAPersonByOAuth(t *testing.T) {
	for name, client := range map[string]func(p *mailtest.Provider) string{
		"Google":    func(p *mailtest.Provider) string { return p.GoogleClient() },
		"Microsoft": func(p *mailtest.Provider) string { return p.MicrosoftClient(false) },
	} {
		t.Run(name, func(t *testing.T) {
			in := installOAuth(t, client)
			in.mail.Deliver(enquiry(1))
			in.says(false, []string{"doctor"}, "FAIL  mail sign-in", "nobody has signed in to the mailbox yet: run leadsheet login --mail")
			in.says(false, []string{"once"}, "run leadsheet login --mail")

			in.login("/auth?", "Signed in as anna@example.com", in.path("token.json"), "The mailbox is intake: that works if anna@example.com may open it",
				"lets leadsheet in; the folder INBOX holds 1 message", "Next: leadsheet once")
			in.says(true, []string{"once"}, "1 new lead")
			in.says(true, []string{"doctor"}, "mail sign-in   as anna@example.com, who consented with "+name, "renewed by itself", "lets leadsheet in")

			// An hour later.
			in.token(map[string]any{"expiry": "2020-01-01T00:00:00Z"})
			asked := len(in.provider.TokenForms())
			in.mail.Deliver(enquiry(2))
			in.says(true, []string{"once"}, "1 new lead", "2 leads")
			if n := len(in.provider.TokenForms()); n != asked+1 {
				t.Errorf("the provider was asked %d times", n-asked)
			}
			// The access token is withdrawn before its time.
			in.mail.Grant(in.token(nil), "somebody-else")
			in.mail.Deliver(enquiry(3))
			in.says(true, []string{"once"}, "1 new lead", "3 leads")

			// The person withdraws the consent. The drop folder goes on.
			in.provider.Withdraw()
			in.token(map[string]any{"expiry": "2020-01-01T00:00:00Z"})
			in.mail.Deliver(enquiry(4))
			in.write("drop/site.csv", "Submission ID,Name,Email,Message\n1,Ada,ada@one.example,A shed\n")
			if err := os.Chtimes(in.path("drop/site.csv"), time.Now().Add(-time.Hour), time.Now().Add(-time.Hour)); err != nil {
				t.Fatal(err)
			}
			in.says(false, []string{"once"}, "sign in to "+name, "expired or was withdrawn", "run leadsheet login --mail again", "1 new lead")
			in.says(false, []string{"doctor", "--json"}, `"mail sign-in"`, "expired or was withdrawn")
			in.login("Signed in as anna@example.com")
			in.says(true, []string{"once"}, "1 new lead", "5 leads")
		})
	}
}

// An application of Microsoft 365 needs no person: setup asks nothing, and the settings it writes are enough.
func TestStoryMailboxOfAnApplicationByOAuth(t *testing.T) {
	in := installOAuth(t, func(p *mailtest.Provider) string { return p.MicrosoftClient(true) })
	in.mail.Deliver(enquiry(1))
	in.login("Nothing to sign in", "lets leadsheet in")
	in.says(true, []string{"doctor"}, "mail sign-in   as the application client-1 of Microsoft, by its secret; access until")

	// Everything that setup is told stands in its file.
	in.env = slices.DeleteFunc(in.env, func(s string) bool {
		return strings.HasPrefix(s, "LEADSHEET_IMAP_AUTH") || strings.HasPrefix(s, "LEADSHEET_IMAP_OAUTH")
	})
	in.says(true, []string{"setup", "--book", "leads.xlsx", "--mail-client", "client.json", "--mail-since", "all", "--zone", "UTC", "--country", "DE"},
		"can be read; the folder INBOX holds 1 message", "The settings are in leadsheet.env")
	settings, err := os.ReadFile(in.path("leadsheet.env"))
	if err != nil {
		t.Fatal(err)
	}
	in.check(string(settings), "LEADSHEET_IMAP_AUTH=xoauth2", "LEADSHEET_IMAP_OAUTH_CLIENT="+in.path("client.json"))
	in.env = append(in.env, strings.Split(strings.TrimSpace(string(settings)), "\n")...)
	in.says(true, []string{"once"}, "1 new lead")

	// The administrator takes the mailbox away: the provider still gives tokens.
	in.provider.OnGrant(func(token string) { in.mail.Grant(token, "somebody-else") })
	in.says(false, []string{"once"}, "does not accept the sign-in", "IMAP.AccessAsApp", "New-ServicePrincipal", "Add-MailboxPermission")
	// The secret runs out.
	in.provider.OnAnswer(func(_ string, fields map[string]any) int {
		clear(fields)
		fields["error"], fields["error_description"] = "invalid_client", "AADSTS7000222: The provided client secret keys are expired."
		return 401
	})
	in.says(false, []string{"once"}, "the application's secret has run out: make a new one")
	in.says(false, []string{"doctor"}, "FAIL  mail sign-in", "secret has run out")
}

// What cannot be meant is said before anything is done.
func TestStoryMailSignInSettings(t *testing.T) {
	in := installOAuth(t, func(p *mailtest.Provider) string { return p.MicrosoftClient(false) })
	in.says(true, []string{"setup", "--book", "leads.xlsx", "--mail-client", "client.json", "--zone", "UTC", "--country", "DE"},
		"The mailbox was not tried", "leadsheet login --mail; leadsheet doctor")
	for name, test := range map[string]struct {
		env  string
		args []string
		want string
	}{
		"a way that is none":   {"LEADSHEET_IMAP_AUTH=oauth", []string{"once"}, "give password or xoauth2"},
		"two ways":             {"LEADSHEET_IMAP_PASSWORD=x", []string{"once"}, "keep one way to sign in"},
		"client and password":  {"LEADSHEET_IMAP_AUTH=password", []string{"once"}, "set LEADSHEET_IMAP_AUTH=xoauth2, or remove it"},
		"no client":            {"LEADSHEET_IMAP_OAUTH_CLIENT=", []string{"login", "--mail"}, "name its file in LEADSHEET_IMAP_OAUTH_CLIENT"},
		"no mailbox":           {"LEADSHEET_IMAP_ADDR=", []string{"login", "--mail"}, "LEADSHEET_IMAP_ADDR is not set"},
		"the other login":      {"X=", []string{"login"}, "leadsheet login --mail"},
		"setup with a secret":  {"X=", []string{"setup", "--book", "leads.xlsx", "--mail-auth", "xoauth2", "--password-file", "x"}, "leave one of them out"},
		"setup the third way":  {"X=", []string{"setup", "--book", "leads.xlsx", "--mail-auth", "magic"}, "give password, or xoauth2"},
		"Gmail with a foreign": {"LEADSHEET_IMAP_ADDR=imap.gmail.com", []string{"once"}, "is a client of Microsoft, but imap.gmail.com is a mail server of Google"},
	} {
		in.env = append(in.env, test.env)
		t.Log(name)
		in.says(false, test.args, test.want)
		in.env = in.env[:len(in.env)-1]
	}
}

// A daemon that was started before anybody signed in waits, and goes on by itself.
func TestStoryDaemonWaitsForTheSignIn(t *testing.T) {
	in := installOAuth(t, func(p *mailtest.Provider) string { return p.GoogleClient() })
	in.env = append(in.env, "LEADSHEET_POLL=1s")
	in.mail.Deliver(enquiry(1))
	cmd := in.command("run")
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// Whatever goes wrong, it ends: the log below is read to its end.
	ends := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer ends.Stop()
	var log strings.Builder
	asked, came := false, false
	for lines := bufio.NewScanner(errs); lines.Scan(); {
		log.WriteString(lines.Text() + "\n")
		switch {
		case !asked && strings.Contains(lines.Text(), "run leadsheet login --mail"):
			asked = true
			in.login("Signed in as anna@example.com")
		case strings.Contains(lines.Text(), "new_leads=1"):
			came = true
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Error(err)
			}
		}
	}
	_ = cmd.Wait()
	if !asked || !came || strings.Contains(log.String(), mailtest.Canary) {
		t.Errorf("it said: %s", log.String())
	}
}
