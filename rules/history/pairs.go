package history

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/command"
)

// Pair is the question whether a lead is the same as another.
type Pair struct {
	Lead string // "" for many
	Text string
	At   time.Time
}

// NotSame returns the lead of which an event says that it is another request than the event's own lead; "" for any
// other event. Neither of the two asks about the other any more.
func NotSame(e *lead.Event) string {
	if e.What == lead.Did && !lead.IsOfFile(e.To) && command.Verb(lead.FactOf(e.To, lead.FactVerb)) == command.NotSameAs {
		return lead.FactOf(e.To, lead.FactLead)
	}
	return ""
}

// WithoutPair returns the questions that are open but for the one about a lead. What is given stays as it is.
func WithoutPair(open []Pair, id string) []Pair {
	return slices.DeleteFunc(slices.Clone(open), func(x Pair) bool { return x.Lead == id })
}

// settlePair takes back what the other lead asks once somebody has said of this one that the two are not the same.
func (h *History) settlePair(rec *Record, e *lead.Event) {
	if other := h.Find(NotSame(e)); other != nil && len(other.Pairs) > 0 {
		other.own()
		other.Pairs = WithoutPair(other.Pairs, rec.ID)
	}
}

// FoldPairs returns the questions about a lead that are open after an event of it. What is given stays as it is.
func FoldPairs(open []Pair, e *lead.Event) []Pair {
	switch {
	case e.What == lead.Noted && e.Column == lead.ColID:
		return append(slices.Clone(open), Pair{e.From, e.Why, e.Time})
	case e.What == lead.Noted && e.Column == lead.ColEmail && e.To != "": // what was asked was about another sender
		return nil
	case e.What != lead.Did || len(open) == 0 || lead.IsOfFile(e.To): // of a file: nobody has looked at this lead
		return open
	}
	switch command.Verb(lead.FactOf(e.To, lead.FactVerb)) {
	case command.SameAs, command.NotALead:
		return nil
	case command.NotSameAs:
		id := lead.FactOf(e.To, lead.FactLead)
		return slices.DeleteFunc(slices.Clone(open), func(x Pair) bool { return x.Lead == id || x.Lead == "" })
	}
	return open
}

// Questions are the questions about a lead that have been asked since a time and are still to be answered, in their
// words. isNoLead says of a row, by its index, that it is none. A row that is a duplicate of the lead, or of another
// one that it asks about, needs no answer.
func (h *History) Questions(rec *Record, since time.Time, isNoLead func(row int) bool) []string {
	asks := func(id string) bool {
		return id == rec.ID || slices.ContainsFunc(rec.Pairs, func(x Pair) bool { return x.Lead == id })
	}
	var out []string
	for _, x := range rec.Pairs {
		other := h.Find(x.Lead)
		there := other != nil && other.Row > 0 && !isNoLead(other.Row-1)
		if there && other.DuplicateOf != "" && asks(other.DuplicateOf) {
			there = false
		}
		if (there || x.Lead == "") && x.At.After(since) {
			out = append(out, x.Text)
		}
	}
	return out
}
