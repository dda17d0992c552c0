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
