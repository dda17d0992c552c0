package rules_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules"
	"leadsheet/rules/policy"

	"pgregory.net/rapid"
)

// editRow is what a person does to a row.
func editRow(rt *rapid.T, l *lead.Lead, now time.Time) {
	switch rapid.IntRange(0, 8).Draw(rt, "edit") {
	case 0, 1, 2:
		l.Status = rapid.SampledFrom([]string{"New lead", "In progress", "Contact established", "Qualification", "Moved to deal", "Won",
			"Closed", "Unqualified", "Not a lead", "Postponed", "Nobody knows", ""}).Draw(rt, "status")
	case 3:
		l.HasValue = rapid.IntRange(0, 4).Draw(rt, "has a value") > 0
		l.Value = 0
		if l.HasValue {
			l.Value = float64(rapid.IntRange(1, 9).Draw(rt, "value"))
		}
	case 4:
		l.RefusalReason = rapid.SampledFrom([]string{"No budget", "Too expensive", "Duplicate", ""}).Draw(rt, "reason")
	case 5:
		l.Quality = rapid.SampledFrom([]string{"hot", "duplicate", ""}).Draw(rt, "quality")
	case 6:
		l.Source, l.Owner = rapid.SampledFrom([]string{"Phone call", "Email", ""}).Draw(rt, "source"), "Ann"
	case 8:
		l.Do = rapid.SampledFrom([]string{"same as L-1001", "same as L-1002", "undo", "done", "called", "not a lead", "reopen"}).Draw(rt, "do")
	case 7:
		l.FirstResponse = time.Time{}
		if rapid.IntRange(0, 3).Draw(rt, "typed") > 0 {
			l.FirstResponse = now.Add(-time.Duration(rapid.IntRange(0, 5000).Draw(rt, "before")) * time.Minute).Truncate(time.Second)
		}
	}
}

// play is a business of some weeks: customers write, colleagues answer, and people edit rows. It returns the time after it.
func play(rt *rapid.T, s *rules.State, now time.Time) time.Time {
	return playWith(rt, s, now, func(s *rules.State, work rules.Work, _ time.Time) { applyNumbers(s, work) })
}

// playWith is play with another way to do what the rules want.
func playWith(rt *rapid.T, s *rules.State, now time.Time, do func(*rules.State, rules.Work, time.Time)) time.Time {
	for n := range rapid.IntRange(1, 14).Draw(rt, "passes") {
		now = now.Add(time.Duration(rapid.SampledFrom([]int{20, 300, 2000, 9000}).Draw(rt, "minutes")) * time.Minute)
		who := rapid.SampledFrom([]string{"ada@a.example", "bo@b.example"}).Draw(rt, "who")
		var items []lead.Inquiry
		switch what := rapid.IntRange(0, 7).Draw(rt, "what"); {
		case what == 0 || len(s.Leads) == 0:
			items = append(items, written(fmt.Sprint("m", n), who, now))
		case what == 1:
			items = append(items, lead.Inquiry{Key: fmt.Sprint("s", n), Channel: lead.ByMail, Kind: lead.ColleagueAnswer,
				Received: now, From: "ann@ours.example", AnsweredTo: []string{who}, MessageID: fmt.Sprint(n, "@ours.example")})
		case what == 2:
			s.Leads = append(s.Leads, lead.Lead{Ref: len(s.Leads), Name: fmt.Sprint("Typed ", n), Phone: "030 9012345"})
		default:
			editRow(rt, &s.Leads[rapid.IntRange(0, len(s.Leads)-1).Draw(rt, "row")], now)
		}
		do(s, rules.Plan(*s, items, now), now)
	}
	return now
}

func written(key, who string, at time.Time) lead.Inquiry {
	return lead.Inquiry{Key: key, Channel: lead.ByMail, Kind: lead.Direct, Received: at, From: who, Email: who,
		Subject: "Question " + key, Need: "A fence, please: " + key, MessageID: key + "@c.example"}
}

func newBusiness() (rules.State, time.Time) {
	p, _ := policy.ReadPolicy(words.Language{}, map[string]policy.Table{}, policy.InForce{})
	return rules.State{Policy: p, LeadColumns: lead.LeadColumns()}, time.Date(2026, 9, 28, 9, 0, 0, 0, time.UTC)
}

// figuresOf are the figures after a pass at that time.
func figuresOf(s rules.State, now time.Time) figures.Numbers {
	s.Leads, s.History = slices.Clone(s.Leads), slices.Clip(s.History)
	applyNumbers(&s, rules.Plan(s, nil, now))
	return figures.Of(facts.New(reports.Input{Policy: s.Policy, Leads: s.Leads, History: s.History}, now))
}

// Deleting rows changes no figure of the past, whatever people and customers did before.
func TestDeletingARowChangesNoFigureOfThePast(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, now := newBusiness()
		now = play(rt, &s, now).AddDate(0, 0, 2)
		applyNumbers(&s, rules.Plan(s, nil, now)) // of a row that nobody has seen yet nothing is known
		now = now.Add(25 * time.Hour)             // a row that was added by hand and deleted within a day never was
		left := s
		left.Leads = slices.DeleteFunc(slices.Clone(s.Leads), func(lead.Lead) bool { return rapid.Bool().Draw(rt, "deleted") })
		for i := range left.Leads {
			left.Leads[i].Ref = i
		}
		want, got := figuresOf(s, now), figuresOf(left, now)
		for _, n := range []*figures.Numbers{&got, &want} { // what is of no period
			n.Leads, n.Deleted, n.DeletedNow, n.InDeleted = 0, 0, 0, 0
			n.Open, n.Untouched, n.Overdue = figures.Money{}, 0, figures.Overdue{}
			n.Hygiene, n.FollowUps.Covered = figures.Hygiene{}, figures.Share{}
			for i := range n.People {
				n.People[i].Open, n.People[i].Overdue = 0, 0
			}
			n.Forecast, n.Cycle.Velocity, n.Says = nil, nil, nil
			for i := range n.Currencies {
				n.Currencies[i].Open = figures.Money{}
			}
		}
		if !reflect.DeepEqual(got, want) {
			rt.Fatalf("after the deletion\n%+v, before\n%+v\n%+v", got, want, s.Leads)
		}
	})
}

// What customers write later changes no figure of the time before.
func TestLaterMessagesChangeNoFigureOfThePast(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, now := newBusiness()
		now = play(rt, &s, now)
		for i := range s.Leads {
			s.Leads[i].Do = "" // what could not be done yet is an act of its own when it can
		}
		later := s
		later.Leads, later.History, later.Intake = slices.Clone(s.Leads), slices.Clip(s.History), slices.Clip(s.Intake)
		for n := range rapid.IntRange(1, 4).Draw(rt, "messages") {
			at := now.Add(time.Duration(rapid.IntRange(1, 40_000).Draw(rt, "later")) * time.Minute)
			who := rapid.SampledFrom([]string{"ada@a.example", "bo@b.example", "cy@c.example"}).Draw(rt, "who")
			applyNumbers(&later, rules.Plan(later, []lead.Inquiry{written(fmt.Sprint("l", n), who, at)}, at))
		}
		end := now.AddDate(0, 0, 30)
		want, got := figuresOf(s, end), figuresOf(later, end)
		past := func(n figures.Numbers) []any {
			won := map[string][3]float64{}
			for _, x := range n.Sources {
				if x.Won+x.Deals > 0 {
					won[x.Name] = [3]float64{float64(x.Won), x.WonValue, float64(x.Deals)}
				}
			}
			return []any{n.In.Before, n.Won.Before, n.WinRateBefore, n.WonValueBefore, n.Unqualified.Before, n.Deals.Before,
				n.ResponseBefore, n.NextBefore, n.ConversionBefore, n.Reasons, n.Corrections, won}
		}
		if got, want := past(got), past(want); !reflect.DeepEqual(got, want) {
			rt.Fatalf("after more messages\n%+v, before\n%+v\n%+v\n%+v", got, want, s.Leads, later.Leads)
		}
	})
}

// applyNumbers does what apply does, and takes columns of numbers, too.
func applyNumbers(s *rules.State, work rules.Work) {
	work.Changes = slices.DeleteFunc(slices.Clone(work.Changes), func(c rules.Change) bool {
		column := lead.LeadColumn(c.Column)
		if column.Number == nil {
			return false
		}
		value, has := column.Number(&s.Leads[c.Ref])
		*value, *has = c.Want.Num, c.Want.Kind == lead.Number
		return true
	})
	apply(s, work)
}
