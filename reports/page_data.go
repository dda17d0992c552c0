package reports

import (
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/figures"
	"leadsheet/sheets"
)

// The fixed places on the hidden page behind the charts.
const (
	dataWeek  = 0
	dataNew   = 1
	dataWon   = 2
	dataStage = 4
	dataReach = 5
	dataFirst = 1
)

// dataPage holds the numbers of the charts. Its ranges never move: the charts are made once.
func dataPage(say *words.Texts, n figures.Numbers) sheets.Page {
	c := canvas.Canvas{Page: sheets.Page{Title: TabData, Hidden: true, Frozen: 1,
		Widths: []float64{10, 12, 12, 3, 14, 12}}, Say: say}
	c.Text(0, dataWeek, sheets.TableHead, say.Report.WeekHead)
	c.Text(0, dataNew, sheets.TableHeadRight, say.Report.NewLeads)
	c.Text(0, dataWon, sheets.TableHeadRight, say.Report.Won)
	c.Text(0, dataStage, sheets.TableHead, say.Report.StageHead)
	c.Text(0, dataReach, sheets.TableHeadRight, say.Report.LeadsSeries)
	for i, w := range n.Trend {
		c.Text(dataFirst+i, dataWeek, sheets.TableText, w.Name)
		c.Number(dataFirst+i, dataNew, sheets.TableNumber, w.New)
		c.Number(dataFirst+i, dataWon, sheets.TableNumber, w.Won)
	}
	for i, s := range n.Funnel.Stages {
		c.Text(dataFirst+i, dataStage, sheets.TableText, s.Name)
		c.Number(dataFirst+i, dataReach, sheets.TableNumber, s.Reached)
	}
	return c.Page
}

// data returns a range of the hidden page.
func data(col, rows int) sheets.Range {
	return sheets.Range{Tab: TabData, Col: col, Row: dataFirst, Last: dataFirst + rows - 1}
}
