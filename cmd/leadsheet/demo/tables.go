package demo

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// sources are the rows of the tab Sources: what each costs in a month, and by what it is known.
var sources = [][3]string{
	{"Website form", "", "website, web form, contact form"},
	{"Google Ads", "650", "google ads, googleads, adwords, gclid"},
	{"Facebook", "180", "facebook, fb, meta"},
	{"Instagram", "", "instagram, ig"},
	{"Referral", "", "referral, recommended, word of mouth, friend"},
	{"Phone", "", "phone, call, phone call, voicemail"},
	{"Trade fair", "", "trade fair, fair, trade show, event, messe"},
	{"Repeat request", "", "repeat, returning customer"},
	{"Email", "", "email, e-mail"},
	{"Other", "", ""},
	{"Unknown", "", ""},
}

// Who is away at the end of the story, who stands in, and from and until how many working days before and after today.
const (
	away, standsIn      = "Dana", "Cem"
	awaySince, awayLast = 3, 2
)

// Tables are the rule tabs of Studio North, as seen from now: those of a new workbook, with its people and sources.
func Tables(tables []policy.Table, now time.Time) ([]policy.Table, error) {
	inForce, err := read(tables)
	if err != nil {
		return nil, err
	}
	cal, today := &inForce.Calendar, policy.Midnight(now.In(inForce.Location()))
	for i := range tables {
		switch t := &tables[i]; t.Title {
		case lead.TabTeam:
			t.Rows = nil
			for _, p := range team {
				row := map[string]string{lead.ColName: p.name, lead.ColEmail: p.email, lead.ColTakesLeads: "TRUE",
					lead.ColShare: "1"}
				if p.name == away {
					row[lead.ColBackup] = standsIn
					row[lead.ColAwayFrom] = workdayBefore(cal, today, awaySince).Format(time.DateOnly)
					row[lead.ColAwayUntil] = workdayAfter(cal, today, awayLast).Format(time.DateOnly)
				}
				addRow(t, row)
			}
		case lead.TabSources:
			t.Rows = nil
			for _, s := range sources {
				addRow(t, map[string]string{lead.ColSource: s[0], lead.ColCost: s[1], lead.ColRecognisedBy: s[2]})
			}
		case lead.TabSettings:
			for _, r := range t.Rows {
				switch r[0] {
				case "Business name":
					r[1] = "Studio North"
				case "System owner":
					r[1] = team[0].name
				case "Currency":
					r[1] = "EUR"
				}
			}
		}
	}
	return tables, nil
}

// addRow adds a row to a tab, with values by the titles of their columns.
func addRow(t *policy.Table, values map[string]string) {
	row := make([]string, len(t.Columns))
	for title, v := range values {
		if at := slices.Index(t.Columns, title); at >= 0 {
			row[at] = v
		}
	}
	t.Rows = append(t.Rows, row)
}
