package fleet

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A team begins when its file comes, ends when it goes, never runs twice at once, and begins again after it has ended by
// itself.
func TestAlone_RunsTheTeamsThereAre(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		teams, now := []string{"kim", "lee"}, map[string]int{}
		var said []string
		began := time.Now()
		say := func(what, team string) {
			said = append(said, fmt.Sprintf("%s %s at %v", team, what, time.Since(began).Round(time.Second)))
		}
		hold := func(ctx context.Context, team string) {
			mu.Lock()
			if now[team]++; now[team] > 1 {
				t.Errorf("%s runs twice", team)
			}
			say("begins", team)
			mu.Unlock()
			if team == "lee" {
				pause(ctx, 10*time.Second)
			} else {
				<-ctx.Done()
				time.Sleep(3 * time.Second) // the pass at hand
			}
			mu.Lock()
			defer mu.Unlock()
			now[team]--
			say("ends", team)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 27*time.Second+500*time.Millisecond)
		defer cancel()
		time.AfterFunc(4500*time.Millisecond, func() { mu.Lock(); defer mu.Unlock(); teams = []string{"lee"} })
		time.AfterFunc(6500*time.Millisecond, func() { mu.Lock(); defer mu.Unlock(); teams = []string{"kim", "lee"} })
		err := newAlone().Run(ctx, func() []string { mu.Lock(); defer mu.Unlock(); return slices.Clone(teams) }, hold)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"kim begins at 0s", "lee begins at 0s", "kim ends at 8s", "kim begins at 8s", "lee ends at 10s",
			"lee begins at 15s", "lee ends at 25s", "kim ends at 31s"}
		slices.Sort(said[:2])
		if !slices.Equal(said, want) {
			t.Errorf("it went\n%q, want\n%q", said, want)
		}
	})
}
