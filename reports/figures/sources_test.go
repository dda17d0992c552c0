package figures_test

import (
	"fmt"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/figures"
	"leadsheet/rules/policy"
)

// from is a lead of a source and a contact.
func from(source, email, phone, name string) func(*lead.Lead) {
	return func(l *lead.Lead) { l.Source, l.Email, l.Phone, l.Name = source, email, phone, name }
}

func TestSources(t *testing.T) {
	s := newShop(t)
	s.in.Policy.Sources = []policy.Source{{Name: "Google Ads", Cost: 300}, {Name: "Fair", Cost: 50}}
	s.add("2026-09-01", []string{"2026-09-02 qualifying"}, from("Website", "ada@example.com", "", "Ada"))
	s.add("2026-09-05", []string{"2026-09-06 qualifying", "2026-09-07 unqualified"},
		from("website ", "b@example.com", "", "Bo"))
	s.add("2026-09-08", []string{"2026-09-09 contacted"}, from("Website", "c@example.com", "", "Cy"))
	// Ada again: the request came from elsewhere, the first one from the website.
	s.add("2026-10-01", []string{"2026-10-09 won"}, from("Google Ads", "Ada <ADA@example.com>", "", "Ada"))
	s.add("2026-11-10", []string{"2026-11-12 won"}, from("Google Ads", "ada@example.com", "", "Ada")) // one customer
	s.add("2026-11-11", []string{"2026-11-12 closed"}, from("Google Ads", "d@example.com", "", "Di"))
	// Known by the number: she rang up first, and wrote later.
	s.add("2026-10-02", nil, from("", "", "030 1234567", "Eva Klein"))
	s.add("2026-10-20", []string{"2026-10-22 won"}, from("Referral", "eva@example.com", "+49 30 1234567", "Klein, Eva"))
	// The same number under another name is not the same person.
	s.add("2026-10-01", nil, from("Phone", "", "030 1234567", "Otto Gross"))
	s.add("2026-10-01", []string{"2026-10-02 won"}, duplicate)
	for i, minutes := range []int{30, 10, 20} {
		answered(minutes)(&s.in.Leads[i])
	}
	got := map[string]figures.Source{}
	for _, x := range s.figures().Sources {
		got[x.Name] = x
	}
	line := func(name string) string {
		x := got[name]
		cost := "-"
		if c := x.CostOfLead(); c != nil {
			cost = fmt.Sprint(*c)
		}
		return fmt.Sprintf("%d leads, %d recent, %d qualified, %d deals, %d won, %s of %d, first of %d, %s a lead",
			x.Leads, x.Recent, x.Qualified, x.Deals, x.Won, x.Median, x.Answered, x.FirstOf, cost)
	}
	for name, want := range map[string]string{
		"Website":    "3 leads, 0 recent, 1 qualified, 0 deals, 0 won, 20m0s of 3, first of 1, - a lead",
		"Google Ads": "3 leads, 2 recent, 2 qualified, 2 deals, 2 won, 0s of 0, first of 0, 150 a lead",
		"Referral":   "1 leads, 0 recent, 1 qualified, 1 deals, 1 won, 0s of 0, first of 0, - a lead",
		"Unknown":    "1 leads, 0 recent, 0 qualified, 0 deals, 0 won, 0s of 0, first of 1, - a lead",
		"Phone":      "1 leads, 0 recent, 0 qualified, 0 deals, 0 won, 0s of 0, first of 0, - a lead",
		"Fair":       "0 leads, 0 recent, 0 qualified, 0 deals, 0 won, 0s of 0, first of 0, - a lead",
	} {
		if line(name) != want {
			t.Errorf("%s: %s, want %s", name, line(name), want)
		}
	}
	if !got["Unknown"].Unknown || len(got) != 6 {
		t.Errorf("%d sources, Unknown %+v", len(got), got["Unknown"])
	}
}

func TestSources_MedianIsWorkingTime(t *testing.T) {
	s := newShop(t)
	for day := time.Monday; day <= time.Friday; day++ {
		s.in.Policy.Calendar.Week[day] = []policy.Span{{From: 9 * 60, To: 18 * 60}}
	}
	s.add("2026-11-20 17:50", nil, func(l *lead.Lead) { // a Friday, answered on Monday at 9:20
		l.Source, l.RespondBy = "Email", shopTime(t, "2026-11-23 09:20")
		l.FirstResponse = l.RespondBy
	})
	if x := s.figures().Sources[0]; x.Median != 30*time.Minute || x.Answered != 1 {
		t.Errorf("%+v", x)
	}
}
