// Package history is what Activity says of every lead: the fold of its events, in the order in which they were written.
// It also has the form in which Activity keeps the cells of a row, and compares them.
//
// Everything here is computed from its arguments.
package history

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/cadence"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// The places in Record.At of the columns that the rules use directly.
var (
	inStatus = TrackedIndex(lead.ColStatus)
	InOwner  = TrackedIndex(lead.ColOwner)
	InFirst  = TrackedIndex(lead.ColFirstResponse)

	InDetails = TrackedIndex(lead.ColDetails)
)

// TrackedIndex is the place of a column in Record.At; -1 for one whose changes are not recorded.
func TrackedIndex(column string) int {
	for i, c := range lead.TrackedColumns() {
		if c.Title == column {
			return i
		}
	}
	return -1
}

// Record is what the history says about a lead: the fold of its events.
type Record struct {
	ID      string
	Row     int // index in rows + 1; 0 when the lead has no row
	Deleted bool
	Listed  bool // it came in a list, and its contact was planned with the others
	Pitch   bool // it looks as if it asked for nothing that we sell
	Facts   bool // it is known what the row held in the columns that earlier versions did not record
	// At is what the tracked columns held last, in the order of lead.TrackedColumns.
	At []string
	// Base is the last status that was reached as the rules allow; May move to is applied to a change from it.
	Base     string
	Inquiry  string    // the last further inquiry
	Last     time.Time // of the last event
	Typed    bool      // the First response is a person's
	ByStatus bool      // it is the time at which a person changed the status
	Quality  Setter    // who has set the Quality that it has
	End      ending    // how it stands
	endWas   ending    // before its last change
	LastOpen string    // the status from which it went there
	Turns    turns.Turns
	held     int64          // since when the present owner has had the lead, in Unix seconds; 0 for nobody
	late     int64          // when the last answer was due that was late, likewise
	Follow   *cadence.State // nil for a lead that nobody has contacted
	owned    bool
	follows
	*rareRecord
}

// rareRecord is what the history says of few leads. All others share one without content: who writes calls own
// before.
type rareRecord struct {
	Typing      *typing // of a row that is being typed; nil for any other
	Reverted    string  // why the status was put back
	RevertedAt  time.Time
	Since       time.Time // when the present cycle began; zero in the first one
	Did         did
	Contacted   map[string]int // rows typed into Activity that were followed, by what they say
	Acts        []Act
	Pairs       []Pair
	Refused     refused
	NoReply     string // what is said of a status that tells of a reply which nobody saw
	DuplicateOf string // the lead that it is a duplicate of, as leadsheet has made it
	Notes       []string
	Asks        []Ask
	Standing    []standing
	NoContact   time.Time     // since when the customer wants no mails and calls
	Waits       []lead.Answer // what stands in Details because its column was missing
	Owners      []OwnerChange // in their order, without the first owner
	Covered     string        // who was said last to stand in for the owner; "" for nobody
}

// own gives the record a rareRecord of its own.
func (rec *Record) own() {
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

// Known are the tracked columns of which it is known what the row held.
func (rec *Record) Known() []string {
	if !rec.Facts {
		return rec.At[:TrackedBefore]
	}
	return rec.At
}

// History is what Activity says of all leads: the fold of their events.
type History struct {
	policy *policy.Policy
	// zone is the one in force, journals that of Activity.
	zone, journals *time.Location

	kinds  *policy.KindCache
	shares *owners.Shares

	records      map[string]*Record
	order        []*Record               // in the order in which their leads first appeared
	recordPool   []Record                // memory for records: one allocation instead of one for each lead
	textPool     []string                // memory for the tracked columns of the records
	noneRare     *rareRecord             // without content
	optedOut     map[string]time.Time    // the addresses of customers who want no mails, since when
	wantedNone   func(lead.Contact) bool // whether somebody whose lead has left the workbook did; nil: nobody
	lastID       int
	unrestricted bool   // no status restricts the next one
	absent       []bool // by the places in Record.At: the tab Leads has no such column
	buffer       []byte
}

// New returns a history without events, with room for about as many leads as are expected. columns are the
// titles of the tab Leads, if they are known; journals is the zone of Activity.
func New(of *policy.Policy, kinds *policy.KindCache, shares *owners.Shares, columns []string,
	journals *time.Location, leads int) *History {
	h := &History{policy: of, zone: of.Location(), journals: journals, kinds: kinds, shares: shares, lastID: 1000,
		unrestricted: true, noneRare: &rareRecord{}, optedOut: map[string]time.Time{},
		records:    make(map[string]*Record, leads),
		order:      make([]*Record, 0, leads),
		recordPool: make([]Record, 0, leads),
		textPool:   make([]string, leads*len(lead.TrackedColumns())),
		absent:     make([]bool, len(lead.TrackedColumns()))}
	for _, st := range of.Statuses {
		h.unrestricted = h.unrestricted && len(st.Next) == 0
	}
	for k, c := range lead.TrackedColumns() {
		h.absent[k] = words.Among(columns, lead.ColID) && !words.Among(columns, c.Title)
	}
	return h
}

// Setter says who has set a cell.
type Setter uint8

// The setters. A word of the request sets a quality when its lead is made, one of a later message does so later, and
// everything else of leadsheet's is a score.
const (
	SetByPerson Setter = iota
	SetBySignal
	SetByScore
)

// setter is who has made a change.
func (h *History) setter(e *lead.Event) Setter {
	switch {
	case e.By != lead.ByLeadsheet:
		return SetByPerson
	case h.policy.Words.Any(func(t *words.Texts) bool { return t.Activity.LaterSignal.Begins(e.Why) }):
		return SetBySignal
	}
	return SetByScore
}

// Find returns what is known of a lead; nil for one that has no events.
func (h *History) Find(id string) *Record { return h.records[id] }

// All are the leads in the order in which they first appeared.
func (h *History) All() []*Record { return h.order }

// Restricts reports whether a status restricts the next one.
func (h *History) Restricts() bool { return !h.unrestricted }

// Of returns what is known of a lead, and begins with it if that is nothing; nil without an ID.
func (h *History) Of(id string) *Record {
	if rec := h.records[id]; rec != nil || id == "" {
		return rec
	}
	h.NoteID(id)
	if len(h.recordPool) == cap(h.recordPool) {
		h.recordPool = make([]Record, 0, 256) // pointers into the full one stay valid
	}
	n := len(lead.TrackedColumns())
	if len(h.textPool) < n {
		h.textPool = make([]string, 256*n)
	}
	h.recordPool = append(h.recordPool, Record{ID: id, At: h.textPool[:n:n], rareRecord: h.noneRare})
	h.textPool = h.textPool[n:]
	rec := &h.recordPool[len(h.recordPool)-1]
	h.records[id] = rec
	h.order = append(h.order, rec)
	return rec
}

// Add adds one event to the record of its lead.
func (h *History) Add(rec *Record, e *lead.Event) {
	if rec == nil {
		return
	}
	if e.What.OfSending() {
		h.foldFollow(rec, e)
		return
	}
	if e.Time.After(rec.Last) && e.What != lead.Baseline { // nothing happened then
		rec.Last = e.Time
	}
	if isRare(e.What) || e.What == lead.Changed && e.Column == lead.ColOwner && e.From != "" {
		rec.own()
	}
	rec.foldClocks(e)
	h.foldAsk(rec, e)
	h.foldFollows(rec, e)
	rec.Turns.Add(e)
	h.foldFollow(rec, e)
	rec.foldAct(e)
	switch e.What {
	case lead.Created, lead.Adopted:
		if rec.Deleted = false; rec.Typing != nil {
			rec.Typing = nil
		}
		h.foldFacts(rec, e)
		rec.began(e)
	case lead.Typed:
		rec.Deleted = false
		if rec.Typing == nil {
			rec.Typing = &typing{e.Time, e.Why}
		}
		h.foldFacts(rec, e)
	case lead.Baseline:
		h.foldFacts(rec, e)
	case lead.Restored, lead.Deleted, lead.Archived:
		rec.Deleted = e.What != lead.Restored
	case lead.Changed:
		if i := TrackedIndex(e.Column); i >= 0 {
			rec.At[i] = e.To
		}
		if len(rec.Waits) > 0 {
			rec.Waits = slices.DeleteFunc(rec.Waits, func(a lead.Answer) bool { return a.Question == e.Column })
		}
		switch e.Column {
		case lead.ColStatus:
			h.foldStatus(rec, e)
			h.foldEnding(rec, e)
		case lead.ColQuality:
			rec.Quality = h.setter(e)
		case lead.ColOwner:
			h.foldOwner(rec, e)
		}
	case lead.Responded:
		rec.At[InFirst] = e.To
		rec.Typed = h.policy.Words.Any(func(t *words.Texts) bool { return e.Why == t.Activity.Typed })
		rec.ByStatus = e.By == lead.ByTeam && !rec.Typed
	case lead.Reverted:
		rec.At[inStatus], rec.Base, rec.Reverted, rec.RevertedAt = e.To, e.To, e.Why, e.Time
		h.foldEnding(rec, e)
	case lead.Reopened:
		rec.Since, rec.Typed = e.Time, false
		rec.At[inStatus], rec.Base, rec.At[InFirst], rec.Inquiry = e.To, e.To, "", e.Why
		rec.Notes, rec.Standing = nil, nil
		h.foldEnding(rec, e)
	case lead.Inquired, lead.Asked, lead.Quiet:
		rec.Inquiry = e.Why
	case lead.Waits:
		rec.Waits = append(rec.Waits, lead.Answer{Question: e.Column, Value: e.To})
	case lead.Noted:
		rec.foldNoted(e)
	case lead.Did, lead.Merged, lead.Split, lead.Undone:
		h.foldActs(rec, e)
	}
}

// foldNoted adds a note to what is known of its lead.
func (rec *Record) foldNoted(e *lead.Event) {
	rec.foldContacted(e)
	rec.Pairs = FoldPairs(rec.Pairs, e)
	if e.Column == lead.ColDo {
		rec.foldRefused(e)
	}
	if e.Column == lead.ColEmail && e.To != "" { // it was set right: what was asked was about another sender
		rec.Asks, rec.Standing = nil, nil
	}
	if e.Column == lead.ColOwner {
		rec.Covered = e.To
	}
	rec.foldNote(e)
}

func (h *History) foldStatus(rec *Record, e *lead.Event) {
	if rec.Reverted != "" && !h.isFollowing(e.Why) { // a person has still to read why theirs was put back
		rec.Reverted = ""
	}
	if e.By == lead.ByLeadsheet || rec.Base == "" || h.unrestricted {
		rec.Base = e.To
		return
	}
	if h.policy.FindStatus(e.To) != nil && h.policy.Allows(rec.Base, e.To) {
		rec.Base = e.To
	}
}

// Text is the content of a cell in the form in which the history keeps it.
func (h *History) Text(l *lead.Lead, c *lead.ColumnOf[lead.Lead]) string {
	switch {
	case c.Text != nil:
		return AsRecorded(*c.Text(l))
	case c.Time != nil && c.Title == lead.ColNextContact:
		return h.WallText(*c.Time(l))
	case c.Time != nil:
		return h.TimeText(*c.Time(l))
	}
	text := c.Value(l, h.zone).String() // numbers in their shortest form
	if c.Title == lead.ColValue && l.Foreign != "" {
		text += " " + l.Foreign // no number: it is in no sum
	}
	return text
}

// NoteID keeps the highest number that was ever used, so that no ID is given twice, even after its lead was deleted.
func (h *History) NoteID(id string) {
	if digits, ok := strings.CutPrefix(id, "L-"); ok && len(digits) < 10 {
		if n, err := strconv.Atoi(digits); err == nil && n > h.lastID {
			h.lastID = n
		}
	}
}

// NewID returns an ID that no lead ever had.
func (h *History) NewID() string {
	h.lastID++
	return "L-" + strconv.Itoa(h.lastID)
}

// Without is Details without the lines of a value, if they are there.
func (h *History) Without(l *lead.Lead, v lead.Answer) (string, bool) {
	for _, title := range h.policy.Words.ColumnTitles(lead.TabLeads, v.Question) {
		lines := strings.Split(l.Details, "\n")
		own := strings.Split(title+": "+v.Value, "\n")
		for i := 0; i+len(own) <= len(lines); i++ {
			same := slices.Equal(lines[i:i+len(own)], own)
			if lead.TimeField(l, v.Question) != nil { // Details may have it in another form than Activity
				same = strings.HasPrefix(lines[i], title+": ")
			}
			if same {
				return strings.Join(slices.Delete(lines, i, i+len(own)), "\n"), true
			}
		}
	}
	return "", false
}
