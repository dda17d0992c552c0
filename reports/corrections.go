package reports

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// Correction is a change that the team made more than a day after a lead had been won, and that changed the figures of
// that day: the lead is won no more, or its Value was another one.
type Correction struct {
	ID, Name string
	WonAt    time.Time // the day whose figures it changed
	At       time.Time // when the team made it
	// Status is what became of a lead that is won no more; "" where only the Value was corrected.
	Status   string
	From, To Amount // the Value
}

// Amount is a value that may be missing.
type Amount struct {
	Value float64
	Known bool
}

// revalued notes that an event corrects the Value of a lead that was won more than a day ago.
func (b *dataset) revalued(c *leadFacts, e *lead.Event) {
	if e.What != lead.Changed || e.Column != lead.ColValue || e.By == lead.ByLeadsheet {
		return
	}
	won := c.track.present()
	if won != nil && won.kind == policy.KindWon && !won.at.IsZero() && e.Time.Sub(won.at) >= slip {
		value, err := strconv.ParseFloat(e.To, 64)
		b.corrected = append(b.corrected, Correction{ID: c.ID, WonAt: won.at, At: e.Time,
			From: Amount{won.held.value, won.held.hasValue}, To: Amount{value, err == nil}})
	}
}

// withdrawn notes that a lead that had been won is won no more.
func (b *dataset) withdrawn(c *leadFacts, won *ending) {
	if !won.at.IsZero() {
		b.corrected = append(b.corrected, Correction{ID: c.ID, WonAt: won.at, At: won.left, Status: c.Status})
	}
}

// corrections are those that were made in the last 30 days, the latest first. Several of one Value are one, and those
// that end where they began are none.
func (b *dataset) corrections() []Correction {
	if len(b.corrected) == 0 {
		return nil
	}
	type win struct {
		id string
		at time.Time
	}
	index := map[win]int{}
	var all []Correction
	for _, x := range b.corrected {
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
	counted := map[string]*leadFacts{}
	for i := range b.leads {
		if c := &b.leads[i]; !c.duplicate {
			counted[c.ID] = c
		}
	}
	all = slices.DeleteFunc(all, func(x Correction) bool {
		return counted[x.ID] == nil || !b.recent().has(x.At) || x.Status == "" && x.From == x.To
	})
	for i := range all {
		all[i].Name = counted[all[i].ID].title(b.say)
	}
	slices.SortFunc(all, func(x, y Correction) int {
		return cmp.Or(y.At.Compare(x.At), cmp.Compare(x.ID, y.ID), x.WonAt.Compare(y.WonAt))
	})
	return all
}
