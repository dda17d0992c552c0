package reports

import (
	"fmt"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
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
	rowFoot     = rowDetails + 15
	leftFirst   = 0
	leftLast    = 7
	rightFirst  = 9
	rightLast   = 13
	cardsOnPage = 5
)

// cardColumns are the two columns of each card; the columns between are narrow.
var cardColumns = [cardsOnPage]int{0, 3, 6, 9, 12}

// reportPage lays out the owner's page: one landscape sheet.
func reportPage(b *dataset, n Numbers) sheets.Page {
	c := canvas{Page: sheets.Page{
		Title: lead.TabReport, Color: accent,
		Widths: []float64{18, 10, 1, 12, 12, 1, 12, 14, 3, 24, 14, 1, 16, 14},
		Heights: map[int]float64{rowTitle: 32, rowAsOf: 18, rowAsOf + 1: 8, rowCards: 20, rowCards + 1: 36,
			rowCards + 2: 18, rowCards + 3: 18, rowCards + 4: 10, rowMore + 1: 8},
	}, say: b.say, currency: b.policy.Currency}
	for r := rowCharts; r < rowDetails+3+detailRows; r++ {
		if c.Heights[r] == 0 {
			c.Heights[r] = 16
		}
	}
	title := b.say.Report.Title
	if name := oneLine(b.policy.Business); name != "" {
		title = b.say.Report.TitleOf.With(clip(name, 60))
	}
	c.text(rowTitle, 0, sheets.Title, title)
	c.text(rowAsOf, 0, sheets.Subtitle, asOf(b, n)).AsOf = true
	cards(&c, n)
	charts(&c, n)
	sourceTable(&c, n)
	overdueTable(&c, n, b)
	reasonTable(&c, n)
	responseTable(&c, b, n)
	figureTable(&c, n, b)
	foot(&c, b)
	return c.Page
}

func asOf(b *dataset, n Numbers) string {
	say := &b.say.Report
	s := say.AsOf.With(b.dateTime(b.now)) + " · " + countLeads(b.say, n.Leads)
	if n.Duplicates > 0 {
		s += " " + say.LeftOut.Count(n.Duplicates)
	}
	return s + " · " + say.Written
}

func countLeads(say *words.Texts, n int) string { return say.Report.Leads.With(n, thousands(say, n)) }

func charts(c *canvas, n Numbers) {
	say := &c.say.Report
	c.heading(rowCharts, leftFirst, leftLast, say.WeeksHeading)
	c.heading(rowCharts, rightFirst, rightLast, say.FunnelHeading)
	c.Charts = []sheets.Chart{
		{
			Type: sheets.ColumnsAndLine, Row: rowCharts + 1, Col: leftFirst, Width: 590, Height: 280,
			Alt:        say.WeeksAlt,
			Categories: data(dataWeek, weeks),
			Series: []sheets.Series{
				{Name: say.NewLeads, Values: data(dataNew, weeks), Color: accentLight},
				{Name: say.Won, Values: data(dataWon, weeks), Color: accent},
			},
		},
		{
			Type: sheets.SortedBars, Row: rowCharts + 1, Col: rightFirst, Width: 500, Height: 280,
			Alt:        say.FunnelAlt,
			Categories: data(dataStage, int(ranks)),
			Series:     []sheets.Series{{Name: say.LeadsSeries, Values: data(dataReach, int(ranks)), Color: accent}},
		},
	}
	open := n.Funnel.Open
	if p, ok := open.Ratio(); ok && !n.Funnel.Mature() {
		c.text(rowFunnel, rightFirst, sheets.Hint, say.StillOpen.With(fmt.Sprintf("%.0f%%", p*100)))
	}
	var undated []string
	if n.Undated > 0 {
		undated = append(undated, say.Undated.With(countLeads(c.say, n.Undated)))
	}
	if n.UndatedDeals > 0 {
		undated = append(undated, say.UndatedDeals.With(countLeads(c.say, n.UndatedDeals)))
	}
	if undated != nil {
		c.text(rowFunnel, leftFirst, sheets.Hint, strings.Join(undated, " "))
	}
}

// sourceTable shows what came of the leads of each source; what does not fit is one line.
func sourceTable(c *canvas, n Numbers) {
	say := &c.say.Report
	c.heading(rowTables, leftFirst, leftLast, say.SourcesHeading)
	head := rowTables + 1
	c.fill(head, leftFirst, leftLast, sheets.TableHead)
	c.text(head, 0, sheets.TableHead, say.Source)
	for _, h := range []struct {
		col  int
		text string
	}{{1, say.Days30}, {3, say.AllLeads}, {4, say.Deals}, {6, say.Won}, {7, c.inCurrency(say.WonValue)}} {
		c.text(head, h.col, sheets.TableHeadRight, h.text)
	}
	c.Bars = append(c.Bars, sheets.DataBar{Col: 3, Row: head + 1, Last: head + tableRows, Color: barLight})
	if len(n.Sources) == 0 {
		c.text(head+1, 0, sheets.Hint, say.Empty)
		return
	}
	for i, s := range fold(c.say, n.Sources, tableRows) {
		r := head + 1 + i
		c.text(r, 0, sheets.TableText, clip(s.Name, 19))
		c.number(r, 1, sheets.TableNumber, s.Recent)
		c.number(r, 3, sheets.TableNumber, s.Leads)
		c.number(r, 4, sheets.TableNumber, s.Deals)
		c.number(r, 6, sheets.TableNumber, s.Won)
		if s.HasValue {
			c.put(r, 7, sheets.TableMoney, lead.NumberValue(s.WonValue))
		} else {
			c.text(r, 7, sheets.TableNumber, noValue)
		}
	}
	if line := costLine(c, n.Sources); line != "" {
		c.text(rowMore, leftFirst, sheets.Hint, line)
	}
}

// fold brings sources into at most rows lines. Leads without a source keep their own line.
func fold(say *words.Texts, all []Source, rows int) []Source {
	if len(all) <= rows {
		return all
	}
	var kept []Source
	rest := Source{}
	more := 0
	room := rows - 1
	for _, s := range all {
		if s.Unknown {
			room--
		}
	}
	for _, s := range all {
		if s.Unknown {
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
		rest.WonValue, rest.HasValue = sum(rest.WonValue, s.WonValue), rest.HasValue || s.HasValue
	}
	rest.Name = say.Report.OtherSources.Count(more)
	return append(kept, rest)
}

func overdueTable(c *canvas, n Numbers, b *dataset) {
	say := &c.say.Report
	c.heading(rowTables, rightFirst, rightLast, say.OverdueHeading)
	head := rowTables + 1
	items := n.Overdue.Items
	if len(items) == 0 {
		text := say.NoneOverdue
		if n.Overdue.Planned == 0 {
			text = say.NonePlanned
		}
		c.text(head, rightFirst, sheets.Hint, text)
		return
	}
	c.fill(head, rightFirst, rightLast, sheets.TableHead)
	c.text(head, 9, sheets.TableHead, say.Lead)
	c.text(head, 10, sheets.TableHead, say.Owner)
	c.text(head, 12, sheets.TableHead, say.Due)
	c.text(head, 13, sheets.TableHeadRight, say.DaysLate)
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
		c.text(rowMore, rightFirst, sheets.Hint, say.MoreInToday.With(thousands(c.say, more)))
	}
}

func orNone(s string) string {
	if s = oneLine(s); s == "" {
		return noValue
	}
	return s
}
