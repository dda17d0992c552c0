package reports

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/figures"
	"leadsheet/sheets"

	"pgregory.net/rapid"
)

// drawLead is a lead with a history: what it began with, the statuses it went through, what was typed, and its answers.
func drawLead(rt *rapid.T, id string) (lead.Lead, []lead.Event) {
	at := ago(rapid.IntRange(1, 80).Draw(rt, "days"))
	l := lead.Lead{ID: id, Name: "Name " + id, Received: at, RespondBy: at.Add(30 * time.Minute), Status: "new", Owner: "Anna",
		Source: rapid.SampledFrom([]string{"Website", "Email", ""}).Draw(rt, "source")}
	if rapid.Bool().Draw(rt, "old") {
		l.RespondBy = time.Time{}
	}
	facts := []lead.Fact{{Name: "name", Text: l.Name}, {Name: "received", Text: l.Received.Format(time.RFC3339)}, {Name: "status", Text: "new"},
		{Name: "source", Text: l.Source}, {Name: "owner", Text: "Anna"}}
	if !l.RespondBy.IsZero() {
		facts = append(facts, lead.Fact{Name: "respond_by", Text: l.RespondBy.Format(time.RFC3339)})
	}
	first := lead.Event{Time: at, Lead: id, What: rapid.SampledFrom([]lead.EventKind{lead.Created, lead.Adopted}).Draw(rt, "what")}
	if rapid.Bool().Draw(rt, "older") {
		first.What = lead.Created
	} else {
		first.To = lead.FormatFacts(facts)
	}
	events := []lead.Event{first}
	add := func(e lead.Event) {
		at = at.Add(time.Duration(rapid.IntRange(0, 5000).Draw(rt, "minutes")) * time.Minute)
		if at.After(now) {
			at = now
		}
		e.Time, e.Lead = at, id
		events = append(events, e)
	}
	for range rapid.IntRange(0, 6).Draw(rt, "events") {
		switch rapid.IntRange(0, 4).Draw(rt, "event") {
		case 0, 1:
			to := rapid.SampledFrom([]string{"new", "contacted", "deal", "won", "closed", "unqualified"}).Draw(rt, "status")
			add(lead.Event{What: lead.Changed, Column: lead.ColStatus, From: l.Status, To: to, By: "team"})
			l.Status = to
		case 2:
			l.Value, l.HasValue = float64(rapid.IntRange(1, 9).Draw(rt, "value")), true
			add(lead.Event{What: lead.Changed, Column: lead.ColValue, To: fmt.Sprint(l.Value), By: "team"})
		case 3:
			l.RefusalReason = rapid.SampledFrom([]string{"No budget", "Too far", ""}).Draw(rt, "reason")
			add(lead.Event{What: lead.Changed, Column: lead.ColRefusalReason, To: l.RefusalReason, By: "team"})
		case 4:
			add(lead.Event{What: lead.Responded, Column: lead.ColFirstResponse})
			l.FirstResponse = at
			events[len(events)-1].To = at.Format(time.RFC3339)
		}
	}
	if first.To == "" { // what an upgrade has written down: the others are in the history
		facts = slices.DeleteFunc(facts, func(f lead.Fact) bool { return f.Name == "status" || f.Name == "owner" })
		base := lead.FormatFacts(append(facts, lead.Fact{Name: "first_response", Text: formatted(l.FirstResponse)}))
		events = append(events, lead.Event{Time: now, Lead: id, What: lead.Baseline, To: base})
		events = slices.Insert(events, 1, lead.Event{Time: l.Received, Lead: id, What: lead.Changed,
			Column: lead.ColStatus, To: "new"},
			lead.Event{Time: l.Received, Lead: id, What: lead.Changed, Column: lead.ColOwner, To: "Anna"})
	}
	return l, events
}

func formatted(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// Deleting rows changes no figure of a period: not what came in, was answered, won or refused, nor for how much.
func TestDeletedRowsStayInTheFigures(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		in := Input{Policy: examplePolicy()}
		for i := range rapid.IntRange(1, 6).Draw(rt, "leads") {
			l, events := drawLead(rt, fmt.Sprint("L-", 1+i))
			in.Leads, in.History = append(in.Leads, l), append(in.History, events...)
		}
		want := figuresOf(in, now)
		gone := 0
		in.Leads = slices.DeleteFunc(in.Leads, func(l lead.Lead) bool {
			if !rapid.Bool().Draw(rt, "deleted") {
				return false
			}
			// A row that was added by hand a moment ago never was.
			in.History = append(in.History, lead.Event{Time: now, Lead: l.ID, What: lead.Answered},
				lead.Event{Time: now, Lead: l.ID, What: lead.Deleted, By: "team"})
			gone++
			return true
		})
		got := figuresOf(in, now)
		if got.Deleted != gone || got.Leads != want.Leads-gone {
			rt.Fatalf("%d leads and %d deleted, want %d of %d", got.Leads, got.Deleted, gone, want.Leads)
		}
		for _, n := range []*figures.Numbers{&got, &want} { // what is of no period
			n.Leads, n.Deleted, n.DeletedNow, n.InDeleted = 0, 0, 0, 0
			n.Open, n.Untouched, n.Overdue = figures.Money{}, 0, figures.Overdue{}
			n.Hygiene, n.FollowUps.Covered = figures.Hygiene{}, figures.Share{}
			for i := range n.People {
				n.People[i].Open, n.People[i].Overdue = 0, 0
			}
			n.Forecast, n.Cycle.Velocity = nil, nil
			for i := range n.Currencies {
				n.Currencies[i].Open = figures.Money{}
			}
		}
		if !reflect.DeepEqual(got, want) {
			rt.Fatalf("after the deletion\n%+v, before\n%+v", got, want)
		}
	})
}

// What never was: a row that was added by hand and deleted within a day, without any contact. What nobody knows: a lead
// that was deleted before its facts were written down.
func TestDeletedRowsThatCountNot(t *testing.T) {
	facts := `{"received":"2026-11-20T12:00:00Z","status":"new"}`
	at := func(hours int) time.Time { return ago(2).Add(time.Duration(hours) * time.Hour) }
	for _, c := range []struct {
		name    string
		history []lead.Event
		want    int
	}{
		{"a slip", []lead.Event{{Time: at(0), What: lead.Adopted, To: facts}, {Time: at(5), What: lead.Deleted}}, 0},
		{"a day later", []lead.Event{{Time: at(0), What: lead.Adopted, To: facts}, {Time: at(25), What: lead.Deleted}}, 1},
		{"with contact", []lead.Event{{Time: at(0), What: lead.Adopted, To: facts}, {Time: at(1), What: lead.Inquired},
			{Time: at(5), What: lead.Deleted}}, 1},
		{"came in", []lead.Event{{Time: at(0), What: lead.Created, To: facts}, {Time: at(5), What: lead.Deleted}}, 1},
		{"not deleted as far as is known", []lead.Event{{Time: at(0), What: lead.Created, To: facts}}, 0},
		{"unknown", []lead.Event{{Time: at(0), What: lead.Created}, {Time: at(5), What: lead.Deleted}}, 0},
	} {
		for i := range c.history {
			c.history[i].Lead = "L-1"
		}
		if n := figuresOf(Input{Policy: examplePolicy(), History: c.history}, now); n.In.Now != c.want || n.Leads != 0 {
			t.Errorf("%s: %d came in", c.name, n.In.Now)
		}
	}
}

// The head of Report says how many deleted leads the tables below count beside those that have rows.
func TestHeadNamesDeletedLeads(t *testing.T) {
	history := []lead.Event{
		{Time: ago(2), Lead: "L-2", What: lead.Created, To: `{"received":"2026-11-18T12:00:00Z","status":"new"}`},
		{Time: ago(1), Lead: "L-2", What: lead.Deleted}}
	for _, c := range []struct {
		history []lead.Event
		want    string
	}{{nil, "· 1 lead · written"}, {history, "· 1 lead · 1 deleted · written"}} {
		page := Build(Input{Policy: examplePolicy(), Leads: []lead.Lead{came("L-1", 3, "new")}, History: c.history}, now)[0]
		if !slices.ContainsFunc(page.Cells, func(cell sheets.PageCell) bool {
			return strings.Contains(cell.Cell.String(), c.want)
		}) {
			t.Errorf("the head does not say %q", c.want)
		}
	}
}

// The value and the reason are those of the end, with what was corrected while the lead stands there.
func TestFiguresAsOfTheEnd(t *testing.T) {
	value := func(days int, to string) lead.Event {
		return lead.Event{Time: ago(days), Lead: "L-1", What: lead.Changed, Column: lead.ColValue, To: to}
	}
	l := came("L-1", 29, "new")
	l.Value, l.HasValue = 900, true
	n := figuresOf(Input{Policy: examplePolicy(), Leads: []lead.Lead{l}, History: []lead.Event{value(20, "4000"), moved("L-1", 15, "new", "won"),
		value(14, "5000"), {Time: ago(10), Lead: "L-1", What: lead.Reopened, From: "won", To: "new"}, value(2, "900")}}, now)
	if n.WonValue.Sum != 5000 || n.Won.Now != 1 || n.Sources[0].Won != 1 || n.Sources[0].WonValue != 5000 {
		t.Errorf("%+v %+v %+v", n.WonValue, n.Won, n.Sources)
	}
}

// A lead that was found to be urgent was due earlier, also when its row is gone.
func TestADeletedLeadWasDueWhenItWas(t *testing.T) {
	due := ago(3).Add(30 * time.Minute)
	history := []lead.Event{{Time: ago(3), Lead: "L-1", What: lead.Created,
		To: fmt.Sprintf(`{"received":%q,"respond_by":%q,"status":"new"}`, ago(3).Format(time.RFC3339), due.Format(time.RFC3339))},
		{Time: ago(3), Lead: "L-1", What: lead.Noted, Column: lead.ColRespondBy, To: due.Add(-20 * time.Minute).Format(time.RFC3339)},
		{Time: due, Lead: "L-1", What: lead.Responded, Column: lead.ColFirstResponse, To: due.Format(time.RFC3339)},
		{Time: ago(1), Lead: "L-1", What: lead.Deleted}}
	if r := figuresOf(Input{Policy: examplePolicy(), History: history}, now).Response; r.Missed != 1 || r.Met != 0 {
		t.Errorf("%+v", r)
	}
}
