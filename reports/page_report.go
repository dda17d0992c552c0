package reports

import (
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/detail"
	"leadsheet/reports/figures"
	"leadsheet/sheets"
)

// The colours of the report: one accent, its light form, and greys in the styles.
const (
	accent      = "1D4ED8"
	accentLight = "93C5FD"
	barLight    = "BFDBFE"
)

// reportPage lays out the owner's page: one landscape sheet.
func reportPage(b *dataset, n figures.Numbers) sheets.Page {
	c := canvas.Canvas{Page: reportGrid(sheets.Page{Title: lead.TabReport, Color: accent}), Say: b.Say,
		Currency: b.Policy.Currency}
	title := b.Say.Report.Title
	if name := words.OneLine(b.Policy.Business); name != "" {
		title = b.Say.Report.TitleOf.With(canvas.Clip(name, 60))
	}
	c.Text(rowTitle, 0, sheets.Title, title)
	c.Text(rowAsOf, 0, sheets.Subtitle, asOf(b, n)).AsOf = true
	c.Span(rowTitle, at(10), at(19), sheets.SubtitleRight, lead.Value{})
	c.Checked(at(10), b.CheckedAt())
	says(&c, n)
	cards(&c, n)
	charts(&c, n)
	waitingTable(&c, b, n)
	sourceTable(&c, n)
	peopleTable(&c, n)
	answerTable(&c, b, n)
	refusalTable(&c, n)
	figureTable(&c, n)
	foot(&c, b, n)
	return c.Page
}

// says puts what the figures say, in sentences, with what each rests on.
func says(c *canvas.Canvas, n figures.Numbers) {
	head(c, rowSays, wholePage, c.Say.Pages.Says)
	for i := range saysRows {
		row, sample := rowSays+1+i, ""
		if i < len(n.Says) {
			c.Text(row, 0, sheets.Sentence, canvas.Clip(n.Says[i].Text, sentenceChars))
			sample = c.Say.Report.N.With(strconv.Itoa(n.Says[i].N))
		}
		c.Span(row, at(18), at(19), sheets.NoteRight, lead.TextValue(sample))
	}
	if len(n.Says) == 0 {
		c.Text(rowSays+1, 0, sheets.Hint, c.Say.Pages.SaysNothing)
	}
	if n.Leads == 0 {
		c.Text(rowSays+2, 0, sheets.Hint, c.Say.Report.Empty)
	}
}

// sentenceChars is how many characters of a sentence the page has room for beside its sample.
const sentenceChars = 165

func asOf(b *dataset, n figures.Numbers) string {
	say := &b.Say.Report
	s := say.AsOf.With(b.DateTime(b.Now)) + " · " + canvas.CountLeads(b.Say, n.Leads)
	if n.Duplicates > 0 {
		s += " " + say.LeftOut.Count(n.Duplicates)
	}
	if n.Deleted > 0 { // they are in the figures of their time: the tables below count more leads than there are rows
		s += " · " + say.Deleted.Count(n.Deleted)
	}
	return s + " · " + say.Written
}

func charts(c *canvas.Canvas, n figures.Numbers) {
	say, pages := &c.Say.Report, &c.Say.Pages
	head(c, rowCharts, weeksBlock, say.WeeksHeading)
	head(c, rowCharts, funnelBlock, pages.FunnelHeading)
	weeks, stages := detail.Weeks(), detail.Stages()
	c.Charts = []sheets.Chart{
		{
			Type: sheets.ColumnsAndLine, Row: rowCharts + 1, Col: at(weeksBlock.first), Width: pixels(weeksBlock), Height: 196,
			Alt: say.WeeksAlt, Categories: weeks.Names,
			Series: []sheets.Series{
				{Name: say.NewLeads, Values: weeks.Values[0], Color: accentLight},
				{Name: say.Won, Values: weeks.Values[1], Color: accent},
			},
		},
		{
			Type: sheets.SortedBars, Row: rowCharts + 1, Col: at(funnelBlock.first),
			Width: pixels(funnelBlock) - 12, Height: 196, Alt: say.FunnelAlt, Categories: stages.Names,
			Series: []sheets.Series{{Name: say.LeadsSeries, Values: stages.Values[0], Color: accent}},
		},
	}
	var undated []string
	if n.Undated > 0 {
		undated = append(undated, say.Undated.With(canvas.CountLeads(c.Say, n.Undated)))
	}
	if n.UndatedDeals > 0 {
		undated = append(undated, say.UndatedDeals.With(canvas.CountLeads(c.Say, n.UndatedDeals)))
	}
	note(c, rowNotes, weeksBlock, strings.Join(undated, " "))
	note(c, rowNotes, funnelBlock, funnelNote(c.Say, n.Funnel))
}

// funnelNote says what stands in brackets beside the stages, or that the leads may yet come further.
func funnelNote(say *words.Texts, f figures.Funnel) string {
	open, ok := f.Open.Ratio()
	switch {
	case f.Open.Of == 0:
		return ""
	case ok && !f.Mature():
		return say.Pages.NotMature.With(canvas.Percent(open))
	}
	return say.Pages.InBrackets
}
