package figures_test

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
	"leadsheet/rules/policy"
)

// Tests of follow-ups and people tell stories of a lead: each line of one is a moment and what happened then. The
// business works from Monday to Friday, 9 to 18, in UTC. Monday is 23 November 2026, and it is now Thursday, 3
// December, 12:00.
var storyNow = time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)

func storyPolicy() policy.Policy {
	p := policy.Policy{Zone: time.UTC, RespondWithin: 30 * time.Minute, StaleAfter: 14,
		Reasons: []string{"No response", "Too expensive"},
		FollowUp: []policy.Step{{Day: 1, After: policy.AfterContact, Do: "Ask"},
			{Day: 3, After: policy.AfterContact, Do: "Remind"}, {Day: 1, After: policy.AfterOffer, Do: "Call"}},
		Team: []policy.Person{{Name: "Ann", Email: "ann@ours.example", TakesLeads: true},
			{Name: "Bob", Email: "bob@ours.example", TakesLeads: true}}}
	for _, k := range policy.Kinds() {
		p.Statuses = append(p.Statuses, policy.Status{Name: string(k), Kind: k})
	}
	for d := time.Monday; d <= time.Friday; d++ {
		p.Calendar.Week[d] = []policy.Span{{From: 9 * 60, To: 18 * 60}}
	}
	return p
}

// on is a moment of the story: "Mon 10:00" is that of the first week, "Mon+ 10:00" of the second one, "Fri- 10:00" of
// the one before.
func on(t *testing.T, text string) time.Time {
	t.Helper()
	day, clock, _ := strings.Cut(text, " ")
	days := strings.Index("MonTueWedThuFriSatSun", day[:3]) / 3
	days += 7*strings.Count(day, "+") - 7*strings.Count(day, "-")
	at, err := time.Parse("15:04", clock)
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2026, 11, 23+days, at.Hour(), at.Minute(), 0, 0, time.UTC)
}

// eventsOf are the events of the lines of a story.
func eventsOf(t *testing.T, id string, lines ...string) []lead.Event {
	t.Helper()
	var out []lead.Event
	for _, line := range lines {
		fields := strings.Fields(line)
		e := lead.Event{Lead: id, Time: on(t, fields[0]+" "+fields[1]), By: lead.ByTeam}
		arg := strings.Join(fields[3:], " ")
		moment := func(text string) string { return on(t, text).Format(time.RFC3339) }
		day := func(text string) string {
			if text == "" {
				return ""
			}
			return on(t, text+" 00:00").Format(time.DateOnly)
		}
		switch fields[2] {
		case "created", "adopted":
			e.What, e.By = lead.EventKind(fields[2]), lead.ByLeadsheet
			e.To = lead.FormatFacts([]lead.Fact{{Name: "received", Text: moment(fields[0] + " " + fields[1])},
				{Name: "status", Text: "new"}, {Name: "owner", Text: arg}})
		case "plans": // a person types a day into Next contact
			e.What, e.Column, e.To = lead.Changed, lead.ColNextContact, day(arg)
			for _, x := range out {
				if x.Column == lead.ColNextContact && x.What == lead.Changed {
					e.From = x.To
				}
			}
		case "step": // a person types another next step
			e.What, e.Column, e.From, e.To = lead.Changed, lead.ColNextStep, "before", arg
		case "planned": // leadsheet plans a step
			e.What, e.By = lead.Planned, lead.ByLeadsheet
			e.To = lead.FormatFacts([]lead.Fact{{Name: "next_step", Text: "Ask"},
				{Name: "next_contact", Text: day(arg)}})
		case "answers":
			e.What, e.To, e.By = lead.Answered, e.Time.Format(time.RFC3339), arg
		case "responds":
			e.What, e.Column, e.To, e.By = lead.Responded, lead.ColFirstResponse, e.Time.Format(time.RFC3339), arg
		case "did":
			e.What, e.Column = lead.Did, lead.ColDo
			e.To = lead.FormatFacts([]lead.Fact{{Name: "verb", Text: arg},
				{Name: "at", Text: e.Time.Format(time.RFC3339)}})
		case "undoes": // with the command that is taken back, and its time
			verb, at, _ := strings.Cut(arg, ", ")
			e.What, e.Column = lead.Undone, lead.ColDo
			e.From = lead.FormatFacts([]lead.Fact{{Name: "verb", Text: verb}, {Name: "at", Text: moment(at)}})
		case "bounced": // the mail of a time
			e.What, e.Column, e.By = lead.Undone, lead.ColNextStep, lead.ByLeadsheet
			e.From = lead.FormatFacts([]lead.Fact{{Name: "at", Text: moment(arg)}})
		case "replies":
			e.What, e.By = lead.Asked, "customer@example.com"
		case "status":
			e.What, e.Column, e.To = lead.Changed, lead.ColStatus, arg
		case "reason":
			e.What, e.Column, e.To = lead.Changed, lead.ColRefusalReason, arg
		case "owner":
			e.What, e.Column, e.To = lead.Changed, lead.ColOwner, arg
		case "covers": // stands in
			e.What, e.Column, e.To, e.By = lead.Noted, lead.ColOwner, arg, lead.ByLeadsheet
		case "late": // whose it was
			e.What, e.Column, e.To, e.By = lead.Late, lead.ColRespondBy, arg, lead.ByLeadsheet
		case "deleted":
			e.What = lead.Deleted
		default:
			t.Fatal(line)
		}
		out = append(out, e)
	}
	return out
}

// rowOf is the row that events lead to; there is false for one that was deleted.
func rowOf(events []lead.Event) (l lead.Lead, there bool) {
	l = lead.Lead{ID: events[0].Lead, Name: "Cust", Status: "new", Received: events[0].Time}
	there = true
	for i := range events {
		switch e := &events[i]; {
		case e.What == lead.Created || e.What == lead.Adopted:
			l.Owner = lead.FactOf(e.To, "owner")
		case e.What == lead.Deleted:
			there = false
		case e.What == lead.Responded:
			l.FirstResponse = e.Time
		case e.What == lead.Planned:
			l.NextContact, _ = time.Parse(time.DateOnly, lead.FactOf(e.To, "next_contact"))
		case e.What != lead.Changed:
		case e.Column == lead.ColStatus:
			l.Status = e.To
		case e.Column == lead.ColOwner:
			l.Owner = e.To
		case e.Column == lead.ColRefusalReason:
			l.RefusalReason = e.To
		case e.Column == lead.ColNextContact:
			l.NextContact, _ = time.Parse(time.DateOnly, e.To)
		}
	}
	return l, there
}

// ofStory are the figures of one lead with a story. Its row is what the story leads to.
func ofStory(t *testing.T, p *policy.Policy, lines ...string) figures.Numbers {
	t.Helper()
	in := facts.Input{Policy: *p, History: eventsOf(t, "L-1", lines...)}
	if l, there := rowOf(in.History); there {
		in.Leads = []lead.Lead{l}
	}
	return figures.Of(facts.New(in, storyNow))
}

func TestOnTimeRate(t *testing.T) {
	const created = "Fri- 10:00 created Ann"
	for _, c := range []struct {
		name                     string
		lines                    []string
		inTime, due              int
		moved, byPlan, postponed int
	}{
		{"nothing planned", nil, 0, 0, 0, 0, 0},
		{"mailed on the due day", []string{"Mon 10:00 plans Tue", "Tue 23:59 answers ann@ours.example"}, 1, 1, 0, 0, 0},
		{"a day early", []string{"Mon 10:00 plans Wed", "Tue 11:00 answers ann@ours.example"}, 1, 1, 0, 0, 0},
		{"a day late", []string{"Mon 10:00 plans Tue", "Wed 00:00 answers ann@ours.example"}, 0, 1, 0, 0, 0},
		{"never", []string{"Mon 10:00 plans Tue"}, 0, 1, 0, 0, 0},
		{"not yet due", []string{"Mon 10:00 plans Fri+"}, 0, 0, 0, 0, 0},
		{"today, and the day is not over", []string{"Mon 10:00 plans Thu+"}, 0, 0, 0, 0, 0},
		{"today, and done", []string{"Mon 10:00 plans Thu+", "Thu+ 11:00 did called"}, 1, 1, 0, 0, 0},
		{"a step of leadsheet", []string{"Mon 10:00 planned Tue", "Tue 10:00 answers ann@ours.example"}, 1, 1, 0, 0, 0},
		{"called", []string{"Mon 10:00 plans Tue", "Tue 10:00 did called"}, 1, 1, 0, 0, 0},
		{"tried, and reached nobody", []string{"Mon 10:00 plans Tue", "Tue 10:00 did no answer"}, 1, 1, 0, 0, 0},
		{"the first response is the step", []string{"Mon 10:00 plans Tue", "Tue 9:00 responds ann@ours.example"}, 1, 1,
			0, 0, 0},
		{"a Saturday is due on Monday", []string{"Mon 10:00 plans Sat", "Mon+ 17:00 answers ann@ours.example"}, 1, 1,
			0, 0,
			0},
		{"a Saturday is late on Tuesday", []string{"Mon 10:00 plans Sat", "Tue+ 9:00 answers ann@ours.example"}, 0, 1,
			0,
			0, 0},
		{"Saturday moved to Monday: the same due day", []string{"Mon 10:00 plans Sat", "Fri 10:00 plans Mon+",
			"Mon+ 10:00 did called"}, 1, 1, 0, 0, 0},
		{"the customer replied first", []string{"Mon 10:00 plans Tue", "Mon 15:00 replies"}, 0, 0, 0, 0, 0},
		{"and was answered", []string{"Mon 10:00 plans Tue", "Mon 15:00 replies", "Mon 16:00 answers ann@ours.example"},
			0, 0, 0, 0, 0},
		{"the reply came too late to cancel it", []string{"Mon 10:00 plans Tue", "Wed 9:00 replies",
			"Wed 9:30 answers ann@ours.example"}, 0, 1, 0, 0, 0},
		{"the lead ended first", []string{"Mon 10:00 plans Tue", "Tue 10:00 status closed"}, 0, 0, 0, 0, 0},
		{"the lead ended afterwards", []string{"Mon 10:00 plans Tue", "Wed 10:00 status closed"}, 0, 1, 0, 0, 0},
		{"ended, and reopened", []string{"Mon 10:00 plans Tue", "Tue 10:00 status closed",
			"Tue 12:00 status working"}, 0,
			1, 0, 0, 0},
		{"planned for a lead that has ended", []string{"Mon 9:00 status won", "Mon 10:00 plans Tue"}, 0, 0, 0, 0, 0},
		{"the row was deleted first", []string{"Mon 10:00 plans Tue", "Tue 10:00 deleted"}, 0, 0, 0, 0, 0},
		{"the row was deleted afterwards", []string{"Mon 10:00 plans Tue", "Wed 10:00 deleted"}, 0, 1, 0, 0, 0},
		{"moved after its day", []string{"Mon 10:00 plans Tue", "Wed 9:00 plans Fri", "Fri 10:00 did called"}, 1, 2,
			1, 0,
			0},
		{"taken away after its day", []string{"Mon 10:00 plans Tue", "Wed 9:00 plans"}, 0, 1, 1, 0, 0},
		{"moved in time", []string{"Mon 10:00 plans Tue", "Tue 9:00 plans Fri", "Fri 10:00 did called"}, 1, 1, 0, 0, 1},
		{"taken away in time", []string{"Mon 10:00 plans Tue", "Tue 9:00 plans"}, 0, 0, 0, 0, 1},
		{"moved to an earlier day", []string{"Mon 10:00 plans Thu", "Mon 11:00 plans Tue", "Tue 10:00 did called"}, 1,
			1, 0,
			0, 0},
		{"postponed by the customer", []string{"Mon 10:00 plans Tue", "Tue 9:00 status postponed",
			"Tue 9:00 plans Fri+"},
			0, 0, 0, 0, 0},
		{"the day to which it is postponed", []string{"Mon 10:00 status postponed", "Mon 10:00 plans Tue"}, 0, 1, 0,
			0, 0},
		{"postponed after its day", []string{"Mon 10:00 plans Tue", "Wed 9:00 status postponed",
			"Wed 9:00 plans Fri+"}, 0,
			1, 1, 0, 0},
		{"the customer asked to be called back", []string{"Mon 10:00 plans Tue", "Tue 9:00 did call back",
			"Tue 9:00 plans Fri+"}, 0, 0, 0, 0, 0},
		{"another next step in time", []string{"Mon 10:00 plans Tue", "Tue 9:00 step Send the offer",
			"Tue 9:00 plans Fri+"},
			1, 1, 0, 1, 0},
		{"another status in time", []string{"Mon 10:00 plans Tue", "Tue 9:00 status deal", "Tue 9:05 plans Fri+"}, 1,
			1, 0, 1,
			0},
		{"another status hours before", []string{"Mon 10:00 plans Tue", "Mon 14:00 status deal",
			"Tue 9:00 plans Fri+"}, 0, 0,
			0, 0, 1},
		{"another status, and a day with the same due day", []string{"Mon 10:00 plans Sat", "Tue 9:00 status deal",
			"Tue 9:00 plans Sun", "Mon+ 9:00 did called"}, 2, 2, 0, 1, 0},
		{"another next step too late", []string{"Mon 10:00 plans Tue", "Wed 9:00 step Send the offer",
			"Wed 9:00 plans Fri+"}, 0, 1, 0, 0, 0},
		{"one mail does one step", []string{"Mon 10:00 plans Tue", "Tue 9:00 answers ann@ours.example",
			"Tue 9:30 plans Wed", "Thu 9:00 answers ann@ours.example"}, 1, 2, 0, 0, 0},
		{"one mail that is known in two ways", []string{"Mon 10:00 plans Tue", "Tue 9:00 answers ann@ours.example",
			"Tue 9:00 planned Wed", "Tue 9:00 answers ann@ours.example"}, 1, 2, 0, 0, 0},
		{"its day was over when it was written", []string{"Wed 10:00 plans Tue"}, 0, 0, 0, 0, 0},
		{"done, and the mail came back", []string{"Mon 10:00 planned Tue", "Tue 9:00 answers ann@ours.example",
			"Wed 10:00 bounced Tue 09:00", "Wed 10:00 planned Tue"}, 0, 1, 0, 0, 0},
		{"done, and taken back", []string{"Mon 10:00 plans Tue", "Tue 9:00 did called", "Tue 9:00 plans",
			"Wed 9:00 plans Tue", "Wed 9:00 undoes called, Tue 09:00"}, 0, 1, 0, 0, 0},
		{"due before the period", []string{"Mon---- 10:00 plans Mon---"}, 0, 0, 0, 0, 0},
	} {
		p := storyPolicy()
		f := ofStory(t, &p, append([]string{created}, c.lines...)...).FollowUps
		want := figures.FollowUps{OnTime: figures.Share{Part: c.inTime, Of: c.due}, Moved: c.moved, ByPlan: c.byPlan,
			Postponed: c.postponed}
		f.Covered, f.OnTimeBefore, f.Ended = figures.Share{}, figures.Share{}, 0
		if f != want {
			t.Errorf("%s: %+v, want %+v", c.name, f, want)
		}
	}
}

// The example of ten steps: six in time, two late, one moved after its day, one cancelled by a reply are 6 of 9.
func TestOnTimeRate_OfTenSteps(t *testing.T) {
	in := facts.Input{Policy: storyPolicy()}
	for i := range 10 {
		id := "L-" + string(rune('A'+i))
		end := []string{"Tue 10:00 did called", "Wed 10:00 did called", "Wed 10:00 plans Fri+", "Mon 12:00 replies"}
		kind := []int{0, 0, 0, 0, 0, 0, 1, 1, 2, 3}[i]
		in.History = append(in.History, eventsOf(t, id, "Fri- 10:00 created Ann", "Mon 10:00 plans Tue", end[kind])...)
		in.Leads = append(in.Leads, lead.Lead{ID: id, Status: "working", Owner: "Ann", Received: on(t, "Fri- 10:00")})
	}
	b := facts.New(in, storyNow)
	f := figures.Of(b).FollowUps
	if f.OnTime != (figures.Share{Part: 6, Of: 9}) || f.Moved != 1 {
		t.Errorf("%+v", f)
	}
	later := b.Over(on(t, "Mon 00:00"), on(t, "Wed 00:00"), on(t, "Fri 00:00"))
	if f := figures.Of(later).FollowUps; f.OnTime.Of != 0 || f.OnTimeBefore != (figures.Share{Part: 6, Of: 9}) {
		t.Errorf("the period before: %+v", f)
	}
}

func TestCoverage(t *testing.T) {
	day := func(text string) time.Time { return on(t, text+" 00:00") }
	in := facts.Input{Policy: storyPolicy(), Leads: []lead.Lead{
		{ID: "L-1", Status: "working", NextContact: day("Thu+")}, // today
		{ID: "L-2", Status: "new", NextContact: day("Mon++")},
		{ID: "L-3", Status: "working", NextContact: day("Wed+")}, // yesterday
		{ID: "L-4", Status: "working"},
		{ID: "L-5", Status: "won", NextContact: day("Mon++")},
		{ID: "L-6", Status: "new", Quality: "duplicate", NextContact: day("Mon++")},
	}}
	if f := figures.Of(facts.New(in, storyNow)).FollowUps; f.Covered != (figures.Share{Part: 2, Of: 4}) {
		t.Errorf("%+v", f.Covered)
	}
	// On Sunday what was planned for Saturday is to be done on Monday.
	in.Leads = []lead.Lead{{ID: "L-1", Status: "working", NextContact: day("Sat")}}
	if f := figures.Of(facts.New(in, on(t, "Sun 12:00"))).FollowUps; f.Covered.Part != 1 {
		t.Errorf("%+v", f.Covered)
	}
}

func TestCadenceCompletion(t *testing.T) {
	const created, contacted = "Fri- 10:00 created Ann", "Fri- 10:10 responds ann@ours.example"
	for _, c := range []struct {
		name       string
		lines      []string
		given, all int
	}{
		{"the contact and both steps", []string{contacted, "Mon 10:00 answers ann@ours.example",
			"Wed 10:00 did called"}, 1, 1},
		{"one step", []string{contacted, "Mon 10:00 answers ann@ours.example"}, 0, 1},
		{"one mail, known twice", []string{contacted, "Mon 10:00 answers ann@ours.example",
			"Mon 10:00 answers ann@ours.example"}, 0, 1},
		{"never contacted", nil, 0, 1},
		{"tried, and never reached", []string{"Mon 10:00 did no answer", "Tue 10:00 did no answer"}, 1, 1},
		{"the one step after an offer", []string{contacted, "Mon 10:00 did offer sent",
			"Tue 10:00 answers ann@ours.example"},
			1, 1},
		{"an offer, and nothing after it", []string{contacted, "Mon 10:00 answers ann@ours.example",
			"Mon 11:00 did offer sent"},
			0, 1},
		{"the steps count since the customer wrote last", []string{contacted, "Mon 10:00 answers ann@ours.example",
			"Mon 11:00 replies", "Mon 12:00 answers ann@ours.example", "Wed 10:00 did called"}, 0, 1},
	} {
		p := storyPolicy()
		lines := append([]string{created}, c.lines...)
		end := []string{"Fri 10:00 reason No response", "Fri 10:00 status closed"}
		if f := ofStory(t, &p, append(lines, end...)...).FollowUps; f.Cadence != (figures.Share{Part: c.given,
			Of: c.all}) {
			t.Errorf("%s: %+v", c.name, f.Cadence)
		}
		end[0] = "Fri 10:00 reason Too expensive"
		if f := ofStory(t, &p, append(lines, end...)...).FollowUps; f.Cadence.Of != 0 {
			t.Errorf("%s, for another reason: %+v", c.name, f.Cadence)
		}
		p.FollowUp = nil
		end[0] = "Fri 10:00 reason no response"
		if f := ofStory(t, &p, append(lines, end...)...).FollowUps; f.Cadence.Of != 0 {
			t.Errorf("%s, without steps: %+v", c.name, f.Cadence)
		}
	}
}
