package figures_test

import (
	"reflect"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
)

// whole is a lead that lacks nothing: somebody has begun with it, and the next contact is tomorrow.
func whole(id string) lead.Lead {
	return lead.Lead{ID: id, Name: "Cust", Email: "c@example.com", Source: "Website form", Need: "A gate", Owner: "Ann",
		Status: "working", Received: storyNow.AddDate(0, 0, -5), NextStep: "Call",
		NextContact: storyNow.AddDate(0, 0, 1)}
}

func hygieneOf(history []lead.Event, leads ...lead.Lead) figures.Hygiene {
	return figures.Of(facts.New(facts.Input{Policy: storyPolicy(), Leads: leads, History: history}, storyNow)).Hygiene
}

func TestHygiene_Complete(t *testing.T) {
	for _, c := range []struct {
		name    string
		set     func(l *lead.Lead)
		missing string
	}{
		{"nothing missing", func(*lead.Lead) {}, ""},
		{"a phone is enough", func(l *lead.Lead) { l.Email, l.Phone = "", "+49 30 1234" }, ""},
		{"no way to reach them", func(l *lead.Lead) { l.Email = "" }, "Email or Phone"},
		{"no name", func(l *lead.Lead) { l.Name = " " }, "Name"},
		{"a name that is none", func(l *lead.Lead) { l.Name = "---" }, "Name"},
		{"the source is Unknown", func(l *lead.Lead) { l.Source = "unknown" }, "Source"},
		{"no need", func(l *lead.Lead) { l.Need = "" }, "Need"},
		{"what says nothing", func(l *lead.Lead) { l.Need = "n/a" }, "Need"},
		{"no owner", func(l *lead.Lead) { l.Owner = "" }, "Owner"},
		{"no next step", func(l *lead.Lead) { l.NextStep = "-" }, "Next step"},
		{"no next contact", func(l *lead.Lead) { l.NextContact = time.Time{} }, "Next contact"},
		{"new: the plan is still to come", func(l *lead.Lead) {
			l.Status, l.NextStep, l.NextContact = "new", "", time.Time{}
		}, ""},
	} {
		l := whole("L-1")
		c.set(&l)
		h, want := hygieneOf(nil, l), figures.Share{Part: 1, Of: 1}
		var missing []figures.Reason
		if c.missing != "" {
			want.Part, missing = 0, []figures.Reason{{Name: c.missing, Count: 1}}
		}
		if h.Complete != want || !reflect.DeepEqual(h.Missing, missing) {
			t.Errorf("%s: %+v, %+v", c.name, h.Complete, h.Missing)
		}
		l.Status = "closed"
		if h := hygieneOf(nil, l); h.Complete.Of != 0 || h.Missing != nil {
			t.Errorf("%s, ended: %+v", c.name, h)
		}
	}
	a, b, c := whole("L-1"), whole("L-2"), whole("L-3")
	a.Name, a.Need, b.Need, c.NextContact = "", "", "", time.Time{}
	h := hygieneOf(nil, a, b, c, whole("L-4"))
	want := []figures.Reason{{Name: "Need", Count: 2}, {Name: "Name", Count: 1}, {Name: "Next contact", Count: 1}}
	if h.Complete != (figures.Share{Part: 1, Of: 4}) || !reflect.DeepEqual(h.Missing, want) || h.NoStep != 1 {
		t.Errorf("%+v", h)
	}
}

func TestHygiene_Stale(t *testing.T) {
	ago := func(days int) time.Time { return storyNow.AddDate(0, 0, -days) }
	for _, c := range []struct {
		name                string
		status              string
		received, heard     int // days ago; 0 for never
		answered, nextAfter int // days ago; days from now, 0 for none
		want                int
	}{
		{"13 days without contact", "working", 40, 13, 0, 0, 0},
		{"14 days", "working", 40, 14, 0, 0, 1},
		{"never contacted", "new", 14, 0, 0, 0, 1},
		{"answered since", "working", 40, 0, 3, 0, 0},
		{"a plan within the limit", "working", 40, 30, 0, 14, 0},
		{"a plan that is farther away", "working", 40, 30, 0, 15, 1},
		{"a plan of yesterday", "working", 40, 30, 0, -1, 1},
		{"postponed, before its day", "postponed", 300, 300, 0, 200, 0},
		{"postponed, after its day", "postponed", 300, 300, 0, -1, 1},
		{"postponed without a day", "postponed", 300, 300, 0, 0, 0},
		{"ended", "closed", 300, 300, 0, 0, 0},
	} {
		l := whole("L-1")
		l.Status, l.Received, l.NextContact = c.status, ago(c.received), time.Time{}
		if c.heard > 0 {
			l.LastActivity = ago(c.heard)
		}
		if c.answered > 0 {
			l.FirstResponse = ago(c.answered)
		}
		if c.nextAfter != 0 {
			l.NextContact = ago(-c.nextAfter)
		}
		edited := []lead.Event{{Time: ago(1), Lead: "L-1", What: lead.Changed, Column: lead.ColComment, To: "x",
			By: lead.ByTeam}}
		if h := hygieneOf(edited, l); h.Stale != c.want {
			t.Errorf("%s: %d", c.name, h.Stale)
		}
	}
}

func TestHygiene_PairsAndCells(t *testing.T) {
	ask := func(id, other string) lead.Event {
		return lead.Event{Time: storyNow.AddDate(0, 0, -2), Lead: id, What: lead.Noted, Column: lead.ColID,
			From: other, Why: "?"}
	}
	bad := whole("L-4")
	bad.Bad = []lead.BadCell{{Column: lead.ColValue, Text: "abc"}}
	leads := []lead.Lead{whole("L-1"), whole("L-2"), whole("L-3"), bad}
	h := hygieneOf([]lead.Event{ask("L-1", "L-2"), ask("L-2", "L-1"), ask("L-3", "L-1"), ask("L-3", "L-9")}, leads...)
	if h.Pairs != 2 || h.Bad != 1 {
		t.Errorf("%d pairs, %d leads with a bad cell", h.Pairs, h.Bad)
	}
	decided := lead.Event{Time: storyNow, Lead: "L-3", What: lead.Did, Column: lead.ColDo,
		To: lead.FormatFacts([]lead.Fact{{Name: "verb", Text: "not same as"}, {Name: "lead", Text: "L-1"}})}
	h = hygieneOf([]lead.Event{ask("L-1", "L-2"), ask("L-3", "L-1"), decided}, leads...)
	if h.Pairs != 1 {
		t.Errorf("%d pairs after one was decided", h.Pairs)
	}
}

// Rows of the past have an age and a last contact, each with how many leads it is known of.
func TestHygiene_History(t *testing.T) {
	ago := func(days int) time.Time { return storyNow.AddDate(0, 0, -days) }
	a, b, c, fresh := whole("L-1"), whole("L-2"), whole("L-3"), whole("L-4")
	a.Received, a.LastActivity = ago(100), ago(20)
	b.Received = ago(50)
	c.Received = time.Time{}
	fresh.RespondBy = fresh.Received.Add(30 * time.Minute)
	h := hygieneOf(nil, a, b, c, fresh).History
	if h != (figures.Aged{Leads: 3, Days: 75, Known: 2, Silent: 35, Heard: 2}) {
		t.Errorf("%+v", h)
	}
}
