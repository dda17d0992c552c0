package setup

import (
	"cmp"
	"context"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// beginBusiness opens the workbook and finds out what the team has set in it already, which stays.
func beginBusiness(ctx context.Context, w *Wizard) error {
	book, err := w.Config.OpenBook(ctx, BookOptions{})
	if err != nil {
		return err
	}
	w.book = book
	if w.snapshot, err = readForSetup(ctx, book); err != nil {
		return err
	}
	w.open = openIn(w.snapshot)
	for _, s := range []struct {
		setting, want string
		open          bool
	}{{settingZone, w.Answers.Zone, w.open.zone}, {settingCountry, w.Answers.Country, w.open.country}} {
		if stored := storedSetting(w.snapshot, s.setting); !s.open && s.want != "" && !strings.EqualFold(s.want, stored) {
			w.tell("The tab Settings says %s: %s already; it is left as it is, change it there.", s.setting, stored)
		}
	}
	if !w.open.team && !w.Answers.hasTeam(w.snapshot.Tabs[lead.TabTeam]) {
		w.tell("The tab Team has people already; it is left as it is, change it there.")
	}
	if !w.open.statuses && w.Answers.Statuses != "" && !w.Answers.hasStatuses(w.snapshot.Tabs[lead.TabStatuses]) {
		w.tell("The workbook has a tab Statuses already; it is left as it is, change it there. A set of statuses is for a " +
			"new workbook.")
	}
	return nil
}

// businessQuestions asks for what the workbook does not hold yet. Without an answer the default stays.
func businessQuestions(w *Wizard) []Question {
	answers := &w.Answers
	var out []Question
	add := func(open bool, known string, q Question) {
		if open && (known == "" || w.revisited) {
			q.Optional, q.Default = true, cmp.Or(known, q.Default)
			out = append(out, q)
		}
	}
	add(w.open.zone, answers.Zone, Question{Key: "zone", Text: "Time zone of your business",
		Default: cmp.Or(answers.Machine.Zone, "UTC"), Check: checkZone,
		take: func(s string) { answers.Zone = s }})
	add(w.open.country, answers.Country, Question{Key: "country", Text: "Your country, two letters",
		Default: cmp.Or(answers.Machine.Country, "US"),
		Check:   checkCountry, take: func(s string) { answers.Country = s }})
	add(w.open.team, teamText(answers.Team), Question{Key: "team",
		Text:  "Your team, such as Kim=kim@example.com, Lee=lee@example.com (empty: later, in the tab Team)",
		Check: func(s string) error { _, err := ParseTeam(s); return err },
		take:  func(s string) { answers.Team, _ = ParseTeam(s) }}) // Check has accepted it
	add(w.open.statuses, answers.Statuses, Question{Key: "statuses", Text: statusesText(), Default: StatusSets()[0],
		Check: checkStatuses, take: func(s string) { answers.Statuses = s }})
	return out
}

// teamText formats a team in the form that ParseTeam reads.
func teamText(team []Member) string {
	var parts []string
	for _, m := range team {
		parts = append(parts, m.Name+"="+m.Email)
	}
	return strings.Join(parts, ", ")
}

// storedSetting returns the value of a setting in the tab Settings, "" without a workbook.
func storedSetting(snap *sheets.Snapshot, name string) string {
	if snap == nil {
		return ""
	}
	_, cell, _ := settingRow(snap.Tabs[lead.TabSettings], name)
	return cell.String()
}

// tryBusiness creates the layout and fills in the answers.
func tryBusiness(ctx context.Context, w *Wizard) error {
	defer w.close()
	wrote, err := w.Answers.apply(ctx, w.book)
	if err != nil {
		return err
	}
	if wrote {
		w.tell("The workbook is ready: %s.", w.Config.BookName())
	} else {
		w.tell("The workbook is ready: %s. What stood in it was not changed.", w.Config.BookName())
	}
	answered := w.snapshot == nil || w.Answers.Country != ""
	if m := w.Answers.machine(); wrote && answered && w.open.holidays && m.settings()[settingHolidays] != "" {
		w.tell("The public holidays of %s in %d and %d are in Holidays in the tab Settings: take out those on which you "+
			"work.", m.Country, m.Year, m.Year+1)
	}
	return nil
}
