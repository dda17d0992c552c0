package reports

import (
	"fmt"
	"strings"

	"leadsheet/lead"
	"leadsheet/sheets"
)

// reasonTable shows why leads were refused.
func reasonTable(c *canvas, n Numbers) {
	c.heading(rowDetails, 0, 1, "Refusal reasons, 30 days")
	head := rowDetails + 1
	c.Bars = append(c.Bars, sheets.DataBar{Col: 1, Row: head + 1, Last: head + detailRows, Color: barLight})
	if len(n.Reasons) == 0 {
		c.text(head, 0, sheets.Hint, "No lead was refused.")
		return
	}
	c.text(head, 0, sheets.TableHead, "Reason")
	c.text(head, 1, sheets.TableHeadRight, fmt.Sprintf("n = %d", n.Refused))
	reasons := n.Reasons
	if len(reasons) > detailRows {
		rest := 0
		for _, r := range reasons[detailRows-1:] {
			rest += r.Count
		}
		other := Reason{Name: plural(len(reasons)-detailRows+1, "other reason"), Count: rest}
		reasons = append(reasons[:detailRows-1:detailRows-1], other)
	}
	for i, r := range reasons {
		c.text(head+1+i, 0, sheets.TableText, clip(r.Name, 21))
		c.number(head+1+i, 1, sheets.TableNumber, r.Count)
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

func shareLine(name string, s Share, note string) line {
	if r, ok := s.Ratio(); ok {
		return line{name, lead.NumberValue(r), sheets.TablePercent, sample(s) + note}
	}
	return line{name, lead.TextValue(none), sheets.TableNumber, sample(s)}
}

// responseTable shows how fast the leads of the last 30 days were answered.
func responseTable(c *canvas, b *book, n Numbers) {
	r := n.Response
	c.heading(rowDetails, 3, leftLast, "Response, 30 days")
	clock := "In working time, answered leads only"
	if b.policy.Calendar.Always() {
		clock = "Around the clock: no working hours are set"
	}
	c.text(rowDetails+1, 3, sheets.Hint, clock)
	times := [3]string{none, none, none}
	if r.Answered > 0 {
		times = [3]string{duration(r.Median), duration(r.Average), duration(r.P90)}
	}
	if r.Answered < enough {
		times[2] = none
	}
	answered := fmt.Sprintf("n = %d", r.Answered)
	text := func(name, v, note string) line { return line{name, lead.TextValue(v), sheets.TableNumber, note} }
	lines := []line{
		text("Median", times[0], answered),
		text("Average", times[1], answered),
		text("9 of 10 within", times[2], answered),
		shareLine("In time", r.Attainment(), ""),
		countLine("Too late", r.Missed, ""),
		countLine("Waiting", r.Waiting, "not yet due"),
		countLine("Waiting, late", r.WaitingLate, ""),
		countLine("Without a clock", r.Backfilled, "not counted"),
	}
	for i, l := range lines {
		row := rowDetails + 2 + i
		c.span(row, 3, 4, sheets.TableText, lead.TextValue(l.name))
		c.put(row, 6, l.style, l.value)
		c.text(row, 7, sheets.Hint, clip(strings.TrimSuffix(l.note, " for a percentage"), 16))
	}
}

// figureTable shows the rest of the figures, each with its sample.
func figureTable(c *canvas, n Numbers) {
	c.heading(rowDetails, rightFirst, rightLast, "The last 30 days in figures")
	before := ""
	if n.In.Known {
		before = " · before " + percent(n.ConversionBefore)
	}
	untouched := "of any age, open: " + thousands(n.Untouched)
	value := "no value known"
	if n.WonValue.With.Part > 0 {
		value = fmt.Sprintf("%d of %d have a value", n.WonValue.With.Part, n.WonValue.With.Of)
	}
	lines := []line{
		countLine("Leads in", n.In.Now, n.In.prior()),
		countLine("Processed", n.Processed.Part, "of "+countLeads(n.Processed.Of)),
		countLine("Not processed", n.NotProcessed, untouched),
		countLine("Became deals", n.Deals.Now, n.Deals.prior()),
		shareLine("Conversion into deals", n.Conversion, before),
		countLine("Closed unqualified", n.Unqualified.Now, n.Unqualified.prior()),
		countLine("Won", n.Won.Now, n.Won.prior()),
		shareLine("Win rate, of all ended", n.WinRate, ""),
		{"Value won", lead.TextValue(none), sheets.TableNumber, value},
	}
	if n.WonValue.With.Part > 0 {
		last := &lines[len(lines)-1]
		last.value, last.style = lead.NumberValue(n.WonValue.Sum), sheets.TableMoney
	}
	for i, l := range lines {
		row := rowDetails + 1 + i
		c.text(row, 9, sheets.TableText, l.name)
		c.put(row, 10, l.style, l.value)
		c.span(row, 11, rightLast, sheets.Hint, lead.TextValue(l.note))
	}
}
