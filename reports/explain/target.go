package explain

import (
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/clocks"
	"leadsheet/rules/turns"
)

// target is by which rule a turn is due: as the rules in force say it, or that it was set otherwise when it began.
func (x *explainer) target(t *turns.Turn) string {
	p, l := &x.Policy, x.row
	within, rule := x.within(t)
	text := minutes(within) + " of working time, " + rule
	would := clocks.Later(p, l.Source, l.Quality, t.Since)
	if x.isFirst(t) {
		would = clocks.First(p, l.Source, l.Quality, t.Since)
		if p.AnswerBy > 0 && p.OwnTarget(l.Source, l.Quality) == 0 && !would.Equal(p.Calendar.Due(t.Since, within)) {
			text = "it came outside working hours: " + setting("After closing, answer by")
		}
	}
	if soon, ok := p.Emergency(l.Source, l.Quality); ok {
		if !x.isFirst(t) {
			soon = within
		}
		if t.Since.Add(soon).Equal(would) {
			text = minutes(soon) + " around the clock, " + x.afterHours()
		}
	}
	if near(would, t.Due) {
		return text
	}
	if sooner, ok := clocks.Hotter(p, l.Source, l.Quality, x.quality.at); ok && t.First && near(sooner, t.Due) {
		return "it was given the quality " + strconv.Quote(l.Quality) + " on " + x.clock(x.quality.at) +
			", and is due within its time from then on: tab Quality"
	}
	return "as it was set when it came in; by the rules of today it would be " + x.clock(would) + ": " + text
}

func near(a, b time.Time) bool { return a.Sub(b).Abs() < time.Minute }

// isFirst reports whether a turn is answered within the time of the first response.
func (x *explainer) isFirst(t *turns.Turn) bool {
	return t.First || x.turns.Unanswered() && x.row.FirstResponse.IsZero()
}

// within is the working time for an answer, and which rule says so.
func (x *explainer) within(t *turns.Turn) (time.Duration, string) {
	p, l := &x.Policy, x.row
	if !x.isFirst(t) {
		return p.AnswerLater, setting("Answer later messages within")
	}
	within := p.Target(l.Source, l.Quality)
	if p.OwnTarget(l.Source, l.Quality) == 0 {
		return within, setting("Respond within")
	}
	if q := p.FindQuality(l.Quality); q != nil && q.RespondWithin == within {
		return within, row(lead.TabQuality, q.Name, lead.ColRespondWithin)
	}
	s := p.FindSource(l.Source)
	if s.RespondWithin == within {
		return within, row(lead.TabSources, s.Name, lead.ColRespondWithin)
	}
	return within, row(lead.TabSources, s.Name, lead.ColUrgent)
}

// afterHours is the row that makes the answer due around the clock.
func (x *explainer) afterHours() string {
	if q := x.Policy.FindQuality(x.row.Quality); q != nil && q.AfterHours.On {
		return row(lead.TabQuality, q.Name, lead.ColAfterHours)
	}
	return row(lead.TabSources, x.row.Source, lead.ColAfterHours)
}

func row(tab, name, column string) string {
	return "tab " + tab + ", row " + strconv.Quote(name) + ", " + column
}

func setting(name string) string { return "tab Settings, " + strconv.Quote(name) }
