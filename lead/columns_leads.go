package lead

import (
	"slices"
	"time"

	"leadsheet/lead/words"
)

// leadTable are the columns of the tab Leads in the order of a new workbook. A column is added here, and nowhere else.
var leadTable = []ColumnOf[Lead]{
	{Column{Title: ColID, Format: PlainText, Width: 8, Managed: true, Key: true, Memory: true},
		textAt(func(l *Lead) *string { return &l.ID })},
	// ID and Name stay in sight beside what is scrolled, and leave room for it on a telephone.
	{Column{Title: ColName, Format: PlainText, Width: 13, Wrap: true, Tracked: 9},
		textAt(func(l *Lead) *string { return &l.Name })},
	{Column{Title: ColAttention, Format: PlainText, Width: 44, Wrap: true, Managed: true, Calls: true},
		textAt(func(l *Lead) *string { return &l.Attention })},
	{Column{Title: ColDo, Format: PlainText, Width: 18, Later: true, Offers: words.Commands},
		textAt(func(l *Lead) *string { return &l.Do })},
	{Column{Title: ColNeed, Format: PlainText, Width: 44, Wrap: true, Rare: true, Tracked: 13},
		textAt(func(l *Lead) *string { return &l.Need })},
	{Column{Title: ColPhone, Format: PlainText, Width: 18, Tracked: 11},
		textAt(func(l *Lead) *string { return &l.Phone })},
	{Column{Title: ColEmail, Format: PlainText, Width: 32, Tracked: 10},
		textAt(func(l *Lead) *string { return &l.Email })},
	{Column{Title: ColStatus, Format: PlainText, Width: 20, ListFrom: TabStatuses + "/" + ColStatus, Tracked: 1},
		textAt(func(l *Lead) *string { return &l.Status })},
	{Column{Title: ColOwner, Format: PlainText, Width: 14, ListFrom: TabTeam + "/" + ColName, Tracked: 2},
		textAt(func(l *Lead) *string { return &l.Owner })},
	{Column{Title: ColNextStep, Format: PlainText, Width: 26, Tracked: 4},
		textAt(func(l *Lead) *string { return &l.NextStep })},
	{Column{Title: ColNextContact, Format: DateOnly, Width: 13, Tracked: 5},
		timeAt(func(l *Lead) *time.Time { return &l.NextContact })},
	{Column{Title: ColComment, Format: PlainText, Width: 30, Wrap: true, Tracked: 15},
		textAt(func(l *Lead) *string { return &l.Comment })},
	{Column{Title: ColSource, Format: PlainText, Width: 15, ListFrom: TabSources + "/" + ColSource,
		Tracked: 14},
		textAt(func(l *Lead) *string { return &l.Source })},
	{Column{Title: ColValue, Format: Amount, Width: 11, Tracked: 6},
		numberAt(func(l *Lead) (*float64, *bool) { return &l.Value, &l.HasValue })},
	{Column{Title: ColRefusalReason, Format: PlainText, Width: 20, ListFrom: TabReasons + "/" + ColReason, Tracked: 7},
		textAt(func(l *Lead) *string { return &l.RefusalReason })},
	{Column{Title: ColReceived, Format: DateTime, Width: 17, Managed: true},
		timeAt(func(l *Lead) *time.Time { return &l.Received })},
	{Column{Title: ColCompany, Format: PlainText, Width: 20, Tracked: 12, Grouped: true},
		textAt(func(l *Lead) *string { return &l.Company })},
	{Column{Title: ColQuality, Format: PlainText, Width: 12, ListFrom: TabQuality + "/" + ColQuality, Tracked: 3,
		Grouped: true},
		textAt(func(l *Lead) *string { return &l.Quality })},
	{Column{Title: ColWaitingSince, Format: DateTime, Width: 17, Managed: true, Later: true, Grouped: true},
		timeAt(func(l *Lead) *time.Time { return &l.WaitingSince })},
	{Column{Title: ColRespondBy, Format: DateTime, Width: 17, Managed: true, Grouped: true},
		timeAt(func(l *Lead) *time.Time { return &l.RespondBy })},
	{Column{Title: ColFirstResponse, Format: DateTime, Width: 17, Tracked: 8, Grouped: true},
		timeAt(func(l *Lead) *time.Time { return &l.FirstResponse })},
	{Column{Title: ColLastActivity, Format: DateTime, Width: 17, Managed: true, Grouped: true},
		timeAt(func(l *Lead) *time.Time { return &l.LastActivity })},
	{Column{Title: ColEarlier, Format: PlainText, Width: 26, Managed: true, Later: true, Grouped: true},
		textAt(func(l *Lead) *string { return &l.Earlier })},
	{Column{Title: ColDetails, Format: PlainText, Width: 40, Wrap: true, Rare: true, Tracked: 17, Grouped: true},
		textAt(func(l *Lead) *string { return &l.Details })},
	{Column{Title: ColCampaign, Format: PlainText, Width: 20, Tracked: 16, Grouped: true},
		textAt(func(l *Lead) *string { return &l.Campaign })},
	{Column{Title: ColScore, Format: Amount, Width: 11, Managed: true, Optional: true, Later: true, Grouped: true},
		numberAt(func(l *Lead) (*float64, *bool) { return &l.Score, &l.HasScore })},
	{Column{Title: ColScoreReasons, Format: PlainText, Width: 44, Wrap: true, Managed: true, Optional: true, Later: true,
		Grouped: true, Rare: true},
		textAt(func(l *Lead) *string { return &l.ScoreReasons })},
	{Column{Title: ColCurrency, Format: PlainText, Width: 9, Optional: true, Grouped: true},
		textAt(func(l *Lead) *string { return &l.Currency })},
}

// formerLeads are the columns of Leads in the order of workbooks from before the one above: beside which others a
// column that has been renamed stands there.
var formerLeads = []string{ColID, ColAttention, ColReceived, ColName, ColEmail, ColPhone, ColCompany, ColSource,
	ColNeed, ColQuality, ColStatus, ColOwner, ColNextStep, ColNextContact, ColValue, ColRefusalReason, ColComment,
	ColRespondBy, ColFirstResponse, ColLastActivity, ColCampaign, ColDetails}

// LeadTable returns the columns of the tab Leads in their order, optional ones included. All callers share the table
// and must not change it.
func LeadTable() []ColumnOf[Lead] { return leadTable }

// LeadColumn returns the column of the tab Leads with exactly that title; nil for none.
func LeadColumn(title string) *ColumnOf[Lead] {
	for i := range leadTable {
		if leadTable[i].Title == title {
			return &leadTable[i]
		}
	}
	return nil
}

// LeadColumns returns the titles of the tab Leads in a new workbook.
func LeadColumns() []string {
	var titles []string
	for _, c := range Columns(leadTable) {
		titles = append(titles, c.Title)
	}
	return titles
}

// trackedColumns are the columns whose changes by users become events, in the order in which they are recorded.
var trackedColumns = tracked(leadTable)

func tracked(table []ColumnOf[Lead]) []*ColumnOf[Lead] {
	var out []*ColumnOf[Lead]
	for i := range table {
		if table[i].Tracked > 0 {
			out = append(out, &table[i])
		}
	}
	slices.SortFunc(out, func(a, b *ColumnOf[Lead]) int { return a.Tracked - b.Tracked })
	return out
}

// TrackedColumns returns the columns of Leads whose changes by users are recorded in Activity, in the order in which
// the changes of one row are recorded. All callers share the table and must not change it.
func TrackedColumns() []*ColumnOf[Lead] { return trackedColumns }

// WaitsInDetails reports whether the value of a new lead is kept in Details while the tab Leads lacks the column.
// Attention and Waiting since are worked out anew in every pass, and in Do people alone write.
func (c *Column) WaitsInDetails() bool {
	return !c.Optional && c.Title != ColAttention && c.Title != ColDo && c.Title != ColWaitingSince &&
		c.Title != ColDetails
}
