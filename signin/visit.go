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

// closeTimeout is how long the browser may take to load the page with the result.
const closeTimeout = 2 * time.Second

// ErrNotFinished is returned by Login when its context ends before the browser has returned.
var ErrNotFinished = errors.New("the sign-in was not finished in the browser")

// browserVisit is one visit of a person's browser to a provider's page of consent and back to a port of this machine,
// which is open only during the visit. State and PKCE ensure that only the answer to this request is accepted.
type browserVisit struct {
	conf    oauth2.Config           // its RedirectURL is set by await
	options []oauth2.AuthCodeOption // parameters for the provider's page besides state and challenge
	// redirect is the address to return to, with %s for the port, such as "http://127.0.0.1:%s/". It must mean this
	// machine, and its path must be empty or "/".
	redirect string
	// finish turns the browser's answer into a sign-in and returns the address of the account. The browser shows its
	// error too.
	finish func(context.Context, answer) (address string, err error)
}

// answer is the query with which the browser returned.
type answer struct {
	code, refusal, description string
	conf                       oauth2.Config // with the RedirectURL that was used
	verifier                   string        // for the exchange of the code
}

// await opens the page of consent and waits until the browser returns. say shows a line to the person. open opens a
// page in the browser; it may fail, since say has shown the address.
func (v browserVisit) await(ctx context.Context, open func(url string) error, say func(format string, args ...any),
) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("wait for the browser: %w", err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	v.conf.RedirectURL = fmt.Sprintf(v.redirect, port)
	c := &callback{visit: v, state: rand.Text(), verifier: oauth2.GenerateVerifier(), done: make(chan outcome, 1)}
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
	case out := <-c.done:
		return out.address, out.err
	}
}

// closeAfter closes the port after the browser has loaded the last page, or after closeTimeout.
func closeAfter(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		_ = server.Close()
	}
}

// callback answers the browser when it returns.
type callback struct {
	visit    browserVisit
	state    string
	verifier string
	done     chan outcome

	mu       sync.Mutex
	answered bool // the answer to this request has come
}

type outcome struct {
	address string
	err     error
}

func (c *callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if r.URL.Path != "/" || r.Method != http.MethodGet {
		http.NotFound(w, r) // browsers ask for icons
		return
	}
	// An answer to another request, of an earlier try or a hostile page, is refused, and the wait continues.
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(c.state)) != 1 {
		showPage(w, http.StatusBadRequest, "This is not the page that leadsheet waits for. "+
			"Use the address that it shows now.")
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.answered {
		showPage(w, http.StatusGone, "This sign-in is over. You can close this page.")
		return
	}
	c.answered = true
	var out outcome
	// A browser that hangs up must not undo a completed sign-in.
	out.address, out.err = c.visit.finish(context.WithoutCancel(r.Context()), answer{code: q.Get("code"),
		refusal: q.Get("error"), description: q.Get("error_description"), conf: c.visit.conf, verifier: c.verifier})
	switch {
	case out.err != nil:
		showPage(w, http.StatusOK, "leadsheet is not signed in: "+out.err.Error())
	case out.address == "":
		showPage(w, http.StatusOK, "leadsheet is signed in. You can close this page.")
	default:
		showPage(w, http.StatusOK, "leadsheet is signed in as "+out.address+". You can close this page.")
	}
	c.done <- out
}

// showPage answers with a page of one sentence.
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
