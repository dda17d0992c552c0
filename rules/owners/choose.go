package owners

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

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
	say := &s.policy.Words.Texts().Activity
	reason := say.Fewest
	if strings.TrimSpace(before) != "" {
		if m := s.policy.FindPerson(before); m != nil && !m.Away(s.now) {
			return Choice{Name: m.Name, Why: say.PreviousOwner}
		}
		reason = say.OwnerAway
	}
	c := s.next(l, nil, reason)
	s.moved("", c.Name)
	return c
}

// next chooses the next in turn who is none of those, at last the system owner, whoever that is; reason ends why it is
// that person.
func (s *Shares) next(l *lead.Lead, not []string, reason string) Choice {
	say := s.policy.Words.Texts()
	takes, why := s.candidates(l, not)
	if m := s.first(takes); m != nil {
		return Choice{Name: m.Name, Why: say.Activity.Assigned + ": " + why(m) + reason, ByRule: true}
	}
	is := func(name string) bool { return slices.ContainsFunc(not, s.same(name)) }
	for _, m := range s.inTurn() { // all who take leads are away, have enough, or had their turn
		if by, _ := s.policy.StandIn(m, s.now); by != nil && !is(by.Name) && by.Name != s.policy.SystemOwner {
			return Choice{Name: by.Name, Why: say.Owners.StandsIn.With(m.Name)}
		}
	}
	if name := s.policy.SystemOwner; name != "" {
		return Choice{Name: name, Why: say.Activity.SystemOwner, Nobody: true}
	}
	return Choice{}
}

// same returns whether names are those of one person.
func (s *Shares) same(name string) func(string) bool {
	key := s.keyOf(name)
	return func(other string) bool { return s.keyOf(other) == key }
}

// first is who has received fewest of those; nil for none.
func (s *Shares) first(of []*policy.Person) *policy.Person {
	var best *policy.Person
	for _, m := range of {
		if best == nil || s.before(m, best) {
			best = m
		}
	}
	return best
}

// inTurn are all who take leads, present or not, in the order of their turns.
func (s *Shares) inTurn() []*policy.Person {
	var out []*policy.Person
	for i := range s.policy.Team {
		if m := &s.policy.Team[i]; m.TakesLeads && m.Share > 0 {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b *policy.Person) int {
		switch {
		case s.before(a, b):
			return -1
		case s.before(b, a):
			return 1
		}
		return 0
	})
	return out
}

// candidates are who may receive a lead now: present, with room for one more, at work or the next to begin. Those whose
// Takes names such leads come before those who take any. why says what has chosen them, up to their turn.
func (s *Shares) candidates(l *lead.Lead, not []string) (of []*policy.Person, why func(*policy.Person) string) {
	var named, others []*policy.Person
	full := false
	taken := map[string]string{}
	place := whereabouts{of: s.policy, lead: l}
	for i := range s.policy.Team {
		m := &s.policy.Team[i]
		if !m.TakesLeads || m.Share <= 0 || m.Away(s.now) || slices.ContainsFunc(not, s.same(m.Name)) {
			continue
		}
		by, ok := place.takenBy(m)
		switch {
		case len(m.Takes) > 0 && !ok:
		case !s.hasRoom(m):
			full = true
		case ok:
			taken[m.Name] = by
			named = append(named, m)
		default:
			others = append(others, m)
		}
	}
	if of = named; len(named) == 0 {
		of = others
	}
	of, opens := s.atWork(of)
	say := &s.policy.Words.Texts().Owners
	return of, func(m *policy.Person) string {
		var parts []string
		if by := taken[m.Name]; by != "" {
			parts = append(parts, say.Takes.With(by))
		}
		if full {
			parts = append(parts, say.HasRoom)
		}
		if opens != "" {
			parts = append(parts, opens)
		}
		if len(parts) == 0 {
			return ""
		}
		return strings.Join(parts, ", ") + ", "
	}
}

// atWork are those who work now, or else those who begin next. why says it where that left somebody out.
func (s *Shares) atWork(of []*policy.Person) (now []*policy.Person, why string) {
	var begin time.Time
	for _, m := range of {
		at := s.policy.CalendarOf(m).AddWork(s.now, 0)
		switch {
		case begin.IsZero() || at.Before(begin):
			now, begin = []*policy.Person{m}, at
		case at.Equal(begin):
			now = append(now, m)
		}
	}
	switch say := &s.policy.Words.Texts().Owners; {
	case len(now) == len(of):
		return now, ""
	case begin.After(s.now):
		return now, say.BeginsNext.With(begin.In(s.policy.Location()).Format("15:04"))
	default:
		return now, say.AtWork
	}
}

// whereabouts is what of a lead decides who takes it. It is looked for when it is asked for.
type whereabouts struct {
	of    *policy.Policy
	lead  *lead.Lead
	codes []string
	asked bool
}

// takenBy reports whether the Takes of a person names a lead, and by what.
func (w *whereabouts) takenBy(m *policy.Person) (by string, ok bool) {
	for _, t := range m.Takes {
		switch l := w.lead; t.Kind {
		case policy.TakesSource:
			ok = words.Same(l.Source, t.Text)
		case policy.TakesQuality:
			ok = words.Same(l.Quality, t.Text)
		case policy.TakesWord:
			ok = hasWord(l.Need, t.Text) || hasWord(l.Details, t.Text) ||
				slices.ContainsFunc(l.Extra, func(a lead.Answer) bool { return hasWord(a.Value, t.Text) })
		case policy.TakesPostcode:
			ok = slices.ContainsFunc(w.postcodes(), func(code string) bool { return within(code, t.From, t.To) })
		case policy.TakesCountry:
			ok = w.country() == t.Text
		}
		if ok {
			kind := w.of.Words.Word(words.Choices, string(t.Kind))
			return kind + " " + strconv.Quote(t.Text), true
		}
	}
	return "", false
}
