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
	l := sheets.Layout{Tabs: []sheets.TabLayout{leadsTab(), activityTab(), intakeTab()}}
	for _, t := range tables {
		l.Tabs = append(l.Tabs, ruleTab(t))
	}
	return l
}

func leadsTab() sheets.TabLayout {
	ours := func(title, note string, width float64, f sheets.Format) sheets.Column {
		return sheets.Column{Title: title, Note: note + " Written by leadsheet.", Width: width, Format: f, Ours: true}
	}
	theirs := func(title, note string, width float64, f sheets.Format) sheets.Column {
		return sheets.Column{Title: title, Note: note, Width: width, Format: f}
	}
	list := func(c sheets.Column, from string) sheets.Column { c.ListFrom = from; return c }
	wrap := func(c sheets.Column) sheets.Column { c.Wrap = true; return c }
	return sheets.TabLayout{
		Title: lead.TabLeads, Key: lead.ColID, IsKey: lead.IsID, Memory: []string{lead.ColID}, Color: teamColor,
		Columns: []sheets.Column{
			ours(lead.ColID, "Short name of the lead, never reused. Rows that you add get one by themselves.", 9, sheets.PlainText),
			wrap(ours(lead.ColAttention, "What is wrong or due, worst first. Empty means all is well.", 34, sheets.PlainText)),
			ours(lead.ColReceived, "When the request arrived.", 17, sheets.DateTime),
			theirs(lead.ColName, "The customer's name.", 22, sheets.PlainText),
			theirs(lead.ColEmail, "E-mail address. Phone or e-mail must be known.", 28, sheets.PlainText),
			theirs(lead.ColPhone, "Phone number, kept as it was written.", 18, sheets.PlainText),
			theirs(lead.ColCompany, "Company, if there is one.", 20, sheets.PlainText),
			list(theirs(lead.ColSource, "Where the request came from. The list is the tab Sources.", 15, sheets.PlainText), "Sources/Source"),
			wrap(theirs(lead.ColNeed, "The request in the customer's words.", 46, sheets.PlainText)),
			list(theirs(lead.ColQuality, "hot, warm, cold, unqualified or duplicate.", 12, sheets.PlainText), "Quality/Quality"),
			list(theirs(lead.ColStatus, "Where you are with this lead. The list and its rules are the tab Statuses.", 20, sheets.PlainText), "Statuses/Status"),
			list(theirs(lead.ColOwner, "Who takes care. The list is the tab Team.", 14, sheets.PlainText), "Team/Name"),
			theirs(lead.ColNextStep, "What you will do next.", 26, sheets.PlainText),
			theirs(lead.ColNextContact, "When you will do it.", 13, sheets.DateOnly),
			theirs(lead.ColValue, "What the deal may be worth.", 11, sheets.Amount),
			list(theirs(lead.ColRefusalReason, "Why it came to nothing. The list is the tab Reasons.", 20, sheets.PlainText), "Reasons/Reason"),
			wrap(theirs(lead.ColComment, "Yours alone; leadsheet never touches it.", 30, sheets.PlainText)),
			ours(lead.ColRespondBy, "The first answer is due by then, counted in your working hours.", 17, sheets.DateTime),
			theirs(lead.ColFirstResponse, "When the customer was answered first. Set when one of you answers by mail, or when the status leaves new; you may type the real time.", 17, sheets.DateTime),
			ours(lead.ColLastActivity, "The last contact with the customer.", 17, sheets.DateTime),
			theirs(lead.ColCampaign, "Campaign, advertisement or form.", 20, sheets.PlainText),
			wrap(theirs(lead.ColDetails, "Everything else that a form said.", 40, sheets.PlainText)),
		},
		Colors: []sheets.ColorRule{
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
		},
	}
}

func activityTab() sheets.TabLayout {
	c := func(title string, width float64, f sheets.Format) sheets.Column {
		return sheets.Column{Title: title, Width: width, Format: f, Ours: true}
	}
	return sheets.TabLayout{
		Title: lead.TabActivity, Memory: []string{"Time", "Lead", "What", "Column", "To"}, Color: journalColor,
		Note: "What happened to each lead, oldest first. leadsheet reads its own memory here: please do not change it.",
		Columns: []sheets.Column{c("Time", 17, sheets.DateTime), c("Lead", 9, sheets.PlainText), c("What", 12, sheets.PlainText),
			c("Column", 15, sheets.PlainText), c("From", 24, sheets.PlainText), c("To", 36, sheets.PlainText), c("By", 14, sheets.PlainText), c("Why", 50, sheets.PlainText)},
	}
}

func intakeTab() sheets.TabLayout {
	c := func(title string, width float64, f sheets.Format) sheets.Column {
		return sheets.Column{Title: title, Width: width, Format: f, Ours: true}
	}
	outcome := c("Outcome", 14, sheets.PlainText)
	outcome.Note = "What became of it. Type lead over ignored, added to or duplicate, and the next pass makes a lead of it."
	messageID := c("Message-ID", 30, sheets.PlainText)
	messageID.Note = "The mail's own name, by which answers to it are known; mail programs can search for it."
	return sheets.TabLayout{
		Title: lead.TabIntake, Key: "Key", Memory: []string{"Key", "Outcome", "Lead", "Where"}, Color: journalColor,
		Note: "Everything that came in has one row here, whatever became of it.",
		Columns: []sheets.Column{c("Received", 17, sheets.DateTime), c("Channel", 9, sheets.PlainText), c("From", 30, sheets.PlainText),
			c("Subject", 40, sheets.PlainText), outcome, c("Lead", 9, sheets.PlainText), c("Reason", 44, sheets.PlainText),
			c("Where", 30, sheets.PlainText), c("Key", 32, sheets.PlainText), messageID},
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
