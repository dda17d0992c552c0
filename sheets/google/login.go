package google

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

// lastWords is how long the browser may take to fetch the page that says how it went.
const lastWords = 2 * time.Second

// Login signs a person in: the browser shows Google's page, Google sends the browser back to a port of this machine
// that is open only meanwhile, and the sign-in is saved. say tells the person what happens; open shows a page in
// the browser, and may fail: say has told the address. Login ends with ctx.
func (s SignIn) Login(ctx context.Context, open func(url string) error, say func(format string, args ...any)) (Account, error) {
	if faults := s.Validate(); len(faults) > 0 {
		return Account{}, errors.Join(faults...)
	}
	c, err := s.credentials()
	if err != nil {
		return Account{}, err
	}
	account := c.account()
	if c.Installed == nil {
		return account, errors.New("a service account needs no sign-in: share the spreadsheet with " + account.Address + " as Editor")
	}
	if s.Token == "" {
		return account, signedOut("there is no place for the sign-in: name a file for it (LEADSHEET_GOOGLE_TOKEN)")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return account, fmt.Errorf("wait for the browser: %w", err)
	}
	v := &visit{signIn: s, client: c.Installed, conf: c.Installed.config(), state: rand.Text(), verifier: oauth2.GenerateVerifier(),
		done: make(chan loginResult, 1)}
	v.conf.RedirectURL = "http://" + listener.Addr().String() + "/"
	server := &http.Server{Handler: v, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with Shutdown
	defer closeAfter(server)

	address := v.conf.AuthCodeURL(v.state, oauth2.AccessTypeOffline, oauth2.SetAuthURLParam("prompt", "consent"),
		oauth2.S256ChallengeOption(v.verifier))
	say("Sign in with your browser on this machine. If no page opens, open this address yourself:\n\n%s\n", address)
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	say("Without a browser here, let your own computer's reach this port first: ssh -L %s:127.0.0.1:%s and the name of this machine.", port, port)
	if err := open(address); err != nil {
		say("No browser could be started (%v).", err)
	}
	select {
	case <-ctx.Done():
		return account, fmt.Errorf("the sign-in was not finished in the browser (%w): run leadsheet login again", ctx.Err())
	case o := <-v.done:
		account.Address = o.address
		return account, o.err
	}
}

// closeAfter lets the last page reach the browser, then closes the port.
func closeAfter(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		_ = server.Close()
	}
}

// visit answers the browser that comes back from Google.
type visit struct {
	signIn   SignIn
	client   *oauthClient
	conf     *oauth2.Config
	state    string
	verifier string
	done     chan loginResult

	mu     sync.Mutex
	closed bool // the one answer that counts has come
}

type loginResult struct {
	address string
	err     error
}

func (v *visit) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if r.URL.Path != "/" || r.Method != http.MethodGet {
		http.NotFound(w, r) // browsers ask for icons
		return
	}
	// An answer to another question, such as an earlier try or a page that guesses, is not ours; we go on waiting.
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(v.state)) != 1 {
		showPage(w, http.StatusBadRequest, "This is not the page that leadsheet waits for. Use the address that it shows now.")
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		showPage(w, http.StatusGone, "This sign-in is over. You can close this page.")
		return
	}
	v.closed = true
	var o loginResult
	// A browser that hangs up must not undo a sign-in that was given.
	o.address, o.err = v.finish(context.WithoutCancel(r.Context()), q.Get("code"), q.Get("error"))
	if o.err != nil {
		showPage(w, http.StatusOK, "leadsheet is not signed in: "+o.err.Error())
	} else {
		showPage(w, http.StatusOK, "leadsheet is signed in"+asWhom(o.address)+". You can close this page.")
	}
	v.done <- o
}

func asWhom(address string) string {
	if address == "" {
		return ""
	}
	return " as " + address
}

// finish changes the code into a sign-in and saves it.
func (v *visit) finish(ctx context.Context, code, refusal string) (string, error) {
	switch {
	case refusal == "access_denied":
		return "", signedOut("access was not allowed in the browser: run leadsheet login again and allow it")
	case refusal != "":
		return "", explainRefusal(&oauth2.RetrieveError{ErrorCode: refusal}, Person)
	case code == "":
		return "", signedOut("the browser brought no answer from Google: run leadsheet login again")
	}
	token, err := v.conf.Exchange(v.signIn.toGoogle(ctx), code, oauth2.VerifierOption(v.verifier))
	if err != nil {
		return "", explainToken(ctx, err, Person)
	}
	// A list that is left out means: all that was asked for.
	if granted, ok := token.Extra("scope").(string); ok && granted != "" && !slices.Contains(strings.Fields(granted), sheetsScope) {
		return "", signedOut("the permission for spreadsheets was not given: run leadsheet login again and tick the box for Google Sheets")
	}
	if token.RefreshToken == "" {
		return "", signedOut("Google gave a sign-in for an hour only: remove leadsheet at https://myaccount.google.com/connections and run leadsheet login again")
	}
	saved := savedToken{ClientID: v.client.ID, Address: addressOf(token)}
	saved.use(token)
	if err := writePrivate(v.signIn.Token, saved); err != nil {
		return "", err
	}
	return saved.Address, nil
}

// addressOf is the person's mail address, as the ID token tells it. The token came from Google itself over an
// encrypted connection, so its signature says nothing more.
func addressOf(token *oauth2.Token) string {
	text, _ := token.Extra("id_token").(string)
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return ""
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return ""
	}
	var claims struct {
		Email string `json:"email"`
	}
	if json.Unmarshal(data, &claims) != nil {
		return ""
	}
	return claims.Email
}

// showPage answers with a sentence.
func showPage(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Connection", "close")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `<!doctype html><meta charset="utf-8"><title>leadsheet</title>`+
		`<body style="font: 18px/1.5 system-ui, sans-serif; max-width: 36em; margin: 20vh auto; padding: 0 1em"><p>%s</p></body>`, html.EscapeString(text))
}
