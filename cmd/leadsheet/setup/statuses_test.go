package setup

import (
	"slices"
	"strings"
	"testing"

	"leadsheet/cmd/leadsheet/setup/answers"
)

// A ready set of statuses is for a new workbook; in one that has a tab Statuses it changes nothing, and says so.
func TestWizard_Statuses(t *testing.T) {
	c := fresh(t)
	c.Book = "leads.xlsx"
	w := Wizard{Config: c, File: "leadsheet.env"}
	host := &script{t: t, by: map[string][]string{"statuses": {"six", "Five"}}}
	if err := w.Run(t.Context(), host); err != nil {
		t.Fatalf("%v\n%q", err, host.told)
	}
	if !slices.ContainsFunc(host.told, func(s string) bool { return strings.Contains(s, `no set of statuses "six"`) }) {
		t.Errorf("told %q", host.told)
	}
	want := map[string]string{"New": "new", "Contacted": "contacted", "Qualified": "qualifying", "Unqualified": "unqualified",
		"Nurturing": "postponed", "Won": "won", "Not a lead": "no lead"}
	five := rowsOf(t, "leads.xlsx", "Statuses")
	if len(five) != len(want) {
		t.Errorf("statuses %v", five)
	}
	for name, kind := range want {
		if five[name] != kind {
			t.Errorf("%s is %q", name, five[name])
		}
	}
	for set, said := range map[string]bool{"five": false, "seven": true, "eight": true} {
		again := Wizard{Config: c, File: "leadsheet.env", Answers: answers.Answers{Statuses: set}}
		host := &script{t: t}
		if err := again.Run(t.Context(), host); err != nil {
			t.Fatalf("%v\n%q", err, host.told)
		}
		if is := slices.ContainsFunc(host.told, func(s string) bool { return strings.Contains(s, "tab Statuses already") }); is != said {
			t.Errorf("%s: told %q", set, host.told)
		}
		if after := rowsOf(t, "leads.xlsx", "Statuses"); len(after) != len(five) {
			t.Errorf("%s: statuses %v", set, after)
		}
	}
}
