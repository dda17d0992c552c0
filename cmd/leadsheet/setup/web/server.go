// Package web asks the questions of the setup on pages in the browser of the same machine. It is a setup.FormHost: the
// questions, their checks and their order are those of package setup, and a new question there needs nothing here.
//
// The server listens on loopback only. Who wants in needs the link with the token, which works once; from then on a
// cookie is the session. A request with another Host header is refused, so that a name that a stranger points to this
// machine reaches nothing (DNS rebinding), and so is a form that was not sent from a page of this server.
package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"leadsheet/cmd/leadsheet/page"
	"leadsheet/cmd/leadsheet/setup"
)

// Options say how the pages are served.
type Options struct {
	// Names fills in the names of settings and commands in texts of package setup.
	Names func(text string) string
	// Open opens an address in the browser of this machine. That it cannot is no failure: the link is told as well.
	Open func(url string) error
	// Say tells the operator in the terminal.
	Say func(text string)
	// Idle is how long nobody may use the pages before they end; 0 for 15 minutes.
	Idle time.Duration
}

// ErrStopped is returned when the person has ended the setup on a page.
var ErrStopped = errors.New("the setup was stopped on its page")

// ErrIdle is returned when nobody has used the pages for a while.
var ErrIdle = errors.New("nobody has used the page of the setup for a while, so it has ended: start it again " +
	"when you like; what was not written down yet is to be answered again")

const (
	usualIdle  = 15 * time.Minute
	lastLook   = 3 * time.Second // how long the server goes on after the last page was shown
	maxAnswers = 1 << 20         // bytes of a form
	quick      = 800 * time.Millisecond
)

// Run serves the pages while ask runs with them as its host. It returns when ask is done and its last page was shown,
// with the error of ask; with ErrStopped, ErrIdle, or that of ctx.
func Run(ctx context.Context, o Options, ask func(context.Context, setup.FormHost) error) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("serve the pages of the setup: %w", err)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if o.Idle == 0 {
		o.Idle = usualIdle
	}
	s := newServer(o, listener.Addr().String(), cancel)
	served := &http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second}
	serving := make(chan error, 1)
	go func() { serving <- served.Serve(listener) }()
	s.greet()

	asked := make(chan error, 1)
	go func() {
		err := ask(ctx, s)
		if errors.Is(err, context.Canceled) && context.Cause(ctx) != nil {
			err = context.Cause(ctx)
		}
		s.host.end(err)
		asked <- err
	}()
	var result error
	select {
	case result = <-asked:
		s.awaitLast(ctx)
	case <-ctx.Done():
		result = <-asked // it ends with the context
	}
	if ctx.Err() != nil && errors.Is(result, ErrStopped) {
		s.awaitLast(context.WithoutCancel(ctx))
	}
	closing, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	err = served.Shutdown(closing)
	if failed := <-serving; !errors.Is(failed, http.ErrServerClosed) {
		err = errors.Join(err, failed)
	}
	return errors.Join(result, err)
}

// server is the pages of one run.
type server struct {
	Options
	*host
	address string        // host and port
	cancel  func(error)   // ends the run
	idle    *time.Timer   // ends it when nobody uses it
	shown   chan struct{} // closed when the last page was shown
	cookie  string        // name of the cookie: those of other ports are other sessions
	session string        // its value
	form    string        // the secret of every form
}

func newServer(o Options, address string, cancel func(error)) *server {
	_, port, _ := net.SplitHostPort(address)
	s := &server{Options: o, host: newHost(), address: address, cancel: cancel, shown: make(chan struct{}),
		cookie: "leadsheet_" + port, session: rand.Text(), form: rand.Text()}
	s.idle = time.AfterFunc(o.Idle, func() { cancel(ErrIdle) })
	return s
}

// greet tells the link, and opens the browser.
func (s *server) greet() {
	link := "http://" + s.address + "/?token=" + s.host.token
	s.Say("Setting up leadsheet in the browser. If it does not open by itself, open this link on this machine; it works " +
		"once:\n\n  " + link + "\n\nCtrl-C ends it.")
	_ = s.Open(link) // the link stands in the terminal
}

// awaitLast waits until the last page was shown, its stylesheet too.
func (s *server) awaitLast(ctx context.Context) {
	select {
	case <-s.shown:
	case <-time.After(lastLook): // nobody looks at it
	case <-ctx.Done():
		return
	}
	time.Sleep(lastLook / 10)
}

func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.show)
	mux.HandleFunc("POST /answer", s.answer)
	mux.HandleFunc("GET "+page.StylePath, page.Style)
	ours := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page.Guard(w.Header())
		_, port, _ := net.SplitHostPort(s.address)
		if r.Host != s.address && r.Host != "localhost:"+port {
			http.Error(w, "This is not the address of this page.", http.StatusMisdirectedRequest)
			return
		}
		if err := ours.Check(r); err != nil {
			http.Error(w, "The form was not sent from this page.", http.StatusForbidden)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxAnswers)
		mux.ServeHTTP(w, r)
	})
}

// known reports whether a request belongs to the session, which then counts as used.
func (s *server) known(r *http.Request) bool {
	c, err := r.Cookie(s.cookie)
	if err != nil || !same(c.Value, s.session) {
		return false
	}
	s.idle.Reset(s.Idle)
	return true
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// show shows where the setup is. The link with the token begins the session.
func (s *server) show(w http.ResponseWriter, r *http.Request) {
	if token := r.URL.Query().Get("token"); token != "" && !s.known(r) {
		if !s.host.spend(token) {
			s.refuse(w, "This link was used already, or is not the right one")
			return
		}
		http.SetCookie(w, &http.Cookie{Name: s.cookie, Value: s.session, Path: "/", HttpOnly: true,
			SameSite: http.SameSiteLaxMode})
		s.idle.Reset(s.Idle)
	} else if !s.known(r) {
		s.refuse(w, "This page needs the link that stands in the terminal")
		return
	}
	if r.URL.RawQuery != "" {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	view, last := s.host.view()
	view.Secret = s.form
	s.write(w, http.StatusOK, view)
	if last {
		s.host.once.Do(func() { close(s.shown) })
	}
}

// refuse says why nothing is shown.
func (s *server) refuse(w http.ResponseWriter, why string) {
	s.write(w, http.StatusForbidden, view{Title: "No entry", Failed: why + ". Start the setup again in the terminal: it " +
		"shows a new link."})
}

// answer takes the answers of a form. Those of a page that is not the present one any more are left: the browser is
// sent to the present one.
func (s *server) answer(w http.ResponseWriter, r *http.Request) {
	if !s.known(r) || !same(r.FormValue("secret"), s.form) {
		s.refuse(w, "The form does not belong to this session")
		return
	}
	if r.PostForm.Has("stop") {
		s.host.withdraw() // otherwise the page would be shown again until the setup has ended
		s.cancel(ErrStopped)
		s.host.wait(quick)
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	number, err := strconv.Atoi(r.PostForm.Get("page"))
	if err == nil && s.host.reply(number, r.PostForm) {
		s.host.wait(quick)
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// write writes a page.
func (s *server) write(w http.ResponseWriter, status int, v view) {
	if s.Names != nil {
		v.names = s.Names
	}
	body, err := v.html()
	if err != nil {
		http.Error(w, "The page could not be made: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = page.Write(w, page.Page{Title: v.Title, Refresh: v.Refresh, Body: body}) // the browser has gone away
}
