package figures

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/rules/policy"
)

// Reason is how many leads ended for one reason.
type Reason struct {
	Name  string
	Count int
}

// reasons counts why leads ended in the last 30 days, by the day of the end, most frequent first
// (docs/definitions.md, section 9).
func (b dataset) reasons() ([]Reason, int) {
	index := map[string]int{}
	var out []Reason
	sum := 0
	for i := range b.Leads {
		if b.Leads[i].Duplicate {
			continue
		}
		for _, end := range b.Leads[i].Track.Ends {
			if end.Kind == policy.KindWon || !b.Recent().Has(end.At) {
				continue
			}
			name := strings.TrimSpace(end.Held.Reason)
			if name == "" {
				name = b.Say.Figures.NoReason
			}
			key := strings.ToLower(name)
			at, ok := index[key]
			if !ok {
				at = len(out)
				index[key] = at
				out = append(out, Reason{Name: name})
			}
			out[at].Count++
			sum++
		}
	}
	slices.SortFunc(out, func(a, b Reason) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Name, b.Name)) })
	return out, sum
}
