package lead

import (
	"time"

	"leadsheet/lead/words"
)

// The tabs that leadsheet keeps.
const (
	TabLeads    = "Leads"
	TabToday    = "Today"
	TabReport   = "Report"
	TabFigures  = "Figures"
	TabActivity = "Activity"
	TabIntake   = "Intake"

	TabStatuses = "Statuses"
	TabTeam     = "Team"
	TabSources  = "Sources"
	TabQuality  = "Quality"
	TabReasons  = "Reasons"
	TabFollowUp = "Follow-up"
	TabSenders  = "Senders"
	TabScoring  = "Scoring"
	TabFilters  = "Filters"
	TabReplies  = "Replies"
	TabSettings = "Settings"

	// TabMemory is made when the first rows leave the workbook: see MemoryTab.
	TabMemory = "Leadsheet memory"

	// The pages that a setting switches on.
	TabBoard = "Board"
	TabLists = "Lists"
)

// The titles of the tab Leads.
const (
	ColID            = "ID"
	ColAttention     = "Attention"
	ColDo            = "Do"
	ColReceived      = "Received"
	ColName          = "Name"
	ColEmail         = "Email"
	ColPhone         = "Phone"
	ColCompany       = "Company"
	ColSource        = "Source"
	ColNeed          = "Need"
	ColQuality       = "Quality"
	ColStatus        = "Status"
	ColOwner         = "Owner"
	ColNextStep      = "Next step"
	ColNextContact   = "Next contact"
	ColValue         = "Value"
	ColRefusalReason = "Refusal reason"
	ColComment       = "Comment"
	ColWaitingSince  = "Waiting since"
	ColRespondBy     = "Respond by"
	ColFirstResponse = "First response"
	ColLastActivity  = "Last activity"
	ColEarlier       = "Earlier leads"
	ColScore         = "Score"
	ColScoreReasons  = "Score reasons"
	ColCurrency      = "Currency"
	ColCampaign      = "Campaign"
	ColDetails       = "Details"
)

// The titles of the tab Activity.
const (
	ColTime     = "Time"
	ColLead     = "Lead"
	ColWhat     = "What"
	ColColumn   = "Column"
	ColFrom     = "From"
	ColTo       = "To"
	ColBy       = "By"
	ColWhy      = "Why"
	ColNo       = "No."
	ColRecorded = "Recorded"
)

// The titles of the tab Intake that the tabs above do not have.
const (
	ColChannel   = "Channel"
	ColSubject   = "Subject"
	ColOutcome   = "Outcome"
	ColReason    = "Reason"
	ColWhere     = "Where"
	ColKey       = "Key"
	ColMessageID = "Message-ID"
)

// The title of the tab Leadsheet memory that the tabs above do not have.
const ColContent = "Content"

// The titles of the rule tabs that the tabs above do not have. Check is the last column of every one.
const (
	ColKind          = "Kind"
	ColMeaning       = "Meaning"
	ColRequires      = "Requires"
	ColMayMoveTo     = "May move to"
	ColAliases       = "Aliases"
	ColStaleAfter    = "Stale after"
	ColRole          = "Role"
	ColTakesLeads    = "Takes leads"
	ColTakes         = "Takes"
	ColShare         = "Share"
	ColBackup        = "Backup"
	ColAwayFrom      = "Away from"
	ColAwayUntil     = "Away until"
	ColHours         = "Hours"
	ColMostOpen      = "Most open"
	ColTellBy        = "Tell by"
	ColQuiet         = "Quiet hours"
	ColRecognisedBy  = "Recognised by"
	ColRespondWithin = "Respond within"
	ColUrgent        = "Urgent"
	ColAfterHours    = "After hours"
	ColCost          = "Cost per month"
	ColCheckedBy     = "Checked by"
	ColCheckedEvery  = "Checked every"
	ColLastChecked   = "Last checked"
	ColScoreFrom     = "Score from"
	ColSignals       = "Signals"
	ColGroup         = "Group"
	ColDay           = "Day"
	ColAfter         = "After"
	ColFor           = "For"
	ColWhatToDo      = "What to do"
	ColSend          = "Send"
	ColReply         = "Reply"
	ColLanguage      = "Language"
	ColUsedFor       = "Used for"
	ColText          = "Text"
	ColSetting       = "Setting"
	ColSender        = "Sender or domain"
	ColSubjectHas    = "Subject has"
	ColThen          = "Then"
	ColUse           = "Use"
	ColPoints        = "Points"
	ColField         = "Field"
	ColIs            = "Is"
	ColPart          = "Part"
	ColList          = "List"
	ColLeadsWhere    = "Leads where"
	ColCheck         = "Check"
)

// Tab describes one tab that holds a table: Today and Report are pages and not among them.
type Tab struct {
	// Title is what leadsheet calls the tab, and what it is called in English. Package words has its title in other
	// languages, and what the tab is for.
	Title   string
	Purpose Purpose
	Columns []Column // in the order of a new workbook
	// Former are the titles of the columns in the order of new workbooks of earlier versions, where that was another.
	Former []string
	// Frozen is how many columns stay in sight in a new workbook, from the left.
	Frozen int
	// Shown says that the tab is seen in a new workbook; others are hidden there until Settings show all tabs.
	Shown bool
	// Switch is the name of the setting that shows the tab, where it is not the one that shows all tabs; "" for none.
	Switch string
	// Also is the name of a setting that shows the tab besides the one that shows all; "" for none.
	Also string
}

// Purpose says whose tab it is.
type Purpose uint8

// The purposes.
const (
	TeamTable Purpose = iota // the table that the team works in
	Journal                  // what leadsheet remembers, written by it alone
	RuleTable                // what the team decides, written by the team and read by leadsheet
)

// Tabs returns the tabs that hold tables, in the order of a new workbook. Callers must not change their columns.
func Tabs() []Tab {
	return append([]Tab{
		{Title: TabLeads, Purpose: TeamTable, Columns: Columns(leadTable), Former: formerLeads, Frozen: 2, Shown: true},
		{Title: TabActivity, Purpose: Journal, Columns: Columns(activityTable)},
		{Title: TabIntake, Purpose: Journal, Columns: Columns(intakeTable)},
	}, ruleTabs...)
}

// MemoryTab describes the tab that has what is remembered of rows that have left the workbook. It is none of Tabs: no
// workbook has it before that, and no setting shows it.
func MemoryTab() Tab {
	return Tab{Title: TabMemory, Purpose: Journal, Columns: []Column{
		{Title: ColPart, Format: PlainText, Width: 9, Managed: true, Key: true, Memory: true},
		{Title: ColContent, Format: PlainText, Width: 60, Managed: true, Memory: true}}}
}

// Format is how the values of a column are shown, and so what kind of value belongs there.
type Format uint8

// The formats.
const (
	General   Format = iota
	PlainText        // kept as typed: phones, addresses, whatever a sender wrote
	DateOnly         // 2026-11-22; a cell that has a time of day shows it, too: 2026-11-22 14:00
	DateTime         // 2026-11-22 09:30
	Amount           // 1,234
	Whole            // 1234: a whole number that is no amount
)

// Column describes one column of a tab: how it is drawn, who writes it, and what leadsheet does with its content.
type Column struct {
	// Title is what leadsheet calls the column, and its title in English. Package words has its title in other
	// languages, and the note on its header.
	Title  string
	Format Format
	// Width is in characters; 0 is as wide as the first content of the tab.
	Width float64
	// Wrap shows long content in several lines.
	Wrap bool
	// ListFrom says that the values of another tab's column are offered here: "Tab/Column".
	ListFrom string
	// Offers is a set whose words are offered here; other text is welcome, too.
	Offers words.Set
	// Managed says that leadsheet writes the column, and the spreadsheet warns users before they do. Otherwise only
	// users write it.
	Managed bool
	// Key says that the column identifies a row of the tab.
	Key bool
	// Memory says that leadsheet forgets what it did when the column is gone.
	Memory bool
	// Grouped columns of a new workbook stand side by side in a group that is closed.
	Grouped bool
	// Hidden columns are made hidden: nobody needs to see them, and leadsheet reads and writes them all the same. What
	// users show stays so.
	Hidden bool
	// Optional columns are read and written where they are; a new workbook has none.
	Optional bool
	// Later columns were added in a later version: where one is missing, the workbook may be older than the column.
	Later bool
	// Words is the set whose words leadsheet keeps in the column, if any. In memory they are names, in the cells words
	// of the workbook's language. With words.Columns the cell holds the title of a column of Leads, or the name of a
	// setting.
	Words words.Set
	// Day is for columns of text in which users type days: a spreadsheet turns such a day into a number.
	Day bool
	// Rare says that nothing depends on the column in a pass over a workbook in which nothing else has changed: what
	// people change in it may be seen an hour later, and must have been seen before leadsheet writes there.
	Rare bool
	// Calls says that a row in which the column is filled waits for people: there nothing is seen late.
	Calls bool
	// Tracked is for columns of Leads: 0, or the place among those whose changes by users are recorded in Activity.
	// Changes of one row are recorded, and answered by rules, in this order.
	Tracked int
}

// ColumnOf binds a column to its place in a row of type T.
type ColumnOf[T any] struct {
	Column
	Access[T]
}

// Access is how the value of a column is reached in a row of type T. Exactly one of the functions is set.
type Access[T any] struct {
	Text   func(row *T) *string
	Time   func(row *T) *time.Time
	Number func(row *T) (value *float64, has *bool)
	Whole  func(row *T) *int // 1 or more; 0 for none
}

func textAt[T any](at func(*T) *string) Access[T]             { return Access[T]{Text: at} }
func timeAt[T any](at func(*T) *time.Time) Access[T]          { return Access[T]{Time: at} }
func numberAt[T any](at func(*T) (*float64, *bool)) Access[T] { return Access[T]{Number: at} }
func wholeAt[T any](at func(*T) *int) Access[T]               { return Access[T]{Whole: at} }

// Value returns what the cell of the row holds, times as wall clock in zone.
func (a *Access[T]) Value(row *T, zone *time.Location) Value {
	switch {
	case a.Text != nil:
		return TextValue(*a.Text(row))
	case a.Time != nil:
		return DateValue(*a.Time(row), zone)
	case a.Whole != nil:
		if n := *a.Whole(row); n > 0 {
			return NumberValue(float64(n))
		}
		return Value{}
	}
	if value, has := a.Number(row); *has {
		return NumberValue(*value)
	}
	return Value{}
}

// Columns returns the columns of a new workbook in their order, without what is optional.
func Columns[T any](table []ColumnOf[T]) []Column {
	out := make([]Column, 0, len(table))
	for i := range table {
		if !table[i].Optional {
			out = append(out, table[i].Column)
		}
	}
	return out
}
