package reports

import (
	"net/url"
	"strconv"
	"strings"
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
	contactCell(w.c, w.row, l.Lead)
	w.row++
}

// contactCell puts how a lead can be reached. With it a mail to the lead begins, of which leadsheet gets a copy: so it
// sees the answer, whichever mailbox that goes out from.
func contactCell(c *canvas, row int, l *lead.Lead) {
	cell := c.text(row, 4, sheets.TableText, clip(contact(l), 46))
	if address, ok := lead.NormalizeEmail(l.Email); ok && c.mailbox != "" && !lead.Unread(address) {
		cell.Style, cell.LinkURL = sheets.TableLink, "mailto:"+inURL(address)+"?cc="+inURL(c.mailbox)
	}
}

// inURL is an address as it stands in one of the form mailto:.
func inURL(address string) string {
	return strings.NewReplacer("&", "%26", "+", "%2B", "=", "%3D").Replace(url.PathEscape(address))
}

// contact is how the lead can be reached.
func contact(l *lead.Lead) string {
	var ways []string
	for _, w := range []string{l.Phone, l.Email} {
		if w = oneLine(w); w != "" {
			ways = append(ways, w)
		}
	}
	return orNone(strings.Join(ways, " · "))
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
