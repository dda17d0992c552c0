package figures

import (
	"fmt"

	"leadsheet/rules/policy"
)

// Weeks is the length of the trend; the charts' ranges depend on it.
const Weeks = 12

// Week is one ISO week, from Monday in the business zone (docs/definitions.md, section 7).
type Week struct {
	Name string // W47
	New  int    // leads received
	Won  int    // leads won in that week, whenever they came in
}

// trend returns the last Weeks, the present one last.
func (b dataset) trend() []Week {
	starts := b.weekStarts(b.Today.AddDate(0, 0, 7*(1-Weeks)))
	out := make([]Week, Weeks)
	for i := range out {
		_, w := starts[i].ISOWeek()
		out[i].Name = b.Say.Report.Week.With(fmt.Sprintf("%02d", w))
	}
	week := b.placeIn(starts)
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		if w := week(c.Received); w >= 0 {
			out[w].New++
		}
		for _, e := range c.Track.Ends {
			if w := week(e.At); w >= 0 && e.Kind == policy.KindWon {
				out[w].Won++
			}
		}
	}
	return out
}
