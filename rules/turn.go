package rules

import (
	"cmp"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/clocks"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// turnOf returns the turn that is open on a lead; false when nobody waits.
func (p *planner) turnOf(i int) (turns.Turn, bool) {
	e, turns := &p.rows[i], &turns.Turns{}
	if e.rec != nil {
		turns = &e.rec.Turns
	}
	return turns.Of(&e.l, p.kinds.Open(&e.l))
}

// wrote writes down that a customer wrote: that opens a turn of the lead, or goes on with the open one, unless the
// message is quiet. What was written long ago, and is taken in only now, waits for nothing.
func (p *planner) wrote(i int, q *lead.Inquiry, at time.Time, quiet bool) {
	rec := p.rows[i].rec
	p.answeredElsewhere(i, q, at)
	by := cmp.Or(q.From, q.Email)
	// The mail that answered it may have been found before it was.
	ours := rec.Turns.Ours
	if rec.Turns.Mailed {
		ours = lead.Latest(ours, p.rows[i].l.FirstResponse)
	}
	if quiet && !p.isHistoric(q) {
		p.eventAt(rec, at, lead.Event{What: lead.Quiet, From: q.Key, By: by, Why: p.summary(q)})
		return
	}
	_, waits := p.turnOf(i)
	if p.isHistoric(q) || waits && ours.After(at) {
		p.event(rec, lead.Event{What: lead.Inquired, From: q.Where, By: by, Why: p.summary(q)})
		return
	}
	p.wait(i, &turns.Message{At: at, Key: q.Key, By: by, Text: p.summary(q)})
	if ours.After(at) {
		p.eventAt(rec, ours, lead.Event{What: lead.TurnAnswered, From: q.Key, By: byUs,
			Why: p.texts.Activity.SeenBefore})
	}
}

// wait adds a message to the open turn of a lead, or opens one with it. The time for the answer is kept as it was set.
func (p *planner) wait(i int, a *turns.Message) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	t, open := p.turnOf(i)
	due := t.Due
	if !open || !t.First && a.At.Before(t.Since) {
		due = p.answerBy(i, a.At)
	}
	if !t.First && !rec.Turns.IsKept() && !l.RespondBy.Equal(due) && p.showsDue {
		p.event(rec, lead.Event{What: lead.Changed, Column: lead.ColRespondBy, From: p.stamp(l.RespondBy),
			To: p.stamp(due), By: byUs, Why: p.texts.Activity.LaterTurn})
	}
	p.eventAt(rec, a.At, lead.Event{What: lead.Asked, From: a.Key, To: p.stamp(due), By: a.By, Why: a.Text})
}

// waitOn opens a turn with messages that an answer or an edit has not dealt with.
func (p *planner) waitOn(i int, asks []turns.Message) {
	for n := range asks {
		p.wait(i, &asks[n])
	}
}

// answerBy is until when a message of that time is to be answered: as the first response while there is none, later as
// Settings say.
func (p *planner) answerBy(i int, at time.Time) time.Time {
	l, due := &p.rows[i].l, clocks.Later
	if p.rows[i].rec.Turns.Unanswered() && l.FirstResponse.IsZero() {
		due = clocks.First
	}
	return second(due(&p.policy, l.Source, l.Quality, at))
}

// endTurn writes down that a person has ended the open turn, in that column, without an answer. A message that was
// stored after the person had edited waits on.
func (p *planner) endTurn(i int, column, key, why string) {
	rec := p.rows[i].rec
	left := rec.Turns.StoredAfter(p.then)
	p.event(rec, lead.Event{What: lead.TurnEnded, Column: column, From: key, By: byTeam, Why: why})
	p.waitOn(i, left)
}

// takenOut ends the turn of a message that a person has made a lead of its own; what else has come waits on.
func (p *planner) takenOut(rec *history.Record, key string) {
	of := func(a *turns.Message) bool { return a.Key == key }
	if rec.Row == 0 || key == "" || !rec.Turns.Over || len(rec.Turns.These(of)) == 0 {
		return
	}
	left := rec.Turns.These(func(a *turns.Message) bool { return !of(a) })
	p.event(rec, lead.Event{What: lead.TurnEnded, From: key, By: byTeam, Why: p.texts.Activity.OwnLead})
	p.waitOn(rec.Row-1, left)
}

// statusEnds ends the turn of a lead that a person has ended, or moved out of new before anybody had answered. The
// latter is the first response.
func (p *planner) statusEnds(i int, before, now policy.StatusKind) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	turn, waits := rec.Turns.Of(l, true)
	left := before == policy.KindNew && now != policy.KindNew && l.FirstResponse.IsZero()
	switch {
	case !now.Open():
		if waits {
			p.endTurn(i, lead.ColStatus, turn.Key, p.texts.Activity.Ended)
		}
	case !left:
	case p.setTime(i, lead.ColFirstResponse, p.then, "by status"):
		asks := rec.Turns.StoredAfter(p.then)
		p.event(rec, lead.Event{What: lead.Responded, Column: lead.ColFirstResponse,
			To: p.history.TimeText(l.FirstResponse), By: byTeam, Why: p.texts.Activity.ByStatus})
		p.waitOn(i, asks)
	case waits && rec.Turns.Unanswered():
		p.endTurn(i, lead.ColStatus, turn.Key, p.texts.Activity.LeftNew)
	}
}

// bouncedTurn opens the turn again that a mail of that time had ended: it did not arrive. A further mail of ours has
// answered the customer all the same.
func (p *planner) bouncedTurn(i int, sent time.Time) {
	rec := p.rows[i].rec
	ended, further := rec.Turns.LastEnded(), rec.Turns.Further()
	if sent.IsZero() || len(ended.Asks) == 0 || ended.ByEdit || !ended.At.Equal(second(sent)) {
		return
	}
	first := ended.Asks[0]
	p.eventAt(rec, first.At, lead.Event{What: lead.Asked, From: first.Key, To: p.stamp(first.Due), By: first.By,
		Why: first.Text})
	for _, m := range further {
		if m.At.Before(first.At) {
			continue
		}
		left := rec.Turns.After(m.At)
		p.eventAt(rec, m.At, lead.Event{What: lead.TurnAnswered, From: first.Key, By: m.By,
			Why: p.texts.Activity.SeenBefore})
		p.waitOn(i, left)
		return
	}
}

// turnShown reports whether the cells of a lead show its turn, as far as leadsheet may write them.
func (p *planner) turnShown(i int) bool {
	l := &p.rows[i].l
	since, due := p.turnCells(i)
	return p.shows(p.showsSince, l, lead.ColWaitingSince, since) && p.shows(p.showsDue, l, lead.ColRespondBy, due)
}

// shows reports whether a cell has a time, or cannot have it: its column is missing, or a person has written there.
func (p *planner) shows(column bool, l *lead.Lead, title string, t time.Time) bool {
	has, zone := *lead.TimeField(l, title), p.policy.Location()
	return !column || has.Equal(t) || lead.DateValue(has, zone).Equal(lead.DateValue(t, zone)) || lead.IsBad(l, title)
}

func (p *planner) showTurn(i int) {
	since, due := p.turnCells(i)
	if p.showsSince {
		p.setTime(i, lead.ColWaitingSince, since, "turn")
	}
	if p.showsDue {
		p.setTime(i, lead.ColRespondBy, due, "turn")
	}
}

// turnCells are what Waiting since and Respond by should say: while nobody waits, the latter is of the first response.
func (p *planner) turnCells(i int) (since, due time.Time) {
	t, ok := p.turnOf(i)
	switch rec := p.rows[i].rec; {
	case ok:
		return t.Since, t.Due
	case rec != nil:
		due = rec.Turns.FirstDue(&p.rows[i].l)
	default:
		due = p.rows[i].l.RespondBy
	}
	return time.Time{}, due
}

// quiet reports whether a message of a lead's contact asks for nothing: see turns.Vocabulary.IsQuiet.
func (p *planner) quiet(i int, q *lead.Inquiry) bool {
	return p.saysNothing(q, p.rows[i].l.Name, q.Name)
}

func (p *planner) saysNothing(q *lead.Inquiry, names ...string) bool {
	if p.quietPhrases == nil {
		p.quietPhrases = turns.NewVocabulary(p.policy.Words)
	}
	for _, m := range p.policy.Team {
		names = append(names, m.Name)
	}
	return p.quietPhrases.IsQuiet(q, names...)
}
