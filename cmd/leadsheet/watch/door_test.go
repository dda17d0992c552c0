package watch_test

import (
	"bufio"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"leadsheet/cmd/leadsheet/watch"
)

const secret = "0a1b2c3d4e5f6071"

// paths are all that is served, and what is not.
var paths = []string{"/", "/team?name=Ada", "/status.json", "/metrics", "/nothing/there", "/sign-in", "/debug/pprof/"}

// A stranger learns nothing: the same answer everywhere, without a word about what is watched.
func TestDoor_StrangersLearnNothing(t *testing.T) {
	h := server(secret, well(t, "Ada"), troubled(t, "Bo")).Handler()
	for name, set := range map[string]func(*http.Request){
		"nothing":          func(*http.Request) {},
		"a browser":        func(r *http.Request) { r.Header.Set("Accept", "text/html,*/*") },
		"a wrong token":    func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+secret+"0") },
		"half a token":     func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+secret[:8]) },
		"no token":         func(r *http.Request) { r.Header.Set("Authorization", "Bearer ") },
		"another scheme":   func(r *http.Request) { r.Header.Set("Authorization", "Basic "+secret) },
		"the token itself": func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "session", Value: secret}) },
		"a made-up cookie": func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "session", Value: "1800000000.AAAA"}) },
	} {
		t.Run(name, func(t *testing.T) {
			first := ""
			for _, path := range paths {
				w := request(h, http.MethodGet, path, nil, set)
				if first == "" {
					first = w.Body.String()
				}
				if w.Code != http.StatusUnauthorized || w.Body.String() != first {
					t.Errorf("%s answers %d %s", path, w.Code, w.Body)
				}
				for _, word := range []string{"leadsheet", "Ada", "Bo", "mail"} {
					if strings.Contains(w.Body.String(), word) || strings.Contains(w.Header().Get("Server"), word) {
						t.Errorf("%s says %q", path, word)
					}
				}
			}
		})
	}
}

// A program brings the token with each request, a browser signs in once.
func TestDoor_TheTokenOpens(t *testing.T) {
	h := server(secret, well(t, "")).Handler()
	for _, path := range []string{"/", "/status.json", "/metrics"} {
		if w := request(h, http.MethodGet, path, nil, func(r *http.Request) {
			r.Header.Set("Authorization", "bearer "+secret)
		}); w.Code != http.StatusOK {
			t.Errorf("%s answers %d to the token", path, w.Code)
		}
	}
	signIn := func(token string) *httptest.ResponseRecorder {
		return request(h, http.MethodPost, "/sign-in", strings.NewReader(url.Values{"token": {token}}.Encode()),
			func(r *http.Request) {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				r.Header.Set("Accept", "text/html")
				r.Header.Set("X-Forwarded-Proto", "https")
			})
	}
	if w := signIn("wrong"); w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), "not the token") ||
		len(w.Result().Cookies()) > 0 {
		t.Errorf("a wrong token: %d %s", w.Code, w.Body)
	}
	if w := signIn(strings.Repeat("x", 1<<20)); w.Code != http.StatusUnauthorized {
		t.Errorf("a huge form: %d", w.Code)
	}
	w := signIn(" " + secret + "\n")
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(cookies) != 1 {
		t.Fatalf("signing in: %d, cookies %v", w.Code, cookies)
	}
	c := cookies[0]
	if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteStrictMode || strings.Contains(c.Value, secret) {
		t.Errorf("the cookie is %+v", c)
	}
	withCookie := func(h http.Handler) int {
		return request(h, http.MethodGet, "/", nil, func(r *http.Request) { r.AddCookie(c) }).Code
	}
	if code := withCookie(h); code != http.StatusOK {
		t.Errorf("the page answers %d to the cookie", code)
	}
	if code := withCookie(server(secret+"2", well(t, "")).Handler()); code != http.StatusUnauthorized {
		t.Errorf("after a change of the token the page answers %d", code)
	}
	late := server(secret, well(t, ""))
	late.Now = func() time.Time { return now.Add(31 * 24 * time.Hour) }
	if code := withCookie(late.Handler()); code != http.StatusUnauthorized {
		t.Errorf("a month later the page answers %d", code)
	}
}

// A site whose name points to this machine (DNS rebinding) gets nothing from it.
func TestDoor_OtherNamesAreRefused(t *testing.T) {
	h := server("", well(t, "Ada")).Handler()
	for host, code := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "LOCALHOST": 200, "[::1]:8080": 200, "127.0.0.1": 200,
		"evil.example": 421, "evil.example:8080": 421, "127.0.0.1.evil.example": 421, "": 421, "192.0.2.7:8080": 421,
	} {
		for _, path := range []string{"/", "/healthz", "/metrics"} {
			w := request(h, http.MethodGet, path, nil, func(r *http.Request) { r.Host = host })
			if w.Code != code || code != 200 && strings.Contains(w.Body.String(), "Ada") {
				t.Errorf("%s of %q answers %d, want %d", path, host, w.Code, code)
			}
		}
	}
}

// Every answer says that it is to be kept nowhere, and that it loads nothing.
func TestDoor_Headers(t *testing.T) {
	h := server(secret, well(t, "")).Handler()
	for _, path := range append(paths, "/healthz") {
		got := get(h, path).Header()
		if got.Get("Cache-Control") != "no-store" || got.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(got.Get("Content-Security-Policy"), "default-src 'none'; style-src 'sha256-") {
			t.Errorf("%s: %v", path, got)
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		if w := request(server("", well(t, "")).Handler(), method, "/", nil, nil); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s answers %d", method, w.Code)
		}
	}
}

// A port in use is told at once, with what to do.
func TestListen_PortInUse(t *testing.T) {
	first := server("")
	if err := first.Listen(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	err := server("").Listen(t.Context(), first.Addr())
	if err == nil || !strings.Contains(err.Error(), "another program uses that port") ||
		!strings.Contains(err.Error(), "{setting http}") {
		t.Errorf("got %v", err)
	}
	if err := server("").Listen(t.Context(), "192.0.2.1:8080"); err == nil ||
		!strings.Contains(err.Error(), "an address of this machine") {
		t.Errorf("an address of another machine: %v", err)
	}
}

// Who connects and says nothing, or says it slowly, keeps nobody else out.
func TestServe_SlowClients(t *testing.T) {
	s := server("", well(t, ""))
	if err := s.Listen(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	s.Serve()
	defer s.Close()
	for range 20 {
		conn, err := net.Dial("tcp", s.Addr())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := bufio.NewReadWriter(nil, bufio.NewWriter(conn)).WriteString("GET / HT"); err != nil {
			t.Fatal(err)
		}
	}
	status, err := watch.Ask(t.Context(), s.Addr(), "")
	if err != nil || !status.OK {
		t.Errorf("got %+v, %v", status, err)
	}
}

// What the command status asks, and what it is told.
func TestAsk(t *testing.T) {
	s := server(secret, troubled(t, ""))
	if err := s.Listen(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	s.Serve()
	addr := s.Addr()
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{addr, ":" + port, "0.0.0.0:" + port} {
		if got, err := watch.Ask(t.Context(), at, secret); err != nil || got.OK || len(got.Teams) != 1 {
			t.Errorf("%s: %+v, %v", at, got, err)
		}
	}
	if _, err := watch.Ask(t.Context(), addr, secret+"x"); err == nil || !strings.Contains(err.Error(), "another token") {
		t.Errorf("with a wrong token: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := watch.Ask(t.Context(), addr, secret); err == nil || !strings.Contains(err.Error(), "no leadsheet answers") {
		t.Errorf("when nobody is there: %v", err)
	}
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	if _, err := watch.Ask(t.Context(), strings.TrimPrefix(other.URL, "http://"), ""); err == nil ||
		!strings.Contains(err.Error(), "is no leadsheet") {
		t.Errorf("when another program is there: %v", err)
	}
}
