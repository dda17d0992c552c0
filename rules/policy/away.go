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

// away reads the absence of a member of the team.
func (r *row) away(m *Person, zone *time.Location) {
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
		m.AwayFrom = first
	}
	if hasUntil {
		m.AwayUntil = last
	}
	if hasFrom && hasUntil && m.AwayUntil.Before(m.AwayFrom) {
		r.fault(r.say.AwayTurned)
		m.AwayFrom, m.AwayUntil = time.Time{}, time.Time{}
	}
}

// Away reports whether a team member is absent at that time. The first and the last day are included; without one of
// them the absence is open on that side.
func (m *Person) Away(now time.Time) bool {
	if m.AwayFrom.IsZero() && m.AwayUntil.IsZero() {
		return false
	}
	if m.AwayEveryYear {
		for year := now.Year() - 1; year <= now.Year(); year++ {
			n := year - m.AwayFrom.Year()
			once := Person{AwayFrom: m.AwayFrom.AddDate(n, 0, 0), AwayUntil: m.AwayUntil.AddDate(n, 0, 0)}
			if once.Away(now) {
				return true
			}
		}
		return false
	}
	return !now.Before(m.AwayFrom) && (m.AwayUntil.IsZero() || now.Before(m.AwayUntil.AddDate(0, 0, 1)))
}
