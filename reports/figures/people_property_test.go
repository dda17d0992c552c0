package figures_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"

	"pgregory.net/rapid"
)

// Whatever happened to leads, the figures of people add up to those of the business: each answer, miss, end and step is
// somebody's, once, and the same history gives the same figures in whatever order its rows stand.
func TestPeople_AddUp(t *testing.T) {
	words := []string{"plans Tue", "plans Thu", "plans Fri+", "plans", "planned Wed", "answers ann@ours.example",
		"responds bob@ours.example", "responds team", "did called", "did no answer", "replies", "status working",
		"status deal", "status won", "status closed", "status postponed", "owner Bob", "owner ann", "owner",
		"owner Zoe",
		"covers Bob", "covers", "step Send", "late Ann", "late", "deleted", "undoes pass to, Mon 10:00"}
	days := []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon+", "Tue+", "Wed+"}
	rapid.Check(t, func(rt *rapid.T) {
		in := facts.Input{Policy: storyPolicy()}
		for i := range rapid.IntRange(1, 5).Draw(rt, "leads") {
			id := fmt.Sprintf("L-%d", i+1)
			lines := []string{"Mon 08:00 " + rapid.SampledFrom([]string{"created Ann", "adopted Bob",
				"created"}).Draw(rt, "began")}
			var at []string
			for range rapid.IntRange(0, 8).Draw(rt, "events") {
				at = append(at, rapid.SampledFrom(days).Draw(rt, "day")+fmt.Sprintf(" %02d:00 ",
					rapid.IntRange(9, 17).Draw(rt, "hour")))
			}
			slices.SortFunc(at, func(x, y string) int { return on(t, x[:len(x)-1]).Compare(on(t, y[:len(y)-1])) })
			for _, a := range at {
				lines = append(lines, a+rapid.SampledFrom(words).Draw(rt, "what"))
			}
			events := eventsOf(t, id, lines...)
			l, there := rowOf(events)
			if rapid.Bool().Draw(rt, "clock") {
				l.RespondBy = on(t, "Tue 10:00")
			}
			if in.History = append(in.History, events...); there {
				in.Leads = append(in.Leads, l)
			}
		}
		n := figures.Of(facts.New(in, storyNow))
		var sum figures.Person
		for i := range n.People {
			p := &n.People[i]
			for _, x := range []struct {
				to *int
				n  int
			}{{&sum.Response.Answered, p.Response.Answered}, {&sum.Response.Met, p.Response.Met},
				{&sum.Response.Missed, p.Response.Missed}, {&sum.Response.Waiting, p.Response.Waiting},
				{&sum.Response.WaitingLate, p.Response.WaitingLate}, {&sum.Response.Ended, p.Response.Ended},
				{&sum.Response.Backfilled, p.Response.Backfilled}, {&sum.OnTime.Part, p.OnTime.Part},
				{&sum.OnTime.Of, p.OnTime.Of}, {&sum.Won, p.Won}, {&sum.WinRate.Of, p.WinRate.Of},
				{&sum.Overdue, p.Overdue}, {&sum.Open, p.Open}, {&sum.TakenOver, p.TakenOver},
				{&sum.PassedOn, p.PassedOn}} {
				*x.to += x.n
			}
			if p.Held < 0 || p.Held > 30 || p.OnTime.Part > p.OnTime.Of || p.HeldLeads > len(in.Leads)+n.Deleted {
				rt.Errorf("%+v", p)
			}
		}
		r := n.Response
		r.Median, r.Average, r.P90, r.Wall, r.Clamped = 0, 0, 0, 0, 0
		if sum.Response != r || sum.OnTime != n.FollowUps.OnTime || sum.Won != n.Won.Now ||
			sum.WinRate.Of != n.WinRate.Of ||
			sum.Overdue != len(n.Overdue.Items) || sum.Open != n.FollowUps.Covered.Of || sum.TakenOver != sum.PassedOn {
			rt.Errorf("people %+v, the business %+v, %+v, won %d of %d, overdue %d, open %d", sum, r, n.FollowUps,
				n.Won.Now,
				n.WinRate.Of, len(n.Overdue.Items), n.FollowUps.Covered.Of)
		}
		f := n.FollowUps
		if f.Moved+f.OnTime.Part > f.OnTime.Of || f.ByPlan > f.OnTime.Part {
			rt.Errorf("%+v", f)
		}
		slices.Reverse(in.Leads)
		other := in
		other.History = slices.Clone(in.History)
		slices.SortStableFunc(other.History, func(x, y lead.Event) int { return x.Time.Compare(y.Time) })
		if again := figures.Of(facts.New(other, storyNow)); !reflect.DeepEqual(again.People, n.People) ||
			again.FollowUps != f {
			rt.Errorf("sorted by time\n%+v, as written\n%+v", again.People, n.People)
		}
	})
}
