package watch

import (
	"context"
	"log/slog"
	"time"

	"leadsheet/daemon/health"
	"leadsheet/intake"
)

// Team is one leadsheet that is watched: what is known of it, its daily account, and its dead man's switch. A process
// may have any number of them.
type Team struct {
	Monitor *health.Monitor

	accounts *Accounts
	ping     *Ping // nil for none
}

// TeamOptions are what a Team needs.
type TeamOptions struct {
	Name    string // in a fleet; "" for the only one
	Plain   health.Plain
	PingURL string // "" for none
	// Account compares what came in with the tab Intake. It is called beside the passes.
	Account func(context.Context) (intake.Account, error)
	Now     func() time.Time
	Log     *slog.Logger
}

// NewTeam returns a Team of which nothing is known yet. Its Passed is to be told of the passes of its daemon.
func NewTeam(o TeamOptions) *Team {
	t := &Team{Monitor: health.NewMonitor(health.About{Team: o.Name, Started: o.Now(), Plain: o.Plain, Accounts: true})}
	t.accounts = NewAccounts(t.Monitor, o.Now, o.Account)
	if o.PingURL != "" {
		t.ping = NewPing(o.PingURL, o.Now, o.Log)
		t.ping.Holds = func() bool { return t.Monitor.Unaccounted(o.Now()) }
	}
	return t
}

// Passed takes note of a pass. It is a daemon.Daemon's Passed, and returns at once.
func (t *Team) Passed(p health.Pass) {
	t.Monitor.Passed(p)
	t.accounts.Passed(p)
	if t.ping != nil {
		t.ping.Passed(p)
	}
}

// Beside returns what makes accounts and what sends pings, each until its ctx ends. It is for a daemon.Daemon's Beside.
func (t *Team) Beside() []func(ctx context.Context) {
	out := []func(context.Context){t.accounts.Run}
	if t.ping != nil {
		out = append(out, t.ping.Run)
	}
	return out
}
