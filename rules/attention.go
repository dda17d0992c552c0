package rules

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
)

// revertShown is how long Attention shows that a status was put back.
const revertShown = 24 * time.Hour

// remarkMark divides the remarks of Attention.
const remarkMark = " · "

// attention is the text of the column Attention: what is wrong or due with a lead, worst first.
func (p *planner) attention(i int) string {
	l, rec := &p.rows[i].l, p.rows[i].rec
	kind, known := p.kinds.Of(l.Status)
	open := !known || kind.Open()
	if kind == policy.KindNoLead {
		return strings.Join(p.doRemarks(i), remarkMark)
	}
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	turn, waiting := p.turnOf(i)
	switch {
	case waiting && turn.First:
		add(p.responseDue(turn.Due))
	case waiting:
		add(p.waitsFor(i, &turn))
		add(p.plans(l))
	}
	if open && (kind == policy.KindNew || !known) {
		for _, n := range rec.Notes {
			add(n)
		}
	}
	for _, a := range rec.Asks {
		add(a.Text)
	}
	parts = append(parts, p.pairRemarks(i)...)
	parts = append(parts, p.standingRemarks(l, rec)...)
	parts = append(parts, p.broken(l, rec, known)...)
	if open {
		add(p.followUp(l, kind))
		if !waiting {
			add(p.stale(l, kind))
		}
		if strings.TrimSpace(l.Email) == "" && strings.TrimSpace(l.Phone) == "" {
			add(p.texts.Attention.Unreachable)
		}
	}
	parts = append(parts, p.doRemarks(i)...)
	parts = append(parts, p.loose(l)...)
	for _, b := range l.Bad {
		add(p.texts.Attention.CannotRead.With(p.title(b.Column), strconv.Quote(words.Shorten(b.Text, 40))))
	}
	if !l.FirstResponse.IsZero() && l.FirstResponse.Before(l.Received) && open {
		add(p.texts.Attention.ResponseTooEarly)
	}
	return strings.Join(parts, remarkMark)
}

// broken returns texts about the rules that a row breaks.
func (p *planner) broken(l *lead.Lead, rec *history.Record, known bool) []string {
	var parts []string
	switch {
	case l.Status == "" && l.IsUnknown(lead.ColStatus):
	case l.Status == "":
		parts = append(parts, p.texts.Attention.StatusMissing)
	case !known:
		parts = append(parts, p.notIn(lead.ColStatus, l.Status, lead.TabStatuses))
	default:
		if rec.Base != "" && p.history.Restricts() && !p.policy.Allows(rec.Base, l.Status) {
			parts = append(parts, p.notAfter(l.Status, rec.Base))
		}
		if rec.Reverted != "" && p.now.Sub(rec.RevertedAt) < revertShown {
			parts = append(parts, p.texts.Attention.PutBack.With(rec.Reverted))
		}
		if m := p.missing(l); len(m) > 0 {
			parts = append(parts, p.texts.Attention.Missing.With(p.titles(m)))
		}
	}
	if !known || p.kinds.Open(l) {
		if strings.TrimSpace(l.Owner) == "" {
			if !l.IsUnknown(lead.ColOwner) {
				parts = append(parts, p.texts.Attention.OwnerMissing)
			}
		} else if p.policy.FindPerson(l.Owner) == nil {
			parts = append(parts, p.notIn(lead.ColOwner, l.Owner, lead.TabTeam))
		}
	}
	if l.Source != "" && p.policy.FindSource(l.Source) == nil &&
		!p.policy.Words.Means(words.Sources, l.Source, unknownSource) {
		parts = append(parts, p.notIn(lead.ColSource, l.Source, lead.TabSources))
	}
	if l.Quality != "" && p.policy.FindQuality(l.Quality) == nil {
		parts = append(parts, p.notIn(lead.ColQuality, l.Quality, lead.TabQuality))
	}
	return parts
}

func (p *planner) notIn(column, value, tab string) string {
	return p.texts.Attention.NotInTab.With(p.title(column), strconv.Quote(words.Shorten(value, 40)),
		p.policy.Words.Tab(tab))
}

func (p *planner) notAfter(status, base string) string {
	return p.texts.Attention.NotAfter.With(strconv.Quote(status), strconv.Quote(base))
}

// missing names the columns that the lead's status requires and that are blank.
func (p *planner) missing(l *lead.Lead) []string {
	s := p.policy.FindStatus(l.Status)
	if s == nil {
		return nil
	}
	var m []string
	for _, c := range s.Requires {
		if p.blank(l, c) && !l.IsUnknown(c) {
			m = append(m, c)
		}
	}
	return m
}

// blank reports whether a column that is required is there and has nothing in the row. Content that cannot be read is
// named elsewhere.
func (p *planner) blank(l *lead.Lead, title string) bool {
	k := words.Fold(title)
	for _, b := range l.Bad {
		if words.Fold(b.Column) == k {
			return false
		}
	}
	table := lead.LeadTable()
	for i := range table {
		c := &table[i]
		switch {
		case words.Fold(c.Title) != k:
			continue
		case c.Text != nil:
			return strings.TrimSpace(*c.Text(l)) == ""
		case c.Time != nil:
			return c.Time(l).IsZero()
		}
		return c.Value(l, p.policy.Location()).IsEmpty()
	}
	if !p.hasColumn(title) {
		return false // the column is missing, for which the lead is not to blame
	}
	return !slices.ContainsFunc(l.Extra, func(a lead.Answer) bool {
		return words.Fold(a.Question) == k && strings.TrimSpace(a.Value) != ""
	})
}

// responseDue says that a first response is due soon or late. Lateness is shown in coarse steps, so that passes in
// which nothing happened seldom write.
func (p *planner) responseDue(due time.Time) string {
	clock, late := p.clockOf(due, false), p.now.Sub(due)
	if late <= 0 {
		if -late > 14*24*time.Hour || p.policy.Calendar.WorkBetween(p.now, due) > p.policy.WarnAfter {
			return ""
		}
		return p.texts.Attention.RespondBy.With(clock)
	}
	return p.texts.Attention.RespondByLate.With(clock, Lateness(&p.texts.Attention, late))
}

// Lateness is by how much something is late, in steps that seldom change: quarters of an hour, hours, days.
func Lateness(say *words.AttentionTexts, d time.Duration) string {
	switch {
	case d < 15*time.Minute:
		return say.Late
	case d < time.Hour:
		return say.MinutesLate.Count(int(d/(15*time.Minute)) * 15)
	case d < 24*time.Hour:
		return say.HoursLate.Count(int(d / time.Hour))
	}
	return say.DaysLate.Count(int(d / (24 * time.Hour)))
}

// followUp says that the next contact is due, or that none is planned after the first contact. A contact that is due on
// a day without work is due on the next working day.
func (p *planner) followUp(l *lead.Lead, kind policy.StatusKind) string {
	contacted := kind != policy.KindNew || !l.FirstResponse.IsZero()
	if l.NextContact.IsZero() {
		if !contacted {
			return ""
		}
		return p.whatNext(p.lacks(l, lead.ColNextStep), p.lacks(l, lead.ColNextContact) && len(l.Bad) == 0)
	}
	now, at := p.now.In(p.policy.Location()), l.NextContact.In(p.policy.Location())
	if now.Before(at) {
		return p.noStep(l, contacted)
	}
	today, day := policy.DayAfter(now, 0), policy.DayAfter(at, 0)
	for n := 0; n < 31 && !p.policy.Calendar.WorksOn(day); n++ {
		day = policy.DayAfter(day, 1)
	}
	switch days := int(today.Sub(day).Round(24*time.Hour) / (24 * time.Hour)); {
	case days < 0:
		return p.noStep(l, contacted)
	case days == 0:
		return p.texts.Attention.FollowUpDue.With(p.weekdayOf(at))
	default:
		return p.texts.Attention.FollowUpOverdue.With(days, strconv.Itoa(days), p.weekdayOf(at))
	}
}

func (p *planner) noStep(l *lead.Lead, contacted bool) string {
	return p.whatNext(contacted && p.lacks(l, lead.ColNextStep), false)
}

// lacks reports whether a cell is blank that the lead's status does not require: of one that it does, broken says so.
func (p *planner) lacks(l *lead.Lead, column string) bool {
	blank := strings.TrimSpace(l.NextStep) == ""
	if column == lead.ColNextContact {
		blank = l.NextContact.IsZero()
	}
	s := p.policy.FindStatus(l.Status)
	return blank && (s == nil || !slices.ContainsFunc(s.Requires, func(r string) bool {
		return words.Fold(r) == words.Fold(column)
	}))
}

// whatNext asks for the next step and the day of the next contact, as far as they are wanted.
func (p *planner) whatNext(step, contact bool) string {
	say := &p.texts.Attention
	switch {
	case step && contact:
		return say.WhatAndWhen.With(p.title(lead.ColNextStep), p.title(lead.ColNextContact))
	case step:
		return say.WhatNext.With(p.title(lead.ColNextStep))
	case contact:
		return say.When.With(p.title(lead.ColNextContact))
	}
	return ""
}

// stale says that no mail came or went for too long, unless a next contact is planned.
func (p *planner) stale(l *lead.Lead, kind policy.StatusKind) string {
	last := l.Received
	if l.LastActivity.After(last) {
		last = l.LastActivity
	}
	if l.FirstResponse.After(last) {
		last = l.FirstResponse
	}
	if p.policy.StaleAfter <= 0 || last.IsZero() || l.NextContact.After(p.now) || kind == policy.KindPostponed {
		return ""
	}
	if days := int(p.now.Sub(last) / (24 * time.Hour)); days >= p.policy.StaleAfter {
		return p.texts.Attention.NoContact.Count(max(p.policy.StaleAfter, days/7*7))
	}
	return ""
}
