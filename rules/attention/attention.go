// Package attention says, in the column Attention, what is wrong or due with a lead: from its row, its history and the
// turn that is open.
//
// Everything here is computed from its arguments.
package attention

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// revertShown is how long Attention shows that a status was put back.
const revertShown = 24 * time.Hour

// remarkMark divides the remarks of Attention.
const remarkMark = " · "

// Phrases says what is wrong or due with a lead, in the language of the workbook.
type Phrases struct {
	policy  *policy.Policy
	texts   *words.Texts
	kinds   *policy.KindCache
	columns []string // the titles of the tab Leads
	now     time.Time
	history *history.History
	covers  map[string]string // who stands in for an owner, as it is said; "" for who is there
	next    time.Time
}

// New returns the phrases of a pass. columns are the titles of the tab Leads, as far as they are known.
func New(of *policy.Policy, kinds *policy.KindCache, columns []string, now time.Time, h *history.History) *Phrases {
	return &Phrases{policy: of, texts: of.Words.Texts(), kinds: kinds, columns: columns, now: now, history: h,
		covers: map[string]string{}}
}

// Text is the text of the column Attention: what is wrong or due with a lead, worst first. turn is the open one, if
// anybody is waiting; pairs are the questions about rows that may be the same, and do what is said about a command.
func (p *Phrases) Text(l *lead.Lead, rec *history.Record, turn *turns.Turn, waiting bool, pairs, do []string) string {
	kind, known := p.kinds.Of(l.Status)
	open := !known || kind.Open()
	if kind == policy.KindNoLead {
		return strings.Join(do, remarkMark)
	}
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	switch {
	case waiting && turn.First:
		add(p.withOwn(p.responseDue(turn.Due), l, rec, turn))
	case waiting:
		add(p.withOwn(p.waitsFor(l, turn), l, rec, turn))
		add(p.proposes(l, rec))
		add(p.plans(l))
	}
	if waiting {
		add(p.overADay(turn))
	}
	if waiting || open && p.policy.ContactDue(l, p.now) {
		add(p.standsIn(l.Owner))
	}
	if open && (kind == policy.KindNew || !known) {
		for _, n := range rec.Notes {
			add(n)
		}
		if rec.Pitch && l.Quality == "" {
			add(p.texts.Attention.Pitch.With(p.policy.Words.Word(words.Commands, "not a lead"), p.title(lead.ColDo)))
		}
	}
	for _, a := range rec.Asks {
		add(a.Text)
	}
	parts = append(parts, pairs...)
	parts = append(parts, p.standingRemarks(l, rec)...)
	parts = append(parts, p.broken(l, rec, known)...)
	if kind == policy.KindWon && rec.PlansAhead() {
		add(p.dueContact(l, false))
	}
	if open {
		add(p.closing(rec))
		add(p.followUp(l, rec, kind))
		add(p.deal(l, rec, kind))
		add(p.otherWay(l, rec))
		if !waiting {
			add(p.stale(l, kind))
		}
		if strings.TrimSpace(l.Email) == "" && strings.TrimSpace(l.Phone) == "" {
			add(p.texts.Attention.Unreachable)
		}
	}
	add(p.wantsNone(l, rec, open))
	parts = append(parts, do...)
	parts = append(parts, p.loose(l)...)
	for _, b := range l.Bad {
		add(p.texts.Attention.CannotRead.With(p.title(b.Column), strconv.Quote(words.Shorten(b.Text, 40)),
			exampleOf(b.Column)))
	}
	if open {
		parts = append(parts, p.value(l)...)
	}
	if !l.FirstResponse.IsZero() && l.FirstResponse.Before(l.Received) && open {
		add(p.texts.Attention.ResponseTooEarly)
	}
	return strings.Join(parts, remarkMark)
}

// exampleOf is what people may write into a column whose content could not be read.
func exampleOf(column string) string {
	if c := lead.LeadColumn(column); c != nil && c.Number != nil {
		return "1500"
	}
	return "2026-12-24"
}

// value says what counts of a Value that people have written in their own manner.
func (p *Phrases) value(l *lead.Lead) []string {
	var parts []string
	for _, v := range l.Vague {
		if c := lead.LeadColumn(v.Column); c != nil {
			parts = append(parts, p.texts.Attention.CountsAs.With(p.title(v.Column),
				strconv.Quote(words.Shorten(v.Text, 40)), c.Value(l, time.UTC).String()))
		}
	}
	if l.Foreign != "" {
		parts = append(parts,
			p.texts.Attention.OtherCurrency.With(p.title(lead.ColValue), l.Foreign, p.policy.Currency))
	}
	return parts
}

// broken returns texts about the rules that a row breaks.
func (p *Phrases) broken(l *lead.Lead, rec *history.Record, known bool) []string {
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
		if missing := p.requirements(l); missing != "" {
			parts = append(parts, missing)
		}
		if rec.NoReply != "" && strings.TrimSpace(l.Comment) == "" {
			parts = append(parts, rec.NoReply)
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
	for _, s := range []string{p.source(l, !known || p.kinds.Open(l)), p.otherReason(l)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if l.Quality != "" && p.policy.FindQuality(l.Quality) == nil {
		parts = append(parts, p.notIn(lead.ColQuality, l.Quality, lead.TabQuality))
	}
	return parts
}

func (p *Phrases) notIn(column, value, tab string) string {
	return p.texts.Attention.NotInTab.With(p.title(column), strconv.Quote(words.Shorten(value, 40)),
		p.policy.SeeTab(tab))
}

// notAfter says that a status may not follow another.
func (p *Phrases) notAfter(status, base string) string {
	return p.texts.Attention.NotAfter.With(strconv.Quote(status), strconv.Quote(base))
}

// responseDue says that a first response is due soon or late.
func (p *Phrases) responseDue(due time.Time) string {
	clock := p.clockOf(due, false)
	if p.isLate(due) {
		return p.texts.Attention.RespondByLate.With(clock, p.lateness(due))
	}
	if due.Sub(p.now) > 14*24*time.Hour {
		return ""
	}
	if early := p.policy.Calendar.WorkBetween(p.now, due) - p.policy.WarnAfter; early > 0 {
		p.askAgain(p.now.Add(early)) // it is never due sooner than if all of that time were worked
		return ""
	}
	return p.texts.Attention.RespondBy.With(clock)
}

// followUp says that the next contact is due, or that none is planned after the first contact. A contact that is due on
// a day without work is due on the next working day.
func (p *Phrases) followUp(l *lead.Lead, rec *history.Record, kind policy.StatusKind) string {
	contacted := kind != policy.KindNew || !l.FirstResponse.IsZero()
	if rec.FollowOf().Closing || !p.history.OptedOut(rec, l).IsZero() { // what is to be done is said
		contacted = false
	}
	if l.NextContact.IsZero() {
		if !contacted {
			return ""
		}
		return p.whatNext(p.lacks(l, lead.ColNextStep), p.lacks(l, lead.ColNextContact) && len(l.Bad) == 0)
	}
	return p.dueContact(l, contacted)
}

// dueContact says that the planned contact is due, or that it lacks a step.
func (p *Phrases) dueContact(l *lead.Lead, contacted bool) string {
	if l.NextContact.IsZero() {
		return ""
	}
	now, at := p.now.In(p.policy.Location()), l.NextContact.In(p.policy.Location())
	if p.askAgain(at); now.Before(at) {
		return p.noStep(l, contacted)
	}
	today, day := policy.DayAfter(now, 0), p.policy.Calendar.WorkdayFrom(policy.DayAfter(at, 0))
	switch days := int(today.Sub(day).Round(24*time.Hour) / (24 * time.Hour)); {
	case days < 0:
		return p.noStep(l, contacted)
	case days == 0:
		return p.texts.Attention.FollowUpDue.With(p.planned(at))
	default:
		return p.texts.Attention.FollowUpOverdue.With(days, strconv.Itoa(days), p.planned(at))
	}
}

func (p *Phrases) noStep(l *lead.Lead, contacted bool) string {
	return p.whatNext(contacted && p.lacks(l, lead.ColNextStep), false)
}

// lacks reports whether a cell is blank that the lead's status does not require: of one that it does, broken says so.
func (p *Phrases) lacks(l *lead.Lead, column string) bool {
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
func (p *Phrases) whatNext(step, contact bool) string {
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

// stale says that no mail came or went for too long for the status, unless a next contact is planned. What is
// postponed is never silent.
func (p *Phrases) stale(l *lead.Lead, kind policy.StatusKind) string {
	if l.NextContact.After(p.now) || kind == policy.KindPostponed {
		return ""
	}
	days, stale := Stale(p.policy, l, p.now)
	if !stale {
		return ""
	}
	return p.texts.Attention.NoContact.Count(max(p.policy.StaleFor(l.Status), days/7*7))
}

// LastContact is when something came from a lead or went to it last; zero where nobody knows. Edits of cells are no
// contact.
func LastContact(l *lead.Lead) time.Time {
	return lead.Latest(l.Received, lead.Latest(l.LastActivity, l.FirstResponse))
}

// Stale reports whether there was no contact with a lead for as many days as its status allows; days are those of the
// calendar, so that all silent leads become so at midnight.
func Stale(of *policy.Policy, l *lead.Lead, now time.Time) (days int, stale bool) {
	last, limit := LastContact(l), of.StaleFor(l.Status)
	if limit <= 0 || last.IsZero() {
		return 0, false
	}
	days = of.Calendar.Days(last, now)
	return days, days >= limit
}

// standingRemarks are those of a lead, each once. One about an address that the lead does not have any more is settled.
func (p *Phrases) standingRemarks(l *lead.Lead, rec *history.Record) []string {
	var out []string
	for _, s := range rec.Standing {
		text := s.Text
		if s.Email != "" {
			if !lead.SameAddress(s.Email, l.Email) {
				continue
			}
			text += ". " + p.instead(l)
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// instead says what to do about a mail that did not arrive.
func (p *Phrases) instead(l *lead.Lead) string {
	if phone := strings.TrimSpace(l.Phone); phone != "" {
		return p.texts.Attention.CallOrCorrect.With(words.Shorten(phone, 40), p.title(lead.ColEmail))
	}
	return p.texts.Attention.Correct.With(p.title(lead.ColEmail))
}

// loose says which values of a row are in places that are not read, and what the user can do.
func (p *Phrases) loose(l *lead.Lead) []string {
	var parts []string
	for _, v := range l.Loose {
		switch v.Place {
		case lead.InDetails:
			parts = append(parts, p.texts.Attention.WaitsInDetails.With(p.title(v.Column)))
		case lead.InDuplicateColumn:
			text := strconv.Quote(words.Shorten(v.Text, 40))
			parts = append(parts, p.texts.Attention.InTwin.With(p.title(v.Column), text))
		}
	}
	return parts
}

// Month is the month of a time in the business zone.
func (p *Phrases) Month(t time.Time) string {
	t = t.In(p.policy.Location())
	say := &p.texts.Dates
	return say.MonthOfYear.With(strings.Fields(say.Months)[t.Month()-1], strconv.Itoa(t.Year()))
}

// title is the title of a column of Leads in the workbook's language.
func (p *Phrases) title(column string) string { return p.policy.Words.Column(lead.TabLeads, column) }

// titles are those of several columns, in one line.
func (p *Phrases) titles(columns []string) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = p.title(c)
	}
	return strings.Join(out, ", ")
}
