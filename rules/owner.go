package rules

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/rules/clocks"
	"leadsheet/rules/history"
	"leadsheet/rules/owners"
)

// fillOwner gives a lead without an owner one.
func (p *planner) fillOwner(i int) {
	if c := p.shares.Choose(&p.rows[i].l, ""); c.Name != "" {
		p.giveTo(i, c)
	}
}

// giveTo makes somebody the owner of a lead.
func (p *planner) giveTo(i int, c owners.Choice) {
	rec := p.rows[i].rec
	p.setText(i, lead.ColOwner, c.Name, c.Why)
	p.event(rec, lead.Event{What: lead.Changed, Column: lead.ColOwner, From: rec.At[history.InOwner],
		To: history.AsRecorded(c.Name), By: byUs, Why: c.Why})
	if c.Nobody {
		p.note(rec, p.texts.Attention.NobodyThere)
	}
}

// passOn hands over the leads of those who have left, are away for long, or do not answer, and says who stands in for
// whom.
func (p *planner) passOn() {
	for n := 0; p.passOnce(&n); { // who has given up leads may have room for others
	}
}

func (p *planner) passOnce(n *int) (moved bool) {
	for i := range p.rows {
		e := &p.rows[i]
		if e.skip || e.todo != nothing || e.rec == nil || e.l.IsUnknown(lead.ColOwner) ||
			!p.kinds.Open(&e.l) && len(e.rec.Turns.Asks) == 0 ||
			p.shares.Stays(&e.l, e.rec.Turns.FirstDue(&e.l)) && e.rec.Covered == "" {
			continue
		}
		h := owners.Holding{Owner: e.l.Owner}
		turn, waits := p.turnOf(i)
		if waits && turn.First {
			of := p.lateTurn(i, turn).Turn
			own, _ := clocks.Owner(&p.policy, &of, e.l.Owner, e.rec.Held())
			h.Due, h.OwnDue, h.Held = turn.Due, own.Due, e.rec.HeldSince(turn.Since)
		}
		c, again := p.shares.Pass(&e.l, h)
		p.askAgain(again)
		needed := waits || p.policy.ContactDue(&e.l, p.now)
		if _, says := p.shares.Say(e.l.Owner, e.rec.Covered, needed); c.Name == "" && !says {
			continue
		} else if !e.touched && !p.hasRoom(n) {
			e.todo = passLater
			continue
		}
		if c.Name != "" {
			p.giveTo(i, c)
			moved = true
		}
		if said, ok := p.shares.Say(e.l.Owner, e.rec.Covered, needed); ok {
			p.event(e.rec, said)
		}
	}
	return moved
}

// noteAbsence has the tab Team say until when a colleague is away who says so in an absence note, and returns what it
// has read.
func (p *planner) noteAbsence(q *lead.Inquiry) string {
	if q.AwayNote == "" || q.Unproven != "" {
		return ""
	}
	note, read := owners.ReadAbsence(&p.policy, q.From, q.AwayNote, p.received(q), p.now)
	if len(note.Cells) > 0 {
		p.work.Team = append(p.work.Team, note.Cells...)
		p.work.Events = append(p.work.Events, note.Event)
	}
	return read
}

// openOwners are the owners of the open leads, one for each lead.
func (p *planner) openOwners(yield func(string) bool) {
	for i := range p.rows {
		if e := &p.rows[i]; !e.skip && p.kinds.Open(&e.l) && !yield(e.l.Owner) {
			return
		}
	}
}

// joined are several reasons in one.
func joined(reasons ...string) string {
	return strings.Join(slices.DeleteFunc(reasons, func(s string) bool { return s == "" }), "; ")
}
