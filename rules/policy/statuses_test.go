package policy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// The columns of the tab Statuses that tests write into.
const (
	inKind, inRequires, inMoves, inAliases, inStale = 1, 3, 4, 5, 6
)

func TestAliases(t *testing.T) {
	tables := defaultsByTitle()
	setCell(tables, lead.TabStatuses, "Contact established", inAliases, "Contacted; connected")
	setCell(tables, lead.TabStatuses, "Contact established", inMoves, "Qualified")
	p, checks := ReadPolicy(words.Language{}, tables, InForce{})
	for _, c := range checks {
		if c.Text != "" {
			t.Errorf("%s: %s", c.Tab, c.Text)
		}
	}
	for _, name := range []string{"Contact established", "contacted", " Connected "} {
		if kind, known := p.KindOf(name); !known || kind != KindContacted {
			t.Errorf("%q is %q, %v", name, kind, known)
		}
		if !p.SameStatus(name, "CONTACTED") || p.SameStatus(name, "New") || p.SameStatus(name, "Who knows") {
			t.Errorf("%q means another status", name)
		}
		if !p.Allows(name, "Qualification") || !p.Allows(name, "qualified") || !p.Allows(name, "Contacted") ||
			p.Allows(name, "Won") || !p.Allows("New", "Won") {
			t.Errorf("moves from %q", name)
		}
	}
	if s := p.FindStatus("Contacted"); s.Name != "Contact established" {
		t.Errorf("status %+v", s)
	}
}

func TestAliasesInRuleTabs(t *testing.T) {
	for _, c := range []struct {
		name string
		edit map[string]string // the cell Aliases by status
		want map[string]string // the text of Check by status; "" for no row with one
		is   map[string]string // the status that a name leads to
	}{
		{"another's name", map[string]string{"Closed": "Won, Lost"}, map[string]string{"Closed": `"Won" is a status of its own`},
			map[string]string{"Won": "Won", "Lost": "Closed"}},
		{"each other's name", map[string]string{"Closed": "Won", "Won": "closed"},
			map[string]string{"Closed": `"Won" is a status of its own`, "Won": `"closed" is a status of its own`}, nil},
		{"an alias twice", map[string]string{"Unqualified": "Lost", "Closed": "lost"},
			map[string]string{"Closed": `"lost" is an alias of "Unqualified" already`}, map[string]string{"LOST": "Unqualified"}},
		{"its own name, and twice in one cell", map[string]string{"Closed": "Closed, Lost, lost"}, nil,
			map[string]string{"Lost": "Closed", "closed": "Closed"}},
		{"blanks and line breaks", map[string]string{"Closed": " ,\nLost\n;"}, nil, map[string]string{"lost ": "Closed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tables := defaultsByTitle()
			for status, text := range c.edit {
				setCell(tables, lead.TabStatuses, status, inAliases, text)
			}
			p, checks := ReadPolicy(words.Language{}, tables, InForce{})
			for _, k := range checks {
				if k.Tab != lead.TabStatuses {
					continue
				}
				want := c.want[tables[lead.TabStatuses].Rows[k.Row][0]]
				if (k.Text == "") != (want == "") || !strings.Contains(k.Text, want) {
					t.Errorf("row %d: check %q, want %q", k.Row, k.Text, want)
				}
			}
			for name, want := range c.is {
				if s := p.FindStatus(name); s == nil || s.Name != want {
					t.Errorf("%q leads to %+v", name, s)
				}
			}
		})
	}
}

func TestStaleAfterOfAStatus(t *testing.T) {
	tables := defaultsByTitle()
	setCell(tables, lead.TabStatuses, "Moved to deal", inStale, "30 days")
	setCell(tables, lead.TabStatuses, "In progress", inStale, "3")
	setCell(tables, lead.TabStatuses, "Closed", inStale, "soon")
	setCell(tables, lead.TabStatuses, "Won", inStale, "0")
	p, checks := ReadPolicy(words.Language{}, tables, InForce{})
	for status, want := range map[string]int{"Moved to deal": 30, "in progress": 3, "New lead": 14, "Closed": 14, "Won": 14, "None such": 14} {
		if got := p.StaleFor(status); got != want {
			t.Errorf("%s: %d days, want %d", status, got, want)
		}
	}
	var texts []string
	for _, c := range checks {
		if c.Text != "" {
			texts = append(texts, c.Text)
		}
	}
	if want := []string{`Stale after: "soon" is no number of days; 14 counts`, `Stale after: "0" is no number of days; 14 counts`}; !slices.Equal(texts, want) {
		t.Errorf("checks %q", texts)
	}
}

// A workbook of an earlier version has neither the columns nor the setting: nothing changes there by itself.
func TestStatusesOfAnOlderWorkbook(t *testing.T) {
	tables := defaultsByTitle()
	tab := tables[lead.TabStatuses]
	tab.Columns = slices.DeleteFunc(slices.Clone(tab.Columns), func(c string) bool { return c == lead.ColAliases || c == lead.ColStaleAfter })
	rows := make([][]string, len(tab.Rows))
	for i, r := range tab.Rows {
		rows[i] = append(slices.Clone(r[:inAliases]), "")
	}
	tab.Rows, tables[lead.TabStatuses] = rows, tab
	setting := tables[lead.TabSettings]
	setting.Rows = slices.DeleteFunc(slices.Clone(setting.Rows), func(r []string) bool { return r[0] == settingFollows })
	tables[lead.TabSettings] = setting
	p, _ := ReadPolicy(words.Language{}, tables, InForce{})
	if _, known := p.KindOf("Contacted"); known || p.StatusFollows || p.StaleFor("In progress") != 14 {
		t.Errorf("policy %+v", p)
	}
	added, ok := AddedSettings(words.Language{}, setting, nil, time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC))
	if !ok || !slices.ContainsFunc(added.Rows, func(r []string) bool { return r[0] == settingFollows && r[1] == no }) {
		t.Errorf("added %+v", added)
	}
	delete(tables, lead.TabSettings)
	if p, _ = ReadPolicy(words.Language{}, tables, InForce{}); p.StatusFollows {
		t.Error("a workbook whose tab Settings is gone follows mail")
	}
	for text, want := range map[string]bool{"yes": true, "no": false, "TRUE": true, "FALSE": false, "": true, "maybe": false} {
		tables := defaultsByTitle()
		setCell(tables, lead.TabSettings, settingFollows, 1, text)
		if p, _ = ReadPolicy(words.Language{}, tables, InForce{}); p.StatusFollows != want {
			t.Errorf("%q: %v", text, p.StatusFollows)
		}
	}
}
