package policy

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

func defaultsByTitle() map[string]Table {
	tables := map[string]Table{}
	for _, tab := range DefaultTables() {
		tables[tab.Title] = tab
	}
	return tables
}

func TestDefaultTables(t *testing.T) {
	got := ""
	rows := 0
	for _, tab := range DefaultTables() {
		got += tab.Title + ","
		rows += len(tab.Rows)
		if len(tab.Columns) == 0 || tab.Columns[len(tab.Columns)-1] != "Check" {
			t.Errorf("%s: columns %q", tab.Title, tab.Columns)
		}
		for i, r := range tab.Rows {
			if len(r) != len(tab.Columns) {
				t.Errorf("%s row %d has %d cells", tab.Title, i, len(r))
			}
		}
	}
	if got != "Statuses,Team,Sources,Quality,Reasons,Follow-up,Senders,Scoring,Filters,Replies,Settings," {
		t.Errorf("tabs %s", got)
	}
	p, checks := ReadPolicy(words.Language{}, defaultsByTitle(), InForce{})
	if len(checks) != rows {
		t.Errorf("%d checks for %d rows", len(checks), rows)
	}
	for _, c := range checks {
		if c.Text != "" {
			t.Errorf("%s row %d: %s", c.Tab, c.Row, c.Text)
		}
	}
	if p.First() != "New lead" || p.SystemOwner != "Owner" || p.RespondWithin != half || p.WarnAfter != 15*time.Minute ||
		p.StaleAfter != 14 || p.Revert || len(p.FollowUp) != 7 || len(p.Reasons) != 10 {
		t.Errorf("policy %+v", p)
	}
	for _, s := range settings(words.Language{}) {
		for _, value := range []string{s.value, s.older} {
			if err := s.read(&Policy{}, value); value != "" && err != nil {
				t.Errorf("default of %s: %v", s.name, err)
			}
		}
	}
	none, noChecks := ReadPolicy(words.Language{}, nil, InForce{})
	if len(noChecks) != 0 || len(none.Statuses) != len(p.Statuses) || none.Calendar.Always() {
		t.Errorf("without tabs the defaults count: %+v", none)
	}
}

func TestMistakesInRuleTabs(t *testing.T) {
	for _, c := range []struct {
		name, tab, row string
		col            int
		text, want     string
		kept           func(Policy) bool
	}{
		{"kind", lead.TabStatuses, "Postponed", 1, "later", "Kind:", func(p Policy) bool { k, _ := p.KindOf("postponed"); return k == KindPostponed }},
		{"requires", lead.TabStatuses, "Closed", 3, "Refusal reason, Wish", `no column "Wish"`, func(p Policy) bool { return len(p.FindStatus("Closed").Requires) == 1 }},
		{"may move to", lead.TabStatuses, "Closed", 4, "Won, Lost", `no status "Lost"`, func(p Policy) bool { return len(p.FindStatus("Closed").Next) == 1 }},
		{"twice", lead.TabStatuses, "Closed", 0, "Won", "twice", func(p Policy) bool { return len(p.Statuses) == 9 }},
		{"zone", lead.TabSettings, "Time zone", 1, "Mars", "time zone", func(p Policy) bool { return p.Zone == time.UTC }},
		{"span", lead.TabSettings, "Respond within", 1, "soon", "time span", func(p Policy) bool { return p.RespondWithin == half }},
		{"hours", lead.TabSettings, "Monday", 1, "18-9", "working hours", func(p Policy) bool { return !p.Calendar.Always() }},
		{"holiday", lead.TabSettings, "Holidays", 1, "2026-12-24, Easter", "Easter", func(p Policy) bool { return p.Calendar.Off[20261224] }},
		{"rules", lead.TabSettings, "Broken rules", 1, "shout", "neither", func(p Policy) bool { return !p.Revert }},
		{"owner", lead.TabSettings, "System owner", 1, "Zoe", "not in the tab Team", func(p Policy) bool { return p.SystemOwner == "Owner" }},
		{"setting", lead.TabSettings, "Country", 0, "Land", "no setting", func(p Policy) bool { return p.Country == "US" }},
		{"share", lead.TabTeam, "Owner", 5, "half", "no number", func(p Policy) bool { return p.Team[0].Share == 1 }},
		{"source's time", lead.TabSources, "Call", 2, "5 parsecs", "time span", func(p Policy) bool { return p.FindSource("Call").RespondWithin == 0 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			tables := defaultsByTitle()
			setCell(tables, c.tab, c.row, c.col, c.text)
			p, checks := ReadPolicy(words.Language{}, tables, InForce{})
			got := ""
			for _, k := range checks {
				if k.Text != "" && k.Tab == c.tab {
					got += k.Text
				}
			}
			if !strings.Contains(got, c.want) {
				t.Errorf("check %q, want %q", got, c.want)
			}
			if !c.kept(p) {
				t.Errorf("policy %+v", p)
			}
		})
	}
}

func TestSettingsAreRead(t *testing.T) {
	tables := defaultsByTitle()
	for row, text := range map[string]string{"Time zone": "Europe/Berlin", "Monday": "9-13, 14:00 - 18:00", "Holidays": "12-25, 2026-12-27 to 2026-12-31",
		"Respond within": "2 h", "Team domains": "@Example.com", "Broken rules": "Revert"} {
		setCell(tables, lead.TabSettings, row, 1, text)
	}
	p, _ := ReadPolicy(words.Language{}, tables, InForce{})
	if len(p.Calendar.Week[time.Monday]) != 2 || !p.Calendar.Off[1225] || !p.Calendar.Off[20261229] || p.RespondWithin != 2*time.Hour || !p.Revert {
		t.Errorf("policy %+v", p)
	}
	if team := p.TeamAddresses(); !team.Has("kim@example.com") || p.Calendar.Zone.String() != "Europe/Berlin" {
		t.Errorf("team %+v", team)
	}
}

// What leadsheet reads and does not use yet says so where people fill it in.
func TestNotesPromiseNothing(t *testing.T) {
	unused := map[string]bool{lead.TabTeam + "/" + lead.ColRole: true}
	honest := func(note string) bool { return strings.Contains(strings.ToLower(note), "for your information") }
	for _, tab := range lead.Tabs() {
		for _, c := range tab.Columns {
			note := words.Language{}.ColumnNote(tab.Title, c.Title)
			if is := honest(note); is != unused[tab.Title+"/"+c.Title] {
				t.Errorf("%s/%s: %q", tab.Title, c.Title, note)
			}
		}
	}
	for _, s := range settings(words.Language{}) {
		if honest(s.meaning) {
			t.Errorf("%s: %q", s.name, s.meaning)
		}
	}
}

// A setting that nothing follows is in no new workbook. A row of an earlier version stays and says so, which is no
// mistake.
func TestSettingsThatAreGone(t *testing.T) {
	tables := defaultsByTitle()
	tab := tables[lead.TabSettings]
	for _, r := range tab.Rows {
		if r[0] == "Hot alert" {
			t.Error("a new workbook has Hot alert")
		}
	}
	tab.Rows = append(tab.Rows, []string{"Hot alert", "5 min", "", ""}, []string{"Hot alarm", "5 min", "", ""})
	tables[lead.TabSettings] = tab
	_, checks := ReadPolicy(words.Language{}, tables, InForce{})
	for _, c := range checks {
		if c.Tab != lead.TabSettings || c.Row < len(tab.Rows)-2 {
			continue
		}
		if gone := c.Row == len(tab.Rows)-2; c.Text == "" || c.Hint != gone {
			t.Errorf("%s: %+v", tab.Rows[c.Row][0], c)
		}
	}
}

func setCell(tables map[string]Table, tab, row string, col int, text string) {
	for _, r := range tables[tab].Rows {
		if r[0] == row {
			r[col] = text
		}
	}
}
