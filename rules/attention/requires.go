package attention

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
	"leadsheet/rules/statuses"
)

// Breaks says which rule forbids a lead the status that it has, when it comes from another one; "" for none.
func (p *Phrases) Breaks(l *lead.Lead, base string) string {
	switch missing := p.Missing(l); {
	case !p.policy.Allows(base, l.Status):
		return p.notAfter(l.Status, base)
	case len(missing) == 1 && words.SameFolded(missing[0], lead.ColNextContact) && p.isPast(l):
		return p.needsDay(l)
	case len(missing) == 1 && words.SameFolded(missing[0], lead.ColRefusalReason) && p.otherReason(l) != "":
		return p.otherReason(l)
	case len(missing) > 0:
		return p.texts.Attention.Needs.With(l.Status, p.titles(missing))
	}
	return ""
}

// Move is a move of a status that leadsheet makes, and why.
type Move struct{ Status, Why string }

// Follow returns the moves of a status that leadsheet has set: they follow the contact with the customer, as far as the
// rules allow them.
func (p *Phrases) Follow(l *lead.Lead, rec *history.Record) []Move {
	if !p.policy.StatusFollows || !rec.Ours {
		return nil
	}
	return p.moves(l, rec)
}

// proposes asks for the move of a status that a person has set, while the customer's reply waits for an answer.
func (p *Phrases) proposes(l *lead.Lead, rec *history.Record) string {
	if !p.policy.StatusFollows || rec.Ours {
		return ""
	}
	moves := p.moves(l, rec)
	if n := len(moves); n > 0 && moves[n-1].Why == p.texts.Status.Replied {
		return p.texts.Status.Proposed.With(p.title(lead.ColStatus), moves[n-1].Status)
	}
	return ""
}

// moves are the moves to where the contact with the customer is.
func (p *Phrases) moves(l *lead.Lead, rec *history.Record) []Move {
	meets := func(status string) bool {
		there := *l
		there.Status = status
		return len(p.Missing(&there)) == 0
	}
	var moves []Move
	for _, s := range statuses.Follow(p.policy, l.Status, rec.Contact(l), meets) {
		m := Move{s.Status, p.texts.Status.Answered}
		if s.Reply {
			m.Why = p.texts.Status.Replied
		}
		moves = append(moves, m)
	}
	return moves
}

// Missing names the columns that the lead's status requires and that do not say what they should: blank ones and those
// with a placeholder, a day that cannot be read, a reason that is none of the tab, and the past day of what is
// postponed.
func (p *Phrases) Missing(l *lead.Lead) []string {
	var m []string
	if s := p.policy.FindStatus(l.Status); s != nil {
		for _, c := range s.Requires {
			if !l.IsUnknown(c) && p.lacking(l, s, c) {
				m = append(m, c)
			}
		}
	}
	return m
}

// namesOf are the columns with names of people and companies.
var namesOf = []string{lead.ColName, lead.ColCompany, lead.ColOwner}

// columnOf is the column of leadsheet that a title means, whatever its capitals; nil for another one.
func columnOf(title string) *lead.ColumnOf[lead.Lead] {
	if c := lead.LeadColumn(title); c != nil { // nearly always, and that costs less than to fold all titles
		return c
	}
	k := words.Fold(title)
	table := lead.LeadTable()
	for i := range table {
		if words.Fold(table[i].Title) == k {
			return &table[i]
		}
	}
	return nil
}

// lacking reports whether a column that is required is there and does not meet that.
func (p *Phrases) lacking(l *lead.Lead, s *policy.Status, title string) bool {
	c := columnOf(title)
	if c == nil {
		// A column that is missing is not the lead's fault.
		return words.Among(p.columns, title) && !slices.ContainsFunc(l.Extra, func(a lead.Answer) bool {
			return words.SameFolded(a.Question, title) && !statuses.SaysNothing(a.Value, statuses.Theirs)
		})
	}
	bad, isBad := lead.BadText(l, c.Title)
	switch {
	case c.Number != nil && isBad:
		return !statuses.SaysValue(bad)
	case c.Number != nil:
		number, has := c.Number(l)
		return !*has || *number == 0 && !isVague(l, c.Title)
	case c.Time != nil:
		ofFuture := c.Title == lead.ColNextContact && s.Kind == policy.KindPostponed
		return isBad || c.Time(l).IsZero() || ofFuture && p.isPast(l)
	case c.Text == nil:
		return c.Value(l, p.policy.Location()).IsEmpty()
	case c.Title == lead.ColRefusalReason && p.otherReason(l) != "":
		return true
	case slices.Contains(namesOf, c.Title):
		return statuses.SaysNothing(*c.Text(l), statuses.Names)
	}
	return statuses.SaysNothing(*c.Text(l), statuses.Ours)
}

// requirements says what a lead's status requires and the row lacks. What is named elsewhere is left out: what cannot
// be read, a reason that is not in the tab, and a day that has passed, on which the follow-up is due.
func (p *Phrases) requirements(l *lead.Lead) string {
	m := slices.DeleteFunc(p.Missing(l), func(c string) bool {
		bad, isBad := lead.BadText(l, c)
		return isBad && !statuses.SaysNothing(bad, statuses.Ours) ||
			words.SameFolded(c, lead.ColRefusalReason) && p.otherReason(l) != "" ||
			words.SameFolded(c, lead.ColNextContact) && p.isPast(l)
	})
	if len(m) == 0 {
		return ""
	}
	return p.texts.Attention.Missing.With(p.titles(m))
}

func isVague(l *lead.Lead, title string) bool {
	return slices.ContainsFunc(l.Vague, func(b lead.BadCell) bool { return b.Column == title })
}

// isPast reports whether the day of the next contact lies before today.
func (p *Phrases) isPast(l *lead.Lead) bool {
	at := l.NextContact.In(p.policy.Location())
	return !l.NextContact.IsZero() && policy.DayAfter(at, 0).Before(policy.DayAfter(p.now.In(p.policy.Location()), 0))
}

func (p *Phrases) needsDay(l *lead.Lead) string {
	return p.texts.Status.NeedsDay.With(l.Status, p.title(lead.ColNextContact))
}

// otherReason says that the refusal reason of a lead is none of the tab; "" for one that is, and for a blank.
func (p *Phrases) otherReason(l *lead.Lead) string {
	reason := l.RefusalReason
	is := func(r string) bool { return words.Same(r, reason) }
	if reason == "" || slices.ContainsFunc(p.policy.Reasons, is) || statuses.SaysNothing(reason, statuses.Ours) ||
		p.policy.Words.Means(words.Reasons, reason, "Duplicate") { // leadsheet writes that itself
		return ""
	}
	return p.notIn(lead.ColRefusalReason, reason, lead.TabReasons)
}

// source says that a lead does not say where it came from, or says it otherwise than the tab Sources.
func (p *Phrases) source(l *lead.Lead, open bool) string {
	blank := strings.TrimSpace(l.Source) == ""
	switch {
	case blank && open && !l.IsUnknown(lead.ColSource) &&
		(len(p.columns) == 0 || words.Among(p.columns, lead.ColSource)):
		return p.texts.Status.SourceMissing
	case blank, p.policy.FindSource(l.Source) != nil,
		p.policy.Words.Means(words.Sources, l.Source, policy.UnknownSource):
		return ""
	}
	return p.notIn(lead.ColSource, l.Source, lead.TabSources)
}

// NoReply says that a person has moved a lead to a status which says that the customer has replied, and that nothing
// shows that; before is the kind from which it came. "" where all is well.
func (p *Phrases) NoReply(l *lead.Lead, before policy.StatusKind) string {
	kind, _ := p.kinds.Of(l.Status)
	if !p.policy.StatusFollows || !statuses.LacksReply(before, kind) || strings.TrimSpace(l.Comment) != "" {
		return ""
	}
	return p.texts.Status.NoReply.With(l.Status, p.title(lead.ColComment))
}
