package figures

import (
	"cmp"
	"slices"
	"time"

	"leadsheet/reports/facts"
)

// corrections are those that were made in the last 30 days, the latest first.
func (b dataset) corrections() []facts.Correction {
	return slices.DeleteFunc(b.allCorrections(), func(x facts.Correction) bool { return !b.Recent().Has(x.At) })
}

// allCorrections are those of any time, the latest first. Several of one Value are one, and those that end where they
// began are none.
func (b dataset) allCorrections() []facts.Correction {
	if len(b.Corrected) == 0 {
		return nil
	}
	type win struct {
		id string
		at time.Time
	}
	index := map[win]int{}
	var all []facts.Correction
	for _, x := range b.Corrected {
		k := win{x.ID, x.WonAt}
		at, seen := index[k]
		switch {
		case !seen:
			index[k], all = len(all), append(all, x)
		case x.Status != "":
			all[at] = x
		default:
			all[at].At, all[at].To = x.At, x.To
		}
	}
	counted := make(map[string]*facts.Lead, len(all))
	for i := range all {
		counted[all[i].ID] = nil
	}
	for i := range b.Leads {
		c := &b.Leads[i]
		if _, corrected := counted[c.ID]; corrected && !c.Duplicate {
			counted[c.ID] = c
		}
	}
	all = slices.DeleteFunc(all, func(x facts.Correction) bool {
		return counted[x.ID] == nil || x.Status == "" && x.From == x.To
	})
	for i := range all {
		all[i].Name = counted[all[i].ID].Title(b.Say)
	}
	slices.SortFunc(all, func(x, y facts.Correction) int {
		return cmp.Or(y.At.Compare(x.At), cmp.Compare(x.ID, y.ID), x.WonAt.Compare(y.WonAt))
	})
	return all
}
