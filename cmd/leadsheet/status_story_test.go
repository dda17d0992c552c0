package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"leadsheet/cmd/leadsheet/watch"
)

// served is a built program that runs and serves its page.
type served struct {
	in   *installation
	cmd  *exec.Cmd
	addr string
	log  <-chan string // all of it, once it has ended
}

// serve starts the program with that address in its settings.
func (in *installation) serve(addr string) *served {
	in.t.Helper()
	in.env = append(in.env, "LEADSHEET_HTTP="+addr, "LEADSHEET_POLL=1s")
	s := &served{in: in, cmd: in.command("run")}
	stderr, err := s.cmd.StderrPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		in.t.Fatal(err)
	}
	in.t.Cleanup(func() { _ = s.cmd.Process.Kill() })
	found, all := make(chan string, 1), make(chan string, 1)
	go func() {
		var b strings.Builder
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			b.WriteString(lines.Text() + "\n")
			if m := regexp.MustCompile(`address=http://(\S+)/`).FindStringSubmatch(lines.Text()); m != nil {
				found <- m[1]
			}
		}
		all <- b.String()
	}()
	s.log = all
	select {
	case s.addr = <-found:
	case log := <-all:
		in.t.Fatalf("the program ended:\n%s", log)
	case <-time.After(time.Minute):
		in.t.Fatal("the page is not served")
	}
	in.env = append(in.env, "LEADSHEET_HTTP="+s.addr)
	return s
}

// get asks for a page.
func (s *served) get(path string) (code int, body string) {
	s.in.t.Helper()
	resp, err := http.Get("http://" + s.addr + path)
	if err != nil {
		s.in.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		s.in.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// becomes waits until the probe is answered with that code and text. Until then it must not be answered otherwise than
// by meanwhile, "" for anything.
func (s *served) becomes(code int, want, meanwhile string) {
	s.in.t.Helper()
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		got, text := s.get("/healthz")
		switch {
		case got == code && strings.Contains(text, want):
			return
		case meanwhile != "" && !strings.HasPrefix(text, meanwhile):
			s.in.t.Fatalf("/healthz answers %d %s while it should not", got, text)
		case time.Now().After(until):
			s.in.t.Fatalf("/healthz answers %d %s, want %d with %q", got, text, code, want)
		}
	}
}

// status runs the command, which must end with that code, and returns what it printed.
func (in *installation) status(code int, args ...string) string {
	in.t.Helper()
	cmd := in.command(append([]string{"status"}, args...)...)
	out, err := cmd.Output()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		in.t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		in.t.Fatalf("status %v: exit code %d, want %d\n%s", args, got, code, out)
	}
	return string(out)
}

// customer is a word that only customers write: in a mail, in an export and in the names of files.
const customer = "Zylinderhut"

// A leadsheet is watched while its account does not add up, is mended, loses its mailbox, gets it back, and ends. Nobody
// is told that all is well in between, and no page has a customer's word.
func TestStoryOfBeingWatched(t *testing.T) {
	in := offline(t)
	server := in.withMail()
	line := newBreakingLine(t, server.Addr(), "OK")
	line.mended.Store(true)
	var pings atomic.Int32
	monitor := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { pings.Add(1) }))
	defer monitor.Close()
	in.env = append(in.env, "LEADSHEET_IMAP_ADDR="+line.listener.Addr().String(), "LEADSHEET_PING_URL="+monitor.URL+"/uuid")
	raw := "From: Ada " + customer + " <ada@example.com>\r\nTo: hello@studio.example\r\nSubject: " + customer +
		" wants a hat\r\nMessage-ID: <1@example.com>\r\nDate: Fri, 20 Nov 2026 08:00:00 +0000\r\n\r\nPlease make one.\r\n"
	if err := server.Deliver("INBOX", []byte(raw), time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	export := filepath.Join(in.dir, "drop", customer+" and others.csv")
	if err := os.WriteFile(export, []byte("Submission ID,Submitted,Name,Email,Message\n1,2026-11-18 10:00:00,Bo "+
		customer+",bo@example.com,A roof\n2,2026-11-19 10:00:00,Cy Lund,cy@example.com,A shed\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	hourAgo := time.Now().Add(-time.Hour)
	if err := os.Chtimes(export, hourAgo, hourAgo); err != nil {
		t.Fatal(err)
	}
	in.run("once")
	in.deleteRow("Intake", "Where", "file "+customer+" and others.csv, row 2")

	s := in.serve("127.0.0.1:0")
	s.becomes(503, "no_row: 1 thing that came in has no row in the tab Intake: leadsheet reconcile names it", "not ok")
	if got := in.status(1); !strings.Contains(got, "! 1 thing that came in has no row") ||
		!strings.Contains(got, "Mailbox INBOX  1 came in  1 with a row") {
		t.Errorf("status says\n%s", got)
	}
	if n := pings.Load(); n != 0 {
		t.Errorf("%d pings said that all is well", n)
	}

	// A second one on the same port does not begin.
	out, err := in.command("run").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another program uses that port") || strings.Contains(string(out), "watching") {
		t.Errorf("a second one: %v\n%s", err, out)
	}

	in.deleteRow("Intake", "Outcome", "file read") // what reconcile advises
	s.becomes(200, "ok\n", "not ok")
	if got := in.status(0); !strings.Contains(got, "All is well") {
		t.Errorf("status says\n%s", got)
	}

	line.mended.Store(false)
	s.becomes(503, "failing: mailbox: ", "")
	var status watch.Status
	if err := json.Unmarshal([]byte(in.status(1, "--json")), &status); err != nil {
		t.Fatal(err)
	}
	if team := status.Teams[0]; len(team.Errors) == 0 || len(team.Sources) != 2 || !team.Sources[0].Failing ||
		team.Sources[1].Failing || team.LastGood.IsZero() || team.LastPass.Before(team.LastGood) {
		t.Errorf("status says %+v", team)
	}
	s.noCustomer()
	line.mended.Store(true)
	s.becomes(200, "ok\n", "not ok")
	s.noCustomer()
	for until := time.Now().Add(10 * time.Second); pings.Load() == 0 && time.Now().Before(until); {
		time.Sleep(50 * time.Millisecond)
	}
	if n := pings.Load(); n < 1 || n > 2 { // one in a minute
		t.Errorf("%d pings", n)
	}

	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	log := <-s.log
	if err := s.cmd.Wait(); err != nil || !strings.Contains(log, "stopped") || strings.Contains(log, "/uuid") {
		t.Errorf("it ended with %v:\n%s", err, log)
	}
	if got := in.status(1); !strings.Contains(got, "No leadsheet answers at "+s.addr) {
		t.Errorf("status says\n%s", got)
	}
}

// noCustomer finds no customer's word on any page, and metrics that Prometheus reads.
func (s *served) noCustomer() {
	s.in.t.Helper()
	for _, path := range []string{"/", "/status.json", "/metrics", "/healthz"} {
		_, body := s.get(path)
		if strings.Contains(body, customer) || strings.Contains(body, "ada@example.com") {
			s.in.t.Errorf("%s has a customer's words:\n%s", path, body)
		}
		if path == "/metrics" {
			parser := expfmt.NewTextParser(model.UTF8Validation)
			if families, err := parser.TextToMetricFamilies(strings.NewReader(body)); err != nil || len(families) < 20 {
				s.in.t.Errorf("%d families of metrics: %v", len(families), err)
			}
		}
	}
}

// Where no page is served, the workbook tells whether a leadsheet is at work.
func TestStoryStatusOfTheWorkbook(t *testing.T) {
	both(t, func(t *testing.T, in *installation) {
		if got := in.status(1); !strings.Contains(got, "has never written to") {
			t.Errorf("before the first pass it says\n%s", got)
		}
		in.run("once")
		if got := in.status(0); !strings.Contains(got, "it wrote to the workbook") || !strings.Contains(got, "set LEADSHEET_HTTP") {
			t.Errorf("after a pass it says\n%s", got)
		}
		if in.sheet != nil {
			return
		}
		lock := filepath.Join(in.dir, "~$leads.xlsx")
		if err := os.WriteFile(lock, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := in.status(0); !strings.Contains(got, "- leads.xlsx is open in another program") {
			t.Errorf("while the workbook is open it says\n%s", got)
		}
		if err := os.Remove(lock); err != nil {
			t.Fatal(err)
		}
		dayAgo := time.Now().Add(-24 * time.Hour)
		if err := os.Chtimes(filepath.Join(in.dir, ".leadsheet-leads.xlsx.last"), dayAgo, dayAgo); err != nil {
			t.Fatal(err)
		}
		if got := in.status(1); !strings.Contains(got, "leadsheet has not written to leads.xlsx") ||
			!strings.Contains(got, "(for 24 h)") {
			t.Errorf("a day later it says\n%s", got)
		}
	})
}
