package answers

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
	"leadsheet/sheets"
)

// Setting is a question about settings of the workbook. A new one is a row of Settings.
type Setting struct {
	Key   string
	Names []string // the rows of the tab Settings that the answer goes into
	Text  string
	Help  string
	Offer func(Answers) string        // what an empty answer means
	Check func(Answers, string) error // nil accepts any
	At    func(*Answers) *string
	// stored returns what a row holds for an answer; nil: the answer itself.
	stored func(answer string) string
}

// Settings are the questions about settings of the workbook, in their order.
func Settings() []Setting {
	return []Setting{
		{Key: "business", Names: []string{"Business name"}, Text: "Name of your business",
			Help:  "It stands below mails to customers. Leave it empty if you do not know yet.",
			Offer: func(Answers) string { return "" }, At: func(a *Answers) *string { return &a.Business }},
		{Key: "zone", Names: []string{settingZone}, Text: "Time zone of your business",
			Help:  "A city of your zone, such as Europe/Berlin or America/New_York.",
			Offer: func(a Answers) string { return cmp.Or(a.Machine.Zone, "UTC") },
			Check: func(_ Answers, s string) error { return checkZone(s) }, At: func(a *Answers) *string { return &a.Zone }},
		{Key: "country", Names: []string{SettingCountry}, Text: "Your country, two letters",
			Help: "Such as DE, GB or US. Telephone numbers without a country code, money and days are read as they are " +
				"written there.",
			Offer:  func(a Answers) string { return cmp.Or(a.Machine.Country, "US") },
			Check:  func(_ Answers, s string) error { return checkCountry(s) },
			At:     func(a *Answers) *string { return &a.Country },
			stored: strings.ToUpper},
		{Key: "hours", Names: weekdays(time.Monday, 5), Text: "Working hours from Monday to Friday",
			Help:  "Such as 09:00-18:00, or 9-12 and 13-17. Single days can differ: change them in the tab Settings.",
			Offer: func(Answers) string { return defaultSetting(time.Monday.String()) },
			Check: checkHours, At: func(a *Answers) *string { return &a.Hours }},
		{Key: "weekend", Names: weekdays(time.Saturday, 2), Text: "Working hours on Saturday and Sunday",
			Help: "Such as 10:00-14:00, or closed.", Offer: func(Answers) string { return defaultSetting(time.Sunday.String()) },
			Check: checkHours, At: func(a *Answers) *string { return &a.Weekend }},
		{Key: "holidays", Names: []string{SettingHolidays}, Text: "Days on which you do not work",
			Help: PublicDays + ": the public holidays of your country, as far as they are known. " + NoHolidays +
				": you work on all days. Or days with commas between them, such as 2026-12-24, 2026-12-27 to 2026-12-31.",
			Offer: offerHolidays, Check: checkHolidays, At: func(a *Answers) *string { return &a.Holidays },
			stored: func(s string) string {
				if strings.EqualFold(strings.TrimSpace(s), NoHolidays) {
					return ""
				}
				return s
			}},
	}
}

// weekdays are the names of n days, as the tab Settings has them.
func weekdays(first time.Weekday, n int) []string {
	var out []string
	for i := range n {
		out = append(out, ((first + time.Weekday(i)) % 7).String())
	}
	return out
}

func checkHours(_ Answers, s string) error {
	if _, ok := typed.Hours(s); !ok {
		return fmt.Errorf("%q are no working hours: write such as 09:00-18:00, or closed", s)
	}
	return nil
}

// checkHolidays checks days as the tab Settings reads them. Its own days stand there already and are not checked again.
func checkHolidays(a Answers, s string) error {
	if s = strings.TrimSpace(s); strings.EqualFold(s, NoHolidays) || s == PublicDays {
		return nil
	}
	read := typed.NewReader(a.OfMachine().Country, time.UTC, time.Time{})
	for _, item := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		if _, _, ok := read.Days(item); !ok {
			return fmt.Errorf("%q is no day: write such as 2026-12-24, or %s", item, NoHolidays)
		}
	}
	return nil
}

// PublicDays is the answer of a team that does not work on the public holidays of its country.
const PublicDays = "public"

// Public are the public holidays of the country as it is known by now, this year and the next, with commas between
// them; NoHolidays when none are known. country is the one that the workbook has.
func (a Answers) Public(country string) string {
	m := a.OfMachine()
	country = strings.ToUpper(cmp.Or(a.Country, country, m.Country))
	if m.Year == 0 {
		return NoHolidays
	}
	return cmp.Or(strings.Join(PublicHolidays(country, m.Year, m.Year+1), ", "), NoHolidays)
}

func offerHolidays(a Answers) string {
	if a.Machine.Year == 0 {
		return NoHolidays
	}
	return PublicDays
}

// Stored returns the value of a setting in the tab Settings, "" without a workbook.
func Stored(snap *sheets.Snapshot, name string) string {
	if snap == nil || snap.Tabs[lead.TabSettings] == nil {
		return ""
	}
	_, cell, _ := settingRow(snap.Tabs[lead.TabSettings], name)
	return cell.String()
}

// Standing is what the tab Settings says for a question, "" where its rows differ or are missing.
func (s Setting) Standing(snap *sheets.Snapshot) string {
	value := Stored(snap, s.Names[0])
	for _, name := range s.Names[1:] {
		if Stored(snap, name) != value {
			return ""
		}
	}
	return value
}
