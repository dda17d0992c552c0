package reports

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"leadsheet/reports/canvas"
	"leadsheet/reports/figures"
)

// costLine says what a lead of each source cost, the dearest first; "" without costs.
func costLine(c *canvas.Canvas, all []figures.Source) string {
	say := &c.Say.Costs
	paid := slices.DeleteFunc(slices.Clone(all), func(s figures.Source) bool { return s.Cost <= 0 })
	if len(paid) == 0 {
		return ""
	}
	of := func(s *figures.Source) float64 {
		if cost := s.CostOfLead(); cost != nil {
			return *cost
		}
		return s.Cost
	}
	slices.SortStableFunc(paid, func(a, b figures.Source) int {
		return cmp.Or(cmp.Compare(of(&b), of(&a)), cmp.Compare(a.Name, b.Name))
	})
	parts := make([]string, len(paid))
	for i := range paid {
		s := &paid[i]
		amount := strconv.FormatFloat(of(s), 'f', -1, 64)
		if of(s) >= 100 {
			amount = canvas.Thousands(c.Say, int(math.Round(of(s))))
		}
		if s.Recent == 0 {
			parts[i] = say.NoLead.With(canvas.Clip(s.Name, 19), amount)
		} else {
			parts[i] = say.Of.With(canvas.Clip(s.Name, 19), amount)
		}
	}
	return canvas.Clip(c.InCurrency(say.Title)+": "+strings.Join(parts, ", "), 110)
}
