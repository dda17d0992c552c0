// Package owners chooses who of the team receives a lead, by the shares in the tab Team and what everybody was given.
//
// Everything here is computed from its arguments.
package owners

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// AssignedByRule reports whether the reason of an event says, in any language, that leadsheet chose the owner by its
// rule. Only these assignments count for the shares.
func (s *Shares) AssignedByRule(why string) bool {
	return s.policy.Words.Any(func(t *words.Texts) bool { return strings.HasPrefix(why, t.Activity.Assigned) })
}

// fairWindow is how far back automatic assignments count.
const fairWindow = 30 * 24 * time.Hour

// Shares chooses who receives a lead, so that everybody gets their share.
type Shares struct {
	policy   *policy.Policy
	now      time.Time
	assigned map[string]assignments // by names in small letters
}

// New returns what is to count all automatic assignments before it is asked.
func New(of *policy.Policy, now time.Time) *Shares {
	return &Shares{of, now, map[string]assignments{}}
}

// assignments are the automatic assignments to one team member.
type assignments struct {
	recent int
	last   time.Time
}

// Count counts an automatic assignment.
func (s *Shares) Count(name string, at time.Time) {
	k := strings.ToLower(name)
	a := s.assigned[k]
	if s.now.Sub(at) < fairWindow {
		a.recent++
	}
	if at.After(a.last) {
		a.last = at
	}
	s.assigned[k] = a
}

// Choice is the owner that a lead is given; without a name it is given none.
type Choice struct {
	Name, Why string
	ByRule    bool
	Nobody    bool // nobody was there, so the system owner has it
}

// Choose chooses the owner of a lead that has none: who had the contact's earlier one, if present, else the next in
// turn. Attention says when there is nobody at all.
func (s *Shares) Choose(l *lead.Lead, before string) Choice {
	if strings.TrimSpace(l.Owner) != "" {
		return Choice{}
	}
	reason := s.policy.Words.Texts().Activity.Fewest
	if strings.TrimSpace(before) != "" {
		if m := s.policy.FindPerson(before); m != nil && !m.Away(s.now) {
			return Choice{Name: m.Name, Why: s.policy.Words.Texts().Activity.PreviousOwner}
		}
		reason = s.policy.Words.Texts().Activity.OwnerAway
	}
	if name := s.Next(l.Source); name != "" {
		return Choice{Name: name, Why: s.policy.Words.Texts().Activity.Assigned + ": " + reason, ByRule: true}
	}
	if name := s.policy.SystemOwner; name != "" {
		return Choice{Name: name, Why: s.policy.Words.Texts().Activity.SystemOwner, Nobody: true}
	}
	return Choice{}
}

// Next returns who receives the next lead: the one with the fewest automatic assignments for their share, then
// the one who has waited longest, then by name. It returns "" when no team member is available.
func (s *Shares) Next(source string) string {
	var best *policy.Person
	for i := range s.policy.Team {
		m := &s.policy.Team[i]
		takes := func(t string) bool { return words.Same(t, source) }
		if !s.available(m) || len(m.Takes) > 0 && !slices.ContainsFunc(m.Takes, takes) {
			continue
		}
		if best == nil || s.before(m, best) {
			best = m
		}
	}
	if best == nil {
		return ""
	}
	return best.Name
}

func (s *Shares) before(a, b *policy.Person) bool {
	x, y := s.assigned[strings.ToLower(a.Name)], s.assigned[strings.ToLower(b.Name)]
	if l, r := float64(x.recent)*b.Share, float64(y.recent)*a.Share; l != r {
		return l < r
	}
	if !x.last.Equal(y.last) {
		return x.last.Before(y.last)
	}
	return a.Name < b.Name
}

// available reports whether a team member receives leads today.
func (s *Shares) available(m *policy.Person) bool {
	return m.TakesLeads && m.Share > 0 && !m.Away(s.now)
}
