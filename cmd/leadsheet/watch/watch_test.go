package watch_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadsheet/cmd/leadsheet/watch"
	"leadsheet/daemon/health"
	"leadsheet/lead/hint"
)

var update = flag.Bool("update", false, "write the golden files")

// start is a Monday, ten in the morning, and now a quarter past three.
var (
	start = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	now   = start.Add(5*time.Hour + 15*time.Minute)
)

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func account(missing int) health.Account {
	return health.Account{At: start.Add(10 * time.Minute), Sources: []health.SourceAccount{
		{Source: "mailbox INBOX", Looked: true, Received: 1204 + missing, Accounted: 1203, Waiting: 1, Missing: missing,
			LeftOut: 310, Places: []string{"INBOX:1700000000:4711", "INBOX:1700000000:4712"}[:missing]},
		{Source: "drop folder", Looked: true, Received: 96, Accounted: 96}}}
}

// well is a leadsheet that has worked all day.
func well(t testing.TB, team string) *health.Monitor {
	m := health.NewMonitor(health.About{Team: team, Started: start, Accounts: true,
		Plain: health.Plain{Names: strings.NewReplacer(hint.Reconcile.String(), "leadsheet reconcile").Replace}})
	for i := range 20 {
		ended := now.Add(time.Duration(i-20) * 15 * time.Second)
		m.Passed(health.Pass{Began: ended.Add(-180 * time.Millisecond), Ended: ended, Next: ended.Add(20 * time.Second),
			CameIn: 2, NewLeads: 1, Leads: 1432, Zone: berlin(t), Sources: []health.Source{
				{Name: "mailbox", Asked: ended}, {Name: "drop folder", Asked: ended}}})
	}
	m.Accounted(account(0), nil)
	return m
}

// troubled is one whose mail server is away, and whose account does not add up.
func troubled(t testing.TB, team string) *health.Monitor {
	m := well(t, team)
	away := errors.New("mailbox: connect to the mail server mail.example:993: it does not answer; is the address right?")
	for i := range 3 {
		ended := now.Add(time.Duration(i-3) * 5 * time.Second)
		m.Passed(health.Pass{Began: ended.Add(-2 * time.Second), Ended: ended, Next: ended.Add(30 * time.Second), Err: away,
			HoldsUp: true, Leads: 1432, Notes: 1, Unsent: 3, Zone: berlin(t), Sources: []health.Source{
				{Name: "mailbox", Asked: ended, Err: away},
				{Name: "drop folder", Asked: ended, Waiting: 12, Oldest: now.Add(-40 * time.Minute)}}})
	}
	m.Accounted(account(2), nil)
	return m
}

func server(token string, all ...*health.Monitor) *watch.Server {
	return &watch.Server{Monitors: func() []*health.Monitor { return all }, Token: token, Version: "of commit 0123456789ab",
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
}

// request asks for something on this machine. set changes the request.
func request(h http.Handler, method, path string, body io.Reader, set func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, body)
	r.Host = "127.0.0.1:8080"
	if set != nil {
		set(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	return request(h, http.MethodGet, path, nil, nil)
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", name, diff)
	}
}

// goldenPage compares a page with a file of testdata, in which the style sheet has its place only: the page has all of
// it, once.
func goldenPage(t *testing.T, name string, page *httptest.ResponseRecorder) {
	t.Helper()
	css, err := os.ReadFile("page.css")
	if err != nil {
		t.Fatal(err)
	}
	before, after, ok := strings.Cut(page.Body.String(), "<style>"+string(css)+"</style>")
	if !ok || strings.Contains(after, "<style>") {
		t.Errorf("%s does not have the style sheet once", name)
	}
	golden(t, name, before+"<style>page.css</style>"+after)
}

// What is shown of four states, on the page and in a terminal.
func TestPages(t *testing.T) {
	for name, m := range map[string]*health.Monitor{
		"well": well(t, ""), "troubled": troubled(t, ""),
		"starting": health.NewMonitor(health.About{Started: now.Add(-3 * time.Second), Accounts: true}),
	} {
		t.Run(name, func(t *testing.T) {
			h := server("", m).Handler()
			page := get(h, "/")
			if page.Code != http.StatusOK {
				t.Errorf("the page answers %d", page.Code)
			}
			goldenPage(t, name+".html", page)
			snap := m.Snapshot(now)
			var text bytes.Buffer
			if err := watch.WriteText(&text, &snap, "Asked of the leadsheet at 127.0.0.1:8080.\n"); err != nil {
				t.Fatal(err)
			}
			golden(t, name+".txt", text.String())
			golden(t, name+".json", get(h, "/status.json").Body.String())
		})
	}
	t.Run("processes", func(t *testing.T) {
		srv := server("", well(t, "Ada & Co"))
		srv.Processes = func() ([]watch.Process, error) {
			return []watch.Process{
				{Name: "one-1a2b3c4d", Here: true, Since: start, Heard: now.Add(-3 * time.Second), Alive: true, Teams: 25},
				{Name: "two-5e6f7a8b", Since: start, Heard: now.Add(-4 * time.Minute), Teams: 25},
			}, errors.New("the database fleet at db.example cannot be reached")
		}
		h := srv.Handler()
		goldenPage(t, "processes.html", get(h, "/"))
		var text bytes.Buffer
		if err := watch.WriteStatus(&text, srv.Status(), ""); err != nil {
			t.Fatal(err)
		}
		golden(t, "processes.txt", text.String())
		if w := get(h, "/healthz"); w.Code != http.StatusOK {
			t.Errorf("the teams run on, and a probe is told %d", w.Code)
		}
		for _, want := range []string{"leadsheet_fleet_database_up 0\n", `leadsheet_fleet_process_alive{process="two-5e6f7a8b"} 0`,
			`leadsheet_fleet_process_teams{process="one-1a2b3c4d"} 25`} {
			if got := get(h, "/metrics").Body.String(); !strings.Contains(got, want) {
				t.Errorf("the metrics have no %s", want)
			}
		}
	})
	t.Run("fleet", func(t *testing.T) {
		h := server("", well(t, "Ada & Co"), troubled(t, "<b>Bo</b>"), well(t, "Cy")).Handler()
		goldenPage(t, "fleet.html", get(h, "/"))
		if page := get(h, "/team?name=Ada+%26+Co"); page.Code != http.StatusOK ||
			!strings.Contains(page.Body.String(), "leadsheet Ada &amp; Co") {
			t.Errorf("the page of a team answers %d: %s", page.Code, page.Body)
		}
		if page := get(h, "/team?name=Nobody"); page.Code != http.StatusNotFound {
			t.Errorf("the page of no team answers %d", page.Code)
		}
	})
}

// A probe is told in one word, and whoever may see the page also why.
func TestHealthz(t *testing.T) {
	for _, c := range []struct {
		name  string
		m     *health.Monitor
		token string
		code  int
		want  string
	}{
		{"well", well(t, ""), "", 200, "ok\n"},
		{"well, asked by a stranger", well(t, ""), secret, 200, "ok\n"},
		{"troubled, asked by a stranger", troubled(t, ""), secret, 503, "not ok\n"},
		{"in a fleet", troubled(t, "Bo"), "", 503, "not ok\nBo failing: mailbox: connect to the mail server " +
			"mail.example:993: it does not answer; is the address right?\n" +
			"Bo no_row: 2 things that came in have no row in the tab Intake: leadsheet reconcile names them and says " +
			"what gives them one\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := get(server(c.token, well(t, "Ada"), c.m).Handler(), "/healthz")
			if got.Code != c.code || got.Body.String() != c.want {
				t.Errorf("%d %q, want %d %q", got.Code, got.Body, c.code, c.want)
			}
		})
	}
}

// The account is part of it: not a word of "ok" while it does not add up, or has not been made.
func TestHealthz_NeverOKWhileTheAccountDoesNotAddUp(t *testing.T) {
	m := well(t, "")
	h := server("", m).Handler()
	for _, step := range []struct {
		account health.Account
		failed  error
		code    int
	}{
		{account(1), nil, 503}, {account(0), nil, 200}, {account(2), nil, 503},
		{health.Account{At: now}, errors.New("no network"), 503}, // nothing could be looked at: it is as it was
		{account(0), nil, 200}, {health.Account{At: now}, errors.New("no network"), 200},
	} {
		m.Accounted(step.account, step.failed)
		if got := get(h, "/healthz"); got.Code != step.code || strings.HasPrefix(got.Body.String(), "ok") != (step.code == 200) {
			t.Errorf("%d without a row, error %v: %d %q", step.account.Missing(), step.failed, got.Code, got.Body)
		}
	}
}

// The JSON is read back by the command status.
func TestStatus_JSON(t *testing.T) {
	s := server("", troubled(t, ""))
	var got watch.Status
	if err := json.Unmarshal(get(s.Handler(), "/status.json").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s.Status(), got); diff != "" {
		t.Error(diff)
	}
}

// Pages are served while passes end and accounts are made, by many at once.
func TestServer_WhilePassesEnd(t *testing.T) {
	m := well(t, "")
	h := server("", m).Handler()
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for j := range 25 {
				switch path := []string{"/", "/status.json", "/metrics", "/healthz"}[j%4]; i {
				case 0:
					m.Passed(health.Pass{Ended: now, Next: now, Err: errors.New("away"), HoldsUp: j%2 == 0,
						Sources: []health.Source{{Name: "mailbox", Asked: now, Waiting: j}}})
				case 1:
					m.Accounted(account(j%3), nil)
				default:
					if w := get(h, path); w.Body.Len() == 0 {
						t.Errorf("%s is empty", path)
					}
				}
			}
		})
	}
	all.Wait()
}
