package replay

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// Set is a cell of a rule tab that is tried with another value.
type Set struct {
	Tab    string `json:"tab"`
	Row    string `json:"row"` // what the first column says
	Column string `json:"column"`
	Was    string `json:"was"`
	Would  string `json:"would_be"`
	index  int    // of the row; as many as the table has for a new one
}

// settings are those of the tab Settings that bear on the clocks: until when customers are to be answered, and when
// somebody is warned.
var settings = []string{"Respond within", "After closing, answer by", "Answer later messages within", "Warn before",
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Holidays", "Time zone"}

// columns are those of rule tabs that do, by tab.
var columns = []struct{ tab, key, column string }{
	{lead.TabQuality, lead.ColQuality, lead.ColRespondWithin},
	{lead.TabQuality, lead.ColQuality, lead.ColAfterHours},
	{lead.TabSources, lead.ColSource, lead.ColRespondWithin},
	{lead.TabSources, lead.ColSource, lead.ColAfterHours},
	{lead.TabSources, lead.ColSource, lead.ColUrgent},
}

// Tables are the rule tabs as text, by title.
type Tables map[string]policy.Table

// Parse reads a setting to try, NAME=VALUE: the name of a setting, or the row and the column of another rule tab, with
// or without the tab before it: hot respond within=10.
func (t Tables) Parse(in words.Language, text string) (Set, error) {
	name, value, ok := strings.Cut(text, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok || name == "" {
		return Set{}, fmt.Errorf("%q sets nothing: write it like \"respond within=15\"", text)
	}
	called := name
	for _, s := range in.Names(words.SettingNames) {
		if words.SameFolded(s, name) || in.Means(words.SettingNames, name, s) {
			called = s
		}
	}
	known := slices.Contains(in.Names(words.SettingNames), called)
	switch {
	case slices.Contains(settings, called):
		return t.set(lead.TabSettings, lead.ColSetting, called, lead.ColValue, value), nil
	case known:
		return Set{}, fmt.Errorf("the setting %q bears on no clock, so nothing would have been late or in time "+
			"because of it: %s", called, possible())
	}
	if s, err := t.parseRow(name, value); s.Tab != "" || err != nil {
		return s, err
	}
	return Set{}, fmt.Errorf("there is no setting %q: %s", name, possible())
}

// possible names what can be set.
func possible() string {
	list := slices.Clone(settings)
	for _, c := range columns {
		list = append(list, "a row of the tab "+c.tab+" with the column "+c.column)
	}
	return "it can be one of " + strings.Join(list, ", ")
}

// parseRow reads a row and a column of another rule tab; the Set is blank for what names no column.
func (t Tables) parseRow(name, value string) (Set, error) {
	var bad []error
	for _, c := range columns {
		row, ok := cutEnd(name, c.column)
		if !ok {
			continue
		}
		of := row
		if rest, ok := cutTab(row, c.tab); ok {
			of = rest
		} else if slices.ContainsFunc(columns, func(x struct{ tab, key, column string }) bool {
			_, other := cutTab(row, x.tab)
			return other
		}) {
			continue // it names another tab
		}
		s := t.set(c.tab, c.key, of, c.column, value)
		if s.index < len(t.of(c.tab).Rows) {
			return s, nil
		}
		bad = append(bad, fmt.Errorf("the tab %s has no row %q: it has %s", c.tab, of,
			strings.Join(t.keys(c.tab, c.key), ", ")))
	}
	return Set{}, errors.Join(bad...)
}

// cutEnd takes a title from the end of a name.
func cutEnd(name, title string) (string, bool) {
	fields, want := strings.Fields(name), strings.Fields(title)
	n := len(fields) - len(want)
	if n < 1 || !words.SameFolded(strings.Join(fields[n:], " "), title) {
		return "", false
	}
	return strings.Join(fields[:n], " "), true
}

// cutTab takes the name of a tab from the beginning of a name; one of several, such as Sources, may stand in the
// singular.
func cutTab(name, tab string) (string, bool) {
	first, rest, ok := strings.Cut(name, " ")
	is := words.SameFolded(first, tab) || words.SameFolded(first, strings.TrimSuffix(tab, "s"))
	return strings.TrimSpace(rest), ok && is
}

// of is a rule tab, or its defaults where the workbook has none.
func (t Tables) of(tab string) policy.Table {
	if table, ok := t[tab]; ok && len(table.Columns) > 0 {
		return table
	}
	for _, table := range policy.DefaultTables() {
		if table.Title == tab {
			return table
		}
	}
	return policy.Table{Title: tab}
}

func column(t policy.Table, title string) int {
	return slices.IndexFunc(t.Columns, func(c string) bool { return words.SameFolded(c, title) })
}

// keys are what the first column of a rule tab says.
func (t Tables) keys(tab, key string) []string {
	table := t.of(tab)
	at := column(table, key)
	var out []string
	for _, row := range table.Rows {
		if at >= 0 && at < len(row) && strings.TrimSpace(row[at]) != "" {
			out = append(out, strings.TrimSpace(row[at]))
		}
	}
	return out
}

func (t Tables) set(tab, key, row, title, value string) Set {
	table := t.of(tab)
	s := Set{Tab: tab, Row: row, Column: title, Would: value, index: len(table.Rows)}
	at, to := column(table, key), column(table, title)
	for i, cells := range table.Rows {
		if at >= 0 && at < len(cells) && words.SameFolded(strings.TrimSpace(cells[at]), row) {
			s.index, s.Row = i, strings.TrimSpace(cells[at])
			if to >= 0 && to < len(cells) {
				s.Was = cells[to]
			}
			break
		}
	}
	return s
}

// With are the tables with those cells set.
func (t Tables) With(sets []Set) Tables {
	out := Tables{}
	for title, table := range t {
		out[title] = table
	}
	for _, s := range sets {
		key := s.key()
		index := out.set(s.Tab, key, s.Row, s.Column, "").index
		table := out.of(s.Tab)
		table.Columns, table.Rows = slices.Clone(table.Columns), slices.Clone(table.Rows)
		cells := []string{s.Column, s.Would}
		if index == len(table.Rows) {
			table.Rows = append(table.Rows, nil)
			cells = append(cells, key, s.Row)
		}
		row := slices.Clone(table.Rows[index])
		for i := 0; i < len(cells); i += 2 {
			at := column(table, cells[i])
			if at < 0 {
				at = len(table.Columns)
				table.Columns = append(table.Columns, cells[i])
			}
			for len(row) <= at {
				row = append(row, "")
			}
			row[at] = cells[i+1]
		}
		table.Rows[index] = row
		out[s.Tab] = table
	}
	return out
}

// key is the title of the column that names the row.
func (s Set) key() string {
	for _, c := range columns {
		if c.tab == s.Tab {
			return c.key
		}
	}
	return lead.ColSetting
}

// Fault is what is wrong with values that are tried, as the column Check would say it of the tables with them; nil for
// nothing.
func (t Tables) Fault(sets []Set, checks []policy.Check) error {
	var bad []error
	for _, s := range sets {
		index := t.set(s.Tab, s.key(), s.Row, s.Column, "").index
		for _, c := range checks {
			if c.Tab == s.Tab && c.Row == index && c.Text != "" {
				bad = append(bad, fmt.Errorf("%s=%s: %s", s.Name(), s.Would, c.Text))
			}
		}
	}
	return errors.Join(bad...)
}

// Name is what is set, as people say it.
func (s Set) Name() string {
	if s.Tab == lead.TabSettings {
		return s.Row
	}
	return s.Row + " " + s.Column
}
