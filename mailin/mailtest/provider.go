package mailtest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
)

// Canary is a part of every secret that a Provider gives out or knows; nothing that a person reads may hold it.
const Canary = "CANARY"

// Provider gives out tokens as Google and Microsoft do: to a person whose browser says yes at once, and to an
// application by its secret. The client is client-1.
type Provider struct {
	URL string

	web *httptest.Server

	mu        sync.Mutex
	granted   func(token string)
	answer    func(grant string, fields map[string]any) (status int)
	asked     url.Values   // of the last page of consent
	forms     []url.Values // that the token endpoint got
	challenge string
	refresh   string // the refresh token that counts; "" when the consent was withdrawn
	issued    int
}

// NewProvider starts a provider on a free port of this machine; Close ends it.
func NewProvider() *Provider {
	p := &Provider{granted: func(string) {}, answer: func(string, map[string]any) int { return 0 }}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /auth", p.consent)
	mux.HandleFunc("POST /token", p.token)
	p.web = httptest.NewServer(mux)
	p.URL = p.web.URL
	return p
}

// Close ends the provider.
func (p *Provider) Close() { p.web.Close() }

// OnGrant has every access token that is given out told to f, before it is.
func (p *Provider) OnGrant(f func(token string)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.granted = f
}

// OnAnswer lets f change what the token endpoint is about to say, and its status; 0 leaves it as it is.
func (p *Provider) OnAnswer(f func(grant string, fields map[string]any) (status int)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = f
}

// GoogleClient is the file of a desktop app's client as Google hands it out.
func (p *Provider) GoogleClient() string {
	return fmt.Sprintf(
		`{"installed":{"client_id":"client-1","project_id":"project-1","auth_uri":"%[1]s/auth","token_uri":"%[1]s/token",`+
			`"client_secret":"secret-%[2]s","redirect_uris":["http://localhost"]}}`,
		p.URL,
		Canary,
	)
}

// MicrosoftClient is the file of a client of Microsoft 365: an application's when it has a secret.
func (p *Provider) MicrosoftClient(secret bool) string {
	more := ""
	if secret {
		more = `,"client_secret":"secret-` + Canary + `"`
	}
	return fmt.Sprintf(
		`{"client_id":"client-1","tenant":"firm.example","auth_uri":"%[1]s/auth","token_uri":"%[1]s/token"%[2]s}`,
		p.URL,
		more,
	)
}

// Withdraw ends the consent, as a person does in the account's settings.
func (p *Provider) Withdraw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refresh = ""
}

// Asked returns what the last page of consent was asked with.
func (p *Provider) Asked() url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

// Forms returns what the token endpoint was sent so far.
func (p *Provider) Forms() []url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]url.Values{}, p.forms...)
}

func (p *Provider) consent(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = r.URL.Query()
	p.challenge = p.asked.Get("code_challenge")
	back := url.Values{"state": {p.asked.Get("state")}, "code": {"code-" + Canary}}
	http.Redirect(w, r, p.asked.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	grant := r.FormValue("grant_type") // reads the form
	p.forms = append(p.forms, r.PostForm)
	fields, status := map[string]any{}, http.StatusOK
	if why := p.refusal(grant, r.PostForm); why != "" {
		status = http.StatusBadRequest
		fields["error"], fields["error_description"] = "invalid_grant", why+" "+Canary
	} else {
		p.issued++
		fields["access_token"] = fmt.Sprintf("access-%d-%s", p.issued, Canary)
		fields["token_type"], fields["expires_in"] = "Bearer", 3599
	}
	if status == http.StatusOK && grant == "authorization_code" {
		p.refresh = fmt.Sprintf("refresh-%d-%s", p.issued, Canary)
		claims := base64.RawURLEncoding.EncodeToString([]byte(`{"preferred_username":"anna@example.com"}`))
		fields["refresh_token"], fields["id_token"], fields["scope"] = p.refresh, "e30."+claims+".c2ln", p.asked.Get("scope")
	}
	if s := p.answer(grant, fields); s != 0 {
		status = s
	}
	if token, ok := fields["access_token"].(string); ok && status == http.StatusOK {
		p.granted(token)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(fields) // the client that hung up has no use for it
}

// refusal is why a request for a token is not granted; "" when it is.
func (p *Provider) refusal(grant string, form url.Values) string {
	secret := form.Get("client_secret")
	switch {
	case form.Get("client_id") != "client-1", secret != "" && secret != "secret-"+Canary:
		return "wrong client"
	case grant == "client_credentials" && secret != "":
		return ""
	case grant == "authorization_code":
		sum := sha256.Sum256([]byte(form.Get("code_verifier")))
		if base64.RawURLEncoding.EncodeToString(sum[:]) != p.challenge || form.Get("code") != "code-"+Canary ||
			form.Get("redirect_uri") != p.asked.Get("redirect_uri") {
			return "Malformed auth code."
		}
		return ""
	case grant == "refresh_token" && p.refresh != "" && form.Get("refresh_token") == p.refresh:
		return ""
	}
	return "Token has been expired or revoked."
}
