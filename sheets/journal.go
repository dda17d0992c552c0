package sheets

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
)

// Events reads the tab Activity: every row that says something, whatever it is about, in the order in which the rows
// were written. Times are read in loc.
//
// That order is the order of No., also where users have sorted the tab or cut rows out of it. Rows without a number
// were written before rows were counted: they keep the order in which they stand, and come before all others where the
// tab was sorted. As long as the numbers grow from row to row nothing was, and rows stay where they stand. Time does
// not tell the order: an event may be recorded long after it happened, and clocks differ. Rows that people have typed
// are left out: see Contacted.
func Events(t *Tab, loc *time.Location) []lead.Event {
	table := lead.ActivityTable()
	at := places(t, table)
	events, typed := make([]lead.Event, len(t.Rows)), typedRows{}
	n := 0
	for r := range t.Rows {
		events[n] = lead.Event{}
		if readRow(&events[n], table, at, t, r, loc); events[n] != (lead.Event{}) && !typed.has(&events[n]) {
			n++
		}
	}
	return asWritten(events[:n])
}

// WorkbookEvents reads the events of the workbook itself, in the same order. It needs no time zone to find them: they
// say which one is in force. Their times are read in loc.
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
	return asWritten(events)
}

// asWritten brings events into the order in which they were written.
func asWritten(events []lead.Event) []lead.Event {
	last := 0
	for i := range events {
		switch no := events[i].No; {
		case no == 0:
		case no < last:
			slices.SortStableFunc(events, func(a, b lead.Event) int { return cmp.Compare(a.No, b.No) })
			return events
		default:
			last = no
		}
	}
	return events
}

// Numbered returns events as they are written below those of the tab Activity now: counted on from the highest number
// that stands there, and recorded at that time, to the second. A tab in which a user has typed a number beyond all
// counting gets events without one.
func Numbered(events []lead.Event, t *Tab, now time.Time) []lead.Event {
	highest, at := 0, t.Col(lead.ColNo)
	for r := range t.Rows {
		n, _ := wholeOf(t.At(r, at))
		highest = max(highest, n)
	}
	out := slices.Clone(events)
	for i := range out {
		out[i].Recorded = now.Truncate(time.Second)
		if out[i].No = highest + 1 + i; out[i].No > maxWhole {
			out[i].No = 0
		}
	}
	return out
}

// maxWhole is the largest whole number up to which a workbook, whose numbers are floating point, can count.
const maxWhole = 1<<53 - 1

// wholeOf returns the whole number, 1 or more, that a cell holds, also as a text. ok is false for anything else.
func wholeOf(c Cell) (n int, ok bool) {
	num := c.Num
	switch c.Kind {
	case lead.Number, lead.Date: // users choose formats
	case lead.Text:
		var err error
		if num, err = strconv.ParseFloat(strings.TrimSpace(c.Text), 64); err != nil {
			return 0, false
		}
	default:
		return 0, false
	}
	if num < 1 || num > maxWhole || num != math.Trunc(num) {
		return 0, false
	}
	return int(num), true
}

// AppendEvents returns the append of events to the tab Activity, as they are: see Numbered.
func AppendEvents(events []lead.Event, loc *time.Location) Append {
	return appendRows(lead.TabActivity, lead.ActivityTable(), events, loc)
}

// AppendTexts returns the append of rows of text to a tab.
func AppendTexts(tab string, columns []string, rows [][]string) Append {
	a := Append{Tab: tab, Columns: columns, Rows: make([][]Cell, len(rows))}
	for r, row := range rows {
		for _, text := range row {
			a.Rows[r] = append(a.Rows[r], lead.TextValue(text))
		}
	}
	return a
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
		case f.Whole != nil:
			*f.Whole(row), _ = wholeOf(c)
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
