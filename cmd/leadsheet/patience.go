package main

import (
	"context"
	"errors"
	"time"

	"leadsheet/daemon"
	"leadsheet/mailin"
)

const (
	withheldTries = 3               // as many as it takes until a message is placed by its header
	withheldPause = 2 * time.Second // between them
)

// catchUp does what there is to do, and once more for messages that the mail server does not hand over. Tries are
// counted by the process: who runs once from a timetable has a new one each time, and would never come to the last try.
func catchUp(ctx context.Context, d *daemon.Daemon) (daemon.Summary, error) {
	all, err := d.CatchUp(ctx)
	for range withheldTries - 1 {
		if w := new(mailin.Withheld); !errors.As(err, &w) {
			break
		}
		select {
		case <-ctx.Done():
			return all, err
		case <-time.After(withheldPause):
		}
		var sum daemon.Summary
		if sum, err = d.CatchUp(ctx); err != nil && !sum.Wrote {
			sum.Leads = max(sum.Leads, all.Leads) // a pass that failed may have counted nothing
		}
		all = all.Plus(sum)
	}
	return all, err
}
