package detail

import (
	"leadsheet/lead"
	"leadsheet/reports/canvas"
	"leadsheet/reports/figures"
	"leadsheet/sheets"
)

// weeks are the numbers behind the chart of new and won leads.
func (p *page) weeks(n *figures.Numbers) {
	say := &p.Say.Detail
	p.row = rowWeeks
	p.begin(say.Weeks, "", p.Say.Report.WeekHead, p.Say.Report.NewLeads, p.Say.Report.Won)
	for _, w := range n.Trend {
		p.line(w.Name, count(w.New), count(w.Won))
	}
}

// funnel is how far leads have come, and the numbers behind its chart.
func (p *page) funnel(n *figures.Numbers) {
	say := &p.Say.Detail
	p.row = rowFunnel
	about := ""
	if r, ok := n.Funnel.Open.Ratio(); ok && !n.Funnel.Mature() {
		about = p.Say.Pages.NotMature.With(canvas.Percent(r))
	}
	p.begin(say.Funnel, about, p.Say.Report.StageHead, p.Say.Report.LeadsSeries, say.CameOn, say.OfAll, say.StillThere,
		say.LostThere)
	stages := n.Funnel.Stages
	for i, s := range stages {
		name, on := s.Name, none()
		if i > 0 {
			before := n.Funnel.Next(i - 1)
			on = share(before)
			if r, ok := before.Ratio(); ok {
				name = p.Say.Pages.StageOf.With(s.Name, canvas.Percent(r))
			}
		}
		p.line(name, count(s.Reached), on, share(n.Funnel.Cumulative(i)), count(s.Open),
			count(s.Lost))
	}
}

// cohorts are the funnels of the leads that came in within one month.
func (p *page) cohorts() {
	say, report := &p.Say.Detail, &p.Say.Report
	p.begin(say.Cohorts, say.CohortsAbout, say.Month, report.AllLeads, report.Contacted, report.Qualifying, report.Deal,
		report.Won, say.WonOfAll, say.StillOpen)
	for _, c := range p.n.Cohorts {
		cells := make([]cell, 0, len(c.Funnel.Stages)+3)
		for _, s := range c.Funnel.Stages {
			cells = append(cells, count(s.Reached))
		}
		won := figures.Share{Of: c.Funnel.Open.Of}
		if n := len(c.Funnel.Stages); n > 0 {
			won.Part = c.Funnel.Stages[n-1].Reached
		}
		cells = append(cells, share(won), count(c.Funnel.Open.Part))
		if !c.Funnel.Mature() {
			cells = append(cells, text(say.NotMature))
		}
		p.line(p.month(c.From), cells...)
	}
	if len(p.n.Cohorts) == 0 {
		p.empty(report.Empty)
	}
}

// channels are what came of the leads of each source.
func (p *page) channels() {
	say, report := &p.Say.Detail, &p.Say.Report
	p.begin(say.Channels, say.ChannelsAbout, report.Source, say.InPeriod, report.AllLeads, p.Say.Pages.Qualified,
		report.Deals, report.Won, p.InCurrency(report.WonValue), p.Say.Pages.BecameDeals, p.Say.Pages.Answer, say.Answered,
		say.CostMonth, p.Say.Pages.CostEach, say.FirstOf)
	for i := range p.n.Sources {
		s := &p.n.Sources[i]
		won := figures.Money{Sum: s.WonValue}
		if s.HasValue {
			won.With.Part = 1
		}
		month, each := figures.Money{Sum: s.Cost}, figures.Money{}
		if s.Cost > 0 {
			month.With.Part = 1
		}
		if c := s.CostOfLead(); c != nil {
			each = figures.Money{Sum: *c, With: figures.Share{Part: 1}}
		}
		p.line(s.Name, count(s.Recent), count(s.Leads), count(s.Qualified), count(s.Deals), count(s.Won), sum(won),
			share(figures.Share{Part: s.Deals, Of: s.Leads}), p.length(s.Median, s.Answered), count(s.Answered), sum(month),
			sum(each), count(s.FirstOf))
	}
	if len(p.n.Sources) == 0 {
		p.empty(report.Empty)
	}
}

// past are the months of which leads went to the archive; nothing where none did.
func (p *page) past() {
	if len(p.b.Past) == 0 {
		return
	}
	say, report := &p.Say.Detail, &p.Say.Report
	p.begin(say.Past, say.PastAbout, say.Month, say.CameIn, report.Won, p.InCurrency(report.WonValue), say.Lost)
	for _, m := range p.b.Past {
		p.line(p.month(m.Start(p.b.Zone)), count(m.CameIn), count(m.Won),
			cell{lead.NumberValue(m.Value), sheets.TableMoney}, count(m.Lost))
	}
}

// months are what happened in each month, or in each week of a young workbook.
func (p *page) months() {
	say, report := &p.Say.Detail, &p.Say.Report
	p.begin(say.Months, say.MonthsAbout, say.Month, say.CameIn, report.Deals, report.Won, p.InCurrency(report.WonValue),
		say.Lost, p.Say.Figures.WinRate, p.Say.Pages.Answer, say.Answered, p.Say.Figures.InTime, say.Corrected)
	for i := range p.n.Months {
		m := &p.n.Months[i]
		name := p.month(m.From)
		if m.Week {
			name = say.WeekFrom.With(p.b.ShortDay(m.From))
		}
		p.line(name, count(m.In), count(m.Deals), count(m.Won), sum(m.WonValue), count(m.Lost), share(m.WinRate),
			p.length(m.Median, m.Answered), count(m.Answered), share(m.Attainment), count(m.Corrections))
	}
	if len(p.n.Months) == 0 {
		p.empty(report.Empty)
	}
}
