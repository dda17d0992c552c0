package rules

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// The places in record.at of the columns that the rules use directly.
var (
	inStatus = trackedIndex(lead.ColStatus)
	inOwner  = trackedIndex(lead.ColOwner)
	inFirst  = trackedIndex(lead.ColFirstResponse)

	inDetails = trackedIndex(lead.ColDetails)
)

// trackedIndex is the place of a column in record.at; -1 for one whose changes are not recorded.
func trackedIndex(column string) int {
	for i, c := range lead.TrackedColumns() {
		if c.Title == column {
			return i
		}
	}
	return -1
}

// record is what the history says about a lead: the fold of its events.
type record struct {
	id      string
	row     int // index in rows + 1; 0 when the lead has no row
	deleted bool
	listed  bool // it came in a list, and its contact was planned with the others
	facts   bool // it is known what the row held in the columns that earlier versions did not record
	// at is what the tracked columns held last, in the order of lead.TrackedColumns.
	at []string
	// base is the last status that was reached as the rules allow; May move to is applied to a change from it.
	base     string
	inquiry  string    // the last further inquiry
	last     time.Time // of the last event
	typed    bool      // the First response is a person's
	byStatus bool      // it is the time at which a person changed the status
	end      ending    // how it stands
	endWas   ending    // before its last change
	lastOpen string    // the status from which it went there
	turns    Turns
	owned    bool
	*rareRecord
}

// rareRecord is what the history says of few leads. All others share one without content: who writes calls own before.
type rareRecord struct {
	typing     *typing // of a row that is being typed; nil for any other
	reverted   string  // why the status was put back
	revertedAt time.Time
	since      time.Time // when the present cycle began; zero in the first one
	did        did
	acts       []act
	pairs      []pair
	refused    refused
	of         string // the lead that it is a duplicate of, as leadsheet has made it
	notes      []string
	asks       []ask
	standing   []standing
	waits      []lead.Answer // what stands in Details because its column was missing
}

// own gives the record a rareRecord of its own.
func (rec *record) own() {
	if !rec.owned {
		rare := *rec.rareRecord
		rec.rareRecord, rec.owned = &rare, true
	}
}

// isRare reports whether events of a kind change what few leads have.
func isRare(kind lead.EventKind) bool {
	switch kind {
	case lead.Typed, lead.Reverted, lead.Reopened, lead.Waits, lead.Noted, lead.Did, lead.Merged, lead.Split,
		lead.Undone:
		return true
	}
	return false
}

// known are the tracked columns of which it is known what the row held.
func (rec *record) known() []string {
	if !rec.facts {
		return rec.at[:trackedBefore]
	}
	return rec.at
}

func (p *planner) recordOf(id string) *record {
	if rec := p.records[id]; rec != nil || id == "" {
		return rec
	}
	p.noteID(id)
	if len(p.recordPool) == cap(p.recordPool) {
		p.recordPool = make([]record, 0, 256) // pointers into the full one stay valid
	}
	n := len(lead.TrackedColumns())
	if len(p.textPool) < n {
		p.textPool = make([]string, 256*n)
	}
	p.recordPool = append(p.recordPool, record{id: id, at: p.textPool[:n:n], rareRecord: p.noneRare})
	p.textPool = p.textPool[n:]
	rec := &p.recordPool[len(p.recordPool)-1]
	p.records[id] = rec
	p.order = append(p.order, rec)
	return rec
}

// fold adds one event to the record of its lead.
func (p *planner) fold(rec *record, e *lead.Event) {
	if rec == nil {
		return
	}
	if e.Time.After(rec.last) && e.What != lead.Baseline { // nothing happened then
		rec.last = e.Time
	}
	if isRare(e.What) {
		rec.own()
	}
	p.foldAsk(rec, e)
	rec.turns.Add(e)
	rec.foldAct(e)
	switch e.What {
	case lead.Created, lead.Adopted:
		if rec.deleted = false; rec.typing != nil {
			rec.typing = nil
		}
		p.foldFacts(rec, e)
	case lead.Typed:
		rec.deleted = false
		if rec.typing == nil {
			rec.typing = &typing{e.Time, e.Why}
		}
		p.foldFacts(rec, e)
	case lead.Baseline:
		p.foldFacts(rec, e)
	case lead.Restored:
		rec.deleted = false
	case lead.Deleted:
		rec.deleted = true
	case lead.Changed:
		if i := trackedIndex(e.Column); i >= 0 {
			rec.at[i] = e.To
		}
		if len(rec.waits) > 0 {
			rec.waits = slices.DeleteFunc(rec.waits, func(a lead.Answer) bool { return a.Question == e.Column })
		}
		if e.Column == lead.ColStatus {
			p.foldStatus(rec, e)
			p.foldEnding(rec, e)
		}
		if e.Column == lead.ColOwner && e.By == byUs && p.assignedByRule(e.Why) {
			p.countAssignment(e.To, e.Time)
		}
	case lead.Responded:
		rec.at[inFirst] = e.To
		rec.typed = p.policy.Words.Any(func(t *words.Texts) bool { return e.Why == t.Activity.Typed })
		rec.byStatus = e.By == byTeam && !rec.typed
	case lead.Reverted:
		rec.at[inStatus], rec.base, rec.reverted, rec.revertedAt = e.To, e.To, e.Why, e.Time
		p.foldEnding(rec, e)
	case lead.Reopened:
		rec.since, rec.typed = e.Time, false
		rec.at[inStatus], rec.base, rec.at[inFirst], rec.inquiry = e.To, e.To, "", e.Why
		rec.notes, rec.standing = nil, nil
		p.foldEnding(rec, e)
	case lead.Inquired, lead.Asked, lead.Quiet:
		rec.inquiry = e.Why
	case lead.Waits:
		rec.waits = append(rec.waits, lead.Answer{Question: e.Column, Value: e.To})
	case lead.Noted:
		if e.Column == lead.ColID {
			rec.foldPair(e)
		}
		if e.Column == lead.ColDo {
			rec.foldRefused(e)
		}
		rec.foldNote(e)
	case lead.Did, lead.Merged, lead.Split, lead.Undone:
		rec.foldActs(e)
	}
}

func (p *planner) foldStatus(rec *record, e *lead.Event) {
	if rec.reverted != "" {
		rec.reverted = ""
	}
	if e.By == byUs || rec.base == "" || p.unrestricted {
		rec.base = e.To
		return
	}
	if p.policy.FindStatus(e.To) != nil && p.policy.Allows(rec.base, e.To) {
		rec.base = e.To
	}
}

// text is the content of a cell in the form in which the history keeps it.
func (p *planner) text(l *lead.Lead, c *lead.ColumnOf[lead.Lead]) string {
	switch {
	case c.Text != nil:
		return asRecorded(*c.Text(l))
	case c.Time != nil:
		return p.timeText(*c.Time(l))
	}
	return c.Value(l, p.policy.Location()).String() // numbers in their shortest form
}

// timeText is a time in the business zone; midnight is written as a day, as users type it.
func (p *planner) timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(p.policy.Location())
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

// ParseTime reads a time as Activity keeps it: a day is its midnight in the zone. ok is false for another text.
func ParseTime(text string, zone *time.Location) (t time.Time, ok bool) {
	for _, form := range [...]string{time.RFC3339, time.DateOnly} {
		if t, err := time.ParseInLocation(form, text, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// sameText compares a text of the history with the content of a cell. Of times only the wall clock is compared:
// spreadsheets know no zone, and an hour occurs twice when clocks go back.
func sameText(c *lead.ColumnOf[lead.Lead], a, b string) bool {
	if a == b {
		return true
	}
	const wall = len("2006-01-02T15:04:05")
	return c.Time != nil && len(a) > wall && len(b) > wall && a[:wall] == b[:wall]
}

// shorten puts a text on one line of at most n characters.
func shorten(s string, n int) string {
	if len(s) <= n && !strings.ContainsAny(s, "\n\r\t") {
		return strings.TrimSpace(s)
	}
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}
