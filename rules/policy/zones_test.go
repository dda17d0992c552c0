package policy

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// inZone is a policy with a time zone in force.
func inZone(t *testing.T, name string) Policy {
	t.Helper()
	p, _ := ReadPolicy(words.Language{}, nil, InForce{})
	zone, err := lead.ParseZone(name)
	if err != nil {
		t.Fatal(err)
	}
	p.Zone = zone
	return p
}

func (z Zones) text() string {
	out := z.Journals.String() + "; " + z.Leads.String() + "; " + z.Shown.String() + ";"
	for _, b := range z.Before {
		out += " " + b.String()
	}
	return out
}

// A workbook goes through zones: Activity stays in the first, and Before has those of which cells may be left.
func TestZones_OfAWorkbook(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	var history []lead.Event
	pass := func(zone string) string {
		p := inZone(t, zone)
		last := LastInForce(history)
		history = append(history, last.Record(p, now)...)
		z, events := last.Zones(p, func() []lead.Event { return history }, now)
		history = append(history, events...)
		return z.text()
	}
	rendered := func(zone string) {
		p := inZone(t, zone)
		z, _ := LastInForce(history).Zones(p, nil, now)
		history = append(history, z.LeadsAreIn(p, now))
	}
	for n, step := range []struct{ zone, want string }{
		{"Europe/Berlin", "Europe/Berlin; Europe/Berlin; Europe/Berlin;"},
		{"Europe/Berlin", "Europe/Berlin; Europe/Berlin; Europe/Berlin;"},
		{"Asia/Tokyo", "Europe/Berlin; Asia/Tokyo; Europe/Berlin; Europe/Berlin"},
		{"America/New_York", "Europe/Berlin; America/New_York; Europe/Berlin; Europe/Berlin Asia/Tokyo"},
		{"Europe/Berlin", "Europe/Berlin; Europe/Berlin; Europe/Berlin; America/New_York Asia/Tokyo"},
		{"done", ""},
		{"Europe/Berlin", "Europe/Berlin; Europe/Berlin; Europe/Berlin;"},
		{"UTC", "Europe/Berlin; UTC; Europe/Berlin; Europe/Berlin"},
		{"done", ""},
		{"UTC", "Europe/Berlin; UTC; UTC;"},
	} {
		if step.zone == "done" {
			rendered([]string{"Europe/Berlin", "UTC"}[min(n/8, 1)])
			continue
		}
		if got := pass(step.zone); got != step.want {
			t.Errorf("step %d, %s: %s, want %s", n, step.zone, got, step.want)
		}
	}
	if again := LastInForce(history); again.Journals != "Europe/Berlin" {
		t.Errorf("Activity is in %q", again.Journals)
	}
}

// A workbook of an earlier version does not say in which zone it is: it is the one that was in force last.
func TestZones_OfAnOlderWorkbook(t *testing.T) {
	changed := func(from, to string) lead.Event {
		return lead.Event{Lead: lead.Workbook, What: lead.Changed, Column: settingZone, From: from, To: to}
	}
	created := func(received string) lead.Event {
		return lead.Event{Lead: "L-1001", What: lead.Created, To: `{"received":"` + received + `"}`}
	}
	for _, c := range []struct {
		name, settings, want string
		history              []lead.Event
	}{
		{"as Settings say", "Europe/Berlin", "Europe/Berlin", []lead.Event{created("2026-11-20T09:00:00+01:00")}},
		{"nothing is known", "Europe/Berlin", "Europe/Berlin", []lead.Event{{Lead: "L-1001", What: lead.Created}}},
		{"the last recorded one", "Asia/Tokyo", "Europe/Berlin",
			[]lead.Event{changed("UTC", "Europe/Berlin"), created("2026-11-20T09:00:00+01:00")}},
		{"UTC, and just changed", "America/New_York", "UTC", []lead.Event{created("2026-11-20T09:00:00Z")}},
		{"recorded, and back to UTC", "UTC", "Europe/Berlin",
			[]lead.Event{changed("UTC", "Europe/Berlin"), created("2026-11-20T09:00:00+01:00")}},
		{"the row that says it was deleted", "Asia/Tokyo", "Europe/Berlin",
			[]lead.Event{changed("UTC", "Europe/Berlin"), changed("Europe/Berlin", "Asia/Tokyo"), created("2026-11-20T09:00:00+01:00")}},
	} {
		last := LastInForce(c.history)
		z, events := last.Zones(inZone(t, c.settings), func() []lead.Event { return c.history }, time.Time{})
		if z.Journals.String() != c.want || len(events) != 1 || !strings.Contains(events[0].To, c.want) {
			t.Errorf("%s: %s, %+v", c.name, z.text(), events)
		}
	}
}

func TestReadCurrency(t *testing.T) {
	for value, want := range map[string]string{"EUR": "EUR", " kr ": "kr", "€": "€", "": "", "1,000": "", "Pound sterling": ""} {
		var p Policy
		err := readCurrency(&p, value)
		if p.Currency != want || (err != nil) != (want == "" && value != "") {
			t.Errorf("%q: %q, %v", value, p.Currency, err)
		}
	}
}
