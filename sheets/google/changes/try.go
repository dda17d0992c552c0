package changes

import (
	"context"
	"fmt"
	"time"
)

const (
	tick  = 10 * time.Second // how often Drive is asked while it is tried
	quiet = 30 * time.Second // how long Drive must have told nothing before an edit, so that it is that one which it tells
	// edits are made one after another, for Drive draws edits together that follow each other.
	edits = 2
)

// Trial is what came of trying whether Drive tells of edits.
type Trial struct {
	Told bool
	Lag  time.Duration // the longest, to ten seconds
	Why  string        // if it did not
}

// Try makes edits by edit, which is told their number, and waits until Drive tells of each. It takes two minutes at
// least, and ten if Drive does not tell. Its error is that of edit, or of the context.
func (w *Watch) Try(ctx context.Context, edit func(ctx context.Context, n int) error,
	sleep func(context.Context, time.Duration) error, say func(string)) (Trial, error) {
	var t Trial
	for i := range edits {
		say(fmt.Sprintf("D%d: waiting until Google Drive is quiet, then editing a cell and waiting until Drive tells of it",
			i+1))
		if why, err := w.untilQuiet(ctx, sleep); err != nil || why != "" {
			return Trial{Why: why}, err
		}
		began := w.feed.now()
		at, _ := w.feed.here(ctx)
		if err := edit(ctx, i); err != nil {
			return Trial{}, err
		}
		told, err := w.until(ctx, sleep, Bound, func() bool { return w.feed.since(w.file, at) })
		if err != nil {
			return Trial{}, err
		}
		if !told {
			return Trial{Why: fmt.Sprintf("%v after an edit Google Drive had not told of it", Bound)}, nil
		}
		t.Lag = max(t.Lag, w.feed.now().Sub(began).Round(time.Second))
	}
	t.Told = true
	return t, nil
}

// untilQuiet waits until Drive has told nothing for some time, or returns why that does not come to be.
func (w *Watch) untilQuiet(ctx context.Context, sleep func(context.Context, time.Duration) error) (string, error) {
	if err := w.feed.refresh(ctx); err != nil {
		return err.Error(), ctx.Err()
	}
	at, _ := w.feed.here(ctx)
	since := w.feed.now()
	still, err := w.until(ctx, sleep, Bound+quiet, func() bool {
		if w.feed.since(w.file, at) {
			at, _ = w.feed.here(ctx)
			since = w.feed.now()
		}
		return w.feed.now().Sub(since) >= quiet
	})
	if err == nil && !still {
		return "somebody edits the spreadsheet at this time: try again in a quieter hour", nil
	}
	return "", err
}

// until asks Drive until is is true, for so long at most.
func (w *Watch) until(ctx context.Context, sleep func(context.Context, time.Duration) error, most time.Duration,
	is func() bool) (bool, error) {
	for began := w.feed.now(); w.feed.now().Sub(began) <= most; {
		if err := sleep(ctx, tick); err != nil {
			return false, err
		}
		if _, ok := w.feed.here(ctx); ok && is() {
			return true, nil
		}
	}
	return false, ctx.Err()
}
