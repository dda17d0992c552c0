package policy

import (
	"slices"
	"strings"
	"testing"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

func TestGroupsOfReasons(t *testing.T) {
	own := Table{Title: lead.TabReasons, Columns: []string{"Reason", "Meaning", "Group", "Check"}, Rows: [][]string{
		{"Too far away", "", "Offer", ""}, {"Too expensive", "", "", ""}, {"No budget", "", "quality", ""},
		{"Weather", "", "", ""}, {"No response", "", "silence", ""}}}
	older := Table{Title: lead.TabReasons, Columns: []string{"Reason", "Meaning", "Check"},
		Rows: [][]string{{"Too expensive", "", ""}, {"Too far away", "", ""}}}
	for _, c := range []struct {
		table        *Table
		reason, want string
	}{
		{&own, "too far away ", "offer"}, {&own, "Too expensive", "price"}, {&own, "No budget", "quality"},
		{&own, "Weather", "other"}, {&own, "No response", "speed"}, {&own, "Chose a competitor", "offer"},
		{&own, "Never seen", "other"}, {&own, "", "other"},
		{&older, "Too expensive", "price"}, {&older, "Too far away", "other"},
		{nil, "Unqualified request", "quality"}, {nil, "Decision postponed", "other"},
	} {
		tables := defaultsByTitle()
		if c.table != nil {
			tables[lead.TabReasons] = *c.table
		}
		p, checks := ReadPolicy(words.Language{}, tables, InForce{})
		if got := p.GroupOf(c.reason); string(got) != c.want {
			t.Errorf("%q: %s, want %s", c.reason, got, c.want)
		}
		at := slices.IndexFunc(checks, func(c Check) bool { return strings.Contains(c.Text, "is no group") })
		if (at >= 0) != (c.table == &own) || at >= 0 && (checks[at].Row != 4 ||
			checks[at].Text != `"silence" is no group; write one of: quality, price, speed, offer, other`) {
			t.Errorf("%q: %+v", c.reason, checks)
		}
	}
	for _, name := range (words.Language{}).Names(words.Reasons) {
		if reasonGroups[name] == "" {
			t.Errorf("%s has no group", name)
		}
	}
}
