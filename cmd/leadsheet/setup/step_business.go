package setup

import (
	"cmp"
	"context"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// beginBusiness opens the workbook and looks what it says already: that is left as it is.
func beginBusiness(ctx context.Context, w *Wizard) error {
	book, err := w.Config.OpenBook(ctx, BookOptions{})
	if err != nil {
		return err
	}
	w.book = book
	if w.snap, err = readForSetup(ctx, book); err != nil {
		return err
	}
	w.open = openIn(w.snap)
	for _, s := range []struct {
		setting, want string
		open          bool
	}{{settingZone, w.Answers.Zone, w.open.zone}, {settingCountry, w.Answers.Country, w.open.country}} {
		if stands := settled(w.snap, s.setting); !s.open && s.want != "" && !strings.EqualFold(s.want, stands) {
			w.tell("The tab Settings says %s: %s already; it is left as it is, change it there.", s.setting, stands)
		}
	}
	if !w.open.team && !w.Answers.teamIn(w.snap.Tabs[lead.TabTeam]) {
		w.tell("The tab Team has people already; it is left as it is, change it there.")
	}
	return nil
}

// businessQuestions ask what the workbook does not say yet. Without answers its defaults stay.
func businessQuestions(w *Wizard) []Question {
	x := &w.Answers
	var out []Question
	add := func(open bool, known string, q Question) {
		if open && (known == "" || w.again) {
			q.Optional, q.Default = true, cmp.Or(known, q.Default)
			out = append(out, q)
		}
	}
	add(w.open.zone, x.Zone, Question{Key: "zone", Text: "Time zone of your business",
		Default: cmp.Or(LocalZone(), "UTC"), Check: checkZone,
		take: func(s string) { x.Zone = s }})
	add(w.open.country, x.Country, Question{Key: "country", Text: "Your country, two letters", Default: w.Country,
		Check: checkCountry, take: func(s string) { x.Country = s }})
	add(w.open.team, teamText(x.Team), Question{Key: "team",
		Text:  "Your team, such as Kim=kim@example.com, Lee=lee@example.com (empty: later, in the tab Team)",
		Check: func(s string) error { _, err := ParseTeam(s); return err },
		take:  func(s string) { x.Team, _ = ParseTeam(s) }}) // Check has accepted it
	return out
}

// teamText writes a team as ParseTeam reads it.
func teamText(team []Member) string {
	var parts []string
	for _, m := range team {
		parts = append(parts, m.Name+"="+m.Email)
	}
	return strings.Join(parts, ", ")
}

// settled is what the tab Settings says.
func settled(snap *sheets.Snapshot, name string) string {
	if snap == nil {
		return ""
	}
	_, cell, _ := defaulted(snap.Tabs[lead.TabSettings], name)
	return cell.String()
}

// tryBusiness makes the layout and fills in the answers.
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
	return nil
}
