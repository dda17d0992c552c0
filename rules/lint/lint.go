// Package lint says what to look at in the process that a workbook describes: what makes it hard to follow, and what
// its leads say about it. It decides from counts; who counts, and in which words people read it, is elsewhere.
//
// Everything here is a pure function of its arguments.
package lint

import (
	"cmp"
	"slices"
)

// The limits. Six to eight statuses, about twelve required fields and a short list of reasons are what small teams can
// keep to (docs/definitions.md, section 11).
const (
	MostStatuses = 8
	MostRequired = 12
	MostReasons  = 12

	// MostOfOneReason is the percentage of refusals above which one reason says too little, and FewRefusals the number
	// below which nothing is said about them.
	MostOfOneReason = 60
	FewRefusals     = 10

	// UnusedFor is after how many days without a lead a source is unused, and UntouchedFor after how many a lead is.
	UnusedFor    = 90
	UntouchedFor = 365

	// ScoringFrom is how many leads a month make a score worth its upkeep, and TypingTo how many a week can be typed by
	// hand.
	ScoringFrom = 50
	TypingTo    = 20

	// FewOpen is the number of open leads below which no percentage of them is said.
	FewOpen = 5
)

// Process is what is known of a workbook.
type Process struct {
	Statuses int // beside those of the kinds won and no lead
	Required int // columns of the tab Leads that any status requires, each once
	Reasons  int

	Refusals []Count  // of the last UnusedFor days, by reason, without those that name none
	Sources  []string // those without a lead in UnusedFor days; none while it is not known for as long

	// Month and Week are the leads that came in within 30 and 7 days, without lists; -1 while nothing is known of as
	// many days.
	Month, Week int

	Open     int     // open leads
	Complete int     // those of them that have all fields of the minimum record
	Lacking  []Count // by the title of a column: how many of them lack it

	Leads     int // all, without duplicates
	Untouched int // those of them that nobody has touched for UntouchedFor days, and nobody plans to
}

// Count is how many there are of something.
type Count struct {
	Name string
	N    int
}

// Kind says what a finding is about.
type Kind string

// The kinds of findings, in the order in which they are named.
const (
	Statuses  Kind = "statuses"
	Required  Kind = "required"
	Reasons   Kind = "reasons"
	OneReason Kind = "one reason"
	Unused    Kind = "unused sources"
	FewLeads  Kind = "few leads"
	ManyLeads Kind = "many leads"
	Lacking   Kind = "incomplete"
	Untouched Kind = "untouched"
)

// Finding is one thing to look at.
type Finding struct {
	Kind Kind
	N    int
	Of   int // all of which N are a part; 0 where there is no whole
	// Names are the reason, the sources, or the columns that are lacking most, the worst first.
	Names []string
}

// Findings are what to look at, in the order of the kinds; none where all is well.
func (p *Process) Findings() []Finding {
	var out []Finding
	add := func(when bool, f Finding) {
		if when {
			out = append(out, f)
		}
	}
	add(p.Statuses > MostStatuses, Finding{Kind: Statuses, N: p.Statuses})
	add(p.Required > MostRequired, Finding{Kind: Required, N: p.Required})
	add(p.Reasons > MostReasons, Finding{Kind: Reasons, N: p.Reasons})
	top, all := most(p.Refusals)
	add(all >= FewRefusals && 100*top.N > MostOfOneReason*all,
		Finding{Kind: OneReason, N: top.N, Of: all, Names: []string{top.Name}})
	add(len(p.Sources) > 0, Finding{Kind: Unused, N: len(p.Sources), Names: p.Sources})
	add(p.Month >= 0 && p.Month < ScoringFrom, Finding{Kind: FewLeads, N: p.Month})
	add(p.Week > TypingTo, Finding{Kind: ManyLeads, N: p.Week})
	add(p.Open >= FewOpen && p.Complete < p.Open,
		Finding{Kind: Lacking, N: p.Complete, Of: p.Open, Names: worst(p.Lacking)})
	add(p.Untouched > 0, Finding{Kind: Untouched, N: p.Untouched, Of: p.Leads})
	return out
}

// most is the largest of some counts, the first by name of equal ones, and their sum.
func most(counts []Count) (top Count, all int) {
	for _, c := range counts {
		all += c.N
		if c.N > top.N || c.N == top.N && c.Name < top.Name {
			top = c
		}
	}
	return top, all
}

// worst are the names of some counts, the largest first, without those of nothing.
func worst(counts []Count) []string {
	counts = slices.Clone(counts)
	slices.SortStableFunc(counts, func(a, b Count) int { return cmp.Compare(b.N, a.N) })
	var names []string
	for _, c := range counts {
		if c.N > 0 {
			names = append(names, c.Name)
		}
	}
	return names
}
