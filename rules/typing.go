package rules

import (
	"strings"
	"time"

	"leadsheet/lead"
)

// restAfter is how long a row added by hand must have been unchanged to be a lead as it stands.
const restAfter = 2 * time.Minute

// isTyping reports whether somebody may still be typing a row added by hand: it lacks the need, or a phone number and
// an address, it was changed a moment ago, and nobody wants anything done with it.
func (p *planner) isTyping(i int) bool {
	l, changed := &p.rows[i].l, p.then
	if strings.TrimSpace(l.Do) != "" || strings.TrimSpace(l.Need) != "" && strings.TrimSpace(l.Phone+l.Email) != "" {
		return false
	}
	bare := *l
	if bare.ID = ""; !bare.IsLead() { // somebody has thought better of it: the row is nobody's
		return true
	}
	if rec := p.rows[i].rec; rec != nil && !p.typedOn(i) {
		changed = rec.Last
	}
	age := p.now.Sub(changed)
	p.askAgain(changed.Add(restAfter))
	return age >= 0 && age < restAfter
}

// askAgain notes that the rules have something else to say at that moment, if it is still to come.
func (p *planner) askAgain(at time.Time) {
	if at.After(p.now) && (p.work.Due.IsZero() || at.Before(p.work.Due)) {
		p.work.Due = at
	}
}

// typedOn reports whether a row that was being typed has changed since.
func (p *planner) typedOn(i int) bool {
	l, rec := &p.rows[i].l, p.rows[i].rec
	for k := range rec.At {
		if !p.history.Unchanged(rec, l, k) {
			return true
		}
	}
	return rec.Deleted
}

// pendingRow does the pending work of a row, unless somebody may still be typing it: then it gets its ID, and the
// history says what it holds, so that a later pass sees whether it has changed.
func (p *planner) pendingRow(i int) {
	e, why := &p.rows[i], p.texts.Activity.AddedByHand
	switch e.todo {
	case adoptNew, adoptTyped:
	case adoptCopy:
		why = p.texts.Activity.CopyOf.With(strings.TrimSpace(e.l.ID))
	default:
		p.handlePending(i)
		return
	}
	if !p.isTyping(i) {
		p.handlePending(i)
		return
	}
	if e.todo != adoptTyped {
		rec := p.history.Of(p.history.NewID())
		rec.Row, e.rec, e.todo = i+1, rec, adoptTyped
		p.setText(i, lead.ColID, rec.ID, why)
	}
	facts := p.history.Facts(e.rec, &e.l, func(int) bool { return true })
	p.event(e.rec, lead.Event{What: lead.Typed, To: lead.FormatFacts(facts), By: byTeam, Why: why})
}
