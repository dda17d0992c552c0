package reports

import (
	"slices"
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/rules/policy"
)

// track is the status history of a lead according to the tab Activity (docs/definitions.md, section 1).
type track struct {
	furthest rank
	dealAt   time.Time // first time in a deal, or won without one
	reopened time.Time // beginning of the present cycle; zero in the first one
	worked   bool      // left new in the present cycle
	ends     []ending
	undo     undo
	turns    rules.Turns
	// quiet is a message that asks for nothing, and nothing has happened since; nil for none.
	quiet *lead.Event
	// inquired is the last message that asks for something and for which no turn waits; nil for none.
	inquired *lead.Event
	held     held
}

// held is what a lead held when it ended: what becomes of the row later changes no figure of that time.
type held struct {
	value    float64
	hasValue bool
	reason   string
}

// ending is an arrival in a status that ends a lead. It counts for good once the lead was reopened by its contact
// (a new cycle); until then only while the lead stands there (docs/definitions.md, section 1).
type ending struct {
	at     time.Time
	kind   policy.StatusKind
	frozen bool
	left   time.Time
	held   held // at the end, with what was corrected while the lead stands there
}

// undo is what a status change added, so that a rule which puts the status back can take it away again.
type undo struct {
	to       string
	furthest rank
	dealAt   time.Time
	worked   bool
	ends     int
}

// readHistory reads the history in the order of time, and events of the same second in the order in which they
// were written.
func (b *dataset) readHistory(history []lead.Event, kinds *kinds) {
	written := history
	if !slices.IsSortedFunc(history, byTime) {
		history = slices.Clone(history)
		slices.SortStableFunc(history, byTime)
	}
	at := make(map[string]int, len(b.leads))
	for i := range b.leads {
		if id := b.leads[i].ID; id != "" {
			at[id] = i
		}
	}
	for i := range history {
		e := &history[i]
		if !e.OfLead() {
			continue
		}
		if b.firstEvent.IsZero() {
			b.firstEvent = e.Time
		}
		if e.Time.After(b.now) {
			continue
		}
		c, ok := at[e.Lead]
		if !ok {
			c = len(b.leads)
			at[e.Lead] = c
			b.leads = append(b.leads, leadFacts{Lead: &lead.Lead{ID: e.Lead}, memory: &memory{}})
		}
		if b.leads[c].memory != nil {
			b.remember(&b.leads[c], e)
		}
		b.leads[c].track.add(e, kinds)
	}
	// A message is found after it came: only the order in which events were written says whose turn it is.
	for i := range written {
		e := &written[i]
		if c, ok := at[e.Lead]; ok && !e.Time.After(b.now) && e.OfLead() {
			b.leads[c].track.turns.Add(e)
			b.leads[c].track.hear(e)
			b.countAnswer(e)
		}
	}
	b.leads = slices.DeleteFunc(b.leads, func(c leadFacts) bool { return c.memory != nil && !c.memory.counts() })
}

// settle ends the history at what is now.
func (t *track) settle(c *leadFacts) {
	t.furthest = max(t.furthest, rankOf(c.kind))
	t.dropTransient(c.kind)
	if n := len(t.ends); n > 0 && !t.ends[n-1].frozen {
		t.ends[n-1].held = held{c.Value, c.HasValue, c.RefusalReason}
	}
}

// hear keeps a message that asks for nothing until something else happens: the customer writes again, or the team acts.
func (t *track) hear(e *lead.Event) {
	if e.What == lead.Inquired {
		t.inquired = e
	}
	switch {
	case e.What == lead.Quiet:
		t.quiet = e
	case e.By != lead.ByLeadsheet:
		t.quiet = nil
	}
}

func byTime(a, b lead.Event) int { return a.Time.Compare(b.Time) }

func (t *track) add(e *lead.Event, kinds *kinds) {
	status := e.Column == lead.ColStatus
	switch {
	case e.What == lead.Reopened:
		t.reopen(e.Time)
	case e.What == lead.Reverted && status:
		t.back(e)
	case e.What == lead.Changed && status:
		t.move(e.To, e.Time, kinds)
	case e.What == lead.Changed:
		t.hold(e.Column, e.To)
	case e.What == lead.Created || e.What == lead.Adopted:
		t.begin(e, kinds)
	}
}

// begin takes over what a lead began with.
func (t *track) begin(e *lead.Event, kinds *kinds) {
	lead.EachFact(e.To, func(name, text string) {
		switch c := lead.FactColumn(name); {
		case c == nil:
		case c.Title == lead.ColStatus:
			t.move(text, e.Time, kinds)
		default:
			t.hold(c.Title, text)
		}
	})
}

// hold notes what the lead holds now, also for the ending that it stands in.
func (t *track) hold(column, text string) {
	switch column {
	case lead.ColValue:
		value, err := strconv.ParseFloat(text, 64)
		t.held.value, t.held.hasValue = value, err == nil
	case lead.ColRefusalReason:
		t.held.reason = text
	default:
		return
	}
	if n := len(t.ends); n > 0 && t.ends[n-1].left.IsZero() && !t.ends[n-1].frozen {
		t.ends[n-1].held = t.held
	}
}

// reopen begins a new cycle: what ended before stays counted.
func (t *track) reopen(at time.Time) {
	t.reopened, t.worked, t.undo = at, false, undo{}
	for i := range t.ends {
		// The status may have been changed by the same pass, just before this event.
		if e := &t.ends[i]; e.left.IsZero() || e.left.Equal(at) {
			e.frozen = true
		}
	}
}

// move is the arrival in a status.
func (t *track) move(to string, at time.Time, kinds *kinds) {
	kind, open := kinds.of(to)
	t.undo = undo{to: to, furthest: t.furthest, dealAt: t.dealAt, worked: t.worked, ends: len(t.ends)}
	for i := range t.ends {
		if x := &t.ends[i]; x.left.IsZero() && (open || x.kind != kind) {
			x.left = at
		}
	}
	if kind != "" && kind != policy.KindNew {
		t.worked = true
	}
	r := rankOf(kind)
	t.furthest = max(t.furthest, r)
	if r >= rankDeal && t.dealAt.IsZero() {
		t.dealAt = at
	}
	if !open && !t.isInEnding(kind) {
		t.ends = append(t.ends, ending{at: at, kind: kind, held: t.held})
	}
}

// isInEnding reports whether the lead is already in an ending of that kind: from Won to "Won, paid" is no second win.
func (t *track) isInEnding(kind policy.StatusKind) bool {
	n := len(t.ends)
	return n > 0 && t.ends[n-1].kind == kind && t.ends[n-1].left.IsZero() && !t.ends[n-1].frozen
}

// back undoes the change that a rule put back.
func (t *track) back(e *lead.Event) {
	if u := t.undo; u.to != "" && u.to == e.From {
		t.furthest, t.dealAt, t.worked = u.furthest, u.dealAt, u.worked
		t.ends = t.ends[:u.ends]
		if n := len(t.ends); n > 0 && !t.ends[n-1].frozen {
			t.ends[n-1].left = time.Time{}
		}
		t.undo = undo{}
	}
}

// dropTransient drops the endings that did not last: a user moved the lead on, or its status is another one now.
func (t *track) dropTransient(now policy.StatusKind) {
	kept := t.ends[:0]
	for _, e := range t.ends {
		if e.frozen || e.left.IsZero() && e.kind == now {
			kept = append(kept, e)
		}
	}
	t.ends = kept
}

// present returns the ending that the lead is in; false when it is open, or when the time of the ending is not known.
func (t *track) present() (ending, bool) {
	if n := len(t.ends); n > 0 && !t.ends[n-1].frozen {
		return t.ends[n-1], true
	}
	return ending{}, false
}

// wins are what the lead held each time that it was won, also where it is not known when.
func (c *leadFacts) wins() []held {
	var out []held
	for _, e := range c.track.ends {
		if e.kind == policy.KindWon {
			out = append(out, e.held)
		}
	}
	if _, dated := c.track.present(); !dated && c.kind == policy.KindWon {
		out = append(out, held{c.Value, c.HasValue, c.RefusalReason})
	}
	return out
}
