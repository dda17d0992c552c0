package detail

import (
	"strconv"
	"strings"
	"time"

	"leadsheet/reports/figures"
)

// month writes a month with its year.
func (p *page) month(t time.Time) string {
	months := strings.Fields(p.Say.Dates.Months)
	return p.Say.Dates.MonthOfYear.With(months[t.Month()-1], strconv.Itoa(t.Year()))
}

// people are what each person did, by who had a lead when something happened to it.
func (p *page) people() {
	say, pages := &p.Say.Detail, &p.Say.Pages
	p.begin(say.People, say.PeopleAbout, pages.Person, pages.Received, say.TakenOver, say.PassedOn, pages.Answer,
		say.Answered, pages.InTime, pages.OnTime, pages.Overdue, say.OpenNow, p.Say.Report.Won, p.Say.Figures.WinRate,
		p.InCurrency(p.Say.Report.WonValue), say.DaysHeld)
	for i := range p.n.People {
		x := &p.n.People[i]
		name := x.Name
		if name == "" {
			name = p.Say.Today.NoOwner
		}
		p.line(name, count(x.Received), count(x.TakenOver), count(x.PassedOn),
			p.length(x.Response.Median, x.Response.Answered), count(x.Response.Answered), share(x.Response.Attainment()),
			share(x.OnTime), count(x.Overdue), count(x.Open), count(x.Won), share(x.WinRate), sum(x.WonValue),
			days(x.Held, x.HeldLeads))
	}
	if len(p.n.People) == 0 {
		p.empty(pages.NoPeople)
	}
}

// ratio puts a share with its sample.
func (p *page) ratio(name string, s figures.Share) {
	p.line(name, share(s), text(p.Say.Report.N.With(strconv.Itoa(s.Of))))
}

// followUps are how follow-ups were kept, and what would flatter that.
func (p *page) followUps() {
	say, f := &p.Say.Detail, &p.n.FollowUps
	p.begin(say.FollowUps, "", "", say.Figure, say.Sample)
	p.ratio(p.Say.Pages.FollowedInTime, f.OnTime)
	p.line(say.MovedLate, count(f.Moved))
	p.line(say.ByPlan, count(f.ByPlan))
	p.line(say.Postponed, count(f.Postponed))
	p.ratio(p.Say.Pages.Planned, f.Covered)
	p.ratio(say.EveryStep, f.Cadence)
	p.line(say.TurnsEnded, count(f.Ended))
}

// response is how fast the leads of the period were answered, and how that is known.
func (p *page) response() {
	say, fig := &p.Say.Detail, &p.Say.Figures
	p.begin(say.Response, fig.WorkingTime, "", p.Say.Pages.FirstAnswers, say.Before, p.Say.Pages.LaterAnswers, say.Before)
	all := [...]*figures.Response{&p.n.Response, &p.n.ResponseBefore, &p.n.Next, &p.n.NextBefore}
	row := func(name string, of func(*figures.Response) cell) {
		cells := make([]cell, len(all))
		for i, r := range all {
			cells[i] = of(r)
		}
		p.line(name, cells...)
	}
	row(say.Answered, func(r *figures.Response) cell { return count(r.Answered) })
	row(fig.InTime, func(r *figures.Response) cell { return share(r.Attainment()) })
	row(fig.TooLate, func(r *figures.Response) cell { return count(r.Missed) })
	row(fig.Waiting+", "+fig.NotYetDue, func(r *figures.Response) cell { return count(r.Waiting) })
	row(fig.WaitingLate, func(r *figures.Response) cell { return count(r.WaitingLate) })
	row(p.Say.Pages.HalfWithin, func(r *figures.Response) cell { return p.length(r.Median, r.Answered) })
	row(say.HalfWall, func(r *figures.Response) cell { return p.length(r.Wall, r.Answered) })
	row(fig.NineOfTen, func(r *figures.Response) cell {
		if r.Answered < figures.MinSample {
			return none()
		}
		return p.length(r.P90, r.Answered)
	})
	row(fig.Average, func(r *figures.Response) cell { return p.length(r.Average, r.Answered) })
	row(fig.EndedUnanswered+", "+fig.NotCounted, func(r *figures.Response) cell { return count(r.Ended) })
	row(fig.WithoutClock+", "+fig.NotCounted, func(r *figures.Response) cell { return count(r.Backfilled) })
	row(say.Clamped, func(r *figures.Response) cell { return count(r.Clamped) })

	k, d := p.n.Known, p.n.Delay
	p.row++
	p.begin(say.HowKnown, "", "", say.Answers, say.PartOfAll)
	for _, x := range []struct {
		name string
		n    int
	}{
		{say.KnownSeen, k.Seen}, {say.KnownTyped, k.Typed},
		{say.KnownByStatus, k.ByStatus}, {say.KnownInferred, k.Inferred},
	} {
		p.line(x.name, count(x.n), share(figures.Share{Part: x.n, Of: p.n.Response.Answered}))
	}
	p.line(say.DelayMedian, p.length(d.Median, d.N), text(p.Say.Report.N.With(strconv.Itoa(d.N))))
	p.line(say.DelayMost, p.length(d.P90, d.N))
}

// buckets are how many answers took how long, and what became of the leads.
func (p *page) buckets() {
	say, pages := &p.Say.Detail, &p.Say.Pages
	p.begin(say.Buckets, "", pages.Within, pages.FirstAnswers, say.PartOfAll, pages.BecameDeals, pages.LaterAnswers,
		say.PartOfAll, pages.BecameDeals)
	names := [...]string{pages.To15Minutes, pages.To30Minutes, pages.To4Hours, pages.To24Hours, pages.Longer}
	at := func(all []figures.Bucket, i int) figures.Bucket {
		if i < len(all) {
			return all[i]
		}
		return figures.Bucket{}
	}
	for i, name := range names {
		x, y := at(p.n.Buckets, i), at(p.n.NextBuckets, i)
		p.line(name, count(x.Leads), share(figures.Share{Part: x.Leads, Of: p.n.Response.Answered}), share(x.Deals),
			count(y.Leads), share(figures.Share{Part: y.Leads, Of: p.n.Next.Answered}), share(y.Deals))
	}
}
