package sheets

import (
	"time"

	"leadsheet/lead"
)

// Events reads the tab Activity, oldest first, as the rows stand. Rows that name no lead are left out.
func Events(t *Tab, loc *time.Location) []lead.Event {
	table := lead.ActivityTable()
	at := places(t, table)
	events := make([]lead.Event, 0, len(t.Rows))
	for r := range t.Rows {
		events = append(events, lead.Event{})
		e := &events[len(events)-1]
		if readRow(e, table, at, t, r, loc); e.Lead == "" || e.Lead == lead.Workbook {
			events = events[:len(events)-1]
		}
	}
	return events
}

// WorkbookEvents reads what the tab Activity says of the workbook itself, oldest first, as the rows stand.
func WorkbookEvents(t *Tab, loc *time.Location) []lead.Event {
	if t == nil {
		return nil
	}
	table := lead.ActivityTable()
	at, of := places(t, table), t.Col(lead.ColLead)
	var events []lead.Event
	for r := range t.Rows {
		if t.At(r, of).String() == lead.Workbook {
			events = append(events, lead.Event{})
			readRow(&events[len(events)-1], table, at, t, r, loc)
		}
	}
	return events
}

// AppendEvents returns the append of events to the tab Activity.
func AppendEvents(events []lead.Event, loc *time.Location) Append {
	return appendRows(lead.TabActivity, lead.ActivityTable(), events, loc)
}

// Intake reads the tab Intake.
func Intake(t *Tab, loc *time.Location) []lead.IntakeRow {
	table := lead.IntakeTable()
	at := places(t, table)
	rows := make([]lead.IntakeRow, len(t.Rows))
	for r := range t.Rows {
		rows[r].Ref = r
		readRow(&rows[r], table, at, t, r, loc)
	}
	return rows
}

// AppendIntake returns the append of rows to the tab Intake.
func AppendIntake(rows []lead.IntakeRow, loc *time.Location) Append {
	return appendRows(lead.TabIntake, lead.IntakeTable(), rows, loc)
}

// places returns where each column of a table stands in a tab; -1 where it is missing.
func places[T any](t *Tab, table []lead.ColumnOf[T]) []int {
	at := make([]int, len(table))
	for i := range table {
		at[i] = t.Col(table[i].Title)
	}
	return at
}

// readRow reads row r of a journal into row. Text is taken as it stands; a time that cannot be read is left out.
func readRow[T any](row *T, table []lead.ColumnOf[T], at []int, t *Tab, r int, loc *time.Location) {
	for i := range table {
		c := t.At(r, at[i])
		switch f := &table[i]; {
		case f.Text != nil:
			*f.Text(row) = c.String()
		case f.Time != nil:
			*f.Time(row), _ = c.Time(loc)
		case c.Kind == lead.Number:
			value, has := f.Number(row)
			*value, *has = c.Num, true
		}
	}
}

// appendRows returns the append of rows to a journal, with all of its columns.
func appendRows[T any](tab string, table []lead.ColumnOf[T], rows []T, loc *time.Location) Append {
	a := Append{Tab: tab, Columns: make([]string, len(table)), Rows: make([][]Cell, len(rows))}
	for i := range table {
		a.Columns[i] = table[i].Title
	}
	for r := range rows {
		a.Rows[r] = make([]Cell, len(table))
		for i := range table {
			a.Rows[r][i] = table[i].Value(&rows[r], loc)
		}
	}
	return a
}
