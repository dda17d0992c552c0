package reports

import (
	"slices"
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/cadence"
	"leadsheet/rules/history"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// track is the status history of a lead according to the tab Activity (docs/definitions.md, section 1).
type track struct {
	furthest rank
	dealAt   time.Time // first time in a deal, or won without one
	reopened time.Time // beginning of the present cycle; zero in the first one
	worked   bool      // left new in the present cycle
	ends     []ending
	moves    moves
	merged   bool // it was made a duplicate, and that has not been undone
	turns    turns.Turns
	follow   cadence.State
	// quiet is a message that asks for nothing, and nothing has happened since; nil for none.
	quiet *lead.Event
	// inquired is the last message that asks for something and for which no turn waits; nil for none.
	inquired  *lead.Event
	held      held
	plan      string // what Next contact holds, as Activity writes it
	wonPlan   string // what it held when the lead was won last
	past      past
	pairs     []history.Pair
	touched   time.Time // when somebody did something about the lead, or something came from it, last
	ownership owners.Ownership
}

// past is how a lead came that was not fresh.
type past struct {
	typing     bool        // somebody may still be typing its row: it is no lead yet
	dealBefore bool        // it came as a deal, and nobody knows since when
	old        bool        // its record was older than a day, and it came with few others
	pitch      bool        // it looks as if it asked for nothing that we sell
	list       *lead.Event // it came in a list, with this event; nil for any other
}

// held is what a lead held when it ended: what becomes of the row later changes no figure of that time.
type held struct {
	value    float64
	hasValue bool
	reason   string
}

// ending is an arrival in a status that ends a lead and was not left within a day (docs/definitions.md, section 1).
type ending struct {
	at     time.Time
	kind   policy.StatusKind
	frozen bool // the contact wrote again, in a workbook of an earlier version
	left   time.Time
	anew   bool // it was left for a status of kind new: the lead began anew
	held   held // at the end, with what was corrected while the lead stood there
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
		b.revalued(&b.leads[c], e)
		b.leads[c].track.add(e, kinds)
	}
	// A message is found after it came: only the order in which events were written says whose turn it is.
	for i := range written {
		e := &written[i]
		if c, ok := at[e.Lead]; ok && !e.Time.After(b.now) && e.OfLead() {
			b.leads[c].track.turns.Add(e)
			b.leads[c].track.followed(e)
			b.leads[c].track.hear(e)
			b.countAnswer(e)
			b.people.Add(&b.leads[c].track.ownership, e)
		}
	}
	b.leads = slices.DeleteFunc(b.leads, func(c leadFacts) bool { return c.memory != nil && !c.memory.counts() })
}

// followed notes whom we tried to reach, and who replied.
func (t *track) followed(e *lead.Event) {
	if cadence.Concerns(e) {
		t.follow.Add(e)
	}
}

// settle ends the history of a lead at what is now.
func (b *dataset) settle(c *leadFacts) {
	t := &c.track
	t.furthest = max(t.furthest, rankOf(c.kind))
	kept := t.ends[:0]
	for _, e := range t.ends {
		switch {
		case e.frozen, e.anew:
		case e.left.IsZero():
			if e.kind != c.kind {
				continue
			}
			e.held = c.holds()
		case e.kind == policy.KindWon:
			b.withdrawn(c, &e)
			continue
		}
		kept = append(kept, e)
	}
	t.ends = kept
}

// hear keeps a message that asks for nothing until something else happens: the customer writes again, or the team acts.
func (t *track) hear(e *lead.Event) {
	if e.By != lead.ByLeadsheet && e.What != lead.Adopted && e.What != lead.Typed && e.Time.After(t.touched) {
		t.touched = e.Time
	}
	t.pairs = history.FoldPairs(t.pairs, e)
	switch e.What {
	case lead.Typed:
		t.past.typing = true
	case lead.Created, lead.Adopted:
		t.past.typing = false
	case lead.Inquired:
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
		t.reopen(e, kinds)
	case e.What == lead.Reverted && status:
		t.back(e, kinds)
	case e.What == lead.Changed && status:
		t.move(e.To, e.Time, kinds)
	case e.What == lead.Changed:
		t.hold(e.Column, e.To)
	case e.What == lead.Planned:
		lead.EachFact(e.To, func(name, text string) {
			if c := lead.FactColumn(name); c != nil {
				t.hold(c.Title, text)
			}
		})
	case e.What == lead.Created || e.What == lead.Adopted:
		t.begin(e, kinds)
	case lead.MakesDuplicate(e):
		t.merged = true
	case e.What == lead.Undone: // of what the cells held was written before
		t.merged = false
	}
}

// begin takes over what a lead began with.
func (t *track) begin(e *lead.Event, kinds *kinds) {
	received := ""
	lead.EachFact(e.To, func(name, text string) {
		switch c := lead.FactColumn(name); {
		case name == lead.FactList:
			t.past.list = e
		case name == lead.FactOld:
			t.past.old = true
		case name == lead.FactPitch:
			t.past.pitch = true
		case c == nil:
		case c.Title == lead.ColReceived:
			received = text
		case c.Title == lead.ColStatus && e.What == lead.Adopted && !isFresh(received, e.Time):
			t.came(text, kinds)
		case c.Title == lead.ColStatus:
			t.move(text, e.Time, kinds)
		default:
			t.hold(c.Title, text)
		}
	})
}

// freshFor is within what time after Received a row must have been added for what it says to have happened then.
const freshFor = 24 * time.Hour

func isFresh(received string, added time.Time) bool {
	at, ok := lead.ParseMoment(received, added.Location())
	return ok && added.Sub(at) <= freshFor
}

// came is the status of a row that was added with its past: nobody knows since when the lead stands there, and no
// period counts how it got there.
func (t *track) came(status string, kinds *kinds) {
	kind, open := kinds.of(status)
	r := rankOf(kind)
	t.worked = t.worked || kind != "" && kind != policy.KindNew
	t.furthest, t.past.dealBefore = max(t.furthest, r), r >= rankDeal
	if !open {
		t.ends = append(t.ends, ending{kind: kind, held: t.held})
	}
	t.moves.list = append(t.moves.list, move{kind: kind, open: open})
}

// hold notes what the lead holds now, also for the ending that it stands in.
func (t *track) hold(column, text string) {
	switch column {
	case lead.ColValue:
		value, err := strconv.ParseFloat(text, 64)
		t.held.value, t.held.hasValue = value, err == nil
	case lead.ColRefusalReason:
		t.held.reason = text
	case lead.ColNextContact:
		t.plan = text
		return
	default:
		return
	}
	if e := t.present(); e != nil {
		e.held = t.held
	}
}

// reopen begins a new cycle: what ended before stays counted.
func (t *track) reopen(e *lead.Event, kinds *kinds) {
	t.reopened, t.worked = e.Time, false
	for i := range t.ends {
		// The status may have been changed by the same pass, just before this event.
		if x := &t.ends[i]; x.left.IsZero() || x.left.Equal(e.Time) {
			x.frozen = true
		}
	}
	kind, open := kinds.of(e.To)
	t.moves = moves{list: append(t.moves.list[:0], move{at: e.Time.Unix(), kind: kind, open: open})}
}

// present returns the ending that the lead is in; nil when it is open, or when the time of the ending is not known.
func (t *track) present() *ending {
	if n := len(t.ends); n > 0 && !t.ends[n-1].frozen && t.ends[n-1].left.IsZero() {
		return &t.ends[n-1]
	}
	return nil
}

// hasAmount reports whether a lead has a value in the currency of the business: one in another is in no sum.
func (c *leadFacts) hasAmount() bool { return c.HasValue && c.Foreign == "" }

// holds is what the row holds now.
func (c *leadFacts) holds() held {
	return held{c.Value, c.hasAmount(), c.RefusalReason}
}

// wins are what the lead held each time that it was won, also where it is not known when.
func (c *leadFacts) wins() []held {
	var out []held
	for _, e := range c.track.ends {
		if e.kind == policy.KindWon {
			out = append(out, e.held)
		}
	}
	if c.track.present() == nil && c.kind == policy.KindWon {
		out = append(out, c.holds())
	}
	return out
}
