package reports

import (
	"math"
	"strconv"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/sheets"
)

// reasonTable shows why leads were refused.
func reasonTable(c *canvas.Canvas, n figures.Numbers) {
	c.Heading(rowDetails, 0, 1, c.Say.Figures.ReasonsHeading)
	head := rowDetails + 1
	c.Bars = append(c.Bars, sheets.DataBar{Col: 1, Row: head + 1, Last: head + detailRows, Color: barLight})
	if len(n.Reasons) == 0 {
		c.Text(head, 0, sheets.Hint, c.Say.Figures.NoneRefused)
		return
	}
	c.Text(head, 0, sheets.TableHead, c.Say.Figures.Reason)
	c.Text(head, 1, sheets.TableHeadRight, c.Say.Report.N.With(strconv.Itoa(n.Refused)))
	reasons := n.Reasons
	if len(reasons) > detailRows {
		rest := 0
		for _, r := range reasons[detailRows-1:] {
			rest += r.Count
		}
		other := figures.Reason{Name: c.Say.Figures.OtherReasons.Count(len(reasons) - detailRows + 1), Count: rest}
		reasons = append(reasons[:detailRows-1:detailRows-1], other)
	}
	for i, r := range reasons {
		c.Text(head+1+i, 0, sheets.TableText, canvas.Clip(r.Name, 21))
		c.Number(head+1+i, 1, sheets.TableNumber, r.Count)
	}
}

// line is a row of a block of figures.
type line struct {
	name  string
	value lead.Value
	style sheets.Style
	note  string
}

func countLine(name string, n int, note string) line {
	return line{name, lead.NumberValue(float64(n)), sheets.TableNumber, note}
}

// shareLine is a share with its sample; few says that of a sample that is too small.
func shareLine(say *words.Texts, name string, s figures.Share, few *words.Text1, note string) line {
	if r, ok := s.Ratio(); ok {
		return line{name, lead.NumberValue(r), sheets.TablePercent, sample(say, s, few) + note}
	}
	return line{name, lead.TextValue(canvas.NoValue), sheets.TableNumber, sample(say, s, few)}
}

// responseTable shows how fast the leads of the last 30 days were answered.
func responseTable(c *canvas.Canvas, b *dataset, n figures.Numbers) {
	r, say := n.Response, &c.Say.Figures
	c.Heading(rowDetails, 3, leftLast, say.ResponseHeading)
	clock := say.WorkingTime
	if b.Policy.Calendar.Always() {
		clock = say.AroundTheClock
	} else if wall := canvas.Duration(c.Say, r.Wall); r.Answered > 0 && wall != canvas.Duration(c.Say, r.Median) {
		clock += "; " + c.Say.Clocks.Wall.With(wall)
	}
	c.Text(rowDetails+1, 3, sheets.Hint, clock)
	times := [3]string{canvas.NoValue, canvas.NoValue, canvas.NoValue}
	if r.Answered > 0 {
		times = [3]string{canvas.Duration(c.Say, r.Median), canvas.Duration(c.Say, r.Average), canvas.Duration(c.Say, r.P90)}
	}
	if r.Answered < figures.MinSample {
		times[2] = canvas.NoValue
	}
	answered := c.Say.Report.N.With(strconv.Itoa(r.Answered))
	text := func(name, v, note string) line { return line{name, lead.TextValue(v), sheets.TableNumber, note} }
	lines := []line{
		text(say.Median, times[0], answered),
		text(say.Average, times[1], answered),
		text(say.NineOfTen, times[2], answered),
		shareLine(c.Say, say.InTime, r.Attainment(), &c.Say.Report.TooFewShort, ""),
		countLine(say.TooLate, r.Missed, ""),
		countLine(say.Waiting, r.Waiting, say.NotYetDue),
		countLine(say.WaitingLate, r.WaitingLate, ""),
		countLine(say.EndedUnanswered, r.Ended, say.NotCounted),
		countLine(say.WithoutClock, r.Backfilled, say.NotCounted),
	}
	for i, l := range lines {
		row := rowDetails + 2 + i
		c.Span(row, 3, 4, sheets.TableText, lead.TextValue(l.name))
		c.Put(row, 6, l.style, l.value)
		c.Text(row, 7, sheets.Hint, canvas.Clip(l.note, 16))
	}
}

// figureTable shows the rest of the figures, each with its sample.
func figureTable(c *canvas.Canvas, n figures.Numbers, b *dataset) {
	say := &c.Say.Figures
	c.Heading(rowDetails, rightFirst, rightLast, say.Heading)
	before := ""
	if n.In.Known {
		before = " · " + say.Before.With(percent(n.ConversionBefore))
	}
	untouched := say.Untouched.With(canvas.Thousands(c.Say, n.Untouched))
	value := say.NoValue
	if n.WonValue.With.Part > 0 {
		value = say.HaveValue.With(strconv.Itoa(n.WonValue.With.Part), strconv.Itoa(n.WonValue.With.Of))
	}
	lines := []line{
		countLine(say.LeadsIn, n.In.Now, prior(n.In, c.Say)),
		countLine(say.Processed, n.Processed.Part, say.OfLeads.With(canvas.CountLeads(c.Say, n.Processed.Of))),
		countLine(say.NotProcessed, n.NotProcessed, untouched),
		countLine(say.BecameDeals, n.Deals.Now, prior(n.Deals, c.Say)),
		shareLine(c.Say, say.Conversion, n.Conversion, &c.Say.Report.TooFew, before),
		countLine(say.ClosedUnqualified, n.Unqualified.Now, prior(n.Unqualified, c.Say)),
		countLine(say.Won, n.Won.Now, prior(n.Won, c.Say)),
		shareLine(c.Say, say.WinRate, n.WinRate, &c.Say.Report.TooFew, ""),
		{c.InCurrency(say.ValueWon), lead.TextValue(canvas.NoValue), sheets.TableNumber, value},
	}
	if n.WonValue.With.Part > 0 {
		last := &lines[len(lines)-1]
		last.value, last.style = lead.NumberValue(n.WonValue.Sum), sheets.TableMoney
	}
	lines = append(lines, countLine(say.NoLead, n.NoLead.Now, say.OfCameIn.With(strconv.Itoa(n.In.Now+n.NoLead.Now))))
	for i, l := range lines {
		row := rowDetails + 1 + i
		c.Text(row, 9, sheets.TableText, l.name)
		c.Put(row, 10, l.style, l.value)
		c.Span(row, 11, rightLast, sheets.Hint, lead.TextValue(l.note))
	}
	corrected(c, n, rowDetails+1+len(lines), b)
}

// maxCorrections is how many corrections of past figures are named.
const maxCorrections = 3

// corrected names what was corrected of past figures in the last 30 days, below the figures.
func corrected(c *canvas.Canvas, n figures.Numbers, row int, b *dataset) {
	say := &c.Say.Figures
	for i, x := range n.Corrections {
		id, won := x.ID+" ("+canvas.Clip(x.Name, 20)+")", b.DayOfYear(x.WonAt.In(b.Zone))
		text := say.ValueCorrected.With(id, won, textOf(x.From, c.Say), textOf(x.To, c.Say))
		if x.Status != "" {
			text = say.WonNoMore.With(id, won)
		}
		if rest := len(n.Corrections) - i; i == maxCorrections-1 && rest > 1 {
			more := say.MoreCorrected.With(strconv.Itoa(rest), b.Policy.SeeTab(lead.TabActivity))
			c.Span(row+i, rightFirst, rightLast, sheets.Hint, lead.TextValue(more))
			return
		}
		c.Span(row+i, rightFirst, rightLast, sheets.Hint, lead.TextValue(text))
	}
}

func textOf(a facts.Amount, say *words.Texts) string {
	if !a.Known {
		return canvas.NoValue
	}
	return canvas.Thousands(say, int(math.Round(a.Value)))
}
