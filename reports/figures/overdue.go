package figures

import (
	"cmp"
	"slices"
)

// Overdue are the follow-ups whose day has passed (docs/definitions.md, section 10).
type Overdue struct {
	Items   []Late // oldest first
	Planned int    // open leads with a next contact date: the sample
}

// Late is one overdue follow-up.
type Late struct {
	ID, Name string
	Days     int // calendar days since the due day
}

func (b dataset) overdue() Overdue {
	var o Overdue
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		if c.Duplicate || !c.Open || c.NextContact.IsZero() {
			continue
		}
		o.Planned++
		if days := b.LateDays(c); days > 0 {
			o.Items = append(o.Items, Late{ID: c.ID, Name: c.Title(b.Say), Days: days})
		}
	}
	slices.SortFunc(o.Items, func(a, b Late) int {
		return cmp.Or(b.Days-a.Days, cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return o
}
