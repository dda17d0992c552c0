package daemon

import (
	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// The colours of the tabs: the team's table, the journals, the rules.
const (
	teamColor    = "1D4ED8"
	journalColor = "6B7280"
	ruleColor    = "D97706"
)

// Layout is the workbook of a new installation; tables are the rule tabs with their first content.
func Layout(tables []rules.Table) sheets.Layout {
	var l sheets.Layout
	for _, tab := range lead.Tabs() {
		if tab.Purpose != lead.RuleTable {
			l.Tabs = append(l.Tabs, tabLayout(tab))
		}
	}
	for _, t := range tables {
		l.Tabs = append(l.Tabs, ruleTab(t))
	}
	return l
}

// tabLayout draws a tab as package lead describes it.
func tabLayout(tab lead.Tab) sheets.TabLayout {
	out := sheets.TabLayout{Title: tab.Title, Note: tab.Note}
	switch tab.Purpose {
	case lead.TeamTable:
		out.Color, out.IsKey, out.Colors = teamColor, lead.IsID, leadColors()
	case lead.Journal:
		out.Color = journalColor
	}
	for _, c := range tab.Columns {
		drawn := sheets.Column{Title: c.Title, Note: c.Note, Width: c.Width, Format: c.Format, Wrap: c.Wrap,
			ListFrom: c.ListFrom, Ours: c.Managed}
		if c.Managed && tab.Purpose != lead.Journal { // of a journal all columns are
			drawn.Note += " Written by leadsheet."
		}
		out.Columns = append(out.Columns, drawn)
		if c.Key {
			out.Key = c.Title
		}
	}
	out.Memory = memory(tab)
	return out
}

// memory are the titles of the columns without which leadsheet forgets what it did, the key first: it is the one that
// people are told of.
func memory(tab lead.Tab) []string {
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

// leadColors colour the tab Leads: what is late or wrong, and where a lead is.
func leadColors() []sheets.ColorRule {
	return []sheets.ColorRule{
		{Column: lead.ColAttention, Contains: "late", Fill: "FEE2E2", Font: "B91C1C"},
		{Column: lead.ColAttention, Contains: "overdue", Fill: "FEE2E2", Font: "B91C1C"},
		{Column: lead.ColAttention, Contains: "could not", Fill: "FEE2E2", Font: "B91C1C"},
		{Column: lead.ColAttention, Contains: " ", Fill: "FEF3C7", Font: "92400E"},
		{Column: lead.ColStatus, Equals: "New lead", Fill: "DBEAFE", Font: "1E40AF"},
		{Column: lead.ColStatus, Equals: "Moved to deal", Fill: "DCFCE7", Font: "166534"},
		{Column: lead.ColStatus, Equals: "Postponed", Fill: "F3E8FF", Font: "6B21A8"},
		{Column: lead.ColStatus, Equals: "Closed", WholeRow: true, Font: "9CA3AF"},
		{Column: lead.ColStatus, Equals: "Unqualified", WholeRow: true, Font: "9CA3AF"},
		{Column: lead.ColQuality, Equals: "hot", Fill: "FFEDD5", Font: "9A3412"},
	}
}

func ruleTab(t rules.Table) sheets.TabLayout {
	out := sheets.TabLayout{Title: t.Title, Note: t.Note, Color: ruleColor}
	for i, title := range t.Columns {
		c := sheets.Column{Title: title, Format: sheets.PlainText, Width: float64(len(title)) + 3}
		if i < len(t.ColumnNotes) {
			c.Note = t.ColumnNotes[i]
		}
		for _, row := range t.Rows {
			if i < len(row) {
				c.Width = min(max(c.Width, float64(len(row[i]))+2), 60)
			}
		}
		if title == "Check" {
			c.Ours, c.Width = true, 44
			c.Note = "If something in this row is not understood, it says so here. Written by leadsheet."
		}
		c.Wrap = c.Width >= 44
		out.Columns = append(out.Columns, c)
	}
	for _, row := range t.Rows {
		cells := make([]sheets.Cell, len(row))
		for i, s := range row {
			cells[i] = lead.TextValue(s)
		}
		out.Rows = append(out.Rows, cells)
	}
	out.Key = t.Columns[0]
	out.Colors = []sheets.ColorRule{{Column: "Check", Contains: " ", Fill: "FEE2E2", Font: "B91C1C"}}
	return out
}
