package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/rules/history"

	"pgregory.net/rapid"
)

// older makes of a history what the versions before lead.Baseline wrote: creation has no facts, and is followed by a
// line for each of the columns that were tracked; nothing is said of the others.
func older(events []lead.Event) []lead.Event {
	var out []lead.Event
	for _, e := range events {
		k := history.TrackedIndex(e.Column)
		switch {
		case e.What == lead.Baseline, e.What == lead.Typed, e.What == lead.Changed && k >= history.TrackedBefore:
			continue
		case e.What == lead.Created || e.What == lead.Adopted:
			facts := map[string]string{}
			lead.EachFact(e.To, func(name, text string) { facts[name] = text })
			e.To = ""
			out = append(out, e)
			for k, c := range lead.TrackedColumns()[:history.TrackedBefore] {
				if text := facts[c.Fact()]; text != "" {
					was := lead.Event{Time: e.Time, Lead: e.Lead, What: lead.Changed, Column: c.Title, To: text, By: e.By}
					if k == history.InOwner && facts[lead.FactAssigned] != "" {
						was.By, was.Why = byUs, "assigned: fewest in the last 30 days"
					}
					out = append(out, was)
				}
			}
			continue
		}
		out = append(out, e)
	}
	return out
}

// edits are the changes of a work that people are said to have made: lead and column.
func edits(work Work) (out []string) {
	for _, e := range work.Events {
		if e.By == byTeam && e.Column != "" {
			out = append(out, e.Lead+" "+e.Column)
		}
	}
	return out
}

// Whatever people change in any column, Activity says so once, with what stood there.
func TestEveryEditIsKnown(t *testing.T) {
	for _, k := range append([]int{}, trackedPlaces()...) {
		c := lead.TrackedColumns()[k]
		t.Run(c.Title, func(t *testing.T) {
			w := newWorld(t)
			q := w.mail("a")
			q.Campaign, q.Company, q.Phone = "Spring", "Example Ltd", "030 1234567"
			q.Answers = []lead.Answer{{Question: "Budget", Value: "900"}}
			w.pass(q)
			l := w.lead("L-1001")
			past := newPlanner(w.state, w.now, 0).history
			rec := past.Of("L-1")
			from := past.RecordedAs(rec, l, k)
			switch {
			case c.Text != nil:
				*c.Text(l) = "Something else"
			case c.Time != nil:
				*c.Time(l) = second(w.now)
			default:
				l.Value, l.HasValue = 12.5, true
			}
			want := past.RecordedAs(rec, l, k)
			work := w.pass()
			e := work.Events[0]
			if e.Column != c.Title || e.From != from || e.To != want || e.By != byTeam {
				t.Errorf("%+v, want %q -> %q", e, from, want)
			}
		})
	}
}

func trackedPlaces() (out []int) {
	for k := range lead.TrackedColumns() {
		out = append(out, k)
	}
	return out
}

// Of a long text the history keeps the beginning. What changes beyond it is an edit all the same; what a workbook or
// another program makes of line ends is none.
func TestEditsOfLongTexts(t *testing.T) {
	w := newWorld(t)
	q := w.mail("a")
	q.Need = strings.Repeat("A fence of thirty metres.\r\n", 40)
	w.pass(q)
	l := w.lead("L-1001")
	if e := w.state.History[0]; utf8.RuneCountInString(e.To) > 600 || !strings.Contains(e.To, "… #") {
		t.Errorf("%d characters: %s", utf8.RuneCountInString(e.To), e.To)
	}
	l.Need = strings.ReplaceAll(l.Need, "\r\n", "\n") + "\n"
	if work := w.pass(); !work.Empty() {
		t.Errorf("line ends: %+v", work.Events)
	}
	for _, tail := range []string{"And a gate.", "And two gates.", ""} {
		w.lead("L-1001").Need = strings.TrimSpace(q.Need) + tail
		if got := edits(w.pass()); len(got) != 1 {
			t.Errorf("%q: %q", tail, got)
		}
	}
	l = w.lead("L-1001")
	l.Need = l.Need[:300] + l.Need[301:]
	work := w.pass()
	if got := edits(work); len(got) != 1 || work.Events[0].From == work.Events[0].To {
		t.Errorf("%+v", work.Events)
	}
	// Cells hold so much, and are cut when they are written.
	w.lead("L-1001").Need = strings.Repeat("x", 60_000)
	w.pass()
	w.lead("L-1001").Need = strings.Repeat("x", 32_700) + "… (cut)"
	if work := w.pass(); !work.Empty() {
		t.Errorf("a cut text: %+v", work.Events)
	}
}

// Whatever comes in, nothing that leadsheet writes is taken for a person's edit, also where a column is missing for a
// while.
func TestNothingOfOursIsAnEdit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, team("Ann", "Bob"))
		for range rapid.IntRange(1, 6).Draw(rt, "passes") {
			var items []lead.Inquiry
			for range rapid.IntRange(0, 4).Draw(rt, "items") {
				q := w.drawInquiry(rt)
				q.Company = rapid.SampledFrom([]string{"", "Example Ltd"}).Draw(rt, "company")
				q.Answers = []lead.Answer{{Question: "Text", Value: rapid.SampledFrom(editedTexts).Draw(rt, "answer")}}
				items = append(items, q)
			}
			work := Plan(w.state, items, w.now)
			if got := edits(work); got != nil {
				rt.Fatalf("%q were edited by nobody:\n%+v", got, work.Events)
			}
			w.apply(work)
			w.now = w.now.Add(time.Duration(rapid.IntRange(1, 5000).Draw(rt, "minutes")) * time.Minute)
		}
	})
}

// A workbook of an earlier version is taken over as it stands, in pieces, whatever comes in meanwhile: nothing old is an
// edit, edits of what was recorded are known, and every edit after that.
func TestUpgradeTakesNothingForAnEdit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, team("Ann", "Bob"))
		for range rapid.IntRange(1, 3).Draw(rt, "passes") {
			var items []lead.Inquiry
			for range rapid.IntRange(1, 6).Draw(rt, "items") {
				items = append(items, w.drawInquiry(rt))
			}
			w.apply(Plan(w.state, items, w.now))
			for range rapid.IntRange(0, 5).Draw(rt, "edits") {
				w.edit(rt)
			}
			w.apply(Plan(w.state, nil, w.now))
			w.now = w.now.Add(time.Hour)
			w.apply(Plan(w.state, nil, w.now)) // the rows that were typed have come to rest
		}
		w.leaveOut(func(l *lead.Lead) bool { return !w.began(l.ID) }) // what an emptied row says stands in no older version
		w.state.History = older(w.state.History)
		var want []string
		for i := range w.state.Leads { // what people have changed since the earlier version's last pass
			l := &w.state.Leads[i]
			if l.ID != "" && l.IsLead() && rapid.Bool().Draw(rt, "touched") {
				l.Comment, l.NextStep = "not seen any more", fmt.Sprint("Call ", i)
				want = append(want, l.ID+" "+lead.ColNextStep)
			}
		}
		var items []lead.Inquiry
		for range rapid.IntRange(0, 4).Draw(rt, "more") {
			items = append(items, w.drawInquiry(rt))
		}
		var got []string
		based := map[string]int{}
		for _, work := range w.bounded(rt.Fatalf, rapid.IntRange(1, 4).Draw(rt, "most"), items...) {
			got = append(got, edits(work)...)
			for _, e := range work.Events {
				if e.What == lead.Baseline {
					based[e.Lead]++
				}
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			rt.Fatalf("edits %q, want %q", got, want)
		}
		for id, n := range based {
			if n != 1 {
				rt.Fatalf("%d baselines of %s", n, id)
			}
		}
		if again := Plan(w.state, items, w.now); !again.Empty() {
			rt.Fatalf("the next pass still wants something:\n%+v", again)
		}
		known := slices.IndexFunc(w.state.Leads, func(l lead.Lead) bool { return l.ID != "" && l.IsLead() })
		if known < 0 {
			return
		}
		l := &w.state.Leads[known]
		l.Comment += "!"
		if got := edits(Plan(w.state, nil, w.now)); !slices.Equal(got, []string{l.ID + " " + lead.ColComment}) {
			rt.Fatalf("then %q", got)
		}
	})
}

// What somebody has typed into the cell of the facts is no reason to take what stands in the row for an edit.
func TestFactsThatSomebodySpoilt(t *testing.T) {
	w := newWorld(t)
	w.pass(w.mail("a"))
	w.state.History[0].To = `{"received":"2026-`
	if got := what(w.pass()); got != "baseline," && got != "baseline,changed Status,changed Owner," {
		t.Errorf("events %s", got)
	}
}

// A column that is not there says nothing of what its cells held.
func TestAMissingColumnIsNoEdit(t *testing.T) {
	for _, c := range lead.TrackedColumns() {
		if c.Title == lead.ColStatus || c.Title == lead.ColOwner {
			continue // without them nothing goes right
		}
		w := newWorld(t)
		q := w.mail("a")
		q.Campaign, q.Company, q.Phone = "Spring", "Example Ltd", "030 1234567"
		w.pass(q)
		w.lead("L-1001").NextStep = "Call"
		w.pass()
		w.state.LeadColumns = slices.DeleteFunc(w.state.LeadColumns, func(title string) bool { return title == c.Title })
		held := *w.lead("L-1001")
		l := w.lead("L-1001")
		switch {
		case c.Text != nil:
			*c.Text(l) = ""
		case c.Time != nil:
			*c.Time(l) = time.Time{}
		}
		if got := edits(w.pass()); got != nil {
			t.Errorf("without %s: %q", c.Title, got)
		}
		w.state.LeadColumns = lead.LeadColumns()
		*w.lead("L-1001") = held
		if got := edits(w.pass()); got != nil {
			t.Errorf("with %s again: %q", c.Title, got)
		}
	}
}

// began reports whether the history says that a row became a lead.
func (w *world) began(id string) bool {
	return slices.ContainsFunc(w.state.History, func(e lead.Event) bool {
		return e.Lead == id && (e.What == lead.Created || e.What == lead.Adopted)
	})
}

// leaveOut removes rows that were never leads.
func (w *world) leaveOut(is func(*lead.Lead) bool) {
	w.state.Leads = slices.DeleteFunc(w.state.Leads, func(l lead.Lead) bool { return is(&l) })
	for i := range w.state.Leads {
		w.state.Leads[i].Ref = i
	}
}
