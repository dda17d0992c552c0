package figures

import (
	"math"
	"slices"
	"time"

	"leadsheet/rules/policy"
)

// Cycle is how long leads take from their arrival to the win, of those won in a period. Days have one decimal.
type Cycle struct {
	Median, P90      float64 // days; P90 counts from MinSample on
	N                int
	DealMedian       float64 // from becoming a deal to the win, days
	DealN            int
	LostMedian       float64 // from the arrival to a loss, days
	LostN            int
	Velocity         *float64 // value won a day: open deals x win rate x median value / median cycle; nil under RankSample
	MedianValue      float64
	MedianValueKnown int
}

// cycle counts by the day of the win or loss. Of a lead that an earlier version reopened it is the cycle that ended.
func (b dataset) cycle() Cycle {
	var won, deals, lost, values []float64
	deal := 0
	var rate Share
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		if c.Open && c.Kind == policy.KindDeal && c.Memory == nil {
			deal++
		}
		for k := range c.Track.Ends {
			e := &c.Track.Ends[k]
			if !b.Recent().Has(e.At) {
				continue
			}
			rate.add(e.Kind == policy.KindWon)
			began := c.Received
			if !e.Began.IsZero() {
				began = e.Began
			}
			if e.Kind != policy.KindWon {
				lost = appendDays(lost, began, e.At)
				continue
			}
			won = appendDays(won, began, e.At)
			if at := c.Track.DealAt; at.Before(e.At) && !at.Before(e.Began) { // not won without a deal
				deals = appendDays(deals, at, e.At)
			}
			if e.Held.HasValue {
				values = append(values, e.Held.Value)
			}
		}
	}
	x := Cycle{N: len(won), DealN: len(deals), LostN: len(lost), MedianValueKnown: len(values)}
	median := middle(won)
	x.Median, x.P90 = tenths(median), tenths(nineOfTen(won))
	x.DealMedian, x.LostMedian, x.MedianValue = tenths(middle(deals)), tenths(middle(lost)), Sum(middle(values), 0)
	if min(x.N, rate.Of, len(values)) >= RankSample && median > 0 {
		v := Sum(float64(deal)*float64(rate.Part)/float64(rate.Of)*x.MedianValue/median, 0)
		x.Velocity = &v
	}
	return x
}

// appendDays adds the days from one moment to another, 0 where the clocks say that it was before; nothing where nobody
// knows when it began.
func appendDays(to []float64, from, at time.Time) []float64 {
	if from.IsZero() {
		return to
	}
	return append(to, max(0, at.Sub(from).Hours()/24))
}

// middle sorts the numbers; of an even number it is the mean of the two in the middle, and 0 of none.
func middle[N int | float64](of []N) float64 {
	n := len(of)
	if n == 0 {
		return 0
	}
	slices.Sort(of)
	return float64(of[(n-1)/2]+of[n/2]) / 2
}

// nineOfTen is the smallest of sorted numbers that at least nine of ten do not exceed; 0 of none.
func nineOfTen[N float64 | time.Duration](sorted []N) N {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)*9+9)/10-1]
}

func tenths(days float64) float64 { return math.Round(days*10) / 10 }
