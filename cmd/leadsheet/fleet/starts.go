package fleet

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// How far apart teams begin, so that hundreds of them neither sign in to one mail server at once, nor read and compute
// at once.
const (
	startGap = 25 * time.Millisecond
	hostGap  = 200 * time.Millisecond
)

// starts spreads the beginnings of teams.
type starts struct {
	mu   sync.Mutex
	next map[string]time.Time // by mail server; "" for all
}

func newStarts() *starts { return &starts{next: map[string]time.Time{}} }

// wait waits until a team with a mailbox at that host may begin. It returns false when ctx has ended.
func (s *starts) wait(ctx context.Context, host string) bool {
	s.mu.Lock()
	now := time.Now()
	free := later(now, s.next[""])
	at := later(free, s.next[host])
	s.next[""] = free.Add(startGap)
	if host != "" {
		s.next[host] = at.Add(hostGap)
	}
	s.mu.Unlock()
	pause(ctx, at.Sub(now))
	return ctx.Err() == nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// progress is how far the start of a fleet is.
type progress struct {
	mu   sync.Mutex
	done map[string]bool // teams of which a pass has ended, or that cannot have one
	told int
}

// ended takes down that a pass of a team has ended, or that it cannot have one.
func (p *progress) ended(team string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done[team] = true
}

// tell says how many teams have been looked at, while it is not all of them. It reports whether the last one just was.
func (p *progress) tell(log *slog.Logger, teams []string) (all bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	done := 0
	for _, team := range teams {
		if p.done[team] {
			done++
		}
	}
	switch {
	case done < len(teams):
		log.Info("starting", "teams", len(teams), "looked_at", done)
	case p.told < len(teams):
		log.Info("all teams have been looked at", "teams", len(teams))
		all = true
	}
	if p.told = done; done < len(teams) {
		p.told = 0
	}
	return all
}
