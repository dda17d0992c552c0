package daemon

import "leadsheet/intake"

// Progress is how far passes are that take in what has come.
type Progress struct {
	Done, Total int // inquiries that are stored, and those that have come, stored ones included
	Step        Step
	InStep      int // inquiries that the pass at hand takes in
}

// Step is what a pass is doing.
type Step uint8

// The steps.
const (
	WorkingOut Step = iota
	Writing
	Stored
)

// progress tells Daemon.Progress what becomes of the inquiries of one pass.
type progress struct {
	tell func(Progress) // nil for none
	now  Progress
}

// begin begins to tell of a pass that finds so many inquiries. What the sources have left for later passes counts to
// the total.
func (d *Daemon) begin(found int) *progress {
	p := &progress{tell: d.Progress}
	found += d.waiting()
	p.now = Progress{Done: d.taken, Total: d.taken + found, InStep: min(found, d.maxItems())}
	return p
}

// waiting is how much the sources have left for later passes.
func (d *Daemon) waiting() (n int) {
	for _, s := range d.Sources {
		if c, ok := s.(intake.Counter); ok {
			n += c.Waiting()
		}
	}
	return n
}

// done says that so many inquiries are stored.
func (p *progress) done(d *Daemon, stored int) {
	d.taken += stored
	p.now.Done = d.taken
	p.step(Stored)
}

func (p *progress) step(s Step) {
	if p.now.Step = s; p.tell != nil && p.now.Total > 0 {
		p.tell(p.now)
	}
}
