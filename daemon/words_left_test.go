package daemon_test

import (
	"fmt"
	"regexp"

	"leadsheet/sheets"
)

// english are letters that no text of the pseudo-language has.
var english = regexp.MustCompile(`[A-Za-z]+`)

// foreign is what stands in cells and comes from nobody's catalogue: names, IDs, mail addresses, places of messages and
// keys, what customers and the team wrote, the names of facts, and what spreadsheets call a tick.
var foreign = regexp.MustCompile(`leadsheet|TRUE|UTC|US|"[a-z_]+":(true)?|"(Settings|Statuses)":\[[^]]*\]|"verb":"[a-z ]+"|L-\d+|\d\d\d\d-\d\d-\d\dT[\d:]+Z|k:\w+|INBOX(:1:\d+)?|leads\.csv:\d|` +
	`\S+@\S+example|\S+@\w*…|ann@example\.com|Customer \d+|=2\+3 chairs|and a table|perhaps|Nowhere|: Email|STATUS|example\.com`)

// left is the English that stands in the cells of a tab, each with its cell.
func left(t *sheets.Tab) []string {
	var out []string
	check := func(where, text string) {
		if english.MatchString(foreign.ReplaceAllString(text, " ")) {
			out = append(out, fmt.Sprintf("%s %s: %q", t.Title, where, text))
		}
	}
	for i, title := range t.Columns {
		check(sheets.ColumnLetters(i), title)
	}
	for r := range t.Rows {
		for c := range t.Rows[r] {
			if t.Rows[r][c].Kind == sheets.TextCell {
				check(fmt.Sprint(sheets.ColumnLetters(c), r+2), t.Rows[r][c].Text)
			}
		}
	}
	return out
}
