package daemon

import (
	"errors"
	"time"

	"leadsheet/daemon/health"
	"leadsheet/intake"
	"leadsheet/lead"
	"leadsheet/sheets"
)

// note takes down what a source has brought, for those who are told of passes.
func (d *Daemon) note(i int, s intake.Source, items []lead.Inquiry, err error) {
	if len(d.Passed) == 0 {
		return
	}
	left := 0
	if c, ok := s.(intake.Counter); ok {
		left = c.Waiting()
	}
	d.asked.Note(i, health.Source{Name: s.Name(), Asked: d.Now(), Err: err}, items, left)
}

// tellPassed tells of a pass that has ended; the next one follows after wait.
func (d *Daemon) tellPassed(began time.Time, s Summary, err error, wait time.Duration) {
	if len(d.Passed) == 0 {
		return
	}
	p := health.Pass{Began: began, Ended: d.Now(), Err: err, HoldsUp: holdsUp(err), Zone: d.zone,
		NewLeads: s.Created, Leads: s.Leads, Notes: len(s.Notes), Sources: d.asked.Sources()}
	p.Next, p.Open = p.Ended.Add(wait), p.HoldsUp && onlyOpen(err)
	p.Unsent, _ = d.post.unsent()
	for i := range s.Intake {
		if intake.CameIn(&s.Intake[i]) {
			p.CameIn++
		}
	}
	for _, tell := range d.Passed {
		tell(p)
	}
}

// onlyOpen reports whether all that holds up what comes in is that a person has the workbook open.
func onlyOpen(err error) bool {
	return consistsOf(err, func(e error) bool {
		if _, several := e.(interface{ Unwrap() []error }); several {
			return false
		}
		_, besides := e.(*aside)
		return besides || errors.Is(e, sheets.ErrBusy)
	})
}
