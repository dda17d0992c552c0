package google

import (
	"context"
	"errors"
	"fmt"
	"time"

	api "google.golang.org/api/sheets/v4"

	"leadsheet/lead/hint"
	"leadsheet/sheets"
	"leadsheet/sheets/google/lock"
	"leadsheet/sheets/google/undo"
)

// lockSeen takes over marks and lock as a structure read shows them.
func (b *Book) lockSeen(s *api.Spreadsheet) {
	was := b.marks
	b.marks = lock.MarksOf(b.id, s.DeveloperMetadata)
	if b.lock == nil || was.State.Form != b.marks.State.Form || was.Carried != b.marks.Carried {
		b.lock = lock.New(b.marks)
	}
	b.turn = b.lock.Seen(s, b.now())
}

// mayWrite makes sure that leadsheet works on this spreadsheet and not on its original, and that the lock is there. It
// returns a *Copied when a person has to say so, and an error that Is sheets.ErrConflict when it has made anything:
// what was read before has to be read again.
func (b *Book) mayWrite(ctx context.Context) error {
	if !b.marks.Home && len(b.marks.Origins) > 0 {
		c, err := b.copied(ctx)
		if err == nil && !c.Free {
			err = c
		}
		if err == nil {
			err = b.takeOver(ctx)
		}
		if err != nil {
			return err
		}
		b.notices.add("copy", c.tookOver())
		return &Error{Kind: Conflict, Doing: "store in the spreadsheet", Text: "the spreadsheet is a copy; reading again"}
	}
	return b.makeLock(ctx)
}

// lockTries is how many names are tried for a lock in one go.
const lockTries = 4

// makeLock makes the lock if it is not there: it is new, or a person has deleted it.
func (b *Book) makeLock(ctx context.Context) error {
	const doing = "make the lock of the spreadsheet"
	for i := 0; ; i++ {
		reqs := b.lock.Missing(b.st.lockTab(), b.tag(), b.now())
		switch {
		case reqs == nil && i == 0:
			return nil
		case reqs == nil:
			return &Error{Kind: Conflict, Doing: doing, Text: "it is there now; reading again"}
		}
		err := b.plainBatch(ctx, doing, reqs)
		if kind := kindOf(err); err != nil && (kind != Refused && kind != Unknown || i == lockTries) {
			return err
		} else if kind == Refused {
			b.lock.Again()
		}
		b.st = nil
		if _, err := b.structure(ctx); err != nil {
			return err
		}
	}
}

// plainBatch sends a batch that takes no turn: it changes nothing but leadsheet's own marks, and may be stored at any
// time or twice.
func (b *Book) plainBatch(ctx context.Context, doing string, reqs []*api.Request) error {
	return b.write(ctx, doing, func(ctx context.Context) error {
		_, err := b.svc.Spreadsheets.BatchUpdate(b.id, &api.BatchUpdateSpreadsheetRequest{Requests: reqs}).
			Context(ctx).Fields("spreadsheetId").Do()
		return err
	})
}

// Copied says that the spreadsheet is a copy of another on which leadsheet works, or has worked. It is an error for
// those who want to write.
type Copied struct {
	ID, Title string    // of the original; "" when its title cannot be read
	Last      time.Time // of the last write of leadsheet there; zero when it is not known
	Free      bool      // nobody uses leadsheet on the original any more, so that the copy can go on in its place
}

// Error says what the matter is and what to do.
func (c *Copied) Error() string {
	used := "and whether leadsheet still runs for the original cannot be seen from here"
	if !c.Last.IsZero() {
		used = "to which leadsheet last wrote on " + c.Last.UTC().Format("2006-01-02 15:04 MST")
	}
	return fmt.Sprintf("the spreadsheet is a copy of %s, %s; two leadsheets on one mailbox take each other's mail, so "+
		"nothing was written. If leadsheet has been stopped for the original, or the copy has a mailbox and a drop folder "+
		"of its own, run %v once; if it is the original that you want, put its address into %v", c.Name(), used,
		hint.TakeOver, hint.Book)
}

// Name names the original for people.
func (c *Copied) Name() string {
	if c.Title == "" {
		return "the spreadsheet " + c.ID
	}
	return fmt.Sprintf("%q (%s)", c.Title, c.ID)
}

func (c *Copied) tookOver() string {
	why := "which is not there any more"
	if !c.Last.IsZero() {
		why = "to which leadsheet last wrote on " + c.Last.UTC().Format("2006-01-02")
	}
	return fmt.Sprintf("the spreadsheet is a copy of %s, %s: leadsheet goes on here with a lock of its own, and what has "+
		"come in there does not come in again", c.Name(), why)
}

// originQuiet is how long leadsheet must not have written to the original before a copy takes its place unasked:
// reports change at least every week while leadsheet runs.
const originQuiet = 8 * 24 * time.Hour

// copied looks at the originals of the copy, and returns the first that may still be in use, else the last.
func (b *Book) copied(ctx context.Context) (*Copied, error) {
	var c *Copied
	for _, id := range b.marks.Origins {
		var err error
		if c, err = b.origin(ctx, id); err != nil || !c.Free {
			return c, err
		}
	}
	return c, nil
}

func (b *Book) origin(ctx context.Context, id string) (*Copied, error) {
	c := &Copied{ID: id}
	var s *api.Spreadsheet
	err := b.read(ctx, "look at the original of the spreadsheet", func(ctx context.Context) (err error) {
		s, err = b.svc.Spreadsheets.Get(id).Fields("properties(title)," + lock.Fields).Context(ctx).Do()
		return err
	})
	switch kind := kindOf(err); {
	case kind == Gone:
		c.Free = true
		return c, nil
	case kind == Permission || kind == Refused:
		return c, nil
	case err != nil:
		return nil, err
	}
	if s.Properties != nil {
		c.Title = s.Properties.Title
	}
	c.Last = lock.LastWrite(s)
	c.Free = !c.Last.IsZero() && b.now().Sub(c.Last) > originQuiet
	return c, nil
}

// takeOver notes that leadsheet works here from now on. Lock numbers that were carried along are not relied on.
func (b *Book) takeOver(ctx context.Context) error {
	s, err := b.readStructure(ctx)
	if err != nil || b.marks.Home {
		return err
	}
	const doing = "take over the copy"
	carried := b.turn.Number
	if err := b.plainBatch(ctx, doing, []*api.Request{lock.HomeMark(b.id, carried)}); err != nil {
		return err
	}
	b.st = nil
	// They take room, but in a copy it may not be possible to delete them: then they stay.
	drop := lock.DropCarried(s, carried)
	if len(drop) == 0 {
		return nil
	}
	if err := b.plainBatch(ctx, doing, drop); kindOf(err) != Refused {
		return err
	}
	return nil
}

// CopyOf returns what the spreadsheet is a copy of, if leadsheet has not taken it over yet; nil if it is none.
func (b *Book) CopyOf(ctx context.Context) (*Copied, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, err := b.structure(ctx); err != nil || b.marks.Home || len(b.marks.Origins) == 0 {
		return nil, err
	}
	return b.copied(ctx)
}

// TakeOver lets a copy take the place of its original, for which nobody uses leadsheet any more.
func (b *Book) TakeOver(ctx context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.takeOver(ctx)
}

// Lock returns the form of the lock that is in force, and what came of trying it.
func (b *Book) Lock(ctx context.Context) (lock.State, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, err := b.structure(ctx)
	return b.marks.State, err
}

// keepLock keeps what came of trying forms of the lock, and which form is in force from now on: the one that was, if it
// holds, else the other. What it writes is noticed by other leadsheets at their next read.
func (b *Book) keepLock(ctx context.Context, held map[lock.Form]bool) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := 1; ; i++ {
		b.st = nil
		err := b.keepLockOnce(ctx, held)
		if !errors.Is(err, sheets.ErrConflict) || i == maxReads {
			return err
		}
	}
}

func (b *Book) keepLockOnce(ctx context.Context, held map[lock.Form]bool) error {
	s, err := b.load(ctx, nil)
	if err != nil {
		return err
	}
	l := lock.State{Form: b.marks.State.Form, Tried: b.now()}
	if other := l.Form.Other(); !held[l.Form] && held[other] {
		l.Form = other
	}
	l.Held = held[l.Form]
	reqs := b.marks.Keep(b.id, l)
	defer func() { b.st = nil }()
	if b.st.tab(undo.TabTitle) == nil { // nobody has written here yet
		_, err := b.send(ctx, b.turn, s.read, b.tag(), reqs, "")
		return err
	}
	// The log is written anew, so that others see another tag in it, and look.
	kept := false
	return b.putBack(ctx, b.st.titles(s.log.Tabs()), func(p *plan) bool {
		if kept {
			return false
		}
		p.marks, kept = reqs, true
		return true
	}, func(*plan, *undo.Log) {})
}
