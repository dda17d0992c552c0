package policy

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

func TestFiguresCover(t *testing.T) {
	for _, c := range []struct {
		value string
		want  Cover
		said  string // part of Check; "" for nothing
	}{
		{"", Cover30Days, ""},
		{"last 30 days", Cover30Days, ""},
		{" Last 90 Days ", Cover90Days, ""},
		{"last 12 months", Cover12Months, ""},
		{"this month", CoverMonth, ""},
		{"last month", CoverLastMonth, ""},
		{"this year", CoverYear, ""},
		{"ALL", CoverAll, ""},
		{"yes", Cover30Days, `"yes" is no period; write one of: last 30 days, last 90 days`},
		{"90", Cover30Days, "(last 30 days counts until then)"},
	} {
		tables := defaultsByTitle()
		setCell(tables, lead.TabSettings, settingCovers, 1, c.value)
		p, checks := ReadPolicy(words.Language{}, tables, InForce{})
		said := ""
		for _, c := range checks {
			said += c.Text
		}
		if p.FiguresCover != c.want && (p.FiguresCover != "" || c.want != Cover30Days) ||
			!strings.Contains(said, c.said) || c.said == "" && said != "" {
			t.Errorf("%q: %q, Check %q", c.value, p.FiguresCover, said)
		}
	}
}

// A workbook without the row has the default, and so does a policy of nothing.
func TestFiguresCover_Unsaid(t *testing.T) {
	tables := defaultsByTitle()
	settings := tables[lead.TabSettings]
	for i, row := range settings.Rows {
		if row[0] == settingCovers {
			settings.Rows = append(settings.Rows[:i:i], settings.Rows[i+1:]...)
			break
		}
	}
	tables[lead.TabSettings] = settings
	now := time.Date(2026, 11, 27, 14, 0, 0, 0, time.UTC)
	older, _ := ReadPolicy(words.Language{}, tables, InForce{})
	for _, p := range []Policy{older, {}} {
		if c := p.Covered(now); !c.From.Equal(now.AddDate(0, 0, -30)) || c.Name != "last 30 days" {
			t.Errorf("%+v", c)
		}
	}
}

func TestCovered(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		if text == "" {
			return time.Time{}
		}
		tm, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
		if err != nil {
			t.Fatal(err)
		}
		return tm
	}
	for _, c := range []struct {
		cover                 Cover
		now, before, from, to string // to "" is now
	}{
		{Cover30Days, "2026-11-27 14:00", "2026-09-28 14:00", "2026-10-28 14:00", ""},
		{Cover90Days, "2026-11-27 14:00", "2026-05-31 14:00", "2026-08-29 14:00", ""},
		{Cover12Months, "2026-11-27 14:00", "2024-11-27 14:00", "2025-11-27 14:00", ""},
		// As long before: clocks were put back in between.
		{CoverMonth, "2026-11-11 12:00", "2026-10-21 13:00", "2026-11-01 00:00", ""},
		{CoverMonth, "2026-11-01 00:00", "2026-11-01 00:00", "2026-11-01 00:00", ""},
		{CoverLastMonth, "2026-11-27 14:00", "2026-09-01 00:00", "2026-10-01 00:00", "2026-11-01 00:00"},
		{CoverLastMonth, "2027-01-31 23:00", "2026-11-01 00:00", "2026-12-01 00:00", "2027-01-01 00:00"},
		{CoverYear, "2026-01-11 12:00", "2025-12-21 12:00", "2026-01-01 00:00", ""},
		{CoverAll, "2026-11-27 14:00", "", "", ""},
	} {
		p := Policy{Zone: berlin, FiguresCover: c.cover}
		got := p.Covered(at(c.now).UTC())
		to := at(c.to)
		if c.to == "" {
			to = at(c.now).Add(time.Nanosecond)
		}
		if !got.Before.Equal(at(c.before)) || !got.From.Equal(at(c.from)) || !got.To.Equal(to) ||
			got.Name != string(c.cover) {
			t.Errorf("%s at %s: %v", c.cover, c.now, got)
		}
	}
}
