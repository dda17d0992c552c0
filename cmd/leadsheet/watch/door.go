package watch

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"leadsheet/signin"
)

// sessionCookie is the name of the cookie of a browser that has signed in, and sessionFor how long it counts.
const (
	sessionCookie = "session"
	sessionFor    = 30 * 24 * time.Hour
)

// door decides who sees the pages. Without a token that is everybody on this machine, with one whoever has it.
type door struct {
	token string
	now   func() time.Time
	pages *pages
}

// ask refuses what a page of another site has a browser ask for. Without a token nothing but the name in the request
// tells such a page from a person: a site can have its own name point to this machine (DNS rebinding).
func (d door) ask(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
		if d.token == "" && !signin.Loopback(strings.ToLower(host)) {
			http.Error(w, "ask for localhost or 127.0.0.1", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// guard lets those in who may see the pages. Others see the form to sign in, whatever they ask for.
func (d door) guard(inside http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if d.knows(r) {
			inside.ServeHTTP(w, r)
			return
		}
		d.turnAway(w, r, "")
	})
}

// knows reports whether a request brings the token, or the cookie of a browser that has.
func (d door) knows(r *http.Request) bool {
	if d.token == "" {
		return true
	}
	if scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return d.opens(strings.TrimSpace(token))
	}
	cookie, err := r.Cookie(sessionCookie)
	return err == nil && d.isSession(cookie.Value)
}

// opens compares in a time that does not depend on how much of the token is right.
func (d door) opens(token string) bool {
	got, want := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(d.token))
	return subtle.ConstantTimeCompare(got[:], want[:]) == 1
}

// signIn takes the form. What it sets does not hold the token, and ends when that is changed.
func (d door) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if !d.opens(strings.TrimSpace(r.PostFormValue("token"))) {
		d.turnAway(w, r, "That is not the token.")
		return
	}
	until := d.now().Add(sessionFor)
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: d.session(until), Path: "/", Expires: until, HttpOnly: true,
		SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"})
	http.Redirect(w, r, pathPage, http.StatusSeeOther)
}

// turnAway shows the form to a browser, and nothing to a program.
func (d door) turnAway(w http.ResponseWriter, r *http.Request, why string) {
	if d.token == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("WWW-Authenticate", "Bearer")
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		http.Error(w, "a token is needed", http.StatusUnauthorized)
		return
	}
	d.pages.show(w, http.StatusUnauthorized, "sign-in", why)
}

// session is the value of a cookie that counts until then.
func (d door) session(until time.Time) string {
	text := strconv.FormatInt(until.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(d.token))
	mac.Write([]byte("session " + text)) // a hash returns no error
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// isSession reports whether the value of a cookie is one that session has made and that counts still.
func (d door) isSession(value string) bool {
	text, _, _ := strings.Cut(value, ".")
	seconds, err := strconv.ParseInt(text, 10, 64)
	until := time.Unix(seconds, 0)
	return err == nil && d.now().Before(until) && until.Sub(d.now()) <= sessionFor &&
		subtle.ConstantTimeCompare([]byte(value), []byte(d.session(until))) == 1
}
