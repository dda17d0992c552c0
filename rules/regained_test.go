package rules

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// joins is a workbook of an earlier version: what Tom sent on before he was in the team joined one lead of his.
func joins(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	for _, key := range []string{"a", "b", "c"} {
		q := w.letter(key, "tom@office.example")
		q.Name, q.Need, q.Subject = "Tom Berger", "Please look. "+key, "Fwd"
		w.pass(q)
		w.later(time.Minute)
	}
	if n := len(w.state.Leads); n != 1 || w.row("c").Lead != "L-1001" {
		t.Fatalf("%d leads, %+v", n, w.row("c"))
	}
	return w
}

// gains puts Tom into the team, and returns his mails as they read now.
func (w *world) gains(about ...string) []lead.Inquiry {
	w.t.Helper()
	w.state.Policy.Team = append(w.state.Policy.Team, policy.Person{Name: "Tom", Email: "tom@office.example"})
	var again []lead.Inquiry
	for n, r := range w.state.OfNewTeam() {
		q := w.letter(r.Key, "tom@office.example")
		q.Again, q.Where, q.Subject = r.Key, r.Where, "Fwd"
		if n < len(about) && about[n] != "" {
			q.Kind, q.ForwardedBy, q.Name, q.Email, q.Need = lead.Forwarded, q.From, about[n]+" Roe",
				about[n]+"@visitor.example", "A door for "+about[n]
		} else {
			q.Kind, q.Ignore, q.Email, q.Name = lead.OwnMail, "a mail of our own team", "", ""
		}
		again = append(again, q)
	}
	return again
}

// settled wants that nothing is left to be read again.
func (w *world) settled() {
	w.t.Helper()
	if rows := w.state.OfNewTeam(); len(rows) != 0 {
		w.t.Errorf("still to be read again: %+v", rows)
	}
}

// What had joined a colleague's lead becomes leads of their own, and the lead itself the customer's.
func TestRegained_JoinedOnes(t *testing.T) {
	w := joins(t)
	again := w.gains("bo", "cy", "al") // those that joined come first
	if len(again) != 3 || again[2].Again != w.row("a").Key {
		t.Fatalf("%+v", again)
	}
	work := w.pass(again...)
	if len(work.NewLeads) != 2 {
		t.Errorf("%+v", work.NewLeads)
	}
	for key, who := range map[string]string{"a": "al", "b": "bo", "c": "cy"} {
		l := w.lead(w.row(key).Lead)
		if l.Email != who+"@visitor.example" || l.Name != who+" Roe" || l.Need != "A door for "+who ||
			w.row(key).Outcome != lead.NewLead ||
			!strings.Contains(l.Attention, "Set right: tom@office.example") ||
			!strings.Contains(w.row(key).Reason, "read again") {
			t.Errorf("%s: %+v; %+v", key, l, w.row(key))
		}
	}
	if w.row("a").Lead != "L-1001" || w.lead("L-1001").Details != "" {
		t.Errorf("the first: %+v", w.lead("L-1001"))
	}
	w.settled()
}

// What people have worked on is left, and named: an edit, a command, an answer.
func TestRegained_TouchedStays(t *testing.T) {
	for name, touch := range map[string]func(w *world){
		"a comment":                    func(w *world) { w.lead("L-1001").Comment = "called"; w.pass() },
		"a status":                     func(w *world) { w.lead("L-1001").Status = "In progress"; w.pass() },
		"a command":                    func(w *world) { w.do("L-1001", "called") },
		"an edit that this pass finds": func(w *world) { w.lead("L-1001").Name = "Al" },
	} {
		w := joins(t)
		touch(w)
		before := *w.lead("L-1001")
		w.later(time.Minute)
		work := w.pass(w.gains("bo", "cy", "al")...)
		l := w.lead("L-1001")
		if len(work.NewLeads) != 0 || l.Email != before.Email || l.Name != before.Name || l.Need != before.Need {
			t.Errorf("%s: %+v; %+v", name, l, work.NewLeads)
		}
		for _, who := range []string{"al", "bo", "cy"} {
			if want := "It is about: " + who + " Roe " + who + "@visitor.example. Somebody has worked on this row"; !strings.Contains(l.Attention, want) {
				t.Errorf("%s: Attention lacks %q: %s", name, want, l.Attention)
			}
		}
		w.settled()
	}
}

// A colleague's own word is no lead; what is nowhere any more is said once, and what waits for its source stays.
func TestRegained_NobodyAndNowhere(t *testing.T) {
	w := joins(t)
	w.pass(w.gains("", "", "")...)
	if kind, _ := w.state.Policy.KindOf(w.lead("L-1001").Status); kind != policy.KindNoLead || w.row("b").Outcome != lead.Ignored || w.row("a").Outcome != lead.Ignored {
		t.Errorf("%+v; %+v", w.lead("L-1001"), w.state.Intake)
	}
	w.settled()
	w = joins(t)
	w.gains()
	if work := w.pass(); !work.Empty() || len(w.state.OfNewTeam()) != 3 {
		t.Errorf("nothing was read: %+v", work)
	}
	w.state.Nowhere = map[string]bool{w.row("a").Key: true, w.row("b").Key: true, w.row("c").Key: true}
	w.pass()
	if l := w.lead("L-1001"); l.Email != "tom@office.example" || !strings.Contains(l.Attention, "the mail is nowhere any more") {
		t.Errorf("nowhere: %+v", l)
	}
	w.settled()
}

// Customers' leads, and rows that people added, are not looked at.
func TestRegained_OnlyMailsOfTheTeam(t *testing.T) {
	w := newWorld(t)
	w.pass(w.letter("a", "kim@firm.example"))
	w.typedRow(lead.Lead{Name: "Tom", Email: "tom@office.example", Need: "a chair"})
	w.gains()
	w.settled()
}
