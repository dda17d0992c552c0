package quota

import (
	"context"
	"math"
	"time"
)

// Lane is the part of one workbook in the quota of an account. Its user says when a pass over the workbook begins and
// ends.
type Lane struct {
	of     *Account
	urgent bool
	used   float64 // requests, of which each counts half after halfLife
	usedAt time.Time
	cost   float64 // reads of a pass, on average
	inPass int     // reads of the pass at hand
	weight float64
}

const (
	halfLife = 30 * time.Second
	// mostUrgent is how much a lane may have used lately and still go before others: what storing a few messages takes. A
	// mailbox that is flooded waits its turn.
	mostUrgent = 6
	// activeWeight is how many times as often a workbook is looked at in which something happens as one in which nothing
	// does.
	activeWeight = 4
	// forLooking is the part of the quota that is planned for looking; the rest is for what is found.
	forLooking = 0.6
)

// Begin says that a pass begins. woken says that something has come in, so that it goes before those that only look.
func (l *Lane) Begin(woken bool) {
	l.of.of.pool.mu.Lock()
	defer l.of.of.pool.mu.Unlock()
	l.urgent, l.inPass = woken, 0
}

// End says that a pass has ended, and returns after how long the next one may look: wait, or longer where so many
// workbooks share the quota that looking as often would use it up. active says whether anything happens in the
// workbook.
func (l *Lane) End(wait time.Duration, active bool) time.Duration {
	p := l.of.of.pool
	p.mu.Lock()
	defer p.mu.Unlock()
	l.cost = 0.75*l.cost + 0.25*float64(l.inPass)
	l.urgent, l.inPass, l.weight = false, 0, 1
	if active {
		l.weight = activeWeight
	}
	ofAccount, ofProject := 0., 0.
	for _, a := range l.of.of.accounts {
		for o := range a.lanes {
			ofProject += o.weight * o.cost
			if a == l.of {
				ofAccount += o.weight * o.cost
			}
		}
	}
	budget := forLooking * p.share() * l.weight
	minutes := max(ofAccount/(budget*float64(p.user)), ofProject/(budget*float64(p.whole)))
	return max(wait, time.Duration(minutes*float64(time.Minute)))
}

// Wait waits until a request may be sent. The error is the cause for which ctx has ended; nothing is to be sent then.
func (l *Lane) Wait(ctx context.Context, write bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return l.of.of.wait(ctx, l, kindOf(write))
}

// Refused takes down that the server has refused a request because there were too many, and asks for so long a pause;
// 0: it does not say. Everybody of the account, or of the project if that was its limit, makes the pause.
func (l *Lane) Refused(write, ofProject bool, pause time.Duration) {
	pr, kind := l.of.of, kindOf(write)
	pr.pool.mu.Lock()
	defer pr.pool.mu.Unlock()
	if ofProject {
		pr.limits[kind].refused(time.Now(), pause)
		return
	}
	l.of.limits[kind].refused(time.Now(), pause)
}

// Answered takes down that a request was not refused.
func (l *Lane) Answered(write bool) {
	pr, kind := l.of.of, kindOf(write)
	pr.pool.mu.Lock()
	defer pr.pool.mu.Unlock()
	pr.limits[kind].refusals, l.of.limits[kind].refusals = 0, 0
}

// Close gives up the part of the workbook.
func (l *Lane) Close() {
	l.of.of.pool.mu.Lock()
	defer l.of.of.pool.mu.Unlock()
	delete(l.of.lanes, l)
}

// sent counts a request.
func (l *Lane) sent(now time.Time, kind int) {
	l.used, l.usedAt = l.lately(now)+1, now
	if kind == reads {
		l.inPass++
	}
}

// lately is how much the lane has used lately.
func (l *Lane) lately(now time.Time) float64 {
	return l.used * math.Exp2(-max(0, now.Sub(l.usedAt).Seconds())/halfLife.Seconds())
}

func (l *Lane) isUrgent(now time.Time) bool { return l.urgent && l.lately(now) < mostUrgent }
