package turns

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
)

// Later is a turn after the first that has come to an end.
type Later struct {
	Since, Due time.Time // of its first message, which Key names
	Key        string
	Answered   time.Time   // zero for one that ended without an answer
	End        *lead.Event // what answered or ended it
}

// Moved reports whether the turn goes on in another lead: its own was made a duplicate of that one.
func (x *Later) Moved() bool { return x.End.What == lead.Merged }

// LaterTurns are the later turns of a lead that have come to an end, in the order in which they did: the fold of its
// events beside Turns, which knows the one that is open.
type LaterTurns []Later

// Add adds one more event of the lead to both.
func (s *LaterTurns) Add(t *Turns, e *lead.Event, l *lead.Lead) {
	if len(t.Asks) == 0 && len(*s) == 0 { // of most leads there is nothing to note
		t.Add(e)
		return
	}
	if t.rare().merged && e.What != lead.Undone && e.What != lead.Created && e.What != lead.Adopted {
		return
	}
	was := *t
	t.Add(e)
	first := !was.Over && !was.FirstDue(l).IsZero() // what had come waited with the request
	switch e.What {
	case lead.Created, lead.Adopted:
		*s = nil
	case lead.TurnAnswered:
		s.end(&was, e, e.Time)
	case lead.Responded:
		if !first && !was.Over && e.To != "" {
			s.end(&was, e, Moment(e.To))
		}
	case lead.TurnEnded:
		if !first || e.From != "" { // the first turn has no message to be named
			s.end(&was, e, time.Time{})
		}
	case lead.Merged:
		if !first && lead.MakesDuplicate(e) {
			s.end(&was, e, time.Time{})
		}
	case lead.Answered:
		s.correct(e)
	case lead.Undone:
		s.undo(&was, t, e)
	case lead.Asked, lead.Changed:
		s.again(t)
	}
}

// end notes that an event ended the turn that was open.
func (s *LaterTurns) end(was *Turns, e *lead.Event, answered time.Time) {
	if len(was.Asks) > 0 {
		a := &was.Asks[0]
		*s = append(*s, Later{Since: a.At, Due: a.Due, Key: a.Key, Answered: answered, End: e})
	}
}

// again drops the last turn if its first message waits again: its answer did not arrive, or its end was taken back.
func (s *LaterTurns) again(t *Turns) {
	n := len(*s) - 1
	if n < 0 {
		return
	}
	x := &(*s)[n]
	if len(t.These(func(a *Message) bool { return a.Key == x.Key && (a.Key != "" || a.At.Equal(x.Since)) })) > 0 {
		*s = (*s)[:n:n]
	}
}

// correct takes over an answer that was found after a later one, or after an end.
func (s *LaterTurns) correct(e *lead.Event) {
	for n := range *s {
		x := &(*s)[n]
		until := x.Answered
		if until.IsZero() {
			until = x.End.Time
		}
		if !x.Moved() && !e.Time.Before(x.Since) && e.Time.Before(until) {
			x.Answered, x.End = e.Time, e
		}
	}
}

// undo takes back what something that is taken back had done. Turns of messages that go back to another lead are its
// own. One that a command had ended goes on to the answer that came since.
func (s *LaterTurns) undo(was, t *Turns, e *lead.Event) {
	if moved := strings.Fields(lead.FactOf(e.From, lead.FactKeys)); len(moved) > 0 {
		*s = slices.DeleteFunc(*s, func(x Later) bool { return slices.Contains(moved, x.Key) })
	}
	rare := was.rare()
	if rare.undoable == nil || e.From != rare.undoneBy || len(rare.undoable.Asks) == 0 {
		return
	}
	key := rare.undoable.Asks[0].Key
	n := slices.IndexFunc(*s, func(x Later) bool { return x.Key == key && (x.Moved() || x.byCommand()) })
	if n < 0 {
		return
	}
	x := &(*s)[n]
	switch waits := slices.ContainsFunc(t.Asks, func(a Message) bool { return a.Key == key }); {
	case !waits && n+1 < len(*s):
		next := &(*s)[n+1]
		next.Since, next.Due, next.Key = x.Since, x.Due, x.Key
	case !waits: // our mail has answered it since
		x.Answered, x.End = t.Ours, e
		return
	}
	*s = slices.Delete(*s, n, n+1)
}

func (x *Later) byCommand() bool { return x.End.What == lead.TurnEnded && x.End.Column == lead.ColDo }
