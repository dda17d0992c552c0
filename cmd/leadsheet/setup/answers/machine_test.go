package answers

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// What a machine says of where it stands, and what a new workbook takes from it.
func TestLocalMachine(t *testing.T) {
	now := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		env  string
		want Machine
	}{
		{"TZ=Europe/Berlin LANG=de_DE.UTF-8", Machine{"Europe/Berlin", "DE", "EUR", 2026}},
		{"TZ=:America/New_York LANG=en_US.UTF-8", Machine{"America/New_York", "US", "USD", 2026}},
		{"TZ=Europe/London LANG=en_US LC_ALL=en_GB.UTF-8", Machine{"Europe/London", "GB", "GBP", 2026}},
		{"TZ=Europe/Zurich LANG=en_US.UTF-8 LC_MONETARY=de_CH.UTF-8", Machine{"Europe/Zurich", "CH", "CHF", 2026}},
		{"TZ=UTC LANG=C.UTF-8", Machine{"", "", "", 2026}},
		{"TZ=Nowhere LANG=POSIX", Machine{"", "", "", 2026}},
		{"TZ=CET LANG=xx_ZZ", Machine{"", "", "", 2026}},
	} {
		env := map[string]string{}
		for _, pair := range strings.Fields(c.env) {
			name, value, _ := strings.Cut(pair, "=")
			env[name] = value
		}
		if got := LocalMachine(func(name string) string { return env[name] }, now); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.env, got, c.want)
		}
	}
}

// settingsOf are the values of the tab Settings of a new workbook.
func settingsOf(m Machine) map[string]string {
	out := map[string]string{}
	for _, t := range NewTables(m) {
		if t.Title == lead.TabSettings {
			for _, row := range t.Rows {
				out[row[0]] = row[1]
			}
		}
	}
	return out
}

func TestNewTables(t *testing.T) {
	s := settingsOf(Machine{"Europe/Berlin", "DE", "EUR", 2026})
	for name, want := range map[string]string{"Time zone": "Europe/Berlin", "Country": "DE", "Currency": "EUR"} {
		if s[name] != want {
			t.Errorf("%s is %q", name, s[name])
		}
	}
	for _, day := range []string{"2026-12-25", "2027-01-01", "2027-03-29", "2027-05-17"} { // Easter and Whit Monday of 2027
		if !slices.Contains(strings.Split(s["Holidays"], ", "), day) {
			t.Errorf("Holidays lacks %s: %s", day, s["Holidays"])
		}
	}
	bare := settingsOf(Machine{})
	if bare["Time zone"] != "UTC" || bare["Country"] != "US" || bare["Currency"] != "" || bare["Holidays"] != "" {
		t.Errorf("of a machine that says nothing: %v", bare)
	}
}

// The holidays of every country are as Settings demand them, and nobody works on them.
func TestPublicHolidays_OfEveryCountry(t *testing.T) {
	for _, country := range append(slices.Sorted(maps.Keys(holidaysOf)), slices.Sorted(maps.Keys(regionsOf))...) {
		if _, err := lead.ParseCountry(country); err != nil {
			t.Errorf("%s: %v", country, err)
		}
		tables := map[string]policy.Table{}
		for _, table := range NewTables(Machine{Country: country, Year: 2026}) {
			tables[table.Title] = table
		}
		p, checks := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
		for _, c := range checks {
			if c.Text != "" {
				t.Errorf("%s: %s", country, c.Text)
			}
		}
		days := PublicHolidays(country, 2026, 2027)
		if len(days) < 12 || len(days) > 60 {
			t.Errorf("%s has %d: %v", country, len(days), days)
		}
		for _, day := range days {
			if at, err := time.Parse(time.DateOnly, day); err != nil || p.Calendar.WorksOn(at.Add(12*time.Hour)) {
				t.Errorf("%s: %s is a day of work (%v)", country, day, err)
			}
		}
	}
	if got := PublicHolidays("VA", 2026); len(got) > 0 {
		t.Errorf("of a country that is not known: %v", got)
	}
}
