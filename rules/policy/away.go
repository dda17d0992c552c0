package policy

import (
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
)

// day reads a day that may have no year; false for none, and for one that cannot be read.
func (r *row) day(title string) (d typed.Day, given bool) {
	v := r.get(title)
	if v == "" {
		return typed.Day{}, false
	}
	d, ok := r.typed.Day(v)
	if !ok {
		r.fault(r.say.NoDate.With(r.title(title), strconv.Quote(v)))
	}
	return d, ok
}

// Absence are the days on which a person is away.
type Absence struct {
	AwayFrom, AwayUntil time.Time // midnights of days in the business zone, both included
	AwayEveryYear       bool      // they were typed without a year: of both, the year means nothing
}

// away reads the absence of a member of the team.
func (r *row) away(m *Absence, zone *time.Location) {
	before := len(r.bad)
	from, hasFrom := r.day(lead.ColAwayFrom)
	until, hasUntil := r.day(lead.ColAwayUntil)
	if len(r.bad) > before {
		return // half of an absence may be a very long one
	}
	switch {
	case !hasFrom && !hasUntil:
		return
	case !hasFrom || !hasUntil || (from.Year == 0) != (until.Year == 0):
		if from.Year == 0 && hasFrom || until.Year == 0 && hasUntil {
			r.fault(r.say.AwayYear)
			return
		}
	case from.Year == 0:
		m.AwayEveryYear = true
		r.fault(r.say.EveryYear.With(r.title(lead.ColAwayFrom), strconv.Quote(r.get(lead.ColAwayFrom))))
	}
	first, last := stretch(from, until, m.AwayEveryYear, zone)
	if hasFrom {
		m.AwayFrom = Midnight(first)
	}
	if hasUntil {
		m.AwayUntil = Midnight(last)
	}
	if hasFrom && hasUntil && m.AwayUntil.Before(m.AwayFrom) {
		r.fault(r.say.AwayTurned)
		m.AwayFrom, m.AwayUntil = time.Time{}, time.Time{}
	}
}

// Away reports whether a team member is absent at that time. The first and the last day are included; without one of
// them the absence is open on that side.
func (m *Absence) Away(now time.Time) bool {
	_, away := m.At(now)
	return away
}

// At returns the absence at a time, with the years in which it is then; false when there is none.
func (m *Absence) At(now time.Time) (Absence, bool) {
	if m.AwayFrom.IsZero() && m.AwayUntil.IsZero() {
		return Absence{}, false
	}
	if m.AwayEveryYear {
		for year := now.Year() - 1; year <= now.Year(); year++ {
			n := year - m.AwayFrom.Year()
			once := Absence{AwayFrom: m.AwayFrom.AddDate(n, 0, 0), AwayUntil: m.AwayUntil.AddDate(n, 0, 0)}
			if _, away := once.At(now); away {
				return once, true
			}
		}
		return Absence{}, false
	}
	return *m, !now.Before(m.AwayFrom) && (m.AwayUntil.IsZero() || now.Before(m.AwayUntil.AddDate(0, 0, 1)))
}

// Tomorrow is when the next day of the business begins.
func (p *Policy) Tomorrow(now time.Time) time.Time {
	return Midnight(DayAfter(now.In(p.Location()), 1))
}

// ContactDue reports whether the next contact with a lead is planned for the day of the business that it is now, or was
// before.
func (p *Policy) ContactDue(l *lead.Lead, now time.Time) bool {
	return !l.NextContact.IsZero() && l.NextContact.Before(p.Tomorrow(now))
}

// StandIn is who stands in for a person who is away at that time: the backup, or the backup's while that one is away,
// too, and at the end the system owner. by is nil when all of them are away; away is false for a person who is there,
// and for nil.
func (p *Policy) StandIn(of *Person, at time.Time) (by *Person, away bool) {
	if of == nil || !of.Away(at) {
		return nil, false
	}
	next := of
	for range p.Team { // no longer than the longest way through the team: it may go round in a circle
		if next = p.FindPerson(next.Backup); next == nil {
			break
		}
		if !next.Away(at) {
			return next, true
		}
	}
	if m := p.FindPerson(p.SystemOwner); m != nil && !m.Away(at) {
		return m, true
	}
	return nil, true
}
