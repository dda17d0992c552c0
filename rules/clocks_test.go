package rules

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// The rows of definitions 2.1 about the customer's clock that need more than a calendar.
func TestTheCustomersClock(t *testing.T) {
	t.Run("a second mail before any reply leaves the first arrival", func(t *testing.T) {
		w := newWorld(t)
		w.pass(w.mail("a"))
		due := w.lead("L-1001").RespondBy
		w.now = w.now.Add(20 * time.Minute)
		again := w.mail("a")
		again.Key = "a2"
		w.pass(again)
		if l := w.lead("L-1001"); !l.RespondBy.Equal(due) || !l.LastActivity.Equal(again.Received) {
			t.Errorf("respond by %s, want %s", l.RespondBy, due)
		}
	})
	t.Run("an automatic reply is no response", func(t *testing.T) {
		w := newWorld(t)
		w.pass(w.mail("a"))
		auto := w.mail("a")
		auto.Key, auto.Kind = "auto", lead.AutoReply
		w.pass(auto)
		if l := w.lead("L-1001"); !l.FirstResponse.IsZero() || w.state.Intake[1].Outcome != lead.Ignored {
			t.Errorf("first response %s", l.FirstResponse)
		}
	})
	t.Run("a new owner leaves the customer's clock", func(t *testing.T) {
		w := newWorld(t, team("Ann", "Bob"))
		w.pass(w.mail("a"))
		due := w.lead("L-1001").RespondBy
		w.now = w.now.Add(20 * time.Minute)
		w.lead("L-1001").Owner = "Bob"
		w.pass()
		if l := w.lead("L-1001"); !l.RespondBy.Equal(due) {
			t.Errorf("respond by %s, want %s", l.RespondBy, due)
		}
	})
	t.Run("a changed target counts for new rows only", func(t *testing.T) {
		w := newWorld(t)
		w.pass(w.mail("a"))
		due := w.lead("L-1001").RespondBy
		w.state.Policy.RespondWithin = 2 * time.Hour
		b := w.mail("b")
		w.pass(b)
		if l, m := w.lead("L-1001"), w.lead("L-1002"); !l.RespondBy.Equal(due) || !m.RespondBy.Equal(b.Received.Add(2*time.Hour)) {
			t.Errorf("respond by %s and %s", l.RespondBy, m.RespondBy)
		}
	})
	t.Run("ending a lead is no response", func(t *testing.T) {
		w := newWorld(t)
		w.pass(w.mail("a"))
		w.lead("L-1001").Status = "Unqualified"
		work := w.pass()
		if l := w.lead("L-1001"); !l.FirstResponse.IsZero() || what(work) != "changed Status,turn ended," {
			t.Errorf("first response %s, events %s", l.FirstResponse, what(work))
		}
	})
	t.Run("a message from the future counts from now", func(t *testing.T) {
		w := newWorld(t)
		q := w.mail("a")
		q.Received = w.now.Add(48 * time.Hour)
		w.pass(q)
		if l := w.lead("L-1001"); !l.Received.Equal(w.now) || !strings.Contains(l.Attention, "future") {
			t.Errorf("received %s, attention %q", l.Received, l.Attention)
		}
	})
	t.Run("a source with its own target", func(t *testing.T) {
		w := newWorld(t, rule(lead.TabSources, "Email", 2, "10 min"))
		q := w.mail("a")
		w.pass(q)
		if l := w.lead("L-1001"); !l.RespondBy.Equal(q.Received.Add(10 * time.Minute)) {
			t.Errorf("respond by %s", l.RespondBy)
		}
	})
	t.Run("a phone call that is typed in later, already answered, has no clock", func(t *testing.T) {
		w := newWorld(t)
		w.state.Leads = []lead.Lead{{Name: "Kim", Phone: "030 1234567", Status: "In progress"}}
		w.pass()
		if l := w.lead("L-1001"); !l.RespondBy.IsZero() || !l.FirstResponse.IsZero() {
			t.Errorf("respond by %s, first response %s", l.RespondBy, l.FirstResponse)
		}
	})
	t.Run("the clock changes at night", func(t *testing.T) {
		w := newWorld(t)
		w.now = clock(t, time.UTC, "2026-10-25 01:30") // 02:30 in Berlin for the second time
		w.pass(w.mail("a"))
		w.lead("L-1001").Status = "In progress"
		w.pass()
		w.now = w.now.Add(time.Hour)
		if work := w.pass(); len(work.Events) != 0 {
			t.Errorf("the hour that is there twice made history: %+v", work.Events)
		}
	})
}

func TestSources(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		name, source, campaign, want, details string
		answers                               []lead.Answer
	}{
		{name: "as the tab calls it", source: "instagram", want: "Instagram"},
		{name: "a word of it", source: "m.facebook.com", want: "Facebook"},
		{name: "not a part of a word", source: "figment", want: "Unknown", details: "Source: figment"},
		{name: "mail by default", want: "Email"},
		{name: "by the click's mark", answers: []lead.Answer{{Question: "gclid", Value: "x1"}}, want: "Google Ads", details: "gclid: x1"},
		{name: "by the campaign", campaign: "Trade show 2026", want: "Offline event"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := w.mail("a")
			q.Source, q.Campaign, q.Answers = c.source, c.campaign, c.answers
			l := Plan(w.state, []lead.Inquiry{q}, w.now).NewLeads[0]
			if l.Source != c.want || l.Details != c.details {
				t.Errorf("%q, details %q", l.Source, l.Details)
			}
		})
	}
}

func TestSameArgumentsSameWork(t *testing.T) {
	w := newWorld(t, team("Ann", "Bob"))
	w.pass(w.mail("a"), w.mail("b"))
	w.state.Leads = w.state.Leads[:1]
	w.state.Leads[0].Status = "Closed"
	items := []lead.Inquiry{w.mail("c"), w.mail("d"), w.mail("e")}
	backwards := []lead.Inquiry{items[2], items[0], items[1]}
	a, b := Plan(w.state, items, w.now), Plan(w.state, backwards, w.now)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("the order of what is handed over matters:\n%+v\n%+v", a, b)
	}
}
