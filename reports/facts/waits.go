package facts

import (
	"time"

	"leadsheet/lead"
)

// Wait is a customer's wait for one answer of ours: for the first response, or for one to a later message. Several
// messages before an answer are one, from the first message on.
type Wait struct {
	First    bool // for the first response, of the present cycle
	Since    time.Time
	Due      time.Time // zero without a clock
	Answered time.Time // zero for none; before Since where clocks differ
	// By is who answered: the address of a mail, lead.ByTeam for what a person typed, else "".
	By    string
	How   How
	State State
	// Late is the event that says whose the missed time is (To, "" for nobody); nil where the answer was in time, and
	// where an earlier version did not write it.
	Late *lead.Event
}

// How says how it is known that a customer was answered.
type How uint8

// The ways to know of an answer. Typed is also what nothing tells of but the row.
const (
	NotAnswered How = iota
	Seen            // a mail of the team that leadsheet has seen
	Typed           // a time, a call or the like that a person typed
	ByStatus        // nothing but a change of status
	Inferred        // a mail that the customer's reply quotes or answers
)

// firstAnswer is what Activity says of the first response that a lead has.
type firstAnswer struct {
	by  string
	how How
}

// mergedAnswer is what it was before a merge brought the one of the other lead.
type mergedAnswer struct {
	merge  *lead.Event
	before firstAnswer
}

// noteWaits follows how the customer was answered first, and which answers were late. other is the track of a lead
// that an event names; nil for none.
func (b *Dataset) noteWaits(t *Track, e *lead.Event, other func(id string) *Track) {
	switch e.What {
	case lead.Responded:
		if e.To != "" {
			t.first = firstAnswer{e.By, b.howOf(e)}
		}
	case lead.Late:
		t.lates = append(t.lates, e)
	case lead.Merged:
		if x := other(lead.FactOf(e.To, lead.FactLead)); x != nil && !lead.MakesDuplicate(e) {
			t.mergedFirst = &mergedAnswer{e, t.first}
			if response := firstResponseFact(); lead.FactOf(e.To, response) != lead.FactOf(e.From, response) {
				t.first = x.first
			}
		}
	case lead.Undone:
		if m := t.mergedFirst; m != nil && m.merge.To == e.From {
			t.first, t.mergedFirst = m.before, nil
		}
	}
}

func firstResponseFact() string { return lead.LeadColumn(lead.ColFirstResponse).Fact() }

// howOf is how an answer became known that an event tells of, in whichever language that was written.
func (b *Dataset) howOf(e *lead.Event) How {
	typed := e.By == lead.ByTeam && e.What != lead.Undone
	for _, t := range b.texts {
		switch {
		case t.Activity.Inferred.Begins(e.Why):
			return Inferred
		case typed && e.Why == t.Activity.ByStatus:
			return ByStatus
		}
	}
	if typed {
		return Typed
	}
	return Seen
}

// First is the wait for the first response of the present cycle. Without a Received, Since is zero.
func (b *Dataset) First(c *Lead) Wait {
	w := Wait{First: true, Since: c.Cycle(), Due: c.firstDue, State: c.Response(b.Now)}
	if at, ok := c.Answered(); ok {
		w.Answered, w.By, w.How = at, c.Track.first.by, c.Track.first.how
		if w.How == NotAnswered { // nothing but the row tells of it
			w.By, w.How = lead.ByTeam, Typed
		}
	}
	w.Late = c.Track.lateAt(w.Due)
	return w
}

// Delay is how long leadsheet took from the arrival of a lead to its row; false where Activity does not say it, as of
// a row that a person has added.
func (c *Lead) Delay() (time.Duration, bool) { return c.Track.took, c.Track.isTimed }

// laterWaits are those for answers to later messages, the one that goes on last.
func (b *Dataset) laterWaits(c *Lead) []Wait {
	open := c.Waits && !c.Turn.First
	if !open && len(c.Track.later) == 0 {
		return nil
	}
	out := make([]Wait, 0, len(c.Track.later)+1)
	for i := range c.Track.later {
		x := &c.Track.later[i]
		if x.Moved() {
			continue
		}
		w := Wait{Since: x.Since, Due: x.Due, Answered: x.Answered, State: Unanswered}
		if !x.Answered.IsZero() {
			w.By, w.How, w.State = x.End.By, b.howOf(x.End), Met
			if x.Answered.After(x.Due) {
				w.State = Missed
			}
		}
		out = append(out, w)
	}
	if open {
		w := Wait{Since: c.Turn.Since, Due: c.Turn.Due, State: Waiting}
		if b.Now.After(w.Due) {
			w.State = WaitingLate
		}
		out = append(out, w)
	}
	for i := range out {
		if out[i].Due.IsZero() {
			out[i].State = NoClock
		}
		out[i].Late = c.Track.lateAt(out[i].Due)
	}
	return out
}

// lateAt is the event that says of an answer due then that it was late; nil for none.
func (t *Track) lateAt(due time.Time) *lead.Event {
	for _, e := range t.lates {
		if e.Time.Unix() == due.Unix() {
			return e
		}
	}
	return nil
}
