package figures

import (
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
)

// Document is the report for programs: names, not words, and nothing rounded. All but Sources, Months, Weeks, Funnel
// and Forecast is of the last 30 days, or of now. What is not known is nil. The same figures give the same bytes:
// members stand in the order of their names.
type Document struct {
	AsOf     time.Time                `json:"as_of"` // in the zone of the business
	Figures  map[string]Figure        `json:"figures"`
	Sources  map[string]SourceFigures `json:"sources"`        // by the name of the source, of all leads
	Refusals map[string]int           `json:"refusals"`       // by Refusal reason
	Groups   map[ReasonGroup]int      `json:"refusal_groups"` // quality, price, speed, offer and other
	People   map[string]PersonFigures `json:"people"`         // by name; "" for leads without an owner
	// Months are the last 12, by year and month: 2026-11. Weeks are those of a workbook that is younger than 30 days, by
	// their Mondays: 2026-11-16.
	Months map[string]MonthFigures `json:"months"`
	Weeks  map[string]MonthFigures `json:"weeks"`
	Funnel FunnelFigures           `json:"funnel"` // of the leads received in the last 90 days
	// FirstBuckets and NextBuckets say how many answers took how long: first responses, and answers to later messages.
	FirstBuckets []BucketFigures         `json:"response_first_buckets"`
	NextBuckets  []BucketFigures         `json:"response_next_buckets"`
	Forecast     []ForecastFigures       `json:"forecast"`
	Currencies   map[string]MoneyFigures `json:"currencies"` // by ISO code; "" for the business's own where none is set
	Missing      map[string]int          `json:"missing"`    // open leads that lack a column, by its title
	Says         []SentenceFigures       `json:"says"`
	// Corrections are those of the last 30 days that changed a figure of an earlier day.
	Corrections []CorrectionFigures `json:"corrections"`
}

// Figure is a number with its sample and with the same number of the 30 days before. Times are working minutes,
// percentages 0 to 100.
type Figure struct {
	Value  *float64 `json:"value"`
	N      *int     `json:"n"` // the sample; nil for what has none
	Before *float64 `json:"before"`
}

// SourceFigures are what came of the leads of one source.
type SourceFigures struct {
	Leads          int      `json:"leads"`
	Qualified      int      `json:"qualified"`
	Deals          int      `json:"deals"`
	Won            int      `json:"won"`
	WonValue       float64  `json:"won_value"`           // of those that have a value
	Conversion     *float64 `json:"conversion"`          // percent of the leads that became deals
	ResponseMedian *float64 `json:"response_median_min"` // of the first responses, in working minutes
	CostPerLead    *float64 `json:"cost_per_lead"`       // of the last 30 days; nil without a cost or a lead
}

// CorrectionFigures is a Correction for programs.
type CorrectionFigures struct {
	Lead   string    `json:"lead"`
	At     time.Time `json:"at"`     // when it was corrected
	WonAt  time.Time `json:"won_at"` // when the lead had been won
	Column string    `json:"column"` // Status for a lead that is won no more, or Value
	From   any       `json:"from"`   // the value before; nil for none
	To     any       `json:"to"`     // the value, or the status
}

// FigureNames are the names in Document.Figures in the order in which people read them.
func FigureNames() []string {
	return []string{"leads_in", "processed", "not_processed", "no_lead", "waiting", "waiting_late",
		"response_first_median_min", "response_first_p90_min", "response_first_wall_min", "response_first_n",
		"response_first_attainment", "ended_unanswered", "response_next_median_min", "response_next_p90_min",
		"response_next_n", "response_next_attainment", "responses_seen", "responses_typed", "responses_by_status",
		"responses_inferred", "system_delay_median_min", "system_delay_p90_min",
		"won", "won_value", "win_rate", "open_value", "became_deals", "conversion", "closed_unqualified",
		"cycle_median_days", "cycle_p90_days", "velocity_per_day",
		"overdue_followups", "on_time_rate", "moved_followups", "coverage", "cadence_completion", "ended_without_contact",
		"deleted_by_hand", "completeness", "open_pairs", "stale", "unreadable", "without_next_step"}
}

// NewDocument returns the report for programs, as of the moment of the facts.
func NewDocument(of *facts.Dataset) Document {
	b := dataset{of}
	n := b.figures()
	d := Document{AsOf: b.Now, Figures: n.named(), Sources: map[string]SourceFigures{}, Refusals: map[string]int{},
		Groups: map[ReasonGroup]int{}, People: map[string]PersonFigures{}, Funnel: funnelFigures(&n.Funnel),
		FirstBuckets: bucketFigures(n.Buckets), NextBuckets: bucketFigures(n.NextBuckets),
		Currencies: map[string]MoneyFigures{}, Missing: map[string]int{}, Corrections: []CorrectionFigures{},
		Forecast: []ForecastFigures{}, Says: []SentenceFigures{}}
	for i := range n.Sources {
		s := &n.Sources[i]
		d.Sources[s.Name] = SourceFigures{Leads: s.Leads, Qualified: s.Qualified, Deals: s.Deals, Won: s.Won,
			WonValue: s.WonValue, Conversion: Share{s.Deals, s.Leads}.percent(),
			ResponseMedian: minutes(s.Median, s.Answered, 1), CostPerLead: s.CostOfLead()}
	}
	for _, r := range n.Reasons {
		d.Refusals[r.Name] = r.Count
	}
	for _, g := range n.Groups {
		d.Groups[g.Group] = g.Count
	}
	d.addPeople(n.People)
	d.Months, d.Weeks = map[string]MonthFigures{}, map[string]MonthFigures{}
	d.addMonths(n.Months)
	if len(d.Weeks) > 0 {
		d.addMonths(b.byMonth(b.took()))
	}
	d.addMore(&n)
	for _, x := range n.Corrections {
		f := CorrectionFigures{Lead: x.ID, At: x.At.In(b.Zone), WonAt: x.WonAt.In(b.Zone), Column: lead.ColValue,
			From: anyOf(x.From), To: anyOf(x.To)}
		if x.Status != "" {
			f.Column, f.From, f.To = lead.ColStatus, nil, x.Status
		}
		d.Corrections = append(d.Corrections, f)
	}
	return d
}

// named are the figures by their names.
func (n *Numbers) named() map[string]Figure {
	in := n.In.figure()
	in.N = nil
	named := map[string]Figure{
		"leads_in":           in,
		"processed":          number(n.Processed.Part, n.Processed.Of),
		"not_processed":      number(n.NotProcessed, n.Processed.Of),
		"no_lead":            n.NoLead.figure().of(n.In.Now + n.NoLead.Now),
		"won":                n.Won.figure(),
		"won_value":          n.WonValue.figure(),
		"win_rate":           n.WinRate.figure().with(n.WinRateBefore),
		"open_value":         n.Open.figure(),
		"became_deals":       n.Deals.figure(),
		"conversion":         n.Conversion.figure().with(n.ConversionBefore),
		"closed_unqualified": n.Unqualified.figure(),
		"overdue_followups":  number(len(n.Overdue.Items), n.Overdue.Planned),
		"deleted_by_hand":    {Value: floating(n.DeletedNow)},
	}
	if n.Won.Known {
		named["won_value"] = n.WonValue.figure().before(&n.WonValueBefore.Sum)
	}
	n.nameResponses(named)
	n.nameRest(named)
	return named
}

// nameResponses adds how fast customers were answered.
func (n *Numbers) nameResponses(named map[string]Figure) {
	r, was := &n.Response, &n.ResponseBefore
	named["waiting"] = number(r.Waiting, r.clocks())
	named["waiting_late"] = number(r.WaitingLate, r.clocks())
	named["response_first_median_min"] = r.figure(was, func(r *Response) time.Duration { return r.Median }, 1)
	named["response_first_p90_min"] = r.figure(was, func(r *Response) time.Duration { return r.P90 }, MinSample)
	named["response_first_wall_min"] = r.figure(was, func(r *Response) time.Duration { return r.Wall }, 1)
	named["response_first_n"] = number(r.Answered, r.clocks())
	named["response_first_attainment"] = r.Attainment().figure().with(was.Attainment())
	named["ended_unanswered"] = Figure{Value: floating(r.Ended)}
	next, was := &n.Next, &n.NextBefore
	named["response_next_median_min"] = next.figure(was, func(r *Response) time.Duration { return r.Median }, 1)
	named["response_next_p90_min"] = next.figure(was, func(r *Response) time.Duration { return r.P90 }, MinSample)
	named["response_next_n"] = number(next.Answered, next.clocks())
	named["response_next_attainment"] = next.Attainment().figure().with(was.Attainment())
	named["responses_seen"] = number(n.Known.Seen, r.Answered)
	named["responses_typed"] = number(n.Known.Typed, r.Answered)
	named["responses_by_status"] = number(n.Known.ByStatus, r.Answered)
	named["responses_inferred"] = number(n.Known.Inferred, r.Answered)
	named["system_delay_median_min"] = Figure{Value: minutes(n.Delay.Median, n.Delay.N, 1), N: &n.Delay.N}
	named["system_delay_p90_min"] = Figure{Value: minutes(n.Delay.P90, n.Delay.N, MinSample), N: &n.Delay.N}
}

// nameRest adds how follow-ups were kept, how long a sale takes, and how far the rows can be trusted.
func (n *Numbers) nameRest(named map[string]Figure) {
	f, h, c := &n.FollowUps, &n.Hygiene, &n.Cycle
	named["on_time_rate"] = f.OnTime.figure().with(f.OnTimeBefore)
	named["moved_followups"] = number(f.Moved, f.OnTime.Of)
	named["coverage"] = f.Covered.figure()
	named["cadence_completion"] = f.Cadence.figure()
	named["ended_without_contact"] = Figure{Value: floating(f.Ended)}
	named["completeness"] = h.Complete.figure()
	named["open_pairs"] = Figure{Value: floating(h.Pairs)}
	named["stale"] = number(h.Stale, h.Complete.Of)
	named["unreadable"] = Figure{Value: floating(h.Bad)}
	named["without_next_step"] = number(h.NoStep, h.Complete.Of)
	named["cycle_median_days"] = Figure{Value: known(c.Median, c.N >= 1), N: &c.N}
	named["cycle_p90_days"] = Figure{Value: known(c.P90, c.N >= MinSample), N: &c.N}
	named["velocity_per_day"] = Figure{Value: c.Velocity, N: &c.N}
}

func floating(n int) *float64 { f := float64(n); return &f }

// number is a count of a sample.
func number(n, of int) Figure { return Figure{Value: floating(n), N: &of} }

func (f Figure) of(n int) Figure {
	f.N = &n
	return f
}

func (f Figure) before(value *float64) Figure {
	f.Before = value
	return f
}

// with adds the share of the period before.
func (f Figure) with(s Share) Figure { return f.before(s.figure().Value) }

func (p Pair) figure() Figure {
	f := Figure{Value: floating(p.Now)}
	if p.Known {
		f.Before = floating(p.Before)
	}
	return f
}

func (s Share) figure() Figure { return Figure{Value: s.percent(), N: &s.Of} }

// percent is the share in percent; nil for a sample that is too small.
func (s Share) percent() *float64 {
	ratio, ok := s.Ratio()
	return known(ratio*100, ok)
}

// figure is the sum; its sample are those that have a value.
func (m Money) figure() Figure { return Figure{Value: &m.Sum, N: &m.With.Part} }

// clocks are the leads that have a clock.
func (r *Response) clocks() int { return r.Answered + r.Waiting + r.WaitingLate }

// figure is a time of the answered leads beside that of the period before.
func (r *Response) figure(before *Response, of func(*Response) time.Duration, least int) Figure {
	return Figure{minutes(of(r), r.Answered, least), &r.Answered, minutes(of(before), before.Answered, least)}
}

// minutes is a time of a sample; nil when there are fewer than least.
func minutes(t time.Duration, of, least int) *float64 { return known(t.Minutes(), of >= least) }

// known is a number where it is known, else nil.
func known(f float64, is bool) *float64 {
	if !is {
		return nil
	}
	return &f
}

// anyOf is a value for programs: nil where there is none.
func anyOf(a facts.Amount) any {
	if !a.Known {
		return nil
	}
	return a.Value
}
