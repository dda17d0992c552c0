package sheets

import (
	"time"

	"leadsheet/lead"
)

// EventColumns and IntakeColumns are the titles of the tabs Activity and Intake.
var (
	EventColumns  = []string{"Time", "Lead", "What", "Column", "From", "To", "By", "Why"}
	IntakeColumns = []string{"Received", "Channel", "From", "Subject", "Outcome", "Lead", "Reason", "Where", "Key", "Message-ID"}
)

// Events reads the tab Activity, oldest first, as the rows stand. Rows that name no lead are left out.
func Events(t *Tab, loc *time.Location) []lead.Event {
	at := columns(t, EventColumns)
	events := make([]lead.Event, 0, len(t.Rows))
	for r := range t.Rows {
		if e := eventOf(t, r, at, loc); e.Lead != "" && e.Lead != lead.Workbook {
			events = append(events, e)
		}
	}
	return events
}

// WorkbookEvents reads what the tab Activity says of the workbook itself, oldest first, as the rows stand.
func WorkbookEvents(t *Tab, loc *time.Location) []lead.Event {
	if t == nil {
		return nil
	}
	at := columns(t, EventColumns)
	var events []lead.Event
	for r := range t.Rows {
		if t.At(r, at[1]).String() == lead.Workbook {
			events = append(events, eventOf(t, r, at, loc))
		}
	}
	return events
}

func eventOf(t *Tab, r int, at []int, loc *time.Location) lead.Event {
	text := func(i int) string { return t.At(r, at[i]).String() }
	e := lead.Event{Lead: text(1), What: lead.What(text(2)), Column: text(3), From: text(4), To: text(5), By: text(6), Why: text(7)}
	e.Time, _ = t.At(r, at[0]).Time(loc)
	return e
}

// AppendEvents returns the append of events to the tab Activity.
func AppendEvents(events []lead.Event, loc *time.Location) Append {
	a := Append{Tab: lead.TabActivity, Columns: EventColumns}
	for _, e := range events {
		a.Rows = append(a.Rows, []Cell{lead.DateValue(e.Time, loc), lead.TextValue(e.Lead), lead.TextValue(string(e.What)),
			lead.TextValue(e.Column), lead.TextValue(e.From), lead.TextValue(e.To), lead.TextValue(e.By), lead.TextValue(e.Why)})
	}
	return a
}

// Intake reads the tab Intake.
func Intake(t *Tab, loc *time.Location) []lead.IntakeRow {
	at := columns(t, IntakeColumns)
	rows := make([]lead.IntakeRow, 0, len(t.Rows))
	for r := range t.Rows {
		text := func(i int) string { return t.At(r, at[i]).String() }
		row := lead.IntakeRow{Ref: r, Channel: lead.Channel(text(1)), From: text(2), Subject: text(3), Outcome: lead.Outcome(text(4)),
			Lead: text(5), Reason: text(6), Where: text(7), Key: text(8), MessageID: text(9)}
		row.Received, _ = t.At(r, at[0]).Time(loc)
		rows = append(rows, row)
	}
	return rows
}

// AppendIntake returns the append of rows to the tab Intake.
func AppendIntake(rows []lead.IntakeRow, loc *time.Location) Append {
	a := Append{Tab: lead.TabIntake, Columns: IntakeColumns}
	for _, r := range rows {
		a.Rows = append(a.Rows, []Cell{lead.DateValue(r.Received, loc), lead.TextValue(string(r.Channel)), lead.TextValue(r.From),
			lead.TextValue(r.Subject), lead.TextValue(string(r.Outcome)), lead.TextValue(r.Lead), lead.TextValue(r.Reason),
			lead.TextValue(r.Where), lead.TextValue(r.Key), lead.TextValue(r.MessageID)})
	}
	return a
}

func columns(t *Tab, titles []string) []int {
	at := make([]int, len(titles))
	for i, title := range titles {
		at[i] = t.Col(title)
	}
	return at
}
