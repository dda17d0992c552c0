package rules_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports"
	"leadsheet/rules"
	"leadsheet/rules/policy"

	"pgregory.net/rapid"
)

// Today says that there is nothing to do only if every message of a customer was answered, or somebody has ended or
// begun the lead since.
func TestTodayHidesNobodyWhoWaits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		policy, _ := policy.ReadPolicy(words.Language{}, map[string]policy.Table{}, policy.InForce{})
		s := rules.State{Policy: policy, LeadColumns: lead.LeadColumns()}
		now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
		open := map[string][]time.Time{} // by customer: the messages that nobody has dealt with
		for n := range rapid.IntRange(1, 10).Draw(rt, "passes") {
			now = now.Add(time.Duration(rapid.IntRange(1, 2000).Draw(rt, "minutes")) * time.Minute)
			who := rapid.SampledFrom([]string{"ada@a.example", "bo@b.example"}).Draw(rt, "who")
			var items []lead.Inquiry
			switch rapid.IntRange(0, 2).Draw(rt, "what") {
			case 0:
				items = append(items, lead.Inquiry{Key: fmt.Sprint("m", n), Channel: lead.ByMail, Kind: lead.Direct, Received: now,
					From: who, Email: who, Subject: "Question", Need: fmt.Sprint("A fence of ", n, " m")})
				open[who] = append(open[who], now)
			case 1:
				items = append(items, lead.Inquiry{Key: fmt.Sprint("s", n), Channel: lead.ByMail, Kind: lead.ColleagueAnswer,
					Received: now, From: "ann@ours.example", AnsweredTo: []string{who}, MessageID: fmt.Sprint(n, "@ours.example")})
				delete(open, who)
			case 2:
				for i := range s.Leads {
					if l := &s.Leads[i]; l.Email == who {
						status := rapid.SampledFrom([]string{"In progress", "Postponed", "Won", "Closed"}).Draw(rt, "status")
						if l.Status == "New lead" && l.FirstResponse.IsZero() || status != l.Status && (status == "Won" || status == "Closed") {
							delete(open, who)
						}
						l.Status, l.NextStep, l.NextContact, l.RefusalReason = status, "Call", now.AddDate(0, 2, 0), "No budget"
						break
					}
				}
			}
			apply(&s, rules.Plan(s, items, now))
			if left := rules.Plan(s, items, now); !left.Empty() {
				rt.Fatalf("the second pass still wants something: %+v", left)
			}
			page := reports.Build(reports.Input{Policy: policy, Leads: s.Leads, History: s.History}, now)[1]
			for _, c := range page.Cells {
				if strings.HasPrefix(c.Cell.Text, "Nothing to do") && len(open) > 0 {
					rt.Fatalf("nothing to do, but %v\n%+v", open, s.Leads)
				}
			}
		}
	})
}

// apply does what a workbook does with the work of a pass.
func apply(s *rules.State, work rules.Work) {
	for _, c := range work.Changes {
		column := lead.LeadColumn(c.Column)
		if l := &s.Leads[c.Ref]; column.Time != nil {
			*column.Time(l), _ = c.Want.Time(time.UTC)
		} else {
			*column.Text(l) = c.Want.Text
		}
	}
	s.Leads = append(s.Leads, work.NewLeads...)
	for i := range s.Leads {
		s.Leads[i].Ref = i
	}
	s.Intake = append(s.Intake, work.Intake...)
	s.History = append(s.History, work.Events...)
}
