package facts

import (
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

func TestOwnerAt(t *testing.T) {
	from := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	at := func(hours int) time.Time { return from.Add(time.Duration(hours) * time.Hour) }
	owner := func(hours int, was, is string) lead.Event {
		return lead.Event{Time: at(hours), What: lead.Changed, Column: lead.ColOwner, From: was, To: is,
			By: lead.ByTeam}
	}
	began := func(what lead.EventKind, facts string) lead.Event {
		return lead.Event{Time: at(0), What: what, To: facts}
	}
	passed := func(hours int) lead.Event {
		return lead.Event{Time: at(hours), What: lead.Undone, Column: lead.ColDo, From: `{"verb":"pass to"}`}
	}
	type want struct {
		hours int
		owner string
	}
	for _, c := range []struct {
		name, row string
		events    []lead.Event
		want      []want
	}{
		{"no events: the row", "Ann", nil, []want{{-5, "Ann"}, {5, "Ann"}}},
		{"one owner", "Ann", []lead.Event{began(lead.Created, `{"owner":"Ann"}`)},
			[]want{{-1, ""}, {0, "Ann"}, {9, "Ann"}}},
		{"two", "Bob", []lead.Event{began(lead.Created, `{"owner":"Ann"}`), owner(3, "Ann", "Bob")},
			[]want{{2, "Ann"}, {3, "Bob"}}},
		{"written in another order", "Bob", []lead.Event{owner(3, "Ann", "Bob"),
			began(lead.Created, `{"owner":"Ann"}`)},
			[]want{{2, "Ann"}, {3, "Bob"}}},
		{"of an earlier version, without facts", "Bob", []lead.Event{began(lead.Created, ""), owner(0, "", "Ann"),
			owner(3, "Ann", "Bob")}, []want{{0, "Ann"}, {3, "Bob"}}},
		{"only the change is known", "Bob", []lead.Event{owner(3, "Ann", "Bob")}, []want{{-9, "Ann"}, {3, "Bob"}}},
		{"nobody at first", "Ann", []lead.Event{began(lead.Created, `{"status":"new"}`), owner(3, "", "Ann")},
			[]want{{2, ""}, {3, "Ann"}}},
		{"the row knows of an owner", "Ann", []lead.Event{began(lead.Created, `{"status":"new"}`)}, []want{{2, "Ann"}}},
		{"nobody in between", "Bob", []lead.Event{began(lead.Created, `{"owner":"Ann"}`), owner(3, "Ann", ""),
			owner(4, "", "Bob")},
			[]want{{2, "Ann"}, {3, ""}, {4, "Bob"}}},
		{"typed by who took the call", "Ann", []lead.Event{began(lead.Adopted,
			`{"received":"2026-11-23T08:00:00Z","owner":"Ann"}`)}, []want{{-3, ""}, {-2, "Ann"}}},
		{"typed, and chosen by the rule", "Ann", []lead.Event{began(lead.Adopted,
			`{"received":"2026-11-23T08:00:00Z","owner":"Ann","assigned":true}`)}, []want{{-1, ""}, {0, "Ann"}}},
		{"passed on and taken back", "Ann", []lead.Event{began(lead.Created, `{"owner":"Ann"}`), owner(3, "Ann", "Bob"),
			owner(5, "Bob", "Ann"), passed(5)}, []want{{2, "Ann"}, {4, "Ann"}, {6, "Ann"}}},
		{"taken back, and the owner was another by then", "Eve", []lead.Event{began(lead.Created, `{"owner":"Ann"}`),
			owner(3, "Ann", "Bob"), owner(4, "Bob", "Eve"), passed(5)}, []want{{2, "Ann"}, {3, "Bob"}, {6, "Eve"}}},
		{"a merge that is taken back leaves the owner", "Bob", []lead.Event{began(lead.Created, `{"owner":"Ann"}`),
			owner(3, "Ann", "Bob"), {Time: at(5), What: lead.Undone, Column: lead.ColDo, From: `{"verb":"same as"}`}},
			[]want{{2, "Ann"}, {6, "Bob"}}},
		{"a status that is put back leaves the owner", "Bob", []lead.Event{began(lead.Created, `{"owner":"Ann"}`),
			owner(3, "Ann", "Bob"), {Time: at(4), What: lead.Reverted, Column: lead.ColStatus, From: "won", To: "new"}},
			[]want{{2, "Ann"}, {6, "Bob"}}},
	} {
		for i := range c.events {
			c.events[i].Lead = "L-1"
		}
		b := New(Input{Policy: policy.Policy{Zone: time.UTC},
			Leads:   []lead.Lead{{ID: "L-1", Owner: c.row, Received: at(-3)}},
			History: c.events}, at(100))
		for _, w := range c.want {
			if got := b.Leads[0].OwnerAt(at(w.hours)); got != w.owner {
				t.Errorf("%s: after %d h %q, want %q", c.name, w.hours, got, w.owner)
			}
		}
	}
}

// A row that was deleted keeps who had it, and a lead that never changed hands needs no memory for that.
func TestOwnerAt_OfDeletedRows(t *testing.T) {
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	b := New(Input{Policy: policy.Policy{Zone: time.UTC}, History: []lead.Event{
		{Time: at, Lead: "L-1", What: lead.Created, To: `{"received":"2026-11-23T09:00:00Z","owner":"Ann"}`},
		{Time: at.Add(time.Hour), Lead: "L-1", What: lead.Deleted}}}, at.AddDate(0, 0, 2))
	if c := &b.Leads[0]; c.OwnerAt(b.Now) != "Ann" || c.Track.Tenure.more != nil || c.OpenFor(at, b.Now) != time.Hour {
		t.Errorf("%q, for %s", c.OwnerAt(b.Now), c.OpenFor(at, b.Now))
	}
}
