package facts

import (
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/attention"
)

// LeadsTitle is the title of a column of the tab Leads.
func (b *Dataset) LeadsTitle(column string) string {
	return b.Policy.Words.Column(lead.TabLeads, column)
}

// Lateness writes how late something is that was due (docs/definitions.md, section 11).
func (b *Dataset) Lateness(due time.Time) string {
	late := b.Policy.Calendar.LateBy(due, b.Now)
	if late < 15*time.Minute {
		return b.Say.Today.JustNow
	}
	return attention.Lateness(&b.Say.Attention, late)
}

// Weekday and month are the short names of a time's own.
func (b *Dataset) Weekday(t time.Time) string { return b.weekdays[t.Weekday()] }
func (b *Dataset) month(t time.Time) string   { return b.months[t.Month()-1] }

// DayOfYear writes a day with its year.
func (b *Dataset) DayOfYear(t time.Time) string {
	return b.Say.Dates.DayOfYear.With(strconv.Itoa(t.Day()), b.month(t), strconv.Itoa(t.Year()))
}

// DateTime writes a moment in full.
func (b *Dataset) DateTime(t time.Time) string {
	return b.Say.Dates.DateTime.With(b.Weekday(t), b.DayOfYear(t), t.Format("15:04"))
}

// CheckedAt says when leadsheet looked last whether a page is as it should be, and what it could not read then; "" for
// a page that is made once.
func (b *Dataset) CheckedAt() string {
	if b.In.Checked.IsZero() {
		return ""
	}
	text := b.Say.Report.CheckedAt.With(b.DateTime(b.In.Checked.In(b.Zone)))
	var missed []string
	for _, w := range b.In.Watched {
		if w.Missed && w.Name != "" {
			missed = append(missed, w.Name)
		}
	}
	if len(missed) > 0 {
		text += " · " + b.Say.Today.Missed.With(words.OneLine(strings.Join(missed, ", ")))
	}
	return text
}

// Moment writes a time in the business zone: only the time of day when it is today.
func (b *Dataset) Moment(t time.Time) string {
	t = t.In(b.Zone)
	if b.Midnight(t).Equal(b.Today) {
		return t.Format("15:04")
	}
	return b.DayAndTime(t)
}

// DayAndTime writes a time in the business zone with its day, and with the year where it is needed.
func (b *Dataset) DayAndTime(t time.Time) string {
	t = t.In(b.Zone)
	return b.Say.Dates.DateTime.With(b.Weekday(t), b.ShortDay(t), t.Format("15:04"))
}

// ShortDay writes a day, with its year where that is another one.
func (b *Dataset) ShortDay(t time.Time) string {
	t = t.In(b.Zone)
	if lead.NeedsYear(t, b.Now) {
		return b.DayOfYear(t)
	}
	return b.Say.Dates.Day.With(strconv.Itoa(t.Day()), b.month(t))
}
