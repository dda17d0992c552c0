package policy

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// Fault is a row of a rule tab that is not understood, as people know it: by the cell in its key column, which may be
// blank.
type Fault struct{ Tab, Row, Text string }

// faults are the rows of which Check says something, but for an empty tab Team.
func (r *reader) faults() []Fault {
	var out []Fault
	for _, c := range r.checks {
		t := r.tables[c.Tab]
		if c.Text == "" || c.Tab == lead.TabTeam && !isNamed(t) {
			continue
		}
		out = append(out, Fault{Tab: c.Tab, Row: r.keyOf(t, t.Rows[c.Row]), Text: c.Text})
	}
	return out
}

// keyOf is what a row says in the key column of its tab, in the workbook's language.
func (r *reader) keyOf(t Table, cells []string) string {
	cols := columns(t)
	for _, tab := range lead.Tabs() {
		for _, c := range tab.Columns {
			if i, ok := cols[words.Fold(c.Title)]; ok && c.Key && tab.Title == t.Title && i < len(cells) {
				return r.words.Word(c.Words, strings.TrimSpace(cells[i]))
			}
		}
	}
	return ""
}
