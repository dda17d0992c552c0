package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"leadsheet/cmd/leadsheet/watch"
	"leadsheet/lead"
	"leadsheet/mailin/mailtest"
	"leadsheet/sheets/sheetstest/gsheets"
)

// fleetOnStage is a fleet that runs, as somebody sees it who has the folder of its teams.
type fleetOnStage struct {
	t        *testing.T
	bin, dir string
	cmd      *exec.Cmd
	log      *lockedLog
	ended    chan error
}

type lockedLog struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newFleet(t *testing.T) *fleetOnStage {
	return &fleetOnStage{t: t, bin: binary(t), dir: t.TempDir(), log: &lockedLog{}, ended: make(chan error, 1)}
}

// team writes the file of a team.
func (f *fleetOnStage) team(name string, lines ...string) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.dir, name+".env"), []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// file puts a file into the folder of a team.
func (f *fleetOnStage) file(team, name, text string) {
	f.t.Helper()
	path := filepath.Join(f.dir, team, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// command is a call of the program with the fleet's environment.
func (f *fleetOnStage) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(f.t.Context(), f.bin, args...)
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "LEADSHEET_") {
			cmd.Env = append(cmd.Env, e)
		}
	}
	cmd.Dir = f.t.TempDir()
	return cmd
}

func (f *fleetOnStage) start(env ...string) {
	f.t.Helper()
	f.cmd = f.command("fleet", f.dir)
	f.cmd.Env = append(f.cmd.Env, env...)
	f.cmd.Stderr, f.cmd.Stdout = f.log, f.log
	if err := f.cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	go func() { f.ended <- f.cmd.Wait() }()
	f.t.Cleanup(func() {
		_ = f.cmd.Process.Kill()
		if f.t.Failed() {
			f.t.Log(f.log.String())
		}
	})
}

// until waits for something to be so.
func (f *fleetOnStage) until(what string, is func() bool) {
	f.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if is() {
			return
		}
	}
	f.t.Fatalf("it never came that %s", what)
}

// says waits until the log says something of a team.
func (f *fleetOnStage) says(team, text string) {
	f.t.Helper()
	f.until(team+" is said: "+text, func() bool {
		for line := range strings.Lines(f.log.String()) {
			if strings.Contains(line, text) && strings.Contains(line, "team="+team) {
				return true
			}
		}
		return false
	})
}

// port is a free one.
func port(t *testing.T) string {
	s := httptest.NewServer(nil)
	defer s.Close()
	return s.Listener.Addr().String()
}

// leadOf reports whether a spreadsheet has a lead with a text.
func leadOf(doc *gsheets.Doc, text string) bool {
	for _, row := range doc.Rows(lead.TabLeads) {
		for _, c := range row {
			if strings.Contains(c.String(), text) {
				return true
			}
		}
	}
	return false
}

func mailFrom(name, text string) []byte {
	return fmt.Appendf(nil, "From: %[1]s <%[1]s@customer.example>\r\nTo: sales@firm.example\r\nSubject: Request\r\n"+
		"Message-ID: <%[1]s@customer.example>\r\nDate: %[3]s\r\n\r\n%[2]s\r\n", name, text, time.Now().Format(time.RFC1123Z))
}

// Five teams: a local workbook, a Google Sheet with a mailbox, a mailbox that is flooded, a spreadsheet that is gone, and
// a file with a mistake. What is wrong with one is told of it, and the others go on; files come, change and go.
func TestFleet_AFaultOfOneTeamIsItsOwn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it is ended by a signal")
	}
	f := newFleet(t)
	google := gsheets.New(gsheets.Options{})
	web := httptest.NewServer(google)
	defer web.Close()
	kims, floods := google.Create("Kim"), google.Create("Flood")
	box := func() *mailtest.Memory {
		m, err := mailtest.NewMemory("sales@firm.example", "secret")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = m.Close() })
		return m
	}
	kimsBox, floodsBox := box(), box()
	atGoogle := func(id string, box *mailtest.Memory) []string {
		return []string{"LEADSHEET_BOOK=google:" + id, "LEADSHEET_GOOGLE_ENDPOINT=" + web.URL + "/", "LEADSHEET_IMAP_ADDR=" + box.Addr(),
			"LEADSHEET_IMAP_USER=sales@firm.example", "LEADSHEET_IMAP_PASSWORD=secret", "LEADSHEET_IMAP_SECURITY=none"}
	}
	for i := range 600 {
		if err := floodsBox.Deliver("INBOX", mailFrom(fmt.Sprint("many", i), "Please send an offer."), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	f.team("flood", atGoogle(floods.ID(), floodsBox)...)
	f.team("kim", atGoogle(kims.ID(), kimsBox)...)
	f.team("gone", atGoogle("1goneabcdefghijklmnopqrstuvwxyz", box())...)
	f.team("local", "LEADSHEET_BOOK=leads.xlsx", "LEADSHEET_POLL=1s")
	f.team("wrong", "# the settings of a team", "LEADSHEET_BOOK=leads.xlsx", "LEADSHEET_POLL=often")
	f.file("local", "drop/one.eml", string(mailFrom("ann", "I need a table.")))
	page := port(t)
	f.start("LEADSHEET_HTTP=" + page)

	f.says("wrong", `wrong.env, line 3: LEADSHEET_POLL is \"often\": give a time`)
	f.says("gone", "there is no spreadsheet 1gone")
	f.says("local", "new_leads=1")
	began := time.Now()
	if err := kimsBox.Deliver("INBOX", mailFrom("bob", "I need twelve chairs."), time.Now()); err != nil {
		t.Fatal(err)
	}
	f.until("Kim has her lead", func() bool { return leadOf(kims, "twelve chairs") })
	t.Logf("new mail beside a flood took %v", time.Since(began))

	// The mistake is mended, a team is taken out, and one comes that has the workbook of another.
	f.team("wrong", "LEADSHEET_BOOK=leads.xlsx", "LEADSHEET_POLL=1m")
	f.team("twin", "LEADSHEET_BOOK=../local/leads.xlsx")
	if err := os.Remove(filepath.Join(f.dir, "gone.env")); err != nil {
		t.Fatal(err)
	}
	f.says("gone", "the file of the team is gone")
	f.says("wrong", "looking after the team")
	f.says("twin", "names the workbook that the team local has already")
	f.file("local", "drop/two.eml", string(mailFrom("cleo", "I need a lamp.")))
	f.until("the local team has its second lead", func() bool { return strings.Count(f.log.String(), "team=local came_in=1 new_leads=1") == 2 })

	status := f.command("status", "--json")
	status.Env = append(status.Env, "LEADSHEET_HTTP="+page)
	out, _ := status.Output() // it is not all well
	var got watch.Status
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var teams []string
	for _, s := range got.Teams {
		teams = append(teams, s.Team)
	}
	if want := "flood kim local twin wrong"; got.OK || strings.Join(teams, " ") != want {
		t.Errorf("ok %v, teams %v, want %s", got.OK, teams, want)
	}

	second, err := f.command("fleet", f.dir).CombinedOutput()
	if err == nil || !strings.Contains(string(second), "another fleet runs the teams") {
		t.Errorf("a second fleet: %v\n%s", err, second)
	}
	if err := f.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := <-f.ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
	if log := f.log.String(); strings.Contains(log, "panic") || !strings.Contains(log, "msg=stopped") {
		t.Error("it did not end in peace")
	}
}

// A command for one team has the settings of its file, and none of another's; what it keeps is the team's.
func TestFleet_ACommandForOneTeam(t *testing.T) {
	f := newFleet(t)
	f.team("kim", "LEADSHEET_BOOK=leads.xlsx", "LEADSHEET_HTTP=127.0.0.1:1")
	f.file("kim", "drop/one.eml", string(mailFrom("ann", "I need a table.")))
	run := func(want string, args ...string) {
		t.Helper()
		cmd := f.command(append([]string{"fleet", f.dir}, args...)...)
		if out, _ := cmd.CombinedOutput(); !strings.Contains(string(out), want) {
			t.Errorf("%v: %s\nwant: %s", args, out, want)
		}
	}
	run("1 came in: 1 new lead", "kim", "once")
	run("1 received, 1 accounted for", "kim", "reconcile")
	run("workbook", "kim")
	run("there is no team lee", "lee", "doctor")
	run("run is not for one team of a fleet", "kim", "run")
}
