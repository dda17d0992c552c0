package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Tabs are hidden or shown only when the setting changes, and only those that are as they were left the last time: what
// users hide or show stays so.
func TestTabsFollowTheSettingAndUsers(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	const all = "Activity Intake Statuses Sources Quality Reasons Follow-up"
	fields := strings.Fields
	without := func(tabs ...string) []string {
		return slices.DeleteFunc(fields(all), func(s string) bool { return slices.Contains(tabs, s) })
	}
	type step struct {
		name    string
		setting string   // "-": its row is missing
		hide    []string // by users before the pass
		show    []string
		hidden  []string // after the pass
		events  int
	}
	for name, c := range map[string]struct {
		hidden []string // at first
		steps  []step
	}{
		"a new workbook": {fields(all), []step{
			{"nothing to do", "no", nil, nil, fields(all), 0},
			{"people show one", "no", nil, fields("Intake"), without("Intake"), 0},
			{"show all", "yes", nil, nil, nil, 2},
			{"the same", "yes", nil, nil, nil, 0},
			{"people hide one", "yes", fields("Quality"), nil, fields("Quality"), 0},
			{"a mistake", "perhaps", nil, nil, fields("Quality"), 0},
			{"the row is gone", "-", nil, nil, fields("Quality"), 0},
			{"hide", "NO", nil, nil, without("Intake"), 2},
			{"show all again", "Yes", nil, nil, fields("Quality"), 1},
			{"blank", "", nil, nil, without("Intake"), 1},
			{"people hide theirs", "", fields("Intake"), nil, fields(all), 0},
			{"a box", "TRUE", nil, nil, fields("Intake Quality"), 1},
		}},
		"yes before the first pass": {fields(all), []step{{"show all", "yes", nil, nil, nil, 1}}},
		"an older workbook": {fields("Intake"), []step{
			{"the setting comes", "-", nil, nil, fields("Intake"), 2},
			{"it says yes", "yes", nil, nil, fields("Intake"), 0},
			{"hide", "no", nil, nil, fields(all), 1},
			{"show all", "yes", nil, nil, fields("Intake"), 1},
		}},
	} {
		hidden := map[string]bool{}
		for _, tab := range append(fields(all), fields("Leads Team Settings")...) {
			hidden[tab] = slices.Contains(c.hidden, tab)
		}
		var journal []lead.Event
		for _, s := range c.steps {
			for _, tab := range s.hide {
				hidden[tab] = true
			}
			for _, tab := range s.show {
				hidden[tab] = false
			}
			tab := Table{Title: lead.TabSettings, Columns: []string{"Setting", "Value", "Meaning", "Check"}}
			if s.setting != "-" {
				tab.Rows = [][]string{{"show all TABS", s.setting}}
			}
			last := LastInForce(journal)
			p, checks := ReadPolicy(words.Language{}, map[string]Table{lead.TabSettings: tab}, last)
			if s.setting == "perhaps" && (len(checks) != 1 || checks[0].Text != `"perhaps" is neither yes nor no (yes stays in force until then)`) {
				t.Errorf("%s, %s: Check says %+v", name, s.name, checks)
			}
			tabs, events := last.Tabs(p, hidden, now)
			if len(events) != s.events {
				t.Errorf("%s, %s: recorded %+v", name, s.name, events)
			}
			journal = append(journal, events...)
			if added, ok := AddedSettings(words.Language{}, tab, journal, now); ok {
				journal = append(journal, added.Event)
			}
			for _, state := range tabs {
				if state.Was != hidden[state.Tab] {
					t.Errorf("%s, %s: %s was hidden: %v", name, s.name, state.Tab, hidden[state.Tab])
				}
				hidden[state.Tab] = state.Want
			}
			var got []string
			for _, tab := range fields(all) {
				if hidden[tab] {
					got = append(got, tab)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(s.hidden) || hidden[lead.TabLeads] || hidden[lead.TabTeam] || hidden[lead.TabSettings] {
				t.Errorf("%s, %s: hidden are %v, want %v", name, s.name, got, s.hidden)
			}
			again := LastInForce(journal)
			if p, _ = ReadPolicy(words.Language{}, map[string]Table{lead.TabSettings: tab}, again); s.setting != "-" {
				if _, events := again.Tabs(p, hidden, now); len(events) != 0 {
					t.Errorf("%s, %s: again: %+v", name, s.name, events)
				}
			}
		}
	}
}

// A workbook of an earlier version has all tabs, so the row that is added to its Settings says so.
func TestOlderWorkbooksShowAllTabs(t *testing.T) {
	for _, rows := range [][][]string{{{"Time zone", "UTC"}}, settingsTable(words.Language{}).Rows} {
		a, _ := AddedSettings(words.Language{}, Table{Columns: []string{"Setting", "Value"}, Rows: rows}, nil, time.Now())
		added := slices.ContainsFunc(a.Rows, func(r []string) bool { return r[0] == SettingShow && r[1] == "yes" })
		if added != (len(rows) == 1) {
			t.Errorf("of %d rows: added %+v", len(rows), a.Rows)
		}
	}
}
