package policy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

func TestTellBy(t *testing.T) {
	for text, want := range map[string]struct {
		ways   []lead.Way
		silent bool
		says   string
	}{
		"":                    {},
		"mail":                {ways: []lead.Way{lead.WayMail}},
		"E-Mail, Slack":       {ways: []lead.Way{lead.WayMail, lead.WaySlack}},
		"slack; Teams; slack": {ways: []lead.Way{lead.WaySlack, lead.WayTeams}},
		"telegram\nwebhook":   {ways: []lead.Way{lead.WayTelegram, lead.WayWebhook}},
		"slack #sales":        {says: "is no way"},
		"No":                  {silent: true},
		"no, mail":            {ways: []lead.Way{lead.WayMail}, says: "the way counts"},
		"pigeon, mail":        {ways: []lead.Way{lead.WayMail}, says: `"pigeon" is no way`},
		"pigeon":              {says: `"pigeon" is no way`},
	} {
		p, checks := ReadPolicy(words.Language{}, withTeam(map[string]string{"Name": "Ann", "Tell by": text}),
			InForce{})
		m, said := &p.Team[0], teamChecks(checks)[0]
		if !slices.Equal(m.Ways, want.ways) || m.Silent != want.silent || (said == "") != (want.says == "") ||
			!strings.Contains(said, want.says) {
			t.Errorf("%q: %v, %t, %q", text, m.Ways, m.Silent, said)
		}
	}
}

// Cells are hours, and moments in Berlin with the end of the quiet hours that they lie in; "" for none.
func TestQuietHours(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	const night = "20:00-07:00"
	for _, c := range []struct{ hours, at, until string }{
		{night, "2026-11-20 19:59", ""},
		{night, "2026-11-20 20:00", "2026-11-21 07:00"},
		{night, "2026-11-21 06:59", "2026-11-21 07:00"},
		{night, "2026-11-21 07:00", ""},
		{"8 pm - 7 am", "2026-11-20 23:00", "2026-11-21 07:00"},
		{"10-7am", "2026-11-20 21:00", ""},
		{"10-7am", "2026-11-20 22:00", "2026-11-21 07:00"},
		{"12:00-13:00, 22-6", "2026-11-20 12:30", "2026-11-20 13:00"},
		{"Fri 18:00-24:00; Sat-Sun; Mon 00:00-08:00", "2026-11-20 18:30", "2026-11-23 08:00"},
		{"Sat-Sun", "2026-11-20 23:59", ""},
		{"Sat", "2026-11-21 12:00", "2026-11-22 00:00"},
		{"Mon-Thu 20:00-07:00; Fri 18:00-08:00", "2026-11-21 07:30", "2026-11-21 08:00"},
		{"20:00-02:30", "2026-03-29 01:30", "2026-03-29 03:00"}, // 02:30 does not exist on that day
		{"20:00-02:30", "2026-10-25 01:30", "2026-10-25 02:30"}, // 02:30 is there twice; they end with the second
		{"", "2026-11-20 03:00", ""},
	} {
		p, checks := ReadPolicy(words.Language{}, withTeam(map[string]string{"Name": "Ann", "Quiet hours": c.hours}),
			InForce{})
		if said := teamChecks(checks)[0]; said != "" {
			t.Errorf("%q: %s", c.hours, said)
		}
		read := func(s string) time.Time {
			at, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		at := read(c.at)
		want := at
		if c.until != "" {
			want = read(c.until)
		}
		if got := p.Team[0].QuietUntil(at, zone); !got.Equal(want) {
			t.Errorf("%q at %s: until %s, want %s", c.hours, c.at, p.Team[0].QuietUntil(at, zone).In(zone), want)
		}
	}
	for hours, want := range map[string]string{"at night": "are no hours", "20:00-07:00, sometimes": "are no hours",
		"20:00":       "are no hours",
		"00:00-24:00": "the whole week", "Mon-Sun": "the whole week", "07:00-20:00, 20:00-07:00": "the whole week"} {
		p, checks := ReadPolicy(words.Language{}, withTeam(map[string]string{"Name": "Ann", "Quiet hours": hours}),
			InForce{})
		if said := teamChecks(checks)[0]; !strings.Contains(said, want) || len(p.Team[0].Quiet[1]) > 0 {
			t.Errorf("%q: %q, %v", hours, said, p.Team[0].Quiet)
		}
	}
}

// withSettings are the default tables with values of Settings.
func withSettings(values map[string]string) map[string]Table {
	tables := defaultsByTitle()
	for _, row := range tables[lead.TabSettings].Rows {
		if v, ok := values[row[0]]; ok {
			row[1] = v
		}
	}
	return tables
}

func TestNoticeSettings(t *testing.T) {
	p, _ := ReadPolicy(words.Language{}, defaultsByTitle(), InForce{})
	if n := p.Notices; !n.On || n.NoReport || n.Monthly || n.AttachExport || n.IntakeWaits != 15*time.Minute ||
		len(n.ReportTo) > 0 {
		t.Errorf("by default %+v", n)
	}
	none := map[string]Table{lead.TabSettings: {Title: lead.TabSettings, Columns: []string{"Setting", "Value"},
		Rows: [][]string{{"Country", "DE"}}}}
	if q, _ := ReadPolicy(words.Language{}, none, InForce{}); !q.Notices.On || q.Notices.IntakeWaits != 15*time.Minute {
		t.Errorf("without the rows %+v", q.Notices)
	}
	p, checks := ReadPolicy(words.Language{}, withSettings(map[string]string{"Notify the team": "no", "Report to": "NO",
		"Monthly report": "yes", "Tell when intake waits": "no", "Attach the export": "yes"}), InForce{})
	if n := p.Notices; n.On || !n.NoReport || !n.Monthly || !n.AttachExport || n.IntakeWaits != 0 {
		t.Errorf("%+v", n)
	}
	for _, c := range checks {
		if c.Text != "" {
			t.Errorf("%+v", c)
		}
	}
	p, checks = ReadPolicy(words.Language{}, withSettings(map[string]string{"Notify the team": "perhaps",
		"Report to":              "Ann <ann@studio.example>; bob, ANN@studio.example, bob@other.example",
		"Tell when intake waits": "soon"}), InForce{})
	if n := p.Notices; !n.On || n.IntakeWaits != 15*time.Minute ||
		!slices.Equal(n.ReportTo, []string{"ann@studio.example", "bob@other.example"}) {
		t.Errorf("%+v", n)
	}
	var said []string
	for _, c := range checks {
		if c.Text != "" {
			said = append(said, c.Text)
		}
	}
	if len(said) != 3 || !strings.Contains(strings.Join(said, "\n"), `"bob" is no mail address`) {
		t.Errorf("%q", said)
	}
}
