package setup

import (
	"strings"
	"testing"
	"time"

	"leadsheet/cmd/leadsheet/setup/answers"
	"leadsheet/daemon"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// From October on the doctor asks for next year's public holidays, unless most of them are there.
func TestDoctor_Holidays(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	look := func(m answers.Machine) daemon.Look {
		tables := map[string]policy.Table{}
		for _, table := range answers.NewTables(m) {
			tables[table.Title] = table
		}
		p, _ := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
		return daemon.Look{Zone: berlin, Country: "DE", Calendar: p.Calendar}
	}
	for _, c := range []struct {
		name  string
		now   string
		years int
		want  string
	}{
		{"September", "2026-09-30T12:00:00Z", 2025, ""},
		{"October, by the business's clock", "2026-09-30T22:30:00Z", 2025, "DE in 2027"},
		{"this year's alone", "2026-11-27T12:00:00Z", 2025, "DE in 2027"},
		{"both years", "2026-11-27T12:00:00Z", 2026, ""},
		{"none at all", "2026-11-27T12:00:00Z", 0, "DE in 2027"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		d := &checks{Doctor: Doctor{Now: func() time.Time { return now }}}
		d.holidays(look(answers.Machine{Zone: "Europe/Berlin", Country: "DE", Currency: "EUR", Year: c.years}))
		said := ""
		for _, v := range d.all {
			said += v.Text + "; " + v.Do
		}
		if (said == "") != (c.want == "") || !strings.Contains(said, c.want) {
			t.Errorf("%s: %q", c.name, said)
		}
		if c.want != "" && (!strings.Contains(said, "2027-01-01, 2027-03-26, 2027-03-29") || strings.Contains(said, "2027-05-01")) {
			t.Errorf("%s: it names %q", c.name, said) // the first of May is a Saturday
		}
	}
}
