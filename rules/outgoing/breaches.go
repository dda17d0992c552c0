package outgoing

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// noon and evening are when the system owner hears what is late, in minutes since midnight; the latter for a business
// that never closes. Any other is told at the end of its day.
const (
	noon    = 12 * 60
	evening = 18 * 60
)

// breach is an answer that was late.
type breach struct {
	lead string
	due  time.Time
}

// slotsOf are the moments of a day at which the system owner hears what is late; none on a day without work.
func slotsOf(c policy.Calendar, day time.Time) []time.Time {
	begins, ends, works := c.Day(day)
	if !works {
		return nil
	}
	if c.Always() {
		ends = c.Clock(day, evening)
	}
	if at := c.Clock(day, noon); at.After(begins) && at.Before(ends) {
		return []time.Time{at, ends}
	}
	return []time.Time{ends}
}

const slotFormat = "2006-01-02 15:04"

// slotOf is the moment in the key of a message about what is late.
func slotOf(key string) string { return key[:min(len(key), len(slotFormat))] }

// breaches tells the system owner, at noon and at the end of the day, which customers were not answered in time since
// the last such message.
func (t *teller) breaches() {
	l, ok := t.systemOwner("", t.now)
	if !ok || len(t.late) == 0 {
		return
	}
	var last time.Time
	calendar, zone := t.Policy.Calendar, t.Policy.Location()
	for n := range longestAhead {
		for _, at := range slotsOf(calendar, policy.DayAfter(t.now.In(zone), n)) {
			if moved := l.person.QuietUntil(at, zone); moved.After(t.now) {
				t.at(moved)
				t.tellLate(l, last)
				return
			}
			last = at
		}
	}
}

// tellLate tells of what was late at a moment of the day that it is, unless that was done.
func (t *teller) tellLate(l listener, slot time.Time) {
	key := slot.Format(slotFormat)
	if slot.IsZero() || slot.Before(t.began) || t.slots[key] {
		return
	}
	var ids []string
	for _, b := range t.late {
		if t.leads[b.lead] != nil && !b.due.After(slot) && !slices.Contains(ids, b.lead) && len(ids) < mostNamed {
			ids = append(ids, b.lead)
		}
	}
	if len(ids) == 0 {
		return
	}
	m := t.to(l, lead.TellBreaches)
	m.Key, m.Leads = key+" "+keyOf(ids), ids
	t.want(m)
}
