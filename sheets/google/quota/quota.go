// Package quota shares among many workbooks what Google allows: so many requests a minute for a user, and so many for a
// project of Google Cloud (https://developers.google.com/workspace/sheets/api/limits). Whoever uses much waits for
// those who use little, and what was woken by new mail goes before what merely looks.
//
// A Pool is made once for a process. An Account of it is a user of Google, and a Lane is one workbook of that user. All
// of it may be used by several goroutines.
package quota

import (
	"context"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// What Google allows in a minute, reads and writes alike.
const (
	PerUser    = 60
	PerProject = 300
)

// Pool is all quota that a process may use.
type Pool struct {
	share func() float64 // of all that Google allows, in (0, 1]
	user  int
	whole int // of a project

	mu       sync.Mutex
	projects map[string]*project
	seq      int // of those who wait
}

// NewPool returns the quota of a process that may use a share of all that Google allows, in (0, 1]. It is asked again
// and again; nil: all of it.
func NewPool(share func() float64) *Pool { return newPool(share, PerUser, PerProject) }

func newPool(share func() float64, user, whole int) *Pool {
	if share == nil {
		share = func() float64 { return 1 }
	}
	return &Pool{share: share, user: user, whole: whole, projects: map[string]*project{}}
}

// project is a project of Google Cloud, with all who wait for its quota.
type project struct {
	pool     *Pool
	limits   [kinds]*limit
	accounts map[string]*Account
	waiting  [kinds][]*waiter
	timers   [kinds]*time.Timer
}

// Account is a user of Google.
type Account struct {
	of     *project
	name   string
	limits [kinds]*limit
	lanes  map[*Lane]bool
}

// The kinds of requests: Google counts each on its own.
const (
	reads = iota
	writes
	kinds
)

func kindOf(write bool) int {
	if write {
		return writes
	}
	return reads
}

// Account returns the account of a name in a project of Google Cloud. Where no project is known, as of an emulator, the
// account is one of its own.
func (p *Pool) Account(projectName, name string) *Account {
	p.mu.Lock()
	defer p.mu.Unlock()
	if projectName == "" {
		projectName = "of " + name
	}
	pr := p.projects[projectName]
	if pr == nil {
		pr = &project{pool: p, accounts: map[string]*Account{}}
		for k := range pr.limits {
			pr.limits[k] = newLimit(p.whole)
		}
		p.projects[projectName] = pr
	}
	a := pr.accounts[name]
	if a == nil {
		a = &Account{of: pr, name: name, lanes: map[*Lane]bool{}}
		for k := range a.limits {
			a.limits[k] = newLimit(p.user)
		}
		pr.accounts[name] = a
	}
	return a
}

// Lane returns the part of one workbook in the quota of an account. Close ends it.
func (a *Account) Lane() *Lane {
	a.of.pool.mu.Lock()
	defer a.of.pool.mu.Unlock()
	l := &Lane{of: a, cost: 1, weight: activeWeight}
	a.lanes[l] = true
	return l
}

// limit is a bucket of requests, and what the server has said of it.
type limit struct {
	perMinute int
	bucket    *rate.Limiter
	part      float64   // of perMinute that is in force
	until     time.Time // nothing is sent before
	refusals  int       // one after the other
	less      float64   // what refusals have taken, from 0 to mostLess
	lessSince time.Time
}

// How a limit gives way when the server refuses although the limit was kept, because others use the same account.
const (
	firstPause = time.Second
	mostPause  = time.Minute
	mostLess   = 7. / 8
	backAfter  = 10 * time.Minute // until a limit is the whole again
)

func newLimit(perMinute int) *limit {
	l := &limit{perMinute: perMinute, bucket: rate.NewLimiter(1, perMinute)} // a new bucket is full
	l.set(1)
	return l
}

// set has a part of the limit in force. At most that many requests are sent in any minute: a sixth at once, the rest as
// it refills.
func (l *limit) set(part float64) {
	if part = min(max(part, 0), 1); part == l.part {
		return
	}
	n := max(1, int(float64(l.perMinute)*part))
	burst := max(1, n/6)
	l.part = part
	l.bucket.SetLimit(rate.Limit(max(float64(n-burst), 0.5) / 60))
	l.bucket.SetBurst(burst)
}

// now brings the limit up to date.
func (l *limit) now(at time.Time, share float64) {
	if l.less > 0 {
		back := at.Sub(l.lessSince).Seconds() / backAfter.Seconds()
		l.less, l.lessSince = max(0, l.less-max(0, back)), at
	}
	l.set(share * (1 - l.less))
}

// need is how many requests must be left so that one more may be sent: what nobody is waiting for in person leaves some
// for what does.
func (l *limit) need(urgent bool) float64 {
	if urgent {
		return 1
	}
	return 1 + float64(l.bucket.Burst()*3/10)
}

// wait is how long it takes until a request may be sent, if nobody else sends one.
func (l *limit) wait(at time.Time, urgent bool) time.Duration {
	lacking := l.need(urgent) - l.bucket.TokensAt(at)
	wait := time.Duration(math.Ceil(max(0, lacking) / float64(l.bucket.Limit()) * float64(time.Second)))
	return max(wait, l.until.Sub(at))
}

// refused takes down that the server has refused a request that the limit allowed.
func (l *limit) refused(at time.Time, wait time.Duration) {
	if at.Before(l.until) { // one that was sent before the last refusal came
		return
	}
	l.refusals++
	l.until, l.lessSince = at.Add(max(min(wait, 2*mostPause), min(firstPause<<min(l.refusals-1, 10), mostPause))), at
	l.less = min(1-(1-l.less)/2, mostLess)
	l.bucket.AllowN(at, int(l.bucket.TokensAt(at)))
}

// waiter is a request that is to be sent.
type waiter struct {
	lane *Lane
	seq  int
	sent chan struct{}
}

// wait waits until a request of a lane may be sent.
func (pr *project) wait(ctx context.Context, l *Lane, kind int) error {
	p := pr.pool
	p.mu.Lock()
	p.seq++
	w := &waiter{lane: l, seq: p.seq, sent: make(chan struct{})}
	pr.waiting[kind] = append(pr.waiting[kind], w)
	pr.serve(kind)
	p.mu.Unlock()
	select {
	case <-w.sent:
		return nil
	case <-ctx.Done():
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, other := range pr.waiting[kind] {
		if other == w {
			pr.waiting[kind] = append(pr.waiting[kind][:i:i], pr.waiting[kind][i+1:]...)
			return context.Cause(ctx)
		}
	}
	return nil // it was let go at the same moment
}

// serve lets those go for whom there is quota, the first in turn first, and comes back when there is more.
func (pr *project) serve(kind int) {
	now := time.Now()
	share := pr.pool.share()
	pr.limits[kind].now(now, share)
	for _, a := range pr.accounts {
		a.limits[kind].now(now, share)
	}
	for {
		at, soonest := -1, time.Duration(math.MaxInt64)
		for i, w := range pr.waiting[kind] {
			urgent := w.lane.isUrgent(now)
			wait := max(pr.limits[kind].wait(now, urgent), w.lane.of.limits[kind].wait(now, urgent))
			if soonest = min(soonest, wait); wait <= 0 && (at < 0 || w.before(pr.waiting[kind][at], now)) {
				at = i
			}
		}
		if at < 0 {
			pr.comeBack(kind, soonest)
			return
		}
		w := pr.waiting[kind][at]
		pr.waiting[kind] = append(pr.waiting[kind][:at:at], pr.waiting[kind][at+1:]...)
		pr.limits[kind].bucket.AllowN(now, 1)
		w.lane.of.limits[kind].bucket.AllowN(now, 1)
		w.lane.sent(now, kind)
		close(w.sent)
	}
}

// comeBack serves again after a while, if anybody waits.
func (pr *project) comeBack(kind int, after time.Duration) {
	if pr.timers[kind] != nil {
		pr.timers[kind].Stop()
		pr.timers[kind] = nil
	}
	if len(pr.waiting[kind]) == 0 {
		return
	}
	pr.timers[kind] = time.AfterFunc(min(max(after, time.Millisecond), mostPause), func() {
		pr.pool.mu.Lock()
		defer pr.pool.mu.Unlock()
		pr.serve(kind)
	})
}

// before reports whether w is let go before another one: what is urgent, then whoever has used less lately, then
// whoever waits longer.
func (w *waiter) before(o *waiter, now time.Time) bool {
	if a, b := w.lane.isUrgent(now), o.lane.isUrgent(now); a != b {
		return a
	}
	if a, b := w.lane.lately(now), o.lane.lately(now); math.Abs(a-b) > 0.5 {
		return a < b
	}
	return w.seq < o.seq
}
