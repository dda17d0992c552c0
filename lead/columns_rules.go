package lead

import "leadsheet/lead/words"

// SettingAcknowledge is the name of the setting by which leadsheet acknowledges requests.
const SettingAcknowledge = "Acknowledge"

// ruleTabs are the tabs in which the team decides, in the order of a new workbook. Their first rows are in package
// rules/policy.
var ruleTabs = []Tab{
	{Title: TabStatuses, Purpose: RuleTable,
		Columns: []Column{
			{Title: ColStatus, Format: PlainText, Key: true},
			{Title: ColKind, Format: PlainText, Words: words.StatusKinds},
			{Title: ColMeaning, Format: PlainText},
			{Title: ColRequires, Format: PlainText, Width: 26, Wrap: true},
			{Title: ColMayMoveTo, Format: PlainText, Width: 26, Wrap: true},
			{Title: ColAliases, Format: PlainText, Width: 20, Wrap: true, Later: true},
			{Title: ColStaleAfter, Format: PlainText, Later: true},
			check(),
		}},
	{Title: TabTeam, Purpose: RuleTable, Shown: true,
		Columns: []Column{
			{Title: ColName, Format: PlainText, Key: true, Width: 20},
			{Title: ColEmail, Format: PlainText, Width: 32},
			{Title: ColRole, Format: PlainText, Width: 14},
			{Title: ColTakesLeads, Format: PlainText},
			{Title: ColTakes, Format: PlainText, Width: 20},
			{Title: ColShare, Format: PlainText},
			{Title: ColBackup, Format: PlainText, Width: 20},
			{Title: ColAwayFrom, Format: PlainText, Day: true},
			{Title: ColAwayUntil, Format: PlainText, Day: true},
			{Title: ColHours, Format: PlainText, Width: 26},
			{Title: ColMostOpen, Format: PlainText},
			{Title: ColTellBy, Format: PlainText, Width: 14, Later: true, Offers: words.Ways},
			{Title: ColQuiet, Format: PlainText, Width: 16, Later: true},
			check(),
		}},
	{Title: TabSources, Purpose: RuleTable,
		Columns: []Column{
			{Title: ColSource, Format: PlainText, Key: true},
			{Title: ColRecognisedBy, Format: PlainText},
			{Title: ColRespondWithin, Format: PlainText},
			{Title: ColUrgent, Format: PlainText},
			{Title: ColAfterHours, Format: PlainText, Later: true},
			{Title: ColCost, Format: PlainText},
			{Title: ColCheckedBy, Format: PlainText, Later: true},
			{Title: ColCheckedEvery, Format: PlainText, Later: true},
			{Title: ColLastChecked, Format: PlainText, Day: true, Later: true},
			check(),
		}},
	{Title: TabQuality, Purpose: RuleTable,
		Columns: []Column{
			{Title: ColQuality, Format: PlainText, Key: true},
			{Title: ColMeaning, Format: PlainText},
			{Title: ColScoreFrom, Format: PlainText},
			{Title: ColRespondWithin, Format: PlainText},
			{Title: ColAfterHours, Format: PlainText, Later: true},
			{Title: ColSignals, Format: PlainText},
			check(),
		}},
	{Title: TabReasons, Purpose: RuleTable,
		Columns: []Column{
			{Title: ColReason, Format: PlainText, Key: true},
			{Title: ColMeaning, Format: PlainText},
			{Title: ColGroup, Format: PlainText, Later: true, Words: words.ReasonGroups, Offers: words.ReasonGroups},
			check(),
		}},
	{Title: TabFollowUp, Purpose: RuleTable,
		Columns: []Column{
			{Title: ColDay, Format: PlainText, Key: true},
			{Title: ColAfter, Format: PlainText},
			{Title: ColFor, Format: PlainText},
			{Title: ColWhatToDo, Format: PlainText, Width: 40},
			{Title: ColSend, Format: PlainText, Later: true},
			{Title: ColReply, Format: PlainText, Width: 20, Later: true},
			check(),
		}},
	{Title: TabSenders, Purpose: RuleTable,
		Columns: []Column{
			{Title: ColSender, Format: PlainText, Key: true, Width: 34},
			{Title: ColSubjectHas, Format: PlainText, Width: 26},
			{Title: ColThen, Format: PlainText, Words: words.Choices},
			{Title: ColWhy, Format: PlainText, Width: 44, Wrap: true},
			{Title: ColUse, Format: PlainText},
			check(),
		}},
	{Title: TabScoring, Purpose: RuleTable, Switch: TabScoring,
		Columns: []Column{
			{Title: ColPoints, Format: PlainText},
			{Title: ColField, Format: PlainText, Key: true, Width: 26, Words: words.Columns},
			{Title: ColIs, Format: PlainText, Width: 12, Words: words.Tests, Offers: words.Tests},
			{Title: ColValue, Format: PlainText, Width: 40, Wrap: true},
			{Title: ColWhy, Format: PlainText, Width: 26, Wrap: true},
			{Title: ColPart, Format: PlainText, Width: 12, Words: words.Choices},
			check(),
		}},
	{Title: TabFilters, Purpose: RuleTable, Switch: TabLists,
		Columns: []Column{
			{Title: ColList, Format: PlainText, Key: true, Width: 26},
			{Title: ColLeadsWhere, Format: PlainText, Width: 72, Wrap: true},
			check(),
		}},
	{Title: TabReplies, Purpose: RuleTable, Also: SettingAcknowledge,
		Columns: []Column{
			{Title: ColReply, Format: PlainText, Key: true, Width: 20},
			{Title: ColLanguage, Format: PlainText, Width: 14},
			{Title: ColUsedFor, Format: PlainText, Width: 18, Words: words.ReplyUses, Offers: words.ReplyUses},
			{Title: ColSubject, Format: PlainText, Width: 26, Wrap: true},
			{Title: ColText, Format: PlainText, Width: 72, Wrap: true},
			check(),
		}},
	{Title: TabSettings, Purpose: RuleTable, Shown: true,
		Columns: []Column{
			{Title: ColSetting, Format: PlainText, Key: true, Words: words.SettingNames},
			{Title: ColValue, Format: PlainText, Width: 28, Wrap: true},
			{Title: ColMeaning, Format: PlainText},
			check(),
		}},
}

// check is the column in which leadsheet says what it does not understand in a row.
func check() Column {
	return Column{Title: ColCheck, Format: PlainText, Width: 44, Wrap: true, Managed: true}
}
