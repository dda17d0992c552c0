package figures_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules/policy"
)

// happened draws what Activity may say of some leads: events in any order, also such as no pass would write.
func happened(rt *rapid.T, p *policy.Policy, ids []string, from time.Time) (events []lead.Event) {
	minutes := func(name string) time.Duration {
		return time.Duration(rapid.IntRange(0, 40*24*60).Draw(rt, name)) * time.Minute
	}
	say := p.Words.Texts().Activity
	keys := []string{"m:1", "m:2", "m:3", ""}
	for range rapid.IntRange(0, 60).Draw(rt, "events") {
		e := lead.Event{Lead: rapid.SampledFrom(ids).Draw(rt, "lead"), Time: from.Add(minutes("at")),
			By: rapid.SampledFrom([]string{"ann@ours.example", lead.ByTeam, lead.ByLeadsheet}).Draw(rt, "by"),
			Why: rapid.SampledFrom([]string{"", say.ByStatus, say.Typed, say.Inferred.With("INBOX"), say.SeenBefore}).
				Draw(rt, "why")}
		at := from.Add(minutes("to")).Format(time.RFC3339)
		e.What = rapid.SampledFrom([]lead.EventKind{lead.Created, lead.Asked, lead.Asked, lead.Asked,
			lead.Responded, lead.TurnAnswered, lead.TurnAnswered, lead.TurnAnswered, lead.Answered,
			lead.TurnEnded, lead.Merged, lead.Undone, lead.Late, lead.Changed, lead.Did, lead.Reopened,
			lead.Deleted}).Draw(rt, "what")
		switch e.What {
		case lead.Created:
			e.To = lead.FormatFacts([]lead.Fact{{Name: "received", Text: at}})
		case lead.Asked:
			e.From, e.To = rapid.SampledFrom(keys).Draw(rt, "key"), at
		case lead.Responded:
			e.Column, e.To = lead.ColFirstResponse, rapid.SampledFrom([]string{at, ""}).Draw(rt, "response")
		case lead.TurnEnded:
			e.Column = rapid.SampledFrom([]string{lead.ColStatus, lead.ColDo, ""}).Draw(rt, "column")
			e.From = rapid.SampledFrom(keys).Draw(rt, "key")
		case lead.Merged, lead.Undone:
			facts := []lead.Fact{{Name: lead.FactLead, Text: rapid.SampledFrom(ids).Draw(rt, "other")},
				{Name: lead.FactKeys, Text: rapid.SampledFrom(keys).Draw(rt, "key")}}
			if rapid.Bool().Draw(rt, "copy") {
				facts = append(facts, lead.Fact{Name: lead.FactCopy, Text: "true", Raw: true})
			}
			e.From, e.To = lead.FormatFacts(facts), lead.FormatFacts(facts)
		case lead.Changed:
			e.Column = rapid.SampledFrom([]string{lead.ColFirstResponse, lead.ColRespondBy}).Draw(rt, "column")
			e.From, e.To = at, rapid.SampledFrom([]string{at, ""}).Draw(rt, "value")
		}
		events = append(events, e)
	}
	return events
}

// Whatever Activity says: every answer is in one bucket and known in one way, every wait stands somewhere, no time is
// negative, and the order of the rows changes nothing.
func TestSpeed_Sums(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := office(t)
		now := clock(t, &p, "2026-11-20 16:00")
		from := now.AddDate(0, 0, -40)
		in := facts.Input{Policy: p}
		var ids []string
		for i := range rapid.IntRange(1, 3).Draw(rt, "leads") {
			status := rapid.SampledFrom([]string{"new", "working", "won", "closed", "no lead", "?"}).Draw(rt, "status")
			l := lead.Lead{ID: fmt.Sprint("L-", i), Status: status, Received: from.AddDate(0, 0, 7*i)}
			if rapid.IntRange(0, 3).Draw(rt, "clock") > 0 {
				l.RespondBy = l.Received.Add(30 * time.Minute)
			}
			if rapid.Bool().Draw(rt, "answered") {
				after := rapid.IntRange(-90, 9000).Draw(rt, "after")
				l.FirstResponse = l.Received.Add(time.Duration(after) * time.Minute)
			}
			ids, in.Leads = append(ids, l.ID), append(in.Leads, l)
		}
		in.History = happened(rt, &p, ids, from)
		b := facts.New(in, now)
		n := figures.Of(b)
		for name, x := range map[string]struct {
			figures.Response
			buckets []figures.Bucket
		}{"first": {n.Response, n.Buckets}, "next": {n.Next, n.NextBuckets}} {
			sum := 0
			for _, y := range x.buckets {
				sum += y.Leads
				if y.Deals.Part > y.Deals.Of || y.Deals.Of > y.Leads || (y.Deals.Of == 0) != (y.Leads == 0) {
					rt.Fatalf("%s: %+v", name, x.buckets)
				}
			}
			if sum != x.Answered || x.Met+x.Missed != x.Answered || x.Clamped > x.Answered || x.Median < 0 ||
				x.Median > x.P90 || x.Wall < 0 {
				rt.Fatalf("%s: %d in buckets, %+v", name, sum, x.Response)
			}
		}
		if k := n.Known; k.Seen+k.Typed+k.ByStatus+k.Inferred != n.Response.Answered {
			rt.Fatalf("%+v, answered %d", k, n.Response.Answered)
		}
		next, ended := n.Next, 0
		for i := range b.Leads {
			for _, w := range b.Leads[i].Later {
				if !b.Leads[i].Duplicate && b.Recent().Has(w.Since) {
					ended++
				}
				if w.Answered.IsZero() != (w.How == facts.NotAnswered) {
					rt.Fatalf("%+v", w)
				}
			}
		}
		if next.Answered+next.Waiting+next.WaitingLate+next.Ended+next.Backfilled != ended {
			rt.Fatalf("%d turns, %+v", ended, next)
		}
		turned := in
		turned.Leads = slices.Clone(in.Leads)
		slices.Reverse(turned.Leads)
		m := figures.Of(facts.New(turned, now))
		if got, want := speedOf(&m), speedOf(&n); !reflect.DeepEqual(got, want) {
			rt.Fatalf("turned\n%+v\nwas\n%+v", got, want)
		}
	})
}

func speedOf(n *figures.Numbers) []any {
	return []any{n.Response, n.ResponseBefore, n.Next, n.NextBefore, n.Buckets, n.NextBuckets, n.Known, n.Delay}
}
