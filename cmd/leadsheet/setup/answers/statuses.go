package answers

import (
	"fmt"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// CheckStatuses returns an error for what is no ready set of statuses.
func CheckStatuses(name string) error {
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

// HasStatuses reports whether the tab Statuses has all statuses of the set that was chosen.
func (a Answers) HasStatuses(t *sheets.Tab) bool {
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
