package owners

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// teamOf reads a tab Team of which the rows are Name|Column=text|...
func teamOf(t *testing.T, rows ...string) *policy.Policy {
	t.Helper()
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	tab := tables[lead.TabTeam]
	tab.Rows = nil
	for _, row := range rows {
		cells := make([]string, len(tab.Columns))
		for i, cell := range strings.Split(row, "|") {
			column, text, ok := strings.Cut(cell, "=")
			if i == 0 && !ok {
				column, text = lead.ColName, cell
			}
			for k, c := range tab.Columns {
				if c == column {
					cells[k] = text
				} else if c == lead.ColTakesLeads && cells[k] == "" {
					cells[k] = "TRUE"
				}
			}
		}
		tab.Rows = append(tab.Rows, cells)
	}
	tables[lead.TabTeam] = tab
	for _, row := range tables[lead.TabSettings].Rows {
		if row[0] == "Time zone" {
			row[1] = "Europe/Berlin"
		}
		if row[0] == "Country" {
			row[1] = "DE"
		}
	}
	p, _ := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	return &p
}

// friday is a moment in working hours in Berlin.
func friday(t *testing.T, clock string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-20 "+clock, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Who gets a lead, and why: by what people take, when they work, how many they have, and who is there.
func TestChoose(t *testing.T) {
	for name, c := range map[string]struct {
		team  []string
		lead  lead.Lead
		clock string
		had   []string // owners of open leads
		want  string
		why   string // is in the reason
	}{
		"one person":               {team: []string{"Ann"}, want: "Ann", why: "fewest"},
		"by source":                {team: []string{"Ann", "Bob|Takes=LinkedIn"}, lead: lead.Lead{Source: "LinkedIn"}, want: "Bob", why: `takes source "LinkedIn"`},
		"by quality":               {team: []string{"Ann", "Bob|Takes=hot"}, lead: lead.Lead{Quality: "Hot"}, want: "Bob", why: `quality "hot"`},
		"by a word":                {team: []string{"Ann", `Bob|Takes="gate"`}, lead: lead.Lead{Need: "Do you sell gates?"}, want: "Bob", why: `word "gate"`},
		"not a word":               {team: []string{"Ann", `Bob|Takes="gate"`}, lead: lead.Lead{Need: "Do you delegate?"}, want: "Ann"},
		"by postcode":              {team: []string{"Ann", "Bob|Takes=postcode 10-14"}, lead: lead.Lead{Details: "PLZ: 12345"}, want: "Bob", why: `postcode "10-14"`},
		"a postcode in the text":   {team: []string{"Ann", "Bob|Takes=10-14"}, lead: lead.Lead{Need: "A fence in 14199 Berlin, please"}, want: "Bob"},
		"another postcode":         {team: []string{"Ann", "Bob|Takes=postcode 10-14"}, lead: lead.Lead{Details: "Postcode: 20095"}, want: "Ann"},
		"a price is no postcode":   {team: []string{"Ann", "Bob|Takes=postcode 10-14"}, lead: lead.Lead{Need: "I have 12000 Euro"}, want: "Ann"},
		"by country of the phone":  {team: []string{"Ann", "Bob|Takes=country AT"}, lead: lead.Lead{Phone: "+43 1 5131234"}, want: "Bob", why: `country "AT"`},
		"by country of a form":     {team: []string{"Ann", "Bob|Takes=Austria"}, lead: lead.Lead{Details: "Country: Österreich"}, want: "Bob"},
		"by country of an address": {team: []string{"Ann", "Bob|Takes=AT"}, lead: lead.Lead{Email: "a@b.at"}, want: "Bob"},
		"only others take it":      {team: []string{"Ann|Takes=hot", "Bob|Takes=LinkedIn|Takes leads=TRUE"}, lead: lead.Lead{Source: "Email"}, want: "Ann", why: "system owner"},
		"on shift":                 {team: []string{"Ann|Hours=09:00-12:00", "Bob|Hours=13:00-18:00"}, clock: "14:00", want: "Bob", why: "at work now"},
		"next to open":             {team: []string{"Ann|Hours=15:00-18:00", "Bob|Hours=13:00-14:00"}, clock: "12:30", want: "Bob", why: "begins next, at 13:00"},
		"by weekday":               {team: []string{"Ann|Hours=Mon-Thu 09:00-18:00", "Bob|Hours=Fri 09:00-18:00"}, clock: "12:30", want: "Bob", why: "at work now"},
		"has enough":               {team: []string{"Ann|Most open=2", "Bob"}, had: []string{"Ann", "ann"}, want: "Bob", why: "has room"},
		"has room":                 {team: []string{"Ann|Most open=3", "Bob"}, had: []string{"Ann", "ann"}, want: "Ann"},
		"all have enough":          {team: []string{"Ann|Takes leads=FALSE", "Bob|Most open=1"}, had: []string{"Bob"}, want: "Ann", why: "system owner"},
		"away":                     {team: []string{"Ann|Away from=2026-11-20|Away until=2026-11-20", "Bob"}, want: "Bob"},
		"all away, by the backup":  {team: []string{"Ann|Takes leads=FALSE", "Kim|Away until=2026-11-20|Backup=Lee", "Lee|Takes leads=FALSE"}, want: "Lee", why: "stands in for Kim"},
		"all away":                 {team: []string{"Ann|Away until=2026-11-20", "Bob|Away from=2026-11-01"}, want: "Ann", why: "system owner"},
	} {
		if c.clock == "" {
			c.clock = "10:00"
		}
		s := New(teamOf(t, c.team...), friday(t, c.clock))
		s.CountOpen(func(yield func(string) bool) {
			for _, name := range c.had {
				if !yield(name) {
					return
				}
			}
		})
		if got := s.Choose(&c.lead, ""); got.Name != c.want || !strings.Contains(got.Why, c.why) {
			t.Errorf("%s: %s, because of %q", name, got.Name, got.Why)
		}
	}
}

// Who stands in for whom: the backup, the backup's backup, at the end the system owner.
func TestStandIn(t *testing.T) {
	for name, c := range map[string]struct {
		team []string
		want string
	}{
		"the backup":             {[]string{"Ann", "Kim|Backup=Lee|Away until=2026-11-20", "Lee"}, "Lee"},
		"the backup's":           {[]string{"Ann", "Kim|Backup=Lee|Away until=2026-11-20", "Lee|Backup=Bob|Away until=2026-11-21", "Bob"}, "Bob"},
		"nobody named":           {[]string{"Ann", "Kim|Away until=2026-11-20"}, "Ann"},
		"round in a circle":      {[]string{"Ann", "Kim|Backup=Lee|Away until=2026-11-20", "Lee|Backup=Kim|Away until=2026-11-20"}, "Ann"},
		"a circle with somebody": {[]string{"Ann", "Kim|Backup=Lee|Away until=2026-11-20", "Lee|Backup=Kim"}, "Lee"},
		"nobody there":           {[]string{"Ann|Away until=2026-11-20", "Kim|Away until=2026-11-20"}, ""},
		"there":                  {[]string{"Ann", "Kim|Backup=Lee", "Lee"}, "-"},
	} {
		p := teamOf(t, c.team...)
		cover, away := CoverOf(p, "kim", friday(t, "10:00"))
		got := "-"
		if away {
			if got = ""; cover.By != nil {
				got = cover.By.Name
			}
		}
		if got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Five working days of absence are no long ones, a holiday between them does not count; six are.
func TestAwayForLong(t *testing.T) {
	zone := friday(t, "10:00").Location()
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, zone) }
	p := teamOf(t, "Ann")
	for from, want := range map[int]int{16: 23, 20: 27, 21: 30, 17: 24} {
		c := Cover{Absence: policy.Absence{AwayFrom: day(from)}}
		if got := c.TooLong(p.Calendar, time.Time{}); !got.Equal(day(want)) {
			t.Errorf("away from the %d: from %s on", from, got)
		}
	}
	open := Cover{Absence: policy.Absence{AwayUntil: day(30)}}
	if got := open.TooLong(p.Calendar, day(16).Add(9*time.Hour)); !got.Equal(day(23)) {
		t.Errorf("from %s on", got)
	}
}
