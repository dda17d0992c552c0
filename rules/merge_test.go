package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"

	"pgregory.net/rapid"
)

// pairOf is a lead that came by mail, and one of the same person that came from another address an hour later.
func pairOf(t testing.TB) *world {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(time.Hour)
	q := w.letter("b", "kim@home.example")
	q.Need = "The same fence, once more."
	w.pass(q)
	w.later(time.Minute)
	return w
}

// A duplicate leaves the figures and has no clock; what comes from its address belongs to the original.
func TestMerge(t *testing.T) {
	w := pairOf(t)
	work := w.do("L-1002", "same as L-1001")
	c, o := w.lead("L-1002"), w.lead("L-1001")
	if c.Quality != "duplicate" || c.RefusalReason != "Duplicate" || c.Status != "Unqualified" ||
		!c.WaitingSince.IsZero() || c.Attention != "Noted: same as L-1001" {
		t.Errorf("the copy: %+v; %s", c, what(work))
	}
	if o.WaitingSince.IsZero() || !o.FirstResponse.IsZero() {
		t.Errorf("the original: %+v", o)
	}
	w.later(time.Hour)
	work = w.pass(w.letter("c", "kim@home.example"))
	if r := work.Intake[0]; r.Lead != "L-1001" || r.Outcome != lead.AddedTo {
		t.Errorf("a further mail: %+v", work.Intake)
	}
	w.later(time.Hour)
	work = w.pass(w.sent("r", "kim@home.example", "b@example.org"))
	if work.Intake[0].Lead != "L-1001" || w.lead("L-1001").FirstResponse.IsZero() {
		t.Errorf("an answer to the copy's mail: %+v", work.Intake)
	}
}

// A row that a person has marked as a duplicate, and whose contact has one other row, is treated alike.
func TestMerge_MarkedByHand(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.state.Leads = append(w.state.Leads, lead.Lead{Ref: 1, Name: "Kim Example", Email: "kim@firm.example", Quality: "duplicate"})
	w.pass()
	w.later(time.Hour)
	if work := w.pass(w.letter("c", "kim@firm.example")); work.Intake[0].Lead != "L-1001" {
		t.Errorf("a further mail: %+v", work.Intake)
	}
}

// The original takes over the earliest arrival and the earliest response.
func TestMerge_EarliestOfBoth(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	came := w.lead("L-1001").Received
	w.later(10 * time.Minute)
	w.pass(w.sent("r", "kim@firm.example", "a@example.org"))
	answered := w.lead("L-1001").FirstResponse
	w.later(time.Hour)
	w.pass(w.letter("b", "kim@home.example"))
	w.later(time.Minute)
	w.do("L-1001", "same as L-1002") // the other way round
	o := w.lead("L-1002")
	if !o.Received.Equal(came) || !o.FirstResponse.Equal(answered) {
		t.Errorf("received %s, first response %s", o.Received, o.FirstResponse)
	}
	if o.WaitingSince.IsZero() {
		t.Error("what came after the answer is forgotten")
	}
	if c := w.lead("L-1001"); !c.FirstResponse.IsZero() {
		t.Errorf("the copy has a response: %s", c.FirstResponse)
	}
}

func TestMerge_Refused(t *testing.T) {
	for _, c := range []struct {
		name           string
		before         func(w *world)
		id, text, says string
	}{
		{"itself", nil, "L-1001", "same as L-1001", "Do: that is this lead itself"},
		{"gone", nil, "L-1001", "same as L-4711", "Do: there is no lead L-4711"},
		{"a circle", func(w *world) { w.do("L-1002", "same as L-1001") }, "L-1001", "same as L-1002",
			"Do: L-1002 is a duplicate of this lead"},
		{"twice", func(w *world) { w.do("L-1002", "same as L-1001") }, "L-1002", "same as L-1001",
			"Do: it is a duplicate of L-1001 already"},
		{"two that contradict", func(w *world) { w.lead("L-1002").Do = "not same as L-1001" }, "L-1001", "same as L-1002",
			"Do: the row of L-1002 says something about this one, too"},
		{"nothing to undo", nil, "L-1001", "undo", "Do: of the last 30 days there is nothing to take back"},
	} {
		w := pairOf(t)
		if c.before != nil {
			c.before(w)
		}
		if work := w.do(c.id, c.text); didIn(work) != "" || !strings.Contains(w.lead(c.id).Attention, c.says) {
			t.Errorf("%s: %s\n%s", c.name, what(work), w.lead(c.id).Attention)
		}
	}
}

// rowText is what a row holds, but for what only says what was done.
func rowText(l *lead.Lead) string {
	return fmt.Sprintf("%s|%s|%s|%s|%s|%v|%v|%v|%v|%v", l.ID, l.Status, l.Quality, l.RefusalReason, l.Owner, l.Received,
		l.FirstResponse, l.WaitingSince, l.RespondBy, l.LastActivity)
}

// Merge and undo restores every cell, whatever state the two leads were in.
func TestMergeThenUndoIsTheIdentity(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := pairOf(t)
		for range rapid.IntRange(0, 4).Draw(r, "acts") {
			id := rapid.SampledFrom([]string{"L-1001", "L-1002"}).Draw(r, "lead")
			address := map[string]string{"L-1001": "kim@firm.example", "L-1002": "kim@home.example"}[id]
			key := fmt.Sprint("m", len(w.state.Intake))
			switch rapid.IntRange(0, 4).Draw(r, "act") {
			case 0:
				w.do(id, "called")
			case 1:
				w.do(id, "done")
			case 2:
				q := w.letter(key, address)
				q.Need = "And " + key + "?"
				w.pass(q)
			case 3:
				w.pass(w.sent(key, address))
			case 4:
				w.lead(id).Status = "In progress"
				w.pass()
			}
			w.later(time.Duration(rapid.IntRange(1, 90).Draw(r, "minutes")) * time.Minute)
		}
		copied, original := "L-1002", "L-1001"
		if rapid.Bool().Draw(r, "the other way round") {
			copied, original = original, copied
		}
		before := []string{rowText(w.lead("L-1001")), rowText(w.lead("L-1002"))}
		w.do(copied, "same as "+original)
		w.later(time.Minute)
		w.do(rapid.SampledFrom([]string{copied, original}).Draw(r, "undone in"), "undo")
		for n, id := range []string{"L-1001", "L-1002"} {
			if got := rowText(w.lead(id)); got != before[n] {
				r.Fatalf("%s\n%s, want\n%s", id, got, before[n])
			}
		}
	})
}

// What a person has changed since a merge is not undone.
func TestUndo_LeavesEdits(t *testing.T) {
	w := pairOf(t)
	w.do("L-1002", "same as L-1001")
	w.later(time.Minute)
	w.lead("L-1002").RefusalReason = "Not relevant"
	w.pass()
	w.do("L-1002", "undo")
	if c := w.lead("L-1002"); c.RefusalReason != "Not relevant" || c.Quality != "" || c.Status != "New lead" {
		t.Errorf("%+v", c)
	}
}

// undo takes back not a lead and done, with the turn that they had ended; after 30 days it is too late.
func TestUndo_NotALeadAndDone(t *testing.T) {
	for _, text := range []string{"not a lead", "done"} {
		w := newWorld(t, ours)
		w.pass(w.letter("a", "kim@firm.example"))
		before := rowText(w.lead("L-1001"))
		w.later(time.Minute)
		w.do("L-1001", text)
		w.later(time.Minute)
		w.do("L-1001", "undo")
		if got := rowText(w.lead("L-1001")); got != before {
			t.Errorf("%s:\n%s, want\n%s", text, got, before)
		}
		w.do("L-1001", text)
		w.later(31 * 24 * time.Hour)
		if work := w.do("L-1001", "undo"); didIn(work) != "" {
			t.Errorf("%s: a month later %s", text, what(work))
		}
	}
}

// undo of a split puts the message back, and of a join takes it out.
func TestUndo_SplitAndJoin(t *testing.T) {
	w := answeredLead(t)
	q := w.letter("b", "kim@firm.example")
	q.Subject, q.Need = "Doors for house 12", "We need doors, too."
	w.pass(q)
	w.later(time.Minute)
	w.do("L-1001", "undo") // the join
	if made := w.lead("L-1002"); made.Need != "We need doors, too." {
		t.Fatalf("%+v", made)
	}
	w.later(time.Minute)
	w.do("L-1002", "undo") // the split
	if made := w.lead("L-1002"); made.Quality != "duplicate" || w.lead("L-1001").WaitingSince.IsZero() {
		t.Errorf("%+v\n%+v", made, w.lead("L-1001"))
	}
}

// What comes in with the pass that merges two rows belongs to the original already, and what comes with the pass that
// brings a row back to that row.
func TestMerge_MailInTheSamePass(t *testing.T) {
	w := pairOf(t)
	work := w.do("L-1002", "same as L-1001", w.letter("c", "kim@home.example"))
	if r := work.Intake[0]; r.Lead != "L-1001" || r.Outcome != lead.AddedTo {
		t.Errorf("a mail: %+v", work.Intake)
	}
	w = pairOf(t)
	w.state.Leads = w.state.Leads[:1]
	w.pass()
	work = w.do("L-1001", "bring back L-1002", w.letter("c", "kim@home.example"))
	if r := work.Intake[0]; r.Lead != "L-1002" || r.Outcome != lead.AddedTo {
		t.Errorf("a mail to what came back: %+v", work.Intake)
	}
}
