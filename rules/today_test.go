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
	"leadsheet/rules/turns"

	"pgregory.net/rapid"
)

// Today says that nobody is waiting only if every message of a customer was answered, or somebody has ended or begun the
// lead since, no turn is open, and nothing is due.
func TestTodayHidesNobodyWhoWaits(t *testing.T) {
	said := 0
	defer func() {
		if said == 0 {
			t.Error("Today never says it")
		}
	}()
	rapid.Check(t, func(rt *rapid.T) {
		policy, _ := policy.ReadPolicy(words.Language{}, map[string]policy.Table{}, policy.InForce{})
		s := rules.State{Policy: policy, LeadColumns: lead.LeadColumns()}
		now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
		open := map[string][]time.Time{} // by customer: the messages that nobody has dealt with
		for n := range rapid.IntRange(1, 10).Draw(rt, "passes") {
			now = now.Add(time.Duration(rapid.IntRange(1, 2000).Draw(rt, "minutes")) * time.Minute)
			who := rapid.SampledFrom([]string{"ada@a.example", "bo@b.example"}).Draw(rt, "who")
			var items []lead.Inquiry
			switch rapid.IntRange(0, 3).Draw(rt, "what") {
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
						in := rapid.IntRange(-3, 60).Draw(rt, "days until the next contact")
						l.Status, l.NextStep, l.NextContact, l.RefusalReason = status, "Call", now.AddDate(0, 0, in), "No budget"
						break
					}
				}
			case 3:
				for i := range s.Leads {
					switch l := &s.Leads[i]; rapid.IntRange(0, 9).Draw(rt, "edit") {
					case 0:
						l.Quality = "duplicate"
					case 1:
						l.NextContact = time.Time{}
					case 2:
						l.Received = time.Time{}
					}
				}
			}
			apply(&s, rules.Plan(s, items, now))
			if left := rules.Plan(s, items, now); !left.Empty() {
				rt.Fatalf("the second pass still wants something: %+v", left)
			}
			page := reports.Build(reports.Input{Policy: policy, Leads: s.Leads, History: s.History}, now)[1]
			for _, c := range page.Cells {
				if !strings.HasPrefix(c.Cell.Text, "Nobody is waiting") {
					continue
				}
				said++
				if why := somethingToDo(&s, now); len(open) > 0 || why != "" {
					rt.Fatalf("nobody is waiting, but %v, and %s\n%+v", open, why, s.Leads)
				}
			}
		}
	})
}

// somethingToDo says which lead has an open turn or a contact that is due; "" for none.
func somethingToDo(s *rules.State, now time.Time) string {
	for i := range s.Leads {
		l, turns := &s.Leads[i], turns.Turns{}
		for k := range s.History {
			if e := &s.History[k]; e.Lead == l.ID {
				turns.Add(e)
			}
		}
		kind, known := s.Policy.KindOf(l.Status)
		open := !known || kind.Open()
		if _, waits := turns.Of(l, open); waits {
			return l.ID + " waits"
		}
		today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
		weekend := today.Weekday() == time.Saturday || today.Weekday() == time.Sunday
		if open && !l.NextContact.IsZero() && l.NextContact.Before(today.AddDate(0, 0, 1)) && !weekend {
			return l.ID + " is due"
		}
	}
	return ""
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
