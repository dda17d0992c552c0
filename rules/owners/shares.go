// Package owners says who of the team has a lead: who receives it, by the shares in the tab Team and what everybody was
// given, who stands in for whom, and who takes over what nobody answers.
//
// Everything here is computed from its arguments.
package owners

import (
	"iter"
	"math"
	"strings"
	"time"

	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// AssignedByRule reports whether the reason of an event says, in any language, that leadsheet chose the owner by its
// rule. Only these assignments count for the shares.
func (s *Shares) AssignedByRule(why string) bool {
	return s.policy.Words.Any(func(t *words.Texts) bool {
		of := &t.Activity
		return strings.HasPrefix(why, of.Assigned) ||
			strings.HasPrefix(why, t.Owners.HandedOver) && strings.Contains(why, "; "+of.Assigned)
	})
}

// rounding is how far turns may differ that are the same: shares such as 3 have no exact part of one.
const rounding = 1e-6

// fairWindow is how far back automatic assignments count.
const fairWindow = 30 * 24 * time.Hour

// Shares chooses who receives a lead, so that everybody gets their share.
//
// It counts what everybody was given in fairWindow, divided by their share: their turn. Who was passed over while it
// would have been their turn was not there, or not meant: the person has not joined yet, is away, has gone home, has
// enough open leads, or does not take such leads. What they missed is not made up for: they go on where the others are.
// So somebody who joins or comes back is credited with what the others were given meanwhile. This is start-time fair
// queueing (Goyal, Vin, Cheng: 1996) with assignments as packets.
type Shares struct {
	policy   *policy.Policy
	now      time.Time
	assigned map[string]assignments // by the names of keyOf
	turn     float64                // at which the last assignment began
	counted  int
	keys     map[string]string // of names as they were typed
	owners   iter.Seq[string]  // those of the open leads
	open     map[string]int    // how many of those everybody has; nil until it is asked for
	states   map[string]state  // of owners as they were typed
}

// New returns what is to count all automatic assignments before it is asked.
func New(of *policy.Policy, now time.Time) *Shares {
	return &Shares{policy: of, now: now, assigned: map[string]assignments{}, keys: map[string]string{},
		states: map[string]state{}}
}

// CountOpen says whose the open leads are, an owner for each. They are counted when that is asked for the first time;
// without it nobody has any.
func (s *Shares) CountOpen(owners iter.Seq[string]) { s.owners = owners }

// hasRoom reports whether a person may have one more open lead.
func (s *Shares) hasRoom(m *policy.Person) bool {
	if m.MostOpen == 0 {
		return true
	}
	if s.open == nil {
		s.open = map[string]int{}
		if s.owners != nil {
			for name := range s.owners {
				s.open[s.keyOf(name)]++
			}
		}
	}
	return s.open[s.keyOf(m.Name)] < m.MostOpen
}

// moved counts a lead that somebody gets, and another one has no more.
func (s *Shares) moved(from, to string) {
	if s.open != nil {
		s.open[s.keyOf(from)]--
		s.open[s.keyOf(to)]++
	}
}

// assignments are the automatic assignments to one team member.
type assignments struct {
	turn float64 // at which the next one begins at the earliest
	last int     // the number of the last one among all
}

// keyOf is the name of a person however it was typed.
func (s *Shares) keyOf(name string) string {
	key, ok := s.keys[name]
	if !ok {
		key = words.Fold(name)
		if m := s.policy.FindPerson(name); m != nil {
			key = words.Fold(m.Name)
		}
		s.keys[name] = key
	}
	return key
}

// Count counts an automatic assignment, in the order in which they were made.
func (s *Shares) Count(name string, at time.Time) {
	share := 1.0
	if m := s.policy.FindPerson(name); m != nil && m.Share > 0 {
		share = m.Share
	}
	k := s.keyOf(name)
	a := s.assigned[k]
	if s.now.Sub(at) < fairWindow {
		s.turn = max(s.turn, a.turn)
		a.turn = s.turn + 1/share
	}
	s.counted++
	a.last = s.counted
	s.assigned[k] = a
}

// Knows reports whether somebody was given a lead by the rule: then the tab Team had that name.
func (s *Shares) Knows(name string) bool {
	_, ok := s.assigned[s.keyOf(name)]
	return ok
}

// before reports whether it is a's turn before b's.
func (s *Shares) before(a, b *policy.Person) bool {
	x, y := s.assigned[s.keyOf(a.Name)], s.assigned[s.keyOf(b.Name)]
	if ahead := max(x.turn, s.turn) - max(y.turn, s.turn); math.Abs(ahead) > rounding {
		return ahead < 0
	}
	if x.last != y.last {
		return x.last < y.last
	}
	return a.Name < b.Name
}
