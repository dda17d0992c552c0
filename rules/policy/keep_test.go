package policy

import (
	"strings"
	"testing"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// For how long ended leads stay: what cannot be read, or would take figures their past, keeps all.
func TestKeepFor(t *testing.T) {
	for value, want := range map[string]int{"": 0, "24": 24, "36 months": 36, "12": -1, "two years": -1, "-30": -1, "5000": -1} {
		tables := defaultsByTitle()
		setCell(tables, lead.TabSettings, SettingKeep, 1, value)
		p, checks := ReadPolicy(words.Language{}, tables, InForce{})
		said := ""
		for _, c := range checks {
			if c.Tab == lead.TabSettings {
				said += c.Text
			}
		}
		if p.KeepFor != max(0, want) || (want < 0) != strings.Contains(said, "is no number of months from 24 on") {
			t.Errorf("%q: %d months, Check %q", value, p.KeepFor, said)
		}
	}
}
