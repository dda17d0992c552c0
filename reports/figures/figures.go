// Package figures counts: what the report says of a business, each figure with its sample. docs/definitions.md defines
// every one; change both together.
//
// Everything here is computed from its arguments.
package figures

import (
	"math"
	"time"

	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
)

// Of returns the figures of a dataset with their sample sizes: of its two periods, and of its moment.
func Of(of *facts.Dataset) Numbers { return dataset{of}.figures() }

// Between are the figures of a period, and of the one that ends where it begins. What they say of now (who waits, what
// is overdue) is as of the moment of the facts.
func Between(of *facts.Dataset, before, from, to time.Time) Numbers {
	return Of(of.Over(before, from, to))
}

// dataset is what is counted.
type dataset struct{ *facts.Dataset }

// Numbers are the figures of the report, each with its sample. Periods are the last 30 days up to now and the 30 days
// before (docs/definitions.md, section 1). Duplicates are in none of the figures but Duplicates and Reasons.
type Numbers struct {
	// Leads received: docs/definitions.md, section 3. Sources: docs/definitions.md, section 8.
	Leads      int // in the workbook, without duplicates
	Duplicates int
	InDeleted  int // of those received in the last 30 days: whose rows have been deleted
	Deleted    int // whose rows have been deleted; they stay in the figures of their time, and are not among Leads
	DeletedNow int // of these: in the last 30 days

	In           Pair // leads received
	NoLead       Pair // received in the period, and no lead: spam and the like; in none of the other figures
	Sources      []Source
	Processed    Share // of the leads received in the last 30 days: those that the team has started on
	NotProcessed int   // the others of the last 30 days
	Untouched    int   // open leads of any age that the team has not started on

	Response, ResponseBefore Response // docs/definitions.md, section 4

	// Deals and conversion: docs/definitions.md, section 5. Refusals: docs/definitions.md, section 9.
	Deals            Pair // became a deal in the period, whenever they came in
	Unqualified      Pair // closed as unqualified in the period
	Reasons          []Reason
	Refused          int   // leads that ended without being won in the last 30 days: the sample of Reasons
	Conversion       Share // of the leads received in the last 30 days: came to a deal
	ConversionBefore Share

	Overdue Overdue // docs/definitions.md, section 10

	// Won, and value: docs/definitions.md, section 6.
	Won            Pair  // won in the period, whenever they came in
	WinRate        Share // won of won and lost, by the day of the end
	WinRateBefore  Share
	WonValue       Money // of the leads won in the last 30 days
	WonValueBefore Money
	Undated        int // ended leads with no known time of the end; they are in no period
	// Corrections changed, in the last 30 days, what was won before.
	Corrections []facts.Correction
	// UndatedDeals are open leads that were added as deals, nobody knows since when; no period counts that.
	UndatedDeals int

	Open Money // value of the open leads

	// Funnel and weeks: docs/definitions.md, section 7.
	Funnel    Funnel // of the leads received in the last FunnelDays
	FunnelAll Funnel // of all leads of the workbook
	Trend     []Week
	Cohorts   []Cohort
	Months    []Month

	// Next is how fast later messages were answered, of the turns that began in the period.
	Next, NextBefore Response
	Buckets          []Bucket // of the first responses
	NextBuckets      []Bucket // of the answers to later messages; Deals is of their leads
	Known            Known
	Delay            Delay

	Groups     []Group
	People     []Person
	FollowUps  FollowUps
	Hygiene    Hygiene
	Currencies []Sums
	Forecast   []Forecast
	Cycle      Cycle
	Says       []Sentence
}

// Pair is a count of the last 30 days beside that of the 30 days before.
type Pair struct {
	Now, Before int
	Known       bool // the workbook reaches back far enough for Before to mean something
}

// Share is a part of a sample.
type Share struct{ Part, Of int }

// MinSample is the smallest sample that is given a percentage (docs/definitions.md, section 1).
const MinSample = 5

// Ratio returns the share as a fraction of 1; false when the sample is too small for a percentage.
func (s Share) Ratio() (float64, bool) {
	if s.Of < MinSample {
		return 0, false
	}
	return float64(s.Part) / float64(s.Of), true
}

// Money is a sum of values with how many leads have one (docs/definitions.md, section 6).
type Money struct {
	Sum  float64
	With Share // leads with a value, of all that were looked at
}

func (b dataset) figures() Numbers {
	took := b.took()
	n := Numbers{
		Sources: b.sources(took), Trend: b.trend(), Overdue: b.overdue(),
	}
	b.speed(&n)
	n.Funnel, n.FunnelAll = b.funnels()
	start := b.Before().From
	known := func(first time.Time) bool { return !first.IsZero() && !first.After(start) }
	n.In.Known = known(b.FirstLead)
	n.NoLead.Known = n.In.Known
	n.Deals.Known = known(b.FirstEvent)
	n.Won.Known, n.Unqualified.Known = n.Deals.Known, n.Deals.Known
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			if c.Kind == policy.KindNoLead {
				n.NoLead.count(c.Received, b.Recent(), b.Before())
			} else {
				n.Duplicates++
			}
			continue
		}
		b.countCohorts(&n, c)
		b.countEvents(&n, c)
		if c.Memory != nil {
			n.Deleted++
			if b.Recent().Has(c.Memory.DeletedAt) {
				n.DeletedNow++
			}
			continue
		}
		n.Leads++
		if c.Open {
			n.Open.add(c.Holds())
			if !c.IsStarted() {
				n.Untouched++
			}
		}
	}
	n.Reasons, n.Refused = b.reasons()
	n.Corrections = b.corrections()
	b.more(&n, took)
	return n
}

// more adds what only the report and the tab Figures say.
func (b dataset) more(n *Numbers, took []time.Duration) {
	n.Cohorts, n.Months = b.cohorts(), b.months(took)
	n.Groups, n.People, n.FollowUps, n.Hygiene = b.groups(n.Reasons), b.people(), b.followUps(), b.hygiene()
	n.FollowUps.Ended = n.Response.Ended + n.Next.Ended
	n.Currencies, n.Forecast, n.Cycle = b.currencies(), b.forecast(), b.cycle()
	n.Says = b.sentences(n)
}

// countCohorts counts a lead in the figures of the period in which it came in.
func (b dataset) countCohorts(n *Numbers, c *facts.Lead) {
	deal := c.Track.Furthest >= facts.RankDeal
	switch {
	case b.Recent().Has(c.Received):
		n.In.Now++
		if c.Memory != nil {
			n.InDeleted++
		}
		if n.Processed.add(c.IsStarted()); !c.IsStarted() {
			n.NotProcessed++
		}
		n.Conversion.add(deal)
	case b.Before().Has(c.Received):
		n.In.Before++
		n.ConversionBefore.add(deal)
	}
}

// countEvents counts a lead in the figures of the periods in which something happened to it.
func (b dataset) countEvents(n *Numbers, c *facts.Lead) {
	recent, before := b.Recent(), b.Before()
	n.Deals.count(c.Track.DealAt, recent, before)
	for _, e := range c.Track.Ends {
		switch e.Kind {
		case policy.KindWon:
			n.Won.count(e.At, recent, before)
		case policy.KindUnqualified:
			n.Unqualified.count(e.At, recent, before)
		}
		rate, value := &n.WinRate, &n.WonValue
		switch {
		case recent.Has(e.At):
		case before.Has(e.At):
			rate, value = &n.WinRateBefore, &n.WonValueBefore
		default:
			continue
		}
		if rate.add(e.Kind == policy.KindWon); e.Kind == policy.KindWon {
			value.add(e.Held)
		}
	}
	switch end := c.Track.Present(); {
	case c.Kind == policy.KindDeal && c.Track.Past.DealBefore:
		n.UndatedDeals++
	case !c.Open && (end == nil || end.At.IsZero()):
		n.Undated++
	}
}

func (p *Pair) count(at time.Time, recent, before facts.Period) {
	switch {
	case recent.Has(at):
		p.Now++
	case before.Has(at):
		p.Before++
	}
}

func (m *Money) add(h facts.Held) {
	m.With.Of++
	if h.HasValue {
		m.With.Part++
		m.Sum = Sum(m.Sum, h.Value)
	}
}

// Sum adds amounts of money, without what binary fractions leave behind the cents.
func Sum(a, b float64) float64 { return math.Round((a+b)*1e4) / 1e4 }
