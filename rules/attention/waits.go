package attention

import (
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/owners"
	"leadsheet/rules/turns"
)

// saidInAttention is how many characters Attention shows of what a customer wrote.
const saidInAttention = 60

// waitsFor says who waits for an answer since when, what they wrote, and when the answer is due.
func (p *Phrases) waitsFor(l *lead.Lead, t *turns.Turn) string {
	say := &p.texts.Attention
	since, due := p.clockOf(t.Since, true), p.clockOf(t.Due, false)
	if p.isLate(t.Due) {
		return say.WaitsLate.With(turns.Asker(l, t), since, turns.Said(t, saidInAttention), due, p.lateness(t.Due))
	}
	return say.Waits.With(turns.Asker(l, t), since, turns.Said(t, saidInAttention), due)
}

// standsIn says who does the work of an owner who is away; "" while the owner is there.
func (p *Phrases) standsIn(owner string) string {
	text, known := p.covers[owner]
	if !known {
		if cover, away := owners.CoverOf(p.policy, owner, p.now); away {
			text = cover.Text(p.policy)
		}
		p.covers[owner] = text
	}
	return text
}

// clockOf is a moment as people say it: Fri 20 Nov, 10:00, and of today the time alone, unless the day is wanted.
func (p *Phrases) clockOf(t time.Time, withDay bool) string {
	t = t.In(p.policy.Location())
	clock := t.Format("15:04")
	if now := p.now.In(p.policy.Location()); !withDay && t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return clock
	}
	weekday, day := p.dayOf(t)
	return p.texts.Dates.DateTime.With(weekday, day, clock)
}

// weekdayOf is a day as people say it: Fri 20 Nov. t is in the zone of the business.
func (p *Phrases) weekdayOf(t time.Time) string {
	weekday, day := p.dayOf(t)
	return weekday + " " + day
}

// planned is a day as people say it, with the time of day where they have given one. t is in the zone of the business.
func (p *Phrases) planned(t time.Time) string {
	if t.Hour() == 0 && t.Minute() == 0 {
		return p.weekdayOf(t)
	}
	return p.clockOf(t, true)
}

// dayOf is a day with the year where it is needed.
func (p *Phrases) dayOf(t time.Time) (weekday, day string) {
	say := &p.texts.Dates
	month := strings.Fields(say.Months)[t.Month()-1]
	weekday, day = strings.Fields(say.Weekdays)[t.Weekday()], say.Day.With(strconv.Itoa(t.Day()), month)
	if lead.NeedsYear(t, p.now.In(p.policy.Location())) {
		day = say.DayOfYear.With(strconv.Itoa(t.Day()), month, strconv.Itoa(t.Year()))
	}
	return weekday, day
}

// plans says for which day the team plans the next contact: it may be long after the answer is due.
func (p *Phrases) plans(l *lead.Lead) string {
	at := l.NextContact.In(p.policy.Location())
	if l.NextContact.IsZero() || !at.After(p.now) {
		return ""
	}
	return p.texts.Attention.YouPlan.With(p.weekdayOf(at))
}
