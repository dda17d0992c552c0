package reports

import (
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

// moreThan says below a list how many of its lines are not shown.
func (w *worklist) moreThan(shown, all int) {
	if all > shown {
		w.hint(w.b.say.Worklist.MoreLines.With(thousands(w.b.say, all-shown)))
	}
}

// line puts a line about a lead.
func (w *worklist) line(l *leadFacts, what, since string) {
	w.cells(clip(l.title(w.b.say), 30), l.Owner, what, since)
	w.linkTo(lead.TabLeads, l.ID)
	w.contact(l.Lead)
	w.row++
}

// longLine puts a line about a lead that says more than the column What has room for, and nothing beside it.
func (w *worklist) longLine(title, tab, key, owner, what string) {
	w.c.text(w.row, 0, sheets.TableText, clip(title, 30))
	w.c.text(w.row, 1, sheets.TableText, clip(orNone(owner), 20))
	w.c.text(w.row, 2, sheets.TableText, oneLine(what)) // it runs on into the blank cells behind it
	w.linkTo(tab, key)
	w.row++
}

// task puts the line of a task.
func (w *worklist) task(t *task, style sheets.Style) {
	owner := t.doer
	if t.lead != nil {
		owner = t.lead.Owner
	}
	w.cells(clip(t.title, 30), owner, t.text(), t.since)
	w.linkTo(t.tab, t.key)
	w.c.Cells[w.c.at[[2]int{w.row, 3}]].Style = style
	if t.lead != nil {
		w.contact(t.lead.Lead)
	}
	w.row++
}

// cells puts the texts of a line.
func (w *worklist) cells(title, owner, what, since string) {
	w.c.text(w.row, 0, sheets.TableText, title)
	w.c.text(w.row, 1, sheets.TableText, clip(orNone(owner), 20))
	w.c.text(w.row, 2, sheets.TableText, clip(what, whatChars))
	w.c.text(w.row, 3, sheets.TableText, since)
}

// linkTo makes the title of the line lead to the row of a key; a lead without an ID yet cannot be linked.
func (w *worklist) linkTo(tab, key string) {
	if key != "" {
		cell := &w.c.Cells[w.c.at[[2]int{w.row, 0}]]
		cell.Style, cell.LinkTab, cell.LinkKey = sheets.TableLink, tab, key
	}
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
	return b.say.Dates.DateTime.With(b.weekday(t), b.shortDay(t), t.Format("15:04"))
}

// day writes a day in the business zone.
func (b *dataset) day(t time.Time) string {
	if t.IsZero() {
		return noValue
	}
	return b.dayOfYear(t.In(b.zone))
}
