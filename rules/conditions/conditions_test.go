package conditions

import (
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

func TestHolds(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		d, err := time.ParseInLocation("2006-01-02 15:04", s, berlin)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	p := &policy.Policy{Zone: berlin, Country: "DE"}
	l := &lead.Lead{Name: "Ann", Email: "ann@cust.example", Phone: "+49 170 1234567", Company: "Sand GmbH",
		Source: "Call", Need: "Please send your pricing guide. We need no demo.", Value: 1500, HasValue: true,
		NextContact: at("2026-11-20 00:00"), LastActivity: at("2026-11-06 09:00"), Campaign: "Webinar spring",
		Details: "Team size: about 120 people\nNewsletter?: no\nWhich demo?: none\nBudget: 5.000 €",
		Extra:   []lead.Answer{{Question: "Seats", Value: "11-50"}}}
	about := Lead{Lead: l, Heard: Heard{Count: 2, Text: "\n\nUnsubscribe, please"}}
	one := func(field string, test policy.Test, values ...string) policy.Condition {
		return policy.Condition{Fields: []string{field}, Test: test, Values: values}
	}
	number := func(field string, test policy.Test, n float64) policy.Condition {
		return policy.Condition{Fields: []string{field}, Test: test, Number: n}
	}
	day := func(field string, test policy.Test, d policy.Day) policy.Condition {
		return policy.Condition{Fields: []string{field}, Test: test, Day: d}
	}
	ago := func(n int) policy.Day { return policy.Day{Relative: true, FromNow: -n} }
	for name, c := range map[string]struct {
		c    policy.Condition
		want bool
	}{
		"is, in other capitals":             {one("Source", policy.Is, "Referral", "call"), true},
		"is another":                        {one("Source", policy.Is, "Referral"), false},
		"is not":                            {one("Source", policy.IsNot, "Referral", "Email"), true},
		"is not, but is":                    {one("Source", policy.IsNot, "Referral", "Call"), false},
		"has a phrase":                      {one("Need", policy.Has, "price list", "Pricing Guide"), true},
		"has no half of a word":             {one("Need", policy.Has, "pric"), false},
		"what the text takes back":          {one("Need", policy.Has, "demo"), false},
		"has not":                           {one("Need", policy.HasNot, "demo"), true},
		"a part of an address":              {one("Email", policy.Has, "cust.example"), true},
		"the beginning of a number":         {one("Phone", policy.Has, "+49"), true},
		"anywhere: the campaign":            {one(policy.Anywhere, policy.Has, "webinar"), true},
		"anywhere: a later message":         {one(policy.Anywhere, policy.Has, "unsubscribe"), true},
		"anywhere: a question is no answer": {one(policy.Anywhere, policy.Has, "newsletter"), false},
		"messages":                          {number(policy.Messages, policy.AtLeast, 2), true},
		"fewer messages":                    {number(policy.Messages, policy.Over, 2), false},
		"a value":                           {number("Value", policy.Over, 1000), true},
		"not over itself":                   {number("Value", policy.Over, 1500), false},
		"at least itself":                   {number("Value", policy.AtLeast, 1500), true},
		"a number in an answer":             {number("Team size", policy.Over, 100), true},
		"an amount in an answer":            {one("Budget", policy.Is, "5000"), true},
		"a range: its lower end":            {number("Seats", policy.AtLeast, 12), false},
		"no number":                         {number("Newsletter?", policy.Over, -1), false},
		"no answer":                         {number("Rooms", policy.Under, 5), false},
		"filled":                            {one("Company", policy.Filled), true},
		"filled answer":                     {one("team SIZE", policy.Filled), true},
		"blank":                             {one("Comment", policy.Blank), true},
		"blank, but filled":                 {one("Company", policy.Blank), false},
		"a blank number":                    {one("Score", policy.Blank), true},
		"today":                             {day("Next contact", policy.Is, ago(0)), true},
		"not before today":                  {day("Next contact", policy.Before, ago(0)), false},
		"before tomorrow":                   {day("Next contact", policy.Before, ago(-1)), true},
		"after yesterday":                   {day("Next contact", policy.After, ago(1)), true},
		"14 days ago":                       {day("Last activity", policy.Before, ago(14)), false},
		"13 days ago":                       {day("Last activity", policy.Before, ago(13)), true},
		"a date": {day("Last activity", policy.After,
			policy.Day{Date: at("2026-11-01 00:00")}), true},
		"no day": {day("First response", policy.Before, ago(0)), false},
		"the first with content": {policy.Condition{Fields: []string{"Employees", "Team size"},
			Test: policy.Over, Number: 100}, true},
	} {
		c2 := New(c.c, p, at("2026-11-20 10:00"))
		if got := c2.Holds(&about); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// The heard messages are those of the customer; one that asks for nothing is heard, and not counted.
func TestHeard(t *testing.T) {
	var h Heard
	for _, what := range []lead.EventKind{lead.Created, lead.Asked, lead.Inquired, lead.Quiet, lead.Answered,
		lead.Changed} {
		h.Add(&lead.Event{What: what, Why: string(what)})
	}
	if h.Count != 2 || h.Text != "\n\nasked\n\ninquiry\n\nquiet message" {
		t.Errorf("heard %+v", h)
	}
}
