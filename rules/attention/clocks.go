package attention

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/clocks"
	"leadsheet/rules/history"
	"leadsheet/rules/turns"
)

// withOwn adds to what is said of the customer's time until when the answer is the present owner's, where that is later
// because the owner has the lead only since then.
func (p *Phrases) withOwn(text string, l *lead.Lead, rec *history.Record, t *turns.Turn) string {
	if text == "" {
		return ""
	}
	own, ok := clocks.Owner(p.policy, &clocks.Turn{Source: l.Source, Quality: l.Quality, Since: t.Since, Due: t.Due,
		First: t.First}, l.Owner, rec.Held())
	// From the day after on it excuses nothing, and the line is short again.
	if !ok || p.policy.Calendar.Days(own.Due, p.now) > 0 {
		return text
	}
	return text + " " + p.texts.Clocks.Yours.With(p.clockOf(own.From, false), p.clockOf(own.Due, false))
}

// overADay says that a customer waits for more than a day, where the answer is due even later.
func (p *Phrases) overADay(t *turns.Turn) string {
	if p.now.After(t.Due) || t.Due.Sub(t.Since) < 24*time.Hour {
		return ""
	}
	ceiling := clocks.Ceiling(p.policy.Calendar, t.Since)
	if !t.Due.After(ceiling) {
		return ""
	}
	if p.askAgain(ceiling.Add(time.Second)); !p.now.After(ceiling) {
		return ""
	}
	return p.texts.Clocks.OverADay.With(p.clockOf(t.Due, false))
}
