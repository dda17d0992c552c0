package main

import (
	"context"
	"errors"
	"time"
)

// startTime is the start of every simulation, within working hours, so that deadlines count.
func startTime() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

// maxWriteAge is how long a write may be delayed. leadsheet keeps its locks for 15 minutes, the longest delay that is
// assumed of the service; one minute of that is reserved for differences between clocks.
const maxWriteAge = 14 * time.Minute

// errKilled is the result of every call that a killed process still makes.
var errKilled = errors.New("this process was killed")

// advance moves the clock to the given time. Delayed writes that are due before it arrive first.
func (w *world) advance(to time.Time) {
	for {
		due, arrive := w.nextDue(to)
		if arrive == nil {
			break
		}
		if due.After(w.now) {
			w.now = due
		}
		arrive()
	}
	if to.After(w.now) {
		w.now = to
	}
}

// nextDue returns the first delayed write that is due before to, as its time and a function that lets it arrive; nil if
// there is none.
func (w *world) nextDue(to time.Time) (time.Time, func()) {
	first := to
	var arrive func()
	for i, g := range w.lateWrites {
		if g.due.Before(first) {
			first, arrive = g.due, func() { w.landLate(i) }
		}
	}
	if w.local != nil {
		if due, busy := w.local.drop.Due(); busy && due.Before(first) {
			first, arrive = due, w.local.drop.FinishWriting
		}
	}
	for _, p := range w.processes {
		if p.sending.IsZero() {
			continue
		}
		if due := p.sending.Add(maxWriteAge); due.Before(first) {
			first, arrive = due, func() { w.resume(p) }
		}
	}
	return first, arrive
}

// sleep implements google.Options.Sleep: other processes continue meanwhile.
func (p *process) sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.wake = p.w.now.Add(max(d, 0))
	if err := p.step("sleeps"); err != nil {
		return err
	}
	return ctx.Err()
}
