package rules

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// turnOf returns the turn that is open on a lead; false when nobody waits.
func (p *planner) turnOf(i int) (Turn, bool) {
	e, turns := &p.rows[i], &Turns{}
	if e.rec != nil {
		turns = &e.rec.turns
	}
	return turns.Of(&e.l, p.open(&e.l))
}

// wrote writes down that a customer wrote: that opens a turn of the lead, or goes on with the open one, unless the
// message is quiet. What was written long ago, and is taken in only now, waits for nothing.
func (p *planner) wrote(i int, q *lead.Inquiry, at time.Time, quiet bool) {
	rec := p.rows[i].rec
	p.answeredElsewhere(i, q, at)
	by := cmp.Or(q.From, q.Email)
	// The mail that answered it may have been found before it was.
	ours := rec.turns.ours
	if rec.turns.mailed {
		ours = latest(ours, p.rows[i].l.FirstResponse)
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
	p.wait(i, &unanswered{at: at, key: q.Key, by: by, text: p.summary(q)})
	if ours.After(at) {
		p.eventAt(rec, ours, lead.Event{What: lead.TurnAnswered, From: q.Key, By: byUs,
			Why: p.texts.Activity.SeenBefore})
	}
}

// wait adds a message to the open turn of a lead, or opens one with it. The time for the answer is kept as it was set.
func (p *planner) wait(i int, a *unanswered) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	t, open := p.turnOf(i)
	due := t.Due
	if !open || !t.First && a.at.Before(t.Since) {
		due = p.answerBy(i, a.at)
	}
	if !t.First && !rec.turns.rare().isKept && !l.RespondBy.Equal(due) && p.showsDue {
		p.event(rec, lead.Event{What: lead.Changed, Column: lead.ColRespondBy, From: p.stamp(l.RespondBy),
			To: p.stamp(due), By: byUs, Why: p.texts.Activity.LaterTurn})
	}
	p.eventAt(rec, a.at, lead.Event{What: lead.Asked, From: a.key, To: p.stamp(due), By: a.by, Why: a.text})
}

// waitOn opens a turn with messages that an answer or an edit has not dealt with.
func (p *planner) waitOn(i int, asks []unanswered) {
	for n := range asks {
		p.wait(i, &asks[n])
	}
}

// answerBy is until when a message of that time is to be answered: as the first response while there is none, later as
// Settings say.
func (p *planner) answerBy(i int, at time.Time) time.Time {
	l, within := &p.rows[i].l, p.policy.AnswerLater
	if p.rows[i].rec.turns.Unanswered() && l.FirstResponse.IsZero() {
		within = p.policy.Target(l.Source, l.Quality)
	}
	return second(p.policy.Calendar.Due(at, within))
}

// stamp is a moment in the history.
func (p *planner) stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.policy.Location()).Format(time.RFC3339)
}

// endTurn writes down that a person has ended the open turn, in that column, without an answer. A message that was
// stored after the person had edited waits on.
func (p *planner) endTurn(i int, column, key, why string) {
	rec := p.rows[i].rec
	left := rec.turns.storedAfter(p.then)
	p.event(rec, lead.Event{What: lead.TurnEnded, Column: column, From: key, By: byTeam, Why: why})
	p.waitOn(i, left)
}

// takenOut ends the turn of a message that a person has made a lead of its own; what else has come waits on.
func (p *planner) takenOut(rec *record, key string) {
	of := func(a *unanswered) bool { return a.key == key }
	if rec.row == 0 || key == "" || !rec.turns.over || len(rec.turns.these(of)) == 0 {
		return
	}
	left := rec.turns.these(func(a *unanswered) bool { return !of(a) })
	p.event(rec, lead.Event{What: lead.TurnEnded, From: key, By: byTeam, Why: p.texts.Activity.OwnLead})
	p.waitOn(rec.row-1, left)
}

// statusEnds ends the turn of a lead that a person has ended, or moved out of new before anybody had answered. The
// latter is the first response.
func (p *planner) statusEnds(i int, before, now policy.StatusKind) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	turn, waits := rec.turns.Of(l, true)
	left := before == policy.KindNew && now != policy.KindNew && l.FirstResponse.IsZero()
	switch {
	case !now.Open():
		if waits {
			p.endTurn(i, lead.ColStatus, turn.Key, p.texts.Activity.Ended)
		}
	case !left:
	case p.setTime(i, lead.ColFirstResponse, p.then, "by status"):
		asks := rec.turns.storedAfter(p.then)
		p.event(rec, lead.Event{What: lead.Responded, Column: lead.ColFirstResponse, To: p.timeText(l.FirstResponse),
			By: byTeam, Why: p.texts.Activity.ByStatus})
		p.waitOn(i, asks)
	case waits && rec.turns.Unanswered():
		p.endTurn(i, lead.ColStatus, turn.Key, p.texts.Activity.LeftNew)
	}
}

// bouncedTurn opens the turn again that a mail of that time had ended: it did not arrive. A further mail of ours has
// answered the customer all the same.
func (p *planner) bouncedTurn(i int, sent time.Time) {
	rec := p.rows[i].rec
	ended, further := rec.turns.rare().ended, rec.turns.rare().further
	if sent.IsZero() || len(ended.asks) == 0 || ended.byEdit || !ended.at.Equal(second(sent)) {
		return
	}
	first := ended.asks[0]
	p.eventAt(rec, first.at, lead.Event{What: lead.Asked, From: first.key, To: p.stamp(first.due), By: first.by,
		Why: first.text})
	for _, m := range further {
		if m.at.Before(first.at) {
			continue
		}
		left := rec.turns.after(m.at)
		p.eventAt(rec, m.at, lead.Event{What: lead.TurnAnswered, From: first.key, By: m.by,
			Why: p.texts.Activity.SeenBefore})
		p.waitOn(i, left)
		return
	}
}

// waitsFor says who waits for an answer since when, what they wrote, and when the answer is due.
func (p *planner) waitsFor(i int, t *Turn) string {
	l, say := &p.rows[i].l, &p.texts.Attention
	since, due := p.clockOf(t.Since, true), p.clockOf(t.Due, false)
	if late := p.now.Sub(t.Due); late > 0 {
		return say.WaitsLate.With(Asker(l, t), since, Said(t, saidInAttention), due, Lateness(say, late))
	}
	return say.Waits.With(Asker(l, t), since, Said(t, saidInAttention), due)
}

// Asker is who waits: the lead by its name, or another person who has written.
func Asker(l *lead.Lead, t *Turn) string {
	if strings.Contains(t.By, "@") && l.Email != "" && !sameAddress(t.By, l.Email) && !lead.Unread(t.By) {
		return shorten(t.By, 40)
	}
	return shorten(cmp.Or(l.Name, l.Company, l.Email, l.Phone, t.By, l.ID), 40)
}

// saidInAttention is how many characters Attention shows of what a customer wrote.
const saidInAttention = 60

// Said is what the customer wrote, in quotation marks and with at most n characters between them. The dot that divides
// the remarks of Attention is not in it.
func Said(t *Turn, n int) string {
	return `"` + strings.NewReplacer(`"`, "'", "·", "-").Replace(shorten(t.Text, n)) + `"`
}

// clockOf is a moment as people say it: Fri 20 Nov, 10:00, and of today the time alone, unless the day is wanted.
func (p *planner) clockOf(t time.Time, withDay bool) string {
	t = t.In(p.policy.Location())
	clock := t.Format("15:04")
	if now := p.now.In(p.policy.Location()); !withDay && t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return clock
	}
	weekday, day := p.dayOf(t)
	return p.texts.Dates.DateTime.With(weekday, day, clock)
}

// weekdayOf is a day as people say it: Fri 20 Nov. t is in the zone of the business.
func (p *planner) weekdayOf(t time.Time) string {
	weekday, day := p.dayOf(t)
	return weekday + " " + day
}

func (p *planner) dayOf(t time.Time) (weekday, day string) {
	say := &p.texts.Dates
	month := strings.Fields(say.Months)[t.Month()-1]
	return strings.Fields(say.Weekdays)[t.Weekday()], say.Day.With(strconv.Itoa(t.Day()), month)
}

// plans says for which day the team plans the next contact: it may be long after the answer is due.
func (p *planner) plans(l *lead.Lead) string {
	at := l.NextContact.In(p.policy.Location())
	if l.NextContact.IsZero() || !at.After(p.now) {
		return ""
	}
	return p.texts.Attention.YouPlan.With(p.weekdayOf(at))
}

// turnShown reports whether the cells of a lead show its turn, as far as leadsheet may write them.
func (p *planner) turnShown(i int) bool {
	l := &p.rows[i].l
	since, due := p.turnCells(i)
	return p.shows(p.showsSince, l, lead.ColWaitingSince, since) && p.shows(p.showsDue, l, lead.ColRespondBy, due)
}

// shows reports whether a cell has a time, or cannot have it: its column is missing, or a person has written there.
func (p *planner) shows(column bool, l *lead.Lead, title string, t time.Time) bool {
	has, zone := *timeField(l, title), p.policy.Location()
	return !column || has.Equal(t) || lead.DateValue(has, zone).Equal(lead.DateValue(t, zone)) || unreadable(l, title)
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
		due = rec.turns.FirstDue(&p.rows[i].l)
	default:
		due = p.rows[i].l.RespondBy
	}
	return time.Time{}, due
}
