package reports

import (
	"math"
	"time"

	"leadsheet/rules/policy"
)

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
	ConversionOpen   Share // of the same leads: still open, so that the conversion may yet grow

	Overdue Overdue // docs/definitions.md, section 10

	// Won, and value: docs/definitions.md, section 6.
	Won            Pair  // won in the period, whenever they came in
	WinRate        Share // won of won and lost, by the day of the end
	WinRateBefore  Share
	WonValue       Money // of the leads won in the last 30 days
	WonValueBefore Money
	Undated        int // ended leads with no known time of the end; they are in no period
	// Corrections changed, in the last 30 days, what was won before.
	Corrections []Correction
	// UndatedDeals are open leads that were added as deals, nobody knows since when; no period counts that.
	UndatedDeals int

	Open Money // value of the open leads

	// Funnel and weeks: docs/definitions.md, section 7.
	Funnel Funnel
	Trend  []Week
}

// Pair is a count of the last 30 days beside that of the 30 days before.
type Pair struct {
	Now, Before int
	Known       bool // the workbook reaches back far enough for Before to mean something
}

// Share is a part of a sample.
type Share struct{ Part, Of int }

// minSample is the smallest sample that is given a percentage (docs/definitions.md, section 1).
const minSample = 5

// Ratio returns the share as a fraction of 1; false when the sample is too small for a percentage.
func (s Share) Ratio() (float64, bool) {
	if s.Of < minSample {
		return 0, false
	}
	return float64(s.Part) / float64(s.Of), true
}

// Money is a sum of values with how many leads have one (docs/definitions.md, section 6).
type Money struct {
	Sum  float64
	With Share // leads with a value, of all that were looked at
}

// period is a stretch of time, from inclusive, to exclusive.
type period struct{ from, to time.Time }

func (p period) has(t time.Time) bool { return !t.IsZero() && !t.Before(p.from) && t.Before(p.to) }

// days is the length of a period of the report (docs/definitions.md, section 1).
const days = 30

// recent is the last 30 days, up to and with now.
func (b *dataset) recent() period { return period{b.start, b.now.Add(time.Nanosecond)} }

// before is the 30 days before those.
func (b *dataset) before() period { return period{b.startBefore, b.start} }

func (b *dataset) figures() Numbers {
	n := Numbers{
		Sources: b.sources(), Funnel: b.funnel(), Trend: b.trend(), Overdue: b.overdue(),
		Response: b.response(b.recent()), ResponseBefore: b.response(b.before()),
	}
	start := b.before().from
	known := func(first time.Time) bool { return !first.IsZero() && !first.After(start) }
	n.In.Known = known(b.firstLead)
	n.Deals.Known = known(b.firstEvent)
	n.Won.Known, n.Unqualified.Known = n.Deals.Known, n.Deals.Known
	for i := range b.leads {
		c := &b.leads[i]
		if c.duplicate {
			if c.kind != policy.KindNoLead {
				n.Duplicates++
			}
			continue
		}
		b.countCohorts(&n, c)
		b.countEvents(&n, c)
		if c.memory != nil {
			n.Deleted++
			if b.recent().has(c.memory.deletedAt) {
				n.DeletedNow++
			}
			continue
		}
		n.Leads++
		if c.open {
			n.Open.add(c.holds())
			if !c.isStarted() {
				n.Untouched++
			}
		}
	}
	n.Reasons, n.Refused = b.reasons()
	n.Corrections = b.corrections()
	return n
}

// countCohorts counts a lead in the figures of the period in which it came in.
func (b *dataset) countCohorts(n *Numbers, c *leadFacts) {
	deal := 0
	if c.track.furthest >= rankDeal {
		deal = 1
	}
	switch {
	case b.recent().has(c.Received):
		n.In.Now++
		if c.memory != nil {
			n.InDeleted++
		}
		n.Processed.Of++
		if c.isStarted() {
			n.Processed.Part++
		} else {
			n.NotProcessed++
		}
		n.Conversion.Of++
		n.Conversion.Part += deal
		n.ConversionOpen.Of++
		if c.open {
			n.ConversionOpen.Part++
		}
	case b.before().has(c.Received):
		n.In.Before++
		n.ConversionBefore.Of++
		n.ConversionBefore.Part += deal
	}
}

// countEvents counts a lead in the figures of the periods in which something happened to it.
func (b *dataset) countEvents(n *Numbers, c *leadFacts) {
	recent, before := b.recent(), b.before()
	n.Deals.count(c.track.dealAt, recent, before)
	for _, e := range c.track.ends {
		switch e.kind {
		case policy.KindWon:
			n.Won.count(e.at, recent, before)
		case policy.KindUnqualified:
			n.Unqualified.count(e.at, recent, before)
		}
		rate, value := &n.WinRate, &n.WonValue
		switch {
		case recent.has(e.at):
		case before.has(e.at):
			rate, value = &n.WinRateBefore, &n.WonValueBefore
		default:
			continue
		}
		rate.Of++
		if e.kind == policy.KindWon {
			rate.Part++
			value.add(e.held)
		}
	}
	switch end := c.track.present(); {
	case c.kind == policy.KindDeal && c.track.past.dealBefore:
		n.UndatedDeals++
	case !c.open && (end == nil || end.at.IsZero()):
		n.Undated++
	}
}

func (p *Pair) count(at time.Time, recent, before period) {
	switch {
	case recent.has(at):
		p.Now++
	case before.has(at):
		p.Before++
	}
}

func (m *Money) add(h held) {
	m.With.Of++
	if h.hasValue {
		m.With.Part++
		m.Sum = sum(m.Sum, h.value)
	}
}

// sum adds amounts of money, without what binary fractions leave behind the cents.
func sum(a, b float64) float64 { return math.Round((a+b)*1e4) / 1e4 }

// isStarted reports whether the team has started on the lead in its present cycle: it was answered, or is or was in
// another status than new (docs/definitions.md, section 1).
func (c *leadFacts) isStarted() bool {
	if c.track.worked || c.kind != "" && c.kind != policy.KindNew {
		return true
	}
	return !c.FirstResponse.IsZero() && c.FirstResponse.After(c.track.reopened)
}
