package facts

import (
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// What every kind of event says of the row, in the order in which events were written and as of when they were.
func TestAsOf(t *testing.T) {
	zone := berlin(t)
	day := func(d int) time.Time { return time.Date(2026, 11, d, 12, 0, 0, 0, zone) }
	text := func(d int) string { return day(d).Format(time.RFC3339) }
	p := policy.Policy{Zone: zone, Statuses: []policy.Status{{Name: "New lead", Kind: policy.KindNew},
		{Name: "Won", Kind: policy.KindWon}}}
	typed := p.Words.Texts().Activity.Typed
	events := []lead.Event{
		{Time: day(1), Lead: "L-1", What: lead.Created, To: `{"received":"` + text(1) + `","respond_by":"` + text(2) +
			`","name":"Ada","status":"New lead","source":"Email","value":100}`},
		{Time: day(2), Lead: "L-2", What: lead.Created},
		{Time: day(2), Lead: "L-2", What: lead.Changed, Column: lead.ColStatus, To: "New lead"},
		{Time: day(3), Lead: "L-1", What: lead.Responded, Column: lead.ColFirstResponse, By: "team", Why: typed,
			To: "2026-11-02T09:00:00+01:00"},
		{Time: day(4), Lead: "L-1", What: lead.Planned, To: `{"next_step":"call","next_contact":"2026-11-09"}`},
		{Time: day(5), Lead: "L-1", What: lead.Changed, Column: lead.ColValue, To: "900 USD"},
		{Time: day(2), Lead: "L-1", What: lead.Asked, From: "k", To: text(3)}, // found late
		{Time: day(7), Lead: "L-1", What: lead.Merged, From: `{"received":"` + text(1) + `"}`,
			To: `{"received":"2026-10-30T09:00:00+01:00","lead":"L-9","copy":true}`},
		{Time: day(8), Lead: "L-1", What: lead.Changed, Column: lead.ColStatus, From: "New lead", To: "Won"},
		{Time: day(9), Lead: "L-1", What: lead.Deleted},
		{Time: day(10), Lead: "L-2", What: lead.Baseline, To: `{"received":"` + text(2) +
			`","name":"Bo","source":"Phone call"}`},
		{Time: day(11), Lead: "L-1", What: lead.Restored},
	}
	for i := range events {
		events[i].Recorded = events[i].Time
	}
	events[6].Recorded = day(6)
	in := Input{Policy: p, History: events, Leads: []lead.Lead{{ID: "L-1", Name: "typed since"}, {ID: "L-7"}}}
	at := func(d int) (one, two *lead.Lead, n int) {
		past := in.AsOf(time.Date(2026, 11, d, 23, 59, 59, 0, zone))
		for i := range past.Leads {
			switch l := &past.Leads[i]; l.ID {
			case "L-1":
				one = l
			case "L-2":
				two = l
			}
		}
		return one, two, len(past.Leads)
	}
	one, two, _ := at(1)
	if two != nil || one.Name != "Ada" || one.Value != 100 || one.Source != "Email" || !one.RespondBy.Equal(day(2)) ||
		!one.WaitingSince.Equal(day(1)) || !one.FirstResponse.IsZero() {
		t.Errorf("on the first day: %+v, %+v", one, two)
	}
	one, two, _ = at(3)
	if two.Name != "Bo" || two.Source != "Phone call" || two.Status != "New lead" || !two.Received.Equal(day(2)) {
		t.Errorf("what an upgrade has written down: %+v", two)
	}
	if !one.WaitingSince.IsZero() || one.FirstResponse.Hour() != 9 || !one.NextContact.IsZero() {
		t.Errorf("on the third day: %+v", one)
	}
	one, _, _ = at(5)
	if one.NextStep != "call" || one.NextContact.Day() != 9 || one.Value != 900 || one.Foreign != "USD" {
		t.Errorf("on the fifth day: %+v", one)
	}
	if one, _, _ = at(6); !one.WaitingSince.Equal(day(2)) {
		t.Errorf("a mail that was found on the sixth day: %+v", one)
	}
	if one, _, _ = at(7); one.Received.Day() != 30 || one.Status != "New lead" {
		t.Errorf("a merge: %+v", one)
	}
	if one, _, _ = at(8); one.Status != "Won" {
		t.Errorf("on the eighth day: %+v", one)
	}
	if one, _, n := at(9); one != nil || n != 1 {
		t.Errorf("deleted: %+v", one)
	}
	if one, _, n := at(11); one == nil || n != 2 {
		t.Errorf("there again: %+v", one)
	}
	if n := len(in.AsOf(day(30)).History); n != len(events) {
		t.Errorf("%d events", n)
	}
}
