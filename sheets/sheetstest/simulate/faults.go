package main

import (
	"fmt"
	"net/http"
	"time"

	"leadsheet/sheets/sheetstest/gsheets"
)

// call is one HTTP call of a process.
type call struct {
	p       *proc
	id      int // of the process, which may be gone when its write lands
	n       int
	write   bool
	rev     int // the revision that a read showed
	readRev int // what the process had read when it sent the write
	intent  *intent
	sent    time.Time
}

// ghost is a write that was given up by whoever sent it and arrives later.
type ghost struct {
	c     *call
	due   time.Time
	apply func()
}

// line is the network between a process and the service: two steps for each call, one before it arrives, one before
// the answer does.
type line struct{ p *proc }

// RoundTrip implements http.RoundTripper.
func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	p, w := l.p, l.p.w
	if p.dead {
		return nil, errDead
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
	res, err := w.serve(c, func() (*http.Response, error) { return w.srv.RoundTrip(r) })
	c.rev = w.doc.Revision()
	w.say("d%d #%d %s: %s", p.id, c.n, short(r), outcome(res, err))
	if err := p.step("gets the answer to " + short(r)); err != nil {
		return nil, err
	}
	if err == nil && res.StatusCode == http.StatusOK && isValuesRead(r) {
		p.readRev = c.rev
	}
	return res, err
}

// serve applies a call with the monitors watching.
func (w *world) serve(c *call, do func() (*http.Response, error)) (*http.Response, error) {
	w.watch.begin(c)
	res, err := do()
	w.watch.end()
	return res, err
}

// fault draws what goes wrong with a call; the emulator asks it before each.
func (w *world) fault(gc gsheets.Call) gsheets.Fault {
	if w.calm || w.rng.Float64() >= w.weather.faults {
		return gsheets.Fault{}
	}
	w.stats.faults++
	if !gc.Write {
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
		return gsheets.Fault{Cut: n != 9, Status: http.StatusServiceUnavailable, Later: w.haunt(w.watch.cur)}
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

// haunt keeps a write that will arrive later, within the time that the service is trusted with.
func (w *world) haunt(c *call) func(func()) {
	return func(apply func()) {
		w.stats.ghosts++
		due := c.sent.Add(time.Duration(w.rng.Int64N(int64(flight))))
		if due.Before(w.now) {
			due = w.now
		}
		w.ghosts = append(w.ghosts, &ghost{c: c, due: due, apply: apply})
		w.say("d%d #%d is under way until %s at the latest", c.id, c.n, due.Format("15:04:05"))
	}
}

// land makes the i-th late write arrive.
func (w *world) land(i int) {
	g := w.ghosts[i]
	w.ghosts = append(w.ghosts[:i:i], w.ghosts[i+1:]...)
	before := w.doc.Revision()
	// Whether it is applied shows in the spreadsheet; nobody waits for the answer.
	_, _ = w.serve(g.c, func() (*http.Response, error) { g.apply(); return nil, nil })
	w.say("the late write d%d #%d arrives: applied=%v", g.c.id, g.c.n, w.doc.Revision() != before)
}

func outcome(res *http.Response, err error) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(res.StatusCode)
}
