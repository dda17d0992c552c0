package figures

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
)

// Person is what one person did in a period, by ownership intervals: an arrival is its first owner's, a response the
// responder's, a miss that of the owner when it fell due, an end that of the owner at the end
// (docs/definitions.md, section 16).
type Person struct {
	Name      string // as the tab Team has it; "" for leads without an owner
	InTeam    bool   // the tab Team has it
	Received  int    // leads of the period whose first owner it was
	TakenOver int    // leads that came to it later
	PassedOn  int    // leads that went on to somebody else
	// Response are the first responses to leads of the period: times by who responded, misses by who owned the lead when
	// it fell due.
	Response Response
	OnTime   Share // steps that were due in the period: done by the end of their day
	Overdue  int   // follow-ups that are overdue now
	Open     int   // open leads now
	Won      int
	WinRate  Share
	WonValue Money
	// Held is the time for which it had open leads in the period, in days per lead; HeldLeads are these leads.
	Held      float64
	HeldLeads int
}

// crew collects what people did.
type crew struct {
	dataset
	period facts.Period
	begin  time.Time      // midnight of the first day of the period
	found  map[string]int // by a name as it was written, the place in list
	list   []*member
}

// member is a person while it is counted.
type member struct {
	Person
	place int   // in the tab Team; behind it for others, and behind these for nobody
	first tally // waits for first responses
	held  time.Duration
}

// people are everybody who had or answered a lead in the period, and everybody of the tab Team who takes leads: in the
// order of Team, the others behind by name, and at the end nobody.
func (b dataset) people() []Person {
	w := crew{dataset: b, period: b.Recent(), begin: b.Midnight(b.Recent().From), found: map[string]int{}}
	for i := range b.Policy.Team {
		if m := &b.Policy.Team[i]; m.TakesLeads {
			w.of(m.Name)
		}
	}
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		w.owners(c)
		w.response(c)
		w.work(c)
	}
	slices.SortFunc(w.list, func(x, y *member) int {
		return cmp.Or(cmp.Compare(x.place, y.place), cmp.Compare(x.Name, y.Name))
	})
	out := make([]Person, 0, len(w.list))
	for _, m := range w.list {
		m.Response = m.first.response()
		if m.HeldLeads > 0 {
			m.Held = m.held.Hours() / 24 / float64(m.HeldLeads)
		}
		out = append(out, m.Person)
	}
	return out
}

// of is the person whom a name means: the one of the tab Team with that name in any letters, or who was called so
// before.
func (w *crew) of(name string) *member {
	if at, ok := w.found[name]; ok {
		return w.list[at]
	}
	m := &member{place: len(w.Policy.Team), Person: Person{Name: words.OneLine(name)}}
	if m.Name == "" {
		m.place++
	}
	p := w.Policy.FindPerson(strings.TrimSpace(name))
	if p == nil {
		p = w.Policy.FindPerson(w.Policy.Roster.Renamed(name))
	}
	if p != nil {
		m.Name, m.InTeam = p.Name, true
		m.place = slices.IndexFunc(w.Policy.Team, func(x policy.Person) bool { return x.Name == p.Name })
	}
	at := slices.IndexFunc(w.list, func(x *member) bool { return words.SameFolded(x.Name, m.Name) })
	if at < 0 {
		at = len(w.list)
		w.list = append(w.list, m)
	}
	w.found[name] = at
	return w.list[at]
}

// same reports whether two names are those of one person.
func (w *crew) same(a, b string) bool { return a == b || w.of(a) == w.of(b) }

// owners counts whose a lead was.
func (w *crew) owners(c *facts.Lead) {
	last := ""
	var held [3]*member // whose time with the lead is counted; more people than that have few leads
	for h, until := range c.Owners {
		if h.Owner != "" {
			switch {
			case last == "":
				if w.period.Has(c.Received) {
					w.of(h.Owner).Received++
				}
			case !w.period.Has(h.From) || w.same(last, h.Owner):
			default:
				w.of(last).PassedOn++
				w.of(h.Owner).TakenOver++
			}
			last = h.Owner
		}
		from := h.From
		if from.IsZero() {
			from = c.Received
		}
		if d := w.heldFor(c, from, until); d > 0 {
			m := w.of(h.Owner)
			m.held += d
			if at := slices.Index(held[:], m); at < 0 {
				m.HeldLeads++
				if at = slices.Index(held[:], nil); at >= 0 {
					held[at] = m
				}
			}
		}
	}
}

// heldFor is for how long a lead was open within the days of the period between two moments; a zero until is the
// beginning of today. What grew all day long would have the pages written all day long.
func (w *crew) heldFor(c *facts.Lead, from, until time.Time) time.Duration {
	if from.IsZero() {
		return 0
	}
	if until.IsZero() {
		until = w.Today
	}
	if from, until = w.period.Clip(from, until); from.Equal(w.period.From) {
		from = w.begin
	}
	return c.OpenFor(from, until)
}

// response counts the first response to a lead of the period.
func (w *crew) response(c *facts.Lead) {
	if !w.period.Has(c.Cycle()) {
		return
	}
	first := w.First(c)
	who := c.Owner
	switch first.State {
	case facts.Met, facts.Missed:
		who = w.responder(c, &first)
	case facts.Waiting:
		who = c.WorkerAt(w.Now)
	case facts.WaitingLate:
		who = c.LateOf(&first)
	}
	m := w.of(who)
	m.first.add(w.dataset, &first)
	if first.State == facts.Missed { // who answered may be another person than who should have
		m.first.Missed--
		w.of(c.LateOf(&first)).first.Missed++
	}
}

// responder is who gave the first response: the person who has sent the mail, or the owner then where that is not
// known.
func (w *crew) responder(c *facts.Lead, first *facts.Wait) string {
	if strings.Contains(first.By, "@") {
		if p := w.Policy.PersonOf(strings.TrimSpace(first.By)); p != nil {
			return p.Name
		}
	}
	at := first.Answered
	for h := range c.Owners { // it may be answered before anybody had it here
		at = lead.Latest(at, h.From)
		break
	}
	return c.WorkerAt(at)
}

// work counts the follow-ups of a lead, its ends, and what it is now.
func (w *crew) work(c *facts.Lead) {
	w.Steps(c, func(s facts.Step) bool {
		if w.period.Has(s.Due) {
			w.of(s.Owner).OnTime.step(&s)
		}
		return true
	})
	for i := range c.Track.Ends {
		e := &c.Track.Ends[i]
		if !w.period.Has(e.At) {
			continue
		}
		m := w.of(c.OwnerAt(e.At))
		m.WinRate.add(e.Kind == policy.KindWon)
		if e.Kind == policy.KindWon {
			m.Won++
			m.WonValue.add(e.Held)
		}
	}
	if c.Open && c.Memory == nil {
		m := w.of(c.Owner)
		m.Open++
		if w.LateDays(c) > 0 {
			m.Overdue++
		}
	}
}
