package google

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"leadsheet/signin"
)

// editToken changes the saved sign-in, as time or a person would.
func editToken(t *testing.T, path string, change func(*signin.Kept)) {
	t.Helper()
	saved := loadToken(t, path)
	change(&saved)
	data, err := json.Marshal(saved)
	if err != nil {
		t.Fatal(err)
	}
	putFile(t, path, string(data), 0o600)
}

func loadToken(t *testing.T, path string) signin.Kept {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var saved signin.Kept
	if err := json.Unmarshal(data, &saved); err != nil {
		t.Fatal(err)
	}
	return saved
}

// Where Drive is to be asked the person is, too, and may leave its box blank: the sign-in is good for the spreadsheet.
func TestAPersonSignsInForDrive(t *testing.T) {
	g := newStandIn(t)
	s := g.desktop()
	s.Drive = true
	if _, _, err := g.login(s); err != nil || g.asked.Get("scope") != signin.SheetsScope+" openid email "+signin.DriveScope {
		t.Errorf("Google was asked for %q: %v", g.asked.Get("scope"), err)
	}
	if _, account, err := s.Client(g.context()); err != nil || s.Changes(http.DefaultClient, account) == nil {
		t.Errorf("the sign-in is no good: %v", err)
	}
}

// A person signs in, an hour passes, the sign-in ends after seven days, the person signs in again: the daemon goes on
// without a restart.
func TestAPersonSignsIn(t *testing.T) {
	g := newStandIn(t)
	s := g.desktop()
	if _, _, err := s.Client(g.context()); err == nil || !strings.Contains(err.Error(), "run leadsheet login") {
		t.Fatalf("before the sign-in: %v", err)
	}

	account, page, err := g.login(s)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Account{Kind: Person, Address: "anna@example.com", Project: "project-1"}); account != want {
		t.Errorf("account %+v, want %+v", account, want)
	}
	if !strings.Contains(page, "signed in as anna@example.com") {
		t.Errorf("page %q", page)
	}
	for name, want := range map[string]string{"code_challenge_method": "S256", "access_type": "offline",
		"prompt":        "consent",
		"response_type": "code", "client_id": "client-1", "scope": signin.SheetsScope + " openid email"} {
		if got := g.asked.Get(name); got != want {
			t.Errorf("Google was asked with %s %q, want %q", name, got, want)
		}
	}
	if info, err := os.Stat(s.Token); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("token file: %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(s.Token), ".sign-in-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}

	client, account, err := s.Client(g.context())
	if err != nil || account.Address != "anna@example.com" {
		t.Fatalf("%+v, %v", account, err)
	}
	if body, err := g.fetch(client); err != nil || body != "fine" || len(g.requests) != 1 {
		t.Fatalf("%q, %v; tokens asked for: %v", body, err, g.requests)
	}

	// An hour later. Google sends no new refresh token; the old one stays.
	editToken(t, s.Token, func(saved *signin.Kept) { saved.Expiry = time.Unix(1, 0) })
	if body, err := g.fetch(g.client(s)); err != nil || body != "fine" {
		t.Fatalf("%q, %v", body, err)
	}
	if saved := loadToken(t, s.Token); saved.AccessToken != g.access || saved.RefreshToken != g.refresh ||
		saved.Address != "anna@example.com" {
		t.Errorf("saved %+v", saved)
	}

	// What one leadsheet renewed, another one on this machine takes over.
	if body, err := g.fetch(client); err != nil || body != "fine" || len(g.requests) != 2 {
		t.Errorf("%q, %v; tokens asked for: %v", body, err, g.requests)
	}

	// The seven days are over, and the access token is gone with it.
	g.set(func() { g.refresh, g.access = "", "none" })
	_, err = g.fetch(client)
	wantError(t, err, "expired or was withdrawn", "run leadsheet login again", "seven days", "service account")
	if e := new(Error); !errors.As(err, &e) || e.Kind != SignedOut {
		t.Errorf("kind of %v", err)
	}
	if _, _, err := g.login(s); err != nil {
		t.Fatal(err)
	}
	if body, err := g.fetch(client); err != nil || body != "fine" {
		t.Errorf("after the new sign-in: %q, %v", body, err)
	}
}

// An access token that is withdrawn before its time is replaced, and the request is sent again whole.
func TestAccessTokenWithdrawn(t *testing.T) {
	g := newStandIn(t)
	s := g.desktop()
	if _, _, err := g.login(s); err != nil {
		t.Fatal(err)
	}
	client := g.client(s)
	g.set(func() { g.access = "another" })
	if body, err := g.fetch(client); err != nil || body != "fine" {
		t.Fatalf("%q, %v", body, err)
	}
	if len(g.bodies) != 1 || g.bodies[0] != "the body" {
		t.Errorf("bodies %q", g.bodies)
	}
	// An API that accepts no token at all is asked twice, not for ever.
	g.set(func() { g.answer = func(string, map[string]any) int { g.access = "none"; return 0 } })
	editToken(t, s.Token, func(saved *signin.Kept) { saved.Expiry = time.Unix(1, 0) })
	if body, err := g.fetch(g.client(s)); err != nil || !strings.Contains(body, "401") {
		t.Errorf("%q, %v", body, err)
	}
}

// Google may give a new refresh token; it is kept.
func TestNewRefreshTokenIsKept(t *testing.T) {
	g := newStandIn(t)
	s := g.desktop()
	if _, _, err := g.login(s); err != nil {
		t.Fatal(err)
	}
	editToken(t, s.Token, func(saved *signin.Kept) { saved.Expiry = time.Unix(1, 0) })
	g.set(func() {
		g.answer = func(_ string, fields map[string]any) int { fields["refresh_token"] = "rotated"; return 0 }
	})
	if _, err := g.fetch(g.client(s)); err != nil {
		t.Fatal(err)
	}
	if saved := loadToken(t, s.Token); saved.RefreshToken != "rotated" {
		t.Errorf("saved %+v", saved)
	}
}

// A sign-in that is made while an old one is being renewed is not overwritten by the renewal.
func TestSignInDuringRenewal(t *testing.T) {
	g := newStandIn(t)
	s := g.desktop()
	if _, _, err := g.login(s); err != nil {
		t.Fatal(err)
	}
	editToken(t, s.Token, func(saved *signin.Kept) { saved.Expiry = time.Unix(1, 0) })
	g.set(func() {
		g.answer = func(string, map[string]any) int {
			editToken(t, s.Token, func(saved *signin.Kept) { saved.RefreshToken, saved.Address = "newer", "ben@example.com" })
			return 0
		}
	})
	if _, err := g.fetch(g.client(s)); err != nil {
		t.Fatal(err)
	}
	if saved := loadToken(t, s.Token); saved.RefreshToken != "newer" || saved.Address != "ben@example.com" {
		t.Errorf("saved %+v", saved)
	}
}

// A folder that cannot be written is no reason to stop while the sign-in stays the same; a new one must be kept.
func TestTokenThatCannotBeSaved(t *testing.T) {
	for _, rotated := range []string{"", "rotated-" + canary} {
		g := newStandIn(t)
		s := g.desktop()
		if _, _, err := g.login(s); err != nil {
			t.Fatal(err)
		}
		editToken(t, s.Token, func(saved *signin.Kept) { saved.Expiry = time.Unix(1, 0) })
		client := g.client(s)
		g.answer = func(_ string, fields map[string]any) int {
			dir := filepath.Dir(s.Token)
			if err := os.RemoveAll(dir); err != nil {
				t.Error(err)
			}
			putFile(t, dir, "a file where the folder was", 0o600)
			fields["refresh_token"] = rotated
			return 0
		}
		body, err := g.fetch(client)
		if rotated != "" {
			wantError(t, err, "cannot be kept")
		} else if err != nil || body != "fine" {
			t.Errorf("%q, %v", body, err)
		}
	}
}

// Whoever guesses at the port gets nowhere, and does not spoil the sign-in that goes on.
func TestAnswersThatAreNotOurs(t *testing.T) {
	g := newStandIn(t)
	s := g.desktop()
	_, err := s.Login(g.context(), func(address string) error {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		back := u.Query().Get("redirect_uri")
		for path, status := range map[string]int{"?state=wrong&code=evil": 400, "?code=evil": 400,
			"?state=&error=access_denied": 400, "favicon.ico": 404} {
			answer, err := http.Get(back + path)
			if err != nil {
				return err
			}
			_ = answer.Body.Close()
			if answer.StatusCode != status {
				t.Errorf("%s: status %d, want %d", path, answer.StatusCode, status)
			}
		}
		if len(g.requests) > 0 {
			t.Errorf("Google was asked for a token: %v", g.requests)
		}
		if page := visitPage(t, address); !strings.Contains(page, "is signed in") {
			t.Errorf("page %q", page)
		}
		return nil
	}, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever goes wrong in the browser or at Google, nothing is saved and a sentence says what to do.
func TestSignInsThatFail(t *testing.T) {
	for name, test := range map[string]struct {
		back   string // what the browser brings; "": what the consent page gives
		answer func(fields map[string]any) int
		want   string
	}{
		"denied":           {back: "error=access_denied", want: "run leadsheet login again and allow it"},
		"by the workplace": {back: "error=admin_policy_enforced", want: "administrator of your Google Workspace"},
		"no code":          {back: "x=1", want: "brought no answer"},
		"forged code":      {back: "code=forged", want: "run leadsheet login again"},
		"box not ticked": {answer: func(fields map[string]any) int { fields["scope"] = "openid email"; return 0 },
			want: "tick the box for Google Sheets"},
		"for an hour only": {answer: func(fields map[string]any) int { delete(fields, "refresh_token"); return 0 },
			want: "for an hour only"},
		"secret changed": {answer: func(fields map[string]any) int {
			clear(fields)
			fields["error"] = "invalid_client"
			return 401
		},
			want: "download the client's file again"},
		"Google is down": {answer: func(map[string]any) int { return 503 }, want: "try again later"},
		"unheard of": {answer: func(fields map[string]any) int { fields["error"] = "<b>" + canary; return 400 },
			want: "unknown reason"},
	} {
		t.Run(name, func(t *testing.T) {
			g := newStandIn(t)
			s := g.desktop()
			if test.answer != nil {
				g.answer = func(_ string, fields map[string]any) int { return test.answer(fields) }
			}
			var page string
			_, err := s.Login(g.context(), func(address string) error {
				if test.back != "" {
					u, err := url.Parse(address)
					if err != nil {
						return err
					}
					address = u.Query().Get("redirect_uri") + "?" + test.back + "&state=" + u.Query().Get("state")
				}
				page = visitPage(t, address)
				return nil
			}, t.Logf)
			wantError(t, err, test.want)
			if !strings.Contains(page, "not signed in") || strings.Contains(page, canary) {
				t.Errorf("page %q", page)
			}
			if _, err := os.Stat(s.Token); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("a token was saved (%v)", err)
			}
		})
	}
}

// Without a browser the address is told all the same; who does not come back ends the wait.
func TestSignInNotFinished(t *testing.T) {
	g := newStandIn(t)
	ctx, cancel := context.WithCancel(context.Background())
	var said strings.Builder
	_, err := g.desktop().Login(ctx, func(string) error {
		cancel()
		return errors.New("no browser here")
	}, func(format string, args ...any) {
		said.WriteString(strings.Join(append([]string{format}, texts(args)...), " "))
	})
	wantError(t, err, "not finished in the browser", "run leadsheet login again")
	if !strings.Contains(said.String(), g.URL+"/auth?") || !strings.Contains(said.String(), "no browser here") {
		t.Errorf("said %q", said.String())
	}
}

func texts(args []any) []string {
	var out []string
	for _, a := range args {
		switch a := a.(type) {
		case string:
			out = append(out, a)
		case error:
			out = append(out, a.Error())
		}
	}
	return out
}

// A service account has nothing to sign in; the address to share with is told.
func TestLoginOfAServiceAccount(t *testing.T) {
	g := newStandIn(t)
	account, page, err := g.login(g.service())
	if err == nil || account.Kind != ServiceAccount || page != "" || !strings.Contains(err.Error(),
		"sheets@project-1.example.com as Editor") {
		t.Errorf("%+v, %q, %v", account, page, err)
	}
}
