package setup

import (
	"fmt"
	"os"
	"time"

	"leadsheet/daemon"
	"leadsheet/lead"
	"leadsheet/lead/hint"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// What a workbook is quick with, and how long before the limit of a spreadsheet a team hears of it.
const (
	quickLeads  = 20_000
	quickBytes  = 20 << 20 // of a local workbook
	yearsBefore = 5
)

// growth says when a workbook becomes too large at its present pace, and what to set. cells are those of a Google
// Sheet; 0 for a local workbook.
func (d *checks) growth(look daemon.Look, cells int64) {
	if look.Leads == nil {
		return
	}
	c := d.Config
	keep := fmt.Sprintf("say in the tab Settings, %s, after how many months ended leads go to an archive",
		policy.SettingKeep)
	if c.Spreadsheet != "" && c.Archive == "" {
		keep += fmt.Sprintf(", share a second spreadsheet with leadsheet, and name it in %v", hint.Archive)
	}
	said := false
	note := func(state State, text, do string) { d.add("growth", state, text, do); said = true }
	if look.KeepFor > 0 && c.Spreadsheet != "" && c.Archive == "" {
		note(Fail, "the tab Settings says how long to keep ended leads, but there is no archive, so all stay",
			fmt.Sprintf("share a second spreadsheet with leadsheet, and name it in %v", hint.Archive))
	}
	if look.KeepFor > 0 {
		keep = "give " + policy.SettingKeep + " in the tab Settings fewer months"
	}
	leads := len(look.Leads.Rows)
	if leads > quickLeads {
		note(Note, fmt.Sprintf("the tab Leads has %s rows; up to %s everything stays quick", sheets.Grouped(int64(leads)),
			sheets.Grouped(quickLeads)), keep)
	}
	if years, ok := yearsLeft(cells, look.History, d.Now()); ok && years < yearsBefore {
		note(Note, fmt.Sprintf("at the present pace the spreadsheet reaches Google's limit of 10 million cells in about %s",
			inYears(years)), keep)
	}
	if info, err := os.Stat(c.Book); c.Spreadsheet == "" && err == nil && info.Size() > quickBytes && leads <= quickLeads {
		note(Note, fmt.Sprintf("the workbook has %d MB, and is written as a whole each time", info.Size()>>20), keep)
	}
	if !said {
		d.add("growth", OK, fmt.Sprintf("%s leads; there is room for years", sheets.Grouped(int64(leads))), "")
	}
}

// yearsLeft is how long a spreadsheet can go on growing as it did in the last year: its cells came with what Activity
// says. ok is false when that cannot be told: it is no spreadsheet, or too young.
func yearsLeft(cells int64, history []lead.Event, now time.Time) (years float64, ok bool) {
	const year, least = 365 * 24 * time.Hour, 90 * 24 * time.Hour
	first, lately := now, 0
	for i := range history {
		at := history[i].Recorded
		if at.IsZero() {
			at = history[i].Time
		}
		if at.Before(first) && !at.IsZero() {
			first = at
		}
		if now.Sub(at) < year {
			lately++
		}
	}
	age := now.Sub(first)
	if cells == 0 || age < least || lately == 0 {
		return 0, false
	}
	pace := float64(cells) * float64(lately) / float64(len(history)) // cells in the last year
	if age < year {
		pace *= float64(year) / float64(age)
	}
	return max(0, float64(sheets.CellLimit-cells)/pace), true
}

// inYears says how long that is.
func inYears(years float64) string {
	switch months := int(years * 12); {
	case months < 1:
		return "a month"
	case years < 2:
		return fmt.Sprintf("%d months", months)
	}
	return fmt.Sprintf("%.0f years", years)
}
