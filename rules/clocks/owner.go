package clocks

import (
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Turn is the wait of a customer, as far as the clocks are concerned.
type Turn struct {
	Source, Quality string // of the lead
	Since, Due      time.Time
	First           bool // for the first answer
}

// OwnersClock is the clock of the owner of a lead.
type OwnersClock struct {
	From time.Time // when the owner had the lead, and worked
	Due  time.Time // until when it is theirs to answer
}

// shownFrom is by how much the owner's time must end after the customer's to be worth a word.
const shownFrom = 5 * time.Minute

// Owner is the clock of who owns a lead and has had it since a moment: the time that the customer was given begins
// anew then, or when that person works next, and never ends before the customer's. In an emergency it begins at once.
// ok is false where the two clocks say the same but for minutes.
func Owner(p *policy.Policy, t *Turn, owner string, had time.Time) (c OwnersClock, ok bool) {
	if t.Since.IsZero() || t.Due.IsZero() || had.IsZero() {
		return OwnersClock{}, false
	}
	start, calendar := lead.Latest(had, t.Since), p.Calendar
	m := p.FindPerson(owner)
	if m != nil {
		calendar = p.CalendarOf(m)
	}
	if start.Sub(t.Since) < shownFrom && (m == nil || m.Hours == nil) {
		return OwnersClock{start, lead.Latest(start, t.Due)}, false // whatever the working hours are now
	}
	within, emergency := p.Emergency(t.Source, t.Quality)
	switch {
	case emergency && t.First:
		c = OwnersClock{start, start.Add(within)}
	case emergency:
		c = OwnersClock{start, start.Add(p.AnswerLater)}
	default:
		target := p.AnswerLater
		if t.First {
			target = p.Target(t.Source, t.Quality)
		}
		// What Settings say later, and the option of the next morning, give nobody more time than the customer was told.
		if told := p.Calendar.WorkBetween(t.Since, t.Due); told > 0 { // 0: the hours have changed since
			target = min(target, told)
		}
		c = OwnersClock{calendar.AddWork(start, 0), calendar.AddWork(start, target)}
	}
	c.Due = lead.Latest(lead.Latest(c.Due, c.From), t.Due) // a calendar with hardly any hours never comes to an end
	return c, c.Due.Sub(t.Due) >= shownFrom
}

// Held is somebody's time with a lead, up to the next one's.
type Held struct {
	Owner string // "" for nobody
	From  time.Time
}

// Ownership is who had a lead and since when, in the order of time: the fold of its events. The zero value is a lead
// that nobody had.
type Ownership []Held

// Add adds one more event of the lead. zone is that of Activity.
func (o *Ownership) Add(e *lead.Event, zone *time.Location) {
	switch {
	case e.What == lead.Changed && e.Column == lead.ColOwner:
		o.Hold(Held{e.To, e.Time})
	case e.What == lead.Created || e.What == lead.Adopted:
		owner, byRule, received := "", false, time.Time{}
		lead.EachFact(e.To, func(name, text string) {
			switch c := lead.FactColumn(name); {
			case name == lead.FactAssigned:
				byRule = true
			case c == nil:
			case c.Title == lead.ColOwner:
				owner = text
			case c.Title == lead.ColReceived:
				received, _ = lead.ParseMoment(text, zone)
			}
		})
		o.Hold(Began(e, owner, received, byRule))
	}
}

// Began is who has a lead from the event on with which it became one. owner and received are what its row held, byRule
// says that the owner was chosen by leadsheet. Who has typed the row with a name has that person's word for it: they
// took the call.
func Began(e *lead.Event, owner string, received time.Time, byRule bool) Held {
	from := e.Time
	if e.What == lead.Adopted && !byRule && !received.IsZero() && received.Before(from) {
		from = received
	}
	return Held{owner, from}
}

// Hold adds who has the lead from a moment on.
func (o *Ownership) Hold(h Held) {
	n := len(*o)
	if n > 0 && words.Same((*o)[n-1].Owner, h.Owner) || n == 0 && h.Owner == "" {
		return
	}
	if n > 0 {
		h.From = lead.Latest(h.From, (*o)[n-1].From)
	}
	*o = append(*o, h)
}

// Fold adds the events of some leads to what is known of who had them. Of the keys of held others are left out.
func Fold(held map[string]Ownership, zone *time.Location, histories ...[]lead.Event) {
	if len(held) == 0 {
		return
	}
	for _, events := range histories {
		for i := range events {
			if o, wanted := held[events[i].Lead]; wanted {
				o.Add(&events[i], zone)
				held[events[i].Lead] = o
			}
		}
	}
}

// At is who had the lead at a moment.
func (o Ownership) At(t time.Time) Held {
	for n := len(o) - 1; n >= 0; n-- {
		if !o[n].From.After(t) {
			return o[n]
		}
	}
	return Held{}
}
