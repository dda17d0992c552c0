package figures

import (
	"cmp"
	"slices"
	"time"
)

// Overdue are the follow-ups whose day has passed (docs/definitions.md, section 10).
type Overdue struct {
	Items   []Late // oldest first
	ByOwner []OwnerCount
	Planned int // open leads with a next contact date: the sample
}

// Late is one overdue follow-up.
type Late struct {
	ID, Name, Owner string
	Due             time.Time // midnight of the day, in the business zone
	Days            int       // calendar days since
}

// OwnerCount is a number of leads of one owner.
type OwnerCount struct {
	Owner string
	Count int
}

func (b dataset) overdue() Overdue {
	var o Overdue
	owners := map[string]int{}
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		if c.Duplicate || !c.Open || c.NextContact.IsZero() {
			continue
		}
		o.Planned++
		n := b.LateDays(c)
		if n == 0 {
			continue
		}
		o.Items = append(o.Items, Late{ID: c.ID, Name: c.Title(b.Say), Owner: c.Owner, Due: b.DueDay(c), Days: n})
		at, ok := owners[c.Owner]
		if !ok {
			at = len(o.ByOwner)
			owners[c.Owner] = at
			o.ByOwner = append(o.ByOwner, OwnerCount{Owner: c.Owner})
		}
		o.ByOwner[at].Count++
	}
	slices.SortFunc(o.Items, func(a, b Late) int {
		return cmp.Or(b.Days-a.Days, cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(o.ByOwner, func(a, b OwnerCount) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Owner, b.Owner))
	})
	return o
}
