package setup

import (
	"slices"
	"testing"
)

// What a service must be allowed to write into, besides its own folder.
func TestConfig_Folders(t *testing.T) {
	for _, c := range []struct {
		book, drop, calendars string
		want                  []string
	}{
		{"/var/lib/leadsheet/leads.xlsx", "drop", "", nil},
		{"leads.xlsx", "/var/lib/leadsheet/drop", "/srv/calendars", []string{"/srv/calendars"}},
		{"/srv/leads/leads.xlsx", "/srv/leads", "", []string{"/srv/leads"}},
		{"https://docs.google.com/spreadsheets/d/1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d/edit", "../drop", "",
			[]string{"/var/lib/drop"}},
		{"google:1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d", "", "", nil},
	} {
		config := Config{Book: c.book, Drop: c.drop, Calendars: c.calendars}
		if got := config.Folders("/var/lib/leadsheet"); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, want %q", c, got, c.want)
		}
	}
}
