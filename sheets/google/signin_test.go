package google

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadsheet/signin"
)

// A service account signs in with its key, once for many requests, and asks for spreadsheets alone.
func TestServiceAccount(t *testing.T) {
	g := newStandIn(t)
	client, account, err := g.service().Client(g.context())
	if err != nil {
		t.Fatal(err)
	}
	if want := (Account{Kind: ServiceAccount, Address: "sheets@project-1.example.com",
		Project: "project-1"}); account != want {
		t.Errorf("account %+v, want %+v", account, want)
	}
	for range 3 {
		if body, err := g.fetch(client); err != nil || body != "fine" {
			t.Fatalf("%q, %v", body, err)
		}
	}
	if len(g.requests) != 1 || g.claims["scope"] != signin.SheetsScope || g.claims["iss"] != account.Address ||
		g.claims["aud"] != g.URL+"/token" {
		t.Errorf("asked %v with %v", g.requests, g.claims)
	}
}

// Where Drive is to be asked, the sign-in of a service account includes it, and the changes are the account's own.
func TestServiceAccountForDrive(t *testing.T) {
	g := newStandIn(t)
	s := g.service()
	client, account := g.client(s), Account{}
	if s.Changes(client, account) != nil {
		t.Error("Drive is asked though nobody wants it")
	}
	s.Drive = true
	if _, err := g.fetch(g.client(s)); err != nil || g.claims["scope"] != signin.SheetsScope+" "+signin.DriveScope {
		t.Errorf("%v, asked for %v", err, g.claims["scope"])
	}
	one := s.Changes(client, Account{Address: "robot@example.org"}).Account()
	if same := s.Changes(client, Account{Address: "Robot@example.org"}).Account(); one != same || strings.Contains(one, "robot") {
		t.Errorf("the account is called %q and %q", one, same)
	}
	if s.Changes(client, Account{Address: "anna@example.com"}).Account() == one {
		t.Error("two accounts have one name")
	}
}

// What Google says against a service account becomes a sentence that says what to do; no secret is in it.
func TestServiceAccountRefused(t *testing.T) {
	for name, test := range map[string]struct {
		status            int
		code, description string
		kind              Kind
		want              string
	}{
		"clock": {400, "invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable " +
			"timeframe. Check your iat and exp values in the JWT claim.",
			SignedOut, "clock is wrong"},
		"key deleted": {400, "invalid_grant", "Invalid JWT Signature.", SignedOut, "create a new key"},
		"account deleted": {400, "invalid_grant", "Invalid grant: account not found", SignedOut, "does not know the " +
			"service account any more"},
		"something else": {400, "invalid_grant", "", SignedOut, "create a new key"},
		"not allowed": {401, "unauthorized_client", "Client is unauthorized", SignedOut, "does not let this client " +
			"sign in"},
		"new code": {403, "brand_new", canary, SignedOut, "HTTP 403, brand_new"},
		"too many": {429, "", "", Unreachable, "try again later"},
		"down":     {500, "internal_failure", canary, Unreachable, "try again later"},
		"a proxy":  {407, "", "", SignedOut, "not one of Google's"},
	} {
		t.Run(name, func(t *testing.T) {
			g := newStandIn(t)
			g.answer = func(_ string, fields map[string]any) int {
				clear(fields)
				if test.code != "" {
					fields["error"], fields["error_description"] = test.code, test.description
				}
				return test.status
			}
			_, err := g.fetch(g.client(g.service()))
			wantError(t, err, "sign in to Google", test.want)
			if kindOf(err) != test.kind || len(g.bodies) != 0 {
				t.Errorf("kind %d, want %d; the API got %q", kindOf(err), test.kind, g.bodies)
			}
		})
	}
}

// Nobody answers where Google should be: that is the network, for a person and for a service account.
func TestGoogleCannotBeReached(t *testing.T) {
	g := newStandIn(t)
	person, service := g.desktop(), g.service()
	if _, _, err := g.login(person); err != nil {
		t.Fatal(err)
	}
	editToken(t, person.Token, func(saved *signin.Kept) { saved.Expiry = time.Unix(1, 0) })
	g.Close()
	for _, s := range []SignIn{person, service} {
		_, err := g.fetch(g.client(s))
		wantError(t, err, "cannot be reached", "check the network")
		if kindOf(err) != Unreachable {
			t.Errorf("kind %d of %v", kindOf(err), err)
		}
	}
}

// A request that is given up while the sign-in goes on says so.
func TestInterruptedSignIn(t *testing.T) {
	g := newStandIn(t)
	ctx, cancel := context.WithCancel(context.Background())
	g.answer = func(string, map[string]any) int { cancel(); return 200 }
	client := g.client(g.service())
	cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, g.URL+"/api/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = client.Do(r); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// A redirect is not followed: the token stays with the API.
func TestTheTokenGoesNowhereElse(t *testing.T) {
	g := newStandIn(t)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("a request went elsewhere, with %q", r.Header.Get("Authorization"))
	}))
	defer elsewhere.Close()
	answer, err := g.client(g.service()).Get(g.URL + "/api/away?to=" + elsewhere.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusFound {
		t.Errorf("status %d", answer.StatusCode)
	}
}

// Files that cannot be used are refused with what to do; what is in them is not repeated.
func TestCredentialsThatCannotBeUsed(t *testing.T) {
	key := `-----BEGIN PRIVATE KEY-----\n` + canary + `\n-----END PRIVATE KEY-----\n`
	for name, test := range map[string]struct {
		content string
		want    []string
	}{
		"not JSON":     {canary, []string{"is not a credentials file", "download it there again"}},
		"another kind": {`"` + canary + `"`, []string{"is not a credentials file"}},
		"damaged":      {`{"type": {"` + canary + `": 1}}`, []string{"is not a credentials file"}},
		"web client": {`{"web":{"client_id":"x","client_secret":"` + canary + `"}}`, []string{"web application",
			`"Desktop app"`}},
		"half a client": {`{"installed":{"client_secret":"` + canary + `"}}`, []string{"lacks the client's ID or secret"}},
		"gcloud's own": {`{"type":"authorized_user","refresh_token":"` + canary + `"}`, []string{"service account",
			`"Desktop app"`}},
		"nothing": {`{}`, []string{"neither the key of a service account"}},
		"no address": {`{"type":"service_account","private_key":"` + key + `"}`, []string{"does not name the service " +
			"account"}},
		"broken key": {`{"type":"service_account","client_email":"a@example.com","private_key":"` + key + `"}`,
			[]string{"private key cannot be read", "create a new key"}},
		"open line": {`{"installed":{"client_id":"x","client_secret":"` + canary + `",` +
			`"token_uri":"http://example.com/token"}}`, []string{"example.com is not encrypted"}},
		"address unknown": {`{"installed":{"client_id":"x","client_secret":"` + canary + `",` +
			`"auth_uri":"ftp://example.com"}}`, []string{"https://"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := putFile(t, filepath.Join(t.TempDir(), "credentials.json"), test.content, 0o600)
			_, _, err := SignIn{Credentials: path}.Client(context.Background())
			wantError(t, err, append(test.want, path)...)
		})
	}
}

// The example is filled in but for its key; it says so when used as it is.
func TestTheExampleFile(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "credentials.example.json"))
	if err != nil {
		t.Fatal(err)
	}
	path := putFile(t, filepath.Join(t.TempDir(), "credentials.json"), string(data), 0o600)
	_, _, err = SignIn{Credentials: path}.Client(context.Background())
	wantError(t, err, "private key cannot be read")
}

// Saved sign-ins that do not fit are refused with what to do.
func TestTokensThatCannotBeUsed(t *testing.T) {
	g := newStandIn(t)
	for name, test := range map[string]struct{ content, want string }{
		"damaged":        {canary, "run leadsheet login again"},
		"empty":          {`{"client_id":"client-1"}`, "run leadsheet login again"},
		"another client": {`{"client_id":"client-2","refresh_token":"` + canary + `"}`, "another OAuth client"},
	} {
		t.Run(name, func(t *testing.T) {
			s := g.desktop()
			s.Token = putFile(t, filepath.Join(t.TempDir(), "token.json"), test.content, 0o600)
			_, _, err := s.Client(g.context())
			wantError(t, err, test.want)
		})
	}
	s := g.desktop()
	s.Token = ""
	_, _, err := s.Client(g.context())
	wantError(t, err, "LEADSHEET_GOOGLE_TOKEN")
	_, _, err = g.login(s)
	wantError(t, err, "LEADSHEET_GOOGLE_TOKEN")
}

// On this machine an emulator needs no account; elsewhere only encrypted connections will do.
func TestEndpoints(t *testing.T) {
	for _, test := range []struct{ endpoint, want string }{
		{"http://127.0.0.1:8080/", ""},
		{"http://localhost:8080", ""},
		{"http://[::1]:8080", ""},
		{"", "there are no credentials"},
		{"https://sheets.example.com", "there are no credentials"},
		{"http://sheets.example.com", "sheets.example.com is not encrypted"},
		{"http://127.0.0.1.example.com", "is not encrypted"},
		{"http://user:word@127.0.0.1", "must look like https://host"},
		{"sheets", "must look like https://host"},
		{"ftp://127.0.0.1", "https://"},
	} {
		client, account, err := SignIn{Endpoint: test.endpoint}.Client(context.Background())
		if test.want != "" {
			wantError(t, err, test.want)
		} else if err != nil || client == nil || account != (Account{Kind: NoAccount}) {
			t.Errorf("%s: %+v, %v", test.endpoint, account, err)
		}
	}
}

// A token goes to Google, to this machine when its own account is of this machine, and elsewhere only if the operator
// says so. Whatever else asks for it gets no request at all.
func TestATokenGoesToGoogleAlone(t *testing.T) {
	g := newStandIn(t)
	key := g.service()
	const realKey = "https://oauth2.googleapis.com/token"
	for _, test := range []struct {
		endpoint, tokens string
		trusted, refused bool
	}{
		{endpoint: "", tokens: realKey},
		{endpoint: "https://sheets.googleapis.com/", tokens: realKey},
		{endpoint: "https://Sheets.MTLS.googleapis.com./", tokens: realKey},
		{endpoint: "https://googleapis.com:443", tokens: realKey},
		{endpoint: "https://googleapis.com.example.org", tokens: realKey, refused: true},
		{endpoint: "https://notgoogleapis.com", tokens: realKey, refused: true},
		{endpoint: "http://127.0.0.1:8080/", tokens: realKey, refused: true},
		{endpoint: "http://localhost:8080", tokens: realKey, refused: true},
		{endpoint: "http://[::1]:8080", tokens: realKey, refused: true},
		{endpoint: "http://127.0.0.1:8080/", tokens: realKey, trusted: true},
		{endpoint: "https://sheets.example.org", tokens: realKey, trusted: true},
		{endpoint: "http://127.0.0.1:8080/", tokens: g.URL + "/token"},
		{endpoint: "https://sheets.example.org", tokens: g.URL + "/token", refused: true},
	} {
		data, err := os.ReadFile(key.Credentials)
		if err != nil {
			t.Fatal(err)
		}
		s := key
		s.Credentials = filepath.Join(t.TempDir(), "key.json")
		putFile(t, s.Credentials, strings.ReplaceAll(string(data), g.URL+"/token", test.tokens), 0o600)
		s.Endpoint, s.Trusted = test.endpoint, test.trusted
		_, _, err = s.Client(context.Background())
		if test.refused {
			wantError(t, err, "which is not Google", "{setting google endpoint trusted}=yes")
		} else if err != nil {
			t.Errorf("%+v: %v", test, err)
		}
	}
	if len(g.requests) > 0 {
		t.Errorf("tokens were asked for: %v", g.requests)
	}

	// A client that was made for Google keeps its token from any other server.
	client, _, err := g.desktop().Client(g.context())
	if err == nil {
		t.Fatalf("nobody has signed in: %v", client)
	}
	client, _, err = key.Client(g.context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Get("https://sheets.example.org/v4/spreadsheets/x")
	wantError(t, err, "which is not Google")
}
