package rules

import (
	"strings"
	"testing"

	"leadsheet/lead"
)

// typeOutcome types over the outcome of a row of Intake, and lets a pass follow.
func (w *world) typeOutcome(key, text string) Work {
	w.t.Helper()
	w.row(key).Outcome = lead.Outcome(text)
	return w.pass()
}

// Where a message alone made a lead, "not a lead" over its outcome is the command, and "ignored" says the same.
func TestNotALeadInIntake(t *testing.T) {
	for _, c := range []struct{ key, typed string }{
		{"f", "not a lead"}, {"f", " Not a Lead. "}, {"f", "ignored"}, {"f", "Ignored"}, {"x", "not a lead"},
	} {
		t.Run(c.key+" "+c.typed, func(t *testing.T) {
			w := intakeWorld(t)
			r := w.row(c.key)
			id, was, outcome, reason := r.Lead, *w.lead(r.Lead), r.Outcome, r.Reason
			work := w.typeOutcome(c.key, c.typed)
			l := w.lead(id)
			if r.Outcome != lead.Ignored || r.Lead != id || l.Status != "Not a lead" || l.Attention != "" ||
				!strings.HasSuffix(r.Reason, "not a lead, as was typed here: type lead to bring "+id+" back") {
				t.Fatalf("the row says %q %s %q; %+v", r.Outcome, r.Lead, r.Reason, l)
			}
			if didIn(work) == "" || work.Events[0].Lead != id {
				t.Errorf("%s", what(work))
			}
			for _, typed := range []string{"ignored", "not a lead", "NEW LEAD", "bounced"} { // over the row as it is now
				if work := w.typeOutcome(c.key, typed); len(work.Events) > 0 || r.Outcome != lead.Ignored {
					t.Errorf("%s: %q %q, %s", typed, r.Outcome, r.Reason, what(work))
				}
			}
			w.typeOutcome(c.key, "lead")
			if len(w.state.Leads) != 3 || r.Lead != id || l.Status != was.Status || r.Outcome != outcome ||
				!l.RespondBy.Equal(was.RespondBy) || !strings.HasSuffix(r.Reason, "a lead again: "+id) ||
				!strings.HasPrefix(r.Reason, reason) {
				t.Errorf("lead: the row says %q %s %q; %+v", r.Outcome, r.Lead, r.Reason, l)
			}
		})
	}
}

// What was typed is taken back in the row of the lead, too, and the row of Intake follows.
func TestNotALeadInIntake_UndoneInTheRow(t *testing.T) {
	for _, typed := range []string{"undo", "reopen"} {
		w := intakeWorld(t)
		id := w.row("f").Lead
		before := *w.lead(id)
		w.typeOutcome("f", "not a lead")
		w.do(id, typed)
		if r, l := w.row("f"), w.lead(id); r.Outcome != lead.NewLead || r.Reason != "a lead again: "+id ||
			l.Status != before.Status {
			t.Errorf("%s: %q %q; %+v", typed, r.Outcome, r.Reason, l)
		}
	}
}

// A lead that is none for another reason comes back by its row of Intake as well.
func TestLeadInIntake_OfARowThatIsNone(t *testing.T) {
	w := intakeWorld(t)
	r := w.row("f")
	w.lead(r.Lead).Status = "Not a lead"
	w.pass()
	if work := w.typeOutcome("f", "lead"); len(work.NewLeads) > 0 || w.lead(r.Lead).Status != "New lead" {
		t.Errorf("%q %q, %s", r.Outcome, r.Reason, what(work))
	}
}

// What cannot be done is put back, with what to type, and where.
func TestNotALeadInIntake_Refused(t *testing.T) {
	for _, c := range []struct {
		key, typed string
		outcome    lead.Outcome
		says       string
	}{
		{"a", "not a lead", lead.NewLead, `"not a lead", is not possible: type "not a lead" into Do in the row of L-1001`},
		{"again", "not a lead", lead.AddedTo, `"not a lead", is not possible: type "not a lead" into Do in the row of L-1001`},
		{"twice", "not a lead", lead.Duplicate, `type "not a lead" into Do in the row of L-1002`},
		{"news", "not a lead", lead.Ignored, `"not a lead", is not possible: no lead was made of it`},
		{"gone", "not a lead", lead.NewLead, `"not a lead", is not possible: there is no lead L-1003`},
		{"gone", "ignored", lead.NewLead, `"ignored", is not possible: there is no lead L-1003`},
		{"s:1", "not a lead", lead.FileRead, `is no request; type undo to take back the leads that the file made`},
		{"a", "undo", lead.NewLead, `"undo", is not possible: type "undo" into Do in the row of L-1001`},
		{"news", "undo", lead.Ignored, `"undo", is not understood: type lead to make it a lead`},
		{"s:1", "undo", lead.FileRead, `"undo", is not possible: it has made no lead that is still there`},
	} {
		w := intakeWorld(t)
		work := w.typeOutcome(c.key, c.typed)
		if r := w.row(c.key); r.Outcome != c.outcome || !strings.Contains(r.Reason, c.says) ||
			what(work) != "" {
			t.Errorf("%s, %q: the row says %q %q; %s", c.key, c.typed, r.Outcome, r.Reason, what(work))
		}
	}
}
