package figures

import "time"

// PersonFigures are what one person did in the last 30 days, by ownership intervals: a lead is received by its first
// owner, answered by who answered, missed by who owned it when it fell due, and ended by who owned it then.
type PersonFigures struct {
	InTeam         bool     `json:"in_team"`
	Received       int      `json:"received"`
	TakenOver      int      `json:"taken_over"`
	PassedOn       int      `json:"passed_on"`
	ResponseMedian *float64 `json:"response_first_median_min"`
	ResponseP90    *float64 `json:"response_first_p90_min"`
	ResponseN      int      `json:"response_first_n"`
	Attainment     *float64 `json:"response_first_attainment"`
	AttainmentN    int      `json:"response_first_attainment_n"`
	Met            int      `json:"met"`
	Missed         int      `json:"missed"`
	WaitingLate    int      `json:"waiting_late"`
	OnTime         *float64 `json:"on_time_rate"`
	OnTimeN        int      `json:"on_time_n"`
	Overdue        int      `json:"overdue_followups"` // now
	Open           int      `json:"open"`              // leads, now
	Won            int      `json:"won"`
	WinRate        *float64 `json:"win_rate"`
	WinRateN       int      `json:"win_rate_n"`
	WonValue       float64  `json:"won_value"`
	HeldDays       *float64 `json:"held_days"` // days for which it had a lead, of held_leads
	HeldLeads      int      `json:"held_leads"`
}

func (d *Document) addPeople(people []Person) {
	for i := range people {
		p := &people[i]
		r := &p.Response
		attainment := r.Attainment()
		d.People[p.Name] = PersonFigures{InTeam: p.InTeam, Received: p.Received, TakenOver: p.TakenOver,
			PassedOn: p.PassedOn, ResponseMedian: minutes(r.Median, r.Answered, 1),
			ResponseP90: minutes(r.P90, r.Answered, MinSample), ResponseN: r.Answered, Attainment: attainment.percent(),
			AttainmentN: attainment.Of, Met: r.Met, Missed: r.Missed, WaitingLate: r.WaitingLate,
			OnTime: p.OnTime.percent(), OnTimeN: p.OnTime.Of, Overdue: p.Overdue, Open: p.Open, Won: p.Won,
			WinRate: p.WinRate.percent(), WinRateN: p.WinRate.Of, WonValue: p.WonValue.Sum,
			HeldDays: known(p.Held, p.HeldLeads > 0), HeldLeads: p.HeldLeads}
	}
}

// MonthFigures are what happened in a month of the calendar or in a week, by the day on which it happened; the present
// one is not over.
type MonthFigures struct {
	LeadsIn        int      `json:"leads_in"`
	Deals          int      `json:"became_deals"`
	Won            int      `json:"won"`
	WonValue       float64  `json:"won_value"`
	Lost           int      `json:"lost"`
	WinRate        *float64 `json:"win_rate"`
	ResponseMedian *float64 `json:"response_first_median_min"`
	ResponseN      int      `json:"response_first_n"`
	Attainment     *float64 `json:"response_first_attainment"`
	AttainmentN    int      `json:"response_first_attainment_n"`
	Corrections    int      `json:"corrections"` // made after it was over
}

func (d *Document) addMonths(months []Month) {
	for i := range months {
		m := &months[i]
		f := MonthFigures{LeadsIn: m.In, Deals: m.Deals, Won: m.Won, WonValue: m.WonValue.Sum, Lost: m.Lost,
			WinRate: m.WinRate.percent(), ResponseMedian: minutes(m.Median, m.Answered, 1), ResponseN: m.Answered,
			Attainment: m.Attainment.percent(), AttainmentN: m.Attainment.Of, Corrections: m.Corrections}
		if m.Week {
			d.Weeks[m.From.Format(time.DateOnly)] = f
		} else {
			d.Months[m.From.Format("2006-01")] = f
		}
	}
}

// FunnelFigures say how far leads have come, each counted at the furthest stage that it has reached.
type FunnelFigures struct {
	Mature bool           `json:"mature"` // at most a fifth of the leads is open
	Open   int            `json:"open"`
	Stages []StageFigures `json:"stages"`
}

// StageFigures are one stage: all, contacted, qualifying, deal, won.
type StageFigures struct {
	Stage      string   `json:"stage"`
	Reached    int      `json:"reached"`
	MovedOn    int      `json:"moved_on"`
	Lost       int      `json:"lost"`
	Open       int      `json:"open"`       // still there
	Next       *float64 `json:"next_step"`  // percent of those who reached it: came to the next stage
	Cumulative *float64 `json:"cumulative"` // percent of all
}

func funnelFigures(f *Funnel) FunnelFigures {
	out := FunnelFigures{Mature: f.Mature(), Open: f.Open.Part, Stages: []StageFigures{}}
	for i, name := range [...]string{"all", "contacted", "qualifying", "deal", "won"} {
		if i >= len(f.Stages) {
			break
		}
		s := &f.Stages[i]
		out.Stages = append(out.Stages, StageFigures{Stage: name, Reached: s.Reached, MovedOn: s.Moved, Lost: s.Lost,
			Open: s.Open, Next: f.Next(i).percent(), Cumulative: f.Cumulative(i).percent()})
	}
	return out
}

// BucketFigures are the answers that took as long, in working time.
type BucketFigures struct {
	UpTo       *float64 `json:"up_to_min"` // nil for the last bucket: longer than any other
	Answers    int      `json:"answers"`
	Conversion *float64 `json:"conversion"` // percent of their leads: became deals
	N          int      `json:"n"`          // these leads
}

func bucketFigures(buckets []Bucket) []BucketFigures {
	out := []BucketFigures{}
	for _, x := range buckets {
		out = append(out, BucketFigures{UpTo: known(x.UpTo.Minutes(), x.UpTo > 0), Answers: x.Leads,
			Conversion: x.Deals.percent(), N: x.Deals.Of})
	}
	return out
}

// ForecastFigures are what the open leads are worth that are expected to close in a month.
type ForecastFigures struct {
	Month     *string  `json:"month"` // 2026-11; nil for leads without a day
	OpenValue float64  `json:"open_value"`
	Leads     int      `json:"leads"`
	Weighted  *float64 `json:"weighted_value"` // times the share of ended leads of the same stage that were won
}

// MoneyFigures are sums in one currency; n are the leads that have a value.
type MoneyFigures struct {
	OpenValue float64 `json:"open_value"`
	OpenN     int     `json:"open_n"`
	WonValue  float64 `json:"won_value"`
	WonN      int     `json:"won_n"`
}

// SentenceFigures are one sentence of what the figures say.
type SentenceFigures struct {
	Text    string   `json:"text"`
	N       int      `json:"n"`
	Figures []string `json:"figures"`
}

// addMore adds money by month and currency, what leads lack, and what the figures say.
func (d *Document) addMore(n *Numbers) {
	for i := range n.Forecast {
		x := &n.Forecast[i]
		f := ForecastFigures{OpenValue: x.Open.Sum, Leads: x.Open.With.Of, Weighted: x.Weighted}
		if !x.Month.IsZero() {
			month := x.Month.Format("2006-01")
			f.Month = &month
		}
		d.Forecast = append(d.Forecast, f)
	}
	for _, s := range n.Currencies {
		d.Currencies[s.Currency] = MoneyFigures{OpenValue: s.Open.Sum, OpenN: s.Open.With.Part, WonValue: s.Won.Sum,
			WonN: s.Won.With.Part}
	}
	for _, r := range n.Hygiene.Missing {
		d.Missing[r.Name] = r.Count
	}
	for _, s := range n.Says {
		d.Says = append(d.Says, SentenceFigures{Text: s.Text, N: s.N, Figures: append([]string{}, s.Figures...)})
	}
}
