package signin_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"leadsheet/mailin/mailtest"
	"leadsheet/signin"
)

// What providers say becomes a sentence that says what to do.
func TestOAuth_Refusals(t *testing.T) {
	for name, test := range map[string]struct {
		microsoft, app    bool
		status            int
		code, description string
		want              []string
		transient         bool
	}{
		"wrong tenant": {microsoft: true, app: true, status: 400, code: "invalid_request",
			description: "AADSTS90002: Tenant 'x' not found.", want: []string{"no such directory", "tenant", "AADSTS90002"}},
		"wrong application": {microsoft: true, app: true, status: 400, code: "unauthorized_client",
			description: "AADSTS700016: Application with identifier 'x' was not found in the directory.",
			want:        []string{"does not know the application", "client_id"}},
		"wrong secret": {microsoft: true, app: true, status: 401, code: "invalid_client",
			description: "AADSTS7000215: Invalid client secret provided.", want: []string{"secret's value, not its ID"}},
		"no consent": {microsoft: true, status: 400, code: "invalid_grant", description: "AADSTS65001: The " +
			"user or administrator has not consented", want: []string{"nobody has consented", "API permissions"}},
		"second factor": {microsoft: true, status: 400, code: "invalid_grant", description: "AADSTS50076: Due to " +
			"a configuration change", want: []string{"second factor"}},
		"unused": {microsoft: true, status: 400, code: "invalid_grant", description: "AADSTS700082: The " +
			"refresh token has expired due to inactivity.", want: []string{"has expired", "login --mail again"}},
		"no public client": {microsoft: true, status: 401, code: "invalid_client", description: "AADSTS7000218: The " +
			"request body must contain", want: []string{"allow public client flows"}},
		"conditional access": {microsoft: true, status: 400, code: "invalid_grant", description: "AADSTS53003: Access " +
			"has been blocked", want: []string{"conditional access"}},
		"a number nobody knows": {microsoft: true, status: 400, code: "invalid_grant", description: "AADSTS1234567: new",
			want: []string{"expired or was withdrawn", "AADSTS1234567"}},
		"a code nobody knows": {microsoft: true, status: 400, code: "brand_new", description: "", want: []string{"it " +
			"refused (brand_new)", "Sign-in logs"}},
		"an app, without a word": {microsoft: true, app: true, status: 400, code: "invalid_grant", description: "",
			want: []string{"it refused (invalid_grant)"}},
		"Google: withdrawn": {status: 400, code: "invalid_grant", description: "Token has been expired or revoked.",
			want: []string{"expired or was withdrawn", "seven days"}},
		"Google: organisation": {status: 400, code: "invalid_grant", description: "reauth related error (invalid_rapt)",
			want: []string{"asks for a new sign-in"}},
		"Google: deleted":     {status: 401, code: "deleted_client", want: []string{"was deleted", "Desktop app"}},
		"Google: code":        {status: 400, code: "<b>" + mailtest.Canary, want: []string{"unknown reason"}},
		"Google: down":        {status: 503, want: []string{"next pass tries again"}, transient: true},
		"Microsoft: too many": {microsoft: true, status: 429, want: []string{"next pass tries again"}, transient: true},
		"a proxy":             {status: 407, want: []string{"not one of Google's"}},
		"Microsoft: hiccup coded": {microsoft: true, status: 400, code: "temporarily_unavailable", want: []string{"next " +
			"pass"}, transient: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := oauthProvider(t)
			client := p.GoogleClient()
			if test.microsoft {
				client = p.MicrosoftClient(test.app)
			}
			o := oauthWith(t, client)
			if !test.app {
				if _, _, err := oauthLogin(t, o, nil); err != nil {
					t.Fatal(err)
				}
				oauthEdit(t, o, func(k *signin.Kept) { k.Expiry = time.Unix(1, 0) })
			}
			p.OnAnswer(func(_ string, fields map[string]any) int {
				clear(fields)
				if test.code != "" {
					fields["error"], fields["error_description"] = test.code, test.description+" "+mailtest.Canary
				}
				return test.status
			})
			_, err := o.Source().Token(t.Context(), "")
			oauthWant(t, err, test.want...)
			if errors.Is(err, signin.ErrSignedOut) == test.transient {
				t.Errorf("%v: a person must do something: %v", err, !test.transient)
			}
		})
	}
}

// Whatever goes wrong in the browser, nothing is kept and a sentence says what to do.
func TestOAuth_FailedConsents(t *testing.T) {
	for name, test := range map[string]struct {
		microsoft bool
		back      func(url.Values)
		answer    func(fields map[string]any) int
		want      string
	}{
		"denied":      {back: func(v url.Values) { v.Set("error", "access_denied") }, want: "login --mail again and allow"},
		"no code":     {back: func(url.Values) {}, want: "brought no answer"},
		"forged code": {back: func(v url.Values) { v.Set("code", "forged") }, want: "login --mail again"},
		"box not ticked": {answer: func(fields map[string]any) int { fields["scope"] = "openid email"; return 0 },
			want: "tick the box for mail"},
		"for an hour only": {answer: func(fields map[string]any) int { delete(fields, "refresh_token"); return 0 },
			want: "myaccount.google.com"},
		"Microsoft: for an hour only": {microsoft: true, answer: func(fields map[string]any) int {
			delete(fields,
				"refresh_token")
			return 0
		},
			want: "offline_access"},
		"Microsoft: declined": {microsoft: true, back: func(v url.Values) {
			v.Set("error", "access_denied")
			v.Set("error_description", "AADSTS65004: User declined to consent")
		}, want: "allow it (AADSTS65004)"},
		"Microsoft: administrator": {microsoft: true, back: func(v url.Values) {
			v.Set("error", "consent_required")
			v.Set("error_description", "AADSTS90094: admin")
		}, want: "wants an administrator to consent"},
	} {
		t.Run(name, func(t *testing.T) {
			p := oauthProvider(t)
			client := p.GoogleClient()
			if test.microsoft {
				client = p.MicrosoftClient(false)
			}
			if test.answer != nil {
				p.OnAnswer(func(_ string, fields map[string]any) int { return test.answer(fields) })
			}
			o := oauthWith(t, client)
			_, page, err := oauthLogin(t, o, test.back)
			oauthWant(t, err, test.want)
			if !strings.Contains(page, "not signed in") {
				t.Errorf("page %q", page)
			}
			if _, err := os.Stat(o.KeptFile); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("a sign-in was kept (%v)", err)
			}
		})
	}
}

// A client's file that cannot be used is told at the start, without its content.
func TestOAuth_ClientFiles(t *testing.T) {
	for name, test := range map[string]struct{ file, server, want string }{
		"not JSON":             {`client_id=CANARY`, "", "not JSON of that kind"},
		"nothing":              {`{}`, "", "neither a client of Google"},
		"web application":      {`{"web":{"client_id":"CANARY"}}`, "", "Desktop app"},
		"service account":      {`{"type":"service_account","private_key":"CANARY"}`, "", "has no mailbox"},
		"half a Google client": {`{"installed":{"client_id":"CANARY"}}`, "", "ID or secret"},
		"no tenant":            {`{"client_id":"CANARY"}`, "", "directory (tenant) ID"},
		"tenant with a path": {`{"client_id":"CANARY","tenant":"a/../b"}`, "", "neither a directory (tenant) ID nor a " +
			"domain"},
		"app of everybody": {`{"client_id":"a","tenant":"common","client_secret":"CANARY"}`, "", "belongs to one " +
			"organisation"},
		"in the clear": {`{"client_id":"a","tenant":"b","token_uri":"http://login.example.com/token"}`, "", "not " +
			"encrypted"},
		"Microsoft for Gmail": {`{"client_id":"a","tenant":"b"}`, "imap.gmail.com:993", "mail server of Google"},
		"Google for Microsoft": {`{"installed":{"client_id":"a","client_secret":"CANARY"}}`, "outlook.office365.com",
			"mail server of Microsoft"},
		"good Google": {`{"installed":{"client_id":"a","client_secret":"CANARY"}}`, "imap.gmail.com", ""},
		"good Microsoft": {`{"client_id":"a","tenant":"0f3a9c52-0000-4000-8000-000000000000"}`,
			"outlook.office365.com:993", ""},
	} {
		o := oauthWith(t, test.file)
		o.Server = test.server
		err := o.Validate()
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		oauthWant(t, err, test.want, o.ClientFile)
	}
	if runtime.GOOS != "windows" {
		o := oauthWith(t, `{"client_id":"a","tenant":"b"}`)
		if err := os.Chmod(o.ClientFile, 0o644); err != nil {
			t.Fatal(err)
		}
		oauthWant(t, o.Validate(), "chmod 600")
	}
	oauthWant(t, signin.Account{Service: signin.Mail, Names: names}.Validate(), "LEADSHEET_IMAP_OAUTH_CLIENT")
	c, err := oauthWith(t, `{"client_id":"a","tenant":"firm.example"}`).ReadClient()
	if err != nil || c.TokenURI != "https://login.microsoftonline.com/firm.example/oauth2/v2.0/token" ||
		c.AuthURI != "https://login.microsoftonline.com/firm.example/oauth2/v2.0/authorize" {
		t.Errorf("%v, %v", c, err)
	}
}

// A sign-in that is not ours, or that others can read, is not used.
func TestOAuth_RefusedSavedSignIns(t *testing.T) {
	p := oauthProvider(t)
	good := oauthWith(t, p.MicrosoftClient(false))
	if _, _, err := oauthLogin(t, good, nil); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(t *testing.T, o *signin.Account){
		"no sign-in that can be read": func(t *testing.T, o *signin.Account) { oauthWrite(t, o.KeptFile, "{") },
		"another OAuth client": func(t *testing.T, o *signin.Account) {
			oauthEdit(t, *o, func(k *signin.Kept) { k.ClientID = "client-2" })
		},
		"for the mailbox ben@example.com": func(t *testing.T, o *signin.Account) {
			oauthEdit(t, *o, func(k *signin.Kept) { k.Mailbox = "ben@example.com" })
		},
		"LEADSHEET_IMAP_OAUTH_TOKEN": func(_ *testing.T, o *signin.Account) { o.KeptFile = "" },
		"symbolic link": func(t *testing.T, o *signin.Account) {
			link := filepath.Join(t.TempDir(), "link")
			if err := os.Symlink(o.KeptFile, link); err != nil {
				t.Skip(err)
			}
			o.KeptFile = link
		},
	} {
		t.Run(want, func(t *testing.T) {
			o := good
			o.KeptFile = filepath.Join(t.TempDir(), "kept.json")
			data, err := os.ReadFile(good.KeptFile)
			if err != nil {
				t.Fatal(err)
			}
			oauthWrite(t, o.KeptFile, string(data))
			spoil(t, &o)
			_, err = o.Source().Token(t.Context(), "")
			oauthWant(t, err, want)
			if !errors.Is(err, signin.ErrSignedOut) {
				t.Errorf("%v is not ErrSignedOut", err)
			}
		})
	}
}
