package detail

import (
	"strconv"

	"leadsheet/lead"
	"leadsheet/reports/figures"
	"leadsheet/sheets"
)

// money are the values of open and won leads, each currency for itself, and how long leads take to be won.
func (p *page) money() {
	say := &p.Say.Detail
	p.begin(say.Money, say.MoneyAbout, say.Currency, say.OpenValue, say.WithValue, p.Say.Figures.ValueWon, say.WithValue)
	for i := range p.n.Currencies {
		x := &p.n.Currencies[i]
		name := x.Currency
		if name == "" {
			name = say.OwnCurrency
		}
		p.line(name, sum(x.Open), count(x.Open.With.Part), sum(x.Won), count(x.Won.With.Part))
	}
	if len(p.n.Currencies) == 0 {
		p.empty(p.Say.Figures.NoValue)
	}
	c := &p.n.Cycle
	p.row++
	p.begin(say.Cycle, say.CycleAbout, "", say.Figure, say.Sample)
	n := func(of int) cell { return text(p.Say.Report.N.With(strconv.Itoa(of))) }
	p.line(say.ToWin, days(c.Median, c.N), n(c.N))
	p.line(say.ToWinMost, mostDays(c.P90, c.N))
	p.line(say.DealToWin, days(c.DealMedian, c.DealN), n(c.DealN))
	p.line(say.ToLoss, days(c.LostMedian, c.LostN), n(c.LostN))
	velocity := none()
	if c.Velocity != nil {
		velocity = cell{lead.NumberValue(*c.Velocity), sheets.TableMoney}
	}
	p.line(p.InCurrency(say.Velocity), velocity)
}

// mostDays is within what time nine of ten were, from a sample that carries it.
func mostDays(d float64, sample int) cell {
	if sample < figures.MinSample {
		return none()
	}
	return days(d, sample)
}

// forecast is what open leads are worth, by the month in which they are expected to close.
func (p *page) forecast() {
	say := &p.Say.Detail
	p.begin(say.Forecast, say.ForecastAbout, say.Month, say.Leads, p.InCurrency(say.OpenValue), p.InCurrency(say.Weighted))
	for i := range p.n.Forecast {
		f := &p.n.Forecast[i]
		name := say.NoMonth
		if !f.Month.IsZero() {
			name = p.month(f.Month)
		}
		weighted := none()
		if f.Weighted != nil {
			weighted = cell{lead.NumberValue(*f.Weighted), sheets.TableMoney}
		}
		p.line(name, count(f.Open.With.Of), sum(f.Open), weighted)
	}
	if len(p.n.Forecast) == 0 {
		p.empty(p.Say.Cards.NoOpenValue)
	}
}

// refusals are why leads ended without being won.
func (p *page) refusals() {
	say := &p.Say.Detail
	p.begin(p.Say.Detail.Refusals, "", p.Say.Figures.Reason, say.Leads, say.PartOfAll)
	for _, r := range p.n.Reasons {
		p.line(r.Name, count(r.Count), share(figures.Share{Part: r.Count, Of: p.n.Refused}))
	}
	if len(p.n.Reasons) == 0 {
		p.empty(p.Say.Figures.NoneRefused)
	}
}

// hygiene is how far the rows can be trusted.
func (p *page) hygiene() {
	say, h := &p.Say.Detail, &p.n.Hygiene
	p.begin(say.Hygiene, say.HygieneAbout, "", say.Figure, say.Sample)
	p.ratio(say.Complete, h.Complete)
	for _, m := range h.Missing {
		p.line(say.Without.With(p.b.LeadsTitle(m.Name)), count(m.Count))
	}
	p.line(say.Pairs, count(h.Pairs))
	p.line(say.Stale, count(h.Stale))
	p.line(say.Bad, count(h.Bad))
	p.line(say.NoStep, count(h.NoStep))
	p.line(p.Say.Pages.DeletedByHand, count(p.n.DeletedNow))
	p.line(p.Say.Figures.NoLead, count(p.n.NoLead.Now))
	p.line(say.Corrections, count(len(p.n.Corrections)))
	a := &h.History
	p.line(say.History, count(a.Leads))
	p.line(say.HistoryAge, days(a.Days, a.Known), text(p.Say.Report.N.With(strconv.Itoa(a.Known))))
	p.line(say.HistorySilent, days(a.Silent, a.Heard), text(p.Say.Report.N.With(strconv.Itoa(a.Heard))))
}
