package policy

import (
	"leadsheet/lead"
	"leadsheet/lead/phrasebook"
	"leadsheet/lead/words"
	"leadsheet/rules/policy/templates"
)

// DefaultTables returns the rule tabs with the defaults of a new workbook, in the order in which they appear. Their
// texts are in the given language, or in English. Titles, kinds and settings are stored by name.
func DefaultTables(in ...words.Language) []Table {
	var l words.Language
	if len(in) > 0 {
		l = in[0]
	}
	return []Table{StatusTable(l, StatusSets()[0]), teamTable(l), sourceTable(l), qualityTable(l), reasonTable(l),
		followUpTable(l), newTable(lead.TabSenders, nil), scoringTable(l), filterTable(l), replyTable(l),
		settingsTable(l)}
}

// newTable is a rule tab with the columns that package lead gives it and the first rows of a new workbook.
func newTable(title string, rows [][]string) Table {
	t := Table{Title: title, Rows: rows}
	for _, tab := range lead.Tabs() {
		if tab.Title != title {
			continue
		}
		for _, c := range tab.Columns {
			t.Columns = append(t.Columns, c.Title)
		}
	}
	return t
}

func teamTable(in words.Language) Table {
	return newTable(lead.TabTeam, [][]string{{in.Word(words.FirstRows, "Owner"), "",
		in.Word(words.FirstRows, "System owner"), "TRUE", "", "1", "", "", "", "", "", "", "", ""}})
}

func sourceTable(in words.Language) Table {
	var rows [][]string
	for _, name := range in.Names(words.Sources) {
		rows = append(rows, []string{in.Word(words.Sources, name), wordOrNone(in, words.SourceWords, name),
			"", "", "", "", "", "", "", ""})
	}
	return newTable(lead.TabSources, rows)
}

// qualityRules are the score from which a quality of a new workbook applies, and the minutes in which it is answered.
var qualityRules = map[string]struct {
	score   string
	minutes string
}{"hot": {"80", "5"}, "warm": {"50", ""}, "cold": {"20", ""}}

func qualityTable(in words.Language) Table {
	var rows [][]string
	for _, name := range in.Names(words.Qualities) {
		r, within := qualityRules[name], ""
		if r.minutes != "" {
			within = minutes(in, r.minutes)
		}
		rows = append(rows, []string{in.Word(words.Qualities, name), in.Word(words.QualityMeanings, name), r.score,
			within, "", wordOrNone(in, words.QualitySignals, name), ""})
	}
	return newTable(lead.TabQuality, rows)
}

func reasonTable(in words.Language) Table {
	var rows [][]string
	for _, name := range in.Names(words.Reasons) {
		rows = append(rows, []string{in.Word(words.Reasons, name), in.Word(words.ReasonMeanings, name),
			in.Word(words.ReasonGroups, string(reasonGroups[name])), ""})
	}
	return newTable(lead.TabReasons, rows)
}

// defaultSteps are the steps of a new workbook, by their names in package words.
var defaultSteps = []struct{ day, after, do, reply string }{
	{"1", "contact", "Clear", ""},
	{"3", "contact", "Reminder", phrasebook.Reminder},
	{"7", "contact", "Final question", phrasebook.LastQuestion},
	{"1", "offer", "Ask", ""},
	{"3", "offer", "Reminder", ""},
	{"7", "offer", "Final question", ""},
}

func followUpTable(in words.Language) Table {
	var rows [][]string
	row := func(day, after, leads, do, reply string) {
		if reply != "" {
			reply = templates.Name(in, reply)
		}
		rows = append(rows, []string{day, in.Word(words.FirstRows, after), leads, in.Word(words.FirstRows, do), "", reply,
			""})
	}
	for _, s := range defaultSteps {
		row(s.day, s.after, in.Word(words.FirstRows, "all"), s.do, s.reply)
	}
	row("14", "offer", in.Word(words.Qualities, "warm"), "Come back", "")
	return newTable(lead.TabFollowUp, rows)
}

// minutes is a duration as users write it.
func minutes(in words.Language, n string) string { return n + " " + in.Word(words.Units, "min") }

// wordOrNone is the word for a name where the set has one.
func wordOrNone(in words.Language, set words.Set, name string) string {
	for _, n := range in.Names(set) {
		if n == name {
			return in.Word(set, name)
		}
	}
	return ""
}
