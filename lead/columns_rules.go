package lead

// ruleTabs are the tabs in which the team decides, in the order of a new workbook. Their first rows are in package
// rules.
var ruleTabs = []Tab{
	{Title: TabStatuses, Purpose: RuleTable,
		Note: "The steps of a lead, from the first message to the end. Rename them as you like; keep Kind, " +
			"it tells leadsheet what a step means.",
		Columns: []Column{
			{Title: ColStatus, Format: PlainText, Key: true,
				Note: "The name you choose in the tab Leads."},
			{Title: ColKind, Format: PlainText,
				Note: "One of: new, working, contacted, qualifying, deal, postponed, unqualified, closed, won."},
			{Title: ColMeaning, Format: PlainText,
				Note: "When to use it, in your own words."},
			{Title: ColRequires, Format: PlainText,
				Note: "Columns of the tab Leads that must be filled in this status, separated by commas."},
			{Title: ColMayMoveTo, Format: PlainText,
				Note: "Statuses that may follow, separated by commas. Blank: any."},
			check(),
		}},
	{Title: TabTeam, Purpose: RuleTable,
		Note: "Who works on leads. The first person is the system owner unless Settings name another. Write " +
			"your own names and mail addresses here first.",
		Columns: []Column{
			{Title: ColName, Format: PlainText, Key: true,
				Note: "The name you choose as Owner in the tab Leads."},
			{Title: ColEmail, Format: PlainText,
				Note: "Mails that this person forwards are unwrapped; the person's own mails are no leads."},
			{Title: ColRole, Format: PlainText,
				Note: "For your information."},
			{Title: ColTakesLeads, Format: PlainText,
				Note: "Ticked: receives new leads."},
			{Title: ColTakes, Format: PlainText,
				Note: "Only leads from these sources, separated by commas. Blank: all."},
			{Title: ColShare, Format: PlainText,
				Note: "How many leads in proportion to the others: 2 receives twice as many as 1. Blank: 1."},
			{Title: ColBackup, Format: PlainText,
				Note: "Who stands in. For your information."},
			{Title: ColAwayFrom, Format: PlainText, Day: true,
				Note: "First day away. New leads go to the others."},
			{Title: ColAwayUntil, Format: PlainText, Day: true,
				Note: "Last day away."},
			{Title: ColHours, Format: PlainText,
				Note: "For your information."},
			check(),
		}},
	{Title: TabSources, Purpose: RuleTable,
		Note: "Where leads come from. The first row whose words are found in the form's or link's own source wins.",
		Columns: []Column{
			{Title: ColSource, Format: PlainText, Key: true,
				Note: "The name you choose in the tab Leads."},
			{Title: ColRecognisedBy, Format: PlainText,
				Note: "Words, separated by commas, that are looked for in utm_source, utm_medium, campaign and the " +
					"form's own source."},
			{Title: ColRespondWithin, Format: PlainText,
				Note: "A shorter or longer time to respond for this source: 10 min, 2 h, 1 day of working time. " +
					"Blank: as in Settings."},
			{Title: ColUrgent, Format: PlainText,
				Note: "Ticked: for your information; an urgent channel."},
			{Title: ColCost, Format: PlainText,
				Note: "What this source costs in a month. For your information; leadsheet does not use it yet."},
			check(),
		}},
	{Title: TabQuality, Purpose: RuleTable,
		Note: "How promising a lead is. leadsheet suggests one from the words below while the cell is blank; " +
			"people decide.",
		Columns: []Column{
			{Title: ColQuality, Format: PlainText, Key: true,
				Note: "The name you choose in the tab Leads."},
			{Title: ColMeaning, Format: PlainText,
				Note: "When to use it."},
			{Title: ColScoreFrom, Format: PlainText,
				Note: "The points from which a lead is of this quality. For your information; leadsheet does not use it yet."},
			{Title: ColRespondWithin, Format: PlainText,
				Note: "A shorter time to respond for this quality. Blank: as in Settings."},
			{Title: ColSignals, Format: PlainText,
				Note: "Words in the request, separated by commas, that suggest this quality. The first row with a " +
					"hit wins."},
			check(),
		}},
	{Title: TabReasons, Purpose: RuleTable,
		Note: "Why leads are lost. Keep the list short: the report shows which reason is the most frequent.",
		Columns: []Column{
			{Title: ColReason, Format: PlainText, Key: true,
				Note: "The refusal reason you choose in the tab Leads."},
			{Title: ColMeaning, Format: PlainText,
				Note: "When to use it."},
			check(),
		}},
	{Title: TabFollowUp, Purpose: RuleTable,
		Note: "When and how to follow up a lead that does not answer. A plan for people.",
		Columns: []Column{
			{Title: ColDay, Format: PlainText, Key: true,
				Note: "Days after the event."},
			{Title: ColAfter, Format: PlainText,
				Note: "What the days are counted from."},
			{Title: ColFor, Format: PlainText,
				Note: "Which leads: all, or a quality."},
			{Title: ColWhatToDo, Format: PlainText,
				Note: "The next step to take."},
			{Title: ColReply, Format: PlainText,
				Note: "The text to send, if you have one."},
			check(),
		}},
	{Title: TabSettings, Purpose: RuleTable,
		Note: "How leadsheet works for you. Change the column Value; a blank value means the default.",
		Columns: []Column{
			{Title: ColSetting, Format: PlainText, Key: true,
				Note: "Do not rename."},
			{Title: ColValue, Format: PlainText,
				Note: "Your choice."},
			{Title: ColMeaning, Format: PlainText,
				Note: "What it does."},
			check(),
		}},
}

// check is the column in which leadsheet says what it does not understand in a row.
func check() Column {
	return Column{Title: ColCheck, Format: PlainText, Width: 44, Wrap: true, Managed: true,
		Note: "If something in this row is not understood, it says so here."}
}
