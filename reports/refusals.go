package reports

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
func (b *dataset) reasons() ([]Reason, int) {
	index := map[string]int{}
	var out []Reason
	sum := 0
	for i := range b.leads {
		if b.leads[i].duplicate {
			continue
		}
		for _, end := range b.leads[i].track.ends {
			if end.kind == policy.KindWon || !b.recent().has(end.at) {
				continue
			}
			name := strings.TrimSpace(end.held.reason)
			if name == "" {
				name = b.say.Figures.NoReason
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
