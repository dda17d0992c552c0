package table

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// ownTabs are the tabs of leadsheet's workbook, by titles that no form's export has together. A file of them is what
// leadsheet wrote itself: reading it would add every lead again.
var ownTabs = []struct {
	tab    string
	titles []string
}{
	{lead.TabLeads, []string{lead.ColID, lead.ColAttention, lead.ColRespondBy}},
	{lead.TabIntake, []string{lead.ColOutcome, lead.ColLead, lead.ColWhere, lead.ColKey}},
	{lead.TabActivity, []string{lead.ColLead, lead.ColWhat, lead.ColColumn, lead.ColFrom, lead.ColTo, lead.ColWhy}},
	{lead.TabStatuses, []string{lead.ColStatus, lead.ColKind, lead.ColRequires, lead.ColCheck}},
	{lead.TabTeam, []string{lead.ColName, lead.ColTakesLeads, lead.ColCheck}},
	{lead.TabSources, []string{lead.ColSource, lead.ColRecognisedBy, lead.ColCheck}},
	{lead.TabQuality, []string{lead.ColQuality, lead.ColScoreFrom, lead.ColCheck}},
	{lead.TabReasons, []string{lead.ColReason, lead.ColMeaning, lead.ColCheck}},
	{lead.TabFollowUp, []string{lead.ColDay, lead.ColWhatToDo, lead.ColCheck}},
	{lead.TabSettings, []string{lead.ColSetting, lead.ColValue, lead.ColCheck}},
}

// ownName is the hidden name that leadsheet gives to every workbook which it writes.
const ownName = "leadsheet_generation"

// ownTab says which of leadsheet's tabs has that header, in any of the languages, "" for none. Only the header tells:
// what is in a record was written by strangers.
func ownTab(in words.Language, header []string) string {
	have := map[string]bool{}
	for _, h := range header[:min(len(header), MaxColumns)] {
		have[Fold(h)] = true
	}
	for _, t := range ownTabs {
		missing := func(column string) bool {
			return !slices.ContainsFunc(in.ColumnTitles(t.tab, column), func(title string) bool {
				return have[Fold(title)]
			})
		}
		if !slices.ContainsFunc(t.titles, missing) {
			return "tab " + t.tab
		}
	}
	return ""
}

// ownStart says which part of leadsheet's workbook a file is by its first line, where a sender cannot write.
func ownStart(rows [][]string) string {
	var in words.Language
	switch {
	case ownPage(in, rows):
		return "report"
	case len(rows) > 0:
		return ownTab(in, rows[0])
	}
	return ""
}

// ownPage reports whether a file begins as the reports do: a title, at whose end may stand when the page was looked at,
// and a line that says of when it is and by whom.
func ownPage(in words.Language, rows [][]string) bool {
	if len(rows) == 0 || len(rows[0]) == 0 || knownLabels(rows[0]) > 0 {
		return false // a form's question with an answer
	}
	for i, r := range rows[:min(len(rows), 3)] {
		if i > 0 && len(r) > 0 && in.Any(func(t *words.Texts) bool { return ownLine(t, r[0]) }) && Blank(r[1:]) &&
			isChecked(in, rows[0][1:]) {
			return true
		}
	}
	return false
}

// isChecked reports whether nothing stands in cells but when a page was looked at.
func isChecked(in words.Language, cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool {
		return strings.TrimSpace(c) != "" && !in.Any(func(t *words.Texts) bool { return t.Report.CheckedAt.Begins(c) })
	})
}

// ownLine reports whether a line is the one in which a report of that language says of when it is and by whom. Whatever
// stands behind the first part of it, as earlier versions had it otherwise, does not count.
func ownLine(t *words.Texts, line string) bool {
	written, _, _ := strings.Cut(t.Report.Written, ",")
	return strings.HasPrefix(line, t.Report.AsOf.Beginning()) && strings.Contains(line, written)
}
