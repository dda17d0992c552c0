package reports

import (
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// heading puts the title of a block.
func (w *worklist) heading(text string) {
	w.c.heading(w.row, 0, lastColumn, text)
	w.row++
}

// hint puts a sentence across the page.
func (w *worklist) hint(text string) *sheets.PageCell {
	w.row++
	return w.c.text(w.row-1, 0, sheets.Hint, text)
}

// line puts a line about a lead, with the style of Since.
func (w *worklist) line(l *leadFacts, what, since string, style sheets.Style) {
	w.c.link(w.row, 0, clip(l.title(w.b.say), 30), l.ID)
	w.c.text(w.row, 1, sheets.TableText, clip(orNone(l.Owner), 20))
	w.c.text(w.row, 2, sheets.TableText, clip(what, whatChars))
	w.c.text(w.row, 3, style, since)
	w.contact(l.Lead)
	w.row++
}

// contact puts how a lead can be reached: the whole telephone number as text, and the address. Google Sheets takes no
// links to telephone numbers.
func (w *worklist) contact(l *lead.Lead) {
	w.c.text(w.row, 4, sheets.TableText, orNone(oneLine(l.Phone)))
	w.c.text(w.row, lastColumn, sheets.TableText, orNone(oneLine(l.Email)))
	w.mails = append(w.mails, mailCell{w.row, l})
}

// leadsTitle is the title of a column of the tab Leads.
func (b *dataset) leadsTitle(column string) string {
	return b.policy.Words.Column(lead.TabLeads, column)
}

// moment writes a time in the business zone: only the time of day when it is today.
func (b *dataset) moment(t time.Time) string {
	t = t.In(b.zone)
	if b.midnight(t).Equal(b.today) {
		return t.Format("15:04")
	}
	return b.dayAndTime(t)
}

// dayAndTime writes a time in the business zone with its day, and with the year where it is needed.
func (b *dataset) dayAndTime(t time.Time) string {
	t = t.In(b.zone)
	day := b.say.Dates.Day.With(strconv.Itoa(t.Day()), b.month(t))
	if lead.NeedsYear(t, b.now) {
		day = b.dayOfYear(t)
	}
	return b.say.Dates.DateTime.With(b.weekday(t), day, t.Format("15:04"))
}

// day writes a day in the business zone.
func (b *dataset) day(t time.Time) string {
	if t.IsZero() {
		return noValue
	}
	return b.dayOfYear(t.In(b.zone))
}
