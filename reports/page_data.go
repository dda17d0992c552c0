package reports

import (
	"leadsheet/lead/words"
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
func dataPage(say *words.Texts, n Numbers) sheets.Page {
	c := canvas{Page: sheets.Page{Title: TabData, Hidden: true, Widths: []float64{10, 12, 12, 3, 14, 12}, Frozen: 1},
		say: say}
	c.text(0, dataWeek, sheets.TableHead, say.Report.WeekHead)
	c.text(0, dataNew, sheets.TableHeadRight, say.Report.NewLeads)
	c.text(0, dataWon, sheets.TableHeadRight, say.Report.Won)
	c.text(0, dataStage, sheets.TableHead, say.Report.StageHead)
	c.text(0, dataReach, sheets.TableHeadRight, say.Report.LeadsSeries)
	for i, w := range n.Trend {
		c.text(dataFirst+i, dataWeek, sheets.TableText, w.Name)
		c.number(dataFirst+i, dataNew, sheets.TableNumber, w.New)
		c.number(dataFirst+i, dataWon, sheets.TableNumber, w.Won)
	}
	for i, s := range n.Funnel.Stages {
		c.text(dataFirst+i, dataStage, sheets.TableText, s.Name)
		c.number(dataFirst+i, dataReach, sheets.TableNumber, s.Reached)
	}
	return c.Page
}

// data returns a range of the hidden page.
func data(col, rows int) sheets.Range {
	return sheets.Range{Tab: TabData, Col: col, Row: dataFirst, Last: dataFirst + rows - 1}
}
