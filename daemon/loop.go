package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"leadsheet/daemon/outage"
	"leadsheet/intake"
	"leadsheet/sheets"
)

// The shortest times between two passes that are due to wake-ups, so that many messages in a row need one pass, and few
// calls of a metered service.
const (
	wakeGap        = 500 * time.Millisecond
	wakeGapMetered = 5 * time.Second
)

// Turns are what several daemons of one process take in turn, so that not all of them do a pass at once.
type Turns interface {
	// Begin waits until a pass may begin. woken says that something may have come in. An error means that ctx has ended.
	Begin(ctx context.Context, woken bool) error
	// End gives the turn back, and returns after how long the next pass is due: after wait, or later. active says whether
	// anything happens in the workbook or at the sources.
	End(wait time.Duration, active bool) time.Duration
}

// alone are the turns of a daemon that has a process of its own.
type alone struct{}

func (alone) Begin(ctx context.Context, _ bool) error { return ctx.Err() }

func (alone) End(wait time.Duration, _ bool) time.Duration { return wait }

// watch starts the watchers among the sources, and what else is done beside the passes. The channel has a value when
// something may have arrived; stop ends all of them and waits for that. A panic of one of them ends Run, and is stop's.
func (d *Daemon) watch(ctx context.Context, end func()) (woken <-chan struct{}, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var fault atomic.Value
	wake := make(chan struct{}, 1)
	notify := func() {
		select {
		case wake <- struct{}{}:
		default: // a pass is due already
		}
	}
	var all sync.WaitGroup
	beside := func(do func()) {
		all.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					fault.Store(fmt.Sprintf("%v\n%s", p, debug.Stack()))
					end()
				}
			}()
			do()
		})
	}
	if d.Out != nil && d.Out.Show == nil {
		d.post.background, d.post.more = true, make(chan struct{}, 1)
		beside(func() { d.sendBeside(ctx, notify) })
	}
	for _, do := range d.Beside {
		beside(func() { do(ctx) })
	}
	for _, s := range d.Sources {
		if w, ok := s.(intake.Watcher); ok {
			for _, watch := range w.Watchers() {
				beside(func() { watch(ctx, notify) })
			}
		}
	}
	return wake, func() {
		cancel()
		all.Wait()
		if p := fault.Load(); p != nil {
			panic(p)
		}
	}
}

// waitForNext waits until the next pass is due: after wait, or soon after a wake-up, and returns which. It is not ok
// when ctx has ended.
func waitForNext(ctx context.Context, wait, gap time.Duration, woken <-chan struct{}) (woke, ok bool) {
	gap = min(gap, wait)
	due := time.NewTimer(wait)
	defer due.Stop()
	began := time.Now()
	select {
	case <-ctx.Done():
		return false, false
	case <-due.C:
		return false, true
	case <-woken:
	}
	select {
	case <-ctx.Done():
		return false, false
	case <-time.After(gap - time.Since(began)):
		return true, true
	}
}

// Run repeats passes until ctx ends. No failure ends it: it logs a failure once and then every hour, waits longer after
// each one, up to five minutes, and logs when it is over. A pass that has begun is finished within grace. While nothing
// happens the passes become rarer, up to MaxPoll apart. A pass that could not take in everything is followed by the
// next at once. A source that is a Watcher can start the next pass early.
func (d *Daemon) Run(ctx context.Context, poll, grace time.Duration) {
	var ongoing outage.Outage
	var notes []string // of the last successful pass and those after it; the same notes are not logged again
	rhythm := pace{poll: poll, slow: d.MaxPoll}
	d.fresh.gap = max(poll, d.MaxPoll)
	retryDelay, failures := poll, 0
	turns := d.Turns
	if turns == nil {
		turns = alone{}
	}
	ctx, end := context.WithCancel(ctx)
	woken, stop := d.watch(ctx, end)
	defer func() {
		end()
		defer d.finish(ctx, grace)
		stop()
	}()
	for woke, ok := false, true; ok; {
		var wait time.Duration
		gap := wakeGap
		if d.MaxPoll > 0 {
			gap = wakeGapMetered
		}
		if turns.Begin(ctx, woke) != nil {
			return
		}
		began := d.Now()
		sum, err := d.passWithGrace(ctx, grace)
		if ctx.Err() != nil {
			turns.End(0, false)
			return
		}
		d.report(sum, notes)
		if err := d.Alarm(ctx, err); err != nil {
			d.Log.Warn("the system owner may be told once more of what went wrong", "error", err)
		}
		if !sum.More {
			d.giveBack()
		}
		switch {
		case err == nil:
			if text := ongoing.Recovered(d.Now()); text != "" {
				d.Log.Info(text)
			}
			retryDelay, failures, notes = poll, 0, sum.Notes
			wait = rhythm.next(d.Now(), sum.Active)
		default:
			if text := ongoing.Failed(d.Now(), err.Error()); text != "" {
				level := slog.LevelError
				if errors.Is(err, sheets.ErrBusy) {
					level = slog.LevelWarn
				}
				d.Log.Log(ctx, level, text)
			}
			notes = Summary{Notes: notes}.Plus(sum).Notes
			if onlyPartly(err) { // what could be read must not wait for the rest, which is left alone for a while
				retryDelay, failures, wait = poll, 0, rhythm.next(d.Now(), sum.Active)
				break
			}
			retryDelay = min(max(2*retryDelay, poll), outage.MaxFailing)
			if errors.Is(err, sheets.ErrBusy) {
				retryDelay = poll // a user closes a workbook sooner than a server recovers
			}
			// A lasting failure must neither delay what comes in nor be retried at once with every message.
			wait, gap = retryDelay, min(gap<<min(failures, 20), poll)
			failures++
		}
		if wait = turns.End(wait, rhythm.wait <= poll); sum.More {
			wait = 0
		}
		d.tellPassed(began, sum, err, wait)
		if woke = false; !sum.More {
			woke, ok = waitForNext(ctx, wait, gap, woken)
		}
	}
}

// giveBack gives memory back after a pass. Where there are many daemons, what each keeps until its next one counts.
func (d *Daemon) giveBack() {
	if d.Idle != nil && d.worked {
		d.Idle()
	}
	if book, ok := sheets.Backend(d.Book).(sheets.Resting); ok && d.Turns != nil {
		book.Rest()
	}
}

// passWithGrace runs one pass, which may go on for at most grace after the end of ctx. An interrupted pass is repeated
// as a whole after the next start.
func (d *Daemon) passWithGrace(ctx context.Context, grace time.Duration) (Summary, error) {
	inner, end := outlive(ctx, grace)
	defer end()
	return d.Pass(inner)
}

// outlive returns a context that ends so long after ctx, or with end.
func outlive(ctx context.Context, grace time.Duration) (longer context.Context, end func()) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return longer, func() { stop(); cancel() }
}

// finish stores within grace what has become of the messages.
func (d *Daemon) finish(ctx context.Context, grace time.Duration) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := d.Finish(ctx); err != nil {
		d.Log.Warn("what has become of the last messages could not be stored", "error", err)
	}
}

// report logs a pass that changed something, and the notes that are not known from the pass before. A pass that did
// nothing is not logged.
func (d *Daemon) report(s Summary, known []string) {
	for _, n := range s.Notes {
		if !slices.Contains(known, n) {
			d.Log.Warn(n)
		}
	}
	if s.Wrote && !s.Checked {
		did := []any{"came_in", len(s.Intake), "new_leads", s.Created, "cells_changed", s.Changes,
			"left_to_people", s.Skipped, "leads", s.Leads}
		if s.Left > 0 {
			did = append(did, "left_for_the_next", s.Left)
		}
		d.Log.Info("pass", did...)
	}
}
