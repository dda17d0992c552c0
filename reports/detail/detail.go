// Package detail lays out the tab Figures: every figure with its sample, of the period that Settings choose, and the
// numbers behind the charts of the tab Report.
//
// Everything here is computed from its arguments.
package detail

import (
	"leadsheet/lead"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/sheets"
)

// FormerTitle is the title of the hidden tab that held the numbers behind the charts in earlier versions.
const FormerTitle = "Report data"

// The places of the numbers behind the charts. They never move, so that charts need not be made again.
const (
	rowWeeks  = 3 // the heading; the titles and the numbers stand below
	rowFunnel = rowWeeks + 2 + figures.Weeks + 1
	rowFree   = rowFunnel + 2 + int(facts.Ranks) + 1
	lastCol   = 13
)

// Numbers are where the tab holds the numbers of a chart: the names, and beside them the values.
type Numbers struct {
	Names  sheets.Range
	Values []sheets.Range
}

// Weeks are the last weeks: new leads, and won ones.
func Weeks() Numbers { return numbersAt(rowWeeks+2, figures.Weeks, 2) }

// Stages are those of the funnel: how many leads have reached each.
func Stages() Numbers { return numbersAt(rowFunnel+2, int(facts.Ranks), 1) }

func numbersAt(row, rows, values int) Numbers {
	at := func(col int) sheets.Range {
		return sheets.Range{Tab: lead.TabFigures, Col: col, Row: row, Last: row + rows - 1}
	}
	n := Numbers{Names: at(0)}
	for i := range values {
		n.Values = append(n.Values, at(1+i))
	}
	return n
}

// page is the tab while it is made.
type page struct {
	*canvas.Canvas
	b   *facts.Dataset
	n   *figures.Numbers
	row int // the next one that is free
}

// Page lays out the tab. report are the figures of the tab Report, of the last 30 days; its charts are made of them.
func Page(b *facts.Dataset, report *figures.Numbers) sheets.Page {
	widths := []float64{42}
	for range lastCol {
		widths = append(widths, 11)
	}
	c := canvas.Canvas{Page: sheets.Page{Title: lead.TabFigures, Former: FormerTitle, Color: "6B7280",
		Hidden: !b.Policy.ShowAll, Frozen: 2, Widths: widths, Heights: map[int]float64{0: 32, 1: 18}},
		Say: b.Say, Currency: b.Policy.Currency}
	n, name := covered(b, report)
	p := &page{Canvas: &c, b: b, n: n}
	p.Text(0, 0, sheets.Title, b.Policy.Words.Tab(lead.TabFigures)+": "+name)
	p.Text(1, 0, sheets.Subtitle, b.Say.Report.AsOf.With(b.DateTime(b.Now))+" · "+b.Say.Report.Written).AsOf = true
	p.Checked(lastCol, b.CheckedAt())
	p.weeks(report)
	p.funnel(report)
	p.row = rowFree
	for _, section := range []func(*page){
		(*page).cohorts, (*page).people, (*page).followUps, (*page).channels, (*page).response, (*page).buckets,
		(*page).months, (*page).past, (*page).money, (*page).forecast, (*page).refusals, (*page).hygiene,
	} {
		row := p.row
		if section(p); p.row > row {
			p.row++
		}
	}
	return c.Page
}

// covered are the figures of the period that Settings choose, and its name.
func covered(b *facts.Dataset, report *figures.Numbers) (*figures.Numbers, string) {
	p := b.Policy.Covered(b.Now)
	if p.From.Equal(b.Recent().From) && p.Before.Equal(b.Before().From) {
		return report, p.Name
	}
	n := figures.Between(b, p.Before, p.From, p.To)
	return &n, p.Name
}
