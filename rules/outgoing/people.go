package outgoing

import (
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// listener is who is told of leads, at present: a person of the tab Team.
type listener struct {
	person *policy.Person
	ways   []lead.Way // by which the person is told
	// why says why the person is told of what is another's; "" for what is the person's own.
	why string
}

// listenerOf is who is told of the leads of an owner at a moment: the owner, or who stands in, or the system owner
// where the owner cannot be told anything. ok is false where nobody is to be told, or can be.
func (t *teller) listenerOf(owner string, at time.Time) (listener, bool) {
	say := t.Policy.Words.Texts()
	m, why := t.Policy.FindPerson(owner), ""
	switch renamed := t.Policy.Roster.Renamed(owner); {
	case m != nil:
	case renamed != "":
		m = t.Policy.FindPerson(renamed)
	case strings.TrimSpace(owner) == "":
		why = say.Notices.Nobodys
	default:
		why = say.Notices.Stranger.With(owner)
	}
	if m == nil {
		return t.systemOwner(why, at)
	}
	if m.Silent {
		return listener{}, false
	}
	if by, away := t.Policy.StandIn(m, at); away && by != nil {
		why = say.Owners.StandsIn.With(m.Name)
		m = by
	}
	return t.reached(m, why, at)
}

// systemOwner is the system owner, or who stands in.
func (t *teller) systemOwner(why string, at time.Time) (listener, bool) {
	m := t.Policy.FindPerson(t.Policy.SystemOwner)
	if m == nil {
		return listener{}, false
	}
	if by, away := t.Policy.StandIn(m, at); away && by != nil {
		m = by
	}
	return t.reached(m, why, at)
}

// reached is a person who is told something, or the system owner for one who cannot be.
func (t *teller) reached(m *policy.Person, why string, at time.Time) (listener, bool) {
	ways := Ways(m, t.Input.Ways)
	switch owner := t.Policy.FindPerson(t.Policy.SystemOwner); {
	case len(ways) > 0 && !m.Silent:
		return listener{person: m, ways: ways, why: why}, true
	case owner == nil || owner == m || owner.Silent:
		return listener{}, false
	default:
		if by, away := t.Policy.StandIn(owner, at); away && by != nil && by != m {
			owner = by
		}
		ways = Ways(owner, t.Input.Ways)
		why = t.Policy.Words.Texts().Notices.NoWay.With(m.Name)
		return listener{person: owner, ways: ways, why: why}, len(ways) > 0
	}
}

// Ways are the ways by which a person can be told something, of those that there are: those of the tab Team, or else by
// mail; none for who cannot be told anything.
func Ways(m *policy.Person, there map[lead.Way]bool) []lead.Way {
	can := func(way lead.Way) bool { return there[way] && (way != lead.WayMail || m.Email != "") }
	var ways []lead.Way
	for _, way := range m.Ways {
		if can(way) {
			ways = append(ways, way)
		}
	}
	if len(ways) == 0 && can(lead.WayMail) {
		ways = append(ways, lead.WayMail)
	}
	return ways
}

// Unreachable are the people of the tab Team who are to be told of leads and cannot be: there is no mail address, or no
// way that is set up.
func Unreachable(p *policy.Policy, there map[lead.Way]bool) []string {
	var names []string
	for i := range p.Team {
		m := &p.Team[i]
		wanted := p.Notices.On && !m.Silent && (m.TakesLeads || m.Name == p.SystemOwner)
		if wanted && len(there) > 0 && len(Ways(m, there)) == 0 {
			names = append(names, m.Name)
		}
	}
	return names
}

// notNow is a moment, or a later one where the moment has passed and the person may not be told anything now: who tells
// them was another, or leadsheet did not run.
func (t *teller) notNow(m *policy.Person, at time.Time, urgent bool) time.Time {
	if at.After(t.now) {
		return at
	}
	if free := t.free(m, t.now, urgent); free.After(t.now) {
		return free
	}
	return at
}

// mostMoves is how often a moment is moved out of quiet hours and into working hours.
const mostMoves = 8

// free is the first moment from another one on at which a person may be told something: in working hours, which an
// urgent message does not wait for, and not in quiet hours.
func (t *teller) free(m *policy.Person, from time.Time, urgent bool) time.Time {
	calendar := t.Policy.CalendarOf(m)
	for range mostMoves {
		at := from
		if !urgent {
			at = calendar.AddWork(at, 0)
		}
		if at = m.QuietUntil(at, t.Policy.Location()); at.Equal(from) {
			break
		}
		from = at
	}
	return from
}
