package rules

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
)

// turnOf returns the turn that is open on a lead; false when nobody waits.
func (w *planner) turnOf(i int) (Turn, bool) {
	e, turns := &w.rows[i], &Turns{}
	if e.rec != nil {
		turns = &e.rec.turns
	}
	return turns.Of(&e.l, w.open(&e.l))
}

// wrote writes down that a customer wrote: that opens a turn of the lead, or goes on with the open one. What was
// written long ago, and is taken in only now, waits for nothing.
func (w *planner) wrote(i int, q *lead.Inquiry, at time.Time) {
	rec := w.rows[i].rec
	by := cmp.Or(q.From, q.Email)
	// The mail that answered it may have been found before it was.
	ours := rec.turns.ours
	if rec.turns.mailed {
		ours = latest(ours, w.rows[i].l.FirstResponse)
	}
	if !w.isHistoric(q) && w.quiet(i, q) {
		w.eventAt(rec, at, lead.Event{What: lead.Quiet, From: q.Key, By: by, Why: w.summary(q)})
		return
	}
	_, waits := w.turnOf(i)
	if w.isHistoric(q) || waits && ours.After(at) {
		w.event(rec, lead.Event{What: lead.Inquired, From: q.Where, By: by, Why: w.summary(q)})
		return
	}
	w.wait(i, &unanswered{at: at, key: q.Key, by: by, text: w.summary(q)})
	if ours.After(at) {
		w.eventAt(rec, ours, lead.Event{What: lead.TurnAnswered, From: q.Key, By: byUs,
			Why: w.say.Activity.SeenBefore})
	}
}

// wait adds a message to the open turn of a lead, or opens one with it. The time for the answer is kept as it was set.
func (w *planner) wait(i int, a *unanswered) {
	l, rec := &w.rows[i].l, w.rows[i].rec
	t, open := w.turnOf(i)
	due := t.Due
	if !open || !t.First && a.at.Before(t.Since) {
		due = w.answerBy(i, a.at)
	}
	if !t.First && !rec.turns.isKept && !l.RespondBy.Equal(due) && w.showsDue {
		w.event(rec, lead.Event{What: lead.Changed, Column: lead.ColRespondBy, From: w.stamp(l.RespondBy),
			To: w.stamp(due), By: byUs, Why: w.say.Activity.LaterTurn})
	}
	w.eventAt(rec, a.at, lead.Event{What: lead.Asked, From: a.key, To: w.stamp(due), By: a.by, Why: a.text})
}

// waitOn opens a turn with messages that an answer or an edit has not dealt with.
func (w *planner) waitOn(i int, asks []unanswered) {
	for n := range asks {
		w.wait(i, &asks[n])
	}
}

// answerBy is until when a message of that time is to be answered: as the first response while there is none, later as
// Settings say.
func (w *planner) answerBy(i int, at time.Time) time.Time {
	l, within := &w.rows[i].l, w.p.AnswerLater
	if w.rows[i].rec.turns.Unanswered() && l.FirstResponse.IsZero() {
		within = w.p.target(l.Source, l.Quality)
	}
	return second(w.p.Calendar.Due(at, within))
}

// stamp is a moment in the history.
func (w *planner) stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(w.p.zone()).Format(time.RFC3339)
}

// endTurn writes down that a person's change of status has ended the open turn. A message that was stored after the
// person had edited waits on.
func (w *planner) endTurn(i int, key, why string) {
	rec := w.rows[i].rec
	left := rec.turns.storedAfter(w.then)
	w.event(rec, lead.Event{What: lead.TurnEnded, Column: lead.ColStatus, From: key, By: byTeam, Why: why})
	w.waitOn(i, left)
}

// takenOut ends the turn of a message that a person has made a lead of its own; what else has come waits on.
func (w *planner) takenOut(rec *record, key string) {
	of := func(a *unanswered) bool { return a.key == key }
	if rec.row == 0 || key == "" || !rec.turns.over || len(rec.turns.these(of)) == 0 {
		return
	}
	left := rec.turns.these(func(a *unanswered) bool { return !of(a) })
	w.event(rec, lead.Event{What: lead.TurnEnded, From: key, By: byTeam, Why: w.say.Activity.OwnLead})
	w.waitOn(rec.row-1, left)
}

// statusEnds ends the turn of a lead that a person has ended, or moved out of new before anybody had answered. The
// latter is the first response.
func (w *planner) statusEnds(i int, before, now StatusKind) {
	l, rec := &w.rows[i].l, w.rows[i].rec
	turn, waits := rec.turns.Of(l, true)
	left := before == KindNew && now != KindNew && l.FirstResponse.IsZero()
	switch {
	case !now.Open():
		if waits {
			w.endTurn(i, turn.Key, w.say.Activity.Ended)
		}
	case !left:
	case w.setTime(i, lead.ColFirstResponse, w.then, "by status"):
		asks := rec.turns.storedAfter(w.then)
		w.event(rec, lead.Event{What: lead.Responded, Column: lead.ColFirstResponse, To: w.timeText(l.FirstResponse),
			By: byTeam, Why: w.say.Activity.ByStatus})
		w.waitOn(i, asks)
	case waits && rec.turns.Unanswered():
		w.endTurn(i, turn.Key, w.say.Activity.LeftNew)
	}
}

// bouncedTurn opens the turn again that a mail of that time had ended: it did not arrive. A further mail of ours has
// answered the customer all the same.
func (w *planner) bouncedTurn(i int, sent time.Time) {
	rec := w.rows[i].rec
	ended, further := rec.turns.ended, slices.Clone(rec.turns.further)
	if sent.IsZero() || len(ended.asks) == 0 || !ended.at.Equal(second(sent)) {
		return
	}
	first := ended.asks[0]
	w.eventAt(rec, first.at, lead.Event{What: lead.Asked, From: first.key, To: w.stamp(first.due), By: first.by,
		Why: first.text})
	for _, m := range further {
		if m.at.Before(first.at) {
			continue
		}
		left := rec.turns.after(m.at)
		w.eventAt(rec, m.at, lead.Event{What: lead.TurnAnswered, From: first.key, By: m.by,
			Why: w.say.Activity.SeenBefore})
		w.waitOn(i, left)
		return
	}
}

// waitsFor says who waits for an answer since when, what they wrote, and when the answer is due.
func (w *planner) waitsFor(i int, t *Turn) string {
	l, say := &w.rows[i].l, &w.say.Attention
	since, due := w.clockOf(t.Since, true), w.clockOf(t.Due, false)
	if late := w.now.Sub(t.Due); late > 0 {
		return say.WaitsLate.With(Asker(l, t), since, Said(t), due, w.lateness(late))
	}
	return say.Waits.With(Asker(l, t), since, Said(t), due)
}

// Asker is who waits: the lead by its name, or another person who has written.
func Asker(l *lead.Lead, t *Turn) string {
	if strings.Contains(t.By, "@") && l.Email != "" && !sameAddress(t.By, l.Email) && !lead.Unread(t.By) {
		return shorten(t.By, 60)
	}
	return shorten(cmp.Or(l.Name, l.Company, l.Email, l.Phone, t.By, l.ID), 60)
}

// Said is what the customer wrote, in quotation marks and short. The dot that divides the remarks of Attention is not
// in it.
func Said(t *Turn) string {
	return `"` + strings.NewReplacer(`"`, "'", "·", "-").Replace(shorten(t.Text, 80)) + `"`
}

// clockOf is a moment as people say it: Fri 20 Nov, 10:00, and of today the time alone, unless the day is wanted.
func (w *planner) clockOf(t time.Time, withDay bool) string {
	t = t.In(w.p.zone())
	clock := t.Format("15:04")
	if now := w.now.In(w.p.zone()); !withDay && t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return clock
	}
	weekday, day := w.dayOf(t)
	return w.say.Dates.DateTime.With(weekday, day, clock)
}

func (w *planner) dayOf(t time.Time) (weekday, day string) {
	say := &w.say.Dates
	month := strings.Fields(say.Months)[t.Month()-1]
	return strings.Fields(say.Weekdays)[t.Weekday()], say.Day.With(strconv.Itoa(t.Day()), month)
}

// plans says for which day the team plans the next contact: it may be long after the answer is due.
func (w *planner) plans(l *lead.Lead) string {
	at := l.NextContact.In(w.p.zone())
	if l.NextContact.IsZero() || !at.After(w.now) {
		return ""
	}
	weekday, day := w.dayOf(at)
	return w.say.Attention.YouPlan.With(weekday + " " + day)
}

// turnShown reports whether the cells of a lead show its turn, as far as leadsheet may write them.
func (w *planner) turnShown(i int) bool {
	l := &w.rows[i].l
	since, due := w.turnCells(i)
	return w.shows(w.showsSince, l, lead.ColWaitingSince, since) && w.shows(w.showsDue, l, lead.ColRespondBy, due)
}

// shows reports whether a cell has a time, or cannot have it: its column is missing, or a person has written there.
func (w *planner) shows(column bool, l *lead.Lead, title string, t time.Time) bool {
	has := *timeField(l, title)
	return !column || has.Equal(t) || lead.DateValue(has, w.p.zone()).Equal(lead.DateValue(t, w.p.zone())) ||
		slices.ContainsFunc(l.Bad, func(b lead.BadCell) bool { return same(b.Column, title) })
}

func (w *planner) showTurn(i int) {
	since, due := w.turnCells(i)
	if w.showsSince {
		w.setTime(i, lead.ColWaitingSince, since, "turn")
	}
	if w.showsDue {
		w.setTime(i, lead.ColRespondBy, due, "turn")
	}
}

// turnCells are what Waiting since and Respond by should say: while nobody waits, the latter is of the first response.
func (w *planner) turnCells(i int) (since, due time.Time) {
	t, ok := w.turnOf(i)
	switch rec := w.rows[i].rec; {
	case ok:
		return t.Since, t.Due
	case rec != nil:
		due = rec.turns.FirstDue(&w.rows[i].l)
	default:
		due = w.rows[i].l.RespondBy
	}
	return time.Time{}, due
}
