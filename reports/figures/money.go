package figures

import "time"

// Sums are open and won values of one currency. No currency is converted into another.
type Sums struct {
	Currency string // ISO code; "" for that of the workbook where nobody has said it
	Open     Money
	Won      Money // of the period
}

// currencies are the sums of each currency that some lead has, the workbook's first.
func (b dataset) currencies() []Sums { return nil }

// Forecast is what open leads are worth that are expected to close in one month.
type Forecast struct {
	Month time.Time // midnight of the first day; zero for leads without a day
	Open  Money
	// Weighted is the sum of each value times the share of ended leads of the same stage that were won; nil where that
	// share has too small a sample.
	Weighted *float64
}

func (b dataset) forecast() []Forecast { return nil }

// Cycle is how long leads take from their arrival to the win, of those won in a period.
type Cycle struct {
	Median, P90      float64 // days
	N                int
	DealMedian       float64 // from becoming a deal to the win, days
	DealN            int
	LostMedian       float64 // from the arrival to a loss, days
	LostN            int
	Velocity         *float64 // value won a day: open deals x win rate x median value / median cycle; nil under 10
	MedianValue      float64
	MedianValueKnown int
}

func (b dataset) cycle() Cycle { return Cycle{} }
