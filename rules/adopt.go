package rules

import (
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/clocks"
	"leadsheet/rules/history"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
)

// backfillAfter is the age from which a record of an export counts as history, because the team could not have answered
// it in time.
const backfillAfter = 24 * time.Hour

// adopt makes a lead of a row that leadsheet did not write: filled cells stay, blank ones are filled.
func (p *planner) adopt(i int, id, why string) {
	if id == "" {
		id = p.history.NewID()
	}
	rec := p.history.Of(id)
	rec.Row, p.rows[i].rec = i+1, rec
	p.setText(i, lead.ColID, id, why)
	l, since := &p.rows[i].l, p.then
	if rec.Typing != nil {
		since = rec.Typing.Since
	}
	var more []lead.Fact
	if l.Status == "" {
		p.setText(i, lead.ColStatus, p.policy.First(), why)
		more = []lead.Fact{{Name: lead.FactFirstStatus, Text: "true", Raw: true}}
	}
	kind, _ := p.kinds.Of(l.Status)
	owner := owners.Choice{}
	if p.kinds.Open(l) { // what has ended is history: nobody knows when it came in, and it needs nobody any more
		if l.Received.IsZero() {
			at := since
			if first := l.FirstResponse; !first.IsZero() && first.Before(at) { // a call that is typed in later
				at = first
			}
			p.setTime(i, lead.ColReceived, at, why)
		}
		owner = p.shares.Choose(l, "")
	}
	if owner.Name != "" {
		p.setText(i, lead.ColOwner, owner.Name, owner.Why)
	}
	answered := !l.FirstResponse.IsZero()
	if (kind == policy.KindNew || answered) && l.RespondBy.IsZero() && !l.Received.IsZero() &&
		since.Sub(l.Received) <= backfillAfter {
		p.setTime(i, lead.ColRespondBy, clocks.First(&p.policy, l.Source, l.Quality, l.Received), why)
	}
	if l.LastActivity.IsZero() {
		p.setTime(i, lead.ColLastActivity, l.Received, why)
	}
	p.began(i, lead.Event{What: lead.Adopted, By: byTeam, Why: joined(why, owner.Why)}, owner.ByRule, more...)
	if first := p.history.TypedAs(rec, l, history.InFirst); first != "" {
		p.changedByTeam(i, history.InFirst, lead.ColFirstResponse, first)
	}
	if owner.Nobody {
		p.note(rec, p.texts.Attention.NobodyThere)
	}
	p.adopted = append(p.adopted, i)
}

// compare turns what users did to a row since the last pass into events, and applies the rules to it.
func (p *planner) compare(i int) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	for k, c := range lead.TrackedColumns() {
		if p.history.Unchanged(rec, l, k) {
			continue
		}
		base := rec.Base
		p.changedByTeam(i, k, c.Title, p.history.TypedAs(rec, l, k))
		switch c.Title {
		case lead.ColStatus:
			p.statusMoved(i, base)
		case lead.ColQuality:
			p.qualitySet(i)
		}
	}
	if kind, known := p.kinds.Of(l.Status); known && kind.Open() {
		p.fillOwner(i)
	}
}

func (p *planner) changedByTeam(i, k int, column, to string) {
	rec := p.rows[i].rec
	e := lead.Event{What: lead.Changed, Column: column, From: rec.At[k], To: to, By: byTeam}
	if k == history.InFirst && to != "" {
		e.What, e.Why = lead.Responded, p.texts.Activity.Typed
	}
	p.event(rec, e)
}

// statusMoved applies the rules to a user's change of status: it is put back when they say so; otherwise leaving the
// first status shows that the team has responded.
func (p *planner) statusMoved(i int, base string) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	kind, known := p.kinds.Of(l.Status)
	if !known {
		return
	}
	if p.policy.Revert && p.policy.FindStatus(base) != nil && !p.policy.SameStatus(base, l.Status) {
		if why := p.phrases.Breaks(l, base); why != "" {
			from := words.Shorten(l.Status, 200)
			p.setText(i, lead.ColStatus, base, why)
			p.event(rec, lead.Event{What: lead.Reverted, Column: lead.ColStatus, From: from,
				To: words.Shorten(base, 200), By: byUs, Why: why})
			return
		}
	}
	before, _ := p.kinds.Of(base)
	p.statusEnds(i, p.statusBack(i, before, kind), kind)
	if text := p.phrases.NoReply(l, before); text != "" && !rec.HasReply() {
		p.event(rec, lead.Event{What: lead.Noted, Column: lead.ColStatus, By: byUs, Why: text})
	}
}

// follow moves a status that leadsheet has set to where the facts are, if something happened to the lead in this pass.
func (p *planner) follow(i int) {
	e := &p.rows[i]
	if !e.touched && !e.isNew || e.rec == nil || e.l.IsUnknown(lead.ColStatus) {
		return
	}
	for _, s := range p.phrases.Follow(&e.l, e.rec) {
		p.event(e.rec, lead.Event{What: lead.Changed, Column: lead.ColStatus, By: byUs,
			From: words.Shorten(e.l.Status, 200), To: s.Status, Why: s.Why})
		p.setText(i, lead.ColStatus, s.Status, s.Why)
	}
}

// qualitySet makes a response due earlier when a user gives a waiting lead a more urgent quality.
func (p *planner) qualitySet(i int) {
	l := &p.rows[i].l
	due, has := clocks.Hotter(&p.policy, l.Source, l.Quality, p.then)
	kind, _ := p.kinds.Of(l.Status)
	turn, waits := p.turnOf(i)
	first := waits && turn.First && !p.rows[i].rec.Turns.IsKept()
	if has && kind == policy.KindNew && first && due.Before(l.RespondBy) {
		from := p.history.TimeText(l.RespondBy)
		if p.setTime(i, lead.ColRespondBy, due, "quality "+l.Quality) {
			// No change of the column: that says that it shows a later turn.
			p.event(p.rows[i].rec, lead.Event{What: lead.Noted, Column: lead.ColRespondBy, From: from,
				To: p.history.TimeText(l.RespondBy), By: byUs, Why: p.title(lead.ColQuality) + ": " + l.Quality})
		}
	}
}

// findDeleted records, once for each, the leads that users have removed.
func (p *planner) findDeleted() {
	n := 0
	for _, rec := range p.history.All() {
		if rec.Row == 0 && !rec.Deleted && p.hasRoom(&n) {
			p.event(rec, lead.Event{What: lead.Deleted, By: byTeam})
		}
	}
}
