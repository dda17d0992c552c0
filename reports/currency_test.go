package reports

import (
	"slices"
	"testing"
	"time"

	"leadsheet/lead"
)

// The currency of Settings stands beside the names of sums; without one they are as they were.
func TestCurrencyBesideSums(t *testing.T) {
	in := Input{Policy: examplePolicy(), Leads: []lead.Lead{came("L-1", 3, "New lead")}}
	named := func() (names []string) {
		for _, c := range Build(in, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))[0].Cells {
			names = append(names, c.Cell.String())
		}
		return names
	}
	for currency, want := range map[string][]string{"": {"Open value", "Won value", "Value won"},
		"EUR": {"Open value, EUR", "Won value, EUR", "Value won, EUR"}} {
		in.Policy.Currency = currency
		for _, name := range want {
			if !slices.Contains(named(), name) {
				t.Errorf("%q: there is no %q", currency, name)
			}
		}
	}
}
