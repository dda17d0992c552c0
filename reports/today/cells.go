package today

import (
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/sheets"
)

// heading puts the title of a block.
func (w *worklist) heading(text string) {
	w.c.Heading(w.row, 0, lastColumn, text)
	w.row++
}

// hint puts a sentence across the page.
func (w *worklist) hint(text string) *sheets.PageCell {
	w.row++
	return w.c.Text(w.row-1, 0, sheets.Hint, text)
}

// moreThan says below a list how many of its lines are not shown.
func (w *worklist) moreThan(shown, all int) {
	if all > shown {
		w.hint(w.b.Say.Worklist.MoreLines.With(canvas.Thousands(w.b.Say, all-shown)))
	}
}

// line puts a line about a lead.
func (w *worklist) line(l *facts.Lead, what, since string) {
	w.cells(canvas.Clip(l.Title(w.b.Say), 30), l.Owner, what, since)
	w.linkTo(lead.TabLeads, l.ID)
	w.contact(l.Lead)
	w.row++
}

// longLine puts a line about a lead that says more than the column What has room for, and nothing beside it.
func (w *worklist) longLine(title, tab, key, owner, what string) {
	w.c.Text(w.row, 0, sheets.TableText, canvas.Clip(title, 30))
	w.c.Text(w.row, 1, sheets.TableText, canvas.Clip(canvas.OrNone(owner), 20))
	w.c.Text(w.row, 2, sheets.TableText, words.OneLine(what)) // it runs on into the blank cells behind it
	w.linkTo(tab, key)
	w.row++
}

// task puts the line of a task.
func (w *worklist) task(t *task, style sheets.Style) {
	owner := t.doer
	if t.lead != nil {
		owner = t.lead.Owner
	}
	w.cells(canvas.Clip(t.title, 30), owner, t.text(), t.since)
	w.linkTo(t.tab, t.key)
	w.c.Cell(w.row, 3).Style = style
	if t.lead != nil {
		w.contact(t.lead.Lead)
	}
	w.row++
}

// cells puts the texts of a line.
func (w *worklist) cells(title, owner, what, since string) {
	w.c.Text(w.row, 0, sheets.TableText, title)
	w.c.Text(w.row, 1, sheets.TableText, canvas.Clip(canvas.OrNone(owner), 20))
	w.c.Text(w.row, 2, sheets.TableText, canvas.Clip(what, whatChars))
	w.c.Text(w.row, 3, sheets.TableText, since)
}

// linkTo makes the title of the line lead to the row of a key; a lead without an ID yet cannot be linked.
func (w *worklist) linkTo(tab, key string) {
	if key != "" {
		cell := w.c.Cell(w.row, 0)
		cell.Style, cell.LinkTab, cell.LinkKey = sheets.TableLink, tab, key
	}
}

// contact puts how a lead can be reached: the whole telephone number as text, and the address. Google Sheets takes no
// links to telephone numbers.
func (w *worklist) contact(l *lead.Lead) {
	w.c.Text(w.row, 4, sheets.TableText, canvas.OrNone(words.OneLine(l.Phone)))
	w.c.Text(w.row, lastColumn, sheets.TableText, canvas.OrNone(words.OneLine(l.Email)))
	w.mails = append(w.mails, mailCell{w.row, l})
}

// day writes a day in the business zone.
func (b *dataset) day(t time.Time) string {
	if t.IsZero() {
		return canvas.NoValue
	}
	return b.DayOfYear(t.In(b.Zone))
}
