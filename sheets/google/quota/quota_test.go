package quota

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// ask sends one request after the other until ctx ends, each after a pause, and notes when they were let go.
type asker struct {
	lane  *Lane
	first time.Duration // before the first request
	pause func() time.Duration
	at    []time.Time
	waits []time.Duration
}

func (a *asker) run(ctx context.Context, mu *sync.Mutex, urgent bool) {
	if !sleepFor(ctx, a.first) {
		return
	}
	for ctx.Err() == nil {
		began := time.Now()
		a.lane.Begin(urgent)
		if a.lane.Wait(ctx, false) != nil {
			return
		}
		mu.Lock()
		a.at, a.waits = append(a.at, time.Now()), append(a.waits, time.Since(began))
		mu.Unlock()
		a.lane.End(0, false)
		if !sleepFor(ctx, a.pause()) {
			return
		}
	}
}

func sleepFor(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func always(d time.Duration) func() time.Duration { return func() time.Duration { return d } }

// play lets askers ask for a while.
func play(t *testing.T, of time.Duration, urgent map[*asker]bool, all ...*asker) {
	ctx, cancel := context.WithTimeout(t.Context(), of)
	defer cancel()
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, a := range all {
		wg.Go(func() { a.run(ctx, &mu, urgent[a]) })
	}
	wg.Wait()
}

// mostIn is how many of these moments lie within any minute.
func mostIn(at []time.Time) (most int) {
	slices.SortFunc(at, time.Time.Compare)
	from := 0
	for i := range at {
		for at[i].Sub(at[from]) >= time.Minute {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}

// Whatever the workbooks do: no account sends more than 60 requests in any minute, no project more than 300, and of what
// may be sent nothing is left lying while somebody waits.
func TestPool_NeverAboveQuota(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		accounts := rapid.IntRange(1, 8).Draw(rt, "accounts")
		lanes := rapid.IntRange(1, 8).Draw(rt, "workbooks of each")
		eager := rapid.IntRange(0, 100).Draw(rt, "percent that ask at once again")
		parts := rapid.IntRange(1, 3).Draw(rt, "processes")
		seed := rapid.Uint64().Draw(rt, "seed")
		var fault string
		synctest.Test(t, func(t *testing.T) {
			p := NewPool(func() float64 { return 1 / float64(parts) })
			r := rand.New(rand.NewPCG(seed, 1))
			by := map[int][]*asker{}
			var all []*asker
			urgent := map[*asker]bool{}
			for i := range accounts {
				for range lanes {
					a := &asker{lane: p.Account("project", string(rune('a'+i))).Lane(), pause: always(20 * time.Second)}
					if r.IntN(100) < eager {
						a.pause = always(time.Millisecond)
					}
					urgent[a] = r.IntN(2) == 0
					by[i], all = append(by[i], a), append(all, a)
				}
			}
			play(t, 2*time.Minute, urgent, all...)
			var whole []time.Time
			for i := range accounts {
				var of []time.Time
				for _, a := range by[i] {
					of = append(of, a.at...)
				}
				if n := mostIn(of); n > PerUser/parts {
					fault = "an account sent more than its part in a minute"
				}
				whole = append(whole, of...)
			}
			if n := mostIn(whole); n > PerProject/parts {
				fault = "the project sent more than its part in a minute"
			}
		})
		if fault != "" {
			rt.Fatal(fault)
		}
	})
}

// One workbook that asks without end keeps nobody out: twenty others that look every half minute do so.
func TestPool_FloodKeepsNobodyOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		account := NewPool(nil).Account("project", "robot")
		flood := &asker{lane: account.Lane(), pause: always(0)}
		all := []*asker{flood}
		for i := range 20 {
			all = append(all, &asker{lane: account.Lane(), first: time.Duration(i) * 1500 * time.Millisecond,
				pause: always(30 * time.Second)})
		}
		play(t, 10*time.Minute, map[*asker]bool{flood: true}, all...)
		for i, a := range all[1:] {
			if longest := slices.Max(a.waits); len(a.at) < 15 || longest > 10*time.Second {
				t.Errorf("workbook %d looked %d times in ten minutes and waited up to %v", i, len(a.at), longest)
			}
		}
		if n := len(flood.at); n < 90 {
			t.Errorf("the flooded workbook got %d requests, though others left it more", n)
		}
	})
}

// What new mail needs is sent at once, although so many workbooks look that the quota is used up for good.
func TestPool_NewMailGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		account := NewPool(nil).Account("project", "robot")
		var all []*asker
		for range 100 {
			all = append(all, &asker{lane: account.Lane(), pause: always(5 * time.Second)})
		}
		mail := &asker{lane: account.Lane(), pause: always(45 * time.Second)}
		play(t, 10*time.Minute, map[*asker]bool{mail: true}, append(all, mail)...)
		if longest := slices.Max(mail.waits); len(mail.waits) < 12 || longest > time.Second {
			t.Errorf("new mail was stored %d times and waited up to %v", len(mail.waits), longest)
		}
	})
}

// A refusal of one workbook is one of its account: none of its other workbooks asks during the pause, those of other
// accounts do, and afterwards the account asks less often for some minutes.
func TestLane_RefusalIsOneOfTheAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(nil)
		refused := p.Account("project", "busy").Lane()
		a := &asker{lane: p.Account("project", "busy").Lane(), pause: always(0)}
		b := &asker{lane: p.Account("project", "calm").Lane(), pause: always(0)}
		began := time.Now()
		refused.Refused(false, false, 30*time.Second)
		play(t, 90*time.Second, nil, a, b)
		if first := a.at[0].Sub(began); first < 30*time.Second || first > 32*time.Second {
			t.Errorf("the account asked again after %v", first)
		}
		if first := b.at[0].Sub(began); first > time.Second {
			t.Errorf("the other account waited for %v", first)
		}
		if n := len(a.at); n > 40 {
			t.Errorf("the refused account sent %d requests in the minute after the pause", n)
		}
	})
}

// A refusal for the quota of the project stops all its accounts; several in a row make longer pauses.
func TestLane_RefusalOfTheProject(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(nil)
		a, b := p.Account("project", "a").Lane(), p.Account("project", "b").Lane()
		for i := range 4 {
			began := time.Now()
			a.Refused(true, true, 0)
			a.Refused(true, true, 0) // one that was under way
			if err := b.Wait(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			if took, want := time.Since(began), time.Second<<i; took < want || took > want+15*time.Second {
				t.Errorf("refusal %d: a pause of %v, want %v", i+1, took, want)
			}
		}
	})
}

// Where many workbooks share an account they look as often as its quota allows, and one in which something happens
// looks more often than the others. Where a look costs no request, nothing is stretched.
func TestLane_LooksAsOftenAsTheQuotaAllows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		account := NewPool(nil).Account("project", "robot")
		var lanes []*Lane
		for range 500 {
			lanes = append(lanes, account.Lane())
		}
		var quiet, active time.Duration
		for range 20 {
			for i, l := range lanes {
				l.Begin(false)
				l.inPass = 1
				if i == 0 {
					active = l.End(15*time.Second, true)
				} else {
					quiet = l.End(2*time.Minute, false)
				}
			}
		}
		if quiet < 13*time.Minute || quiet > 15*time.Minute || active < 3*time.Minute || active > 4*time.Minute {
			t.Errorf("quiet ones look after %v, active ones after %v", quiet, active)
		}
		for range 40 {
			for _, l := range lanes {
				l.Begin(false)
				quiet = l.End(2*time.Minute, false)
			}
		}
		if quiet != 2*time.Minute {
			t.Errorf("looks that cost nothing are made after %v", quiet)
		}
	})
}

// A workbook alone on its account looks as often as it likes, and whoever stops waiting takes nothing with him.
func TestLane_Alone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewPool(nil).Account("", "robot").Lane()
		l.Begin(false)
		l.inPass = 1
		if wait := l.End(15*time.Second, true); wait != 15*time.Second {
			t.Errorf("it looks after %v", wait)
		}
		for range 10 {
			l.Begin(true)
			l.used = 0
			if err := l.Wait(t.Context(), false); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if err := l.Wait(ctx, false); err == nil {
			t.Error("the eleventh request at once was sent")
		}
		if n := len(l.of.of.waiting[reads]); n != 0 {
			t.Errorf("%d wait still", n)
		}
		l.Close()
		if n := len(l.of.lanes); n != 0 {
			t.Errorf("%d workbooks are left", n)
		}
	})
}
