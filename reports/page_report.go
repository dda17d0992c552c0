package reports

import (
	"fmt"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// The colours of the report: one accent, its light form, and greys in the styles.
const (
	accent      = "1D4ED8"
	accentLight = "93C5FD"
	barLight    = "BFDBFE"
)

// The grid of the report. Rows and columns are fixed, so that charts and bars never move.
const (
	rowTitle    = 0
	rowAsOf     = 1
	rowCards    = 3 // label, number, comparison, sample
	rowCharts   = 8
	chartRows   = 14
	rowFunnel   = rowCharts + chartRows + 1 // a line below the charts
	rowTables   = rowFunnel + 1
	tableRows   = 8
	rowMore     = rowTables + 2 + tableRows
	rowDetails  = rowMore + 2
	detailRows  = 8
	leftFirst   = 0
	leftLast    = 7
	rightFirst  = 9
	rightLast   = 13
	cardsOnPage = 5
)

// cardColumns are the two columns of each card; the columns between are narrow.
var cardColumns = [cardsOnPage]int{0, 3, 6, 9, 12}

// reportPage lays out the owner's page: one landscape sheet.
func reportPage(b *book, n Numbers) sheets.Page {
	c := canvas{sheets.Page{
		Title: lead.TabReport, Color: accent,
		Widths: []float64{18, 10, 1, 12, 12, 1, 12, 14, 3, 24, 14, 1, 16, 14},
		Heights: map[int]float64{rowTitle: 32, rowAsOf: 18, rowAsOf + 1: 8, rowCards: 20, rowCards + 1: 36,
			rowCards + 2: 18, rowCards + 3: 18, rowCards + 4: 10, rowMore + 1: 8},
	}}
	for r := rowCharts; r < rowDetails+3+detailRows; r++ {
		if c.Heights[r] == 0 {
			c.Heights[r] = 16
		}
	}
	title := "Leads"
	if name := oneLine(b.policy.Business); name != "" {
		title = clip(name, 60) + " – leads"
	}
	c.text(rowTitle, 0, sheets.Title, title)
	c.text(rowAsOf, 0, sheets.Subtitle, asOf(b, n)).AsOf = true
	cards(&c, n)
	charts(&c, n)
	sourceTable(&c, n)
	overdueTable(&c, n, b)
	reasonTable(&c, n)
	responseTable(&c, b, n)
	figureTable(&c, n)
	return c.Page
}

func asOf(b *book, n Numbers) string {
	s := fmt.Sprintf("As of %s · %s", b.now.Format("Mon 2 Jan 2006, 15:04"), countLeads(n.Leads))
	if n.Duplicates > 0 {
		s += fmt.Sprintf(" (and %s left out)", plural(n.Duplicates, "duplicate"))
	}
	return s + " · written by leadsheet – edit the Leads tab, not this page"
}

func countLeads(n int) string {
	if n == 1 {
		return "1 lead"
	}
	return thousands(n) + " leads"
}

func charts(c *canvas, n Numbers) {
	c.heading(rowCharts, leftFirst, leftLast, "New and won leads per week")
	c.heading(rowCharts, rightFirst, rightLast, "Funnel: how far the leads have come")
	c.Charts = []sheets.Chart{
		{
			Type: sheets.ColumnsAndLine, Row: rowCharts + 1, Col: leftFirst, Width: 590, Height: 280,
			Alt:        "New leads and won leads of each of the last 12 weeks",
			Categories: data(dataWeek, weeks),
			Series: []sheets.Series{
				{Name: "New leads", Values: data(dataNew, weeks), Color: accentLight},
				{Name: "Won", Values: data(dataWon, weeks), Color: accent},
			},
		},
		{
			Type: sheets.SortedBars, Row: rowCharts + 1, Col: rightFirst, Width: 500, Height: 280,
			Alt:        "How many leads have reached each stage",
			Categories: data(dataStage, int(ranks)),
			Series:     []sheets.Series{{Name: "Leads", Values: data(dataReach, int(ranks)), Color: accent}},
		},
	}
	open := n.Funnel.Open
	if p, ok := open.Ratio(); ok && !n.Funnel.Mature() {
		c.text(rowFunnel, rightFirst, sheets.Hint, fmt.Sprintf("%.0f%% of the leads are still open: "+
			"they may yet come further.", p*100))
	}
	if n.Undated > 0 {
		c.text(rowFunnel, leftFirst, sheets.Hint,
			fmt.Sprintf("%s ended before leadsheet was watching: not in the weeks, no date is known.", countLeads(n.Undated)))
	}
}

// sourceTable shows what came of the leads of each source; what does not fit is one line.
func sourceTable(c *canvas, n Numbers) {
	c.heading(rowTables, leftFirst, leftLast, "Where leads come from")
	head := rowTables + 1
	c.fill(head, leftFirst, leftLast, sheets.TableHead)
	c.text(head, 0, sheets.TableHead, "Source")
	for _, h := range []struct {
		col  int
		text string
	}{{1, "30 days"}, {3, "All leads"}, {4, "Deals"}, {6, "Won"}, {7, "Won value"}} {
		c.text(head, h.col, sheets.TableHeadRight, h.text)
	}
	c.Bars = append(c.Bars, sheets.DataBar{Col: 3, Row: head + 1, Last: head + tableRows, Color: barLight})
	if len(n.Sources) == 0 {
		c.text(head+1, 0, sheets.Hint, emptyBook)
		return
	}
	for i, s := range fold(n.Sources, tableRows) {
		r := head + 1 + i
		c.text(r, 0, sheets.TableText, clip(s.Name, 19))
		c.number(r, 1, sheets.TableNumber, s.Recent)
		c.number(r, 3, sheets.TableNumber, s.Leads)
		c.number(r, 4, sheets.TableNumber, s.Deals)
		c.number(r, 6, sheets.TableNumber, s.Won)
		if s.HasValue {
			c.put(r, 7, sheets.TableMoney, lead.NumberValue(s.WonValue))
		} else {
			c.text(r, 7, sheets.TableNumber, none)
		}
	}
}

// fold brings sources into at most rows lines. Leads without a source keep their own line.
func fold(all []Source, rows int) []Source {
	if len(all) <= rows {
		return all
	}
	var kept []Source
	rest := Source{}
	more := 0
	room := rows - 1
	for _, s := range all {
		if s.Name == Unknown {
			room--
		}
	}
	for _, s := range all {
		if s.Name == Unknown {
			kept = append(kept, s)
			continue
		}
		if room > 0 {
			room--
			kept = append(kept, s)
			continue
		}
		more++
		rest.Recent += s.Recent
		rest.Leads += s.Leads
		rest.Deals += s.Deals
		rest.Won += s.Won
		rest.WonValue, rest.HasValue = rest.WonValue+s.WonValue, rest.HasValue || s.HasValue
	}
	rest.Name = plural(more, "other source")
	return append(kept, rest)
}

// emptyBook is what a workbook without leads says.
const emptyBook = "No leads yet. Send a mail to the inbox or drop an export in the folder."

func overdueTable(c *canvas, n Numbers, b *book) {
	c.heading(rowTables, rightFirst, rightLast, "Overdue follow-ups, oldest first")
	head := rowTables + 1
	items := n.Overdue.Items
	if len(items) == 0 {
		text := "No overdue follow-ups – well done."
		if n.Overdue.Planned == 0 {
			text = "No follow-ups are planned: no open lead has a next contact date."
		}
		c.text(head, rightFirst, sheets.Hint, text)
		return
	}
	c.fill(head, rightFirst, rightLast, sheets.TableHead)
	c.text(head, 9, sheets.TableHead, "Lead")
	c.text(head, 10, sheets.TableHead, "Owner")
	c.text(head, 12, sheets.TableHead, "Due")
	c.text(head, 13, sheets.TableHeadRight, "Days late")
	for i, o := range items[:min(len(items), tableRows)] {
		r := head + 1 + i
		c.link(r, 9, clip(o.Name, 26), o.ID)
		c.text(r, 10, sheets.TableText, clip(orNone(o.Owner), 15))
		c.put(r, 12, sheets.TableDate, lead.DateValue(o.Due, b.zone))
		style := sheets.TableNumber
		if o.Days > 7 {
			style = sheets.TableLate
		}
		c.number(r, 13, style, o.Days)
	}
	if more := len(items) - tableRows; more > 0 {
		c.text(rowMore, rightFirst, sheets.Hint, fmt.Sprintf("and %s more: see Today", thousands(more)))
	}
}

func orNone(s string) string {
	if s = oneLine(s); s == "" {
		return none
	}
	return s
}
