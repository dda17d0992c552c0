package owners

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Cover says who does the work of somebody who is away. The owner of a lead stays the same.
type Cover struct {
	Of *policy.Person
	By *policy.Person // nil: nobody is there
	policy.Absence
}

// CoverOf returns who stands in for the owner of a lead at that time; false while the owner is there, or is nobody of
// the tab Team.
func CoverOf(p *policy.Policy, owner string, now time.Time) (Cover, bool) {
	m := p.FindPerson(owner)
	by, away := p.StandIn(m, now)
	if !away {
		return Cover{}, false
	}
	absence, _ := m.At(now)
	return Cover{Of: m, By: by, Absence: absence}, true
}

// absentFor is after how many working days of absence open leads change their owner.
const absentFor = 5

// longestSearch is how many days are looked at for that.
const longestSearch = 60

// TooLong returns the moment from which somebody has been away for more than absentFor working days. since is when that
// absence began if the tab Team does not say it.
func (c *Cover) TooLong(calendar policy.Calendar, since time.Time) time.Time {
	from := c.AwayFrom
	if from.IsZero() {
		from = since
	}
	worked := 0
	for n := range longestSearch {
		day := policy.DayAfter(from, n)
		if !calendar.WorksOn(day) {
			continue
		}
		if worked++; worked > absentFor {
			return policy.Midnight(day)
		}
	}
	return from.AddDate(0, 0, longestSearch)
}

// Holding is what is known of a lead whose owner may change.
type Holding struct {
	Owner string
	Held  []string // who has had it since the customer began to wait, the owner included
	// Due is until when the first answer was due, while nobody has given it; zero otherwise. OwnDue is until when it is
	// the owner's to answer, who may have got the lead late.
	Due, OwnDue time.Time
}

// state is how the owner of leads is at the time of a pass.
type state struct {
	there   bool // in the tab Team and not away
	person  *policy.Person
	renamed string
	left    bool
	cover   Cover
	tooLong bool // away for too long
}

func (s *Shares) stateOf(owner string) state {
	st, ok := s.states[owner]
	if ok {
		return st
	}
	st.person = s.policy.FindPerson(owner)
	if st.person == nil {
		st.renamed = s.policy.Roster.Renamed(owner)
		st.left = (s.policy.Roster.Left(owner) || s.Knows(owner)) && len(s.policy.Team) > 0
	} else if cover, away := CoverOf(s.policy, owner, s.now); !away {
		st.there = true
	} else {
		since := s.policy.Roster.AwaySince(st.person.Name)
		if since.IsZero() {
			since = s.now
		}
		st.cover, st.tooLong = cover, !s.now.Before(cover.TooLong(s.policy.Calendar, since.In(s.policy.Location())))
	}
	s.states[owner] = st
	return st
}

// Stays reports whether nothing can change about who has a lead and who stands in: its owner is there, or is a name
// that the tab Team never had, and no first answer is late. due is when that was due. It is a quick answer to a
// frequent question.
func (s *Shares) Stays(l *lead.Lead, due time.Time) bool {
	if strings.TrimSpace(l.Owner) == "" {
		return true
	}
	st := s.stateOf(l.Owner)
	if !st.there && (st.person != nil || st.left || st.renamed != "") {
		return false
	}
	return s.policy.HandOverAfter == 0 || st.person == nil || !l.FirstResponse.IsZero() || !due.Before(s.now)
}

// silentFrom is the moment from which the owner of a lead has been silent for so long that it goes to the next person;
// zero for never.
func (s *Shares) silentFrom(h *Holding) time.Time {
	if s.policy.HandOverAfter == 0 || h.Due.IsZero() || len(s.policy.Team) < 2 {
		return time.Time{}
	}
	due := lead.Latest(h.Due, h.OwnDue)
	return s.policy.Calendar.AddWork(due, s.policy.HandOverAfter).Truncate(time.Second)
}

// reason says why a lead changes its owner, and who does not get it. again is when there may be a reason, if that is
// known.
func (s *Shares) reason(h *Holding) (why string, not []string, again time.Time) {
	say, st := s.policy.Words.Texts(), s.stateOf(h.Owner)
	not = []string{h.Owner}
	switch {
	case st.renamed != "":
		return say.Owners.Renamed.With(st.renamed), not, again
	case st.left:
		return say.Owners.Left, not, again
	case st.person == nil:
		return "", nil, again
	case st.tooLong:
		return say.Owners.AwayLong.Count(absentFor), not, again
	}
	at := s.silentFrom(h)
	if at.IsZero() || !s.now.After(at) {
		return "", nil, at.Add(time.Second)
	}
	if not = append(not, h.Held...); st.cover.By != nil {
		not = append(not, st.cover.By.Name)
	}
	return say.Owners.Silent.With(say.Dates.Moment(h.Due.In(s.policy.Location()))), not, again
}

// Pass says to whom a lead goes because its owner has left the team, is away for long, or is silent; a Choice without a
// name while it stays. A silent lead goes to each person once, then to the system owner, and stays there. again is the
// moment after which an owner who says nothing loses the lead; zero where that is not known.
func (s *Shares) Pass(l *lead.Lead, h Holding) (c Choice, again time.Time) {
	why, not, again := s.reason(&h)
	if why == "" {
		return Choice{}, again
	}
	say := s.policy.Words.Texts()
	if c.Name = s.stateOf(h.Owner).renamed; c.Name == "" {
		c = s.next(l, not, say.Activity.Fewest)
	}
	if c.Name == "" || s.same(h.Owner)(c.Name) {
		return Choice{}, again
	}
	began := say.Owners.HandedOver + " " + h.Owner + ": " + why
	if c.Why != "" {
		began += "; " + c.Why
	}
	c.Why = began
	s.moved(h.Owner, c.Name)
	return c, again
}

// HandedOver reports whether an event says, in any language, that leadsheet took a lead from its owner, and why, as
// people read it; silent says that nobody had answered.
func HandedOver(in words.Language, e *lead.Event) (why string, silent, ok bool) {
	ok = e.By == lead.ByLeadsheet && in.Any(func(t *words.Texts) bool {
		_, reason, cut := strings.Cut(e.Why, ": ")
		silent = silent || cut && t.Owners.Silent.Begins(reason)
		return cut && strings.HasPrefix(e.Why, t.Owners.HandedOver+" ")
	})
	if !ok {
		return "", false, false
	}
	why, _, _ = strings.Cut(e.Why, "; ")
	first, size := utf8.DecodeRuneInString(why)
	return string(unicode.ToUpper(first)) + why[size:], silent, true
}

// Say is what Activity is to say about who stands in for an owner, or does so no more; ok is false where that is said.
// said is who was said last to stand in, needed whether there is anything to do.
func (s *Shares) Say(owner, said string, needed bool) (e lead.Event, ok bool) {
	say, st := &s.policy.Words.Texts().Owners, s.stateOf(owner)
	e = lead.Event{What: lead.Noted, Column: lead.ColOwner, From: owner, By: lead.ByLeadsheet}
	switch {
	case st.there && said != "":
		e.Why = say.Back.With(owner)
	case !st.there && st.cover.By != nil && needed && !s.same(said)(st.cover.By.Name):
		e.To, e.Why = st.cover.By.Name, say.CoverWhy.With(owner)+": "+st.cover.Text(s.policy)
	default:
		return e, false
	}
	return e, true
}

// Text says who stands in, and until when.
func (c *Cover) Text(p *policy.Policy) string {
	say := p.Words.Texts()
	day := say.Dates.DayOf(c.AwayUntil.In(p.Location()))
	switch open := c.AwayUntil.IsZero(); {
	case c.By == nil && open:
		return say.Owners.NoCoverOpen.With(c.Of.Name)
	case c.By == nil:
		return say.Owners.NoCover.With(c.Of.Name, day)
	case open:
		return say.Owners.CoversOpen.With(c.By.Name, c.Of.Name)
	default:
		return say.Owners.Covers.With(c.By.Name, day)
	}
}
