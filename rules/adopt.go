package rules

import (
	"time"

	"leadsheet/lead"
)

// backfillAfter is the age from which a record of an export counts as history, because the team could not have answered
// it in time.
const backfillAfter = 24 * time.Hour

// adopt makes a lead of a row that leadsheet did not write: filled cells stay, blank ones are filled.
func (w *planner) adopt(i int, id, why string) {
	if id == "" {
		id = w.newID()
	}
	rec := w.recordOf(id)
	rec.row, w.rows[i].rec = i+1, rec
	w.setText(i, lead.ColID, id, why)
	l := &w.rows[i].l
	if l.Received.IsZero() {
		w.setTime(i, lead.ColReceived, w.then, why)
	}
	if l.Status == "" {
		w.setText(i, lead.ColStatus, w.p.First(), why)
	}
	kind, _ := w.p.KindOf(l.Status)
	owner := w.ownerFor(l, "")
	if owner.name != "" {
		w.setText(i, lead.ColOwner, owner.name, owner.why)
	}
	if kind == KindNew && l.FirstResponse.IsZero() && l.RespondBy.IsZero() && !l.Received.IsZero() &&
		w.now.Sub(l.Received) <= backfillAfter {
		w.setTime(i, lead.ColRespondBy, w.p.Calendar.Due(l.Received, w.p.target(l.Source, l.Quality)), why)
	}
	if l.LastActivity.IsZero() {
		w.setTime(i, lead.ColLastActivity, l.Received, why)
	}
	w.began(i, lead.Event{What: lead.Adopted, By: byTeam, Why: joined(why, owner.why)}, owner.byRule)
	if first := w.recordedAs(rec, l, inFirst); first != "" {
		w.changedByTeam(i, inFirst, lead.ColFirstResponse, first)
	}
	if owner.nobody {
		w.note(rec, w.say.Attention.NobodyThere)
	}
}

// compare turns what users did to a row since the last pass into events, and applies the rules to it.
func (w *planner) compare(i int) {
	l, rec := &w.rows[i].l, w.rows[i].rec
	for k, c := range lead.TrackedColumns() {
		if w.unchanged(rec, l, k) {
			continue
		}
		base := rec.base
		w.changedByTeam(i, k, c.Title, w.recordedAs(rec, l, k))
		switch c.Title {
		case lead.ColStatus:
			w.statusMoved(i, base)
		case lead.ColQuality:
			w.qualitySet(i)
		}
	}
	if kind, known := w.p.KindOf(l.Status); known && kind.Open() {
		w.fillOwner(i)
	}
}

func (w *planner) changedByTeam(i, k int, column, to string) {
	rec := w.rows[i].rec
	e := lead.Event{What: lead.Changed, Column: column, From: rec.at[k], To: to, By: byTeam}
	if k == inFirst && to != "" {
		e.What, e.Why = lead.Responded, w.say.Activity.Typed
	}
	w.event(rec, e)
}

// statusMoved applies the rules to a user's change of status: it is put back when they say so; otherwise leaving the
// first status shows that the team has responded.
func (w *planner) statusMoved(i int, base string) {
	l, rec := &w.rows[i].l, w.rows[i].rec
	kind, known := w.p.KindOf(l.Status)
	if !known {
		return
	}
	if w.p.Revert && w.p.status(base) != nil && !same(base, l.Status) {
		why := ""
		if !w.p.allows(base, l.Status) {
			why = w.notAfter(l.Status, base)
		} else if missing := w.missing(l); len(missing) > 0 {
			why = w.say.Attention.Needs.With(l.Status, w.titles(missing))
		}
		if why != "" {
			from := shorten(l.Status, 200)
			w.setText(i, lead.ColStatus, base, why)
			w.event(rec, lead.Event{What: lead.Reverted, Column: lead.ColStatus, From: from, To: shorten(base, 200),
				By: byUs, Why: why})
			return
		}
	}
	before, _ := w.p.KindOf(base)
	w.statusEnds(i, before, kind)
}

// qualitySet makes a response due earlier when a user gives a waiting lead a more urgent quality.
func (w *planner) qualitySet(i int) {
	l := &w.rows[i].l
	q := w.p.quality(l.Quality)
	kind, _ := w.p.KindOf(l.Status)
	turn, waits := w.turnOf(i)
	if q == nil || q.RespondWithin == 0 || kind != KindNew || !waits || !turn.First || w.rows[i].rec.turns.isKept {
		return
	}
	if due := w.p.Calendar.Due(w.then, q.RespondWithin); due.Before(l.RespondBy) {
		from := w.timeText(l.RespondBy)
		if w.setTime(i, lead.ColRespondBy, due, "quality "+l.Quality) {
			// No change of the column: that says that it shows a later turn.
			w.event(w.rows[i].rec, lead.Event{What: lead.Noted, Column: lead.ColRespondBy, From: from,
				To: w.timeText(l.RespondBy), By: byUs, Why: w.title(lead.ColQuality) + ": " + l.Quality})
		}
	}
}

// findDeleted records, once for each, the leads that users have removed.
func (w *planner) findDeleted() {
	n := 0
	for _, rec := range w.order {
		if rec.row == 0 && !rec.deleted && w.room(&n) {
			w.event(rec, lead.Event{What: lead.Deleted, By: byTeam})
		}
	}
}
