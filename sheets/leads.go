package sheets

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
)

// leadField binds a column of the tab Leads to a field of a lead.
type leadField struct {
	title string
	get   func(l *lead.Lead, loc *time.Location) Cell
	// set returns false when the cell does not fit the column; nothing is set then.
	// An empty cell clears the field.
	set func(l *lead.Lead, c Cell, loc *time.Location) bool
}

// leadFields is the one place that says which column holds what.
var leadFields = []leadField{
	textField(lead.ColID, func(l *lead.Lead) *string { return &l.ID }),
	textField(lead.ColAttention, func(l *lead.Lead) *string { return &l.Attention }),
	timeField(lead.ColReceived, func(l *lead.Lead) *time.Time { return &l.Received }),
	textField(lead.ColName, func(l *lead.Lead) *string { return &l.Name }),
	textField(lead.ColEmail, func(l *lead.Lead) *string { return &l.Email }),
	textField(lead.ColPhone, func(l *lead.Lead) *string { return &l.Phone }),
	textField(lead.ColCompany, func(l *lead.Lead) *string { return &l.Company }),
	textField(lead.ColSource, func(l *lead.Lead) *string { return &l.Source }),
	textField(lead.ColNeed, func(l *lead.Lead) *string { return &l.Need }),
	textField(lead.ColQuality, func(l *lead.Lead) *string { return &l.Quality }),
	textField(lead.ColStatus, func(l *lead.Lead) *string { return &l.Status }),
	textField(lead.ColOwner, func(l *lead.Lead) *string { return &l.Owner }),
	textField(lead.ColNextStep, func(l *lead.Lead) *string { return &l.NextStep }),
	timeField(lead.ColNextContact, func(l *lead.Lead) *time.Time { return &l.NextContact }),
	numberField(lead.ColValue, func(l *lead.Lead) (*float64, *bool) { return &l.Value, &l.HasValue }),
	textField(lead.ColRefusalReason, func(l *lead.Lead) *string { return &l.RefusalReason }),
	textField(lead.ColComment, func(l *lead.Lead) *string { return &l.Comment }),
	timeField(lead.ColRespondBy, func(l *lead.Lead) *time.Time { return &l.RespondBy }),
	timeField(lead.ColFirstResponse, func(l *lead.Lead) *time.Time { return &l.FirstResponse }),
	timeField(lead.ColLastActivity, func(l *lead.Lead) *time.Time { return &l.LastActivity }),
	numberField(lead.ColScore, func(l *lead.Lead) (*float64, *bool) { return &l.Score, &l.HasScore }),
	textField(lead.ColCampaign, func(l *lead.Lead) *string { return &l.Campaign }),
	textField(lead.ColDetails, func(l *lead.Lead) *string { return &l.Details }),
}

func textField(title string, at func(*lead.Lead) *string) leadField {
	return leadField{title,
		func(l *lead.Lead, _ *time.Location) Cell { return lead.TextValue(*at(l)) },
		func(l *lead.Lead, c Cell, _ *time.Location) bool { *at(l) = strings.TrimSpace(c.String()); return true }}
}

func timeField(title string, at func(*lead.Lead) *time.Time) leadField {
	return leadField{title,
		func(l *lead.Lead, loc *time.Location) Cell { return lead.DateValue(*at(l), loc) },
		func(l *lead.Lead, c Cell, loc *time.Location) bool {
			if c.IsEmpty() {
				*at(l) = time.Time{}
				return true
			}
			t, ok := c.Time(loc)
			if !ok {
				t, ok = typedTime(c.Text, loc)
			}
			if ok {
				*at(l) = t
			}
			return ok
		}}
}

func numberField(title string, at func(*lead.Lead) (*float64, *bool)) leadField {
	return leadField{title,
		func(l *lead.Lead, _ *time.Location) Cell {
			v, has := at(l)
			if !*has {
				return Cell{}
			}
			return lead.NumberValue(*v)
		},
		func(l *lead.Lead, c Cell, _ *time.Location) bool {
			v, has := at(l)
			if c.IsEmpty() {
				*v, *has = 0, false
				return true
			}
			if c.Kind != lead.Number && c.Kind != lead.Date {
				return false
			}
			*v, *has = c.Num, true
			return true
		}}
}

// typedTime reads a date that somebody typed into a text cell. Only forms without any doubt count: the year first, or
// the day first with dots.
func typedTime(s string, loc *time.Location) (time.Time, bool) {
	for _, form := range [...]string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "02.01.2006 15:04", "2.1.2006", "02.01.2006"} {
		if t, err := time.ParseInLocation(form, strings.TrimSpace(s), loc); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// Leads reads the tab Leads, times in the business zone loc. A cell that does not fit its column is noted in the
// lead's Bad; columns that the team added are in Extra. Rows that are no leads are left out.
func Leads(t *Tab, loc *time.Location) []lead.Lead {
	fields := make([]*leadField, len(t.Columns))
	for i := range t.Columns {
		fold := Fold(t.Columns[i])
		for j := range leadFields {
			if Fold(leadFields[j].title) == fold && t.Col(leadFields[j].title) == i {
				fields[i] = &leadFields[j]
			}
		}
	}
	leads := make([]lead.Lead, 0, len(t.Rows))
	for r, row := range t.Rows {
		l := lead.Lead{Ref: r}
		for i, c := range row {
			if i >= len(fields) || c.IsEmpty() {
				continue
			}
			switch f := fields[i]; {
			case f == nil && slices.Contains(t.Twins, i):
			case f != nil && f.title == lead.ColID && c.Kind == lead.Bool: // a box is no ID
			case f == nil:
				l.Extra = append(l.Extra, lead.Answer{Question: t.Columns[i], Value: c.String()})
			case !f.set(&l, c, loc):
				l.Bad = append(l.Bad, lead.BadCell{Column: f.title, Text: c.String()})
			}
		}
		l.Loose = t.twins(row)
		if l.IsLead() {
			leads = append(leads, l)
		}
	}
	return leads
}

// AppendLeads returns the append of new rows to the tab Leads with the given columns. What has no column of its own
// goes to Details, so that nothing a customer said is dropped.
func AppendLeads(leads []lead.Lead, t *Tab, loc *time.Location) Append {
	a := Append{Tab: lead.TabLeads}
	var homes []*leadField
	for i := range leadFields {
		if t.Col(leadFields[i].title) >= 0 {
			a.Columns = append(a.Columns, leadFields[i].title)
			homes = append(homes, &leadFields[i])
		}
	}
	extra := map[string]int{}
	for i := range leads {
		l := leads[i]
		for j := range leadFields {
			f := &leadFields[j]
			if t.Col(f.title) < 0 && f.title != lead.ColScore && f.title != lead.ColAttention && f.title != lead.ColDetails {
				if s := f.get(&l, loc).String(); s != "" {
					l.Details = join(l.Details, f.title+": "+s)
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
			row[j] = f.get(&l, loc)
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
	for i := range leadFields {
		if leadFields[i].title == column {
			return leadFields[i].set(l, c, loc)
		}
	}
	return false
}

// Typed returns what a cell of the tab Leads says: the title of its column as leadsheet writes it, or as people do where
// it is one of theirs, and a string, a float64 or a time.Time in loc. What does not fit its column, and whatever stands
// in a column of people's own, is text. A blank cell is nil.
func Typed(t *Tab, row, col int, loc *time.Location) (title string, value any) {
	c, title := t.At(row, col), strings.TrimSpace(t.Columns[col])
	for i := range leadFields {
		f := &leadFields[i]
		if t.Col(f.title) != col {
			continue
		}
		title = f.title
		var l lead.Lead
		if c.IsEmpty() || !f.set(&l, c, loc) {
			break
		}
		switch c = f.get(&l, loc); c.Kind {
		case lead.Date:
			if at, ok := c.Time(loc); ok {
				return title, at
			}
		case lead.Number:
			return title, c.Num
		}
	}
	if c.IsEmpty() {
		return title, nil
	}
	return title, c.String()
}
