package demo

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/rules/policy"
)

// tablesAt are the rule tabs of the demo in a zone, as seen from now.
func tablesAt(t *testing.T, zone string, now time.Time) []policy.Table {
	t.Helper()
	tables := policy.DefaultTables()
	for _, tab := range tables {
		for _, r := range tab.Rows {
			if tab.Title == lead.TabSettings && r[0] == "Time zone" {
				r[1] = zone
			}
		}
	}
	tables, err := Tables(tables, now)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// pastAt is the past as seen from a time of the wall clock in a zone, and what the rule tabs say. Of the customers
// there is one of so many.
func pastAt(t *testing.T, zone, wall string, of int) (*Past, *policy.Policy) {
	t.Helper()
	z, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", wall, z)
	if err != nil {
		t.Fatal(err)
	}
	inForce, err := read(tablesAt(t, zone, now))
	if err != nil {
		t.Fatal(err)
	}
	all, err := customers()
	if err != nil {
		t.Fatal(err)
	}
	var some []*customer
	for i := 0; i < len(all); i += of {
		some = append(some, all[i])
	}
	return newPast(inForce, some, lead.LeadColumns(), 0, now), inForce
}

// The past of a day is one, whatever the hour; that of the same weekday before is the same but for its dates.
func TestPast(t *testing.T) {
	morning, inForce := pastAt(t, "UTC", "2026-11-27 09:00", 3)
	checkPast(t, morning, inForce)
	t.Run("same day", func(t *testing.T) {
		night, _ := pastAt(t, "UTC", "2026-11-27 23:59", 3)
		if diff := cmp.Diff(morning.Leads, night.Leads); diff != "" {
			t.Errorf("leads (-morning +night):\n%s", diff)
		}
		if !slices.Equal(morning.History, night.History) || !slices.Equal(morning.Intake, night.Intake) {
			t.Error("what happened is not the same")
		}
	})
	t.Run("week before", func(t *testing.T) {
		before, _ := pastAt(t, "UTC", "2026-11-20 09:00", 3)
		if diff := cmp.Diff(shapeOf(morning), shapeOf(before)); diff != "" {
			t.Errorf("(-now +a week before):\n%s", diff)
		}
	})
}

// Weekends, years and changes of the clock: nothing lies in the future, and nobody works at night.
func TestPast_AnyDay(t *testing.T) {
	for _, c := range []struct{ zone, wall string }{
		{"Europe/Berlin", "2027-01-01 00:30"},
		{"America/New_York", "2026-11-08 12:00"},
	} {
		t.Run(c.wall+" "+c.zone, func(t *testing.T) {
			p, inForce := pastAt(t, c.zone, c.wall, 3)
			checkPast(t, p, inForce)
		})
	}
}

// shape is what is to be the same on any day.
type shape struct {
	Leads  []lead.Lead
	Events []lead.Event
}

// shapeOf is a past with its days counted back from its end, and without texts that may hold dates.
func shapeOf(p *Past) (s shape) {
	for _, l := range p.Leads {
		l.Attention, l.Campaign, l.Details, l.Earlier = "", "", "", ""
		for _, c := range lead.LeadColumns() {
			if at := lead.TimeField(&l, c); at != nil && !at.IsZero() {
				*at = time.Time{}.Add(at.Sub(p.End))
			}
		}
		s.Leads = append(s.Leads, l)
	}
	for _, e := range p.History {
		s.Events = append(s.Events, lead.Event{No: e.No, Lead: e.Lead, What: e.What, Column: e.Column, By: e.By,
			Time: time.Time{}.Add(e.Time.Sub(p.End)), Recorded: time.Time{}.Add(e.Recorded.Sub(p.End))})
	}
	return s
}

// checkPast is what holds for every past.
func checkPast(t *testing.T, p *Past, inForce *policy.Policy) {
	t.Helper()
	for i := range p.Leads {
		l := &p.Leads[i]
		for _, at := range []time.Time{l.Received, l.FirstResponse, l.LastActivity, l.WaitingSince} {
			if at.After(p.End) {
				t.Errorf("%s: %s lies after the end", l.ID, at)
			}
		}
		if l.Owner == "" || l.Do != "" {
			t.Errorf("%s: owner %q, Do %q", l.ID, l.Owner, l.Do)
		}
	}
	members := inForce.TeamAddresses()
	for i := range p.History {
		e := &p.History[i]
		switch {
		case e.Time.After(p.End), e.Recorded.After(p.End), e.Recorded.Before(e.Time):
			t.Errorf("the event %+v is of another time", e)
		case e.What == lead.Asked, e.What == lead.Quiet: // customers write at all hours
		case e.By == lead.ByTeam || members.Has(e.By):
			at := e.Time
			if e.What == lead.Responded {
				at = e.Recorded
			}
			if inForce.Calendar.WorkBetween(at.Add(-slot), at.Add(time.Minute)) == 0 {
				t.Errorf("%s: somebody works at %s: %s %s", e.Lead, at, e.What, e.Column)
			}
		}
		if i > 0 && (e.No != i+1 || e.Recorded.Before(p.History[i-1].Recorded)) {
			t.Errorf("event %d is the %dth", e.No, i+1)
		}
	}
	state := rules.State{Policy: *inForce, Leads: p.Leads, History: p.History, Intake: p.Intake,
		LeadColumns: lead.LeadColumns()}
	if work := rules.Plan(state, nil, p.End); len(work.Events)+len(work.NewLeads) > 0 {
		t.Errorf("at the end something is left to do: %+v", work.Events)
	}
}
