package reports

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules/policy"
)

// A source that costs something says what a lead of the last 30 days cost, also where it brought nobody.
func TestCosts(t *testing.T) {
	in := Input{Policy: examplePolicy(), Leads: []lead.Lead{came("L-1", 3, "New lead"), came("L-2", 4, "New lead"),
		came("L-3", 100, "New lead"), came("L-4", 3, "New lead")}}
	for i, source := range []string{"Google Ads", "google ads", "Google Ads", "Email"} {
		in.Leads[i].Source = source
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	line := func() string {
		page := Build(in, now)[0]
		for _, c := range page.Cells {
			if s := c.Cell.String(); strings.HasPrefix(s, "Cost of a lead") {
				return s
			}
		}
		return ""
	}
	if got := line(); got != "" {
		t.Errorf("without costs: %q", got)
	}
	in.Policy.Sources = []policy.Source{{Name: "Google Ads", Cost: 301}, {Name: "Fair", Cost: 1200}, {Name: "Email"}}
	in.Policy.Currency = "EUR"
	if got := line(); got != "Cost of a lead, 30 days, EUR: Fair 1,200 and no lead, Google Ads 151" {
		t.Errorf("%q", got)
	}
	d := figures.NewDocument(facts.New(in, now))
	if cost := d.Sources["Google Ads"].CostPerLead; cost == nil || *cost != 150.5 {
		t.Errorf("%+v", d.Sources)
	}
	if fair := d.Sources["Fair"]; fair.CostPerLead != nil || fair.Leads != 0 {
		t.Errorf("%+v", fair)
	}
	if d.Sources["Email"].CostPerLead != nil {
		t.Errorf("%+v", d.Sources["Email"])
	}
}
