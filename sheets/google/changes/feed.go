// Package changes asks Google Drive which files have changed, so that a spreadsheet in which nothing has happened need
// not be read. One Feed serves all spreadsheets of an account with one small call; each has a Watch of its own.
//
// Drive tells of an edit seconds or minutes after it was made, and draws several edits together. So its word is taken
// for a short time only, and never where something is written (sheets/google.Book.Commit reads for itself). A place in
// Drive's list is taken before the read that it belongs to: an edit of the time between the two is told later.
package changes

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	every   = 10 * time.Second // how long an answer serves all spreadsheets of the account
	timeout = 10 * time.Second // of one call
	// mostPages is how many pages of an answer are read at once; the rest is read the next time.
	mostPages = 100

	firstPause   = 15 * time.Second // after a failure that may pass
	longestPause = 10 * time.Minute
	lastingPause = 15 * time.Minute // after one that lasts until somebody does something
	// someFailures is how many failures in a row are worth a word.
	someFailures = 3
)

// Options say how Drive is reached, and as whom.
type Options struct {
	Client   *http.Client // signed in, with the scope signin.DriveScope
	Endpoint string       // the address below which drive/v3/ is; "" is Google's
	Account  string       // the address of the account; "" when it is not known

	Now     func() time.Time // nil: time.Now
	Every   time.Duration    // how long an answer serves; 0: ten seconds; below 0: not at all
	Timeout time.Duration    // of one call; 0: ten seconds
}

// Feed knows which files of an account have changed. It is safe for concurrent use.
type Feed struct {
	client  *http.Client
	base    string
	account string
	now     func() time.Time
	every   time.Duration
	timeout time.Duration
	line    chan struct{} // whoever has put something in may talk to Drive

	mu    sync.Mutex
	token string // the next changes are asked for by it; "" when Drive has told none yet
	era   int    // counts the tokens that Drive was asked for anew
	seq   int64  // counts the answers
	// told is in which answer a file was told of last; only files that are watched are in it.
	told  map[string]int64
	asked time.Time // of the last answer that was read to its end
	whole bool      // there is such an answer since the token was asked for
	fault *Fault    // of the last call
	fails int       // in a row
	pause time.Time // Drive is not asked before
}

// place is a place in Drive's list; the zero value is none.
type place struct {
	era int
	seq int64
}

// New returns a Feed. It does not talk to Drive yet.
func New(o Options) *Feed {
	f := &Feed{client: o.Client, account: accountKey(o.Account), now: o.Now, every: cmp.Or(o.Every, every),
		timeout: cmp.Or(o.Timeout, timeout), line: make(chan struct{}, 1), told: map[string]int64{}}
	f.base = strings.TrimSuffix(cmp.Or(o.Endpoint, "https://www.googleapis.com/"), "/") + "/drive/v3/"
	if f.now == nil {
		f.now = time.Now
	}
	return f
}

// Account names the account of a Feed where everybody who sees the spreadsheet may read it: by a part of the hash of
// its address.
func (f *Feed) Account() string { return f.account }

func accountKey(address string) string {
	if address == "" {
		return "unknown"
	}
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(address))))
	return hex.EncodeToString(sum[:8])
}

// Fault is what keeps Drive from being asked, with what to do about it; "" when nothing does. What may pass by itself
// is told from the third failure in a row on.
func (f *Feed) Fault() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fault == nil || !f.fault.Lasting && f.fails < someFailures {
		return ""
	}
	return f.fault.Text
}

// watch notes that a file is of interest from now on.
func (f *Feed) watch(file string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.told[file]; !ok {
		f.told[file] = 0
	}
}

// here returns the place up to which Drive has told everything. ok is false if Drive cannot be asked now.
func (f *Feed) here(ctx context.Context) (at place, ok bool) {
	if f.refresh(ctx) != nil {
		return place{}, false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return place{f.era, f.seq}, f.whole
}

// since reports whether a file was told of after a place; so it is if that is not known.
func (f *Feed) since(file string, at place) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return at.era != f.era || f.told[file] > at.seq
}

// refresh asks Drive, unless its last answer still serves. Of several callers one asks; the others wait for it.
func (f *Feed) refresh(ctx context.Context) error {
	select {
	case f.line <- struct{}{}:
		defer func() { <-f.line }()
	case <-ctx.Done():
		return ctx.Err()
	}
	now := f.now()
	f.mu.Lock()
	token, fault := f.token, f.fault
	serves := f.whole && now.Sub(f.asked) < f.every && !now.Before(f.asked)
	waits := fault != nil && now.Before(f.pause) && f.pause.Sub(now) <= lastingPause
	f.mu.Unlock()
	switch {
	case waits:
		return fault
	case serves:
		return nil
	}
	err := f.ask(ctx, token)
	if ctx.Err() != nil {
		return ctx.Err() // it says nothing about Drive
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil {
		f.fault, f.fails, f.asked = nil, 0, now
		return nil
	}
	f.fault = faultOf(err)
	f.pause = now.Add(lastingPause)
	if f.fails++; !f.fault.Lasting {
		f.pause = now.Add(min(firstPause<<min(f.fails-1, 10), longestPause))
	}
	if f.fault.anew {
		f.token, f.whole = "", false
	}
	return f.fault
}

// ask asks for a token if there is none, or else for what has changed.
func (f *Feed) ask(ctx context.Context, token string) error {
	if token == "" {
		token, err := f.startToken(ctx)
		if err != nil {
			return err
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		f.era++
		f.token, f.whole = token, true
		return nil
	}
	for range mostPages {
		p, err := f.list(ctx, token)
		if err != nil {
			return err
		}
		token = cmp.Or(p.Next, p.Start)
		f.take(p, token)
		if p.Next == "" {
			return nil
		}
	}
	return &Fault{Text: "Google Drive told of more changes than could be read at once"}
}

// take notes what a page tells, and that it was read.
func (f *Feed) take(p *page, token string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seq++
	for _, c := range p.Changes {
		if _, watched := f.told[c.File]; watched {
			f.told[c.File] = f.seq
		}
	}
	f.token = token
}
