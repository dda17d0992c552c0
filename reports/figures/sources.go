package figures

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"leadsheet/lead/words"
	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
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

// bySource are sources by their names, whatever their letters. A blank name is Unknown.
type bySource struct {
	unknown []string // the word in all languages, that of the workbook first
	index   map[string]int
	all     []Source
	times   [][]time.Duration // of the first responses
}

func (s *bySource) of(name string) int {
	if name = strings.TrimSpace(name); name == "" {
		name = s.unknown[0]
	}
	if at, ok := s.index[name]; ok { // nearly always the letters are the same
		return at
	}
	key := strings.ToLower(name)
	at, ok := s.index[key]
	if !ok {
		at = len(s.all)
		s.index[key] = at
		s.all = append(s.all, Source{Name: name, Unknown: slices.Contains(s.unknown, name)})
		s.times = append(s.times, nil)
	}
	s.index[name] = at
	return at
}

// sources counts by the source of the request, most leads first. A blank source is Unknown and is shown. took is how
// long the first response to each lead took.
func (b dataset) sources(took []time.Duration) []Source {
	by := bySource{unknown: b.Policy.Words.Spellings(words.Sources, policy.UnknownSource), index: map[string]int{}}
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		at := by.of(c.Source)
		if took[i] >= 0 {
			by.times[at] = append(by.times[at], took[i])
		}
		s := &by.all[at]
		s.Leads++
		if c.Track.Furthest >= facts.RankQualifying && c.Kind != policy.KindUnqualified {
			s.Qualified++
		}
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
	b.firsts(&by)
	for i, times := range by.times {
		by.all[i].Median, by.all[i].Answered = median(times), len(times)
	}
	out := b.costs(&by)
	slices.SortFunc(out, func(a, b Source) int {
		return cmp.Or(b.Leads-a.Leads, cmp.Compare(a.Name, b.Name))
	})
	return out
}

// costs adds what sources cost. One that costs something and has brought nobody is a source, too.
func (b dataset) costs(by *bySource) []Source {
	for i := range b.Policy.Sources {
		if s := &b.Policy.Sources[i]; s.Cost > 0 {
			at := by.of(s.Name)
			by.all[at].Cost = s.Cost
		}
	}
	return by.all
}
