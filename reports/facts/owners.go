package facts

import (
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/clocks"
	"leadsheet/rules/command"
)

// Tenure is who had a lead, and when: the fold of its events in the order of time. Nearly every lead has had one owner
// and needs no memory beside this.
type Tenure struct {
	first clocks.Held
	known bool // its events say who had it
	more  *laterOwners
}

// laterOwners is what leads have that changed hands, or of which somebody stood in.
type laterOwners struct {
	held   clocks.Ownership // the first one with the later ones
	covers clocks.Ownership // who stood in while the owner was away; "" from when nobody did
}

func (t *Tenure) own() *laterOwners {
	if t.more == nil {
		t.more = &laterOwners{}
	}
	return t.more
}

// once reports whether the lead has never changed hands.
func (t *Tenure) once() bool { return t.more == nil || len(t.more.held) == 0 }

// hold adds who has the lead from a moment on.
func (t *Tenure) hold(h clocks.Held) {
	switch {
	case !t.known || t.first.Owner == "" && t.once():
		t.first, t.known = h, true
		return
	case t.once() && words.Same(t.first.Owner, h.Owner):
		return
	}
	more := t.own()
	if len(more.held) == 0 {
		more.held = append(make(clocks.Ownership, 0, 2), t.first)
	}
	more.held.Hold(h)
}

// add adds one more event. What a lead began with is added by Track.begin.
func (t *Tenure) add(e *lead.Event) {
	ofOwner := e.Column == lead.ColOwner
	switch {
	case e.What == lead.Changed && ofOwner:
		if !t.known { // an event of an earlier version says nothing of the first owner
			t.hold(clocks.Held{Owner: e.From})
		}
		t.hold(clocks.Held{Owner: e.To, From: e.Time})
		t.cover("", e.Time)
	case e.What == lead.Noted && ofOwner && e.By == lead.ByLeadsheet: // somebody stands in, or does so no more
		t.cover(e.To, e.Time)
	case e.What == lead.Undone && e.Column == lead.ColDo:
		if command.Verb(lead.FactOf(e.From, lead.FactVerb)) == command.PassTo {
			t.takeBack()
		}
	}
}

func (t *Tenure) cover(by string, at time.Time) {
	if by != "" || t.more != nil && len(t.more.covers) > 0 {
		more := t.own()
		more.covers = append(more.covers, clocks.Held{Owner: by, From: at})
	}
}

// takeBack undoes that a lead was passed on: its owner has it again, and nobody else ever had it.
func (t *Tenure) takeBack() {
	if t.more == nil {
		return
	}
	if n := len(t.more.held); n > 2 && words.Same(t.more.held[n-1].Owner, t.more.held[n-3].Owner) {
		t.more.held = t.more.held[:n-2]
	}
}

// Owners are who had the lead and from when, in the order of time. The first From is zero where nobody knows it.
func (c *Lead) Owners(yield func(h clocks.Held, until time.Time) bool) {
	switch t := &c.Track.Tenure; {
	case t.first.Owner == "" && t.once(): // what its events do not say its row says
		yield(clocks.Held{Owner: c.Owner}, time.Time{})
	case t.once():
		yield(t.first, time.Time{})
	default:
		for i, h := range t.more.held {
			until := time.Time{}
			if i+1 < len(t.more.held) {
				until = t.more.held[i+1].From
			}
			if !yield(h, until) {
				return
			}
		}
	}
}

// OwnerAt is who had the lead at a moment; "" while nobody did.
func (c *Lead) OwnerAt(at time.Time) string {
	owner := ""
	for h := range c.Owners {
		if h.From.After(at) {
			break
		}
		owner = h.Owner
	}
	return owner
}

// WorkerAt is who was to do what a lead needed at a moment: its owner, or who stood in for that person, as Activity
// says.
func (c *Lead) WorkerAt(at time.Time) string {
	if more := c.Track.Tenure.more; more != nil {
		if by := more.covers.At(at).Owner; by != "" {
			return by
		}
	}
	return c.OwnerAt(at)
}

// LateOf is whose an answer was when it fell due: as Activity says, or else who had the lead then. One that nobody had
// before it came into the workbook was of its first owner.
func (c *Lead) LateOf(w *Wait) string {
	if w.Late != nil {
		return w.Late.To
	}
	due := w.Due
	for h := range c.Owners {
		due = lead.Latest(due, h.From)
		break
	}
	return c.WorkerAt(due)
}

// OpenFor is for how long the lead was open between two moments: neither ended nor deleted. Of one that has ended, and
// nobody knows when, nothing is counted.
func (c *Lead) OpenFor(from, to time.Time) time.Duration {
	if c.Memory != nil && c.Memory.DeletedAt.Before(to) {
		to = c.Memory.DeletedAt
	}
	if present := c.Track.Present(); !c.Open && (present == nil || present.At.IsZero()) {
		return 0
	}
	open := max(0, to.Sub(from))
	for i := range c.Track.Ends {
		e := &c.Track.Ends[i]
		ended, left := lead.Latest(e.At, from), to
		if !e.left.IsZero() && e.left.Before(to) {
			left = e.left
		}
		open -= max(0, left.Sub(ended))
	}
	return max(0, open)
}
