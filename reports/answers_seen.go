package reports

import (
	"slices"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/sheets"
)

// countAnswer counts a mail of the team that leadsheet has seen in the last 30 days, by its sender. One of which only
// the customer's reply tells was not seen.
func (b *dataset) countAnswer(e *lead.Event) {
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
	if at.Before(b.start) || !strings.Contains(e.By, "@") || b.policy.Words.Any(func(t *words.Texts) bool {
		return e.Why == t.Activity.SeenBefore || t.Activity.Inferred.Begins(e.Why)
	}) {
		return
	}
	if b.answers == nil {
		b.answers = map[string]int{}
	}
	b.answers[strings.ToLower(strings.TrimSpace(e.By))]++
}

// answersSeen says whose answers leadsheet has seen in the last 30 days: of everybody who takes leads or has open ones,
// and of other addresses of the team. Who is at 0 answers from a mailbox that leadsheet does not see, or not at all.
func (b *dataset) answersSeen() string {
	owns := map[string]bool{}
	for i := range b.leads[:b.inBook] {
		if c := &b.leads[i]; c.open {
			owns[words.Fold(c.Owner)] = true
		}
	}
	say := &b.say.Report
	var parts, unseen []string
	left := make(map[string]int, len(b.answers))
	for a, n := range b.answers {
		left[a] = n
	}
	for i := range b.policy.Team {
		m := &b.policy.Team[i]
		if !m.TakesLeads && !owns[words.Fold(m.Name)] {
			continue
		}
		name, address := clip(m.Name, 30), strings.ToLower(strings.TrimSpace(m.Email))
		n := left[address]
		delete(left, address)
		parts = append(parts, say.AnswersOf.With(name, strconv.Itoa(n)))
		if n == 0 && address != b.mailbox {
			unseen = append(unseen, name)
		}
	}
	if b.inBook == 0 || len(parts) == 0 || b.mailbox == "" && len(b.answers) == 0 {
		return ""
	}
	var others []string
	for a, n := range left {
		others = append(others, say.AnswersOf.With(clip(a, 60), strconv.Itoa(n)))
	}
	slices.Sort(others)
	text := say.AnswersSeen.With(strings.Join(append(parts, others...), ", "))
	if len(unseen) > 0 && b.mailbox != "" {
		text += " " + say.LetCopy.With(strings.Join(unseen, ", "), b.mailbox)
	}
	return text
}

// foot puts what the figures rest on below them.
func foot(c *canvas, b *dataset) {
	if text := b.answersSeen(); text != "" {
		c.text(rowFoot, leftFirst, sheets.Hint, text)
	}
}
