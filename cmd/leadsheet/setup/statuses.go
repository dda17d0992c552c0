package setup

import (
	"fmt"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// checkStatuses returns an error for what is no ready set of statuses.
func checkStatuses(name string) error {
	if _, ok := policy.FindStatusSet(name); ok {
		return nil
	}
	return fmt.Errorf("there is no set of statuses %q: choose %s", name, strings.Join(StatusSets(), ", "))
}

// StatusSets are the names of the ready sets of statuses, the default first.
func StatusSets() []string {
	var names []string
	for _, s := range policy.StatusSets() {
		names = append(names, s.Name)
	}
	return names
}

// statusesText offers the ready sets, each with its steps.
func statusesText() string {
	var sets []string
	for _, s := range policy.StatusSets() {
		sets = append(sets, fmt.Sprintf("%s (%s)", s.Name, strings.Join(s.Steps(words.Language{}), ", ")))
	}
	return "The steps of a lead, which you can change later in the tab Statuses: " + strings.Join(sets, "; ")
}

// hasStatuses reports whether the tab Statuses has all statuses of the set that was chosen.
func (a Answers) hasStatuses(t *sheets.Tab) bool {
	set, _ := policy.FindStatusSet(a.Statuses)
	there := map[string]bool{}
	for r := range t.Rows {
		there[words.Fold(t.At(r, t.Col(lead.ColStatus)).String())] = true
	}
	for _, name := range set.Steps(words.Language{}) {
		if !there[words.Fold(name)] {
			return false
		}
	}
	return true
}
