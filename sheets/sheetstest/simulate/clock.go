package main

import (
	"context"
	"errors"
	"time"
)

// monday is when every world begins: an hour of work, so that times to respond run.
func monday() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

// flight is how long a write may be under way. leadsheet keeps its locks for fifteen minutes, which is what is assumed
// of the service; a minute of that is left for the difference of clocks.
const flight = 14 * time.Minute

// errDead is what a process that was killed gets from everything it still asks for.
var errDead = errors.New("this process was killed")

// advance moves the clock. What is under way arrives before it would be older than the service allows.
func (w *world) advance(to time.Time) {
	for {
		due, land := w.nextDue(to)
		if land == nil {
			break
		}
		if due.After(w.now) {
			w.now = due
		}
		land()
	}
	if to.After(w.now) {
		w.now = to
	}
}

// nextDue returns what has to happen before the clock may show to: nil when nothing does.
func (w *world) nextDue(to time.Time) (time.Time, func()) {
	first := to
	var land func()
	for i, g := range w.ghosts {
		if g.due.Before(first) {
			first, land = g.due, func() { w.land(i) }
		}
	}
	for _, p := range w.procs {
		if p.sending.IsZero() {
			continue
		}
		if due := p.sending.Add(flight); due.Before(first) {
			first, land = due, func() { w.resume(p) }
		}
	}
	return first, land
}

// sleep is the Sleep of a process: others go on meanwhile.
func (p *proc) sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.wake = p.w.now.Add(max(d, 0))
	if err := p.step("sleeps"); err != nil {
		return err
	}
	return ctx.Err()
}
