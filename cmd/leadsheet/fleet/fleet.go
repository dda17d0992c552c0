// Package fleet runs many teams in one process: a folder holds a file of settings for each of them. What goes wrong for
// one team stays with that team. The process reads the workbooks of an account of Google in turn, within what Google
// allows, and the folder is followed while it runs.
package fleet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"leadsheet/cmd/leadsheet/fleet/queue"
	"leadsheet/cmd/leadsheet/service"
	"leadsheet/cmd/leadsheet/setup"
	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/cmd/leadsheet/watch"
	"leadsheet/daemon/health"
	"leadsheet/lead/hint"
)

// Program is what a fleet takes from the program around it.
type Program struct {
	Context     context.Context
	Environment map[string]string // of the process
	Prefix      string            // of the names of settings
	Names       hint.Names
	// Unknown are the faults of names that look like settings and are none.
	Unknown func(values map[string]string) []error
	// WrongSettings makes an error one about the settings, for which the program has an exit code.
	WrongSettings func(error) error
	Log           func(format string) *slog.Logger
	Notifier      *service.Notifier
	Machine       answers.Machine
	Version       string
	// Command runs a command with other settings in a folder of its own.
	Command func(environment map[string]string, folder string, args []string) error
}

// Fleet is a folder of teams and what they share.
type Fleet struct {
	program    *Program
	process    setup.Config // settings of the process
	folder     *folder
	log        *slog.Logger
	gate       *gate
	starts     *starts
	accounts   *accounts
	taken      *taken
	monitors   *monitors
	progress   *progress
	accounting chan struct{}
}

// accountsAtOnce is how many accounts of what came in are made at a time.
const accountsAtOnce = 2

// open reads the settings of the process.
func (p *Program) open(dir string) (*Fleet, error) {
	c, err := p.checkProcess()
	if err != nil {
		return nil, p.WrongSettings(err)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, p.WrongSettings(hint.Because(err, "%s is no folder: name the folder with a file of settings for each "+
			"team", dir))
	}
	log := p.Log(c.Log)
	return &Fleet{program: p, process: c, log: log, gate: newGate(), starts: newStarts(),
		folder: &folder{dir: dir, log: log, files: map[string]*entry{}}, taken: &taken{by: map[string]string{}},
		monitors: &monitors{all: map[string]*health.Monitor{}}, progress: &progress{done: map[string]bool{}},
		accounting: make(chan struct{}, accountsAtOnce)}, nil
}

// Run runs the teams of a folder until the context ends.
func (p *Program) Run(dir string) error {
	f, err := p.open(dir)
	if err != nil {
		return err
	}
	server, err := f.listen()
	if err != nil {
		return err
	}
	crew, done, err := f.crew()
	if err != nil {
		if server != nil {
			_ = server.Close() // the process ends
		}
		return err
	}
	defer done()
	defer f.serve(server, crew)()
	f.accounts = newAccounts(crew.Share)
	p.Notifier.Ready()
	context.AfterFunc(p.Context, func() { p.Notifier.Stopping(2 * grace) })
	for range looks {
		f.folder.look()
	}
	f.log.Info("running the teams of a folder", "folder", f.folder.dir, "teams", len(f.folder.teams()))
	var beside sync.WaitGroup
	beside.Go(func() { f.follow(p.Context) })
	err = crew.Run(p.Context, f.folder.teams, f.hold)
	beside.Wait()
	f.log.Info("stopped")
	return err
}

// crew returns who decides which teams this process runs.
func (f *Fleet) crew() (_ crew, done func(), err error) {
	if f.process.FleetDatabase != "" {
		q, err := queue.Open(f.program.Context, f.process.FleetDatabase, queue.Options{Log: f.log})
		if err != nil {
			return nil, nil, f.program.WrongSettings(fmt.Errorf("%v: %w", hint.FleetDatabase, err))
		}
		return q, func() { _ = q.Close() }, nil
	}
	unlock, err := lock(f.folder.dir)
	if err != nil {
		return nil, nil, err
	}
	a := newAlone()
	return a, func() { _ = a.Close(); unlock() }, nil
}

// listen takes the address of the status page, if one is wanted, before anything else is begun.
func (f *Fleet) listen() (*watch.Server, error) {
	if f.process.HTTP == "" {
		return nil, nil
	}
	s := &watch.Server{Token: f.process.HTTPToken, Now: time.Now, Log: f.log, Version: f.program.Version,
		Monitors: f.monitors.sorted}
	return s, s.Listen(f.program.Context, f.process.HTTP)
}

// serve serves the status page of all teams that this process runs.
func (f *Fleet) serve(s *watch.Server, by crew) (closing func()) {
	if s == nil {
		return func() {}
	}
	if q, ok := by.(*queue.Queue); ok {
		s.Processes = func() ([]watch.Process, error) { return processes(q.Members()), q.Healthy() }
	}
	s.Serve()
	return func() { _ = s.Close() }
}

// processes are the members of a queue, as the status page has them.
func processes(members []queue.Member) (out []watch.Process) {
	for _, m := range members {
		out = append(out, watch.Process{Name: m.Name, Here: m.Self, Since: m.Since, Heard: m.Heard, Alive: m.Alive,
			Teams: m.Teams})
	}
	return out
}

const (
	lookEvery     = time.Second      // at the folder
	progressEvery = 10 * time.Second // how often it is said how far the start is
)

// follow follows the folder, and says how far the start is.
func (f *Fleet) follow(ctx context.Context) {
	for round := 1; ctx.Err() == nil; round++ {
		pause(ctx, lookEvery)
		f.folder.look()
		teams := f.folder.teams()
		if len(teams) == 0 {
			f.program.Notifier.Progress() // there is nothing to do, and that is well
		}
		if round%int(progressEvery/lookEvery) == 0 {
			if f.progress.tell(f.log, teams) {
				debug.FreeOSMemory() // what only first passes need, of which many go on at once
			}
		}
	}
}

// Team runs a command for one team of a folder, with the settings of its file.
func (p *Program) Team(dir, team string, args []string) error {
	f, err := p.open(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.home(team), 0o700); err != nil {
		return fmt.Errorf("the folder of the team cannot be made: %w", err)
	}
	state := map[string]string{p.Names.Setting(hint.State): f.home(team)}
	switch cmp.Or(append(args, "")[0], "doctor") {
	case "setup":
		return p.Command(state, f.home(team), append(args, "--file", f.folder.path(team)))
	case "run", "service", "fleet":
		return p.WrongSettings(fmt.Errorf("%s is not for one team of a fleet: the fleet runs it", args[0]))
	}
	s, err := f.settingsOf(team)
	if errors.Is(err, os.ErrNotExist) {
		err = fmt.Errorf("there is no team %s in %s: put its settings into %s", team, f.folder.dir, f.folder.path(team))
	}
	if err != nil {
		return p.WrongSettings(err)
	}
	if len(args) == 0 {
		args = []string{"doctor"}
	}
	return p.Command(f.environmentOf(s, team), f.home(team), args)
}

// monitors are what is known of the teams that this process runs.
type monitors struct {
	mu  sync.Mutex
	all map[string]*health.Monitor
}

func (m *monitors) show(team string, is *health.Monitor) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all[team] = is
}

func (m *monitors) hide(team string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.all, team)
}

// sorted are all of them, by the names of the teams.
func (m *monitors) sorted() []*health.Monitor {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []*health.Monitor
	for _, team := range slices.Sorted(maps.Keys(m.all)) {
		out = append(out, m.all[team])
	}
	return out
}
