package reports

import (
	"slices"
	"strconv"
	"strings"

	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/figures"
)

// answersSeen says whose answers leadsheet has seen in the last 30 days: of everybody who takes leads or has open ones,
// and of other addresses of the team. Who is at 0 answers from a mailbox that leadsheet does not see, or not at all.
func (b *dataset) answersSeen() string {
	owns := map[string]bool{}
	for i := range b.Leads[:b.InBook] {
		if c := &b.Leads[i]; c.Open {
			owns[words.Fold(c.Owner)] = true
		}
	}
	say := &b.Say.Report
	var parts, unseen []string
	left := make(map[string]int, len(b.Answers))
	for a, n := range b.Answers {
		left[a] = n
	}
	for i := range b.Policy.Team {
		m := &b.Policy.Team[i]
		if !m.TakesLeads && !owns[words.Fold(m.Name)] {
			continue
		}
		name, address := canvas.Clip(m.Name, 30), strings.ToLower(strings.TrimSpace(m.Email))
		n := left[address]
		delete(left, address)
		parts = append(parts, say.AnswersOf.With(name, strconv.Itoa(n)))
		if n == 0 && address != b.In.Mailbox {
			unseen = append(unseen, name)
		}
	}
	if b.InBook == 0 || len(parts) == 0 || b.In.Mailbox == "" && len(b.Answers) == 0 {
		return ""
	}
	var others []string
	for a, n := range left {
		others = append(others, say.AnswersOf.With(canvas.Clip(a, 60), strconv.Itoa(n)))
	}
	slices.Sort(others)
	text := say.AnswersSeen.With(strings.Join(append(parts, others...), ", "))
	if len(unseen) > 0 && b.In.Mailbox != "" {
		text += " " + say.LetCopy.With(strings.Join(unseen, ", "), b.In.Mailbox)
	}
	return text
}

// foot puts below the figures what they rest on, and what was corrected of those of the past.
func foot(c *canvas.Canvas, b *dataset, n figures.Numbers) {
	note(c, rowFoot, wholePage, b.answersSeen())
	note(c, rowFoot+1, wholePage, corrected(n, b))
}
