package signin

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// An access token is used as long as it is good, unless it was refused.
func TestCurrentToken(t *testing.T) {
	now := time.Now()
	for _, test := range []struct {
		kept    Kept
		refused string
		want    bool
	}{
		{Kept{AccessToken: "a", Expiry: now.Add(time.Hour)}, "", true},
		{Kept{AccessToken: "a", Expiry: now.Add(time.Hour)}, "b", true},
		{Kept{AccessToken: "a", Expiry: now.Add(time.Hour)}, "a", false},
		{Kept{AccessToken: "a", Expiry: now.Add(-time.Hour)}, "", false},
		{Kept{AccessToken: "a"}, "", false}, // would look good for ever
		{Kept{Expiry: now.Add(time.Hour)}, "", false},
	} {
		if got := test.kept.Current(test.refused); (got != nil) != test.want {
			t.Errorf("%+v, refused %q: %v", test.kept, test.refused, got)
		}
	}
}

// A renewal keeps the refresh token unless there is a new one, and no access token without an end.
func TestUseOfARenewal(t *testing.T) {
	k := Kept{RefreshToken: "r", AccessToken: "old"}
	k.Use(&oauth2.Token{AccessToken: "a"})
	if k.RefreshToken != "r" || k.AccessToken != "" {
		t.Errorf("%+v", k)
	}
	k.Use(&oauth2.Token{AccessToken: "a", RefreshToken: "s", Expiry: time.Now().Add(time.Hour)})
	if k.RefreshToken != "s" || k.AccessToken != "a" {
		t.Errorf("%+v", k)
	}
}

// The person's address is what the provider calls it; what cannot be read is no address.
func TestAddressOf(t *testing.T) {
	for claims, want := range map[string]string{
		`{"email":"anna@example.com"}`:                                      "anna@example.com",
		`{"preferred_username":"anna@example.com"}`:                         "anna@example.com",
		`{"email":"a@example.com","preferred_username":"anna@example.com"}`: "a@example.com",
		`{"preferred_username":"+49 30 901820"}`:                            "",
		`{}`:                                                                "",
		`not JSON`:                                                          "",
	} {
		for id, want := range map[string]string{"e30." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln": want, claims: "", "a.b.c": ""} {
			token := (&oauth2.Token{}).WithExtra(map[string]any{"id_token": id})
			if got := AddressOf(token); got != want {
				t.Errorf("%s: %q, want %q", id, got, want)
			}
		}
	}
}

// Tokens travel encrypted, or stay on this machine.
func TestCheckURL(t *testing.T) {
	for address, want := range map[string]string{
		"": "", "https://login.example.com/x": "", "http://127.0.0.1:8080/": "", "http://localhost/": "", "http://[::1]:80/": "",
		"http://login.example.com/": "not encrypted", "ftp://login.example.com/": "not reached by https", "login.example.com": "must look like",
		"https://me:secret@login.example.com/": "must look like", "http://127.0.0.1.example.com/": "not encrypted",
	} {
		err := CheckURL(address)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}

// The provider's words are shown only when they are a plain code.
func TestPlainCode(t *testing.T) {
	for code, want := range map[string]string{"invalid_grant": "invalid_grant", "<b>": "unknown reason", strings.Repeat("a", 41): "unknown reason", "Secret1": "unknown reason"} {
		if got := PlainCode(code); got != want {
			t.Errorf("%s: %q", code, got)
		}
	}
}

// A second answer changes nothing any more.
func TestASecondAnswerComesTooLate(t *testing.T) {
	d := &doorman{visit: Visit{Finish: nil}, state: "s", closed: true}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/?state=s&code=c", nil))
	if w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "is over") || w.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
}
