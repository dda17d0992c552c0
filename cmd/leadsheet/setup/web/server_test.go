package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"leadsheet/cmd/leadsheet/setup"
)

// session is a run of the pages, with a browser that has no window.
type session struct {
	t      *testing.T
	client *http.Client
	link   string
	done   chan error
}

func start(t *testing.T, o Options, ask func(context.Context, setup.FormHost) error) *session {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, client: &http.Client{Jar: jar, Timeout: 10 * time.Second}, done: make(chan error, 1)}
	link := make(chan string, 1)
	o.Say = func(string) {}
	o.Open = func(url string) error { link <- url; return nil }
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	go func() { s.done <- Run(ctx, o, ask) }()
	s.link = <-link
	return s
}

// do sends a request and returns the status and the page.
func (s *session) do(method, address string, form url.Values, change func(*http.Request)) (int, string) {
	s.t.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if change != nil {
		change(r)
	}
	answer, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func (s *session) base() string { return s.link[:strings.Index(s.link, "/?")] }

// first opens the link and returns the page of the first question, which may come a moment after the link.
func (s *session) first() (code int, page string) {
	s.t.Helper()
	code, page = s.do("GET", s.link, nil, nil)
	for end := time.Now().Add(time.Minute); code == http.StatusOK && !hidden(page).Has("page"); {
		if time.Now().After(end) {
			s.t.Fatalf("nothing is asked:\n%s", page)
		}
		code, page = s.do("GET", s.base()+"/", nil, nil)
	}
	return code, page
}

// send sends a form and returns the page after it, which a slow setup has only after a moment.
func (s *session) send(form url.Values) (code int, page string) {
	s.t.Helper()
	code, page = s.do("POST", s.base()+"/answer", form, nil)
	for end := time.Now().Add(time.Minute); strings.Contains(page, "One moment") && time.Now().Before(end); {
		code, page = s.do("GET", s.base()+"/", nil, nil) // as the page does by itself
	}
	return code, page
}

// hidden are the fields of a page that a person does not see.
func hidden(page string) url.Values {
	out := url.Values{}
	for _, m := range regexp.MustCompile(`type="hidden" name="(\w+)" value="(\w+)"`).FindAllStringSubmatch(page, -1) {
		out.Set(m[1], m[2])
	}
	return out
}

// oneQuestion asks for a name, and keeps what was answered.
func oneQuestion(got *string) func(context.Context, setup.FormHost) error {
	return func(ctx context.Context, h setup.FormHost) error {
		h.Tell("said <b>before</b>")
		answers, err := h.Fill(ctx, setup.Form{Step: setup.Step{Title: "Name"}, At: 2, Of: 3,
			Questions: []setup.Question{{Key: "name", Text: "Your name", Help: "As you like", Default: `"Kim"`}}})
		*got = answers["name"]
		return err
	}
}

// The link lets one browser in, once; nobody gets in by a guess, by another name of this machine, or with a form that
// another page sends. A form that is sent twice is taken once.
func TestServer_LetsOneIn(t *testing.T) {
	var got string
	s := start(t, Options{}, oneQuestion(&got))
	for name, address := range map[string]string{"nothing": s.base() + "/", "a guess": s.base() + "/?token=AAAA"} {
		if code, page := s.do("GET", address, nil, nil); code != http.StatusForbidden || strings.Contains(page, "Your name") {
			t.Errorf("with %s: %d\n%s", name, code, page)
		}
	}
	named := func(host string) func(*http.Request) { return func(r *http.Request) { r.Host = host } }
	if code, page := s.do("GET", s.link, nil, named("evil.example")); code != http.StatusMisdirectedRequest {
		t.Errorf("by another name: %d\n%s", code, page)
	}
	code, page := s.first()
	if code != http.StatusOK || !strings.Contains(page, "Your name") || !strings.Contains(page, "&#34;Kim&#34;") ||
		!strings.Contains(page, "said &lt;b&gt;") || strings.Contains(page, "token") {
		t.Fatalf("with the link: %d\n%s", code, page)
	}
	jar := s.client.Jar
	s.client.Jar = nil
	if code, page := s.do("GET", s.link, nil, nil); code != http.StatusForbidden || strings.Contains(page, "Your name") {
		t.Errorf("the link works twice: %d\n%s", code, page)
	}
	s.client.Jar = jar
	if code, _ := s.do("GET", s.base()+"/", nil, named("evil.example")); code != http.StatusMisdirectedRequest {
		t.Errorf("by another name, with the cookie: %d", code)
	}

	form := hidden(page)
	form.Set("q-name", "Lee")
	forged := url.Values{"page": form["page"], "secret": {"AAAA"}, "q-name": {"Eve"}}
	if code, _ := s.do("POST", s.base()+"/answer", forged, nil); code != http.StatusForbidden {
		t.Errorf("without the secret: %d", code)
	}
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"} {
		foreign := func(r *http.Request) { r.Header.Set(header, value) }
		if code, _ := s.do("POST", s.base()+"/answer", form, foreign); code != http.StatusForbidden {
			t.Errorf("from another page (%s): %d", header, code)
		}
	}
	old := url.Values{"page": {"0"}, "secret": form["secret"], "q-name": {"Old"}}
	if code, page := s.do("POST", s.base()+"/answer", old, nil); code != http.StatusOK || !strings.Contains(page, "Your name") {
		t.Errorf("a page of before: %d\n%s", code, page)
	}
	code, page = s.send(form)
	if code != http.StatusOK || !strings.Contains(page, "leadsheet is set up") {
		t.Errorf("the answer: %d\n%s", code, page)
	}
	if err := <-s.done; err != nil || got != "Lee" {
		t.Errorf("%v; got %q", err, got)
	}
	if _, err := s.client.Get(s.base()); err == nil {
		t.Error("the server goes on after the end")
	}
}

// Every page keeps itself to itself.
func TestServer_Headers(t *testing.T) {
	var got string
	s := start(t, Options{}, oneQuestion(&got))
	answer, err := s.client.Get(s.link)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	for name, want := range map[string]string{"Content-Security-Policy": "frame-ancestors 'none'",
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "X-Frame-Options": "DENY"} {
		if got := answer.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s is %q", name, got)
		}
	}
	base, err := url.Parse(s.base())
	if err != nil {
		t.Fatal(err)
	}
	if cookies := s.client.Jar.Cookies(base); len(cookies) != 1 || !strings.HasSuffix(cookies[0].Name, base.Port()) {
		t.Errorf("cookies %v", cookies)
	}
}

// Whoever stops sees that it has stopped; whoever goes away leaves nothing open.
func TestServer_Ends(t *testing.T) {
	var got string
	s := start(t, Options{}, oneQuestion(&got))
	_, page := s.first()
	form := hidden(page)
	form.Set("stop", "1")
	if _, page = s.send(form); !strings.Contains(page, "was stopped") {
		t.Errorf("stopped:\n%s", page)
	}
	if err := <-s.done; !errors.Is(err, ErrStopped) {
		t.Errorf("stopped: %v", err)
	}
	s = start(t, Options{Idle: 50 * time.Millisecond}, oneQuestion(&got))
	if err := <-s.done; !errors.Is(err, ErrIdle) {
		t.Errorf("left alone: %v", err)
	}
}

// While something takes long the page says so, goes on by itself, and offers the page of a provider.
func TestServer_Busy(t *testing.T) {
	release := make(chan struct{})
	s := start(t, Options{}, func(ctx context.Context, h setup.FormHost) error {
		if err := h.Browse("https://login.example.com/?a=1&b=2"); err != nil {
			return err
		}
		<-release
		return errors.New("the mailbox is gone")
	})
	_, page := s.do("GET", s.link, nil, nil)
	if !strings.Contains(page, `http-equiv="refresh"`) || !strings.Contains(page, `href="https://login.example.com/?a=1&amp;b=2"`) {
		t.Errorf("busy:\n%s", page)
	}
	close(release)
	for range 50 {
		if _, page = s.do("GET", s.base()+"/", nil, nil); strings.Contains(page, "The setup has ended") {
			break
		}
	}
	if !strings.Contains(page, "the mailbox is gone") {
		t.Errorf("at the end:\n%s", page)
	}
	if err := <-s.done; err == nil || err.Error() != "the mailbox is gone" {
		t.Errorf("got %v", err)
	}
}
