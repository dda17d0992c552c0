package fleet

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func smallGate() *gate { return &gate{free: 4, reserve: 1, patience: 5 * time.Second, mostLong: 2} }

// So many passes go on at once, and no more; the last place is for those that were woken.
func TestGate_LetsSoManyOnAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := smallGate()
		var on, most, done atomic.Int64
		for range 50 {
			go func() {
				p, err := g.enter(t.Context(), false)
				if err != nil {
					t.Error(err)
					return
				}
				most.Store(max(most.Load(), on.Add(1)))
				time.Sleep(time.Second)
				on.Add(-1)
				p.end()
				done.Add(1)
			}()
		}
		time.Sleep(500 * time.Millisecond)
		began := time.Now()
		p, err := g.enter(t.Context(), true)
		if err != nil || time.Since(began) > 0 {
			t.Errorf("a pass that was woken waited for %v (%v)", time.Since(began), err)
		}
		p.end()
		time.Sleep(time.Minute)
		if most.Load() != 3 || done.Load() != 50 {
			t.Errorf("at most %d at once, %d in all; want 3 and 50", most.Load(), done.Load())
		}
	})
}

// Passes that last, as those of a team whose mail server does not answer, make room for others, but not without end.
func TestGate_PassesThatLastMakeRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := smallGate()
		var slow []*pass
		for range 3 {
			p, err := g.enter(t.Context(), false)
			if err != nil {
				t.Fatal(err)
			}
			slow = append(slow, p)
		}
		began := time.Now()
		quick, err := g.enter(t.Context(), false)
		if took := time.Since(began); err != nil || took != 5*time.Second {
			t.Errorf("another one went on after %v (%v)", took, err)
		}
		synctest.Wait()
		if g.long != 2 {
			t.Errorf("%d passes have made room, want 2", g.long)
		}
		quick.end()
		quick.end() // twice does no harm
		for _, p := range slow {
			p.end()
		}
		if g.free != 4 || g.long != 0 {
			t.Errorf("in the end %d places are free, and %d are long", g.free, g.long)
		}
	})
}

// Who stops waiting takes no place.
func TestGate_WaitingEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := smallGate()
		g.free, g.patience = 1, time.Hour
		if _, err := g.enter(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := g.enter(ctx, true); err == nil {
			t.Error("it went on")
		}
		if n := len(g.waiting[woken]); n != 0 {
			t.Errorf("%d wait still", n)
		}
	})
}
