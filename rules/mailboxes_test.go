package rules

import (
	"testing"
	"time"

	"leadsheet/lead"
)

// A mail that came in two mailboxes is one lead, also when people have changed or deleted that meanwhile: its bytes
// differ. Another mail of the same sender is none of this, and neither is one with a Message-ID that a broken program
// uses again.
func TestMailInTwoMailboxes(t *testing.T) {
	first := func(w *world) lead.Inquiry {
		q := w.mail("kim")
		q.Kind, q.From, q.Subject, q.MessageID = lead.Direct, q.Email, "A shed", "1@kim.example"
		q.Need, q.Where = "a shed, please", "INBOX:7:2"
		return q
	}
	second := func(q lead.Inquiry) lead.Inquiry {
		q.Key, q.Where = "m:another", "sales@firm.example: INBOX:9:4"
		q.Received = q.Received.Add(40 * time.Second)
		return q
	}
	for name, people := range map[string]func(w *world){
		"untouched": func(*world) {},
		"changed":   func(w *world) { l := w.lead("L-1001"); l.Need, l.Email = "two sheds", "kim@other.example" },
		"ended":     func(w *world) { w.lead("L-1001").Status = "Lost" },
		"deleted":   func(w *world) { w.state.Leads = nil },
	} {
		w := newWorld(t)
		q := first(w)
		w.pass(q)
		people(w)
		w.pass()
		before := len(w.state.Leads)
		work := w.pass(second(q))
		if len(work.NewLeads) != 0 || len(w.state.Leads) != before || len(work.Intake) != 1 ||
			work.Intake[0].Outcome != lead.Duplicate || work.Intake[0].Lead != "L-1001" {
			t.Errorf("%s: %+v, new %+v", name, work.Intake, work.NewLeads)
		}
	}
	w := newWorld(t)
	q := first(w)
	again := second(q) // in the same pass
	if work := w.pass(q, again); len(work.NewLeads) != 1 || len(work.Intake) != 2 || work.Intake[1].Outcome != lead.Duplicate {
		t.Errorf("at once: %+v", work.Intake)
	}
	w.now = w.now.Add(2 * time.Hour)
	later := second(q)
	later.Key, later.Received, later.Need = "m:later", q.Received.Add(time.Hour), "and a fence"
	if work := w.pass(later); len(work.Intake) != 1 || work.Intake[0].Outcome != lead.AddedTo {
		t.Errorf("an hour later: %+v", work.Intake)
	}
}
