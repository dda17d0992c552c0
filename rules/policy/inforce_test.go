package policy

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// A time zone or country that is wrong, or whose row is gone, leaves the one that was in force; a blank one means the
// default. What comes into force is recorded once.
func TestTheLastGoodZoneAndCountryStayInForce(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	var journal []lead.Event
	settings := func(rows ...[]string) map[string]Table {
		return map[string]Table{lead.TabSettings: {Title: lead.TabSettings, Columns: []string{"Setting", "Value", "Meaning", "Check"}, Rows: rows}}
	}
	both := func(zone, country string) map[string]Table {
		return settings([]string{"Time zone", zone}, []string{"Country", country})
	}
	for _, step := range []struct {
		name          string
		tables        map[string]Table
		zone, country string
		events        int
		check         string // of the first row
	}{
		{"a mistake in a new workbook", both("Berlin", "ZZ"), "UTC", "US", 0, `there is no time zone "Berlin"; did you mean Europe/Berlin? (UTC stays in force until then)`},
		{"the defaults", both("UTC", "US"), "UTC", "US", 0, ""},
		{"good ones", both("Europe/Berlin", "de"), "Europe/Berlin", "DE", 2, ""},
		{"the same", both("Europe/Berlin", "DE"), "Europe/Berlin", "DE", 0, ""},
		{"mistakes", both("Berlin", "EN"), "Europe/Berlin", "DE", 0, `did you mean Europe/Berlin? (Europe/Berlin stays in force until then)`},
		{"one mended", both("Europe/Vienna", "EN"), "Europe/Vienna", "DE", 1, ""},
		{"an abbreviation", both("CET", "AT"), "Europe/Vienna", "AT", 1, `"CET" is the abbreviation`},
		{"rows are gone", settings([]string{"Business name", "North"}), "Europe/Vienna", "AT", 0, ""},
		{"the tab is gone", nil, "Europe/Vienna", "AT", 0, ""},
		{"a column is gone", map[string]Table{lead.TabSettings: {Columns: []string{"Setting", "Valu"}, Rows: [][]string{{"Time zone", "UTC"}}}}, "Europe/Vienna", "AT", 0, ""},
		{"blank", both("", " "), "UTC", "US", 2, ""},
		{"mistakes again", both("Berlin", "ZZ"), "UTC", "US", 0, "(UTC stays in force until then)"},
	} {
		last := LastInForce(journal)
		p, checks := ReadPolicy(words.Language{}, step.tables, last)
		if p.Zone.String() != step.zone || p.Calendar.Zone != p.Zone || p.Country != step.country {
			t.Errorf("%s: %s and %s are in force", step.name, p.Zone, p.Country)
		}
		events := last.Record(p, now)
		if len(events) != step.events {
			t.Errorf("%s: recorded %+v", step.name, events)
		}
		journal = append(journal, events...)
		if step.tables != nil && (step.check == "" && checks[0].Text != "" && step.name != "a column is gone" || !strings.Contains(checks[0].Text, step.check)) {
			t.Errorf("%s: Check says %q", step.name, checks[0].Text)
		}
		if again := LastInForce(journal).Record(p, now); len(again) != 0 {
			t.Errorf("%s: recorded again: %+v", step.name, again)
		}
	}
}
