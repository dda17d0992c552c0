package answers

import (
	"testing"

	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

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
