package reports

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/owners"
	"leadsheet/rules/policy"
)

// standIn gives the work on a lead that is due to who stands in for its owner, while the owner is away.
func (b *dataset) standIn(t *task) {
	switch t.class {
	case responseLate, responseDue, followUpLate, followUpToday:
		if cover, away := owners.CoverOf(&b.policy, t.lead.Owner, b.now); away && cover.By != nil {
			t.doer, t.block = oneLine(cover.By.Name), ofPerson
		}
	}
}

// signs are when each person of the tab Team was seen to do something last: to write to a customer, or, as far as that
// can be told, to work on an own lead. People in the table have no names: who changes a lead is taken for its owner.
type signs struct {
	addresses map[string]string    // the names of people by their addresses
	last      map[string]time.Time // by names, as words.Fold has them
}

func newSigns(p *policy.Policy) signs {
	s := signs{map[string]string{}, map[string]time.Time{}}
	for i := range p.Team {
		if a := strings.ToLower(strings.TrimSpace(p.Team[i].Email)); a != "" {
			s.addresses[a] = words.Fold(p.Team[i].Name)
		}
	}
	return s
}

// see notes what an event shows. owner is whose the lead was.
func (s *signs) see(e *lead.Event, owner string) {
	who := ""
	switch {
	case e.By == lead.ByTeam && (e.What != lead.Changed || e.Column != lead.ColOwner) && e.What != lead.Deleted:
		who = words.Fold(owner)
	case strings.Contains(e.By, "@"):
		who = s.addresses[strings.ToLower(strings.TrimSpace(e.By))]
	}
	if who != "" && e.Time.After(s.last[who]) {
		s.last[who] = e.Time
	}
}

// ownership is whose a lead is, and from whom it was taken because nobody answered.
type ownership struct {
	owner string
	taken []string
}

// follow follows the owner of a lead.
func (b *dataset) follow(o *ownership, e *lead.Event) {
	switch {
	case e.What == lead.Created || e.What == lead.Adopted:
		o.owner = lead.FactOf(e.To, lead.LeadColumn(lead.ColOwner).Fact())
	case e.What == lead.Changed && e.Column == lead.ColOwner:
		why, silent, ok := owners.HandedOver(b.policy.Words, e)
		if o.owner = e.To; !ok {
			return
		}
		if silent {
			o.taken = append(o.taken, e.From)
		} else if b.now.Sub(e.Time) < handedFor {
			b.handed = append(b.handed, handed{why, e.To})
		}
	}
}

// handed is a lead that was handed over because its owner has left, or is away for long.
type handed struct{ why, to string }

// handedFor is how long Today says so.
const handedFor = 3 * 24 * time.Hour

// handedSection says how many leads of somebody were handed over together, and to whom.
func handedSection(w *worklist) {
	for all := w.b.handed; len(all) > 0; {
		why := all[0].why
		var names []string
		count := map[string]int{}
		rest := all[:0:0]
		for _, h := range all {
			if h.why != why {
				rest = append(rest, h)
				continue
			}
			if count[h.to]++; count[h.to] == 1 {
				names = append(names, h.to)
			}
		}
		all = rest
		slices.Sort(names)
		for i, name := range names {
			names[i] = clip(name, 30) + " " + strconv.Itoa(count[name])
		}
		w.hint(why + " – " + strings.Join(names, ", "))
	}
}

// noSignFor is after how much working time without a sign of somebody whose customers wait Today says so.
const noSignFor = 4 * time.Hour

// noSignSection names the people of whom there is no sign while customers wait for them.
func noSignSection(w *worklist) {
	b := w.b
	if len(b.policy.Team) < 2 {
		return
	}
	var parts []string
	for i := range b.policy.Team {
		m := &b.policy.Team[i]
		if n, since := b.waitFor(m); n > 0 && !m.Away(b.now) {
			parts = append(parts, b.say.Owners.NoSign.With(oneLine(m.Name), b.sinceWhen(since))+", "+
				b.say.Owners.Wait.With(n, thousands(b.say, n)))
		}
	}
	if len(parts) > 0 {
		w.hint(strings.Join(parts, " · "))
	}
}

// waitFor is how many customers wait for a person of whom there is no sign, and since when there is none; 0 while there
// is one, or nobody waits too long.
func (b *dataset) waitFor(m *policy.Person) (n int, since time.Time) {
	is := func(name string) bool { return name != "" && words.SameFolded(name, m.Name) }
	late, first := false, time.Time{}
	for i := range b.leads[:b.inBook] {
		c := &b.leads[i]
		if !c.waits || !is(c.Owner) && !slices.ContainsFunc(c.track.ownership.taken, is) {
			continue
		}
		n, late = n+1, late || b.now.After(c.turn.Due)
		if first.IsZero() || c.turn.Since.Before(first) {
			first = c.turn.Since
		}
	}
	since = lead.Latest(first, b.signs.last[words.Fold(m.Name)])
	if !late || b.work(since, b.now) < noSignFor {
		return 0, since
	}
	return n, since
}

// sinceWhen is a moment of the last days as people say it: Mon 16:00; an older one has its day.
func (b *dataset) sinceWhen(t time.Time) string {
	if b.now.Sub(t) > 6*24*time.Hour {
		return b.dayAndTime(t)
	}
	return b.weekday(t.In(b.zone)) + " " + t.In(b.zone).Format("15:04")
}

// faultLines is how many rows of rule tabs are named that are not understood.
const faultLines = 5

// faultSection says what is wrong in the rule tabs.
func faultSection(w *worklist) {
	b := w.b
	if b.policy.NoTeam {
		w.hint(b.policy.Words.Tab(lead.TabTeam) + ": " + b.policy.TeamMissing())
	}
	all := b.policy.Faults
	for _, f := range all[:min(len(all), faultLines)] {
		text := b.policy.Words.Tab(f.Tab)
		if f.Row != "" {
			text += ", " + clip(oneLine(f.Row), 30)
		}
		w.hint(clip(text+": "+oneLine(f.Text), 2*whatChars))
	}
	if more := len(all) - faultLines; more > 0 {
		w.hint(b.say.Worklist.MoreLines.With(thousands(b.say, more)))
	}
}
