package rules

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

func rule(tab, row string, col int, text string) func(map[string]policy.Table) {
	return func(tables map[string]policy.Table) { setCell(tables, tab, row, col, text) }
}

func TestAttention(t *testing.T) {
	for _, c := range []struct {
		name, want string
		edit       func(*world, *lead.Lead)
	}{
		{"late by minutes", "Nobody has answered: due 10:29, 15 min late", func(w *world, _ *lead.Lead) { w.now = w.now.Add(50 * time.Minute) }},
		{"just late", "Nobody has answered: due 10:29, late", func(w *world, _ *lead.Lead) { w.now = w.now.Add(31 * time.Minute) }},
		{"late by hours", "Nobody has answered: due 10:29, 3 h late", func(w *world, _ *lead.Lead) { w.now = w.now.Add(4 * time.Hour) }},
		{"late by days", "Nobody has answered: due Fri 20 Nov, 10:29, 3 days late", func(w *world, _ *lead.Lead) { w.now = w.now.Add(73 * time.Hour) }},
		{"due soon", "New: answer by 10:29", func(w *world, _ *lead.Lead) { w.now = w.now.Add(20 * time.Minute) }},
		{"time enough", "", func(*world, *lead.Lead) {}},
		{"requires", "Missing: Value, Next step, Next contact", func(_ *world, l *lead.Lead) { l.Status = "Moved to deal" }},
		{"requires a reason, also when closed", "Missing: Refusal reason", func(_ *world, l *lead.Lead) { l.Status = "Closed" }},
		{"unknown status", `Status "Lost" is not in the tab Statuses · What next, and when? Fill Next step and Next contact`, func(_ *world, l *lead.Lead) { l.Status = "Lost" }},
		{"unknown owner", `Owner "Nobody" is not in the tab Team`, func(_ *world, l *lead.Lead) { l.Owner = "Nobody" }},
		{"unknown quality and source", `Source "Radio" is not in the tab Sources · Quality "boiling" is not in the tab Quality`,
			func(_ *world, l *lead.Lead) { l.Source, l.Quality = "Radio", "boiling" }},
		{"no contact", "Phone or email missing", func(_ *world, l *lead.Lead) { l.Email = "" }},
		{"a word in a date column", `Next contact: cannot read "soon", so it does not count; write it like 2026-12-24`, func(_ *world, l *lead.Lead) {
			l.Bad = []lead.BadCell{{Column: lead.ColNextContact, Text: "soon"}}
		}},
		{"no next step", "What next, and when? Fill Next step and Next contact", func(_ *world, l *lead.Lead) {
			l.Status, l.Comment = "Contact established", "met at the fair"
		}},
		{"follow-up today", "Follow-up due Fri 20 Nov", func(w *world, l *lead.Lead) {
			l.Status, l.NextStep, l.NextContact = "In progress", "Call", clock(w.t, w.now.Location(), "2026-11-20 00:00")
		}},
		{"follow-up on Saturday is due on Monday", "", func(w *world, l *lead.Lead) {
			l.Status, l.NextStep, l.NextContact = "In progress", "Call", clock(w.t, w.now.Location(), "2026-11-21 00:00")
			w.now = w.now.AddDate(0, 0, 2)
		}},
		{"follow-up overdue", "Follow-up due Fri 20 Nov (3 days overdue)", func(w *world, l *lead.Lead) {
			l.Status, l.NextStep, l.NextContact = "In progress", "Call", clock(w.t, w.now.Location(), "2026-11-20 00:00")
			w.now = w.now.AddDate(0, 0, 3)
		}},
		{"silent for long", "When? Fill Next contact · No contact for 14 days", func(w *world, l *lead.Lead) {
			l.Status, l.NextStep, l.FirstResponse = "In progress", "Wait", w.now
			w.now = w.now.AddDate(0, 0, 16)
		}},
		{"a planned contact is not silence", "", func(w *world, l *lead.Lead) {
			l.Status, l.NextStep, l.NextContact = "In progress", "Call", w.now.AddDate(0, 1, 0)
			w.now = w.now.AddDate(0, 0, 20)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.pass(w.mail("a"))
			c.edit(w, w.lead("L-1001"))
			w.pass()
			if got := w.lead("L-1001").Attention; got != c.want {
				t.Errorf("attention %q, want %q", got, c.want)
			}
		})
	}
}

func TestMayMoveTo(t *testing.T) {
	only := rule(lead.TabStatuses, "New lead", 4, "In progress, Unqualified")
	t.Run("flag", func(t *testing.T) {
		w := newWorld(t, only)
		w.pass(w.mail("a"))
		w.lead("L-1001").Status = "Won"
		w.pass()
		w.pass()
		if l := w.lead("L-1001"); l.Status != "Won" || l.Attention != `Status "Won" may not follow "New lead"` {
			t.Errorf("%q, attention %q", l.Status, l.Attention)
		}
		w.lead("L-1001").Status = "New lead"
		w.pass()
		if l := w.lead("L-1001"); strings.Contains(l.Attention, "may not follow") {
			t.Errorf("going back to the last allowed status is allowed: %q", l.Attention)
		}
	})
	t.Run("revert", func(t *testing.T) {
		w := newWorld(t, only, rule(lead.TabSettings, "Broken rules", 1, "revert"))
		w.pass(w.mail("a"))
		w.lead("L-1001").Status = "Won"
		work := w.pass()
		l := w.lead("L-1001")
		if l.Status != "New lead" || !l.FirstResponse.IsZero() || what(work) != "changed Status,reverted," {
			t.Errorf("%q, first response %s, events %s", l.Status, l.FirstResponse, what(work))
		}
		if want := `Status put back: Status "Won" may not follow "New lead"`; l.Attention != want {
			t.Errorf("attention %q, want %q", l.Attention, want)
		}
		l.Status = "Unqualified" // allowed, but the reason is missing
		w.pass()
		if l := w.lead("L-1001"); l.Status != "New lead" || !strings.Contains(l.Attention, `"Unqualified" needs Refusal reason`) {
			t.Errorf("%q, attention %q", l.Status, l.Attention)
		}
	})
}

func TestFirstResponse(t *testing.T) {
	w := newWorld(t)
	w.pass(w.mail("a"), w.mail("b"))
	w.now = w.now.Add(10 * time.Minute)
	w.lead("L-1001").Status = "In progress"
	called := w.now.Add(-5 * time.Minute)
	b := w.lead("L-1002")
	b.Status, b.FirstResponse = "In progress", called
	work := w.pass()
	if l := w.lead("L-1001"); !l.FirstResponse.Equal(w.now) {
		t.Errorf("by status: %s", l.FirstResponse)
	}
	if l := w.lead("L-1002"); !l.FirstResponse.Equal(called) {
		t.Errorf("what a person typed counts: %s", l.FirstResponse)
	}
	why := ""
	for _, e := range work.Events {
		if e.What == lead.Responded {
			why += e.Lead + " " + e.Why + ","
		}
	}
	if why != "L-1001 by status,L-1002 typed in the table," {
		t.Errorf("responded %q", why)
	}
}

func TestWhatPeopleChangedIsHistory(t *testing.T) {
	w := newWorld(t)
	w.pass(w.mail("a"))
	l := w.lead("L-1001")
	l.Value, l.HasValue, l.NextStep, l.NextContact = 1200.5, true, "Call", w.now.AddDate(0, 0, 3)
	work := w.pass()
	got := ""
	for _, e := range work.Events {
		got += e.Column + "=" + e.To + " by " + e.By + ","
	}
	if got != "Next step=Call by team,Next contact=2026-11-23T10:00:00+01:00 by team,Value=1200.5 by team," {
		t.Errorf("events %s", got)
	}
	due := w.lead("L-1001").RespondBy
	w.lead("L-1001").Quality = "hot"
	w.pass()
	if l := w.lead("L-1001"); !l.RespondBy.Equal(w.now.Add(5*time.Minute)) || !l.RespondBy.Before(due) {
		t.Errorf("hot is due at %s", l.RespondBy)
	}
}

func TestOwnersAreFair(t *testing.T) {
	count := func(w *world, n int) map[string]int {
		var items []lead.Inquiry
		for i := range n {
			items = append(items, w.mail(string(rune('a'+i))))
		}
		got := map[string]int{}
		for _, l := range w.pass(items...).NewLeads {
			got[l.Owner]++
		}
		return got
	}
	t.Run("equal shares", func(t *testing.T) {
		if got := count(newWorld(t, team("Ann", "Bob", "Cy")), 12); got["Ann"] != 4 || got["Bob"] != 4 || got["Cy"] != 4 {
			t.Errorf("%v", got)
		}
	})
	t.Run("shares", func(t *testing.T) {
		if got := count(newWorld(t, team("Ann", "Bob"), rule(lead.TabTeam, "Bob", 5, "2")), 12); got["Ann"] != 4 || got["Bob"] != 8 {
			t.Errorf("%v", got)
		}
	})
	t.Run("away", func(t *testing.T) {
		w := newWorld(t, team("Ann", "Bob", "Cy"), rule(lead.TabTeam, "Bob", 7, "2026-11-18"), rule(lead.TabTeam, "Bob", 8, "2026-11-20"))
		if got := count(w, 6); got["Bob"] != 0 || got["Ann"] != 3 {
			t.Errorf("nobody alone takes over the absent one's turns: %v", got)
		}
	})
	t.Run("a row made by hand does not count", func(t *testing.T) {
		w := newWorld(t, team("Ann", "Bob"))
		w.state.Leads = []lead.Lead{{Name: "Kim", Email: "k@example.org", Owner: "Ann"}}
		w.pass()
		w.pass(w.mail("a"))
		if got := w.lead("L-1002").Owner; got != "Ann" {
			t.Errorf("the turn moved to %s", got)
		}
	})
	t.Run("old assignments do not count", func(t *testing.T) {
		w := newWorld(t, team("Ann", "Bob"))
		w.pass(w.mail("a"))
		w.now = w.now.AddDate(0, 2, 0)
		w.pass(w.mail("b"), w.mail("c"))
		if a, b := w.lead("L-1002").Owner, w.lead("L-1003").Owner; a != "Bob" || b != "Ann" {
			t.Errorf("%s, %s: who has waited longest is next", a, b)
		}
	})
	t.Run("nobody", func(t *testing.T) {
		w := newWorld(t, rule(lead.TabTeam, "Owner", 3, "FALSE"))
		w.pass(w.mail("a"))
		w.pass()
		if l := w.lead("L-1001"); l.Owner != "Owner" || l.Attention != "Nobody was available: given to the system owner" {
			t.Errorf("%s, attention %q", l.Owner, l.Attention)
		}
	})
}
