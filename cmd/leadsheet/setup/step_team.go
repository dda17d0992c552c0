package setup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/lead"
)

// beginTeam opens the workbook and finds out what the team has set in it already, which stays.
func beginTeam(ctx context.Context, w *Wizard) error {
	book, err := w.Config.OpenBook(ctx, BookOptions{})
	if err != nil {
		return err
	}
	w.snapshot, err = answers.Read(ctx, book)
	if err = errors.Join(err, book.Close()); err != nil {
		return err
	}
	w.open = answers.OpenIn(w.snapshot)
	for _, s := range answers.Settings() {
		want, stored := *s.At(&w.Answers), answers.Stored(w.snapshot, s.Names[0])
		if !w.open.Setting(s.Names[0]) && !w.Answers.Chosen[s.Names[0]] && want != "" && !strings.EqualFold(want, stored) {
			w.tell("The tab Settings says %s: %s already; it is left as it is, change it there.", s.Names[0], stored)
		}
	}
	if !w.open.Team && !w.Answers.HasTeam(w.snapshot.Tabs[lead.TabTeam]) {
		w.tell("The tab Team has people already; it is left as it is, change it there.")
	}
	if !w.open.Statuses && w.Answers.Statuses != "" && !w.Answers.HasStatuses(w.snapshot.Tabs[lead.TabStatuses]) {
		w.tell("The workbook has a tab Statuses already; it is left as it is, change it there. A set of statuses is for a " +
			"new workbook.")
	}
	return nil
}

// teamQuestions asks for the people of a new workbook, or for further ones.
func teamQuestions(w *Wizard) []Question {
	given := &w.Answers
	check := func(s string) error { _, err := answers.ParseTeam(s); return err }
	if !w.open.Team {
		if !w.revisited {
			return nil
		}
		return []Question{{Key: "join", Kind: People, Optional: true, Text: "Further people", Example: "Kim=kim@example.com",
			Help: "In the tab Team there are: " + strings.Join(w.people(), ", ") + ". To change or remove somebody, " +
				"edit the tab. Leave it empty to add nobody.",
			Default: teamText(given.Join), Check: check, take: func(s string) { given.Join, _ = answers.ParseTeam(s) }}}
	}
	var out []Question
	if len(given.Team) == 0 || w.revisited {
		out = append(out, Question{Key: "team", Kind: People, Optional: true, Default: teamText(given.Team),
			Text: "Your team", Example: "Kim=kim@example.com, Lee=lee@example.com",
			Help: "Everybody who answers customers, with the address they write from; the first one is told when " +
				"something does not work. You can leave it for later, in the tab Team.",
			Check: check, take: func(s string) { given.Team, _ = answers.ParseTeam(s) }}) // Check has accepted it
	}
	if len(given.Team) > 1 {
		q := Question{Key: "receives", Kind: Several, Optional: true, Text: "Who receives leads",
			Help: "Leads are shared out evenly among them.", Default: strings.Join(w.receivers(), ", "),
			Check: w.checkReceivers, take: func(s string) { given.Receives = namesIn(s) }}
		for _, m := range given.Team {
			q.Options = append(q.Options, Option{m.Name, m.Name})
		}
		out = append(out, q)
	}
	return out
}

// receivers are those of the team who are to receive leads, as answered before.
func (w *Wizard) receivers() []string {
	var out []string
	for _, m := range w.Answers.Team {
		if w.Answers.Receives == nil || slices.ContainsFunc(w.Answers.Receives,
			func(s string) bool { return strings.EqualFold(s, m.Name) }) {
			out = append(out, m.Name)
		}
	}
	return out
}

func (w *Wizard) checkReceivers(s string) error {
	names := namesIn(s)
	if len(names) == 0 {
		return errors.New("nobody would receive leads: name at least one of the team")
	}
	for _, name := range names {
		if !slices.ContainsFunc(w.Answers.Team, func(m answers.Member) bool { return strings.EqualFold(m.Name, name) }) {
			return fmt.Errorf("%q is not in the team that you have named: write the names as there", name)
		}
	}
	return nil
}

// namesIn divides a list of names.
func namesIn(s string) []string {
	var out []string
	for _, name := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' }) {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// people are the names in the tab Team.
func (w *Wizard) people() []string {
	var out []string
	if w.snapshot == nil || w.snapshot.Tabs[lead.TabTeam] == nil {
		return nil
	}
	t := w.snapshot.Tabs[lead.TabTeam]
	for r := range t.Rows {
		if name := strings.TrimSpace(t.At(r, t.Col("Name")).String()); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// teamText formats a team in the form that ParseTeam reads.
func teamText(team []answers.Member) string {
	var parts []string
	for _, m := range team {
		parts = append(parts, m.Name+"="+m.Email)
	}
	return strings.Join(parts, ", ")
}
