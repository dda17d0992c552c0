package policy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

const half = 30 * time.Minute

// withTeam are the default tables with a tab Team of these rows, cells by columns.
func withTeam(rows ...map[string]string) map[string]Table {
	tables := defaultsByTitle()
	tab := tables[lead.TabTeam]
	tab.Rows = nil
	for _, row := range rows {
		cells := make([]string, len(tab.Columns))
		for i, c := range tab.Columns {
			cells[i] = row[c]
		}
		tab.Rows = append(tab.Rows, cells)
	}
	tables[lead.TabTeam] = tab
	return tables
}

// teamChecks are what the column Check of the tab Team says, by row.
func teamChecks(checks []Check) []string {
	var out []string
	for _, c := range checks {
		if c.Tab == lead.TabTeam {
			out = append(out, c.Text)
		}
	}
	return out
}

// What is wrong in the tab Team stands beside it, what is right counts, and Today can name it.
func TestTeamChecks(t *testing.T) {
	for name, c := range map[string]struct {
		rows []map[string]string
		says []string // in the checks of the rows
	}{
		"a circle of two": {[]map[string]string{{"Name": "Ann", "Backup": "bob"}, {"Name": "Bob", "Backup": "Ann"}},
			[]string{"circle: Ann, Bob, Ann", "circle: Bob, Ann, Bob"}},
		"into a circle": {[]map[string]string{{"Name": "Ann", "Backup": "Bob"}, {"Name": "Bob", "Backup": "Cid"},
			{"Name": "Cid", "Backup": "Bob"}}, []string{"", "circle: Bob, Cid, Bob", "circle"}},
		"oneself": {[]map[string]string{{"Name": "Ann", "Backup": "ann"}},
			[]string{"nobody stands in for themselves"}},
		"nobody": {[]map[string]string{{"Name": "Ann", "Backup": "Zoe"}},
			[]string{`"Zoe" is not in the tab Team`}},
		"hours overlap": {[]map[string]string{{"Name": "Ann", "Hours": "09:00-13:00, 12:00-18:00"}},
			[]string{"working hours overlap"}},
		"hours of weekdays": {[]map[string]string{{"Name": "Ann",
			"Hours": "Mon-Wed 09:00-17:00; Fri 09:00-12:00, 13:00-14:00"}}, []string{""}},
		"no hours": {[]map[string]string{{"Name": "Ann", "Hours": "in the morning"}},
			[]string{"are no working hours"}},
		"two of one name": {[]map[string]string{{"Name": "Ann"}, {"Name": "ann"}}, []string{"", "is here twice"}},
		"no number":       {[]map[string]string{{"Name": "Ann", "Most open": "few"}}, []string{"no number of leads"}},
		"a word": {[]map[string]string{{"Name": "Ann", "Takes": "gate"}},
			[]string{"neither a source nor a quality"}},
		"what is taken": {[]map[string]string{{"Name": "Ann",
			"Takes": `"gate", LinkedIn, hot, postcode 10-14, 20095, country DE, Austria`}}, []string{""}},
		"no postcode": {[]map[string]string{{"Name": "Ann", "Takes": "postcode Berlin"}},
			[]string{"no postcode"}},
	} {
		p, checks := ReadPolicy(words.Language{}, withTeam(c.rows...), InForce{})
		got := teamChecks(checks)
		faults := 0
		for i, want := range c.says {
			if i >= len(got) || !strings.Contains(got[i], want) || want == "" && got[i] != "" {
				t.Errorf("%s: %q", name, got)
			}
			if want != "" {
				faults++
			}
		}
		if len(p.Faults) != faults {
			t.Errorf("%s: %+v", name, p.Faults)
		}
	}
}

// recorded are the events that say what is in the tab Team, one for each of the tabs, an hour apart.
func recorded(t *testing.T, tabs ...map[string]Table) []lead.Event {
	t.Helper()
	var history []lead.Event
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	for _, tables := range tabs {
		last := LastInForce(history)
		p, _ := ReadPolicy(words.Language{}, tables, last)
		history = append(history, last.Record(p, now)...)
		if again := LastInForce(history).Record(p, now); len(again) > 0 {
			t.Fatalf("recorded again: %+v", again)
		}
		now = now.Add(time.Hour)
	}
	return history
}

// Activity knows who was in the tab Team: who has left is known by that, who is only called otherwise, and who counts
// while the tab is empty.
func TestTeamIsRemembered(t *testing.T) {
	ann, bob := map[string]string{"Name": "Ann", "Email": "ann@ours.example", "Takes leads": "TRUE"},
		map[string]string{"Name": "Bob", "Takes leads": "TRUE"}
	anna, cid := map[string]string{"Name": "Anna", "Email": "ann@ours.example", "Takes leads": "TRUE"},
		map[string]string{"Name": "Cid", "Takes leads": "TRUE"}
	read := func(tables map[string]Table, before ...map[string]Table) (Policy, []Check) {
		return ReadPolicy(words.Language{}, tables, LastInForce(recorded(t, before...)))
	}
	if p, _ := read(withTeam(ann), withTeam(ann, bob)); !p.Roster.Left("bob") || p.Roster.Left("Ann") ||
		p.Roster.Left("Zoe") {
		t.Error("Bob has left, and nobody else")
	}
	if p, _ := read(withTeam(bob, anna), withTeam(ann, bob)); p.Roster.Renamed("ANN") != "Anna" {
		t.Error("Ann is called Anna")
	}
	if p, _ := read(withTeam(ann, cid), withTeam(ann, bob)); p.Roster.Renamed("Bob") != "Cid" {
		t.Error("one row with another name is the same person")
	}
	if p, _ := read(withTeam(ann)); p.Roster.Renamed("Owner") != "Ann" {
		t.Error("the placeholder of a new workbook is Ann")
	}
	if p, _ := read(withTeam(ann, bob)); p.Roster.Renamed("Owner") != "" || !p.Roster.Left("Owner") {
		t.Error("the placeholder of a new workbook is nobody of two")
	}
	p, checks := read(withTeam(), withTeam(ann, bob))
	if len(p.Team) != 2 || p.Team[0].Email != "ann@ours.example" || !p.Team[1].TakesLeads || !p.NoTeam ||
		p.Roster.Left("Ann") {
		t.Errorf("%+v", p.Team)
	}
	if len(teamChecks(checks)) > 0 || !strings.Contains(p.TeamMissing(), "count as before: Ann, Bob") {
		t.Errorf("%v, %q", checks, p.TeamMissing())
	}
	if again := LastInForce(recorded(t, withTeam(ann, bob))).Record(p, time.Now()); len(again) > 0 {
		t.Errorf("an empty tab is recorded: %+v", again)
	}
	if p, _ = read(withTeam()); len(p.Team) > 0 || p.SystemOwner != "" {
		t.Errorf("a phantom: %+v", p.Team)
	}
	if p, checks = read(withTeam(map[string]string{"Email": "x@y.example"}), withTeam(ann)); len(p.Team) != 1 ||
		!strings.Contains(teamChecks(checks)[0], "This tab is empty") {
		t.Errorf("%+v, %v", p.Team, checks)
	}
	away := map[string]string{"Name": "Bob", "Takes leads": "TRUE", "Away until": "2026-12-01"}
	p, _ = read(withTeam(ann, away), withTeam(ann, bob), withTeam(ann, away))
	if at := p.Roster.AwaySince("Bob"); !at.Equal(time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("away since %s", at)
	}
}

// A lead is handed over in a new workbook alone, unless Settings say so.
func TestHandOverAfter(t *testing.T) {
	with := func(value string) Policy {
		tables := defaultsByTitle()
		setCell(tables, lead.TabSettings, "Hand over after", 1, value)
		p, _ := ReadPolicy(words.Language{}, tables, InForce{})
		return p
	}
	older := defaultsByTitle()
	tab := older[lead.TabSettings]
	tab.Rows = tab.Rows[:18]
	older[lead.TabSettings] = tab
	p, _ := ReadPolicy(words.Language{}, older, InForce{})
	if p.HandOverAfter != 0 || with("no").HandOverAfter != 0 || with("").HandOverAfter != 2*time.Hour ||
		with("1 day").HandOverAfter != 24*time.Hour || with("soon").HandOverAfter != 2*time.Hour {
		t.Error("the wrong time")
	}
	added, ok := AddedSettings(words.Language{}, older[lead.TabSettings], nil, time.Now())
	if !ok || !slices.ContainsFunc(added.Rows, func(r []string) bool {
		return r[0] == "Hand over after" &&
			r[1] == "no"
	}) {
		t.Errorf("%q", added.Rows)
	}
}
