package fleet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"time"

	"leadsheet/cmd/leadsheet/assembly"
	"leadsheet/cmd/leadsheet/watch"
	"leadsheet/daemon"
	"leadsheet/daemon/health"
	"leadsheet/daemon/outage"
	"leadsheet/intake"
	"leadsheet/intake/claims"
)

const (
	grace = 30 * time.Second // how long a pass may continue after the end of its team
	fresh = time.Hour        // as of daemon.Daemon

	firstRetry = 10 * time.Second // after a fault; the next ones wait longer
	mostRetry  = 5 * time.Minute
	steady     = 10 * time.Minute // who has run so long has recovered
)

// team is one team that this process runs.
type team struct {
	fleet *Fleet
	name  string
	log   *slog.Logger

	monitor *health.Monitor
	ongoing outage.Outage
	retry   time.Duration
}

// hold looks after a team until ctx ends. No fault of the team ends anything else.
func (f *Fleet) hold(ctx context.Context, name string) {
	t := &team{fleet: f, name: name, log: f.log.With("team", name), retry: firstRetry}
	t.show(health.NewMonitor(health.About{Team: name, Started: time.Now(),
		Plain: health.Plain{Names: f.program.Names.In}}))
	defer f.monitors.hide(name)
	for ctx.Err() == nil {
		changed, there := f.folder.changed(name)
		if !there {
			t.log.Info("the file of the team is gone")
			return
		}
		if t.once(ctx, changed); ctx.Err() == nil && isClosed(changed) {
			t.retry, t.ongoing = firstRetry, outage.Outage{}
			t.log.Info("the file of the team has changed")
		}
	}
}

// once looks after the team until its settings change, or until it is time to try again after a fault.
func (t *team) once(ctx context.Context, changed <-chan struct{}) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-changed:
			cancel()
		case <-ctx.Done():
		}
	}()
	began := time.Now()
	err := t.live(ctx)
	if err == nil || ctx.Err() != nil && !errors.As(err, new(*crash)) {
		return
	}
	if time.Since(began) > steady {
		t.retry = firstRetry
	}
	t.fault(err)
	pause(ctx, t.retry)
	t.retry = min(2*t.retry, mostRetry)
}

// fault says why the team cannot be looked after.
func (t *team) fault(err error) {
	now := time.Now()
	t.monitor.Fault(now, err)
	t.fleet.progress.ended(t.name)
	if text := t.ongoing.Failed(now, err.Error()); text != "" {
		t.log.Error(text)
	}
}

// crash is a fault of the program itself.
type crash struct {
	what  any
	stack string
}

// Error implements error. The stack is for the log alone.
func (c *crash) Error() string {
	return fmt.Sprintf("a fault of leadsheet itself ended the work for this team (%.200v): tell its makers; it is begun "+
		"again", c.what)
}

// live looks after the team until ctx ends.
func (t *team) live(ctx context.Context) (err error) {
	var reading *claims.Claims
	defer func() {
		if p := recover(); p != nil {
			c := &crash{p, string(debug.Stack())}
			t.log.Error("a fault of leadsheet itself", "panic", fmt.Sprint(p), "stack", c.stack)
			reading.Crashed() // what was being read counts as what ended a process
			err = c
		}
	}()
	s, err := t.fleet.settingsOf(t.name)
	if err != nil {
		return err
	}
	shared, release, err := t.fleet.taken.take(t.name, placesOf(&s.Config))
	if err != nil {
		return err
	}
	defer release()
	if err := os.MkdirAll(s.State, 0o700); err != nil {
		return fmt.Errorf("the folder of the team cannot be made: %w", err)
	}
	for _, note := range append(s.notes, shared...) {
		t.log.Warn(note)
	}
	host, _, _ := net.SplitHostPort(s.IMAPAddr)
	if !t.fleet.starts.wait(ctx, host) {
		return nil
	}
	accounts := t.fleet.accounts.user()
	defer accounts.close()
	s.Google = accounts.open
	d, reading, err := assembly.Open(ctx, &s.Config, assembly.Options{Now: time.Now, Log: t.log,
		Names: t.fleet.program.Names, Machine: t.fleet.program.Machine})
	if err != nil {
		return err
	}
	defer d.Book.Close()
	t.run(ctx, d, s, &turns{gate: t.fleet.gate, user: accounts})
	return nil
}

// run repeats passes until ctx ends.
func (t *team) run(ctx context.Context, d *daemon.Daemon, s *settings, turns *turns) {
	names := t.fleet.program.Names
	out, why := assembly.Sending{Now: time.Now, Show: assembly.LogUnsent(t.log), Names: names}.Of(&s.Config)
	if why != "" {
		t.log.Warn(why)
	}
	d.Out, d.Fresh, d.Turns = out, fresh, turns
	defer turns.leave()
	watched := watch.NewTeam(watch.TeamOptions{Name: t.name, Plain: assembly.Plain(&s.Config, names), PingURL: s.PingURL,
		Account: t.fleet.oneByOne(assembly.AccountOf(&s.Config, names)), Now: time.Now, Log: t.log})
	t.show(watched.Monitor)
	d.Passed = append(d.Passed, watched.Passed, t.passed, func(p health.Pass) {
		t.fleet.program.Notifier.Passed(p.Ended, p.Good(), p.Open)
	})
	d.Progress = func(p daemon.Progress) {
		if p.Step == daemon.Stored {
			t.fleet.program.Notifier.Progress()
		}
	}
	d.Beside = append(d.Beside, watched.Beside()...)
	t.log.Info("looking after the team", "book", s.BookName(), "mailbox", s.HasInbox(), "poll", s.Interval)
	d.Run(ctx, s.Interval, grace)
}

// passed takes note of a pass.
func (t *team) passed(p health.Pass) {
	t.fleet.progress.ended(t.name)
	if !p.Good() {
		return
	}
	if text := t.ongoing.Recovered(p.Ended); text != "" {
		t.log.Info(text)
	}
}

// show has the team shown as its monitor knows it.
func (t *team) show(m *health.Monitor) {
	t.monitor = m
	t.fleet.monitors.show(t.name, m)
}

// oneByOne has few accounts made at a time: each reads a workbook and a mailbox once more.
func (f *Fleet) oneByOne(account func(context.Context) (intake.Account, error),
) func(context.Context) (intake.Account, error) {
	return func(ctx context.Context) (intake.Account, error) {
		select {
		case f.accounting <- struct{}{}:
		case <-ctx.Done():
			return intake.Account{}, ctx.Err()
		}
		defer func() { <-f.accounting }()
		return account(ctx)
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
