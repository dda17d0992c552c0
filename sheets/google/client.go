// Package google keeps the workbook in a Google Sheet that a team edits.
//
// The Sheets API has no revision guard and addresses cells by position. Two things make it a database all the same.
// A lock travels with each write: every batch creates developer metadata under the next number, which fails, and with
// it the whole batch, when another leadsheet, or a late request of our own, was first. Where Google does not refuse a
// number in use, a named range is the lock instead. And a log of what was there
// travels with it too: within the same batch each row about to be changed is copied to the hidden tab "_leadsheet"
// first, so that a row that people moved meanwhile is seen in the answer and put back, even after a crash.
package google

import (
	"cmp"
	"context"
	"errors"
	"hash/maphash"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
	"google.golang.org/api/googleapi"

	"leadsheet/sheets"
	"leadsheet/sheets/google/call"
	"leadsheet/sheets/google/changes"
	"leadsheet/sheets/google/lock"
)

// Options say which spreadsheet, and how to reach it.
type Options struct {
	Spreadsheet string       // its ID
	Client      *http.Client // signed in
	Endpoint    string       // of the API; "" is Google's
	Account     string       // the address to share the spreadsheet with, for messages
	ReadOnly    bool         // Read puts nothing back that a write left wrong: the next Book that writes does

	Now   func() time.Time                           // nil: time.Now
	Sleep func(context.Context, time.Duration) error // nil: waits for real
	Rand  func() float64                             // from 0 to 1, for waiting times and names of writes; nil: math/rand
	// Requests a minute; 0: what Google allows a user (60 of each).
	Reads, Writes int
	// Limiter, unless nil, says when a request may be sent instead: many workbooks may share one.
	Limiter Limiter
	Timeout time.Duration // of one request; 0: two minutes
	// Batch is how many bytes of JSON a batch may have before Commit asks for a smaller one; 0: two million, as Google
	// advises.
	Batch int
	// Spare is how many blank rows stay below the content of a tab from which rows are taken out; 0: a thousand.
	Spare int
	// Whole is up to how many bytes an answer may have so that everything is read each time; 0: two million. Of more,
	// most of the reads leave out what is rare.
	Whole int
	// Changes are those of the account in Google Drive: where the probe has found that Drive tells of edits, a spreadsheet
	// in which nothing has changed is not read. One serves all Books of an account. nil: Drive is not asked.
	Changes *changes.Feed
}

// Limiter is what a Book asks before it sends a request, so that many of one account stay within what Google allows it.
type Limiter interface {
	// Wait returns when a request may be sent. An error means that ctx has ended.
	Wait(ctx context.Context, write bool) error
	// Refused says that Google has refused a request for being one too many, of the account or of its project, and wants
	// a pause, if it says so.
	Refused(write, ofProject bool, pause time.Duration)
	// Answered says that it has not.
	Answered(write bool)
}

// Book is a workbook in a Google Sheet.
type Book struct {
	svc     *call.Service
	client  *http.Client
	id      string
	account string
	timeout time.Duration
	batch   int
	spare   int64
	whole   int
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error
	rand    func() float64
	looker  bool // Options.ReadOnly
	reads   *rate.Limiter
	writes  *rate.Limiter
	quota   Limiter // instead of reads and writes; nil: they count

	mu      sync.Mutex
	st      *structure // nil: to be read again
	turn    lock.Turn  // of the last structure read or write of ours
	lock    lock.Lock  // the form in force
	marks   lock.Marks // what leadsheet has noted in the spreadsheet about itself
	layout  sheets.Expected
	clean   string // the tag of the last log that is known to hold nothing wrong
	notices notices
	watch   *changes.Watch // of the spreadsheet in Drive; nil: Drive is not asked
	known   *known         // of the tabs that are read in each pass; nil: nothing
	self    string         // tells its moments from those of other Books
	moments int
}

var _ sheets.Book = (*Book)(nil)

// Open returns the workbook. It does not talk to Google yet.
func Open(o Options) (*Book, error) {
	if o.Spreadsheet == "" {
		return nil, errors.New("open the Google spreadsheet: no ID was given")
	}
	if o.Client == nil {
		return nil, errors.New("open the Google spreadsheet: not signed in")
	}
	b := &Book{svc: call.New(o.Client, o.Endpoint),
		client: o.Client, id: o.Spreadsheet, account: o.Account, timeout: o.Timeout,
		batch: cmp.Or(o.Batch, mostBytes), whole: cmp.Or(o.Whole, wholeBytes),
		spare: int64(cmp.Or(o.Spare, spareRows)),
		self:  strconv.FormatUint(maphash.String(maphash.MakeSeed(), o.Spreadsheet), 36),
		now:   o.Now, sleep: o.Sleep, rand: o.Rand, looker: o.ReadOnly,
		reads: limiter(o.Reads), writes: limiter(o.Writes), quota: o.Limiter, layout: sheets.Expected{}}
	if b.timeout == 0 {
		b.timeout = 2 * time.Minute
	}
	if b.now == nil {
		b.now = time.Now
	}
	if b.sleep == nil {
		b.sleep = sleep
	}
	if b.rand == nil {
		b.rand = rand.Float64
	}
	if !b.looker {
		b.watch = o.Changes.Watch(o.Spreadsheet)
	}
	return b, nil
}

// Close implements sheets.Book.
func (b *Book) Close() error { return nil }

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// limiter allows at most perMinute requests in any minute: a burst of a sixth, the rest as it refills.
func limiter(perMinute int) *rate.Limiter {
	if perMinute == 0 {
		perMinute = 60
	}
	burst := max(1, perMinute/6)
	return rate.NewLimiter(rate.Limit(float64(max(1, perMinute-burst))/60), burst)
}

const (
	attempts  = 6 // of a request that was refused for being too many, or of a read that failed
	firstWait = time.Second
	longWait  = 32 * time.Second
)

// read does a call that changes nothing. It is tried again until it comes through or fails for good.
func (b *Book) read(ctx context.Context, doing string, call func(context.Context) error) error {
	return b.call(ctx, doing, false, call)
}

// write does a call that changes something. Only a refusal for quota is tried again: after any other failure it is
// Unknown whether it was applied.
func (b *Book) write(ctx context.Context, doing string, call func(context.Context) error) error {
	return b.call(ctx, doing, true, call)
}

func (b *Book) call(ctx context.Context, doing string, write bool, call func(context.Context) error) error {
	for i := 0; ; i++ {
		if err := b.pace(ctx, write); err != nil {
			// Nothing was sent, so nothing can have been stored.
			return &Error{Kind: Unreachable, Doing: doing, Text: "interrupted before anything was sent", Err: err}
		}
		err := b.once(ctx, call)
		if err == nil {
			b.tellQuota(write, nil)
			return nil
		}
		e := b.classify(doing, write, err)
		b.tellQuota(write, e)
		again := e.Kind == Quota || e.Kind == Unreachable && !write
		if !again || i+1 == attempts || ctx.Err() != nil {
			return e
		}
		if err := b.sleep(ctx, b.wait(i, err)); err != nil {
			return e
		}
	}
}

// once gives a call its deadline.
func (b *Book) once(ctx context.Context, call func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	return call(ctx)
}

// pace waits until the quota allows another request.
func (b *Book) pace(ctx context.Context, write bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if b.quota != nil {
		return b.quota.Wait(ctx, write)
	}
	limit := b.reads
	if write {
		limit = b.writes
	}
	now := b.now()
	if d := limit.ReserveN(now, 1).DelayFrom(now); d > 0 {
		return b.sleep(ctx, d)
	}
	return nil
}

// tellQuota tells those with whom the quota is shared what became of a request; e is nil for one that was answered.
func (b *Book) tellQuota(write bool, e *Error) {
	switch {
	case b.quota == nil:
	case e == nil || e.Kind != Quota:
		b.quota.Answered(write)
	default:
		said := inner(e.Err).Error()
		ofProject := strings.Contains(said, "per minute") && !strings.Contains(said, "per user")
		b.quota.Refused(write, ofProject, wanted(e.Err))
	}
}

// wanted is how long the server asks to wait; 0: it does not say.
func wanted(err error) time.Duration {
	var e *googleapi.Error
	if errors.As(err, &e) {
		if s, err := strconv.Atoi(e.Header.Get("Retry-After")); err == nil && s > 0 {
			return min(time.Duration(s)*time.Second, 2*time.Minute)
		}
	}
	return 0
}

// wait is how long to wait after the i-th failure: a random part of a growing time, or what the server asked for.
func (b *Book) wait(i int, err error) time.Duration {
	if asked := wanted(err); asked > 0 {
		return asked
	}
	return time.Duration(b.rand() * float64(min(firstWait<<i, longWait)))
}
