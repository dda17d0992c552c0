package demo

import (
	"testing"
	"time"

	"leadsheet/reports/facts"
	"leadsheet/reports/figures"
)

// The story is worth a look: each figure of the Report has something to say.
func TestPast_FiguresSaySomething(t *testing.T) {
	p, inForce := pastAt(t, "Europe/Berlin", "2026-11-27 10:00", 1)
	checkPast(t, p, inForce)
	if n := len(p.Leads); n < 140 || n > 155 {
		t.Errorf("%d leads", n)
	}
	n := figures.Of(facts.New(facts.Input{Policy: *inForce, Leads: p.Leads, History: p.History, CameIn: p.Intake},
		p.End.Add(10*time.Hour)))
	atLeast := func(what string, got, want int) {
		if got < want {
			t.Errorf("%s: %d, fewer than %d", what, got, want)
		}
	}
	for what, pair := range map[string]figures.Pair{"leads in": n.In, "deals": n.Deals, "won": n.Won,
		"unqualified": n.Unqualified} {
		atLeast(what, pair.Now, 5)
		atLeast(what+" before", pair.Before, 5)
		if !pair.Known {
			t.Errorf("%s is compared with nothing", what)
		}
	}
	atLeast("answered", n.Response.Answered, 30)
	atLeast("late", n.Response.Missed, 10)
	atLeast("waiting late", n.Response.WaitingLate, 1)
	atLeast("open values", n.Open.With.Part, 5)
	atLeast("overdue", len(n.Overdue.Items), 1)
	atLeast("corrections", len(n.Corrections), 1)
	atLeast("deleted", n.Deleted, 1)
	atLeast("duplicates", n.Duplicates, 2)
	atLeast("not a lead", n.NoLead.Now, 1)
	for _, b := range n.Buckets {
		atLeast("answers up to "+b.UpTo.String(), b.Leads, 1)
	}
	if first, last := n.Buckets[0].Deals, n.Buckets[2].Deals; first.Part*last.Of <= last.Part*first.Of {
		t.Errorf("quick answers do not pay: %v of leads answered at once become deals, %v of others", first, last)
	}
	if len(n.Reasons) < 5 || n.Reasons[0].Name != "Too expensive" {
		t.Errorf("refusals: %+v", n.Reasons)
	}
	atLeast("what it says", len(n.Says), 2)
	atLeast("groups of refusals", len(n.Groups), 4)
	atLeast("sources", len(n.Sources), 6)
	atLeast("people", len(n.People), len(team))
	for _, m := range n.People {
		atLeast(m.Name+": received", m.Received, 5)
		atLeast(m.Name+": answered", m.Response.Answered, 5)
		atLeast(m.Name+": follow-ups", m.OnTime.Of, 5)
	}
}
