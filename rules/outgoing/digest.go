package outgoing

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// digestOf is when the day of a person begins on which it is now, and whether the digest of that day is to be sent now.
// begins is zero on a day on which the person does not work.
func (t *teller) digestOf(m *policy.Person) (begins time.Time, pending bool) {
	calendar := t.Policy.CalendarOf(m)
	begins, ends, works := calendar.Day(t.now)
	if !works || m.Away(t.now) {
		return time.Time{}, false
	}
	begins = m.QuietUntil(begins, t.Policy.Location())
	pending = !t.now.Before(begins) && t.now.Before(ends) && !begins.Before(t.began) &&
		t.claims.Of(lead.TellDigest, "", m.Name, dayOf(begins)) == nil
	return begins, pending
}

// dayOf is the day of a moment in its zone, as keys have it.
func dayOf(at time.Time) string { return at.Format(time.DateOnly) }

// longestAhead is how many days are looked at for the next one on which somebody works.
const longestAhead = 31

// digest tells a person at the start of the day who waits and whom to contact; nothing when there is nothing to tell.
func (t *teller) digest(b *box) {
	if b.person.Silent || len(Ways(b.person, t.Input.Ways)) == 0 {
		return
	}
	begins, pending := t.digestOf(b.person)
	claim := t.claims.Of(lead.TellDigest, "", b.person.Name, dayOf(begins))
	if pending && knownAt(begins, b.today) || claim != nil && claim.Outcome == "" {
		m := t.to(listener{person: b.person, ways: Ways(b.person, t.Input.Ways)}, lead.TellDigest)
		m.Key, m.Leads = dayOf(begins), inOrder(b.today)
		t.want(m)
	}
	calendar := t.Policy.CalendarOf(b.person)
	for n := range longestAhead {
		begins, _, works := calendar.Day(policy.DayAfter(t.now.In(calendar.Location()), n))
		if !works || b.person.Away(begins) {
			continue
		}
		if begins = b.person.QuietUntil(begins, calendar.Location()); begins.After(t.now) {
			t.at(begins)
			return
		}
	}
}

// knownAt reports whether a digest has anything that was there when the day began. What happens on the day is told when
// it happens, and is no reason for a digest.
func knownAt(begins time.Time, items []item) bool {
	return slices.ContainsFunc(items, func(it item) bool {
		if it.why != nil {
			return !it.from.After(begins)
		}
		return !it.track.lastChange().After(begins)
	})
}

// inOrder are the leads of a digest: who waits first, by when they are to be answered, then the planned contacts.
func inOrder(items []item) []string {
	slices.SortStableFunc(items, func(a, b item) int {
		switch {
		case a.waits && b.waits:
			return a.turn.Due.Compare(b.turn.Due)
		case a.waits:
			return -1
		case b.waits:
			return 1
		}
		return a.l.NextContact.Compare(b.l.NextContact)
	})
	ids := make([]string, len(items))
	for i := range items {
		ids[i] = items[i].l.ID
	}
	return ids
}
