// Package statuses says where the facts leave the status of a lead, and what a status needs.
//
// Everything here is computed from its arguments.
package statuses

import (
	"leadsheet/rules/policy"
)

// Facts are what is known of the contact with a customer.
type Facts struct {
	Contacted bool // we have written or called
	Replied   bool // the customer has written since
}

// Step is a move that facts make.
type Step struct {
	Status string
	Reply  bool // it follows the customer's reply, otherwise our answer
}

// stages are the kinds of statuses that follow facts, the nearest first.
var stages = []struct {
	kind  policy.StatusKind
	isAt  func(Facts) bool
	reply bool
}{
	{policy.KindNew, func(Facts) bool { return true }, false},
	{policy.KindWorking, func(f Facts) bool { return f.Contacted || f.Replied }, false},
	{policy.KindContacted, func(f Facts) bool { return f.Replied }, true},
}

// Follow returns the moves of a status which leadsheet has set, in their order: never back, and no further than to the
// first status of kind contacted. It goes through the first status of kind working where May move to wants that. may
// says whether the lead has what a status requires.
func Follow(p *policy.Policy, status string, f Facts, may func(status string) bool) []Step {
	var steps []Step
	for range stages {
		kind, known := p.KindOf(status)
		at := stageOf(kind)
		if !known || at < 0 {
			break
		}
		n := len(stages) - 1
		for ; n > at; n-- {
			to := p.StatusOf(stages[n].kind)
			if to != "" && stages[n].isAt(f) && p.Allows(status, to) && may(to) {
				status = to
				steps = append(steps, Step{to, stages[n].reply})
				break
			}
		}
		if n == at {
			break
		}
	}
	return steps
}

// stageOf is the place of a kind among the stages; -1 for one that follows nothing.
func stageOf(kind policy.StatusKind) int {
	for n := range stages {
		if stages[n].kind == kind {
			return n
		}
	}
	return -1
}

// LacksReply reports whether a person has moved a lead to a status that says that the customer has replied, from one
// that says nothing of that.
func LacksReply(before, now policy.StatusKind) bool {
	return now == policy.KindContacted && stageOf(before) >= 0 && stageOf(before) < stageOf(now)
}
