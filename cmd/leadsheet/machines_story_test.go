//go:build linux

package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"leadsheet/cmd/leadsheet/fleet/queue/pgtest"
	"leadsheet/mailin/mailtest"
	"leadsheet/sheets/sheetstest/gsheets"
)

// How large the story of the fleet is; the values are those of every run of the tests.
var (
	machinesTeams    = flag.Int("machines.teams", 6, "teams of the fleet's story")
	machinesKills    = flag.Int("machines.kills", 1, "how often a process of it is killed")
	machinesRestarts = flag.Int("machines.restarts", 0, "how often its database is restarted")
	machinesFlow     = flag.Duration("machines.flow", 5*time.Second, "how long mails flow in before each of these")
	machinesMail     = flag.Duration("machines.mail", 2*time.Second, "between two mails of a team")
)

// machinesTeam is a team of the story: a Google Sheet and a mailbox.
type machinesTeam struct {
	*sheet
	name string
	mail *mailtest.Memory
	sent []string // the addresses that have written
}

// machinesStory is a fleet over three processes.
type machinesStory struct {
	t       *testing.T
	url     string
	bin     string
	dir     string // of settings files
	logs    string
	begun   []string // the logs of all processes so far
	teams   []*machinesTeam
	running []*exec.Cmd
	n       int // mails so far
}

// team makes a team with its settings file.
func (f *machinesStory) team(i int, server *gsheets.Server, endpoint string) {
	f.t.Helper()
	mail, err := mailtest.NewMemory("hello@studio.example", "s3cret-word")
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { _ = mail.Close() })
	team := &machinesTeam{name: fmt.Sprintf("team-%02d", i), mail: mail}
	doc := server.Create("Leads of " + team.name)
	team.sheet = &sheet{doc, server}
	text := strings.Join([]string{"LEADSHEET_BOOK=google:" + doc.ID(), "LEADSHEET_GOOGLE_ENDPOINT=" + endpoint,
		"LEADSHEET_IMAP_ADDR=" + mail.Addr(), "LEADSHEET_IMAP_SECURITY=none",
		"LEADSHEET_IMAP_USER=hello@studio.example", "LEADSHEET_IMAP_PASSWORD=s3cret-word", ""}, "\n")
	if err := os.WriteFile(filepath.Join(f.dir, team.name+".env"), []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
	f.teams = append(f.teams, team)
}

// begin begins a process of the fleet.
func (f *machinesStory) begin() {
	f.t.Helper()
	cmd := exec.Command(f.bin, "fleet", f.dir)
	cmd.Env = append(os.Environ(), "LEADSHEET_FLEET_DATABASE="+f.url)
	log, err := os.Create(filepath.Join(f.logs, fmt.Sprintf("process-%d.log", len(f.begun)+1)))
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	f.running, f.begun = append(f.running, cmd), append(f.begun, log.Name())
	f.t.Cleanup(func() { _ = cmd.Process.Kill() })
}

// showLogs prints what the processes said, if the story went wrong.
func (f *machinesStory) showLogs() {
	for _, name := range f.begun {
		if raw, err := os.ReadFile(name); err == nil && f.t.Failed() {
			f.t.Logf("%s:\n%s", filepath.Base(name), raw)
		}
	}
}

// write has a customer write to a team.
func (f *machinesStory) write(team *machinesTeam) string {
	f.t.Helper()
	f.n++
	if err := team.mail.Deliver("INBOX", enquiry(f.n), time.Now()); err != nil {
		f.t.Fatal(err)
	}
	address := fmt.Sprintf("c%d@firm%d.example", f.n, f.n)
	team.sent = append(team.sent, address)
	return address
}

// arrived waits until everything that was written has a row, and returns how long that took.
func (f *machinesStory) arrived(within time.Duration) time.Duration {
	f.t.Helper()
	began := time.Now()
	for _, team := range f.teams {
		last := team.sent[len(team.sent)-1]
		for !slices.ContainsFunc(team.table("Leads"), func(r map[string]string) bool { return r["Email"] == last }) {
			if time.Since(began) > within {
				f.t.Fatalf("%s: the mail of %s has no row after %v", team.name, last, within)
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	return time.Since(began)
}

// flow has customers write to all teams for some time.
func (f *machinesStory) flow(rnd *rand.Rand, d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		f.write(f.teams[rnd.IntN(len(f.teams))])
		time.Sleep(*machinesMail / time.Duration(len(f.teams)))
	}
}

// addUp asks the program for the account of every team, and looks at the rows.
func (f *machinesStory) addUp() {
	f.t.Helper()
	var all sync.WaitGroup
	slots := make(chan bool, 2)
	for _, team := range f.teams {
		slots <- true
		all.Go(func() {
			defer func() { <-slots }()
			cmd := exec.Command(f.bin, "fleet", f.dir, team.name, "reconcile")
			if out, err := cmd.CombinedOutput(); err != nil {
				f.t.Errorf("%s: reconcile: %v\n%s", team.name, err, out)
			}
			rows := map[string]int{}
			for _, r := range team.table("Leads") {
				rows[r["Email"]]++
			}
			for _, address := range team.sent {
				if rows[address] != 1 {
					f.t.Errorf("%s: %s has %d rows", team.name, address, rows[address])
				}
			}
			if n := len(team.table("Intake")); n != len(team.sent) {
				f.t.Errorf("%s: %d rows of Intake for %d mails", team.name, n, len(team.sent))
			}
		})
	}
	all.Wait()
}

// Mails flow to the teams of a fleet over three processes and PostgreSQL, while processes are killed and begun again,
// and the database is restarted: each team's account adds up, and nothing is doubled or lost. How large it is, flags
// say; docs/machines.md has the command for fifty teams.
func TestStoryTeamsOverProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	t.Parallel()
	postgres := pgtest.Start(t)
	t.Cleanup(postgres.Close)
	server := gsheets.New(gsheets.Options{Check: true})
	accounts := http.NewServeMux()
	web := httptest.NewServer(accounts)
	t.Cleanup(web.Close)
	f := &machinesStory{t: t, url: postgres.Database(t), bin: binary(t), dir: t.TempDir(), logs: t.TempDir()}
	t.Cleanup(f.showLogs)
	for i := range *machinesTeams {
		// Five teams have an account of Google: within its limits all of them can begin in half a minute.
		prefix := fmt.Sprintf("/account-%d", i/5)
		if i%5 == 0 {
			accounts.Handle(prefix+"/", http.StripPrefix(prefix, server))
		}
		f.team(i, server, web.URL+prefix+"/")
	}
	for range 3 {
		f.begin()
	}
	for _, team := range f.teams {
		f.write(team)
	}
	t.Logf("the first mail of each of %d teams is in its sheet after %v", len(f.teams), f.arrived(10*time.Minute))
	rnd := rand.New(rand.NewPCG(18, 6))
	var slowest time.Duration
	for i := range max(*machinesKills, *machinesRestarts) {
		f.flow(rnd, *machinesFlow)
		if i < *machinesRestarts {
			if err := postgres.Restart(); err != nil {
				t.Fatal(err)
			}
			f.flow(rnd, time.Second)
		}
		if i >= *machinesKills {
			continue
		}
		victim := rnd.IntN(len(f.running))
		_ = f.running[victim].Process.Kill()
		_ = f.running[victim].Wait() // killed
		f.running = slices.Delete(f.running, victim, victim+1)
		for _, team := range f.teams {
			f.write(team)
		}
		took := f.arrived(5 * time.Minute)
		slowest = max(slowest, took)
		t.Logf("kill %d: the next mail of every team is in its sheet after %v", i+1, took)
		f.begin()
	}
	f.flow(rnd, 3*time.Second)
	t.Logf("%d mails; the last is in its sheet after %v; slowest after a kill %v", f.n, f.arrived(time.Minute), slowest)
	for _, cmd := range f.running {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("a process of the fleet: %v", err)
		}
	}
	f.addUp()
	for _, v := range server.Violations() {
		t.Error(v)
	}
}
