package reports

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/lead/words"
)

// Source is what came of the leads of one source, in all the time that the workbook covers
// (docs/definitions.md, section 8).
type Source struct {
	Name     string
	Unknown  bool // of leads that have none
	Recent   int  // leads of the last 30 days
	Leads    int
	Deals    int // leads that became a deal or were won without one
	Won      int
	WonValue float64
	HasValue bool // some won lead has a value
}

// sources counts by the source of the request, most leads first. A blank source is Unknown and is shown.
func (b *dataset) sources() []Source {
	index := map[string]int{}
	unknown := b.policy.Words.Spellings(words.Sources, "Unknown")
	var out []Source
	for i := range b.leads {
		c := &b.leads[i]
		if c.duplicate {
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
		if b.recent().has(c.Received) {
			s.Recent++
		}
		if c.track.furthest >= rankDeal {
			s.Deals++
		}
		for _, h := range c.wins() {
			s.Won++
			if h.hasValue {
				s.WonValue = sum(s.WonValue, h.value)
				s.HasValue = true
			}
		}
	}
	slices.SortFunc(out, func(a, b Source) int {
		return cmp.Or(b.Leads-a.Leads, cmp.Compare(a.Name, b.Name))
	})
	return out
}
