package rules

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// A mail that claims to be from the team, and is not proven to be, answers nobody: Attention and Intake say so.
func TestProof_AnswerDoesNotCount(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(time.Minute)
	forged := w.answer("b", "kim@firm.example", "a@example.org")
	forged.Unproven = "dmarc=fail, says mx.ours.example"
	w.pass(forged)
	l, r := w.lead("L-1001"), w.row("b")
	if !l.FirstResponse.IsZero() || l.WaitingSince.IsZero() {
		t.Errorf("first response %v, waiting since %v", l.FirstResponse, l.WaitingSince)
	}
	if !strings.Contains(l.Attention, "A mail says that it is the answer of ann@ours.example, and that is not proven (dmarc=fail, says mx.ours.example)") ||
		!strings.Contains(l.Attention, `type "done" into Do`) {
		t.Errorf("Attention: %s", l.Attention)
	}
	if r.Outcome != lead.Ignored || r.Lead != "" ||
		!strings.Contains(r.Reason, "that is not proven: dmarc=fail, says mx.ours.example") {
		t.Errorf("Intake: %+v", r)
	}
	w.later(time.Minute)
	w.pass(w.answer("c", "kim@firm.example", "a@example.org"))
	if l := w.lead("L-1001"); l.FirstResponse.IsZero() || strings.Contains(l.Attention, "not proven") {
		t.Errorf("the real answer: %v, %s", l.FirstResponse, l.Attention)
	}
}

// What is no answer and not proven is a lead of its own, and its row of Intake says so; what nobody is asked in stays
// aside.
func TestProof_NeverJoins(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	forward := w.letter("b", "ann@ours.example", "a@example.org")
	forward.Kind, forward.Email, forward.Name, forward.Unproven, forward.Problem = lead.Direct, "", "",
		"not checked by mx.ours.example", "It says that it is from ann@ours.example"
	own := w.letter("c", "ann@ours.example")
	own.Kind, own.Ignore, own.Unproven = lead.OwnMail, "a mail of our own team", "dmarc=fail, says mx.ours.example"
	work := w.pass(forward, own)
	if len(work.NewLeads) != 1 ||
		!strings.Contains(work.NewLeads[0].Attention, "It says that it is from ann@ours.example") ||
		!strings.Contains(w.row("b").Reason, "not checked by mx.ours.example") ||
		!strings.Contains(w.row("c").Reason, "not proven") {
		t.Errorf("%+v; %+v", work.NewLeads, work.Intake)
	}
}

// A reply from an address that has not written for a lead joins its thread, and Attention says so, once for each.
func TestProof_NewAddress(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	says := func() int {
		return strings.Count(w.lead("L-1001").Attention, "A reply came from a new address, kim@gmail.com.")
	}
	for _, step := range []struct {
		key, from string
		want      int
	}{{"b", "kim@firm.example", 0}, {"c", "kim@gmail.com", 1}, {"d", "kim@gmail.com", 1}} {
		w.later(time.Minute)
		if w.pass(w.letter(step.key, step.from, "a@example.org")); says() != step.want || w.row(step.key).Lead != "L-1001" {
			t.Errorf("%s: Attention %q, row %+v", step.key, w.lead("L-1001").Attention, w.row(step.key))
		}
	}
	w.later(time.Minute)
	if w.pass(w.answer("e", "kim@gmail.com", "c@example.org")); says() != 0 {
		t.Errorf("after our answer: %q", w.lead("L-1001").Attention)
	}
}
