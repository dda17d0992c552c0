package main

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// result is the outcome of a seed.
type result struct {
	seed   uint64
	failed *violation
	stats  stats
	sum    uint64
}

// run plays one seed.
func run(cfg config) result {
	w := newWorld(cfg)
	if !w.scenario.startInStorm {
		w.createWorkbook()
	}
	if w.failed == nil {
		w.storm()
	}
	if w.failed == nil {
		w.calmDown()
	}
	for len(w.processes) > 0 {
		w.kill(w.processes[0])
	}
	if w.local != nil {
		w.stats.drops = w.local.drop.Acts
	}
	if w.out != nil {
		w.stats.sent = w.out.Count()
	}
	r := result{seed: cfg.seed, failed: w.failed, stats: w.stats}
	if w.sum != nil {
		r.sum = w.sum.Sum64()
	}
	return r
}

// createWorkbook creates the workbook without faults and takes in the first messages.
func (w *world) createWorkbook() {
	w.calm = true
	for range w.scenario.messagesBefore {
		w.mail.arrive()
	}
	if err := w.cfg.template.build(w); err != nil {
		w.fail("start", "%v", err)
		return
	}
	if w.local == nil {
		w.editors.trimRows()
	}
	w.quiet = w.out != nil && w.cfg.seed%2 == 0
	p := w.start(1)
	w.passes(p, 1)
	w.kill(p)
	w.calm, w.quiet = false, false
}

// passes runs one process until it has ended n more passes.
func (w *world) passes(p *process, n int) {
	for until := p.done + n; p.done < until && w.failed == nil; {
		if p.wake.After(w.now) && !w.frozen {
			w.advance(p.wake)
		}
		w.resume(p)
		if p.killed {
			return
		}
	}
}

// minTurns is the least number of turns of a storm, even if nothing is left to happen.
const minTurns = 60

// storm plays faults, edits, messages and crashes in the order that the seed draws.
func (w *world) storm() {
	w.say("the storm begins: %d daemons, faults %.2f, %d people's actions, %d messages, %d "+
		"crashes", w.scenario.daemons, w.scenario.faults, w.scenario.editorActions,
		w.scenario.messages, w.scenario.crashes)
	x := &w.scenario
	for i := range x.daemons {
		w.start(i + 1)
	}
	restarts := map[int]time.Time{}
	left := func() int { return x.editorActions + x.messages + x.crashes + w.orders.left + w.dropsLeft() }
	for n := 0; n < x.turns && w.failed == nil && (left() > 0 || n < minTurns); n++ {
		w.turn++
		w.stats.turns++
		if x.reports && n%7 == 0 {
			w.monitor.pages.check()
		}
		for id := 1; id <= x.daemons; id++ {
			if at, ok := restarts[id]; ok && !at.After(w.now) {
				delete(restarts, id)
				w.start(id)
			}
		}
		if w.local == nil {
			w.orders.act(restarts)
			w.tokens.act()
		} else {
			w.local.drop.Turn()
		}
		tempo := x.editRate
		if w.writing() {
			tempo = min(2*tempo, 0.6) // edits during a write find most faults
		}
		if w.local != nil && !w.passing() {
			tempo = 0.8 // what happens between two passes may as well happen at once
		}
		switch r := w.rng.Float64(); {
		case r < tempo && x.editorActions > 0:
			x.editorActions--
			w.act()
		case r < tempo+x.mailRate && x.messages > 0:
			x.messages--
			if w.local == nil || w.local.rng.IntN(4) > 0 || !w.mail.answer() {
				w.mail.arrive()
			}
		case r < tempo+x.mailRate+0.02 && len(w.lateWrites) > 0:
			w.landLate(w.rng.IntN(len(w.lateWrites)))
		case r < tempo+x.mailRate+0.03 && x.crashes > 0 && len(w.processes) > 0:
			x.crashes--
			w.stats.crashes++
			if w.local != nil && w.local.opts.power && w.local.rng.IntN(2) == 0 {
				w.local.crash(restarts)
				continue
			}
			p := w.processes[w.rng.IntN(len(w.processes))]
			if w.endSoftly(p) {
				continue
			}
			w.kill(p)
			restarts[p.id] = w.now.Add(time.Duration(w.rng.IntN(300)) * time.Second)
		case r > 1-x.leapRate && w.local != nil && w.local.rng.IntN(3) == 0:
			free := int64(w.local.rng.IntN(80_000))
			w.local.disk.SetFree(free)
			w.say("the disk has room for %d bytes", free)
		case r > 1-x.leapRate:
			w.advance(w.now.Add(time.Duration(w.rng.IntN(90)) * time.Minute))
			w.say("time has passed")
		default:
			w.stepOne(restarts)
		}
	}
}

// act lets people do one thing.
func (w *world) act() {
	if w.local != nil {
		w.local.act()
		return
	}
	w.editors.act()
}

// dropsLeft is how often people are still to do something with form exports.
func (w *world) dropsLeft() int {
	if w.local == nil {
		return 0
	}
	return w.local.drop.Left
}

// passing reports whether a process is in the middle of a pass.
func (w *world) passing() bool {
	return slices.ContainsFunc(w.processes, func(p *process) bool { return p.passing })
}

// writing reports whether a write is in progress.
func (w *world) writing() bool {
	return slices.ContainsFunc(w.processes, func(p *process) bool { return !p.sending.IsZero() })
}

// stepOne resumes one process, or advances the clock if all of them sleep.
func (w *world) stepOne(restarts map[int]time.Time) {
	ready := 0
	next := time.Time{}
	for _, p := range w.processes {
		if !p.wake.After(w.now) {
			ready++
		} else if next.IsZero() || p.wake.Before(next) {
			next = p.wake
		}
	}
	if ready == 0 {
		for id := 1; id <= w.scenario.daemons; id++ {
			if at, ok := restarts[id]; ok && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
		w.advance(next)
		return
	}
	k := w.rng.IntN(ready)
	for _, p := range w.processes {
		if p.wake.After(w.now) {
			continue
		}
		if k == 0 {
			w.resume(p)
			if p.ended {
				w.remove(p)
				restarts[p.id] = w.now.Add(time.Minute)
				return
			}
			if p.killed {
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

// short returns the name of a call for the trace.
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
