package figures

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"leadsheet/lead/words"
	"leadsheet/reports/facts"
)

// Source is what came of the leads of one source, in all the time that the workbook covers
// (docs/definitions.md, section 8).
type Source struct {
	Name    string
	Unknown bool // of leads that have none
	Recent  int  // leads of the last 30 days
	Leads   int
	// Qualified are leads that came to qualifying or further, without those that ended as unqualified.
	Qualified int
	Deals     int // leads that became a deal or were won without one
	Won       int
	WonValue  float64
	HasValue  bool          // some won lead has a value
	Median    time.Duration // of the first responses, in working time
	Answered  int           // the sample of Median
	// FirstOf are customers, contacts with a won lead, each once, whose first request came from here, whatever the source
	// of the won one.
	FirstOf int
	// Cost is what the tab Sources says that the source costs in a month; 0 for nothing.
	Cost float64
}

// CostOfLead is what a lead of the last 30 days has cost; nil without a cost, and without such a lead.
func (s *Source) CostOfLead() *float64 {
	if s.Cost <= 0 || s.Recent == 0 {
		return nil
	}
	cost := math.Round(100*s.Cost/float64(s.Recent)) / 100
	return &cost
}

// sources counts by the source of the request, most leads first. A blank source is Unknown and is shown.
func (b dataset) sources() []Source {
	index := map[string]int{}
	unknown := b.Policy.Words.Spellings(words.Sources, "Unknown")
	var out []Source
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		name := strings.TrimSpace(c.Source)
		if name == "" {
			name = unknown[0]
		}
		key := strings.ToLower(name)
		at, ok := index[key]
		if !ok {
			at = len(out)
			index[key] = at
			out = append(out, Source{Name: name, Unknown: slices.Contains(unknown, name)})
		}
		s := &out[at]
		s.Leads++
		if b.Recent().Has(c.Received) {
			s.Recent++
		}
		if c.Track.Furthest >= facts.RankDeal {
			s.Deals++
		}
		for _, h := range c.Wins() {
			s.Won++
			if h.HasValue {
				s.WonValue = Sum(s.WonValue, h.Value)
				s.HasValue = true
			}
		}
	}
	out = b.costs(out, index)
	slices.SortFunc(out, func(a, b Source) int {
		return cmp.Or(b.Leads-a.Leads, cmp.Compare(a.Name, b.Name))
	})
	return out
}

// costs adds what sources cost. One that costs something and has brought nobody is a source, too.
func (b dataset) costs(all []Source, index map[string]int) []Source {
	for i := range b.Policy.Sources {
		s := &b.Policy.Sources[i]
		if s.Cost <= 0 {
			continue
		}
		at, ok := index[strings.ToLower(s.Name)]
		if !ok {
			at = len(all)
			all = append(all, Source{Name: s.Name})
		}
		all[at].Cost = s.Cost
	}
	return all
}
