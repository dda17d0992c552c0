package policy

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// scored reads a workbook of Berlin whose tab Leads has a column Budget and whose tab has these rows.
func scored(tab string, rows ...[]string) (Policy, []string) {
	tables := defaultsByTitle()
	setCell(tables, lead.TabSettings, "Scoring", 1, "yes")
	setCell(tables, lead.TabSettings, "Lists", 1, "yes")
	setCell(tables, lead.TabSettings, "Country", 1, "DE")
	setCell(tables, lead.TabSettings, "Time zone", 1, "Europe/Berlin")
	t := tables[tab]
	t.Rows = nil
	for _, row := range rows {
		t.Rows = append(t.Rows, append(row, make([]string, len(t.Columns)-len(row))...))
	}
	tables[tab] = t
	tables[lead.TabLeads] = Table{Title: lead.TabLeads, Columns: append(lead.LeadColumns(), "Budget")}
	p, checks := ReadPolicy(words.Language{}, tables, InForce{})
	var said []string
	for _, c := range checks {
		if c.Tab == tab {
			said = append(said, c.Text)
		}
	}
	return p, said
}

// A row of Scoring with a mistake says so beside it and gives no points; the other rows count.
func TestScoring_Mistakes(t *testing.T) {
	good := []string{"10", "Name", "filled", "", "Is a company"}
	for name, c := range map[string]struct {
		row  []string
		want string // "" for none
	}{
		"text":                   {[]string{"20", "Need", "has", "pricing guide, price list"}, ""},
		"anywhere":               {[]string{"15", "anywhere", "Contains", "webinar"}, ""},
		"messages":               {[]string{"15", "Messages", "at least", "2"}, ""},
		"minus":                  {[]string{"-10", "Anywhere", "has", "unsubscribe"}, ""},
		"a sign":                 {[]string{"5", "Value", ">=", "1.000"}, ""},
		"a column of their own":  {[]string{"5", "Budget", "over", "5k"}, ""},
		"a question":             {[]string{"5", "How many people work for you?", "over", "100"}, ""},
		"several questions":      {[]string{"5", "Team size, Employees", "over", "100"}, ""},
		"is blank":               {[]string{"5", "Phone", "is not", "blank"}, ""},
		"is over":                {[]string{"5", "Value", "is over", "100"}, ""},
		"a source":               {[]string{"5", "Source", "is", "Referral, Call"}, ""},
		"the part":               {[]string{"5", "Source", "is", "Call", "", "fit"}, ""},
		"no points":              {[]string{"", "Company", "filled"}, `Points: "" is no number; write it like 15 or -10; the row is left out`},
		"points in words":        {[]string{"many", "Company", "filled"}, `Points: "many" is no number`},
		"far too many points":    {[]string{"1e9", "Company", "filled"}, `is no number`},
		"a slip":                 {[]string{"5", "Compnay", "filled"}, `there is no column "Compnay"; did you mean Company?`},
		"a slip in a pseudonym":  {[]string{"5", "Anywere", "has", "x"}, `did you mean Anywhere?`},
		"no test":                {[]string{"5", "Company", "", "GmbH"}, `"" is none of is, is not, has, has not, over,`},
		"a wrong test":           {[]string{"5", "Company", "resembles", "GmbH"}, `"resembles" is none of is,`},
		"no value":               {[]string{"5", "Company", "has", " , "}, "say which value"},
		"no number":              {[]string{"5", "Value", "over", "much"}, `"much" is no number`},
		"a range":                {[]string{"5", "Value", "over", "3-5k"}, `"3-5k" is no number`},
		"an unknown source":      {[]string{"5", "Source", "is", "Trade shwo"}, `Source: "Trade shwo" is not in the tab Sources`},
		"an unknown status":      {[]string{"5", "Status", "is", "Deal"}, `Status: "Deal" is not in the tab Statuses`},
		"days":                   {[]string{"5", "Last activity", "before", "14 days ago"}, "points cannot depend on Last activity"},
		"before in no days":      {[]string{"5", "Company", "before", "today"}, `"before" compares days, and Company has none`},
		"what follows the score": {[]string{"5", "Quality", "is", "hot"}, "points cannot depend on Quality"},
		"the score itself":       {[]string{"5", "Score", "over", "10"}, "points cannot depend on Score"},
		"the part misspelt":      {[]string{"5", "Company", "filled", "", "", "fitness"}, `Part: "fitness" is neither fit nor behaviour`},
		"a mixture":              {[]string{"5", "Need, Anywhere", "has", "x"}, "Anywhere and Messages stand alone"},
	} {
		t.Run(name, func(t *testing.T) {
			p, said := scored(lead.TabScoring, c.row, good)
			if len(said) != 2 || said[1] != "" {
				t.Fatalf("Check says %q", said)
			}
			if c.want == "" {
				if said[0] != "" || len(p.Scores) != 2 {
					t.Errorf("Check says %q, rows %+v", said[0], p.Scores)
				}
				return
			}
			if !strings.Contains(said[0], c.want) || !strings.HasSuffix(said[0], "the row is left out") {
				t.Errorf("Check says %q, want %q", said[0], c.want)
			}
			if len(p.Scores) != 1 || p.Scores[0].Label != "Is a company" {
				t.Errorf("rows %+v", p.Scores)
			}
		})
	}
}

func TestScoring_PartsByField(t *testing.T) {
	p, _ := scored(lead.TabScoring, []string{"1", "Company", "filled"}, []string{"1", "Need", "filled"},
		[]string{"1", "Team size", "over", "5"}, []string{"1", "Messages", "over", "1"}, []string{"1", "Need", "has", "x", "", "fit"})
	var got []bool
	for _, s := range p.Scores {
		got = append(got, s.Fit)
	}
	if want := []bool{true, false, true, false, true}; !reflect.DeepEqual(got, want) {
		t.Errorf("fit %v, want %v", got, want)
	}
}

// People write conditions as sentences; what they mean is read, and what is none says so.
func TestFilters_Sentences(t *testing.T) {
	at := func(s string) time.Time {
		zone, _ := time.LoadLocation("Europe/Berlin")
		d, _ := time.ParseInLocation("2006-01-02", s, zone)
		return d
	}
	for text, want := range map[string][]Condition{
		"Status is Qualification and Source is Offline event and Value over 1000": {
			{Fields: []string{"Status"}, Test: Is, Values: []string{"Qualification"}},
			{Fields: []string{"Source"}, Test: Is, Values: []string{"Offline event"}},
			{Fields: []string{"Value"}, Test: Over, Number: 1000}},
		"status IS New lead or In progress AND owner is not blank": {
			{Fields: []string{"Status"}, Test: Is, Values: []string{"New lead", "In progress"}},
			{Fields: []string{"Owner"}, Test: Filled}},
		"Need has research and development and Company has Sand and Sons": {
			{Fields: []string{"Need"}, Test: Has, Values: []string{"research and development"}},
			{Fields: []string{"Company"}, Test: Has, Values: []string{"Sand and Sons"}}},
		"Next contact is before today":        {{Fields: []string{"Next contact"}, Test: Before, Day: Day{Relative: true}}},
		"Last activity before 14 days ago":    {{Fields: []string{"Last activity"}, Test: Before, Day: Day{Relative: true, FromNow: -14}}},
		"Next contact after in 7 days":        {{Fields: []string{"Next contact"}, Test: After, Day: Day{Relative: true, FromNow: 7}}},
		"Received after 1.10.2026":            {{Fields: []string{"Received"}, Test: After, Day: Day{Date: at("2026-10-01")}}},
		"Budget at least 5.000 €":             {{Fields: []string{"Budget"}, Test: AtLeast, Number: 5000}},
		"Team size > 100":                     {{Fields: []string{"Team size"}, Test: Over, Number: 100}},
		"Phone is blank":                      {{Fields: []string{"Phone"}, Test: Blank}},
		"What is your budget? is more than 5": {{Fields: []string{"What"}, Test: Is, Values: []string{"your budget? is more than 5"}}},
	} {
		p, said := scored(lead.TabFilters, []string{"A list", text})
		if said[0] != "" || len(p.Filters) != 1 || !reflect.DeepEqual(p.Filters[0].Where, want) {
			t.Errorf("%s: Check says %q, read %+v", text, said, p.Filters)
		}
	}
	for text, want := range map[string]string{
		"":                              "Leads where is blank",
		"everything":                    `"everything" is no condition`,
		"Status":                        `"Status" is no condition`,
		"Status is Deal":                `"Deal" is not in the tab Statuses`,
		"Stats is Postponed":            `there is no column "Stats"; did you mean Status?`,
		"Owner is Zoe and Value over x": `Owner: "Zoe" is not in the tab Team; "x" is no number`,
		"Next contact before soon":      `"soon" is no day; write it like 2026-12-24, today, 14 days ago or in 7 days`,
		"Next contact over 5":           "write before or after",
		"Value over":                    `"" is no number`,
	} {
		p, said := scored(lead.TabFilters, []string{"A list", text}, []string{"Another", "Phone is blank"})
		if !strings.Contains(said[0], want) || len(p.Filters) != 1 || said[1] != "" {
			t.Errorf("%q: Check says %q, want %q; read %+v", text, said, want, p.Filters)
		}
	}
}

// A switch shows its tabs when it is set, and not again when somebody hides them; what is mistyped changes nothing.
func TestSwitches(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	hidden := map[string]bool{lead.TabScoring: true, lead.TabFilters: true}
	var journal []lead.Event
	for _, s := range []struct {
		name, setting, value string
		tabs                 []Switched
		events               int
		on                   bool
	}{
		{"nothing to do", SettingScoring, "no", nil, 0, false},
		{"scoring", SettingScoring, "yes", []Switched{{lead.TabScoring, true, false, true}}, 1, true},
		{"the same", SettingScoring, "Yes", nil, 0, true},
		{"a mistake", SettingScoring, "sometimes", nil, 0, true},
		{"the row is gone", "", "", nil, 0, true},
		{"off", SettingScoring, "no", []Switched{{lead.TabScoring, false, true, true}}, 1, false},
		{"the board", SettingBoard, "yes", []Switched{{Tab: lead.TabBoard}}, 1, false},
		{"all tabs do not show it", SettingShow, "yes", nil, 0, false},
	} {
		tab := Table{Title: lead.TabSettings, Columns: []string{"Setting", "Value", "Meaning", "Check"}}
		if s.setting != "" {
			tab.Rows = [][]string{{s.setting, s.value}}
		}
		last := LastInForce(journal)
		p, _ := ReadPolicy(words.Language{}, map[string]Table{lead.TabSettings: tab}, last)
		if p.Scoring != s.on {
			t.Errorf("%s: scoring %v", s.name, p.Scoring)
		}
		tabs, events := last.Switches(p, hidden, now)
		if !reflect.DeepEqual(tabs, s.tabs) || len(events) != s.events {
			t.Errorf("%s: tabs %+v, events %+v", s.name, tabs, events)
		}
		for _, tab := range tabs {
			if tab.Read {
				hidden[tab.Tab] = tab.Want
			}
		}
		journal = append(journal, events...)
	}
}
