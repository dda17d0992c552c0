package rules

import (
	"fmt"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/rules/policy"
)

// benchWorld is a workbook of n leads with six events each, as three years of a busy team leave it: half of the leads
// are open, every tenth waits, and every fifth has an answer and a message after it.
func benchWorld(b testing.TB, n int) *world {
	edit := []func(map[string]policy.Table){team("Ann", "Bob", "Cy")}
	w := newWorld(b, edit...)
	step := 15 * time.Minute
	for i := range n {
		id, at := fmt.Sprintf("L-%d", 1001+i), second(w.now.Add(-time.Duration(n-i)*step))
		l := lead.Lead{Ref: i, ID: id, Received: at, LastActivity: at, Email: fmt.Sprintf("k%d@example.org", i),
			Name: "Kim Example", Phone: fmt.Sprintf("+49301%06d", i), Company: "Example", Status: "In progress",
			Owner: []string{"Ann", "Bob", "Cy"}[i%3], Source: "Email", Need: "A fence", NextStep: "Call",
			NextContact: w.now.AddDate(0, 0, i%9-3)}
		stamp := func(t time.Time) string { return t.Format(time.RFC3339) }
		owner := lead.Event{Time: at, Lead: id, What: lead.Changed, Column: lead.ColOwner, To: l.Owner, By: byUs,
			Why: "assigned: fewest in the last 30 days"}
		events := []lead.Event{{Time: at, Lead: id, What: lead.Created, By: byUs}, owner,
			{Time: at, Lead: id, What: lead.Changed, Column: lead.ColStatus, From: "New lead", To: l.Status, By: byTeam}}
		if i%10 == 9 {
			l.RespondBy = second(at.Add(half))
			events = append(events, lead.Event{Time: at, Lead: id, What: lead.Inquired, By: l.Email, Why: "And a gate?"},
				lead.Event{Time: at, Lead: id, What: lead.Changed, Column: lead.ColNextStep, To: "Call", By: byTeam},
				lead.Event{Time: at, Lead: id, What: lead.Changed, Column: lead.ColComment, To: "", By: byTeam})
		} else {
			l.RespondBy, l.FirstResponse = second(at.Add(half)), second(at.Add(20*time.Minute))
			l.LastActivity = l.FirstResponse
			events = append(events, lead.Event{Time: l.FirstResponse, Lead: id, What: lead.Responded,
				Column: lead.ColFirstResponse, To: stamp(l.FirstResponse), By: "ann@studio.example", Why: "by mail"},
				lead.Event{Time: l.FirstResponse, Lead: id, What: lead.Changed, Column: lead.ColNextStep, To: "Call",
					By: byTeam},
				lead.Event{Time: l.FirstResponse, Lead: id, What: lead.Answered, To: stamp(l.FirstResponse),
					By: "ann@studio.example", Why: "by mail"})
		}
		if i%2 == 0 {
			l.Status, l.RefusalReason = "Closed", "No budget"
			events[2].To = l.Status
		}
		w.state.Leads = append(w.state.Leads, l)
		w.state.History = append(w.state.History, events...)
		w.state.Intake = append(w.state.Intake, lead.IntakeRow{Ref: i, Key: id, Lead: id, Received: at,
			Channel: lead.ByMail, From: l.Email, Outcome: lead.NewLead})
	}
	for range 3 { // what the rules want to do first is done
		w.apply(Plan(w.state, nil, w.now))
	}
	return w
}

// BenchmarkPlanLarge measures a pass over 100,000 leads and 600,000 events in which little happens: three requests,
// one mail of ours and one edit. Compare it with an earlier version in the same run.
func BenchmarkPlanLarge(b *testing.B) {
	w := benchWorld(b, 100_000)
	items := []lead.Inquiry{w.mail("a"), w.mail("b"), w.mail("c")}
	w.state.Leads[99_001].Status = "Qualification"
	b.ReportAllocs()
	b.ReportMetric(float64(len(w.state.History)), "events")
	for b.Loop() {
		if work := Plan(w.state, items, w.now); len(work.NewLeads) != 3 {
			b.Fatalf("%d new leads", len(work.NewLeads))
		}
	}
}

// BenchmarkPlanQuiet measures the same workbook when nothing happens.
func BenchmarkPlanQuiet(b *testing.B) {
	w := benchWorld(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		if work := Plan(w.state, nil, w.now); !work.Empty() {
			b.Fatalf("%d changes, %d events", len(work.Changes), len(work.Events))
		}
	}
}

// BenchmarkReportLarge measures the pages of the same workbook: compare it with BenchmarkPlanLarge in the same run.
func BenchmarkReportLarge(b *testing.B) {
	w := benchWorld(b, 100_000)
	in := reports.Input{Policy: w.state.Policy, Leads: w.state.Leads, History: w.state.History}
	b.ReportAllocs()
	for b.Loop() {
		if pages := reports.Build(in, w.now); len(pages) != 3 {
			b.Fatalf("%d pages", len(pages))
		}
	}
}
