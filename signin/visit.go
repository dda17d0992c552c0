package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"html"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

// closeTimeout is how long the browser may take to fetch the page that says how it went.
const closeTimeout = 2 * time.Second

// ErrNotFinished is what Login returns when its context ends while the browser is still out.
var ErrNotFinished = errors.New("the sign-in was not finished in the browser")

// visit is one visit of a person's browser to a provider's page of consent and back to a port of this machine, which
// is open only meanwhile. State and PKCE see to it that only the answer to this question counts.
type visit struct {
	conf    oauth2.Config           // its RedirectURL is set by await
	options []oauth2.AuthCodeOption // for the provider's page, beside state and challenge
	// redirect is the address to come back to, of which %s is the port, such as "http://127.0.0.1:%s/". It must mean
	// this machine, and its path must be empty or "/".
	redirect string
	// finish makes a sign-in of the browser's answer, and returns as whom; its error is shown in the browser too.
	finish func(context.Context, answer) (address string, err error)
}

// answer is what the browser brought back.
type answer struct {
	code, refusal, description string
	conf                       oauth2.Config // with the RedirectURL that was used
	verifier                   string        // for the exchange of the code
}

// await sends the browser out and waits for it. say tells the person what happens; open shows a page in the browser,
// and may fail: say has told the address.
func (v visit) await(ctx context.Context, open func(url string) error, say func(format string, args ...any),
) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("wait for the browser: %w", err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	v.conf.RedirectURL = fmt.Sprintf(v.redirect, port)
	c := &callback{visit: v, state: rand.Text(), verifier: oauth2.GenerateVerifier(), done: make(chan result, 1)}
	server := &http.Server{Handler: c, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with Shutdown
	defer closeAfter(server)

	address := v.conf.AuthCodeURL(c.state, append(v.options, oauth2.S256ChallengeOption(c.verifier))...)
	say("Sign in with your browser on this machine. If no page opens, open this address yourself:\n\n%s\n", address)
	say("Without a browser here, let your own computer's reach this port first: "+
		"ssh -L %s:127.0.0.1:%s and the name of this machine.", port, port)
	if err := open(address); err != nil {
		say("No browser could be started (%v).", err)
	}
	select {
	case <-ctx.Done():
		return "", fmt.Errorf("%w (%w)", ErrNotFinished, ctx.Err())
	case o := <-c.done:
		return o.address, o.err
	}
}

// closeAfter lets the last page reach the browser, then closes the port.
func closeAfter(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		_ = server.Close()
	}
}

// callback answers the browser that comes back.
type callback struct {
	visit    visit
	state    string
	verifier string
	done     chan result

	mu     sync.Mutex
	closed bool // the one answer that counts has come
}

type result struct {
	address string
	err     error
}

func (c *callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if r.URL.Path != "/" || r.Method != http.MethodGet {
		http.NotFound(w, r) // browsers ask for icons
		return
	}
	// An answer to another question, such as an earlier try or a page that guesses, is not ours; we go on waiting.
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(c.state)) != 1 {
		showPage(w, http.StatusBadRequest, "This is not the page that leadsheet waits for. "+
			"Use the address that it shows now.")
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		showPage(w, http.StatusGone, "This sign-in is over. You can close this page.")
		return
	}
	c.closed = true
	var o result
	// A browser that hangs up must not undo a sign-in that was given.
	o.address, o.err = c.visit.finish(context.WithoutCancel(r.Context()), answer{code: q.Get("code"),
		refusal: q.Get("error"), description: q.Get("error_description"), conf: c.visit.conf, verifier: c.verifier})
	switch {
	case o.err != nil:
		showPage(w, http.StatusOK, "leadsheet is not signed in: "+o.err.Error())
	case o.address == "":
		showPage(w, http.StatusOK, "leadsheet is signed in. You can close this page.")
	default:
		showPage(w, http.StatusOK, "leadsheet is signed in as "+o.address+". You can close this page.")
	}
	c.done <- o
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
		`<body style="font: 18px/1.5 system-ui, sans-serif; max-width: 36em; margin: 20vh auto; padding: 0 1em">`+
		`<p>%s</p></body>`, html.EscapeString(text))
}
