package figures

import (
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
)

// Document is the report for programs: names, not words, and nothing rounded. Figures and Refusals are of the last 30
// days, Sources of all leads. What is not known, or is not computed yet, is nil.
type Document struct {
	AsOf     time.Time                `json:"as_of"` // in the zone of the business
	Figures  map[string]Figure        `json:"figures"`
	Sources  map[string]SourceFigures `json:"sources"`  // by the name of the source
	Refusals map[string]int           `json:"refusals"` // by Refusal reason
	People   any                      `json:"people"`   // not computed yet
	Months   any                      `json:"months"`   // not computed yet
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
	Qualified      *int     `json:"qualified"` // not computed yet
	Deals          int      `json:"deals"`
	Won            int      `json:"won"`
	WonValue       float64  `json:"won_value"`           // of those that have a value
	Conversion     *float64 `json:"conversion"`          // percent of the leads that became deals
	ResponseMedian *float64 `json:"response_median_min"` // not computed yet
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
	return []string{"leads_in", "processed", "not_processed", "waiting", "waiting_late",
		"response_first_median_min", "response_first_p90_min", "response_first_wall_min", "response_first_n",
		"response_first_attainment",
		"ended_unanswered", "response_next_median_min", "response_next_attainment",
		"won", "won_value", "win_rate", "open_value", "became_deals", "conversion", "closed_unqualified", "no_lead",
		"overdue_followups", "on_time_rate", "coverage", "deleted_by_hand", "completeness"}
}

// NewDocument returns the report for programs, as of the moment of the facts.
func NewDocument(b *facts.Dataset) Document {
	n := Of(b)
	d := Document{AsOf: b.Now, Figures: n.named(), Sources: map[string]SourceFigures{}, Refusals: map[string]int{},
		Corrections: []CorrectionFigures{}}
	for i := range n.Sources {
		s := &n.Sources[i]
		d.Sources[s.Name] = SourceFigures{Leads: s.Leads, Deals: s.Deals, Won: s.Won, WonValue: s.WonValue,
			Conversion: Share{s.Deals, s.Leads}.figure().Value, CostPerLead: s.CostOfLead()}
	}
	for _, r := range n.Reasons {
		d.Refusals[r.Name] = r.Count
	}
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
	r, was := n.Response, n.ResponseBefore
	first := func(value, before time.Duration, least int) Figure {
		return Figure{r.minutes(value, least), &r.Answered, was.minutes(before, least)}
	}
	in := n.In.figure()
	in.N = nil
	named := map[string]Figure{
		"leads_in":                  in,
		"processed":                 number(n.Processed.Part, n.Processed.Of),
		"not_processed":             number(n.NotProcessed, n.Processed.Of),
		"waiting":                   number(r.Waiting, r.clocks()),
		"waiting_late":              number(r.WaitingLate, r.clocks()),
		"response_first_median_min": first(r.Median, was.Median, 1),
		"response_first_p90_min":    first(r.P90, was.P90, MinSample),
		"response_first_wall_min":   first(r.Wall, was.Wall, 1),
		"response_first_n":          number(r.Answered, r.clocks()),
		"ended_unanswered":          {Value: floating(r.Ended)},
		"response_first_attainment": r.Attainment().figure().with(was.Attainment()),
		"won":                       n.Won.figure(),
		"won_value":                 n.WonValue.figure(),
		"win_rate":                  n.WinRate.figure().with(n.WinRateBefore),
		"open_value":                n.Open.figure(),
		"became_deals":              n.Deals.figure(),
		"conversion":                n.Conversion.figure().with(n.ConversionBefore),
		"closed_unqualified":        n.Unqualified.figure(),
		"no_lead":                   n.NoLead.figure().of(n.In.Now + n.NoLead.Now),
		"overdue_followups":         number(len(n.Overdue.Items), n.Overdue.Planned),
		"deleted_by_hand":           {Value: floating(n.DeletedNow)},
	}
	if n.Won.Known {
		named["won_value"] = n.WonValue.figure().before(&n.WonValueBefore.Sum)
	}
	for _, name := range FigureNames() {
		if _, computed := named[name]; !computed {
			named[name] = Figure{}
		}
	}
	return named
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

func (s Share) figure() Figure {
	f := Figure{N: &s.Of}
	if ratio, ok := s.Ratio(); ok {
		ratio *= 100
		f.Value = &ratio
	}
	return f
}

// figure is the sum; its sample are those that have a value.
func (m Money) figure() Figure { return Figure{Value: &m.Sum, N: &m.With.Part} }

// clocks are the leads that have a clock.
func (r *Response) clocks() int { return r.Answered + r.Waiting + r.WaitingLate }

// minutes is a time of the answered leads; nil when there are fewer than least.
func (r *Response) minutes(t time.Duration, least int) *float64 {
	if r.Answered < least {
		return nil
	}
	m := t.Minutes()
	return &m
}

// anyOf is a value for programs: nil where there is none.
func anyOf(a facts.Amount) any {
	if !a.Known {
		return nil
	}
	return a.Value
}
