package main

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// result is what became of a seed.
type result struct {
	seed   uint64
	failed *violation
	stats  stats
	sum    uint64
}

// run plays one seed from beginning to end.
func run(cfg config) result {
	w := newWorld(cfg)
	if !w.weather.late {
		w.prelude()
	}
	if w.failed == nil {
		w.storm()
	}
	if w.failed == nil {
		w.settle()
	}
	for len(w.procs) > 0 {
		w.kill(w.procs[0])
	}
	r := result{seed: cfg.seed, failed: w.failed, stats: w.stats}
	if w.sum != nil {
		r.sum = w.sum.Sum64()
	}
	return r
}

// prelude is a quiet start: the workbook is made and the first messages are in.
func (w *world) prelude() {
	w.calm = true
	for range w.weather.before {
		w.mail.arrive()
	}
	if err := w.cfg.stage.build(w); err != nil {
		w.fail("start", "%v", err)
		return
	}
	w.crowd.tidy()
	p := w.start(1)
	w.passes(p, 1)
	w.kill(p)
	w.calm = false
}

// passes lets one process go on until it has ended n more passes.
func (w *world) passes(p *proc, n int) {
	for until := p.done + n; p.done < until && w.failed == nil; {
		if p.wake.After(w.now) && !w.frozen {
			w.advance(p.wake)
		}
		w.resume(p)
		if p.dead {
			return
		}
	}
}

// shortest is how many turns a storm has even when nothing is left to happen.
const shortest = 60

// storm lets everything happen in the order that the seed draws.
func (w *world) storm() {
	w.say("the storm begins: %d daemons, faults %.2f, %d people's actions, %d messages, %d "+
		"crashes", w.weather.daemons, w.weather.faults, w.weather.people, w.weather.messages, w.weather.crashes)
	x := &w.weather
	for i := range x.daemons {
		w.start(i + 1)
	}
	restarts := map[int]time.Time{}
	for n := 0; n < x.turns && w.failed == nil && (x.people+x.messages+x.crashes > 0 || n < shortest); n++ {
		w.turn++
		w.stats.turns++
		if x.reports && n%7 == 0 {
			w.watch.pages.look()
		}
		for id := 1; id <= x.daemons; id++ {
			if at, ok := restarts[id]; ok && !at.After(w.now) {
				delete(restarts, id)
				w.start(id)
			}
		}
		tempo := x.tempo
		if w.writing() {
			tempo = min(2*tempo, 0.6) // people do not know, but this is where it hurts
		}
		switch r := w.rng.Float64(); {
		case r < tempo && x.people > 0:
			x.people--
			w.crowd.act()
		case r < tempo+0.03 && x.messages > 0:
			x.messages--
			w.mail.arrive()
		case r < tempo+0.05 && len(w.ghosts) > 0:
			w.land(w.rng.IntN(len(w.ghosts)))
		case r < tempo+0.06 && x.crashes > 0 && len(w.procs) > 0:
			x.crashes--
			w.stats.crashes++
			p := w.procs[w.rng.IntN(len(w.procs))]
			w.kill(p)
			restarts[p.id] = w.now.Add(time.Duration(w.rng.IntN(300)) * time.Second)
		case r > 1-x.leap:
			w.advance(w.now.Add(time.Duration(w.rng.IntN(90)) * time.Minute))
			w.say("time has passed")
		default:
			w.stepOne(restarts)
		}
	}
}

// writing reports whether a write is under way.
func (w *world) writing() bool {
	return slices.ContainsFunc(w.procs, func(p *proc) bool { return !p.sending.IsZero() })
}

// stepOne lets one process go on, or the time pass when all of them sleep.
func (w *world) stepOne(restarts map[int]time.Time) {
	ready := 0
	next := time.Time{}
	for _, p := range w.procs {
		if !p.wake.After(w.now) {
			ready++
		} else if next.IsZero() || p.wake.Before(next) {
			next = p.wake
		}
	}
	if ready == 0 {
		for id := 1; id <= w.weather.daemons; id++ {
			if at, ok := restarts[id]; ok && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
		w.advance(next)
		return
	}
	k := w.rng.IntN(ready)
	for _, p := range w.procs {
		if p.wake.After(w.now) {
			continue
		}
		if k == 0 {
			w.resume(p)
			if p.dead {
				w.fail("panic", "d%d ended by itself", p.id)
			}
			return
		}
		k--
	}
}

func isWrite(r *http.Request) bool {
	path := r.URL.Path
	return r.Method == http.MethodPut || r.Method == http.MethodPost &&
		(strings.HasSuffix(path, ":batchUpdate") || strings.HasSuffix(path, ":append") || strings.HasSuffix(path, ":clear") ||
			strings.HasSuffix(path, ":batchUpdateByDataFilter") || strings.HasSuffix(path, ":batchClear"))
}

func isValuesRead(r *http.Request) bool {
	return strings.Contains(r.URL.Path, "/values") && !isWrite(r)
}

// short names a call in the trace.
func short(r *http.Request) string {
	_, op, ok := strings.Cut(r.URL.Path, ":")
	switch {
	case ok:
		return op
	case r.Method == http.MethodGet:
		return "get"
	}
	return r.Method
}
