package rules

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// assignedByRule reports whether the reason of an event says, in any language, that leadsheet chose the owner by its
// rule. Only these assignments count for the shares.
func (p *planner) assignedByRule(why string) bool {
	return p.policy.Words.Any(func(t *words.Texts) bool { return strings.HasPrefix(why, t.Activity.Assigned) })
}

// fairWindow is how far back automatic assignments count.
const fairWindow = 30 * 24 * time.Hour

// assignments are the automatic assignments to one team member.
type assignments struct {
	recent int
	last   time.Time
}

func (p *planner) countAssignment(name string, at time.Time) {
	k := strings.ToLower(name)
	a := p.assigned[k]
	if p.now.Sub(at) < fairWindow {
		a.recent++
	}
	if at.After(a.last) {
		a.last = at
	}
	p.assigned[k] = a
}

// choice is the owner that a lead is given; without a name it is given none.
type choice struct {
	name, why string
	byRule    bool
	nobody    bool // nobody was there, so the system owner has it
}

// ownerFor chooses the owner of a lead that has none: who had the contact's earlier one, if present, else the next in
// turn. Attention says when there is nobody at all.
func (p *planner) ownerFor(l *lead.Lead, before string) choice {
	if strings.TrimSpace(l.Owner) != "" {
		return choice{}
	}
	reason := p.texts.Activity.Fewest
	if strings.TrimSpace(before) != "" {
		if m := p.policy.FindPerson(before); m != nil && !m.Away(p.now) {
			return choice{name: m.Name, why: p.texts.Activity.PreviousOwner}
		}
		reason = p.texts.Activity.OwnerAway
	}
	if name := p.chooseOwner(l.Source); name != "" {
		return choice{name: name, why: p.texts.Activity.Assigned + ": " + reason, byRule: true}
	}
	if name := p.policy.SystemOwner; name != "" {
		return choice{name: name, why: p.texts.Activity.SystemOwner, nobody: true}
	}
	return choice{}
}

// fillOwner gives a lead without an owner one.
func (p *planner) fillOwner(i int) {
	rec, c := p.rows[i].rec, p.ownerFor(&p.rows[i].l, "")
	if c.name == "" {
		return
	}
	p.setText(i, lead.ColOwner, c.name, c.why)
	p.event(rec, lead.Event{What: lead.Changed, Column: lead.ColOwner, From: rec.at[inOwner],
		To: asRecorded(c.name), By: byUs, Why: c.why})
	if c.nobody {
		p.note(rec, p.texts.Attention.NobodyThere)
	}
}

// joined are several reasons in one.
func joined(reasons ...string) string {
	return strings.Join(slices.DeleteFunc(reasons, func(s string) bool { return s == "" }), "; ")
}

// chooseOwner returns who receives the next lead: the one with the fewest automatic assignments for their share, then
// the one who has waited longest, then by name. It returns "" when no team member is available.
func (p *planner) chooseOwner(source string) string {
	var best *policy.Person
	for i := range p.policy.Team {
		m := &p.policy.Team[i]
		takes := func(s string) bool { return words.Same(s, source) }
		if !p.available(m) || len(m.Takes) > 0 && !slices.ContainsFunc(m.Takes, takes) {
			continue
		}
		if best == nil || p.before(m, best) {
			best = m
		}
	}
	if best == nil {
		return ""
	}
	return best.Name
}

func (p *planner) before(a, b *policy.Person) bool {
	x, y := p.assigned[strings.ToLower(a.Name)], p.assigned[strings.ToLower(b.Name)]
	if l, r := float64(x.recent)*b.Share, float64(y.recent)*a.Share; l != r {
		return l < r
	}
	if !x.last.Equal(y.last) {
		return x.last.Before(y.last)
	}
	return a.Name < b.Name
}

// available reports whether a team member receives leads today.
func (p *planner) available(m *policy.Person) bool {
	return m.TakesLeads && m.Share > 0 && !m.Away(p.now)
}
