package policy

import (
	"maps"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// The names of settings that are used elsewhere.
const (
	settingOwner   = "System owner"
	settingZone    = "Time zone"
	settingCountry = "Country"

	settingCurrency = "Currency"
	settingHolidays = "Holidays"
	settingAnswerBy = "After closing, answer by"
	settingHandOver = "Hand over after"
	settingFollows  = "Status follows mail"
	settingBusiness = "Business name"
	settingBooking  = "Booking link"

	defaultZone = "UTC"
)

// InForce are the settings that were in force last, as the tab Activity has recorded them; "" for those of a workbook
// in which nothing but the defaults ever was.
type InForce struct {
	Zone, Country string
	ShowAll       string // "yes" or "no"; "" also for a workbook of an earlier version
	On            string // the settings among switches that say yes, with commas between
	ByHand        string // tabs that users have shown or hidden themselves, with commas between

	// Mailboxes are the addresses from which leadsheet reads, with commas between: they are ours, though no tab says
	// so.
	Mailboxes string

	// Journals is the zone in which Activity and Intake are written; "" for a workbook in which that is not recorded.
	// shown is the one in which all times in Leads were last, since are those in force from then on, with commas
	// between: see Zones.
	Journals, shown, since string
	// named are the zones that were in force before the last one, as far as that is recorded, with commas between.
	named string
	// team is what the tab Team said, as far as that is recorded; nil where it is not.
	team *teamRecord
}

// LastInForce finds them in the history, which is in order, oldest first. Events of leads are ignored.
func LastInForce(history []lead.Event) InForce {
	var last InForce
	for i := range history {
		switch e := &history[i]; {
		case e.Lead != lead.Workbook:
		case e.What == lead.Baseline:
			last.foldZone(e)
			last.team = last.team.after(e.To, e.Time)
		case e.What != lead.Changed:
		case e.Column == settingZone:
			last.Zone = e.To
			last.foldZone(e)
		case e.Column == settingCountry:
			last.Country = e.To
		case e.Column == SettingShow:
			last.ShowAll = e.To
		case slices.Contains(switches, e.Column):
			last.foldSwitch(e)
		}
	}
	last.ByHand = strings.Join(slices.Sorted(maps.Keys(addedBefore(tabsByHand, history))), ",")
	if last.ShowAll == "" && addedBefore(lead.TabSettings, history)[SettingShow] {
		last.ShowAll = no // as the workbook was made
	}
	return last
}

// Record returns the events that say what is in force from now on, none when that is recorded already. They are used
// when a user mistypes a setting, also after a restart. Defaults are not recorded.
func (last InForce) Record(p Policy, now time.Time) []lead.Event {
	events := last.recordTeam(p, now)
	for _, s := range []struct{ column, was, is string }{
		{settingZone, last.Zone, p.Location().String()}, {settingCountry, last.Country, p.Country},
	} {
		was := s.was
		if was == "" {
			was = defaultSetting(s.column)
		}
		if s.is != was {
			events = append(events, lead.Event{Time: now.Truncate(time.Second), Lead: lead.Workbook, What: lead.Changed,
				Column: s.column,
				From:   was, To: s.is, By: lead.ByLeadsheet, Why: p.Words.Texts().Activity.InForce})
		}
	}
	return events
}

// keep applies the last valid value of a setting that has become wrong, and returns a text that says so; "" for other
// settings.
func (last InForce) keep(p *Policy, name string) string {
	stays := &p.Words.Texts().Settings.StaysInForce
	switch name {
	case settingZone:
		_ = readZone(p, last.Zone) // a zone that no longer exists leaves the default
		return " " + stays.With(p.Zone.String())
	case settingCountry:
		_ = readCountry(p, last.Country) // likewise
		return " " + stays.With(p.Country)
	case SettingShow:
		p.ShowAll = last.ShowAll == yes || p.ShowUnsaid && last.ShowAll == ""
		return " " + stays.With(p.Words.Word(words.Choices, yesOrNo(p.ShowAll)))
	case SettingScoring, SettingBoard, SettingLists, lead.SettingAcknowledge:
		return last.keepSwitch(p, name)
	}
	return ""
}

// unsaid applies what counts where the row of a setting, its column or the whole tab is missing: what was in force
// last, or else the value in a workbook of an earlier version. A blank value is one that the tab says.
func (r *reader) unsaid(p *Policy, known []setting) {
	said := r.said()
	p.ShowUnsaid = !said[words.Fold(SettingShow)]
	for _, s := range known {
		if said[words.Fold(s.name)] {
			continue
		}
		if s.older != "" {
			_ = s.read(p, s.older) // no mistake, like the default
		}
		r.last.keep(p, s.name)
	}
}

// said are the settings that the tab Settings has, as words.Fold has their names.
func (r *reader) said() map[string]bool {
	names := map[string]bool{}
	t, _ := r.table(lead.TabSettings)
	cols := columns(t)
	setting, ok := cols[words.Fold(lead.ColSetting)]
	if _, valued := cols[words.Fold(lead.ColValue)]; !ok || !valued {
		return names
	}
	for _, row := range t.Rows {
		if setting < len(row) {
			names[words.Fold(row[setting])] = true
		}
	}
	return names
}

func defaultSetting(name string) string {
	for _, s := range settings(words.Language{}) {
		if s.name == name {
			return s.value
		}
	}
	return ""
}

// country reads the country before anything that is written in its manner, wherever its row stands.
func (r *reader) country(p *Policy) {
	quiet := r.quiet()
	quiet.each(lead.TabSettings, lead.ColSetting, func(w *row, name string) {
		if v := w.get(lead.ColValue); words.SameFolded(name, settingCountry) && v != "" && readCountry(p, v) != nil {
			r.last.keep(p, settingCountry)
		}
	})
}
