package outgoing

import (
	"maps"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// IntakeWaits is the message to the system owner, by every way that there is, that nothing was taken in since a moment.
// ok is false where it is not to be sent now; due is when it is, zero for never. It is the same message for the same
// moment. Quiet hours are kept.
func IntakeWaits(p *policy.Policy, ways map[lead.Way]bool, since, now time.Time) (m Intent, due time.Time, ok bool) {
	t := &teller{planner: &planner{Input: &Input{Policy: p, Ways: ways}, now: now}}
	l, told := t.systemOwner("", now)
	if owner := p.FindPerson(p.SystemOwner); !told && owner != nil && !owner.Silent {
		l = listener{person: owner} // who has no way that is set up hears this by those that are
	}
	if p.Notices.IntakeWaits == 0 || l.person == nil {
		return Intent{}, time.Time{}, false
	}
	if due = l.person.QuietUntil(since.Add(p.Notices.IntakeWaits), p.Location()); now.Before(due) {
		return Intent{}, due, false
	}
	if due = l.person.QuietUntil(now, p.Location()); now.Before(due) {
		return Intent{}, due, false
	}
	l.ways = nil
	for _, way := range slices.Sorted(maps.Keys(ways)) {
		if ways[way] && (way != lead.WayMail || l.person.Email != "") {
			l.ways = append(l.ways, way)
		}
	}
	if len(l.ways) == 0 {
		return Intent{}, time.Time{}, false
	}
	m = t.to(l, lead.TellWaiting)
	m.Key = since.UTC().Format(time.RFC3339)
	return m, time.Time{}, true
}
