// Package growth says years ahead when a workbook becomes too large, and what to set.
package growth

import (
	"fmt"
	"time"

	"leadsheet/daemon/archive"
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

// Workbook is what is known of a workbook.
type Workbook struct {
	Google  bool
	Archive bool // leads of a Google Sheet have an archive to go to
	KeepFor int  // months after which ended leads go there; 0: never
	Leads   int
	Cells   int64 // of a Google Sheet; 0 for a local workbook
	Bytes   int64 // of a local workbook; 0 for a Google Sheet
	History []lead.Event
	Stuck   []string // leads that cannot go to the archive
}

// Note is something to know about the size of a workbook, and what to do.
type Note struct {
	Wrong    bool // a setting does nothing as it is
	Text, Do string
}

// Notes are what there is to say; none where there is room for years.
func Notes(b *Workbook, now time.Time) (out []Note) {
	share := fmt.Sprintf("share a second spreadsheet with leadsheet, and name it in %v", hint.Archive)
	keep := fmt.Sprintf("say in the tab Settings, %s, after how many months ended leads go to an archive",
		policy.SettingKeep)
	if b.Google && !b.Archive {
		keep += ", " + share
	}
	if b.KeepFor > 0 {
		keep = "give " + policy.SettingKeep + " in the tab Settings fewer months"
	}
	if b.KeepFor > 0 && b.KeepFor <= policy.LeastKept {
		keep = fmt.Sprintf("%s cannot be shorter; end the leads that are open and over, for only those go, or let each "+
			"part of the team have a workbook of its own", policy.SettingKeep)
	}
	if b.KeepFor > 0 && b.Google && !b.Archive {
		out = append(out, Note{Wrong: true, Do: share,
			Text: "the tab Settings says how long to keep ended leads, but there is no archive, so all stay"})
	}
	for _, text := range archive.SayStuck(b.Stuck) {
		out = append(out, Note{Text: text, Do: "take these out of the rows, or leave the rows as they are: they are safe " +
			"where they stand"})
	}
	if b.Leads > quickLeads {
		out = append(out, Note{Text: fmt.Sprintf("the tab Leads has %s rows; up to %s everything stays quick",
			sheets.Grouped(int64(b.Leads)), sheets.Grouped(quickLeads)), Do: keep})
	}
	if years, ok := Years(b.Cells, b.History, now); ok && years < yearsBefore {
		out = append(out, Note{Do: keep, Text: "at the present pace the spreadsheet reaches Google's limit of 10 million " +
			"cells in about " + inYears(years)})
	}
	if b.Bytes > quickBytes && b.Leads <= quickLeads {
		out = append(out, Note{Text: fmt.Sprintf("the workbook has %d MB, and is written as a whole each time",
			b.Bytes>>20), Do: keep})
	}
	return out
}

// Years is how long a spreadsheet can go on growing as it did in the last year: its cells came with what Activity
// says. ok is false when that cannot be told: it is no spreadsheet, or too young.
func Years(cells int64, history []lead.Event, now time.Time) (years float64, ok bool) {
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
