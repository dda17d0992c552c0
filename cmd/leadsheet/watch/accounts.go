package watch

import (
	"context"
	"runtime/debug"
	"strings"
	"time"

	"leadsheet/daemon/health"
	"leadsheet/intake"
)

// How often the account is made: daily, and again sooner while it does not add up.
const (
	accountEvery = 24 * time.Hour
	accountAgain = 5 * time.Minute
)

// Accounts makes the daily account of what came in, beside the passes.
type Accounts struct {
	Monitor *health.Monitor
	Now     func() time.Time
	// Make makes an account. What it returns beside an error is good.
	Make func(context.Context) (intake.Account, error)

	due chan struct{}
}

// NewAccounts returns Accounts; Run makes them.
func NewAccounts(of *health.Monitor, now func() time.Time,
	how func(context.Context) (intake.Account, error)) *Accounts {
	return &Accounts{Monitor: of, Now: now, Make: how, due: make(chan struct{}, 1)}
}

// Passed takes note of a pass that has ended. It returns at once; a Monitor that is to know of it is told first.
func (a *Accounts) Passed(health.Pass) {
	if !a.Monitor.AccountDue(a.Now(), accountEvery, accountAgain) {
		return
	}
	select {
	case a.due <- struct{}{}:
	default: // it is being made
	}
}

// Run makes accounts until ctx ends.
func (a *Accounts) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-a.due:
		}
		if !a.Monitor.AccountDue(a.Now(), accountEvery, accountAgain) {
			continue // it was made meanwhile
		}
		began := a.Now()
		account, err := a.Make(ctx)
		if a.Monitor.Team() == "" { // other teams of the process need the memory at once
			debug.FreeOSMemory() // it has read the workbook once more, and that is needed again tomorrow
		}
		if ctx.Err() != nil {
			return
		}
		a.Monitor.Accounted(accountOf(&account, began), err)
	}
}

// mostPlaces is how many messages without a row are named for each source.
const mostPlaces = 10

// accountOf is what is shown of an account.
func accountOf(from *intake.Account, at time.Time) health.Account {
	to := health.Account{At: at}
	for i := range from.Sources {
		s := &from.Sources[i]
		if s.Received() == 0 && s.LeftOut == 0 && !s.Looked {
			continue
		}
		shown := health.SourceAccount{Source: s.Source, Looked: s.Looked, Received: s.Received(), Accounted: s.Accounted(),
			Waiting: len(s.Waiting), Missing: len(s.Missing), LeftOut: s.LeftOut}
		for j := range s.Missing {
			// The place of a message holds nothing of it. That of a record is the name of its file.
			if strings.HasPrefix(s.Source, intake.MailFolder("")) && len(shown.Places) < mostPlaces {
				shown.Places = append(shown.Places, s.Missing[j].Where)
			}
		}
		to.Sources = append(to.Sources, shown)
	}
	return to
}
