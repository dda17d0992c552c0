package signin_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
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

// names are those that a program may have for the sign-in to a mailbox.
var names = signin.Names{Login: "leadsheet login --mail", Client: "LEADSHEET_IMAP_OAUTH_CLIENT", Kept: "LEADSHEET_IMAP_OAUTH_TOKEN"}

// oauthProvider is a provider that ends with the test.
func oauthProvider(t *testing.T) *mailtest.Provider {
	t.Helper()
	p := mailtest.NewProvider()
	t.Cleanup(p.Close)
	return p
}

// oauthWith is a sign-in with a client's file of that content.
func oauthWith(t *testing.T, client string) signin.Account {
	t.Helper()
	dir := t.TempDir()
	o := signin.Account{Service: signin.Mail, ClientFile: filepath.Join(dir, "client.json"), KeptFile: filepath.Join(dir, "new", "mail.json"),
		Mailbox: "hello@example.com", Names: names}
	oauthWrite(t, o.ClientFile, client)
	return o
}

func oauthWrite(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// oauthLogin signs in as a person whose browser does what it is told to; change may send it elsewhere on its way back.
func oauthLogin(t *testing.T, o signin.Account, change func(back url.Values)) (address, page string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	address, err = o.Login(ctx, func(at string) error {
		if change != nil {
			u, err := url.Parse(at)
			if err != nil {
				return err
			}
			back := url.Values{"state": {u.Query().Get("state")}}
			change(back)
			at = u.Query().Get("redirect_uri") + "?" + back.Encode()
		}
		answer, err := http.Get(at)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		page = string(body)
		return err
	}, t.Logf)
	if strings.Contains(page, mailtest.Canary) {
		t.Errorf("the page holds a secret: %s", page)
	}
	return address, page, err
}

func oauthKept(t *testing.T, o signin.Account) signin.Kept {
	t.Helper()
	data, err := os.ReadFile(o.KeptFile)
	if err != nil {
		t.Fatal(err)
	}
	var k signin.Kept
	if err := json.Unmarshal(data, &k); err != nil {
		t.Fatal(err)
	}
	return k
}

func oauthEdit(t *testing.T, o signin.Account, change func(*signin.Kept)) {
	t.Helper()
	k := oauthKept(t, o)
	change(&k)
	data, err := json.Marshal(k)
	if err != nil {
		t.Fatal(err)
	}
	oauthWrite(t, o.KeptFile, string(data))
}

// oauthWant checks that an error says all of want and no secret.
func oauthWant(t *testing.T, err error, want ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", want)
	}
	for _, w := range want {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
	if strings.Contains(fmt.Sprintf("%+v", err), mailtest.Canary) {
		t.Errorf("the error holds a secret: %v", err)
	}
}

// A person consents, an hour passes, the consent is withdrawn, the person consents again: the same mailbox goes on, for
// Gmail and for Microsoft 365.
func TestOAuthOfAPerson(t *testing.T) {
	for name, test := range map[string]struct {
		client func(p *mailtest.Provider) string
		asked  map[string]string
		back   string
		again  []string
	}{
		"Google": {func(p *mailtest.Provider) string { return p.GoogleClient() },
			map[string]string{"scope": "https://mail.google.com/ openid email", "prompt": "consent", "access_type": "offline"}, "http://127.0.0.1:",
			[]string{"sign in to Google", "expired or was withdrawn", "run leadsheet login --mail again", "seven days"}},
		"Microsoft": {func(p *mailtest.Provider) string { return p.MicrosoftClient(false) },
			map[string]string{"scope": "https://outlook.office.com/IMAP.AccessAsUser.All offline_access openid email", "prompt": "select_account"}, "http://localhost:",
			[]string{"sign in to Microsoft", "expired or was withdrawn", "run leadsheet login --mail again"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := oauthProvider(t)
			o := oauthWith(t, test.client(p))
			box := o.Source()
			_, err := box.Token(t.Context(), "")
			oauthWant(t, err, "nobody has signed in to the mailbox yet: run leadsheet login --mail")
			if !errors.Is(err, signin.ErrSignedOut) {
				t.Errorf("%v is not ErrSignedOut", err)
			}

			address, page, err := oauthLogin(t, o, nil)
			if err != nil || address != "anna@example.com" || !strings.Contains(page, "signed in as anna@example.com") {
				t.Fatalf("%q, %q, %v", address, page, err)
			}
			test.asked["code_challenge_method"], test.asked["login_hint"] = "S256", "hello@example.com"
			for name, want := range test.asked {
				if got := p.Asked().Get(name); got != want {
					t.Errorf("the provider was asked with %s %q, want %q", name, got, want)
				}
			}
			if back := p.Asked().Get("redirect_uri"); !strings.HasPrefix(back, test.back) {
				t.Errorf("the browser comes back to %s", back)
			}
			if info, err := os.Stat(o.KeptFile); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("the sign-in is kept with mode %v, %v", info.Mode(), err)
			}

			// The access token lasts; nobody is asked.
			first, err := box.Token(t.Context(), "")
			if err != nil || len(p.Forms()) != 1 {
				t.Fatalf("%v; the provider was asked %d times", err, len(p.Forms()))
			}
			// It was withdrawn before its time.
			second, err := box.Token(t.Context(), first)
			if err != nil || second == first || len(p.Forms()) != 2 {
				t.Errorf("the same token after it was refused (%v), asked %d times", err, len(p.Forms()))
			}
			// An hour later.
			oauthEdit(t, o, func(k *signin.Kept) { k.Expiry = time.Now().Add(time.Minute) })
			if third, err := box.Token(t.Context(), ""); err != nil || third == second {
				t.Errorf("an old token, %v", err)
			}
			if st, err := o.Standing(t.Context()); err != nil || st.Address != "anna@example.com" || st.App || st.Until.Before(time.Now()) || st.SignedIn.IsZero() || !st.Ends.IsZero() {
				t.Errorf("standing %+v, %v", st, err)
			}

			p.Withdraw()
			oauthEdit(t, o, func(k *signin.Kept) { k.Expiry = time.Unix(1, 0) })
			_, err = box.Token(t.Context(), "")
			oauthWant(t, err, test.again...)
			if _, _, err := oauthLogin(t, o, nil); err != nil {
				t.Fatal(err)
			}
			if _, err := box.Token(t.Context(), ""); err != nil {
				t.Errorf("after the new consent: %v", err)
			}
		})
	}
}

// While a Google project says Testing, a consent ends after seven days; the provider tells, and so do we.
func TestOAuthConsentForAWhile(t *testing.T) {
	p := oauthProvider(t)
	p.OnAnswer(func(_ string, fields map[string]any) int { fields["refresh_token_expires_in"] = 604799; return 0 })
	o := oauthWith(t, p.GoogleClient())
	if _, _, err := oauthLogin(t, o, nil); err != nil {
		t.Fatal(err)
	}
	st, err := o.Standing(t.Context())
	if left := time.Until(st.Ends); err != nil || left < 6*24*time.Hour || left > 7*24*time.Hour {
		t.Errorf("ends %v, %v", st.Ends, err)
	}
}

// An application is let in by its secret; the token is kept in memory, and its permission is looked at.
func TestOAuthOfAnApplication(t *testing.T) {
	p := oauthProvider(t)
	o := oauthWith(t, p.MicrosoftClient(true))
	box := o.Source()
	first, err := box.Token(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := box.Token(t.Context(), ""); err != nil || again != first {
		t.Errorf("another token, %v", err)
	}
	if again, err := box.Token(t.Context(), first); err != nil || again == first {
		t.Errorf("the refused token, %v", err)
	}
	forms := p.Forms()
	if len(forms) != 2 || forms[0].Get("grant_type") != "client_credentials" || forms[0].Get("scope") != "https://outlook.office365.com/.default" {
		t.Errorf("the provider was asked with %d forms", len(forms))
	}
	if _, _, err := oauthLogin(t, o, nil); !errors.Is(err, signin.ErrNoConsentNeeded) {
		t.Errorf("login: %v", err)
	}
	if _, err := os.Stat(o.KeptFile); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file was written (%v)", err)
	}
	for roles, lacks := range map[string]string{`["IMAP.AccessAsApp"]`: "", `["Mail.Read"]`: "IMAP.AccessAsApp", `[]`: "IMAP.AccessAsApp"} {
		p.OnAnswer(func(_ string, fields map[string]any) int {
			fields["access_token"] = "e30." + base64.RawURLEncoding.EncodeToString([]byte(`{"roles":`+roles+`}`)) + ".c2ln"
			return 0
		})
		if st, err := o.Standing(t.Context()); err != nil || !st.App || st.Client != "client-1" || st.Lacks != lacks {
			t.Errorf("%s: standing %+v, %v", roles, st, err)
		}
	}
	// The secret has run out, and is replaced while leadsheet runs.
	oauthWrite(t, o.ClientFile, strings.ReplaceAll(p.MicrosoftClient(true), "secret-", "old-"))
	p.OnAnswer(func(_ string, fields map[string]any) int {
		if fields["error"] == nil {
			return 0
		}
		fields["error"], fields["error_description"] = "invalid_client", "AADSTS7000222: The provided client secret keys are expired. "+mailtest.Canary
		return 401
	})
	_, err = o.Source().Token(t.Context(), "")
	oauthWant(t, err, "the application's secret has run out", "client_secret", "AADSTS7000222")
	oauthWrite(t, o.ClientFile, p.MicrosoftClient(true))
	if _, err := box.Token(t.Context(), ""); err != nil {
		t.Errorf("with the new secret: %v", err)
	}
}

// What providers say becomes a sentence that says what to do.
func TestOAuthRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		microsoft, app    bool
		status            int
		code, description string
		want              []string
		transient         bool
	}{
		"wrong tenant":            {microsoft: true, app: true, status: 400, code: "invalid_request", description: "AADSTS90002: Tenant 'x' not found.", want: []string{"no such directory", "tenant", "AADSTS90002"}},
		"wrong application":       {microsoft: true, app: true, status: 400, code: "unauthorized_client", description: "AADSTS700016: Application with identifier 'x' was not found in the directory.", want: []string{"does not know the application", "client_id"}},
		"wrong secret":            {microsoft: true, app: true, status: 401, code: "invalid_client", description: "AADSTS7000215: Invalid client secret provided.", want: []string{"secret's value, not its ID"}},
		"no consent":              {microsoft: true, status: 400, code: "invalid_grant", description: "AADSTS65001: The user or administrator has not consented", want: []string{"nobody has consented", "API permissions"}},
		"second factor":           {microsoft: true, status: 400, code: "invalid_grant", description: "AADSTS50076: Due to a configuration change", want: []string{"second factor"}},
		"unused":                  {microsoft: true, status: 400, code: "invalid_grant", description: "AADSTS700082: The refresh token has expired due to inactivity.", want: []string{"has expired", "login --mail again"}},
		"no public client":        {microsoft: true, status: 401, code: "invalid_client", description: "AADSTS7000218: The request body must contain", want: []string{"allow public client flows"}},
		"conditional access":      {microsoft: true, status: 400, code: "invalid_grant", description: "AADSTS53003: Access has been blocked", want: []string{"conditional access"}},
		"a number nobody knows":   {microsoft: true, status: 400, code: "invalid_grant", description: "AADSTS1234567: new", want: []string{"expired or was withdrawn", "AADSTS1234567"}},
		"a code nobody knows":     {microsoft: true, status: 400, code: "brand_new", description: "", want: []string{"it refused (brand_new)", "Sign-in logs"}},
		"an app, without a word":  {microsoft: true, app: true, status: 400, code: "invalid_grant", description: "", want: []string{"it refused (invalid_grant)"}},
		"Google: withdrawn":       {status: 400, code: "invalid_grant", description: "Token has been expired or revoked.", want: []string{"expired or was withdrawn", "seven days"}},
		"Google: organisation":    {status: 400, code: "invalid_grant", description: "reauth related error (invalid_rapt)", want: []string{"asks for a new sign-in"}},
		"Google: deleted":         {status: 401, code: "deleted_client", want: []string{"was deleted", "Desktop app"}},
		"Google: code":            {status: 400, code: "<b>" + mailtest.Canary, want: []string{"unknown reason"}},
		"Google: down":            {status: 503, want: []string{"next pass tries again"}, transient: true},
		"Microsoft: too many":     {microsoft: true, status: 429, want: []string{"next pass tries again"}, transient: true},
		"a proxy":                 {status: 407, want: []string{"not one of Google's"}},
		"Microsoft: hiccup coded": {microsoft: true, status: 400, code: "temporarily_unavailable", want: []string{"next pass"}, transient: true},
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
func TestOAuthConsentsThatFail(t *testing.T) {
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
		"Microsoft: for an hour only": {microsoft: true, answer: func(fields map[string]any) int { delete(fields, "refresh_token"); return 0 },
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
func TestOAuthClientFiles(t *testing.T) {
	for name, test := range map[string]struct{ file, server, want string }{
		"not JSON":             {`client_id=CANARY`, "", "not JSON of that kind"},
		"nothing":              {`{}`, "", "neither a client of Google"},
		"web application":      {`{"web":{"client_id":"CANARY"}}`, "", "Desktop app"},
		"service account":      {`{"type":"service_account","private_key":"CANARY"}`, "", "has no mailbox"},
		"half a Google client": {`{"installed":{"client_id":"CANARY"}}`, "", "ID or secret"},
		"no tenant":            {`{"client_id":"CANARY"}`, "", "directory (tenant) ID"},
		"tenant with a path":   {`{"client_id":"CANARY","tenant":"a/../b"}`, "", "neither a directory (tenant) ID nor a domain"},
		"app of everybody":     {`{"client_id":"a","tenant":"common","client_secret":"CANARY"}`, "", "belongs to one organisation"},
		"in the clear":         {`{"client_id":"a","tenant":"b","token_uri":"http://login.example.com/token"}`, "", "not encrypted"},
		"Microsoft for Gmail":  {`{"client_id":"a","tenant":"b"}`, "imap.gmail.com:993", "mail server of Google"},
		"Google for Microsoft": {`{"installed":{"client_id":"a","client_secret":"CANARY"}}`, "outlook.office365.com", "mail server of Microsoft"},
		"good Google":          {`{"installed":{"client_id":"a","client_secret":"CANARY"}}`, "imap.gmail.com", ""},
		"good Microsoft":       {`{"client_id":"a","tenant":"0f3a9c52-0000-4000-8000-000000000000"}`, "outlook.office365.com:993", ""},
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
	if err != nil || c.TokenURI != "https://login.microsoftonline.com/firm.example/oauth2/v2.0/token" || c.AuthURI != "https://login.microsoftonline.com/firm.example/oauth2/v2.0/authorize" {
		t.Errorf("%v, %v", c, err)
	}
}

// A sign-in that is not ours, or that others can read, is not used.
func TestOAuthKeptSignInsThatAreRefused(t *testing.T) {
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

// Microsoft gives a new refresh token with every renewal; a person who signs in meanwhile counts more.
func TestOAuthNewRefreshToken(t *testing.T) {
	p := oauthProvider(t)
	o := oauthWith(t, p.MicrosoftClient(false))
	if _, _, err := oauthLogin(t, o, nil); err != nil {
		t.Fatal(err)
	}
	oauthEdit(t, o, func(k *signin.Kept) { k.Expiry = time.Unix(1, 0) })
	p.OnAnswer(func(_ string, fields map[string]any) int { fields["refresh_token"] = "rotated"; return 0 })
	if _, err := o.Source().Token(t.Context(), ""); err != nil || oauthKept(t, o).RefreshToken != "rotated" {
		t.Errorf("%v; the new refresh token was not kept", err)
	}
	p.OnAnswer(func(_ string, fields map[string]any) int {
		clear(fields)
		fields["access_token"], fields["expires_in"], fields["refresh_token"] = "x", 3599, "late"
		oauthEdit(t, o, func(k *signin.Kept) { k.RefreshToken = "newer" })
		return 200
	})
	oauthEdit(t, o, func(k *signin.Kept) { k.Expiry = time.Unix(1, 0) })
	if token, err := o.Source().Token(t.Context(), ""); err != nil || token != "x" || oauthKept(t, o).RefreshToken != "newer" {
		t.Errorf("%q, %v; the newer sign-in was overwritten", token, err)
	}
}

// Nobody answers where the provider should be: that is the network.
func TestOAuthProviderCannotBeReached(t *testing.T) {
	p := oauthProvider(t)
	o := oauthWith(t, p.MicrosoftClient(true))
	p.Close()
	_, err := o.Source().Token(t.Context(), "")
	oauthWant(t, err, "cannot be reached", "check the network")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.Source().Token(ctx, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}
