package signin

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// An access token is used as long as it is good, unless it was refused.
func TestKept_CurrentToken(t *testing.T) {
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
		if got := test.kept.current(test.refused); (got != nil) != test.want {
			t.Errorf("%+v, refused %q: %v", test.kept, test.refused, got)
		}
	}
}

// A renewal keeps the refresh token unless there is a new one, and no access token without an end.
func TestKept_UseOfARenewal(t *testing.T) {
	k := Kept{RefreshToken: "r", AccessToken: "old"}
	k.update(&oauth2.Token{AccessToken: "a"})
	if k.RefreshToken != "r" || k.AccessToken != "" {
		t.Errorf("%+v", k)
	}
	k.update(&oauth2.Token{AccessToken: "a", RefreshToken: "s", Expiry: time.Now().Add(time.Hour)})
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
		told := base64.RawURLEncoding.EncodeToString([]byte(claims))
		for id, want := range map[string]string{"e30." + told + ".c2ln": want, claims: "", "a.b.c": ""} {
			token := (&oauth2.Token{}).WithExtra(map[string]any{"id_token": id})
			if got := addressOf(token); got != want {
				t.Errorf("%s: %q, want %q", id, got, want)
			}
		}
	}
}

// Tokens travel encrypted, or stay on this machine.
func TestCheckURL(t *testing.T) {
	for address, want := range map[string]string{
		"": "", "https://login.example.com/x": "", "http://127.0.0.1:8080/": "", "http://localhost/": "",
		"http://[::1]:80/":          "",
		"http://login.example.com/": "not encrypted", "ftp://login.example.com/": "not reached by https",
		"login.example.com":                    "must look like",
		"https://me:secret@login.example.com/": "must look like", "http://127.0.0.1.example.com/": "not encrypted",
	} {
		err := CheckURL(address)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) ||
			strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}

// The provider's words are shown only when they are a plain code.
func TestPlainCode(t *testing.T) {
	for code, want := range map[string]string{"invalid_grant": "invalid_grant", "<b>": "unknown reason",
		strings.Repeat("a", 41): "unknown reason", "Secret1": "unknown reason"} {
		if got := plainCode(code); got != want {
			t.Errorf("%s: %q", code, got)
		}
	}
}

// The refusal of a provider is explained by its code, wherever that stands, and never repeats what the provider wrote.
func TestExplainRefusal(t *testing.T) {
	a := Account{Service: Sheets, Names: Names{Login: "leadsheet login"}}
	c := &Client{provider: &sheetsPerson}
	for want, err := range map[string]error{
		"run leadsheet login again": fmt.Errorf("post: %w", &oauth2.RetrieveError{ErrorCode: "invalid_grant",
			ErrorDescription: "Token has been expired or revoked. CANARY", Body: []byte("CANARY")}),
		"your organisation asks for a new sign-in": &oauth2.RetrieveError{
			Body: []byte(`{"error":"invalid_grant","error_description":"reauth related error (invalid_rapt)"}`)},
		"the answer cannot be read": errors.New("oauth2: cannot parse json: CANARY"),
	} {
		got := a.explain(t.Context(), c, err, nil)
		if text := fmt.Sprintf("%v %+v", got, got); !strings.Contains(text, want) || strings.Contains(text, "CANARY") {
			t.Errorf("%v became %v, want %q", err, got, want)
		}
	}
}

// Without names a text says in plain words what is meant.
func TestTextWithoutNames(t *testing.T) {
	got := Account{Service: Mail}.fill("run {login} again, or name a file in {kept}; {mailbox}{client}",
		"{client}", "x")
	if want := "run the sign-in again, or name a file in the settings; x"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A sign-in that an earlier version kept is read, and written on with what it had.
func TestKept_EarlierVersions(t *testing.T) {
	const sheets = `{"client_id":"client-1","address":"anna@example.com","refresh_token":"r","access_token":"a",` +
		`"expiry":"2026-01-31T10:00:00.5Z"}`
	const mail = `{"client_id":"client-1","address":"anna@example.com","refresh_token":"r","access_token":"a",` +
		`"expiry":"2026-01-31T10:00:00+01:00","provider":"Google","mailbox":"Hello@example.com",` +
		`"signed_in":"2026-01-30T10:00:00Z","ends":"2026-02-06T10:00:00Z"}`
	for name, test := range map[string]struct {
		account Account
		client  Client
		file    string
	}{
		"sheets": {Account{Service: Sheets}, Client{ID: "client-1", provider: &sheetsPerson}, sheets},
		"mail":   {Account{Service: Mail, Mailbox: "hello@example.com"}, Client{ID: "client-1", provider: &googleMail}, mail},
	} {
		a := test.account
		a.KeptFile = filepath.Join(t.TempDir(), "kept.json")
		if err := WriteFile(a.KeptFile, []byte(test.file)); err != nil {
			t.Fatal(err)
		}
		kept, err := a.ReadKept(&test.client)
		if err != nil || kept.RefreshToken != "r" || kept.Address != "anna@example.com" || kept.Expiry.IsZero() {
			t.Errorf("%s: %+v, %v", name, kept, err)
		}
		if err := kept.write(a.KeptFile); err != nil {
			t.Fatal(err)
		}
		data, err := ReadFile(a.KeptFile)
		if err != nil {
			t.Fatal(err)
		}
		var before, after map[string]any
		if err := errors.Join(json.Unmarshal([]byte(test.file), &before), json.Unmarshal(data, &after)); err != nil ||
			!reflect.DeepEqual(before, after) {
			t.Errorf("%s: %v became %v (%v)", name, before, after, err)
		}
	}
}

// A second answer changes nothing any more.
func TestBrowserVisit_SecondAnswerIsIgnored(t *testing.T) {
	d := &callback{visit: browserVisit{finish: nil}, state: "s", answered: true}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/?state=s&code=c", nil))
	if w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "is over") ||
		w.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
}
