package google

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"leadsheet/signin"
)

// canary stands for every secret; no error may hold it.
const canary = "CANARY"

// standIn is Google as leadsheet meets it when signing in: a consent page, a token endpoint and a signed API.
type standIn struct {
	*httptest.Server
	t *testing.T

	mu        sync.Mutex
	asked     url.Values // of the last consent page
	challenge string
	refresh   string // the refresh token that counts; "" after it was withdrawn
	access    string // the access token that counts
	issued    int
	requests  []string // what the token endpoint was asked for
	answer    func(grant string, fields map[string]any) (status int)
	key       *rsa.PublicKey // of the service account
	claims    map[string]any // of the last assertion
	bodies    []string       // that reached the API
}

func newStandIn(t *testing.T) *standIn {
	t.Helper()
	g := &standIn{t: t}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /auth", g.consent)
	mux.HandleFunc("POST /token", g.token)
	mux.HandleFunc("/api/", g.api)
	g.Server = httptest.NewServer(mux)
	t.Cleanup(g.Close)
	return g
}

// consent is Google's page, and a person who allows everything at once.
func (g *standIn) consent(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked = r.URL.Query()
	g.challenge = g.asked.Get("code_challenge")
	back := url.Values{"state": {g.asked.Get("state")}, "code": {"code-" + canary}}
	http.Redirect(w, r, g.asked.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

func (g *standIn) token(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	grant := r.FormValue("grant_type")
	g.requests = append(g.requests, grant)
	fields, status := map[string]any{}, http.StatusOK
	if why := g.refusal(grant, r); why != "" {
		status = http.StatusBadRequest
		fields["error"], fields["error_description"] = "invalid_grant", why+" "+canary
	} else {
		g.issued++
		g.access = fmt.Sprintf("access-%d-%s", g.issued, canary)
		fields["access_token"], fields["token_type"], fields["expires_in"] = g.access, "Bearer", 3599
		if grant == "authorization_code" {
			g.refresh = fmt.Sprintf("refresh-%d-%s", g.issued, canary)
			claims := base64.RawURLEncoding.EncodeToString([]byte(`{"email":"anna@example.com"}`))
			fields["refresh_token"], fields["id_token"] = g.refresh, "e30."+claims+".c2ln"
			fields["scope"] = "openid https://www.googleapis.com/auth/userinfo.email " + signin.SheetsScope
		}
	}
	if g.answer != nil {
		if s := g.answer(grant, fields); s != 0 {
			status = s
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(fields)
}

// refusal is why a request for a token is not granted.
func (g *standIn) refusal(grant string, r *http.Request) string {
	switch grant {
	case "authorization_code":
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if base64.RawURLEncoding.EncodeToString(sum[:]) != g.challenge || r.FormValue("code") != "code-"+canary {
			return "Malformed auth code."
		}
	case "refresh_token":
		if g.refresh == "" || r.FormValue("refresh_token") != g.refresh {
			return "Token has been expired or revoked."
		}
	default:
		return g.checkAssertion(r.FormValue("assertion"))
	}
	if r.FormValue("client_id") != "client-1" || r.FormValue("client_secret") != "secret-"+canary {
		return "wrong client"
	}
	return ""
}

func (g *standIn) checkAssertion(assertion string) string {
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		return "Invalid JWT: not one."
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err != nil || rsa.VerifyPKCS1v15(g.key, crypto.SHA256, sum[:], signature) != nil {
		return "Invalid JWT Signature."
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(data, &g.claims) != nil {
		return "Invalid JWT: no claims."
	}
	return ""
}

// api answers signed requests only.
func (g *standIn) api(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case r.Header.Get("Authorization") != "Bearer "+g.access:
		http.Error(w, `{"error":{"code":401}}`, http.StatusUnauthorized)
	case r.URL.Path == "/api/away":
		http.Redirect(w, r, r.URL.Query().Get("to"), http.StatusFound)
	default:
		g.bodies = append(g.bodies, string(body))
		_, _ = io.WriteString(w, "fine")
	}
}

// set changes the stand-in between requests.
func (g *standIn) set(f func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f()
}

// names are those that a program may have for the sign-in to Google Sheets.
var names = signin.Names{Login: "leadsheet login", Client: "LEADSHEET_GOOGLE_CREDENTIALS",
	Kept: "LEADSHEET_GOOGLE_TOKEN"}

// desktop is a sign-in with the client file of a desktop app.
func (g *standIn) desktop() SignIn {
	dir := g.t.TempDir()
	file := fmt.Sprintf(`{"installed":{"client_id":"client-1","project_id":"project-1",`+
		`"auth_uri":"%s/auth","token_uri":"%s/token","client_secret":"secret-%s","redirect_uris":["http://localhost"]}}`,
		g.URL, g.URL, canary)
	return SignIn{Credentials: putFile(g.t, filepath.Join(dir, "client.json"), file, 0o600), Token: filepath.Join(dir,
		"new", "token.json"), Names: names}
}

// service is a sign-in with the key of a service account.
func (g *standIn) service() SignIn {
	g.t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		g.t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		g.t.Fatal(err)
	}
	g.set(func() { g.key = &key.PublicKey })
	file, err := json.Marshal(map[string]string{"type": "service_account", "project_id": "project-1",
		"client_email":   "sheets@project-1.example.com",
		"private_key_id": "key-1", "private_key": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
		"token_uri": g.URL + "/token"})
	if err != nil {
		g.t.Fatal(err)
	}
	return SignIn{Credentials: putFile(g.t, filepath.Join(g.t.TempDir(), "key.json"), string(file), 0o600), Names: names}
}

// login signs in as a person whose browser does what it is told to.
func (g *standIn) login(s SignIn) (Account, string, error) {
	var page string
	account, err := s.Login(g.context(), func(address string) error {
		page = visitPage(g.t, address)
		return nil
	}, g.t.Logf)
	return account, page, err
}

func (g *standIn) context() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	g.t.Cleanup(cancel)
	return ctx
}

// client is a signed client that must be there.
func (g *standIn) client(s SignIn) *http.Client {
	g.t.Helper()
	client, _, err := s.Client(g.context())
	if err != nil {
		g.t.Fatal(err)
	}
	return client
}

// fetch asks the API and returns what came, an answer or an error.
func (g *standIn) fetch(client *http.Client) (string, error) {
	answer, err := client.Post(g.URL+"/api/x", "text/plain", strings.NewReader("the body"))
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return string(body), err
}

func visitPage(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func putFile(t *testing.T, path, content string, mode os.FileMode) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil { // past the umask
		t.Fatal(err)
	}
	return path
}

// wantError checks that err says all of want, and no secret.
func wantError(t *testing.T, err error, want ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", want)
	}
	for _, w := range want {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
	if text := fmt.Sprintf("%v %+v", err, err); strings.Contains(text, canary) {
		t.Errorf("the error holds a secret: %s", text)
	}
}
