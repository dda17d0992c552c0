package main

import (
	"fmt"
	"net/http"
	"time"

	"leadsheet/sheets/sheetstest/gsheets"
)

// call is one HTTP call of a process.
type call struct {
	p       *process
	id      int // of the process, which may have ended when its write arrives
	n       int
	write   bool
	rev     int // the revision that a read showed
	readRev int // the revision that the process had read when it sent the write
	intent  *intent
	sent    time.Time
}

// lateWrite is a write that arrives after its sender has given it up.
type lateWrite struct {
	c     *call
	due   time.Time
	apply func()
}

// network is the connection between a process and the service. Each call takes two steps: one before it arrives, one
// before its answer does.
type network struct{ p *process }

// RoundTrip implements http.RoundTripper.
func (l *network) RoundTrip(r *http.Request) (*http.Response, error) {
	p, w := l.p, l.p.w
	if p.killed {
		return nil, errKilled
	}
	c := &call{p: p, id: p.id, readRev: p.readRev, intent: p.intent, sent: w.now, write: isWrite(r)}
	if c.write {
		p.sending = w.now
	}
	err := p.step("sends " + short(r))
	p.sending = time.Time{}
	if err != nil {
		return nil, err
	}
	w.stats.calls++
	c.n = w.stats.calls
	if !c.write {
		w.stats.reads++
	} else {
		w.stats.writes++
		p.wrote = true
	}
	res, err := w.serve(c, func() (*http.Response, error) { return w.drive.Beside(w.srv).RoundTrip(r) })
	c.rev = w.doc.Revision()
	w.say("d%d #%d %s: %s", p.id, c.n, short(r), responseText(res, err))
	if err := p.step("gets the answer to " + short(r)); err != nil {
		return nil, err
	}
	if err == nil && res.StatusCode == http.StatusOK && isValuesRead(r) {
		p.readRev = c.rev
	}
	return res, err
}

// serve applies a call under the eyes of the monitor.
func (w *world) serve(c *call, do func() (*http.Response, error)) (*http.Response, error) {
	w.monitor.begin(c)
	res, err := do()
	w.monitor.end()
	return res, err
}

// fault draws the fault of a call. The emulator calls it before each call.
func (w *world) fault(info gsheets.Call) gsheets.Fault {
	if w.calm || w.rng.Float64() >= w.scenario.faults {
		return gsheets.Fault{}
	}
	w.stats.faults++
	if !info.Write {
		return drawReadFault(w.rng.IntN(6))
	}
	switch n := w.rng.IntN(12); n {
	case 0:
		return gsheets.Fault{Status: http.StatusTooManyRequests, RetryAfter: time.Duration(w.rng.IntN(3)) * time.Second}
	case 1:
		return gsheets.Fault{Status: http.StatusInternalServerError}
	case 2:
		return gsheets.Fault{Status: http.StatusServiceUnavailable}
	case 3:
		return gsheets.Fault{Cut: true}
	case 4:
		return gsheets.Fault{Cut: true, Apply: true}
	case 5:
		return gsheets.Fault{Status: http.StatusInternalServerError, Apply: true}
	case 6:
		return gsheets.Fault{Status: http.StatusServiceUnavailable, Apply: true}
	case 7:
		return gsheets.Fault{Status: http.StatusBadGateway, Apply: true}
	case 8:
		return gsheets.Fault{Status: http.StatusBadGateway}
	default:
		return gsheets.Fault{Cut: n != 9, Status: http.StatusServiceUnavailable, Later: w.delayWrite(w.monitor.call)}
	}
}

func drawReadFault(n int) gsheets.Fault {
	switch n {
	case 0:
		return gsheets.Fault{Status: http.StatusTooManyRequests}
	case 1:
		return gsheets.Fault{Status: http.StatusInternalServerError}
	case 2:
		return gsheets.Fault{Status: http.StatusBadGateway}
	case 3:
		return gsheets.Fault{Cut: true}
	}
	return gsheets.Fault{Status: http.StatusServiceUnavailable}
}

// delayWrite returns a function that stores a write which will arrive later, at most maxWriteAge after it was sent.
func (w *world) delayWrite(c *call) func(func()) {
	return func(apply func()) {
		w.stats.lateWrites++
		due := c.sent.Add(time.Duration(w.rng.Int64N(int64(maxWriteAge))))
		if due.Before(w.now) {
			due = w.now
		}
		w.lateWrites = append(w.lateWrites, &lateWrite{c: c, due: due, apply: apply})
		w.say("d%d #%d is under way until %s at the latest", c.id, c.n, due.Format("15:04:05"))
	}
}

// landLate lets the i-th late write arrive.
func (w *world) landLate(i int) {
	g := w.lateWrites[i]
	w.lateWrites = append(w.lateWrites[:i:i], w.lateWrites[i+1:]...)
	before := w.doc.Revision()
	// The spreadsheet shows whether it was applied; its sender no longer waits for the answer.
	_, _ = w.serve(g.c, func() (*http.Response, error) { g.apply(); return nil, nil })
	w.say("the late write d%d #%d arrives: applied=%v", g.c.id, g.c.n, w.doc.Revision() != before)
}

// roundTripFunc is a function as an http.RoundTripper.
type roundTripFunc func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (t roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

func responseText(res *http.Response, err error) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(res.StatusCode)
}
