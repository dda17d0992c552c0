package daemon

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"leadsheet/sheets"
)

// Run repeats passes until ctx ends. After a good start no failure ends it: it says once what is wrong, waits longer
// with every failure up to five minutes, and says when it is over. A pass that has begun is finished within grace. While
// nothing happens it looks less often, down to every Slow; a pass that could not take in everything is followed by
// the next at once.
func (d *Daemon) Run(ctx context.Context, poll, grace time.Duration) error {
	var last string
	var notes []string // of the last good pass: what has been said is not said with every pass
	rhythm := pace{poll: poll, slow: d.Slow}
	failing := poll
	for {
		var wait time.Duration
		sum, err := d.bounded(ctx, grace)
		if ctx.Err() != nil {
			return nil
		}
		d.report(sum, notes)
		switch {
		case err == nil:
			if last != "" {
				d.Log.Info("working again")
			}
			last, failing, notes = "", poll, sum.Notes
			wait = rhythm.next(d.Now(), sum.Alive)
		default:
			if text := err.Error(); text != last {
				level := slog.LevelError
				if errors.Is(err, sheets.ErrBusy) {
					level = slog.LevelWarn
				}
				d.Log.Log(ctx, level, text+"; trying again, nothing is lost meanwhile")
				last = text
			}
			failing = min(max(2*failing, poll), 5*time.Minute)
			if errors.Is(err, sheets.ErrBusy) {
				failing = poll // a person closes a workbook sooner than a server comes back
			}
			wait = failing
		}
		if sum.More {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
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
		d.Log.Info("pass", "came_in", len(s.Intake), "new_leads", s.Created, "cells_changed", s.Changes, "left_to_people", s.Skipped, "leads", s.Leads)
	}
}
