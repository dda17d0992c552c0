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

// Canary is a part of every secret that a Provider issues or knows. Tests check that no text for people contains it.
const Canary = "CANARY"

// Provider issues tokens as Google and Microsoft do: to a person, whose consent is given at once, and to an application
// by its secret. The client's ID is client-1.
type Provider struct {
	URL string

	web *httptest.Server

	mu           sync.Mutex
	onGrant      func(token string)
	onAnswer     func(grant string, fields map[string]any) (status int)
	consentQuery url.Values   // of the last request for consent
	tokenForms   []url.Values // received by the token endpoint
	challenge    string
	refresh      string // the valid refresh token; "" when the consent was withdrawn
	issued       int
}

// NewProvider starts a provider on a free port of the loopback address. Close stops it.
func NewProvider() *Provider {
	p := &Provider{onGrant: func(string) {}, onAnswer: func(string, map[string]any) int { return 0 }}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /auth", p.consent)
	mux.HandleFunc("POST /token", p.token)
	p.web = httptest.NewServer(mux)
	p.URL = p.web.URL
	return p
}

// Close stops the provider.
func (p *Provider) Close() { p.web.Close() }

// OnGrant makes the provider call f with every access token before it is issued.
func (p *Provider) OnGrant(f func(token string)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.onGrant = f
}

// OnAnswer lets f change the fields of the token endpoint's answer, and its status; 0 leaves the status unchanged.
func (p *Provider) OnAnswer(f func(grant string, fields map[string]any) (status int)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.onAnswer = f
}

// GoogleClient returns the client's file of a desktop app in Google's format.
func (p *Provider) GoogleClient() string {
	return fmt.Sprintf(
		`{"installed":{"client_id":"client-1","project_id":"project-1","auth_uri":"%[1]s/auth","token_uri":"%[1]s/token",`+
			`"client_secret":"secret-%[2]s","redirect_uris":["http://localhost"]}}`,
		p.URL,
		Canary,
	)
}

// MicrosoftClient returns the client's file for Microsoft 365: of an application if it has a secret, else of a public
// client.
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

// Withdraw ends the consent, as a person can do in the account's settings.
func (p *Provider) Withdraw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refresh = ""
}

// ConsentQuery returns the query of the last request for consent.
func (p *Provider) ConsentQuery() url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.consentQuery
}

// TokenTokenForms returns the forms that the token endpoint has received so far.
func (p *Provider) TokenForms() []url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]url.Values{}, p.tokenForms...)
}

func (p *Provider) consent(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.consentQuery = r.URL.Query()
	p.challenge = p.consentQuery.Get("code_challenge")
	back := url.Values{"state": {p.consentQuery.Get("state")}, "code": {"code-" + Canary}}
	http.Redirect(w, r, p.consentQuery.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	grant := r.FormValue("grant_type") // reads the form
	p.tokenForms = append(p.tokenForms, r.PostForm)
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
		fields["refresh_token"], fields["id_token"] = p.refresh, "e30."+claims+".c2ln"
		fields["scope"] = p.consentQuery.Get("scope")
	}
	if s := p.onAnswer(grant, fields); s != 0 {
		status = s
	}
	if token, ok := fields["access_token"].(string); ok && status == http.StatusOK {
		p.onGrant(token)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(fields) // fails only if the client has hung up
}

// refusal returns why a request for a token is refused, "" when it is granted.
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
			form.Get("redirect_uri") != p.consentQuery.Get("redirect_uri") {
			return "Malformed auth code."
		}
		return ""
	case grant == "refresh_token" && p.refresh != "" && form.Get("refresh_token") == p.refresh:
		return ""
	}
	return "Token has been expired or revoked."
}
