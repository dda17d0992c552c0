package history

import (
	"strings"

	"leadsheet/lead"
)

// TrackedBefore is how many of the tracked columns earlier versions recorded. They are in the history of every lead;
// what the others held is known from the facts on.
const TrackedBefore = 8

// Facts are what an event says of a row: when it came in and is due, and the tracked columns that with says.
func (h *History) Facts(rec *Record, l *lead.Lead, with func(k int) bool) []lead.Fact {
	facts := make([]lead.Fact, 0, len(factNames)+3)
	for _, column := range [...]string{lead.ColReceived, lead.ColRespondBy} {
		c := lead.LeadColumn(column)
		facts = append(facts, lead.Fact{Name: c.Fact(), Text: h.TimeText(*c.Time(l))})
	}
	for k, c := range lead.TrackedColumns() {
		if with(k) && (k != InDetails || !h.absent[k]) { // without their column, details are not stored
			facts = append(facts, lead.Fact{Name: factNames[k], Text: h.RecordedAs(rec, l, k), Raw: c.Number != nil})
		}
	}
	return facts
}

// foldFacts adds the facts of an event to what is known of its lead. Events of earlier versions have none.
func (h *History) foldFacts(rec *Record, e *lead.Event) {
	if !strings.HasPrefix(e.To, "{") {
		return
	}
	from := 0
	if e.What == lead.Baseline {
		from = TrackedBefore
	}
	clear(rec.At[from:])
	assigned := false
	rec.Facts = lead.EachFact(e.To, func(name, text string) {
		assigned = assigned || name == lead.FactAssigned
		rec.Listed = rec.Listed || name == lead.FactList
		rec.Pitch = rec.Pitch || name == lead.FactPitch
		for k, n := range factNames {
			if n == name {
				rec.At[k] = text
				break
			}
		}
	})
	if e.What != lead.Baseline && rec.At[inStatus] != "" {
		if rec.Base = rec.At[inStatus]; rec.Reverted != "" {
			rec.Reverted = ""
		}
		h.foldEnding(rec, &lead.Event{What: e.What, To: rec.Base})
	}
	h.holdFirst(rec, e, assigned)
	if rec.Quality = SetByPerson; e.What == lead.Created {
		rec.Quality = SetBySignal
	}
	if assigned {
		h.shares.Count(rec.At[InOwner], e.Time)
	}
}

// factNames are the names of the tracked columns among facts, by their places in Record.At.
var factNames = func() []string {
	var names []string
	for _, c := range lead.TrackedColumns() {
		names = append(names, c.Fact())
	}
	return names
}()
