package rules

import (
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
	"leadsheet/rules/history"
	"leadsheet/rules/outcomes"
	"leadsheet/rules/turns"
)

// called writes down that a person has called the customer, or sent an offer: that ends the turn of what had come by
// then.
func (p *planner) called(i int, at time.Time, why string) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	at = second(at)
	if at.Before(l.Received) {
		at = second(l.Received)
	}
	left := rec.Turns.These(func(a *turns.Message) bool { return a.At.After(at) || a.Recorded.After(p.then) })
	turn, waits := p.turnOf(i)
	switch {
	case l.FirstResponse.IsZero() && rec.Turns.Unanswered() && p.setTime(i, lead.ColFirstResponse, at, "called"):
		p.event(rec, lead.Event{What: lead.Responded, Column: lead.ColFirstResponse,
			To: p.history.TimeText(l.FirstResponse), By: byTeam, Why: why})
		p.waitOn(i, left)
	case waits && !turn.First && !turn.Since.After(at):
		p.eventAt(rec, at, lead.Event{What: lead.TurnAnswered, From: turn.Key, By: byTeam, Why: why})
		p.waitOn(i, left)
	}
	if at.After(l.LastActivity) {
		p.setTime(i, lead.ColLastActivity, at, "called")
	}
}

// calledAs is how a contact that a person has typed became known.
func (p *planner) calledAs(verb command.Verb) string {
	if verb == command.Called {
		return p.texts.Activity.Called
	}
	return p.policy.Words.Word(words.Commands, string(verb))
}

// setStatus sets the status of a lead as a person has asked for it: neither Requires nor May move to is applied.
func (p *planner) setStatus(i int, status, why string) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	if was := l.Status; was != status {
		turn, waits := p.turnOf(i)
		p.setText(i, lead.ColStatus, status, why)
		p.event(rec, lead.Event{What: lead.Changed, Column: lead.ColStatus, From: words.Shorten(was, 200), To: status,
			By: byUs, Why: words.Shorten(why, 200)})
		if waits && !p.kinds.Open(l) {
			p.endTurn(i, lead.ColDo, turn.Key, p.texts.Activity.Ended)
		}
	}
}

// lastMessage is the row of Intake of the last message that a lead has taken in beside its own and that may be a
// request of its own: the one that Attention asks about, else the last that waits. nil for none.
func (p *planner) lastMessage(rec *history.Record) *lead.IntakeRow {
	place, key := "", ""
	if n := len(rec.Asks); n > 0 {
		place = rec.Asks[n-1].Place
	} else if n := len(rec.Turns.Asks); n > 0 {
		key = rec.Turns.Asks[n-1].Key
	}
	for n := range p.state.Intake {
		r := &p.state.Intake[n]
		if r.Lead == rec.ID && (place != "" && r.Where == place || key != "" && r.Key == key) {
			return r
		}
	}
	return nil
}

// takeOut makes a message a lead of its own.
func (p *planner) takeOut(row *lead.IntakeRow, x *outcomes.Origins) {
	r := *row
	c := IntakeChange{Ref: r.Ref, Outcome: r.Outcome, Lead: r.Lead, Reason: r.Reason}
	p.makeLead(&r, &c, x)
	p.changeIntake(c)
}

// bringBack makes a row again of what the history has of a lead whose row was deleted. Of long texts that is their
// beginning.
func (p *planner) bringBack(id string) {
	rec := p.history.Find(id)
	l := p.history.Rebuilt(rec, p.state.History)
	rec.Row = len(p.rows) + 1
	p.rows = append(p.rows, leadRow{l: l, rec: rec, isNew: true})
	p.event(rec, lead.Event{What: lead.Restored, By: byTeam, Why: p.texts.Activity.BroughtBack})
}
