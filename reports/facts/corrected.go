package facts

import (
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// Correction is a change that the team made more than a day after a lead had been won, and that changed the figures of
// that day: the lead is won no more, or its Value was another one.
type Correction struct {
	ID, Name string
	WonAt    time.Time // the day whose figures it changed
	At       time.Time // when the team made it
	// Status is what became of a lead that is won no more; "" where only the Value was corrected.
	Status   string
	From, To Amount // the Value
}

// Amount is a value that may be missing.
type Amount struct {
	Value float64
	Known bool
}

// revalued notes that an event corrects the Value of a lead that was won more than a day ago.
func (b *Dataset) revalued(c *Lead, e *lead.Event) {
	if e.What != lead.Changed || e.Column != lead.ColValue || e.By == lead.ByLeadsheet {
		return
	}
	won := c.Track.Present()
	if won != nil && won.Kind == policy.KindWon && !won.At.IsZero() && e.Time.Sub(won.At) >= slip {
		from, to := Amount{}, Amount{}
		if won.Held.HasValue { // in another currency it is in no sum that could have changed
			from = Amount{won.Held.Value, true}
		}
		if value, err := strconv.ParseFloat(e.To, 64); err == nil {
			to = Amount{value, true}
		}
		b.Corrected = append(b.Corrected, Correction{ID: c.ID, WonAt: won.At, At: e.Time, From: from, To: to})
	}
}

// withdrawn notes that a lead that had been won is won no more.
func (b *Dataset) withdrawn(c *Lead, won *Ending) {
	if !won.At.IsZero() {
		b.Corrected = append(b.Corrected, Correction{ID: c.ID, WonAt: won.At, At: won.left, Status: c.Status})
	}
}
