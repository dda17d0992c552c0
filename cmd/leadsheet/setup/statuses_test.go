package setup

import (
	"slices"
	"strings"
	"testing"

	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// A ready set of statuses is for a new workbook; in one that has a tab Statuses it changes nothing, and says so.
func TestWizard_Statuses(t *testing.T) {
	c := fresh(t)
	c.Book = "leads.xlsx"
	w := Wizard{Config: c, File: "leadsheet.env"}
	host := &script{t: t, answers: []string{"", "", "", "", "six", "Five"}}
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
		again := Wizard{Config: c, File: "leadsheet.env", Answers: Answers{Statuses: set}}
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

// Every set works as it is: a lead can come in, be won, be lost and be none, and what has to be recorded is required.
func TestStatusSets(t *testing.T) {
	for i, set := range policy.StatusSets() {
		tables := map[string]policy.Table{}
		for _, tab := range (Answers{Statuses: set.Name}).tables() {
			tables[tab.Title] = tab
		}
		p, checks := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
		for _, k := range checks {
			if k.Text != "" {
				t.Errorf("%s: %s row %d: %s", set.Name, k.Tab, k.Row, k.Text)
			}
		}
		steps := 0
		for _, s := range p.Statuses {
			if s.Kind != policy.KindWon && s.Kind != policy.KindNoLead {
				steps++
			}
			needs := map[policy.StatusKind]int{policy.KindDeal: 4, policy.KindPostponed: 1, policy.KindUnqualified: 1, policy.KindClosed: 1}
			if len(s.Requires) != needs[s.Kind] || s.Meaning == "" {
				t.Errorf("%s: %+v", set.Name, s)
			}
		}
		if p.StatusOf(policy.KindUnqualified)+p.StatusOf(policy.KindClosed) == "" || p.StatusOf(policy.KindContacted) == "" ||
			p.StatusOf(policy.KindWon) == "" || p.StatusOf(policy.KindNoLead) == "" || steps > 8 {
			t.Errorf("%s: %+v", set.Name, p.Statuses)
		}
		if i == 0 && p.First() != "New lead" {
			t.Errorf("the default begins with %s", p.First())
		}
		for _, name := range []string{"New", "Contacted", "Qualified", "Nurturing", "Unqualified"} {
			if _, known := p.KindOf(name); !known && set.Name != "seven" {
				t.Errorf("%s does not know %s", set.Name, name)
			}
		}
	}
}
