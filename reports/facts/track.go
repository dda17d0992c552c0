package facts

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/cadence"
	"leadsheet/rules/clocks"
	"leadsheet/rules/history"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// Track is the status history of a lead according to the tab Activity (docs/definitions.md, section 1).
type Track struct {
	Furthest Rank
	DealAt   time.Time // first time in a deal, or won without one
	reopened time.Time // beginning of the present cycle; zero in the first one
	worked   bool      // left new in the present cycle
	Ends     []Ending
	moves    moves
	Merged   bool // it was made a duplicate, and that has not been undone
	Turns    turns.Turns
	Follow   cadence.State
	// Quiet is a message that asks for nothing, and nothing has happened since; nil for none.
	Quiet *lead.Event
	// Inquired is the last message that asks for something and for which no turn waits; nil for none.
	Inquired *lead.Event
	// Unsent is a mail of leadsheet that the customer did not get, or perhaps not, and nobody has written since; nil for
	// none.
	Unsent    *lead.Event
	held      Held
	Plan      string // what Next contact holds, as Activity writes it
	WonPlan   string // what it held when the lead was won last
	Past      Past
	Pairs     []history.Pair
	Touched   time.Time // when somebody did something about the lead, or something came from it, last
	Ownership owners.Ownership
	// first is how the First response is known, mergedFirst how it was before a merge; later are the later turns that
	// have come to an end, lates what Activity says of late answers.
	first       firstAnswer
	mergedFirst *mergedAnswer
	later       turns.LaterTurns
	lates       []*lead.Event
	took        time.Duration // from the arrival to the row, where isTimed
	isTimed     bool
	Tenure      Tenure
	steps       steps
}

// Past is how a lead came that was not fresh.
type Past struct {
	typing     bool        // somebody may still be typing its row: it is no lead yet
	DealBefore bool        // it came as a deal, and nobody knows since when
	Old        bool        // its record was older than a day, and it came with few others
	Pitch      bool        // it looks as if it asked for nothing that we sell
	List       *lead.Event // it came in a list, with this event; nil for any other
}

// Held is what a lead held when it ended: what becomes of the row later changes no figure of that time.
type Held struct {
	Value    float64
	HasValue bool // Value is in the currency of the business
	Reason   string
	// Foreign is the ISO code of the currency of Value where that is another one: HasValue is false then.
	Foreign string
}

// Ending is an arrival in a status that ends a lead and was not left within a day (docs/definitions.md, section 1).
type Ending struct {
	At     time.Time
	Began  time.Time // the beginning of its cycle; zero for the first one, which began at Received
	Kind   policy.StatusKind
	frozen bool // the contact wrote again, in a workbook of an earlier version
	given  given
	left   time.Time
	anew   bool // it was left for a status of kind new: the lead began anew
	Held   Held // at the end, with what was corrected while the lead stood there
}

// followed notes whom we tried to reach, and who replied.
func (t *Track) followed(e *lead.Event) {
	if cadence.Concerns(e) {
		t.Follow.Add(e)
	}
}

// settle ends the history of a lead at what is now.
func (b *Dataset) settle(c *Lead) {
	t := &c.Track
	t.Furthest = max(t.Furthest, rankOf(c.Kind))
	kept := t.Ends[:0]
	for _, e := range t.Ends {
		switch {
		case e.frozen, e.anew:
		case e.left.IsZero():
			if e.Kind != c.Kind {
				continue
			}
			e.Held = c.Holds()
		case e.Kind == policy.KindWon:
			b.withdrawn(c, &e)
			continue
		}
		kept = append(kept, e)
	}
	t.Ends = kept
}

// hear keeps a message that asks for nothing until something else happens: the customer writes again, or the team acts.
func (t *Track) hear(e *lead.Event) {
	if e.By != lead.ByLeadsheet && e.What != lead.Adopted && e.What != lead.Typed && e.Time.After(t.Touched) {
		t.Touched = e.Time
	}
	t.Pairs = history.FoldPairs(t.Pairs, e)
	switch e.What {
	case lead.Typed:
		t.Past.typing = true
	case lead.Created, lead.Adopted:
		t.Past.typing = false
	case lead.Inquired:
		t.Inquired = e
	}
	t.miss(e)
	switch {
	case e.What == lead.Quiet:
		t.Quiet = e
	case e.By != lead.ByLeadsheet:
		t.Quiet = nil
	}
}

// miss keeps a mail that the customer did not get until somebody writes, or does something about the lead.
func (t *Track) miss(e *lead.Event) {
	switch e.What {
	case lead.NotSent, lead.SentOrNot:
		if lead.Occasion(e.Column).ToCustomer() {
			t.Unsent = e
		}
	case lead.Responded, lead.Answered, lead.TurnAnswered, lead.TurnEnded, lead.StepDone, lead.StepCancelled:
		t.Unsent = nil
	default:
		if e.By != lead.ByLeadsheet && !e.What.OfSending() {
			t.Unsent = nil
		}
	}
}

// notSame is the lead that an event says to be another request than its own.
func notSame(e *lead.Event) string { return history.NotSame(e) }

// withoutPair takes back the question whether the lead is the same as another.
func (t *Track) withoutPair(id string) { t.Pairs = history.WithoutPair(t.Pairs, id) }

func (t *Track) add(e *lead.Event, kinds *kinds) {
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
		t.Merged = true
	case e.What == lead.Undone && e.Column != lead.ColNextStep: // of what the cells held was written before
		t.Merged = false
	}
}

// begin takes over what a lead began with.
func (t *Track) begin(e *lead.Event, kinds *kinds) {
	received, owner, byRule := "", "", false
	known := lead.EachFact(e.To, func(name, text string) {
		switch c := lead.FactColumn(name); {
		case name == lead.FactAssigned:
			byRule = true
		case name == lead.FactList:
			t.Past.List = e
		case name == lead.FactOld:
			t.Past.Old = true
		case name == lead.FactPitch:
			t.Past.Pitch = true
		case c == nil:
		case c.Title == lead.ColReceived:
			received = text
		case c.Title == lead.ColOwner:
			owner = text
		case c.Title == lead.ColStatus && e.What == lead.Adopted && !isFresh(received, e.Time):
			t.came(text, kinds)
		case c.Title == lead.ColStatus:
			t.move(text, e.Time, kinds)
		default:
			t.hold(c.Title, text)
		}
	})
	if received != "" && e.What == lead.Created {
		if at, ok := lead.ParseMoment(received, e.Time.Location()); ok {
			t.took, t.isTimed = max(0, e.Time.Sub(at)), true
		}
	}
	if !known { // as earlier versions wrote it: changes of each column follow
		return
	}
	at := time.Time{}
	if e.What == lead.Adopted {
		at, _ = lead.ParseMoment(received, e.Time.Location())
	}
	t.Tenure.hold(clocks.Began(e, owner, at, byRule))
}

// freshFor is within what time after Received a row must have been added for what it says to have happened then.
const freshFor = 24 * time.Hour

func isFresh(received string, added time.Time) bool {
	at, ok := lead.ParseMoment(received, added.Location())
	return ok && added.Sub(at) <= freshFor
}

// came is the status of a row that was added with its past: nobody knows since when the lead stands there, and no
// period counts how it got there.
func (t *Track) came(status string, kinds *kinds) {
	kind, open := kinds.of(status)
	r := rankOf(kind)
	t.worked = t.worked || kind != "" && kind != policy.KindNew
	t.Furthest, t.Past.DealBefore = max(t.Furthest, r), r >= RankDeal
	if !open {
		t.Ends = append(t.Ends, Ending{Kind: kind, Held: t.held})
	}
	t.moves.list = append(t.moves.list, move{kind: kind, open: open})
}

// hold notes what the lead holds now, also for the ending that it stands in.
func (t *Track) hold(column, text string) {
	switch column {
	case lead.ColValue:
		number, code, _ := strings.Cut(text, " ") // as history.History.Text writes it
		value, err := strconv.ParseFloat(number, 64)
		t.held.Value, t.held.HasValue, t.held.Foreign = value, err == nil && code == "", ""
		if err == nil {
			t.held.Foreign = code
		}
	case lead.ColRefusalReason:
		t.held.Reason = text
	case lead.ColNextContact:
		t.Plan = text
		return
	default:
		return
	}
	if e := t.Present(); e != nil {
		e.Held = t.held
	}
}

// reopen begins a new cycle: what ended before stays counted.
func (t *Track) reopen(e *lead.Event, kinds *kinds) {
	t.reopened, t.worked = e.Time, false
	for i := range t.Ends {
		// The status may have been changed by the same pass, just before this event.
		if x := &t.Ends[i]; x.left.IsZero() || x.left.Equal(e.Time) {
			x.frozen = true
		}
	}
	kind, open := kinds.of(e.To)
	t.moves = moves{list: append(t.moves.list[:0], move{at: e.Time.Unix(), kind: kind, open: open})}
}

// Present returns the ending that the lead is in; nil when it is open, or when the time of the ending is not known.
func (t *Track) Present() *Ending {
	if n := len(t.Ends); n > 0 && !t.Ends[n-1].frozen && t.Ends[n-1].left.IsZero() {
		return &t.Ends[n-1]
	}
	return nil
}

// HasAmount reports whether a lead has a value in the currency of the business: one in another is in no sum.
func (c *Lead) HasAmount() bool { return c.HasValue && c.Foreign == "" }

// Holds is what the row holds now.
func (c *Lead) Holds() Held {
	h := Held{Value: c.Value, HasValue: c.HasAmount(), Reason: c.RefusalReason}
	if c.HasValue {
		h.Foreign = c.Foreign
	}
	return h
}

// HasWon reports whether the lead was won at least once, also where it is not known when.
func (c *Lead) HasWon() bool {
	if c.Track.Present() == nil && c.Kind == policy.KindWon {
		return true
	}
	return slices.ContainsFunc(c.Track.Ends, func(e Ending) bool { return e.Kind == policy.KindWon })
}

// Wins are what the lead held each time that it was won, also where it is not known when.
func (c *Lead) Wins() []Held {
	var out []Held
	for _, e := range c.Track.Ends {
		if e.Kind == policy.KindWon {
			out = append(out, e.Held)
		}
	}
	if c.Track.Present() == nil && c.Kind == policy.KindWon {
		out = append(out, c.Holds())
	}
	return out
}
