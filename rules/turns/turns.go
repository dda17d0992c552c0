// Package turns says when a customer waits for an answer, and when one has answered: the fold of a lead's events, and
// the texts of customers that ask for nothing.
//
// Everything here is computed from its arguments.
package turns

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
)

// Turn is the time in which a customer waits for us.
type Turn struct {
	Since time.Time // when the first message came that nobody has answered
	Due   time.Time // until when it is to be answered
	// First says that it is the request that made the lead. Nobody has answered anything yet.
	First bool
	// Key names the message, By is who wrote it, and Text what it says. They are blank for the first turn: its message is
	// the lead itself.
	Key, By, Text string
}

// Turns is whose turn it is with a lead: the fold of its events, in the order in which they were written. The zero
// value is that of a lead of which nothing is known but its row.
type Turns struct {
	Over   bool // the first turn has ended, whatever the row says
	Mailed bool // a mail was the first response
	Asks   []Message
	Ours   time.Time // when the last of our mails was sent that was not the first response
	more   *moreTurns
}

// moreTurns is what few leads have.
type moreTurns struct {
	// began is when the contact of an ended lead wrote again, which made its first turn anew; zero without that.
	began time.Time
	// kept is what Respond by said of the first turn before a later one was shown there.
	kept   time.Time
	isKept bool
	ended  Ended
	// further are the mails of ours since the last turn ended.
	further []Mail
	merged  bool // the lead is a duplicate: nobody waits for it
	// undoable is what was before a person ended the turn by a command, or made the lead a duplicate; nil for none.
	undoable *Turns
	undoneBy string // what an event says that takes that back
	did      string // what the last command's event says
}

// rare is what few leads have, to be read.
func (t *Turns) rare() moreTurns {
	if t.more == nil {
		return moreTurns{}
	}
	return *t.more
}

// IsKept reports whether Respond by may show a later turn than the first: what it said of that is kept.
func (t *Turns) IsKept() bool { return t.more != nil && t.more.isKept }

// LastEnded is how the last turn ended.
func (t *Turns) LastEnded() Ended { return t.rare().ended }

// Further are our mails since the last turn ended.
func (t *Turns) Further() []Mail { return t.rare().further }

// own is it to be written. Copies of a Turns share it until then.
func (t *Turns) own() *moreTurns {
	more := t.rare()
	t.more = &more
	return t.more
}

// setEnded notes how the last turn ended, and forgets the mails since.
func (t *Turns) setEnded(ended Ended) {
	if t.more != nil || ended.At != (time.Time{}) || len(ended.Asks) > 0 || ended.ByEdit {
		more := t.own()
		more.ended, more.further = ended, nil
	}
}

// Message is a message that nobody has answered.
type Message struct {
	At, Due, Recorded time.Time
	Key, By, Text     string
}

// Ended is how the last turn ended, if that may come to nothing: a mail of ours may prove not to have arrived, and
// a person may take a change of status back.
type Ended struct {
	// At is when the mail was sent, or the status changed; zero for the first turn that was answered, whose time stands
	// in First response.
	At     time.Time
	Asks   []Message
	ByEdit bool // by a change of status, without an answer
	First  bool // it was the first turn, by such a change
}

// Mail is one of ours.
type Mail struct {
	At time.Time
	By string
}

// Add adds one more event of the lead.
func (t *Turns) Add(e *lead.Event) {
	if t.more != nil && t.more.merged && e.What != lead.Undone && e.What != lead.Created && e.What != lead.Adopted {
		return
	}
	switch e.What {
	case lead.Created, lead.Adopted:
		*t = Turns{}
	case lead.Reopened:
		*t = Turns{more: &moreTurns{began: e.Time}}
	case lead.Asked:
		t.ask(e)
	case lead.Responded:
		if t.Mailed { // an earlier mail has been found; this one was sent, too
			t.Ours = lead.Latest(t.Ours, Moment(e.From))
		}
		t.Mailed = e.By != lead.ByTeam
		if !t.Over && e.To != "" {
			t.end(time.Time{})
		}
	case lead.TurnAnswered:
		t.end(e.Time)
		t.Ours = lead.Latest(t.Ours, e.Time)
	case lead.Did:
		t.own().did = e.To
	case lead.Merged:
		before := *t
		if lead.MakesDuplicate(e) {
			*t = Turns{Over: true, more: &moreTurns{merged: true}}
		}
		more := t.own()
		more.undoable, more.undoneBy = &before, e.To
	case lead.Undone:
		t.undo(e)
	case lead.TurnEnded:
		if e.Column == lead.ColDo {
			before := *t
			more := t.own()
			more.undoable, more.undoneBy = &before, more.did
		}
		ended := Ended{}
		if e.Column == lead.ColStatus {
			ended = Ended{At: e.Time, Asks: t.Asks, ByEdit: true, First: !t.Over}
		}
		t.Over, t.Asks = true, nil
		t.setEnded(ended)
	case lead.Answered:
		t.Ours = lead.Latest(t.Ours, e.Time)
		if t.more != nil && len(t.more.ended.Asks) > 0 && !t.more.ended.ByEdit {
			more := t.own()
			more.further = append(slices.Clip(more.further), Mail{e.Time, e.By})
		}
	case lead.Changed:
		t.change(e)
	}
}

// undo brings back what was before something that is taken back. What was asked and answered since then counts.
func (t *Turns) undo(e *lead.Event) {
	now, moved := *t, strings.Fields(lead.FactOf(e.From, lead.FactKeys))
	if rare := t.rare(); rare.undoable != nil && e.From == rare.undoneBy {
		*t = *rare.undoable
		t.Asks = slices.Clone(t.Asks)
		if rare.isKept { // Respond by shows the turn of today
			more := t.own()
			more.kept, more.isKept = rare.kept, true
		}
		before := slices.Concat(t.Asks, t.rare().ended.Asks) // some wait, others had been answered
		has := func(key string) bool {
			return slices.ContainsFunc(before, func(a Message) bool { return a.Key == key })
		}
		for _, a := range now.Asks {
			if !has(a.Key) {
				t.Asks = append(t.Asks, a)
			}
		}
		if now.Mailed && !t.Mailed {
			t.Over, t.Mailed = true, true
		}
		if now.Ours.After(t.Ours) {
			t.Ours = now.Ours
			t.Asks = slices.DeleteFunc(t.Asks, func(a Message) bool { return !a.At.After(t.Ours) })
		}
	}
	t.Asks = slices.DeleteFunc(slices.Clone(t.Asks), func(a Message) bool { return slices.Contains(moved, a.Key) })
}

func (t *Turns) end(at time.Time) {
	further := slices.DeleteFunc(slices.Clone(t.rare().further), func(m Mail) bool { return !m.At.After(at) })
	ended := Ended{At: at, Asks: t.Asks}
	t.Over, t.Asks = true, nil
	if t.setEnded(ended); len(further) > 0 {
		t.more.further = further
	}
}

func (t *Turns) change(e *lead.Event) {
	switch e.Column {
	case lead.ColFirstResponse:
		t.Over = e.To != ""
		if !t.Over && e.By == lead.ByLeadsheet { // it did not arrive
			t.Mailed = false
			if t.more != nil {
				more := t.own()
				t.Asks, more.ended = append(slices.Clip(more.ended.Asks), t.Asks...), Ended{}
			}
		}
	case lead.ColRespondBy:
		if e.By == lead.ByLeadsheet && !t.rare().isKept {
			more := t.own()
			more.kept, more.isKept = Moment(e.From), true
		}
	}
}

// ask adds a message in the order in which messages came. One that waited before, and whose answer did not arrive,
// brings back those that had waited with it.
func (t *Turns) ask(e *lead.Event) {
	a := Message{At: e.Time, Due: Moment(e.To), Recorded: e.Recorded, Key: e.From, By: e.By, Text: e.Why}
	added := []Message{a}
	ended := t.rare().ended
	if len(ended.Asks) > 0 && !ended.ByEdit && a.Key != "" && ended.Asks[0].Key == a.Key {
		added = append(added, ended.Asks[1:]...)
		t.own().ended.Asks, t.Ours = nil, time.Time{}
	} else if len(t.Asks) == 0 {
		t.setEnded(Ended{})
	}
	for _, a := range added {
		n := len(t.Asks)
		for n > 0 && a.At.Before(t.Asks[n-1].At) {
			n--
		}
		t.Asks = slices.Insert(t.Asks, n, a)
	}
}

// Of returns the turn that is open on a lead; false when nobody waits. open says that the status of the lead is none
// that ends it: no lead that has ended waits for its first response.
func (t *Turns) Of(l *lead.Lead, open bool) (Turn, bool) {
	if due := t.FirstDue(l); open && !t.Over && l.FirstResponse.IsZero() && !due.IsZero() {
		since := l.Received
		if t.more != nil && !t.more.began.IsZero() {
			since = t.more.began
		}
		return Turn{Since: since, Due: due, First: true}, true
	}
	if len(t.Asks) == 0 {
		return Turn{}, false
	}
	a := &t.Asks[0]
	return Turn{Since: a.At, Due: a.Due, Key: a.Key, By: a.By, Text: a.Text}, true
}

// FirstDue is until when the first response to a lead is or was due; zero for one without a clock.
func (t *Turns) FirstDue(l *lead.Lead) time.Time {
	if t.more != nil && t.more.isKept {
		return t.more.kept
	}
	return l.RespondBy
}

// Unanswered reports whether the first response to a lead without one is still to be given: the first turn was not
// ended without an answer.
func (t *Turns) Unanswered() bool { return !t.Over }

// After are the messages that came after a moment and nobody has answered.
func (t *Turns) After(at time.Time) []Message {
	return t.These(func(a *Message) bool { return a.At.After(at) })
}

// StoredAfter are those that were not in the workbook at a moment: who edited it then did not know of them.
func (t *Turns) StoredAfter(at time.Time) []Message {
	return t.These(func(a *Message) bool { return a.Recorded.After(at) })
}

// These are those of the messages that wait of which are says so.
func (t *Turns) These(are func(*Message) bool) []Message {
	var out []Message
	for i := range t.Asks {
		if are(&t.Asks[i]) {
			out = append(out, t.Asks[i])
		}
	}
	return out
}

// Moment reads a time of the history; zero for none.
func Moment(text string) time.Time {
	t, _ := time.Parse(time.RFC3339, text)
	return t
}
