package google

import (
	"context"
	"fmt"
	"slices"

	"leadsheet/sheets/google/changes"
	"leadsheet/sheets/google/lock"
)

// Drive asks Drive once, and says whether it is asked when the spreadsheet is looked at.
func (b *Book) Drive(ctx context.Context) (changes.State, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.watch == nil {
		return changes.State{}, nil
	}
	if _, err := b.structure(ctx); err != nil {
		return changes.State{}, err
	}
	return b.watch.Check(ctx, b.marks, b.now()), nil
}

// watches reports whether Drive is asked, and notes once why it is not though it is wanted.
func (b *Book) watches() bool {
	if b.watch == nil {
		return false
	}
	s := b.watch.State(b.marks, b.now())
	if !s.Asks {
		b.notices.add("drive", s.Text+": "+s.Do)
	}
	return s.Asks
}

// unmoved reports whether Drive says that nothing has changed since everything was read, and fills s if so.
func (b *Book) unmoved(ctx context.Context, s *snapshot, titles []string, ids []int64) bool {
	k := b.known
	if k == nil || b.clean == "" || k.log.Tag != b.clean || !slices.Equal(k.titles, titles) ||
		!slices.Equal(k.ids, ids) || s.read.Before(k.at) || s.read.Sub(k.at) >= wholeEvery || !b.watches() ||
		!b.watch.Same(ctx, s.read) {
		return false
	}
	if s.told = b.unchanged(s) == allRead; !s.told {
		clear(s.tables)
	}
	return s.told
}

// look begins a read; what it returns is to be called when everything has been read.
func (b *Book) look(ctx context.Context) (done func(s *snapshot, titles []string)) {
	if !b.watches() {
		return func(*snapshot, []string) {}
	}
	was, place := b.known, b.watch.Begin(ctx)
	if why := b.watch.Fault(); why != "" {
		b.notices.add("drive fault", why+"; until then the spreadsheet is read each time")
	}
	return func(s *snapshot, titles []string) {
		if b.known == nil || !slices.Equal(b.known.titles, titles) {
			return // not what is read in each pass
		}
		news := was != nil && slices.Equal(was.titles, titles) && was.moment != s.moment
		b.notices.add("drive doubt", b.watch.Done(place, s.read, news))
	}
}

// confirm reads what Drive has vouched for before something is written over it.
func (b *Book) confirm(ctx context.Context, s *snapshot) error {
	b.watch.Forget()
	if b.known != nil {
		if now, err := b.load(ctx, b.known.titles); err != nil {
			return err
		} else if now.moment == s.moment && now.turn == s.turn {
			s.told = false
			return nil
		}
	}
	return &Error{Kind: Conflict, Doing: "store in the spreadsheet", Text: "it has changed; reading again"}
}

// drive: Drive's list of changes has to tell of the edit of a cell, and soon.
func (p *prober) drive(ctx context.Context) (Finding, error) {
	f := Finding{Promise: "a spreadsheet in which nothing happens need not be read", Optional: true,
		What: "Google Drive tells of an edit within 5 minutes"}
	t, err := p.b.watch.Try(ctx, func(ctx context.Context, n int) error {
		_, err := p.batch(ctx, "edit a cell", p.put(driveRow, 0, []string{fmt.Sprint(n)}))
		return err
	}, p.b.sleep, p.say)
	if err != nil {
		return f, err
	}
	f.Held, f.Detail = t.Told, fmt.Sprintf("it told of edits within %v", t.Lag)
	if !f.Held {
		f.Detail = t.Why + ". The spreadsheet is read each time"
	}
	return f, p.b.keepDrive(ctx, lock.Drive{Account: p.b.watch.Account(), Tried: p.b.now(), Held: t.Told, Lag: t.Lag})
}

// keepDrive keeps what came of trying Drive.
func (b *Book) keepDrive(ctx context.Context, d lock.Drive) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, err := b.structure(ctx); err != nil {
		return err
	}
	defer func() { b.st = nil }()
	return b.plainBatch(ctx, "keep what was found out about Google Drive", b.marks.KeepDrive(b.id, d))
}
