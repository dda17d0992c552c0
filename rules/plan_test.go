package rules

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

func TestNewLead(t *testing.T) {
	w := newWorld(t)
	q := w.mail("kim")
	q.Need = "We need it as soon as possible."
	q.Answers = []lead.Answer{{Question: "Budget", Value: "900"}, {Question: "Colour", Value: "=1+1"}, {Question: "utm_source", Value: "google ads"}}
	w.state.LeadColumns = append(w.state.LeadColumns, "budget")
	work := w.pass(q)
	l := w.lead("L-1001")
	if l.Status != "New lead" || l.Owner != "Owner" || l.Quality != "hot" || l.Source != "Google Ads" {
		t.Errorf("got %+v", l)
	}
	if want := q.Received.Add(5 * time.Minute); !l.RespondBy.Equal(want) {
		t.Errorf("respond by %s, want %s: hot leads are more urgent", l.RespondBy, want)
	}
	if len(l.Extra) != 1 || l.Extra[0].Value != "900" || l.Details != "Colour: =1+1\nutm_source: google ads" {
		t.Errorf("extra %v, details %q", l.Extra, l.Details)
	}
	if got := what(work); got != "created," {
		t.Errorf("events %s", got)
	}
	if e := work.Events[0]; e.To != `{"received":"2026-11-20T09:59:00+01:00","respond_by":"2026-11-20T10:04:00+01:00",`+
		`"status":"New lead","owner":"Owner","quality":"hot","name":"Kim kim","email":"kim@example.org",`+
		`"need":"We need it as soon as possible.","source":"Google Ads","details":"Colour: =1+1 utm_source: google ads",`+
		`"assigned":true}` || e.Why != "email: INBOX 1 kim; Quality hot, signal: as soon as possible; assigned: fewest in the last 30 days" {
		t.Errorf("%s\n%s", e.To, e.Why)
	}
	if r := work.Intake; len(r) != 1 || r[0].Outcome != lead.NewLead || r[0].Lead != "L-1001" || r[0].Key != "kim" {
		t.Errorf("intake %+v", r)
	}
	if l.Attention != "New: answer by 10:04" {
		t.Errorf("attention %q", l.Attention)
	}
}

func TestIntake(t *testing.T) {
	w := newWorld(t)
	a := w.mail("a")
	w.pass(a, a)
	if len(w.state.Leads) != 1 || len(w.state.Intake) != 1 {
		t.Fatalf("the same key twice made %d leads", len(w.state.Leads))
	}
	again := w.mail("a")
	again.Key, again.Kind, again.Need, again.Phone = "a2", lead.Reply, "And a gate.", "030 1234567"
	news := w.mail("news")
	news.Kind, news.Ignore = lead.BulkMail, "newsletter"
	test := w.mail("test")
	test.Kind = lead.TestLead
	broken := lead.Inquiry{Key: "x", Kind: lead.Unreadable, Channel: lead.ByMail, Received: w.now, From: "x@example.net",
		Email: "x@example.net", Problem: "Could not read the message", Where: "INBOX 1 77"}
	work := w.pass(again, news, test, broken)
	got := ""
	for _, r := range work.Intake {
		got += fmt.Sprintf("%s:%s:%s,", r.Key, r.Outcome, r.Lead)
	}
	if got != "a2:added to:L-1001,news:ignored:,test:ignored:,x:could not read:L-1002," {
		t.Errorf("intake %s", got)
	}
	if l := w.lead("L-1001"); l.Phone != "030 1234567" || l.Need != "A garden fence, please." {
		t.Errorf("only blanks are filled: %+v", l)
	}
	w.now = w.now.Add(10 * time.Minute)
	w.pass()
	if got := w.lead("L-1002").Attention; !strings.Contains(got, "Could not read the message: INBOX 1 77") {
		t.Errorf("attention %q", got)
	}
	// A person rescues the newsletter.
	w.state.Intake[2].Outcome = lead.MakeLead
	work = w.pass()
	if len(work.NewLeads) != 1 || w.state.Intake[2].Outcome != lead.NewLead || w.state.Intake[2].Lead != "L-1003" {
		t.Errorf("made %+v, intake %+v", work.NewLeads, w.state.Intake[2])
	}
}

func TestSameContact(t *testing.T) {
	w := newWorld(t)
	a, b, c := w.mail("a"), w.mail("b"), w.mail("c")
	a.Phone, a.Name = "+49 30 1234567", "Kim Example"
	b.Phone, b.Name = "030 / 123 45 67", "Kim Example"
	c.Phone, c.Name = "030 1234567", "Robin Sample"
	w.pass(a, b, c)
	if len(w.state.Leads) != 2 {
		t.Fatalf("%d leads, want two: the number with a similar name is one contact", len(w.state.Leads))
	}
	if got := w.lead("L-1002").Attention; !strings.Contains(got, "Same phone as L-1001 (Kim Example). Same request? Type \"same as L-1001\", else \"not same as L-1001\"") {
		t.Errorf("attention %q", got)
	}
}

func TestFormSentTwice(t *testing.T) {
	w := newWorld(t)
	q := w.mail("f")
	q.Kind, q.Channel = lead.ExportRow, lead.ByForm
	q2, q3 := q, q
	q2.Key, q2.Received = "f2", q.Received.Add(30*time.Second)
	w.pass(q, q2)
	if r := w.state.Intake[1]; len(w.state.Leads) != 1 || r.Outcome != lead.Duplicate {
		t.Errorf("a double click made %+v", r)
	}
	w.now = w.now.Add(time.Hour)
	q3.Key, q3.Received = "f3", w.now
	w.pass(q3)
	if r := w.state.Intake[2]; r.Outcome != lead.AddedTo {
		t.Errorf("the same an hour later is a new message, got %+v", r)
	}
}

func TestClosedLeadWritesAgain(t *testing.T) {
	w := newWorld(t)
	w.pass(w.mail("a"))
	l := w.lead("L-1001")
	l.Status, l.RefusalReason = "Closed", "No budget"
	work := w.pass()
	if got := what(work); got != "changed Status,changed Refusal reason,turn ended," && got != "changed Status,turn ended,changed Refusal reason," {
		t.Errorf("events %s", got)
	}
	w.now = w.now.AddDate(0, 0, 3) // Monday, 10:00
	again := w.mail("a")
	again.Key = "a2"
	before := *w.lead("L-1001")
	work = w.pass(again)
	l = w.lead("L-1002")
	if l.Status != "New lead" || !l.FirstResponse.IsZero() || !l.RespondBy.Equal(again.Received.Add(half)) || l.Owner != "Owner" ||
		l.Earlier != "L-1001 (Closed, Nov 2026)" || l.RefusalReason != "" {
		t.Errorf("got %+v", l)
	}
	if got := what(work); got != "created," {
		t.Errorf("events %s", got)
	}
	if ended := w.lead("L-1001"); !reflect.DeepEqual(*ended, before) {
		t.Errorf("the ended lead is %+v", ended)
	}
}

func TestBackfillHasNoClock(t *testing.T) {
	w := newWorld(t)
	q := w.mail("old")
	q.Kind, q.Channel, q.Received = lead.ExportRow, lead.ByForm, w.now.AddDate(0, -2, 0)
	work := w.pass(q)
	if l := w.lead("L-1001"); !l.RespondBy.IsZero() || !strings.Contains(work.Events[0].Why, "backfill") {
		t.Errorf("respond by %s, why %q", l.RespondBy, work.Events[0].Why)
	}
	late := w.mail("late") // the daemon was down for two days: still due from arrival
	late.Received = w.now.AddDate(0, 0, -2)
	w.pass(late)
	if l := w.lead("L-1002"); !l.RespondBy.Equal(late.Received.Add(half)) || !strings.HasPrefix(l.Attention, "Nobody has answered: due Wed 18 Nov, 10:30, 2 days late") {
		t.Errorf("respond by %s, attention %q", l.RespondBy, l.Attention)
	}
}

func TestRowsAddedByHand(t *testing.T) {
	w := newWorld(t)
	w.pass(w.mail("a"))
	copied := w.state.Leads[0]
	w.state.Leads = append(w.state.Leads, lead.Lead{Ref: 1, Name: "Kim Phone", Phone: "030 1234567", Source: "Call"},
		lead.Lead{Ref: 2, Name: " \t"}, lead.Lead{Ref: 3})
	copied.Ref = 3
	w.state.Leads[3] = copied
	w.pass()
	typed := w.now
	w.now = w.now.Add(2 * time.Minute)
	w.pass()
	l := w.state.Leads[1]
	if l.ID != "L-1002" || l.Status != "New lead" || l.Owner != "Owner" || !l.Received.Equal(typed) || !l.RespondBy.Equal(typed.Add(half)) {
		t.Errorf("got %+v", l)
	}
	if w.state.Leads[2].ID != "" || w.state.Leads[3].ID != "L-1003" || w.state.Leads[0].ID != "L-1001" {
		t.Errorf("IDs %q %q", w.state.Leads[2].ID, w.state.Leads[3].ID)
	}
}

func TestDeletedStaysDeleted(t *testing.T) {
	w := newWorld(t)
	a := w.mail("a")
	w.pass(a)
	gone := w.state.Leads[0]
	w.state.Leads = nil
	if got := what(w.pass(a)); got != "deleted," {
		t.Errorf("events %s", got)
	}
	w.pass(w.mail("b"))
	if w.state.Leads[0].ID != "L-1002" {
		t.Errorf("an ID was used again: %s", w.state.Leads[0].ID)
	}
	w.state.Leads = append(w.state.Leads, gone)
	w.state.Leads[1].Ref = 1
	if got := what(w.pass()); got != "restored," {
		t.Errorf("events %s", got)
	}
}

func TestAThousandInquiries(t *testing.T) {
	w := newWorld(t, team("Ann", "Bob", "Cy"))
	var items []lead.Inquiry
	for i := range 1000 {
		items = append(items, w.mail(fmt.Sprintf("m%04d", i)))
	}
	w.pass(items...)
	if len(w.state.Leads) != 1000 || len(w.state.Intake) != 1000 || w.state.Leads[999].ID != "L-2000" {
		t.Errorf("%d leads, %d rows of intake", len(w.state.Leads), len(w.state.Intake))
	}
}

func BenchmarkPlan(b *testing.B) {
	w := newWorld(b, team("Ann", "Bob", "Cy"))
	const n = 100_000
	for i := range n {
		id, at := fmt.Sprintf("L-%d", 1001+i), w.now.Add(-time.Duration(n-i)*10*time.Minute)
		at = second(at)
		w.state.Leads = append(w.state.Leads, lead.Lead{Ref: i, ID: id, Received: at, LastActivity: at, Email: fmt.Sprintf("k%d@example.org", i),
			Name: "Kim Example", Phone: fmt.Sprintf("+49301%06d", i), Company: "Example", Status: "In progress", Owner: "Ann", Source: "Email", Need: "A fence"})
		w.state.History = append(w.state.History, lead.Event{Time: at, Lead: id, What: lead.Created, By: byUs},
			lead.Event{Time: at, Lead: id, What: lead.Changed, Column: lead.ColStatus, To: "In progress", By: byUs},
			lead.Event{Time: at, Lead: id, What: lead.Changed, Column: lead.ColOwner, To: "Ann", By: byUs, Why: "assigned"})
		w.state.Intake = append(w.state.Intake, lead.IntakeRow{Ref: i, Key: id, Lead: id, Outcome: lead.NewLead})
	}
	items := []lead.Inquiry{w.mail("a"), w.mail("b"), w.mail("c")}
	w.apply(Plan(w.state, nil, w.now))
	b.ReportAllocs()
	for b.Loop() {
		if work := Plan(w.state, items, w.now); len(work.NewLeads) != 3 {
			b.Fatalf("%d new leads", len(work.NewLeads))
		}
	}
}
