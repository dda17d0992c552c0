package reports

import (
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/figures"
	"leadsheet/sheets"
)

// sourceTable shows what came of the leads of each source; what does not fit is one line.
func sourceTable(c *canvas.Canvas, n figures.Numbers) {
	say, pages := &c.Say.Report, &c.Say.Pages
	head(c, rowTables, leftHalf, say.SourcesHeading)
	titles(c, rowTables+1, leftHalf, say.Source, title{block{2, 2}, say.AllLeads}, title{block{3, 3}, pages.Qualified},
		title{block{4, 4}, say.Won}, title{block{5, 6}, c.InCurrency(say.WonValue)}, title{block{7, 7}, pages.BecameDeals},
		title{block{8, 8}, pages.Answer}, title{block{9, 9}, pages.CostEach})
	first := rowTables + 2
	c.Bars = append(c.Bars, sheets.DataBar{Col: at(2), Row: first, Last: first + tableRows - 1, Color: barLight})
	shown := fold(c.Say, n.Sources, tableRows)
	for i := range tableRows + 1 {
		c.Span(first+i, at(5), at(6), sheets.TableMoney, lead.Value{})
		if i < len(shown) {
			sourceLine(c, first+i, &shown[i], sheets.TableText, sheets.TableNumber)
		}
	}
	if len(n.Sources) == 0 {
		c.Text(first, 0, sheets.Hint, say.Empty)
	} else {
		sum := total(c.Say, n.Sources)
		sourceLine(c, first+len(shown), &sum, sheets.TableTotal, sheets.TableSum)
	}
	note(c, rowMore, leftHalf, costLine(c, n.Sources))
}

// sourceLine is one source, or several.
func sourceLine(c *canvas.Canvas, row int, s *figures.Source, name, number sheets.Style) {
	c.Text(row, 0, name, canvas.Clip(s.Name, 18))
	c.Number(row, at(2), number, s.Leads)
	c.Number(row, at(3), number, s.Qualified)
	c.Number(row, at(4), number, s.Won)
	unknown(c, row, at(5), number, s.HasValue, lead.NumberValue(s.WonValue))
	share(c, row, at(7), figures.Share{Part: s.Deals, Of: s.Leads})
	if name == sheets.TableTotal {
		return
	}
	unknown(c, row, at(8), sheets.TableNumber, s.Answered > 0, lead.TextValue(canvas.Duration(c.Say, s.Median)))
	cost := s.CostOfLead()
	value := lead.Value{}
	if cost != nil {
		value = lead.NumberValue(*cost)
	}
	unknown(c, row, at(9), sheets.TableMoney, cost != nil, value)
}

// unknown puts a value, or the sign for what is not known.
func unknown(c *canvas.Canvas, row, col int, style sheets.Style, known bool, v lead.Value) {
	if !known {
		style, v = sheets.TableNumber, lead.TextValue(canvas.NoValue)
	}
	c.Put(row, col, style, v)
}

// share puts a percentage, where the sample carries one.
func share(c *canvas.Canvas, row, col int, s figures.Share) {
	r, ok := s.Ratio()
	unknown(c, row, col, sheets.TableShare, ok, lead.NumberValue(r))
}

// total sums up all sources. A time and a cost of all of them are not known from those of each.
func total(say *words.Texts, all []figures.Source) figures.Source {
	sum := figures.Source{Name: say.Pages.AllSources}
	for i := range all {
		addSource(&sum, &all[i])
	}
	return sum
}

// addSource adds what can be added up.
func addSource(sum, s *figures.Source) {
	sum.Recent += s.Recent
	sum.Leads += s.Leads
	sum.Qualified += s.Qualified
	sum.Deals += s.Deals
	sum.Won += s.Won
	sum.WonValue, sum.HasValue = figures.Sum(sum.WonValue, s.WonValue), sum.HasValue || s.HasValue
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
	for i := range all {
		s := &all[i]
		switch {
		case s.Unknown:
			kept = append(kept, *s)
		case room > 0:
			room--
			kept = append(kept, *s)
		default:
			more++
			addSource(&rest, s)
		}
	}
	rest.Name = say.Report.OtherSources.Count(more)
	return append(kept, rest)
}

// peopleTable shows what each person did, in the order of the tab Team: nobody is ranked.
func peopleTable(c *canvas.Canvas, n figures.Numbers) {
	say, pages := &c.Say.Report, &c.Say.Pages
	head(c, rowTables, rightHalf, pages.PeopleHeading)
	titles(c, rowTables+1, rightHalf, pages.Person, title{block{12, 12}, pages.Received},
		title{block{13, 13}, pages.Answer}, title{block{14, 14}, pages.InTime}, title{block{15, 15}, pages.OnTime},
		title{block{16, 16}, pages.Overdue}, title{block{17, 17}, say.Won}, title{block{18, 19}, c.InCurrency(say.WonValue)})
	first, room := rowTables+2, tableRows+1
	shown := n.People[:min(len(n.People), room)]
	for i := range room {
		row := first + i
		c.Span(row, at(18), at(19), sheets.TableMoney, lead.Value{})
		if i >= len(shown) {
			continue
		}
		p := &shown[i]
		name := p.Name
		if name == "" {
			name = c.Say.Today.NoOwner
		}
		c.Text(row, at(10), sheets.TableText, canvas.Clip(name, 18))
		c.Number(row, at(12), sheets.TableNumber, p.Received)
		unknown(c, row, at(13), sheets.TableNumber, p.Response.Answered > 0,
			lead.TextValue(canvas.Duration(c.Say, p.Response.Median)))
		share(c, row, at(14), p.Response.Attainment())
		share(c, row, at(15), p.OnTime)
		style := sheets.TableNumber
		if p.Overdue > 0 {
			style = sheets.TableLate
		}
		c.Number(row, at(16), style, p.Overdue)
		c.Number(row, at(17), sheets.TableNumber, p.Won)
		unknown(c, row, at(18), sheets.TableMoney, p.WonValue.With.Part > 0, lead.NumberValue(p.WonValue.Sum))
	}
	text := pages.PeopleNote
	if len(n.People) == 0 {
		c.Text(first, at(10), sheets.Hint, pages.NoPeople)
		text = ""
	}
	if more := len(n.People) - room; more > 0 {
		text = pages.MorePeople.Count(more) + " " + text
	}
	note(c, rowMore, rightHalf, text)
}
