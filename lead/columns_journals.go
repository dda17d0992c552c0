package lead

import (
	"time"

	"leadsheet/lead/words"
)

// activityTable are the columns of the tab Activity in the order of a new workbook. Workbooks from before No. and
// Recorded have rows without them.
var activityTable = []ColumnOf[Event]{
	{Column{Title: ColTime, Format: DateTime, Width: 17, Managed: true, Rare: true, Memory: true},
		timeAt(func(e *Event) *time.Time { return &e.Time })},
	{Column{Title: ColLead, Format: PlainText, Width: 9, Managed: true, Rare: true, Memory: true},
		textAt(func(e *Event) *string { return &e.Lead })},
	{Column{Title: ColWhat, Format: PlainText, Width: 17, Words: words.Events, Managed: true, Rare: true, Memory: true},
		textAt(func(e *Event) *string { return (*string)(&e.What) })},
	{Column{Title: ColColumn, Format: PlainText, Width: 18, Words: words.Columns, Managed: true, Rare: true, Memory: true},
		textAt(func(e *Event) *string { return &e.Column })},
	{Column{Title: ColFrom, Format: PlainText, Width: 24, Managed: true, Rare: true},
		textAt(func(e *Event) *string { return &e.From })},
	{Column{Title: ColTo, Format: PlainText, Width: 36, Managed: true, Rare: true, Memory: true},
		textAt(func(e *Event) *string { return &e.To })},
	{Column{Title: ColBy, Format: PlainText, Width: 24, Words: words.Actors, Managed: true, Rare: true},
		textAt(func(e *Event) *string { return &e.By })},
	{Column{Title: ColWhy, Format: PlainText, Width: 50, Managed: true, Rare: true},
		textAt(func(e *Event) *string { return &e.Why })},
	{Column{Title: ColNo, Format: Whole, Width: 8, Managed: true, Rare: true, Later: true},
		wholeAt(func(e *Event) *int { return &e.No })},
	{Column{Title: ColRecorded, Format: DateTime, Width: 17, Managed: true, Rare: true, Later: true},
		timeAt(func(e *Event) *time.Time { return &e.Recorded })},
}

// ActivityTable returns the columns of the tab Activity in their order. All callers share the table and must not change
// it.
func ActivityTable() []ColumnOf[Event] { return activityTable }

// intakeTable are the columns of the tab Intake in the order of a new workbook.
var intakeTable = []ColumnOf[IntakeRow]{
	{Column{Title: ColReceived, Format: DateTime, Width: 17, Managed: true, Rare: true},
		timeAt(func(r *IntakeRow) *time.Time { return &r.Received })},
	{Column{Title: ColChannel, Format: PlainText, Width: 9, Words: words.Channels, Managed: true, Rare: true},
		textAt(func(r *IntakeRow) *string { return (*string)(&r.Channel) })},
	{Column{Title: ColFrom, Format: PlainText, Width: 36, Managed: true, Rare: true},
		textAt(func(r *IntakeRow) *string { return &r.From })},
	{Column{Title: ColSubject, Format: PlainText, Width: 40, Managed: true, Rare: true},
		textAt(func(r *IntakeRow) *string { return &r.Subject })},
	{Column{Title: ColOutcome, Format: PlainText, Width: 14, Words: words.Outcomes, Managed: true, Memory: true},
		textAt(func(r *IntakeRow) *string { return (*string)(&r.Outcome) })},
	{Column{Title: ColLead, Format: PlainText, Width: 9, Managed: true, Rare: true, Memory: true},
		textAt(func(r *IntakeRow) *string { return &r.Lead })},
	{Column{Title: ColReason, Format: PlainText, Width: 56, Wrap: true, Managed: true, Rare: true},
		textAt(func(r *IntakeRow) *string { return &r.Reason })},
	{Column{Title: ColWhere, Format: PlainText, Width: 30, Managed: true, Rare: true, Memory: true, Hidden: true},
		textAt(func(r *IntakeRow) *string { return &r.Where })},
	{Column{Title: ColKey, Format: PlainText, Width: 32, Managed: true, Rare: true, Key: true, Memory: true, Hidden: true},
		textAt(func(r *IntakeRow) *string { return &r.Key })},
	{Column{Title: ColMessageID, Format: PlainText, Width: 30, Managed: true, Rare: true, Hidden: true},
		textAt(func(r *IntakeRow) *string { return &r.MessageID })},
}

// IntakeTable returns the columns of the tab Intake in their order. All callers share the table and must not change it.
func IntakeTable() []ColumnOf[IntakeRow] { return intakeTable }
