package reports

import (
	"cmp"
	"slices"
	"time"

	"leadsheet/lead/words"
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

// dueDay is the day by whose end a follow-up is to be done: a day without work moves to the next working day.
func (b *dataset) dueDay(c *leadFacts) time.Time {
	day := b.midnight(c.NextContact)
	for range 31 {
		if b.worksOn(day) {
			return day
		}
		day = day.AddDate(0, 0, 1)
	}
	return b.midnight(c.NextContact)
}

// lateDays is by how many days a follow-up is overdue; 0 on its day and before.
func (b *dataset) lateDays(c *leadFacts) int {
	if !c.open || c.NextContact.IsZero() || !c.NextContact.Before(b.today) {
		return 0
	}
	due := b.dueDay(c)
	if !due.Before(b.today) {
		return 0
	}
	// Half a day more, because a day of the clock change has 23 hours.
	return int((b.today.Sub(due) + 12*time.Hour) / (24 * time.Hour))
}

func (b *dataset) overdue() Overdue {
	var o Overdue
	owners := map[string]int{}
	for i := range b.leads[:b.inBook] {
		c := &b.leads[i]
		if c.duplicate || !c.open || c.NextContact.IsZero() {
			continue
		}
		o.Planned++
		n := b.lateDays(c)
		if n == 0 {
			continue
		}
		o.Items = append(o.Items, Late{ID: c.ID, Name: c.title(b.say), Owner: c.Owner, Due: b.dueDay(c), Days: n})
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

// title is how a lead is called: by its name, or by what else is known.
func (c *leadFacts) title(say *words.Texts) string {
	return cmp.Or(c.Name, c.Company, c.Email, c.Phone, c.ID, say.Report.NoName)
}
