package rules

import (
	"testing"
	"time"

	"leadsheet/lead"

	"pgregory.net/rapid"
)

// A column that is rare may be an hour old when a pass is planned, unless something is written there. So no rule may
// answer at once to what people change in it: all that comes of it is that it is written down. A rule that needs such a
// column in each pass makes this test fail: then the column must not be rare (lead.Column.Rare). What is in a row that
// waits for people (lead.Column.Calls) is read each time; that a text is gone may be said an hour later.
func TestRareColumnsAreNotNeededInEachPass(t *testing.T) {
	var rare []lead.ColumnOf[lead.Lead]
	for _, f := range lead.LeadTable() {
		if f.Rare {
			rare = append(rare, f)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		w, settled := settledWorld(t, rt)
		if !settled {
			return
		}
		f := rapid.SampledFrom(rare).Draw(rt, "column")
		for i := range w.state.Leads {
			if l := &w.state.Leads[i]; l.ID != "" && l.Attention == "" {
				*f.Text(l) = rapid.SampledFrom([]string{"urgent! Please cancel it, do not call me", "A fence",
					"I am not interested any more", "Budget: 5000\nColour: red", "spam, unsubscribe"}).Draw(rt, "text")
			}
		}
		work := Plan(w.state, nil, w.now)
		for _, e := range work.Events {
			if e.What != lead.Changed || e.Column != f.Title {
				rt.Errorf("%s was changed, and so: %+v", f.Title, e)
			}
		}
		for _, c := range work.Changes {
			if c.Column != lead.ColLastActivity {
				rt.Errorf("%s was changed, and so %s becomes %q", f.Title, c.Column, c.Want.String())
			}
		}
		if len(work.NewLeads)+len(work.Intake)+len(work.IntakeChanges) > 0 {
			rt.Errorf("%s was changed, and so: %+v", f.Title, work)
		}
	})
}

// settledWorld is one in which leads have come in, people have changed them, and nothing is left to do.
func settledWorld(t *testing.T, rt *rapid.T) (w *world, settled bool) {
	w = newWorld(t, team("Ann", "Bob"))
	for range rapid.IntRange(1, 3).Draw(rt, "passes") {
		var items []lead.Inquiry
		for range rapid.IntRange(1, 4).Draw(rt, "items") {
			items = append(items, w.drawInquiry(rt))
		}
		w.apply(Plan(w.state, items, w.now))
		for range rapid.IntRange(0, 3).Draw(rt, "edits") {
			w.edit(rt)
		}
		w.now = w.now.Add(time.Duration(rapid.IntRange(1, 5000).Draw(rt, "minutes")) * time.Minute)
	}
	for range 2 { // what somebody was typing a moment ago is read whole each time
		w.apply(Plan(w.state, nil, w.now))
		w.now = w.now.Add(2 * restAfter)
	}
	w.apply(Plan(w.state, nil, w.now))
	return w, Plan(w.state, nil, w.now).Empty()
}
