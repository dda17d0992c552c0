package rules

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"

	"pgregory.net/rapid"
)

// bounded plans and applies pass by pass, at most so many leads each, until nothing is left. items come with the first.
func (w *world) bounded(fatal func(string, ...any), most int, items ...lead.Inquiry) (all []Work) {
	for left := -1; left != 0; {
		work := PlanSome(w.state, items, w.now, most)
		if left >= 0 && work.Left >= left {
			fatal("%d leads are left after a pass, %d were before", work.Left, left)
		}
		left = work.Left
		w.apply(work)
		all = append(all, work)
		// Whole or not at all: what a pass was about the next does not touch. A row that somebody is typing is not done
		// yet: a message that fits it makes it a lead in the pass that takes the message.
		done := map[string]bool{}
		for _, e := range work.Events {
			done[e.Lead] = done[e.Lead] || e.What != lead.Typed
		}
		for _, e := range Plan(w.state, items, w.now).Events {
			if done[e.Lead] {
				fatal("only a part of %s was done; the next pass wants %+v", e.Lead, e)
			}
		}
		items = work.Unmatched
	}
	return all
}

// However few leads a pass takes, whatever people did and whatever comes in meanwhile, pass by pass everything is done
// once.
func TestBoundedPassesSettle(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		edits := []func(map[string]policy.Table){team("Ann", "Bob")}
		if rapid.Bool().Draw(rt, "revert") {
			edits = append(edits, rule(lead.TabSettings, "Broken rules", 1, "revert"))
		}
		w := newWorld(t, edits...)
		keys := map[string]bool{}
		for range rapid.IntRange(1, 4).Draw(rt, "rounds") {
			var items []lead.Inquiry
			for range rapid.IntRange(0, 3).Draw(rt, "items") {
				q := w.drawInquiry(rt)
				keys[q.Key] = keys[q.Key] || q.Kind != lead.SentMail
				items = append(items, q)
			}
			w.bounded(rt.Fatalf, rapid.IntRange(1, 4).Draw(rt, "most"), items...)
			if again := Plan(w.state, items, w.now); !again.Empty() {
				rt.Fatalf("the next pass still wants something:\n%+v", again)
			}
			w.check(rt, keys)
			for range rapid.IntRange(0, 12).Draw(rt, "edits") {
				w.edit(rt)
			}
			w.now = w.now.Add(time.Duration(rapid.IntRange(1, 5000).Draw(rt, "minutes")) * time.Minute)
		}
	})
}

// A team pastes its old list, sets the owner of others, deletes some, and a customer of the list writes: his lead is
// taken with his mail, and nobody waits for the whole list.
func TestAPasteIsTakenInPieces(t *testing.T) {
	w := newWorld(t, team("Ann", "Bob"))
	for i := range 10 {
		w.pass(w.mail(fmt.Sprintf("k%d", i)))
		w.state.Leads[i].Email = fmt.Sprintf("old%d@firm%d.example", i, i)
	}
	w.pass()
	for i := range 30 {
		w.state.Leads = append(w.state.Leads, lead.Lead{Ref: len(w.state.Leads), Name: fmt.Sprint("Pasted ", i),
			Email: fmt.Sprintf("p%d@shop%d.example", i, i), Need: "A fence"})
	}
	for i := 2; i < 10; i++ {
		w.state.Leads[i].Owner = "Bob"
	}
	w.state.Leads = w.state.Leads[2:] // two are deleted
	for i := range w.state.Leads {
		w.state.Leads[i].Ref = i
	}
	q := w.mail("new")
	q.Email, q.From, q.Name = "p29@shop29.example", "p29@shop29.example", "Pasted 29"
	works := w.bounded(t.Fatalf, 4, q)
	first := works[0]
	if len(first.Intake) != 1 || first.Intake[0].Outcome != lead.AddedTo {
		t.Fatalf("the mail: %+v", first.Intake)
	}
	if last := w.state.Leads[len(w.state.Leads)-1]; last.ID != first.Intake[0].Lead {
		t.Errorf("the mail went to %s, the pasted row is %s", first.Intake[0].Lead, last.ID)
	}
	adopted, changed := 0, 0
	for _, e := range first.Events {
		switch {
		case e.What == lead.Adopted:
			adopted++
		case e.Column == lead.ColOwner && e.By == byTeam:
			changed++
		}
	}
	if adopted != 3 || changed != 2 { // two for each of four, and the one that wrote
		t.Errorf("the first pass adopted %d and saw %d new owners", adopted, changed)
	}
	if len(works) != 9 {
		t.Errorf("%d passes", len(works))
	}
	var owners []string
	for _, l := range w.state.Leads[8:] {
		owners = append(owners, l.Owner)
	}
	ann := len(slices.DeleteFunc(slices.Clone(owners), func(o string) bool { return o != "Ann" }))
	if ann < 14 || ann > 16 {
		t.Errorf("Ann got %d of 30: %q", ann, owners)
	}
}

// A lead that differs for ever, as when a column was renamed, does not keep the others from their turn.
func TestNobodyStarves(t *testing.T) {
	w := newWorld(t, team("Ann"))
	for i := range 12 {
		w.pass(w.mail(fmt.Sprintf("k%d", i)))
		w.state.Leads[i].Email = fmt.Sprintf("c%d@firm%d.example", i, i)
	}
	w.pass()
	for i := range w.state.Leads {
		w.state.Leads[i].Quality = "Hot"
	}
	seen := map[string]bool{}
	for range 6 {
		w.now = w.now.Add(time.Minute)
		work := PlanSome(w.state, nil, w.now, 2)
		w.state.History = append(w.state.History, work.Events...)
		for _, e := range work.Events {
			seen[e.Lead] = true
		}
		for i := range w.state.Leads { // and yet it differs again
			w.state.Leads[i].Quality += "!"
		}
	}
	if len(seen) != 12 {
		t.Errorf("%d of 12 leads had their turn", len(seen))
	}
}
