package daemon

import (
	"slices"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/sheets"
)

// The colours of the tabs: the team's table, the journals, the rules.
const (
	teamColor    = "1D4ED8"
	journalColor = "6B7280"
	ruleColor    = "D97706"
)

// Layout is the workbook of a new installation; tables are the rule tabs with their first content. Its titles and notes
// are in the given language; without one they are English.
func Layout(tables []policy.Table, in ...words.Language) sheets.Layout {
	var l sheets.Layout
	if len(in) > 0 {
		l.Words = in[0]
	}
	for _, tab := range lead.Tabs() {
		at := slices.IndexFunc(tables, func(t policy.Table) bool { return t.Title == tab.Title })
		switch {
		case tab.Purpose != lead.RuleTable:
			drawn := tabLayout(tab, nil, l.Words)
			if tab.Purpose == lead.TeamTable {
				drawn.Colors = leadColors(tables, l.Words)
			}
			l.Tabs = append(l.Tabs, drawn)
		case at >= 0:
			l.Tabs = append(l.Tabs, tabLayout(tab, tables[at].Rows, l.Words))
		}
	}
	return l
}

// tabLayout draws a tab as package lead describes it, with its first content.
func tabLayout(tab lead.Tab, rows [][]string, in words.Language) sheets.TabLayout {
	out := sheets.TabLayout{Name: tab.Title, Title: in.Tab(tab.Title), Note: in.TabNote(tab.Title), Frozen: tab.Frozen}
	switch tab.Purpose {
	case lead.TeamTable:
		out.Color, out.IsKey = teamColor, lead.IsID
	case lead.Journal:
		out.Color = journalColor
	case lead.RuleTable:
		out.Color = ruleColor
		out.Colors = []sheets.ColorRule{{Column: lead.ColCheck, Contains: " ", Fill: "FEE2E2", Font: "B91C1C"}}
	}
	for i, c := range tab.Columns {
		drawn := drawnColumn(tab, c, in)
		if c.Width == 0 {
			drawn.Width = contentWidth(drawn.Title, rows, i)
			drawn.Wrap = drawn.Width >= wideColumn
		}
		out.Columns = append(out.Columns, drawn)
		if c.Key {
			out.Key = c.Title
		}
	}
	out.Hidden = !tab.Shown
	out.Memory = memoryColumns(tab)
	for _, title := range tab.Former {
		if at := slices.IndexFunc(tab.Columns, func(c lead.Column) bool { return c.Title == title }); at >= 0 {
			out.Former = append(out.Former, at)
		}
	}
	for _, row := range rows {
		cells := make([]sheets.Cell, len(row))
		for i, s := range row {
			cells[i] = lead.TextValue(s)
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// drawnColumn draws a column as package lead describes it.
func drawnColumn(tab lead.Tab, c lead.Column, in words.Language) sheets.Column {
	drawn := sheets.Column{Name: c.Title, Title: in.Column(tab.Title, c.Title), Note: in.ColumnNote(tab.Title, c.Title),
		Width: c.Width, Format: c.Format, Wrap: c.Wrap, ListFrom: c.ListFrom, Managed: c.Managed,
		Later: c.Later, Grouped: c.Grouped, Hidden: c.Hidden, Rare: c.Rare, Calls: c.Calls}
	for _, name := range in.Names(c.Offers) {
		drawn.List, drawn.Free = append(drawn.List, in.Word(c.Offers, name)), true
	}
	if c.Managed && tab.Purpose != lead.Journal { // of a journal all columns are
		drawn.Note += " " + in.Texts().Layout.Managed
	}
	return drawn
}

// wideColumn is the width, in characters, from which the first content of a rule tab is shown in several lines;
// no column is made wider than widestColumn for it.
const wideColumn, widestColumn = 44, 72

// contentWidth is how wide a column must be for its title and first content.
func contentWidth(title string, rows [][]string, column int) float64 {
	width := float64(len([]rune(title))) + 3
	for _, row := range rows {
		if column < len(row) {
			width = min(max(width, float64(len([]rune(row[column])))+2), widestColumn)
		}
	}
	return width
}

// memoryColumns are the titles of the columns without which leadsheet forgets what it did, the key first: an error
// names the first that is missing.
func memoryColumns(tab lead.Tab) []string {
	var titles []string
	for _, key := range []bool{true, false} {
		for _, c := range tab.Columns {
			if c.Memory && c.Key == key {
				titles = append(titles, c.Title)
			}
		}
	}
	return titles
}

// statusColors colour the statuses by their kinds.
var statusColors = []struct {
	kind policy.StatusKind
	sheets.ColorRule
}{
	{policy.KindNew, sheets.ColorRule{Fill: "DBEAFE", Font: "1E40AF"}},
	{policy.KindDeal, sheets.ColorRule{Fill: "DCFCE7", Font: "166534"}},
	{policy.KindPostponed, sheets.ColorRule{Fill: "F3E8FF", Font: "6B21A8"}},
	{policy.KindClosed, sheets.ColorRule{WholeRow: true, Font: "9CA3AF"}},
	{policy.KindUnqualified, sheets.ColorRule{WholeRow: true, Font: "9CA3AF"}},
}

// leadColors colour the tab Leads: what is late or wrong, and where a lead is.
func leadColors(tables []policy.Table, in words.Language) []sheets.ColorRule {
	texts := &in.Texts().Layout
	colors := []sheets.ColorRule{
		{Column: lead.ColAttention, Contains: texts.LateMark, Fill: "FEE2E2", Font: "B91C1C"},
		{Column: lead.ColAttention, Contains: texts.OverdueMark, Fill: "FEE2E2", Font: "B91C1C"},
		{Column: lead.ColAttention, Contains: texts.UnreadMark, Fill: "FEE2E2", Font: "B91C1C"},
		{Column: lead.ColAttention, Contains: " ", Fill: "FEF3C7", Font: "92400E"},
	}
	for _, c := range statusColors {
		for _, name := range policy.StatusesOf(tables, c.kind) {
			rule := c.ColorRule
			rule.Column, rule.Equals = lead.ColStatus, name
			colors = append(colors, rule)
		}
	}
	return append(colors, sheets.ColorRule{Column: lead.ColQuality, Equals: in.Word(words.Qualities, "hot"),
		Fill: "FFEDD5", Font: "9A3412"})
}
