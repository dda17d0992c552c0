package facts

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// countAnswer counts a mail of the team that leadsheet has seen in the last 30 days, by its sender. One of which only
// the customer's reply tells was not seen.
func (b *Dataset) countAnswer(e *lead.Event) {
	at := e.Time
	switch e.What {
	case lead.Responded:
		if t, ok := lead.ParseMoment(e.To, b.journals); ok {
			at = t
		}
	case lead.Answered, lead.TurnAnswered:
	default:
		return
	}
	if at.Before(b.start) || !strings.Contains(e.By, "@") || b.Policy.Words.Any(func(t *words.Texts) bool {
		return e.Why == t.Activity.SeenBefore || t.Activity.Inferred.Begins(e.Why)
	}) {
		return
	}
	if b.Answers == nil {
		b.Answers = map[string]int{}
	}
	b.Answers[strings.ToLower(strings.TrimSpace(e.By))]++
}
