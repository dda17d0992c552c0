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
var names = signin.Names{Login: "leadsheet login --mail", Client: "LEADSHEET_IMAP_OAUTH_CLIENT",
	Kept: "LEADSHEET_IMAP_OAUTH_TOKEN"}

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
	o := signin.Account{Service: signin.Mail, ClientFile: filepath.Join(dir, "client.json"),
		KeptFile: filepath.Join(dir, "new", "mail.json"),
		Mailbox:  "hello@example.com", Names: names}
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
func TestOAuth_UserAccount(t *testing.T) {
	for name, test := range map[string]struct {
		client func(p *mailtest.Provider) string
		asked  map[string]string
		back   string
		again  []string
	}{
		"Google": {func(p *mailtest.Provider) string { return p.GoogleClient() },
			map[string]string{"scope": "https://mail.google.com/ openid email", "prompt": "consent",
				"access_type": "offline"}, "http://127.0.0.1:",
			[]string{"sign in to Google", "expired or was withdrawn", "run leadsheet login --mail again", "seven days"}},
		"Microsoft": {func(p *mailtest.Provider) string { return p.MicrosoftClient(false) },
			map[string]string{"scope": "https://outlook.office.com/IMAP.AccessAsUser.All offline_access openid email",
				"prompt": "select_account"}, "http://localhost:",
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
				if got := p.ConsentQuery().Get(name); got != want {
					t.Errorf("the provider was asked with %s %q, want %q", name, got, want)
				}
			}
			if back := p.ConsentQuery().Get("redirect_uri"); !strings.HasPrefix(back, test.back) {
				t.Errorf("the browser comes back to %s", back)
			}
			if info, err := os.Stat(o.KeptFile); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("the sign-in is kept with mode %v, %v", info.Mode(), err)
			}

			// The access token lasts; nobody is asked.
			first, err := box.Token(t.Context(), "")
			if err != nil || len(p.TokenForms()) != 1 {
				t.Fatalf("%v; the provider was asked %d times", err, len(p.TokenForms()))
			}
			// It was withdrawn before its time.
			second, err := box.Token(t.Context(), first)
			if err != nil || second == first || len(p.TokenForms()) != 2 {
				t.Errorf("the same token after it was refused (%v), asked %d times", err, len(p.TokenForms()))
			}
			// An hour later.
			oauthEdit(t, o, func(k *signin.Kept) { k.Expiry = time.Now().Add(time.Minute) })
			if third, err := box.Token(t.Context(), ""); err != nil || third == second {
				t.Errorf("an old token, %v", err)
			}
			if st, err := o.Status(t.Context()); err != nil || st.Address != "anna@example.com" || st.App ||
				st.Until.Before(time.Now()) || st.SignedIn.IsZero() || !st.Ends.IsZero() {
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

// Who sends mail, too, is asked for both; a consent that leaves sending out is not enough.
func TestOAuth_Sending(t *testing.T) {
	p := oauthProvider(t)
	o := oauthWith(t, p.MicrosoftClient(false))
	o.Sends = true
	const read, send = "https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send"
	granted := ""
	p.OnAnswer(func(_ string, fields map[string]any) int { fields["scope"] = granted; return 0 })
	for granted = range map[string]bool{read: true, send: true} {
		_, _, err := oauthLogin(t, o, nil)
		oauthWant(t, err, "the permission for mail was not given")
	}
	granted = send + " " + read
	if _, _, err := oauthLogin(t, o, nil); err != nil {
		t.Fatal(err)
	}
	if got := p.ConsentQuery().Get("scope"); got != read+" offline_access openid email "+send {
		t.Errorf("the provider was asked for %q", got)
	}
}

// While a Google project says Testing, a consent ends after seven days; the provider tells, and so do we.
func TestOAuth_ConsentWithExpiry(t *testing.T) {
	p := oauthProvider(t)
	p.OnAnswer(func(_ string, fields map[string]any) int { fields["refresh_token_expires_in"] = 604799; return 0 })
	o := oauthWith(t, p.GoogleClient())
	if _, _, err := oauthLogin(t, o, nil); err != nil {
		t.Fatal(err)
	}
	st, err := o.Status(t.Context())
	if left := time.Until(st.Ends); err != nil || left < 6*24*time.Hour || left > 7*24*time.Hour {
		t.Errorf("ends %v, %v", st.Ends, err)
	}
}

// An application is let in by its secret; the token is kept in memory, and its permission is looked at.
func TestOAuth_Application(t *testing.T) {
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
	forms := p.TokenForms()
	if len(forms) != 2 || forms[0].Get("grant_type") != "client_credentials" ||
		forms[0].Get("scope") != "https://outlook.office365.com/.default" {
		t.Errorf("the provider was asked with %d forms", len(forms))
	}
	if _, _, err := oauthLogin(t, o, nil); !errors.Is(err, signin.ErrNoConsentNeeded) {
		t.Errorf("login: %v", err)
	}
	if _, err := os.Stat(o.KeptFile); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file was written (%v)", err)
	}
	for roles, lacks := range map[string]string{`["IMAP.AccessAsApp"]`: "", `["Mail.Read"]`: "IMAP.AccessAsApp",
		`[]`: "IMAP.AccessAsApp"} {
		p.OnAnswer(func(_ string, fields map[string]any) int {
			fields["access_token"] = "e30." + base64.RawURLEncoding.EncodeToString([]byte(`{"roles":`+roles+`}`)) + ".c2ln"
			return 0
		})
		if st, err := o.Status(t.Context()); err != nil || !st.App || st.Client != "client-1" || st.Lacks != lacks {
			t.Errorf("%s: standing %+v, %v", roles, st, err)
		}
	}
	// The secret has run out, and is replaced while leadsheet runs.
	oauthWrite(t, o.ClientFile, strings.ReplaceAll(p.MicrosoftClient(true), "secret-", "old-"))
	p.OnAnswer(func(_ string, fields map[string]any) int {
		if fields["error"] == nil {
			return 0
		}
		fields["error"], fields["error_description"] = "invalid_client", "AADSTS7000222: The provided client secret keys "+
			"are expired. "+mailtest.Canary
		return 401
	})
	_, err = o.Source().Token(t.Context(), "")
	oauthWant(t, err, "the application's secret has run out", "client_secret", "AADSTS7000222")
	oauthWrite(t, o.ClientFile, p.MicrosoftClient(true))
	if _, err := box.Token(t.Context(), ""); err != nil {
		t.Errorf("with the new secret: %v", err)
	}
}

// Microsoft gives a new refresh token with every renewal; a person who signs in meanwhile counts more.
func TestOAuth_NewRefreshToken(t *testing.T) {
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
	if token, err := o.Source().Token(t.Context(), ""); err != nil || token != "x" || oauthKept(t,
		o).RefreshToken != "newer" {
		t.Errorf("%q, %v; the newer sign-in was overwritten", token, err)
	}
}

// Nobody answers where the provider should be: that is the network.
func TestOAuth_ProviderCannotBeReached(t *testing.T) {
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
