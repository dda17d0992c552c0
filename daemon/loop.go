package daemon

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"leadsheet/intake"
	"leadsheet/sheets"
)

// How far apart passes are at least that are due to a wake-up: many messages in a row are one pass, and a service that
// counts calls is spared.
const (
	wakeGap        = 500 * time.Millisecond
	wakeGapMetered = 5 * time.Second
)

// watch starts the watchers among the sources. The channel has a value when something may have arrived; stop ends the
// watchers and waits for them.
func (d *Daemon) watch(ctx context.Context) (woken <-chan struct{}, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	wake := make(chan struct{}, 1)
	var all sync.WaitGroup
	for _, s := range d.Sources {
		if w, ok := s.(intake.Watcher); ok {
			all.Go(func() {
				w.Watch(ctx, func() {
					select {
					case wake <- struct{}{}:
					default: // a pass is due already
					}
				})
			})
		}
	}
	return wake, func() { cancel(); all.Wait() }
}

// rest waits until the next pass is due: after wait, or soon after a wake-up. It returns false when ctx has ended.
func rest(ctx context.Context, wait, gap time.Duration, woken <-chan struct{}) bool {
	gap = min(gap, wait)
	due := time.NewTimer(wait)
	defer due.Stop()
	began := time.Now()
	select {
	case <-ctx.Done():
		return false
	case <-due.C:
		return true
	case <-woken:
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(gap - time.Since(began)):
		return true
	}
}

// Run repeats passes until ctx ends. After a good start no failure ends it: it says what is wrong, again every hour,
// waits longer with every failure up to five minutes, and says when it is over. A pass that has begun is finished
// within grace. While nothing happens it looks less often, down to every Slow; a pass that could not take in everything
// is followed by the next at once. A source that is a Watcher has the next pass made early.
func (d *Daemon) Run(ctx context.Context, poll, grace time.Duration) {
	var wrong trouble
	var notes []string // of the last good pass: what has been said is not said with every pass
	rhythm := pace{poll: poll, slow: d.Slow}
	failing, failures := poll, 0
	woken, stop := d.watch(ctx)
	defer stop()
	for {
		var wait time.Duration
		gap := wakeGap
		if d.Slow > 0 {
			gap = wakeGapMetered
		}
		sum, err := d.bounded(ctx, grace)
		if ctx.Err() != nil {
			return
		}
		d.report(sum, notes)
		switch {
		case err == nil:
			if text := wrong.over(d.Now()); text != "" {
				d.Log.Info(text)
			}
			failing, failures, notes = poll, 0, sum.Notes
			wait = rhythm.next(d.Now(), sum.Alive)
		default:
			if text := wrong.failed(d.Now(), err.Error()); text != "" {
				level := slog.LevelError
				if errors.Is(err, sheets.ErrBusy) {
					level = slog.LevelWarn
				}
				d.Log.Log(ctx, level, text)
			}
			failing = min(max(2*failing, poll), maxFailing)
			if errors.Is(err, sheets.ErrBusy) {
				failing = poll // a person closes a workbook sooner than a server comes back
			}
			// A fault that lasts must not hold up what comes in, nor be tried again at once with every message.
			wait, gap = failing, min(gap<<min(failures, 20), poll)
			failures++
		}
		if !sum.More && !rest(ctx, wait, gap, woken) {
			return
		}
	}
}

// bounded runs one pass that outlives the end of ctx by grace at most: half a pass is the only harm.
func (d *Daemon) bounded(ctx context.Context, grace time.Duration) (Summary, error) {
	inner, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	defer stop()
	return d.Pass(inner)
}

// report logs a pass that changed something, and what it notes that the pass before has not; an idle pass is silent.
func (d *Daemon) report(s Summary, said []string) {
	for _, n := range s.Notes {
		if !slices.Contains(said, n) {
			d.Log.Warn(n)
		}
	}
	if s.Wrote {
		did := []any{"came_in", len(s.Intake), "new_leads", s.Created, "cells_changed", s.Changes,
			"left_to_people", s.Skipped, "leads", s.Leads}
		if s.Left > 0 {
			did = append(did, "left_for_the_next", s.Left)
		}
		d.Log.Info("pass", did...)
	}
}
