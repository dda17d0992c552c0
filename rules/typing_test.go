package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// A row that somebody is typing has its ID, and nothing else of ours, until it has been unchanged for two minutes, or
// until a need and a phone number or an address stand there.
func TestARowIsLeftAloneWhileItIsTyped(t *testing.T) {
	for _, c := range []struct {
		name   string
		edit   func(l *lead.Lead)
		after  time.Duration // since the row was begun
		leadIn time.Duration // when it is one, if nothing else is typed
	}{
		{"nothing more", func(*lead.Lead) {}, 0, 2 * time.Minute},
		{"a phone number", func(l *lead.Lead) { l.Phone = "030 1234567" }, 90 * time.Second, 210 * time.Second},
		{"the need", func(l *lead.Lead) { l.Need = "A gate" }, 90 * time.Second, 210 * time.Second},
		{"both", func(l *lead.Lead) { l.Need, l.Email = "A gate", "kim@firm.example" }, time.Minute, time.Minute},
		{"an own column", func(l *lead.Lead) { l.Comment = "met at the fair" }, 100 * time.Second, 220 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			begun := w.now
			w.state.Leads = []lead.Lead{{Name: "Kim Marsh"}}
			if got := what(w.pass()); got != "row begun," {
				t.Fatalf("events %s", got)
			}
			for d := time.Duration(0); d <= c.leadIn; d += 10 * time.Second {
				w.now = begun.Add(d)
				if d == c.after {
					c.edit(&w.state.Leads[0])
				}
				w.pass()
				l := w.state.Leads[0]
				if is := l.Status != ""; is != (d >= c.leadIn) {
					t.Fatalf("after %s: %+v", d, l)
				}
				if d < c.leadIn && (l.ID != "L-1001" || l.Attention != "" || l.Owner != "" || !l.Received.IsZero() || !l.RespondBy.IsZero()) {
					t.Fatalf("after %s: %+v", d, l)
				}
			}
			l := w.state.Leads[0]
			if l.ID != "L-1001" || !l.Received.Equal(begun) || !l.RespondBy.Equal(begun.Add(half)) || l.Owner != "Owner" {
				t.Errorf("it is %+v", l)
			}
			if e := w.state.History[len(w.state.History)-1]; e.What != lead.Adopted || e.By != byTeam {
				t.Errorf("the last event is %+v", e)
			}
		})
	}
}

// Before a message joins it, the row is a lead; a row that was emptied again is none; and a copy that is being changed
// remembers what it is a copy of.
func TestWhatHappensToARowThatIsTyped(t *testing.T) {
	w := newWorld(t)
	w.pass(w.mail("a"))
	w.state.Leads = append(w.state.Leads, lead.Lead{Ref: 1, Name: "Kim", Email: "kim@firm.example"}, lead.Lead{Ref: 2, Name: "Bo"},
		lead.Lead{Ref: 3, ID: "L-1001", Name: "Cy"})
	w.pass()
	q := w.mail("b")
	q.Email, q.From = "kim@firm.example", "kim@firm.example"
	if got := what(w.pass(q)); !strings.HasPrefix(got, "adopted,asked,") || w.state.Intake[1].Lead != "L-1002" {
		t.Errorf("events %s, %+v", got, w.state.Intake[1])
	}
	w.state.Leads[2].Name = ""
	if got := what(w.pass()); got != "row begun," {
		t.Errorf("events %s", got)
	}
	w.now = w.now.Add(time.Hour)
	if got := what(w.pass()); got != "adopted," || w.state.Leads[2].Status != "" {
		t.Errorf("events %s, %+v", got, w.state.Leads[2])
	}
	w.state.Leads[2].Name = "Bo again"
	if got := what(w.pass()); got != "row begun," {
		t.Errorf("events %s", got)
	}
	w.now = w.now.Add(restAfter)
	w.pass()
	var whys []string
	for _, e := range w.state.History {
		if e.What == lead.Adopted {
			whys = append(whys, e.Lead+" "+e.Why)
		}
	}
	if want := []string{"L-1002 row added by hand; assigned: fewest in the last 30 days", "L-1004 copy of L-1001; assigned: fewest in the last 30 days",
		"L-1003 row added by hand; assigned: fewest in the last 30 days"}; !slices.Equal(whys, want) {
		t.Errorf("%q", whys)
	}
	w.state.Leads = w.state.Leads[:2]
	if got := what(w.pass()); got != "deleted,deleted," {
		t.Errorf("events %s", got)
	}
}

// A row with an end, or from long ago, has its past behind it: no clock, and no day that nobody knows.
func TestRowsWithAPast(t *testing.T) {
	w := newWorld(t)
	old := w.now.AddDate(0, -3, 0)
	w.state.Leads = []lead.Lead{{Ref: 0, Name: "Kim", Phone: "030 1234567", Need: "A gate", Status: "Won"},
		{Ref: 1, Name: "Bo", Phone: "030 1234568", Need: "A gate", Status: "Closed", RefusalReason: "No budget", Received: old},
		{Ref: 2, Name: "Cy", Phone: "030 1234569", Need: "A gate", Received: old}}
	w.pass()
	for i, want := range []time.Time{{}, old, old} {
		if l := w.state.Leads[i]; !l.Received.Equal(want) || !l.RespondBy.IsZero() || l.Attention != "" && i < 2 {
			t.Errorf("%+v", l)
		}
	}
	if l := w.state.Leads[0]; l.Owner != "" || w.state.Leads[2].Owner != "Owner" {
		t.Errorf("owners %q, %q", l.Owner, w.state.Leads[2].Owner)
	}
}

// A call that is typed in later, with its time, was answered then; without a time nobody knows.
func TestACallThatIsTypedInLater(t *testing.T) {
	for _, received := range []time.Duration{0, -20 * time.Minute} {
		w := newWorld(t)
		call := w.now.Add(-20 * time.Minute)
		l := lead.Lead{Name: "Kim", Phone: "030 1234567", Need: "A gate", Status: "Contact established", FirstResponse: call}
		if received != 0 {
			l.Received = w.now.Add(received)
		}
		w.state.Leads = []lead.Lead{l}
		w.pass()
		if l := w.lead("L-1001"); !l.Received.Equal(call) || !l.RespondBy.Equal(call.Add(half)) || !l.FirstResponse.Equal(call) {
			t.Errorf("%+v", l)
		}
	}
}

// However few rows a pass takes, each pasted row gets its ID first and is a lead in the end.
func TestAPasteOfNamesIsTakenInPieces(t *testing.T) {
	w := newWorld(t, team("Ann", "Bob"))
	for i := range 30 {
		w.state.Leads = append(w.state.Leads, lead.Lead{Ref: i, Name: fmt.Sprint("Pasted ", i)})
	}
	w.bounded(t.Fatalf, 4)
	w.now = w.now.Add(restAfter)
	works := w.bounded(t.Fatalf, 4)
	for _, l := range w.state.Leads {
		if l.ID == "" || l.Status == "" || l.Owner == "" || l.Attention == "" {
			t.Errorf("%+v", l)
		}
	}
	if len(works) != 8 || !Plan(w.state, nil, w.now).Empty() {
		t.Errorf("%d passes", len(works))
	}
}
