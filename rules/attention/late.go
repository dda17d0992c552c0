package attention

import (
	"time"

	"leadsheet/lead/words"
)

// isLate reports whether something that was due then is late.
func (p *Phrases) isLate(due time.Time) bool {
	p.askAgain(due.Add(time.Second))
	return p.now.After(due)
}

// askAgain notes that there is something else to say at that moment, if it is still to come.
func (p *Phrases) askAgain(at time.Time) {
	if at.After(p.now) && (p.next.IsZero() || at.Before(p.next)) {
		p.next = at
	}
}

// Next is the first moment at which a lead that the texts were about becomes due or late; zero for none.
func (p *Phrases) Next() time.Time { return p.next }

// lateness says by how much something is late.
func (p *Phrases) lateness(due time.Time) string {
	return Lateness(&p.texts.Attention, p.policy.Calendar.LateBy(due, p.now))
}

// Lateness is by how much something is late, in quarters of an hour, hours or days. The duration is that of
// policy.Calendar.LateBy, so that passes in which nothing happened seldom write.
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
