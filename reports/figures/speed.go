package figures

import (
	"slices"
	"time"

	"leadsheet/reports/facts"
)

// Bucket is how many of a period's answers took so long, and what came of their leads
// (docs/definitions.md, section 4).
type Bucket struct {
	// UpTo is the longest working time of the bucket, inclusive: 15 and 30 minutes, 4 and 24 hours; 0 for the last one,
	// which is open above.
	UpTo  time.Duration
	Leads int   // of answers to later messages: answers
	Deals Share // of these leads, each once: came to a deal or were won
}

// Known says how it is known when the leads of a period were answered first. Their sum is Response.Answered.
type Known struct {
	Seen     int // a mail of the team that leadsheet has seen
	Typed    int // a time that a person typed, a call in Do, or a time of which Activity does not say whence it is
	ByStatus int // nothing but a change of status tells of it
	Inferred int // a mail that the customer's reply quotes
}

// Delay is how long leadsheet took from the arrival of the leads of a period to their row, by the clock on the wall: of
// leads that have a due time.
type Delay struct {
	Median, P90 time.Duration
	N           int
}

// bounds are the upper ends of the buckets but the last one.
func bounds() []time.Duration {
	return []time.Duration{15 * time.Minute, 30 * time.Minute, 4 * time.Hour, 24 * time.Hour}
}

func newBuckets() []Bucket {
	var out []Bucket
	for _, upTo := range append(bounds(), 0) {
		out = append(out, Bucket{UpTo: upTo})
	}
	return out
}

// bucketOf is the place of a working time among the buckets.
func bucketOf(all []Bucket, work time.Duration) int {
	return slices.IndexFunc(all, func(b Bucket) bool { return work <= b.UpTo || b.UpTo == 0 })
}

// speed counts how fast customers were answered: first, and later.
func (b dataset) speed(n *Numbers) {
	recent, before := b.Recent(), b.Before()
	var first, firstBefore, next, nextBefore tally
	var delays []time.Duration
	n.Buckets, n.NextBuckets = newBuckets(), newBuckets()
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		switch start := c.Cycle(); {
		case recent.Has(start):
			w := b.First(c)
			if work, ok := first.add(b, &w); ok {
				x := &n.Buckets[bucketOf(n.Buckets, work)]
				x.Leads++
				x.count(c)
				n.Known.count(w.How)
			}
			if took, ok := c.Delay(); ok && w.State != facts.NoClock {
				delays = append(delays, took)
			}
		case before.Has(start):
			w := b.First(c)
			firstBefore.add(b, &w)
		}
		var counted [8]bool // of the buckets: a lead counts once in each
		for k := range c.Later {
			switch w := &c.Later[k]; {
			case recent.Has(w.Since):
				if work, ok := next.add(b, w); ok {
					at := bucketOf(n.NextBuckets, work)
					n.NextBuckets[at].Leads++
					if !counted[at] {
						counted[at] = true
						n.NextBuckets[at].count(c)
					}
				}
			case before.Has(w.Since):
				nextBefore.add(b, w)
			}
		}
	}
	n.Response, n.ResponseBefore = first.response(), firstBefore.response()
	n.Next, n.NextBefore = next.response(), nextBefore.response()
	n.Delay = Delay{Median: median(delays), N: len(delays)}
	n.Delay.P90 = nineOfTen(delays) // the median has sorted them
}

// count counts what came of a lead.
func (x *Bucket) count(c *facts.Lead) {
	x.Deals.Of++
	if c.Track.Furthest >= facts.RankDeal {
		x.Deals.Part++
	}
}

func (k *Known) count(how facts.How) {
	switch how {
	case facts.Seen:
		k.Seen++
	case facts.ByStatus:
		k.ByStatus++
	case facts.Inferred:
		k.Inferred++
	default:
		k.Typed++
	}
}
