package changes

import (
	"context"
	"time"
)

const (
	// Bound is how long a spreadsheet is not read on Drive's word. Drive needs up to three minutes as a rule, so that an
	// edit is seen after five at the latest, whatever Drive says.
	Bound = 5 * time.Minute
	// Lively is how long a spreadsheet is read each time after something has changed in it: who works in it now sees
	// answers at once, and Drive tells of later edits of the same people some minutes after the first.
	Lively = 4 * time.Minute
	// Owed is how long Drive may take to tell of a change that was seen by reading.
	Owed = 15 * time.Minute
	// distrust is for how long Drive is not believed after it has not told of a change.
	distrust = time.Hour
)

// Untold says that Drive did not tell of a change.
const Untold = "Google Drive did not tell within 15 minutes of a change in the spreadsheet (of formulas that change " +
	"by themselves it never does): for an hour the spreadsheet is read each time"

// Watch is what is known of one spreadsheet. A nil Watch knows nothing. It is not safe for concurrent use.
type Watch struct {
	feed *Feed
	file string

	at    place     // in Drive's list, before the last read
	has   bool      // there is such a place
	known bool      // and what is there now, unless Drive told of a change, was read then
	read  time.Time // the last read began
	stir  time.Time // something had changed then
	told  bool      // Drive has told of a change since the last read
	owed  time.Time // Drive is to tell of what was seen then; zero: of nothing
	off   time.Time // Drive is not believed before
}

// Watch returns the watch of a spreadsheet. A nil Feed has nil ones.
func (f *Feed) Watch(file string) *Watch {
	if f == nil {
		return nil
	}
	f.watch(file)
	return &Watch{feed: f, file: file}
}

// Account is that of the Feed.
func (w *Watch) Account() string { return w.feed.Account() }

// Same reports whether Drive says that nothing has changed since the last read, and whether that is to be believed.
func (w *Watch) Same(ctx context.Context, now time.Time) bool {
	if w == nil || !w.known || now.Before(w.off) || now.Before(w.read) || now.Sub(w.read) >= Bound ||
		now.Sub(w.stir) < Lively && !now.Before(w.stir) {
		return false
	}
	if _, ok := w.feed.here(ctx); !ok {
		return false
	}
	if w.feed.since(w.file, w.at) {
		w.told, w.stir = true, now
		return false
	}
	return true
}

// Place is the place in Drive's list that a read belongs to.
type Place struct {
	at place
	ok bool
}

// Begin is to be called before a read.
func (w *Watch) Begin(ctx context.Context) Place {
	if w == nil {
		return Place{}
	}
	at, ok := w.feed.here(ctx)
	if ok && w.has && w.feed.since(w.file, w.at) {
		w.told = true
	}
	return Place{at, ok}
}

// Done takes what Begin has returned once everything has been read that had not been known. now is when the read
// began, news whether anything had changed. Where Drive is no longer believed, Done says why, else "".
func (w *Watch) Done(p Place, now time.Time, news bool) (doubt string) {
	if w == nil {
		return ""
	}
	switch {
	case w.told || !p.ok:
		w.owed = time.Time{}
	case news && w.owed.IsZero():
		w.owed = now
	}
	if news {
		w.stir = now
	}
	if !w.owed.IsZero() && now.Sub(w.owed) > Owed {
		w.owed, w.off, doubt = time.Time{}, now.Add(distrust), Untold
	}
	w.at, w.has, w.known, w.read, w.told = p.at, p.ok, p.ok, now, false
	return doubt
}

// Forget is to be called when what was read last is not what is there, as after a write.
func (w *Watch) Forget() {
	if w != nil {
		w.known = false
	}
}

// Fault is that of the Feed.
func (w *Watch) Fault() string { return w.feed.Fault() }
