package fleet

import (
	"context"
	"sync"
	"time"
)

// crew decides which teams this process runs.
type crew interface {
	// Run calls hold, in a goroutine each, for every team that this process is to run: once at a time for one team, again
	// some seconds after it has returned by itself, and ends its ctx when this process is no longer to run it, or the team
	// has left teams. teams may change at any time; it is asked every second or two. Run returns when ctx has ended and
	// every hold has returned.
	Run(ctx context.Context, teams func() []string, hold func(ctx context.Context, team string)) error
	// Share is this process's part of what the fleet may use of a quota that all share, in (0, 1].
	Share() float64
	// Close ends connections.
	Close() error
}

// alone is the crew of the only process: it runs every team.
type alone struct {
	every time.Duration // how often teams is asked
	again time.Duration // after how long a team begins again that has ended by itself
}

// newAlone returns the crew of the only process.
func newAlone() *alone { return &alone{every: time.Second, again: 5 * time.Second} }

// Run implements crew.
func (a *alone) Run(ctx context.Context, teams func() []string, hold func(context.Context, string)) error {
	held := map[string]context.CancelFunc{}
	ended := make(chan string)
	var all sync.WaitGroup
	begin := func(team string) {
		inner, cancel := context.WithCancel(ctx)
		held[team] = cancel
		all.Go(func() {
			for inner.Err() == nil {
				hold(inner, team)
				pause(inner, a.again)
			}
			select {
			case ended <- team:
			case <-ctx.Done():
			}
		})
	}
	tick := time.NewTicker(a.every)
	defer tick.Stop()
	for {
		there := map[string]bool{}
		for _, team := range teams() {
			there[team] = true
			if held[team] == nil {
				begin(team)
			}
		}
		for team, cancel := range held {
			if !there[team] {
				cancel()
			}
		}
		select {
		case <-ctx.Done():
			all.Wait()
			return nil
		case team := <-ended: // one that comes back meanwhile begins when it has ended
			held[team]()
			delete(held, team)
		case <-tick.C:
		}
	}
}

// Share implements crew.
func (*alone) Share() float64 { return 1 }

// Close implements crew.
func (*alone) Close() error { return nil }

// pause waits, or until ctx has ended.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
