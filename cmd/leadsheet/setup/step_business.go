package setup

import (
	"cmp"
	"strings"

	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// businessQuestions asks for what the workbook does not hold yet, and for all of it when the person has come back.
// Without an answer what stands there stays.
func businessQuestions(w *Wizard) []Question {
	var out []Question
	for _, s := range answers.Settings() {
		open := true
		for _, name := range s.Names {
			open = open && w.open.Setting(name)
		}
		known, standing := *s.At(&w.Answers), ""
		if !open {
			standing = s.Standing(w.snapshot)
		}
		if known != "" && !w.revisited || !open && !w.revisited {
			continue
		}
		q := Question{Key: s.Key, Text: s.Text, Help: s.Help, Optional: true,
			Default: cmp.Or(known, standing, s.Offer(w.Answers))}
		q.Check = func(answer string) error {
			if s.Check == nil || answer == q.Default && (answer == standing || answer == "") {
				return nil
			}
			return s.Check(w.Answers, answer)
		}
		q.take = func(answer string) { w.takeSetting(s, open, standing, answer) }
		out = append(out, q)
	}
	if w.open.Statuses && (w.Answers.Statuses == "" || w.revisited) {
		q := Question{Key: "statuses", Kind: Choice, Text: "The steps of a lead", Optional: true,
			Help:    "You can change them later in the tab Statuses.",
			Default: cmp.Or(w.Answers.Statuses, answers.StatusSets()[0]), Check: answers.CheckStatuses, Options: statusOptions(),
			take: func(s string) { w.Answers.Statuses = s }}
		out = append(out, q)
	}
	return out
}

// takeSetting takes an answer. What stands in the workbook is replaced only by what a person has typed instead of it.
func (w *Wizard) takeSetting(s answers.Setting, open bool, standing, answer string) {
	if !open && answer == standing {
		return
	}
	if !open {
		if w.Answers.Chosen == nil {
			w.Answers.Chosen = map[string]bool{}
		}
		for _, name := range s.Names {
			w.Answers.Chosen[name] = true
		}
	}
	if answer == answers.PublicDays {
		answer = w.Answers.Public(answers.Stored(w.snapshot, answers.SettingCountry))
	}
	*s.At(&w.Answers) = answer
}

// statusOptions are the ready sets, each with its steps.
func statusOptions() []Option {
	var out []Option
	for _, s := range policy.StatusSets() {
		out = append(out, Option{s.Name, s.Name + ": " + strings.Join(s.Steps(words.Language{}), ", ")})
	}
	return out
}
