package explain

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// berlin is the zone of the workbook of these tests.
func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// book is a workbook with one lead of Kim, and the time of a test: Friday 20 November 2026, 10:00.
func book(t *testing.T) (Input, time.Time) {
	t.Helper()
	zone := berlin(t)
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	for _, r := range tables[lead.TabSettings].Rows {
		if r[0] == "Time zone" {
			r[1] = "Europe/Berlin"
		}
	}
	p, _ := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, zone)
	at := now.Add(-time.Hour)
	in := Input{Policy: p, Journals: zone,
		Leads: []lead.Lead{{ID: "L-1001", Name: "Kim", Email: "kim@example.org", Status: "New lead", Owner: "Ann",
			Quality: "hot", Source: "Email", Received: at, RespondBy: at.Add(5 * time.Minute),
			Attention: "Nobody has answered: due 09:05, 45 min late · Missing: Value"}},
		Intake: []lead.IntakeRow{{Received: at, Channel: lead.ByMail, From: "kim@example.org", Subject: "A fence",
			Outcome: lead.NewLead, Lead: "L-1001", Where: "INBOX 1 7"}},
		History: []lead.Event{{Time: at, Lead: "L-1001", What: lead.Created, By: lead.ByLeadsheet,
			To: `{"received":"2026-11-20T09:00:00+01:00","respond_by":"2026-11-20T09:05:00+01:00","status":"New lead",` +
				`"owner":"Ann","quality":"hot","name":"Kim","source":"Email","assigned":true}`,
			Why: "email: INBOX 1 7; Quality hot, signal: fence; assigned: fewest in the last 30 days"}},
	}
	return in, now
}

func TestOf(t *testing.T) {
	in, now := book(t)
	x, err := Of(in, " l-1001", now)
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Events) != 1 || x.Events[0].Text != "A request came in and became a lead: Status New lead, Owner Ann, "+
		"Quality hot, Source Email. The first response is due by Fri 20 Nov 2026, 09:05." ||
		!slices.Equal(x.Events[0].Why, []string{"email: INBOX 1 7", "Quality hot, signal: fence",
			"assigned: fewest in the last 30 days"}) {
		t.Errorf("events %+v", x.Events)
	}
	n := x.Now
	if n.Owner.Why != "assigned: fewest in the last 30 days" || n.Owner.By != "leadsheet" ||
		n.Quality.Why != "hot, signal: fence" {
		t.Errorf("owner %+v, quality %+v", n.Owner, n.Quality)
	}
	if n.Turn.Whose != "ours" || !n.Turn.Late || n.Turn.Target != `5 min of working time, tab Quality, row "hot", `+
		`Respond within` {
		t.Errorf("turn %+v", n.Turn)
	}
	if len(n.Attention) != 2 || n.Attention[0].Why == "" || !strings.Contains(n.Attention[1].Why, "Requires") {
		t.Errorf("attention %+v", n.Attention)
	}
	if len(x.CameIn) != 1 || x.Hint != "" {
		t.Errorf("came in %+v, hint %q", x.CameIn, x.Hint)
	}
}

// The target is the one of the quality, of the source or of Settings, and a due time that was set by other rules says so.
func TestOf_WhichTarget(t *testing.T) {
	for _, c := range []struct {
		quality, source string
		due             int
		want            string
	}{
		{"", "WhatsApp", 5, `5 min of working time, tab Sources, row "WhatsApp", Urgent`},
		{"warm", "Night desk", 15, `15 min around the clock, tab Sources, row "Night desk", After hours`},
		{"hot", "Email", 5, `5 min of working time, tab Quality, row "hot", Respond within`},
		{"warm", "Email", 30, `30 min of working time, tab Settings, "Respond within"`},
		{"", "Phone", 10, `10 min of working time, tab Sources, row "Phone", Respond within`},
		{"", "Email", 45, `as it was set when it came in; by the rules of today it would be Fri 20 Nov 2026, 09:30: ` +
			`30 min of working time, tab Settings, "Respond within"`},
	} {
		in, now := book(t)
		in.Policy.Sources = append(in.Policy.Sources, policy.Source{Name: "Phone", RespondWithin: 10 * time.Minute},
			policy.Source{Name: "Night desk", AfterHours: policy.AfterHours{On: true, Within: 15 * time.Minute}})
		in.Policy.FindSource("WhatsApp").Urgent = true
		l := &in.Leads[0]
		l.Quality, l.Source, l.RespondBy = c.quality, c.source, l.Received.Add(time.Duration(c.due)*time.Minute)
		x, err := Of(in, "1001", now)
		if err != nil || x.Now.Turn.Target != c.want {
			t.Errorf("%s %s: %v %q", c.quality, c.source, err, x.Now.Turn.Target)
		}
	}
}

func TestOf_WhoseTurn(t *testing.T) {
	in, now := book(t)
	at := now.Add(-30 * time.Minute)
	in.History = append(in.History, lead.Event{Time: at, Lead: "L-1001", What: lead.Responded,
		Column: lead.ColFirstResponse, To: at.Format(time.RFC3339), By: "ann@studio.example", Why: "by mail"})
	in.Leads[0].FirstResponse = at
	x, _ := Of(in, "L-1001", now)
	if x.Now.Turn.Whose != "customer" || x.Events[1].Text != "First response by ann@studio.example." {
		t.Errorf("%+v %+v", x.Now.Turn, x.Events[1])
	}
	in.Pending = append(in.Pending, lead.Event{Time: now, Lead: "L-1001", What: lead.Asked, From: "k2",
		To: now.Add(4 * time.Hour).Format(time.RFC3339), By: "kim@example.org", Why: "And a gate?"})
	x, _ = Of(in, "L-1001", now)
	if x.Now.Turn.Whose != "ours" || x.Now.Turn.Target != `4 h of working time, tab Settings, "Answer later messages `+
		`within"` || !x.Events[2].Pending || !strings.Contains(x.Now.Turn.Text, `kim@example.org wrote "And a gate?"`) {
		t.Errorf("%+v %+v", x.Now.Turn, x.Events[2])
	}
	in.Leads[0].Status, in.Pending = "Closed", nil
	if x, _ = Of(in, "L-1001", now); x.Now.Turn.Whose != "nobody" {
		t.Errorf("%+v", x.Now.Turn)
	}
}

// A quality that a person has given makes the answer due sooner, and what came at night has a time of day.
func TestOf_TargetOfLater(t *testing.T) {
	in, now := book(t)
	l := &in.Leads[0]
	at := now.Add(-10 * time.Minute)
	in.History = append(in.History, lead.Event{Time: at, Lead: "L-1001", What: lead.Changed, Column: lead.ColQuality,
		From: "warm", To: "hot", By: lead.ByTeam}, lead.Event{Time: at, Lead: "L-1001", What: lead.Noted,
		Column: lead.ColRespondBy, From: "2026-11-20T10:20:00+01:00", To: "2026-11-20T09:55:00+01:00",
		By: lead.ByLeadsheet, Why: "Quality: hot"})
	l.RespondBy = at.Add(5 * time.Minute)
	x, _ := Of(in, "L-1001", now)
	if !strings.HasPrefix(x.Now.Turn.Target, `it was given the quality "hot" on Fri 20 Nov 2026, 09:50, and is due`) ||
		x.Events[2].Text != "Respond by was changed from Fri 20 Nov 2026, 10:20 to Fri 20 Nov 2026, 09:55 by leadsheet." {
		t.Errorf("%+v %+v", x.Now.Turn, x.Events[2])
	}
	in, now = book(t)
	l = &in.Leads[0]
	in.Policy.AnswerBy, l.Quality = 12*60, ""
	l.Received, l.RespondBy = now.Add(-15*time.Hour), now.Add(2*time.Hour)
	x, _ = Of(in, "L-1001", now)
	if x.Now.Turn.Target != `it came outside working hours: tab Settings, "After closing, answer by"` {
		t.Errorf("%+v", x.Now.Turn)
	}
}

// The owner's own time begins with the assignment.
func TestOf_OwnersTime(t *testing.T) {
	in, now := book(t)
	in.History = append(in.History, lead.Event{Time: now.Add(-time.Minute), Lead: "L-1001", What: lead.Changed,
		Column: lead.ColOwner, From: "Ann", To: "Bo", By: lead.ByTeam})
	l := &in.Leads[0]
	l.Owner, l.Quality, l.RespondBy = "Bo", "", l.Received.Add(30*time.Minute)
	x, _ := Of(in, "L-1001", now)
	if x.Now.Turn.OwnersDue == nil || !x.Now.Turn.OwnersDue.Equal(now.Add(29*time.Minute)) {
		t.Errorf("%+v", x.Now.Turn)
	}
}

// A lead without a row, and a duplicate, say where to look.
func TestOf_Elsewhere(t *testing.T) {
	in, now := book(t)
	in.History = append(in.History, lead.Event{Time: now, Lead: "L-1001", What: lead.Merged, By: lead.ByTeam,
		To: `{"lead":"L-1000","quality":"duplicate"}`, Why: "same as L-1000"})
	x, err := Of(in, "L-1001", now)
	if err != nil || x.DuplicateOf != "L-1000" || !strings.Contains(x.Hint, "is a duplicate of L-1000") {
		t.Errorf("%v %+v", err, x)
	}
	in, now = book(t)
	in.Leads = nil
	in.History = append(in.History, lead.Event{Time: now, Lead: "L-1001", What: lead.Deleted, By: lead.ByTeam})
	x, err = Of(in, "L-1001", now)
	if err != nil || x.Now != nil || x.DeletedAt == nil || x.Name != "Kim" ||
		!strings.Contains(x.Hint, "bring back L-1001") {
		t.Errorf("%v %+v", err, x)
	}
}

func TestOf_NotFound(t *testing.T) {
	for _, c := range []struct{ id, near string }{
		{"L-1010", "L-1001"}, {"kim@EXAMPLE.org", "L-1001"}, {"kim", "L-1001"}, {"L-5", ""}, {"", ""}, {"-", ""},
	} {
		in, now := book(t)
		_, err := Of(in, c.id, now)
		var none NotFound
		if !errors.As(err, &none) || strings.Join(none.Near, ",") != c.near {
			t.Errorf("%q: %v %v", c.id, err, none.Near)
		}
	}
}

// Every kind of event has sentences of its own: whole ones, whatever its cells hold.
func TestEveryKindHasASentence(t *testing.T) {
	in, now := book(t)
	x := explainer{Input: in, zone: in.Journals, now: now}
	for _, kind := range (words.Language{}).Names(words.Events) {
		for _, e := range []lead.Event{{}, {Column: "Owner", From: "a", To: "b", By: "c", Why: "d"},
			{To: `{"lead":"L-1000"}`, By: lead.ByTeam}} {
			e.What = lead.EventKind(kind)
			text, _ := x.sentence(&e)
			if strings.TrimRight(text, `."`) == text || strings.Contains(text, ": "+kind) {
				t.Errorf("%s: %q", kind, text)
			}
		}
	}
}

// The remarks that are explained are remarks of Attention.
func TestRemarksAreTextsOfAttention(t *testing.T) {
	say := (words.Language{}).Texts()
	for text, want := range map[string]string{
		say.Attention.RespondBy.With("10:00"):             "RespondBy",
		say.Attention.Missing.With("Value"):               "Missing",
		say.Attention.NoContact.Count(14):                 "NoContact",
		say.Attention.FollowUpOverdue.With(1, "1", "Mon"): "FollowUpOverdue",
		say.Attention.FollowUpDue.With("Mon"):             "FollowUpDue",
		"Ann":                                             "",
	} {
		if got := say.Which("Attention", text); got != want {
			t.Errorf("%q is %q, want %s", text, got, want)
		}
	}
	for name := range remarks {
		if !hasText(say, name) {
			t.Errorf("the group Attention has no text %s", name)
		}
	}
}

func hasText(say *words.Texts, name string) bool {
	return reflect.ValueOf(say.Attention).FieldByName(name).IsValid()
}

// What people typed into Activity is said so.
func TestOf_TypedIntoActivity(t *testing.T) {
	in, now := book(t)
	in.History = append(in.History, lead.Event{Time: now, Lead: "L-1001", What: lead.Did, Column: lead.ColWhat,
		From: "call 11:15", By: lead.ByTeam, To: `{"verb":"called"}`, Why: "called"})
	x, err := Of(in, "L-1001", now)
	want := `Somebody typed "call 11:15" into the tab Activity, and leadsheet did it.`
	if got := x.Events[len(x.Events)-1].Text; err != nil || got != want {
		t.Errorf("%q, %v", got, err)
	}
}
