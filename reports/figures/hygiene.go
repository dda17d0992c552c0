package figures

import (
	"cmp"
	"slices"

	"leadsheet/reports/facts"
)

// Hygiene is how far the rows can be trusted, now (docs/definitions.md, section 17).
type Hygiene struct {
	Complete Share // open leads: nothing is missing that a lead needs
	// Missing are the columns that open leads lack, the most frequent first.
	Missing []Reason
	Pairs   int // pairs of leads that may be the same, and nobody has decided
	Stale   int // open leads without a contact for as long as Settings say
	Bad     int // leads with a cell that cannot be read
	// NoStep are open leads that somebody has begun with, and that have no next contact.
	NoStep int
	// History are open leads without a clock: rows of the past that were pasted or imported.
	History Aged
}

// Aged says how old some leads are. Each of the two has a sample of its own: of a row of the past not all is known.
type Aged struct {
	Leads int
	// Days is the median of the days since the leads came in, of Known leads; Silent that of the days since the last
	// contact, of Heard leads. Without a sample they are 0.
	Days, Silent float64
	Known, Heard int
}

func (b dataset) hygiene() Hygiene {
	var h Hygiene
	var missing [facts.Needs]int
	var ages, silent []int
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		if len(c.Bad) > 0 {
			h.Bad++
		}
		if !c.Open {
			continue
		}
		lacks := b.Lacks(c)
		h.Complete.add(!slices.Contains(lacks[:], true))
		for k, lack := range lacks {
			if lack {
				missing[k]++
			}
		}
		if b.IsStale(c) {
			h.Stale++
		}
		if c.NextContact.IsZero() && c.IsStarted() {
			h.NoStep++
		}
		if c.Response(b.Now) != facts.NoClock {
			continue
		}
		h.History.Leads++
		if days, ok := b.Age(c); ok {
			ages = append(ages, days)
		}
		if days, ok := b.Silent(c); ok {
			silent = append(silent, days)
		}
	}
	h.History.Days, h.History.Known = middle(ages), len(ages)
	h.History.Silent, h.History.Heard = middle(silent), len(silent)
	for k, title := range b.NeedTitles() {
		if missing[k] > 0 {
			h.Missing = append(h.Missing, Reason{Name: title, Count: missing[k]})
		}
	}
	slices.SortStableFunc(h.Missing, func(x, y Reason) int { return cmp.Compare(y.Count, x.Count) })
	h.Pairs = b.pairs()
	return h
}

// pairs counts pairs of rows that may be the same request. A question about many rows is one.
func (b dataset) pairs() int {
	asked := map[[2]string]bool{}
	for c, p := range b.Pairs {
		asked[[2]string{min(c.ID, p.Lead), max(c.ID, p.Lead)}] = true
	}
	return len(asked)
}
