package aging

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

var now = time.Date(2029, 6, 15, 12, 0, 0, 0, time.UTC)

func months(n int) time.Time { return now.AddDate(0, -n, 0) }

func team(t testing.TB, keep int) *policy.Policy {
	t.Helper()
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	p, _ := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	p.KeepFor = keep
	return &p
}

// ended is a workbook with one lead that ended 30 months ago, and another one with a higher number.
func ended(t testing.TB) State {
	at := months(30)
	return State{Policy: team(t, 24), Leads: []lead.Lead{
		{Ref: 0, ID: "L-7", Name: "Ada", Status: "Won", Received: at, FirstResponse: at, LastActivity: at},
		{Ref: 1, ID: "L-8", Name: "Ben", Status: "New lead", Received: now, LastActivity: now}},
		History: []lead.Event{{No: 1, Time: at, Recorded: at, Lead: "L-7", What: lead.Created},
			{No: 2, Time: now, Recorded: now, Lead: "L-8", What: lead.Created}},
		Intake: []lead.IntakeRow{{Received: at, Outcome: lead.NewLead, Lead: "L-7"},
			{Received: now, Outcome: lead.NewLead, Lead: "L-8"}}}
}

func TestOld(t *testing.T) {
	add := func(s *State, e lead.Event) { s.History = append(s.History, e) }
	for _, c := range []struct {
		what string
		goes bool
		with func(s *State)
	}{
		{"it ended, and nothing was new", true, func(*State) {}},
		{"closed", true, func(s *State) { s.Leads[0].Status = "Closed" }},
		{"no lead", true, func(s *State) { s.Leads[0].Status = "Not a lead" }},
		{"nobody has said how long to keep leads", false, func(s *State) { s.Policy.KeepFor = 0 }},
		{"they are kept for longer", false, func(s *State) { s.Policy.KeepFor = 31 }},
		{"it is open", false, func(s *State) { s.Leads[0].Status = "New lead" }},
		{"its status is not in the tab Statuses", false, func(s *State) { s.Leads[0].Status = "Parked" }},
		{"it has no status", false, func(s *State) { s.Leads[0].Status = "" }},
		{"the customer waits", false, func(s *State) { s.Leads[0].WaitingSince = months(28) }},
		{"it is to be called again", false, func(s *State) { s.Leads[0].NextContact = now.AddDate(0, 1, 0) }},
		{"it was to be called lately", false, func(s *State) { s.Leads[0].NextContact = months(3) }},
		{"it was to be called long ago", true, func(s *State) { s.Leads[0].NextContact = months(29) }},
		{"the customer wrote lately", false, func(s *State) {
			s.Intake = append(s.Intake, lead.IntakeRow{Received: months(23), Outcome: lead.AddedTo, Lead: "L-7"})
		}},
		{"somebody has typed into its row of Intake", false, func(s *State) { s.Intake[0].Outcome = lead.MakeLead }},
		{"a person changed a cell lately", false, func(s *State) {
			add(s, lead.Event{No: 3, Time: months(29), Recorded: months(1), Lead: "L-7", What: lead.Changed})
		}},
		{"a person changed a cell long ago", true, func(s *State) {
			add(s, lead.Event{No: 3, Time: months(29), Recorded: months(29), Lead: "L-7", What: lead.Changed})
		}},
		{"a command waits", false, func(s *State) { s.Leads[0].Do = "call back" }},
		{"a cell cannot be read", false, func(s *State) { s.Leads[0].Bad = []lead.BadCell{{Column: lead.ColValue, Text: "much"}} }},
		{"a formula has not been computed", false, func(s *State) { s.Leads[0].Unknown = []string{lead.ColValue} }},
		{"its row was copied", false, func(s *State) { s.Leads = append(s.Leads, s.Leads[0]) }},
		{"Activity does not know it", false, func(s *State) { s.History = s.History[1:] }},
		{"its number is the highest", false, func(s *State) { s.Leads[1].ID, s.History[1].Lead, s.Intake[1].Lead = "L-6", "L-6", "L-6" }},
		{"a higher number is known to Activity alone", true, func(s *State) { s.Leads, s.Intake = s.Leads[:1], s.Intake[:1] }},
		{"the customer wants no mails", false, func(s *State) {
			add(s, lead.Event{No: 3, Time: months(29), Recorded: months(29), Lead: "L-7", What: lead.Did, To: lead.FormatFacts([]lead.Fact{
				{Name: lead.FactVerb, Text: "do not contact"}})})
		}},
		{"it came in without a date", true, func(s *State) { s.Leads[0].Received = time.Time{} }},
	} {
		s := ended(t)
		c.with(&s)
		old, _ := Old(s, now)
		if goes := len(old) == 1 && old[0].ID == "L-7"; goes != c.goes || len(old) > 1 {
			t.Errorf("%s: %v go", c.what, old)
		}
	}
}

// Who goes first has been silent for the longest time, and who goes does not depend on the order of rows.
func TestOld_InAnyOrder(t *testing.T) {
	keeping := team(t, 24)
	rapid.Check(t, func(t *rapid.T) {
		s := State{Policy: keeping}
		for i := range rapid.IntRange(1, 12).Draw(t, "leads") {
			at, id := months(rapid.IntRange(0, 60).Draw(t, "age")), fmt.Sprintf("L-%d", i+1)
			s.Leads = append(s.Leads, lead.Lead{Ref: i, ID: id, Received: at,
				Status: rapid.SampledFrom([]string{"Won", "Closed", "New lead", ""}).Draw(t, "status")})
			s.History = append(s.History, lead.Event{No: i + 1, Time: at, Recorded: at, Lead: id, What: lead.Created})
		}
		old, _ := Old(s, now)
		if !slices.IsSortedFunc(old, func(a, b Going) int { return a.Last.Compare(b.Last) }) {
			t.Fatalf("not the oldest first: %v", old)
		}
		slices.Reverse(s.Leads)
		slices.Reverse(s.History)
		if again, _ := Old(s, now); !slices.Equal(old, again) {
			t.Fatalf("%v, and in another order %v", old, again)
		}
		for _, g := range old {
			if !g.Last.Before(months(24)) {
				t.Fatalf("%v is too young", g)
			}
		}
	})
}
