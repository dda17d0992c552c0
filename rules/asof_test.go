package rules_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules"

	"pgregory.net/rapid"
)

// applyRecorded is applyNumbers, with events that say when they were written.
func applyRecorded(s *rules.State, work rules.Work, now time.Time) {
	work.Events = slices.Clone(work.Events)
	for i := range work.Events {
		work.Events[i].No, work.Events[i].Recorded = len(s.History)+i+1, now
	}
	applyNumbers(s, work)
}

// findLate takes mails in that had come before and were not seen.
func findLate(rt *rapid.T, s *rules.State, now time.Time) {
	var items []lead.Inquiry
	for n := range rapid.IntRange(0, 3).Draw(rt, "late") {
		at := now.Add(-time.Duration(rapid.IntRange(1, 60_000).Draw(rt, "earlier")) * time.Minute)
		who := rapid.SampledFrom([]string{"ada@a.example", "bo@b.example", "di@d.example"}).Draw(rt, "who")
		in, key := written(fmt.Sprint("late", n, "-", now.Unix()), who, at), fmt.Sprint("answer", n, "-", now.Unix())
		if rapid.Bool().Draw(rt, "ours") {
			in = lead.Inquiry{Key: key, Channel: lead.ByMail, Kind: lead.ColleagueAnswer, Received: at,
				From: "ann@ours.example", AnsweredTo: []string{who}, MessageID: key + "@ours.example"}
		}
		items = append(items, in)
	}
	applyRecorded(s, rules.Plan(*s, items, now), now)
}

// What the workbook says now is what its events say as of now, and that stays so whatever happens later: edits,
// deletions, merges, mails that are found late.
func TestAsOfADayIsWhatItWasOnThatDay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, now := newBusiness()
		now = playWith(rt, &s, now, applyRecorded)
		in := reports.Input{Policy: s.Policy, Leads: slices.Clone(s.Leads), History: slices.Clip(s.History)}
		for i := range in.Leads { // which no event tells of
			in.Leads[i].Do, in.Leads[i].Attention = "", ""
		}
		was := in.AsOf(now)
		live, then := figures.Of(facts.New(in, now)), figures.Of(facts.New(was, now))
		for _, n := range []*figures.Numbers{&live, &then} { // not every event tells when the last contact was
			n.Hygiene.Stale, n.Hygiene.History = 0, figures.Aged{}
		}
		if !reflect.DeepEqual(live, then) {
			rt.Fatalf("as of now\n%+v, now\n%+v\n%+v\n%+v", then, live, was.Leads, in.Leads)
		}
		document := func(in reports.Input) string {
			text, err := json.Marshal(figures.NewDocument(facts.New(in, now)))
			if err != nil {
				rt.Fatal(err)
			}
			return string(text)
		}
		want := document(was)
		later := now.Add(time.Minute)
		for range rapid.IntRange(1, 3).Draw(rt, "times") {
			later = playWith(rt, &s, later, applyRecorded)
			findLate(rt, &s, later)
			if rapid.Bool().Draw(rt, "deletions") {
				s.Leads = slices.DeleteFunc(slices.Clone(s.Leads),
					func(lead.Lead) bool { return rapid.Bool().Draw(rt, "deleted") })
				for i := range s.Leads {
					s.Leads[i].Ref = i
				}
			}
		}
		after := reports.Input{Policy: s.Policy, Leads: s.Leads, History: s.History}
		if got := document(after.AsOf(now)); got != want {
			rt.Fatalf("later\n%s, that day\n%s", got, want)
		}
	})
}
