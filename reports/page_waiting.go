package reports

import (
	"cmp"
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules/attention"
	"leadsheet/sheets"
)

// waiting is somebody whom the business owes an answer, or a follow-up.
type waiting struct {
	lead *facts.Lead
	text string
	late bool
	due  time.Time
}

// waiting are the customers who wait for an answer, those whose time has passed first, and behind them the follow-ups
// that are overdue: of each the oldest first.
func (b *dataset) waiting() []waiting {
	var out []waiting
	say := &b.Say.Pages
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		if !c.Waits || c.Duplicate && !c.Open {
			continue
		}
		w := waiting{lead: c, due: c.Turn.Due, late: b.Now.After(c.Turn.Due)}
		how := say.ByTime.With(b.dueIn(c.Turn.Due))
		if w.late {
			how = b.Lateness(c.Turn.Due)
		}
		if w.text = say.WroteAgain.With(how); c.Turn.First {
			w.text = say.NotAnswered.With(how)
		}
		out = append(out, w)
	}
	slices.SortFunc(out, func(x, y waiting) int {
		return cmp.Or(x.due.Compare(y.due), cmp.Compare(x.lead.ID, y.lead.ID))
	})
	return out
}

// dueIn writes when an answer is due, in few characters: the time of today, a day of the next six, or a later day.
func (b *dataset) dueIn(t time.Time) string {
	switch day := b.Midnight(t); {
	case day.Equal(b.Today):
		return b.Moment(t)
	case day.Before(b.Today.AddDate(0, 0, 7)):
		return b.Weekday(day)
	}
	return b.ShortDay(t)
}

// overdueOf are the overdue follow-ups of leads of which nobody waits, as lines of the same list.
func (b *dataset) overdueOf(n figures.Numbers, taken []waiting) []waiting {
	waits := make(map[string]bool, len(taken))
	for i := range taken {
		waits[taken[i].lead.ID] = true
	}
	at := make(map[string]*facts.Lead, len(n.Overdue.Items))
	for i := range n.Overdue.Items {
		at[n.Overdue.Items[i].ID] = nil
	}
	for i := range b.Leads[:b.InBook] {
		if _, overdue := at[b.Leads[i].ID]; overdue {
			at[b.Leads[i].ID] = &b.Leads[i]
		}
	}
	var out []waiting
	for _, o := range n.Overdue.Items {
		c := at[o.ID]
		if c == nil || o.ID != "" && waits[o.ID] {
			continue
		}
		late := attention.Lateness(&b.Say.Attention, time.Duration(o.Days)*24*time.Hour)
		out = append(out, waiting{lead: c, text: b.Say.Pages.FollowUp.With(late), late: o.Days > 7})
	}
	return out
}

// waitingTable lists who waits and what is overdue, with links to their rows.
func waitingTable(c *canvas.Canvas, b *dataset, n figures.Numbers) {
	say := &c.Say.Pages
	all := b.waiting()
	waits := len(all)
	all = append(all, b.overdueOf(n, all)...)
	head(c, rowCharts, waitingBlock, say.WaitingHeading)
	for i := range chartRows {
		row := rowCharts + 1 + i
		c.Span(row, at(12), at(14), sheets.TableText, lead.Value{})
		c.Span(row, at(17), at(19), sheets.TableText, lead.Value{})
		if i >= len(all) {
			continue
		}
		w := &all[i]
		c.Link(row, at(12), canvas.Clip(w.lead.Title(b.Say), 28), w.lead.ID)
		if cell := c.Cell(row, at(12)); cell.LinkKey != "" {
			cell.Style = sheets.LinkInset
		}
		c.Text(row, at(15), sheets.TableText, canvas.Clip(canvas.OrNone(w.lead.Owner), 17))
		style := sheets.TableText
		if w.late {
			style = sheets.TableLateText
		}
		c.Put(row, at(17), style, canvas.Line(w.text, 28))
	}
	text := ""
	switch more := len(all) - chartRows; {
	case more > 0:
		text = say.WaitingMore.With(canvas.Thousands(c.Say, waits), canvas.Thousands(c.Say, len(all)-waits),
			c.Say.Report.MoreInToday.With(canvas.Thousands(c.Say, more)))
	case len(all) > 0:
		text = say.WaitingAll.With(canvas.Thousands(c.Say, waits), canvas.Thousands(c.Say, len(all)-waits))
	case n.Leads > 0:
		c.Text(rowCharts+1, at(12), sheets.Hint, say.NobodyWaits)
		if text = c.Say.Report.NoneOverdue; n.Overdue.Planned == 0 {
			text = c.Say.Report.NonePlanned
		}
	}
	note(c, rowNotes, waitingBlock, text)
}
