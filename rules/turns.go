package rules

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
	over   bool // the first turn has ended, whatever the row says
	mailed bool // a mail was the first response
	asks   []unanswered
	ours   time.Time // when the last of our mails was sent that was not the first response
	more   *moreTurns
}

// moreTurns is what few leads have.
type moreTurns struct {
	// began is when the contact of an ended lead wrote again, which made its first turn anew; zero without that.
	began time.Time
	// kept is what Respond by said of the first turn before a later one was shown there.
	kept   time.Time
	isKept bool
	ended  endedTurn
	// further are the mails of ours since the last turn ended.
	further []mail
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

// own is it to be written. Copies of a Turns share it until then.
func (t *Turns) own() *moreTurns {
	more := t.rare()
	t.more = &more
	return t.more
}

// setEnded notes how the last turn ended, and forgets the mails since.
func (t *Turns) setEnded(ended endedTurn) {
	if t.more != nil || ended.at != (time.Time{}) || len(ended.asks) > 0 || ended.byEdit {
		more := t.own()
		more.ended, more.further = ended, nil
	}
}

// unanswered is a message that nobody has answered.
type unanswered struct {
	at, due, recorded time.Time
	key, by, text     string
}

// endedTurn is how the last turn ended, if that may come to nothing: a mail of ours may prove not to have arrived, and
// a person may take a change of status back.
type endedTurn struct {
	// at is when the mail was sent, or the status changed; zero for the first turn that was answered, whose time stands
	// in First response.
	at     time.Time
	asks   []unanswered
	byEdit bool // by a change of status, without an answer
	first  bool // it was the first turn, by such a change
}

// mail is one of ours.
type mail struct {
	at time.Time
	by string
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
		if t.mailed { // an earlier mail has been found; this one was sent, too
			t.ours = latest(t.ours, moment(e.From))
		}
		t.mailed = e.By != byTeam
		if !t.over && e.To != "" {
			t.end(time.Time{})
		}
	case lead.TurnAnswered:
		t.end(e.Time)
		t.ours = latest(t.ours, e.Time)
	case lead.Did:
		t.own().did = e.To
	case lead.Merged:
		before := *t
		if MakesDuplicate(e) {
			*t = Turns{over: true, more: &moreTurns{merged: true}}
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
		ended := endedTurn{}
		if e.Column == lead.ColStatus {
			ended = endedTurn{at: e.Time, asks: t.asks, byEdit: true, first: !t.over}
		}
		t.over, t.asks = true, nil
		t.setEnded(ended)
	case lead.Answered:
		t.ours = latest(t.ours, e.Time)
		if t.more != nil && len(t.more.ended.asks) > 0 && !t.more.ended.byEdit {
			more := t.own()
			more.further = append(slices.Clip(more.further), mail{e.Time, e.By})
		}
	case lead.Changed:
		t.change(e)
	}
}

// undo brings back what was before something that is taken back. What was asked and answered since then counts.
func (t *Turns) undo(e *lead.Event) {
	now, moved := *t, strings.Fields(lead.FactOf(e.From, factKeys))
	if rare := t.rare(); rare.undoable != nil && e.From == rare.undoneBy {
		*t = *rare.undoable
		t.asks = slices.Clone(t.asks)
		if rare.isKept { // Respond by shows the turn of today
			more := t.own()
			more.kept, more.isKept = rare.kept, true
		}
		before := slices.Concat(t.asks, t.rare().ended.asks) // some wait, others had been answered
		has := func(key string) bool {
			return slices.ContainsFunc(before, func(a unanswered) bool { return a.key == key })
		}
		for _, a := range now.asks {
			if !has(a.key) {
				t.asks = append(t.asks, a)
			}
		}
		if now.mailed && !t.mailed {
			t.over, t.mailed = true, true
		}
		if now.ours.After(t.ours) {
			t.ours = now.ours
			t.asks = slices.DeleteFunc(t.asks, func(a unanswered) bool { return !a.at.After(t.ours) })
		}
	}
	t.asks = slices.DeleteFunc(slices.Clone(t.asks), func(a unanswered) bool { return slices.Contains(moved, a.key) })
}

func (t *Turns) end(at time.Time) {
	further := slices.DeleteFunc(slices.Clone(t.rare().further), func(m mail) bool { return !m.at.After(at) })
	ended := endedTurn{at: at, asks: t.asks}
	t.over, t.asks = true, nil
	if t.setEnded(ended); len(further) > 0 {
		t.more.further = further
	}
}

func (t *Turns) change(e *lead.Event) {
	switch e.Column {
	case lead.ColFirstResponse:
		t.over = e.To != ""
		if !t.over && e.By == byUs { // it did not arrive
			t.mailed = false
			if t.more != nil {
				more := t.own()
				t.asks, more.ended = append(slices.Clip(more.ended.asks), t.asks...), endedTurn{}
			}
		}
	case lead.ColRespondBy:
		if e.By == byUs && !t.rare().isKept {
			more := t.own()
			more.kept, more.isKept = moment(e.From), true
		}
	}
}

// ask adds a message in the order in which messages came. One that waited before, and whose answer did not arrive,
// brings back those that had waited with it.
func (t *Turns) ask(e *lead.Event) {
	a := unanswered{at: e.Time, due: moment(e.To), recorded: e.Recorded, key: e.From, by: e.By, text: e.Why}
	added := []unanswered{a}
	ended := t.rare().ended
	if len(ended.asks) > 0 && !ended.byEdit && a.key != "" && ended.asks[0].key == a.key {
		added = append(added, ended.asks[1:]...)
		t.own().ended.asks, t.ours = nil, time.Time{}
	} else if len(t.asks) == 0 {
		t.setEnded(endedTurn{})
	}
	for _, a := range added {
		n := len(t.asks)
		for n > 0 && a.at.Before(t.asks[n-1].at) {
			n--
		}
		t.asks = slices.Insert(t.asks, n, a)
	}
}

// Of returns the turn that is open on a lead; false when nobody waits. open says that the status of the lead is none
// that ends it: no lead that has ended waits for its first response.
func (t *Turns) Of(l *lead.Lead, open bool) (Turn, bool) {
	if due := t.FirstDue(l); open && !t.over && l.FirstResponse.IsZero() && !due.IsZero() {
		since := l.Received
		if t.more != nil && !t.more.began.IsZero() {
			since = t.more.began
		}
		return Turn{Since: since, Due: due, First: true}, true
	}
	if len(t.asks) == 0 {
		return Turn{}, false
	}
	a := &t.asks[0]
	return Turn{Since: a.at, Due: a.due, Key: a.key, By: a.by, Text: a.text}, true
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
func (t *Turns) Unanswered() bool { return !t.over }

// after are the messages that came after a moment and nobody has answered.
func (t *Turns) after(at time.Time) []unanswered {
	return t.these(func(a *unanswered) bool { return a.at.After(at) })
}

// storedAfter are those that were not in the workbook at a moment: who edited it then did not know of them.
func (t *Turns) storedAfter(at time.Time) []unanswered {
	return t.these(func(a *unanswered) bool { return a.recorded.After(at) })
}

func (t *Turns) these(are func(*unanswered) bool) []unanswered {
	var out []unanswered
	for i := range t.asks {
		if are(&t.asks[i]) {
			out = append(out, t.asks[i])
		}
	}
	return out
}

// moment reads a time of the history; zero for none.
func moment(text string) time.Time {
	t, _ := time.Parse(time.RFC3339, text)
	return t
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Waiting returns since when the customer has been waiting who has waited longest for an answer; zero when nobody
// waits.
func (s State) Waiting() time.Time {
	turns := s.turns()
	var oldest time.Time
	for i := range s.Leads {
		l := &s.Leads[i]
		x := turns[strings.TrimSpace(l.ID)]
		if x == nil {
			x = &Turns{}
		}
		kind, known := s.Policy.KindOf(l.Status)
		t, ok := x.Of(l, !known || kind.Open())
		if ok && !(t.First && unreadable(l, lead.ColFirstResponse)) && (oldest.IsZero() || t.Since.Before(oldest)) {
			oldest = t.Since
		}
	}
	return oldest
}

// turns are those of the leads of which the history says more than the row: who wrote again, and who may wait for
// the first response.
func (s State) turns() map[string]*Turns {
	turns := map[string]*Turns{}
	for i := range s.Leads {
		if l := &s.Leads[i]; l.FirstResponse.IsZero() && !l.RespondBy.IsZero() {
			turns[strings.TrimSpace(l.ID)] = &Turns{}
		}
	}
	for i := range s.History {
		if e := &s.History[i]; e.What == lead.Asked && e.OfLead() {
			turns[e.Lead] = &Turns{}
		}
	}
	if len(turns) == 0 {
		return turns
	}
	for i := range s.History {
		e := &s.History[i]
		if t := turns[e.Lead]; t != nil && e.OfLead() {
			t.Add(e)
		}
	}
	return turns
}
