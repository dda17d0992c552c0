package sheets

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/typed"
)

// setField puts the content of a cell into the field of a lead, with text as read reads it. It returns false when the
// cell does not fit the column; nothing is set then. An empty cell clears the field.
func setField(f *lead.ColumnOf[lead.Lead], l *lead.Lead, c Cell, read *typed.Reader) bool {
	switch {
	case f.Text != nil:
		*f.Text(l) = strings.TrimSpace(c.String())
		return true
	case f.Time != nil:
		return setTime(f, l, c, read)
	case f.Whole != nil:
		n, ok := wholeOf(c)
		if ok || c.IsEmpty() {
			*f.Whole(l) = n
		}
		return ok || c.IsEmpty()
	}
	value, has := f.Number(l)
	switch c.Kind {
	case lead.Number:
		*value, *has = c.Num, true
	case lead.Text:
		m, ok := read.Money(c.Text)
		if !ok {
			return c.IsEmpty()
		}
		if *value, *has = m.Amount, true; m.Vague {
			l.Vague = append(l.Vague, lead.BadCell{Column: f.Title, Text: c.Text})
		}
		if f.Title == lead.ColValue {
			l.Foreign = m.Currency
		}
	case lead.Date: // what spreadsheets make of 3-5
		return false
	default:
		*value, *has = 0, false
		return c.IsEmpty()
	}
	return true
}

// earliest is the day before which no number is taken for a day: 5.12 is a slip, not a morning of the year 1900.
const earliest = 20000 // 1954-10-03

func setTime(f *lead.ColumnOf[lead.Lead], l *lead.Lead, c Cell, read *typed.Reader) bool {
	if c.IsEmpty() {
		*f.Time(l) = time.Time{}
		return true
	}
	t, ok := c.Time(read.Zone)
	if c.Kind == lead.Number && c.Num < earliest {
		return false
	}
	if !ok && c.Kind == lead.Text {
		if t, ok = typedTime(c.Text, read.Zone); !ok {
			var noYear bool
			if t, noYear, ok = read.Time(c.Text); noYear {
				l.NoYear = append(l.NoYear, f.Title)
			}
		}
	}
	if ok {
		*f.Time(l) = t
	}
	return ok
}

// typedTime reads a date that a user typed into a text cell, in the forms that keep seconds.
func typedTime(s string, loc *time.Location) (time.Time, bool) {
	for _, form := range [...]string{
		"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "02.01.2006 15:04", "2.1.2006", "02.01.2006",
	} {
		if t, err := time.ParseInLocation(form, strings.TrimSpace(s), loc); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// leadFields returns the field of a lead that each column of the tab Leads holds, nil for a column of the team's own.
func leadFields(t *Tab) []*lead.ColumnOf[lead.Lead] {
	table := lead.LeadTable()
	fields := make([]*lead.ColumnOf[lead.Lead], len(t.Columns))
	for i, col := range places(t, table) {
		if col >= 0 {
			fields[col] = &table[i]
		}
	}
	return fields
}

// Leads reads the tab Leads as LeadsAs does, for a workbook that names no country. Times are in the business zone loc.
func Leads(t *Tab, loc *time.Location) []lead.Lead {
	return LeadsAs(t, typed.NewReader("", loc, time.Time{}))
}

// LeadsAs reads the tab Leads, with text in columns of numbers and times as people of a country write it. A cell that
// does not fit its column is noted in the lead's Bad; columns that the team added are in Extra. Rows that are no leads
// are left out.
func LeadsAs(t *Tab, read typed.Reader) []lead.Lead {
	fields := leadFields(t)
	leads := make([]lead.Lead, 0, len(t.Rows))
	unknown := t.unknownByRow()
	for r, row := range t.Rows {
		l := lead.Lead{Ref: r}
		for _, col := range unknown[r] {
			if col < len(fields) && fields[col] != nil {
				l.Unknown = append(l.Unknown, fields[col].Title)
			}
		}
		for i, c := range row {
			if i >= len(fields) || c.IsEmpty() {
				continue
			}
			switch f := fields[i]; {
			case f == nil && slices.Contains(t.Twins, i):
			case f != nil && f.Title == lead.ColID && c.Kind == lead.Bool: // a box is no ID
			case f == nil:
				l.Extra = append(l.Extra, lead.Answer{Question: t.Columns[i], Value: c.String()})
			case !setField(f, &l, c, &read):
				l.Bad = append(l.Bad, lead.BadCell{Column: f.Title, Text: c.String()})
			}
		}
		l.Loose = t.twins(row)
		l.Foreign = foreign(&l, read)
		if l.IsLead() {
			leads = append(leads, l)
		}
	}
	return leads
}

// foreign is the ISO code of the currency of a lead's Value where that is another than the one of the business. What
// the column Currency says has priority over what the cell of Value does.
func foreign(l *lead.Lead, read typed.Reader) string {
	code := l.Foreign
	if l.Currency != "" {
		code = read.Currency(l.Currency)
	}
	if read.Own == "" || code == read.Own || !l.HasValue {
		return ""
	}
	return code
}

// AppendLeads returns the append of new rows to the tab Leads with the given columns. What has no column of its own
// goes to Details, so that nothing a customer said is dropped.
func AppendLeads(leads []lead.Lead, t *Tab, loc *time.Location) Append {
	a := Append{Tab: lead.TabLeads}
	table := lead.LeadTable()
	cols := places(t, table)
	var homes []*lead.ColumnOf[lead.Lead]
	for i := range table {
		if cols[i] >= 0 {
			a.Columns = append(a.Columns, table[i].Title)
			homes = append(homes, &table[i])
		}
	}
	extra := map[string]int{}
	for i := range leads {
		l := leads[i]
		for j := range table {
			f := &table[j]
			if f.WaitsInDetails() && cols[j] < 0 {
				if s := f.Value(&l, loc).String(); s != "" {
					l.Details = join(l.Details, t.Words.Column(lead.TabLeads, f.Title)+": "+s)
				}
			}
		}
		for _, x := range l.Extra {
			if t.Col(x.Question) < 0 {
				l.Details = join(l.Details, x.Question+": "+x.Value)
			} else if _, ok := extra[x.Question]; !ok {
				extra[x.Question] = len(a.Columns)
				a.Columns = append(a.Columns, x.Question)
			}
		}
		row := make([]Cell, len(homes), len(a.Columns))
		for j, f := range homes {
			row[j] = f.Value(&l, loc)
		}
		for _, x := range l.Extra {
			if at, ok := extra[x.Question]; ok {
				for len(row) <= at {
					row = append(row, Cell{})
				}
				row[at] = lead.TextValue(x.Value)
			}
		}
		a.Rows = append(a.Rows, row)
	}
	for i := range a.Rows {
		for len(a.Rows[i]) < len(a.Columns) {
			a.Rows[i] = append(a.Rows[i], Cell{})
		}
	}
	return a
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

// Set puts the content of a cell into the field of a lead that belongs to the column. It reports whether the column is
// one of the tab Leads and the cell fits it.
func Set(l *lead.Lead, column string, c Cell, loc *time.Location) bool {
	f := lead.LeadColumn(column)
	read := typed.NewReader("", loc, time.Time{})
	return f != nil && setField(f, l, c, &read)
}

// Typed returns a function that reads a cell of the tab Leads: the title of its column as leadsheet writes it (as
// people write it where the column is their own), and a string, a float64 or a time.Time. What does not fit its column,
// and whatever stands in a column of people's own, is text. A blank cell is nil.
func Typed(t *Tab, read typed.Reader) func(row, col int) (title string, value any) {
	fields := leadFields(t)
	return func(row, col int) (title string, value any) {
		c, title := t.At(row, col), strings.TrimSpace(t.Columns[col])
		if f := fields[col]; f != nil {
			title = f.Title
			var l lead.Lead
			if !c.IsEmpty() && setField(f, &l, c, &read) {
				c = f.Value(&l, read.Zone)
				if c.Kind == lead.Number {
					return title, c.Num
				}
				if at, ok := c.Time(read.Zone); c.Kind == lead.Date && ok {
					return title, at
				}
			}
		}
		if c.IsEmpty() {
			return title, nil
		}
		return title, c.String()
	}
}
