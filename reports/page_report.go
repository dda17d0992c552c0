package reports

import (
	"fmt"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
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
func reportPage(b *dataset, n figures.Numbers) sheets.Page {
	c := canvas.Canvas{Page: sheets.Page{
		Title: lead.TabReport, Color: accent,
		Widths: []float64{18, 10, 1, 12, 12, 1, 12, 14, 3, 24, 14, 1, 16, 14},
		Heights: map[int]float64{rowTitle: 32, rowAsOf: 18, rowAsOf + 1: 8, rowCards: 20, rowCards + 1: 36,
			rowCards + 2: 18, rowCards + 3: 18, rowCards + 4: 10, rowMore + 1: 8},
	}, Say: b.Say, Currency: b.Policy.Currency}
	for r := rowCharts; r < rowDetails+3+detailRows; r++ {
		if c.Heights[r] == 0 {
			c.Heights[r] = 16
		}
	}
	title := b.Say.Report.Title
	if name := words.OneLine(b.Policy.Business); name != "" {
		title = b.Say.Report.TitleOf.With(canvas.Clip(name, 60))
	}
	c.Text(rowTitle, 0, sheets.Title, title)
	c.Text(rowAsOf, 0, sheets.Subtitle, asOf(b, n)).AsOf = true
	c.Checked(len(c.Widths)-1, b.CheckedAt())
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

func asOf(b *dataset, n figures.Numbers) string {
	say := &b.Say.Report
	s := say.AsOf.With(b.DateTime(b.Now)) + " · " + canvas.CountLeads(b.Say, n.Leads)
	if n.Duplicates > 0 {
		s += " " + say.LeftOut.Count(n.Duplicates)
	}
	return s + " · " + say.Written
}

func charts(c *canvas.Canvas, n figures.Numbers) {
	say := &c.Say.Report
	c.Heading(rowCharts, leftFirst, leftLast, say.WeeksHeading)
	c.Heading(rowCharts, rightFirst, rightLast, say.FunnelHeading)
	c.Charts = []sheets.Chart{
		{
			Type: sheets.ColumnsAndLine, Row: rowCharts + 1, Col: leftFirst, Width: 590, Height: 280,
			Alt:        say.WeeksAlt,
			Categories: data(dataWeek, figures.Weeks),
			Series: []sheets.Series{
				{Name: say.NewLeads, Values: data(dataNew, figures.Weeks), Color: accentLight},
				{Name: say.Won, Values: data(dataWon, figures.Weeks), Color: accent},
			},
		},
		{
			Type: sheets.SortedBars, Row: rowCharts + 1, Col: rightFirst, Width: 500, Height: 280,
			Alt:        say.FunnelAlt,
			Categories: data(dataStage, int(facts.Ranks)),
			Series:     []sheets.Series{{Name: say.LeadsSeries, Values: data(dataReach, int(facts.Ranks)), Color: accent}},
		},
	}
	open := n.Funnel.Open
	if p, ok := open.Ratio(); ok && !n.Funnel.Mature() {
		c.Text(rowFunnel, rightFirst, sheets.Hint, say.StillOpen.With(fmt.Sprintf("%.0f%%", p*100)))
	}
	var undated []string
	if n.Undated > 0 {
		undated = append(undated, say.Undated.With(canvas.CountLeads(c.Say, n.Undated)))
	}
	if n.UndatedDeals > 0 {
		undated = append(undated, say.UndatedDeals.With(canvas.CountLeads(c.Say, n.UndatedDeals)))
	}
	if undated != nil {
		c.Text(rowFunnel, leftFirst, sheets.Hint, strings.Join(undated, " "))
	}
}

// sourceTable shows what came of the leads of each source; what does not fit is one line.
func sourceTable(c *canvas.Canvas, n figures.Numbers) {
	say := &c.Say.Report
	c.Heading(rowTables, leftFirst, leftLast, say.SourcesHeading)
	head := rowTables + 1
	c.Fill(head, leftFirst, leftLast, sheets.TableHead)
	c.Text(head, 0, sheets.TableHead, say.Source)
	for _, h := range []struct {
		col  int
		text string
	}{{1, say.Days30}, {3, say.AllLeads}, {4, say.Deals}, {6, say.Won}, {7, c.InCurrency(say.WonValue)}} {
		c.Text(head, h.col, sheets.TableHeadRight, h.text)
	}
	c.Bars = append(c.Bars, sheets.DataBar{Col: 3, Row: head + 1, Last: head + tableRows, Color: barLight})
	if len(n.Sources) == 0 {
		c.Text(head+1, 0, sheets.Hint, say.Empty)
		return
	}
	for i, s := range fold(c.Say, n.Sources, tableRows) {
		r := head + 1 + i
		c.Text(r, 0, sheets.TableText, canvas.Clip(s.Name, 19))
		c.Number(r, 1, sheets.TableNumber, s.Recent)
		c.Number(r, 3, sheets.TableNumber, s.Leads)
		c.Number(r, 4, sheets.TableNumber, s.Deals)
		c.Number(r, 6, sheets.TableNumber, s.Won)
		if s.HasValue {
			c.Put(r, 7, sheets.TableMoney, lead.NumberValue(s.WonValue))
		} else {
			c.Text(r, 7, sheets.TableNumber, canvas.NoValue)
		}
	}
	if line := costLine(c, n.Sources); line != "" {
		c.Text(rowMore, leftFirst, sheets.Hint, line)
	}
}

// fold brings sources into at most rows lines. Leads without a source keep their own line.
func fold(say *words.Texts, all []figures.Source, rows int) []figures.Source {
	if len(all) <= rows {
		return all
	}
	var kept []figures.Source
	rest := figures.Source{}
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
		rest.WonValue, rest.HasValue = figures.Sum(rest.WonValue, s.WonValue), rest.HasValue || s.HasValue
	}
	rest.Name = say.Report.OtherSources.Count(more)
	return append(kept, rest)
}

func overdueTable(c *canvas.Canvas, n figures.Numbers, b *dataset) {
	say := &c.Say.Report
	c.Heading(rowTables, rightFirst, rightLast, say.OverdueHeading)
	head := rowTables + 1
	items := n.Overdue.Items
	if len(items) == 0 {
		text := say.NoneOverdue
		if n.Overdue.Planned == 0 {
			text = say.NonePlanned
		}
		c.Text(head, rightFirst, sheets.Hint, text)
		return
	}
	c.Fill(head, rightFirst, rightLast, sheets.TableHead)
	c.Text(head, 9, sheets.TableHead, say.Lead)
	c.Text(head, 10, sheets.TableHead, say.Owner)
	c.Text(head, 12, sheets.TableHead, say.Due)
	c.Text(head, 13, sheets.TableHeadRight, say.DaysLate)
	for i, o := range items[:min(len(items), tableRows)] {
		r := head + 1 + i
		c.Link(r, 9, canvas.Clip(o.Name, 26), o.ID)
		c.Text(r, 10, sheets.TableText, canvas.Clip(canvas.OrNone(o.Owner), 15))
		c.Put(r, 12, sheets.TableDate, lead.DateValue(o.Due, b.Zone))
		style := sheets.TableNumber
		if o.Days > 7 {
			style = sheets.TableLate
		}
		c.Number(r, 13, style, o.Days)
	}
	if more := len(items) - tableRows; more > 0 {
		c.Text(rowMore, rightFirst, sheets.Hint, say.MoreInToday.With(canvas.Thousands(c.Say, more)))
	}
}
