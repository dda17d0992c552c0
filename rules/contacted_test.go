package rules

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// typeActivity is a row that a person types into Activity.
func (w *world) typeActivity(c lead.Contacted) Work {
	w.t.Helper()
	w.state.Contacted = append(w.state.Contacted, c)
	return w.pass()
}

func TestRowsTypedIntoActivity(t *testing.T) {
	at := func(w *world, s string) time.Time { return clock(t, w.state.Policy.Zone, s) }
	began := func(t *testing.T) *world {
		w := newWorld(t, two)
		q := w.mail("a")
		q.Received = w.now
		w.pass(q)
		w.later(time.Hour)
		return w
	}
	t.Run("a call with its time is the first response", func(t *testing.T) {
		w := began(t)
		work := w.typeActivity(lead.Contacted{Lead: "L-1001", What: "call", At: at(w, "2026-11-20 10:15"), By: "Ann",
			Why: "wants plans"})
		l := w.lead("L-1001")
		if !l.FirstResponse.Equal(at(w, "2026-11-20 10:15")) || !l.LastActivity.Equal(l.FirstResponse) ||
			w.lates() != "" {
			t.Errorf("first response %s, last activity %s, late %s", l.FirstResponse, l.LastActivity, w.lates())
		}
		e := work.Events[0]
		if what(work) != "did,responded,changed Status," || e.Column != lead.ColWhat ||
			e.Why != "called Ann: wants plans" || e.From != "call 2026-11-20 10:15" ||
			lead.FactOf(e.To, lead.FactVerb) != "called" {
			t.Errorf("events %s, %+v", what(work), e)
		}
	})
	t.Run("a time of day alone", func(t *testing.T) {
		w := began(t)
		w.typeActivity(lead.Contacted{Lead: " l-1001", What: "Called", Clock: "10:20"})
		if l := w.lead("L-1001"); !l.FirstResponse.Equal(at(w, "2026-11-20 10:20")) {
			t.Errorf("first response %s", l.FirstResponse)
		}
		w.later(24 * time.Hour) // the same row is no other call on the next day
		w.pass()
		if l := w.lead("L-1001"); !l.LastActivity.Equal(at(w, "2026-11-20 10:20")) {
			t.Errorf("last activity %s", l.LastActivity)
		}
	})
	t.Run("without a time it was when the workbook was saved", func(t *testing.T) {
		w := began(t)
		w.state.Edited = at(w, "2026-11-20 10:40")
		w.typeActivity(lead.Contacted{Lead: "L-1001", What: "phone call"})
		if l := w.lead("L-1001"); !l.FirstResponse.Equal(at(w, "2026-11-20 10:40")) || w.lates() != "10:30 Ann" {
			t.Errorf("first response %s, late %s", l.FirstResponse, w.lates())
		}
		w.state.Edited = time.Time{}
		w.later(time.Hour)
		if work := w.typeActivity(lead.Contacted{Lead: "L-1001", What: "phone call"}); what(work) != "did," {
			t.Errorf("a second call without a time: %s", what(work))
		}
	})
	t.Run("nobody answered, and the customer waits on", func(t *testing.T) {
		for _, c := range []lead.Contacted{{What: "no answer"}, {What: "call", Why: "No answer, tries again"}} {
			w := began(t)
			c.Lead, c.At = "L-1001", at(w, "2026-11-20 10:15")
			work := w.typeActivity(c)
			if l := w.lead("L-1001"); !l.FirstResponse.IsZero() || what(work) != "did,step planned," ||
				w.planOf("L-1001") != "Call again 2026-11-23" ||
				lead.FactOf(work.Events[0].To, lead.FactVerb) != "no answer" ||
				lead.FactOf(work.Events[0].To, lead.FactAt) == "" {
				t.Errorf("first response %s, events %s", l.FirstResponse, what(work))
			}
		}
	})
	t.Run("contact of any kind is contact", func(t *testing.T) {
		w := began(t)
		w.typeActivity(lead.Contacted{Lead: "L-1001", What: "call", At: at(w, "2026-11-20 10:15")})
		l := w.lead("L-1001")
		l.NextStep, l.Status = "Offer", "In progress"
		w.later(13 * 24 * time.Hour)
		w.typeActivity(lead.Contacted{Lead: "L-1001", What: "visit", At: at(w, "2026-12-02 15:00")})
		w.later(5 * 24 * time.Hour)
		w.pass()
		if l := w.lead("L-1001"); strings.Contains(l.Attention, "No contact") {
			t.Errorf("%q", l.Attention)
		}
	})
	t.Run("what cannot have been is not counted, once", func(t *testing.T) {
		w := began(t)
		for _, s := range []string{"2026-11-20 12:00", "2026-11-19 10:00"} {
			work := w.typeActivity(lead.Contacted{Lead: "L-1001", What: "call", At: at(w, s)})
			if what(work) != "note," || !strings.HasPrefix(work.Events[0].Why, "not counted: the time lies ") {
				t.Errorf("%s: %s, %+v", s, what(work), work.Events)
			}
		}
		w.later(2 * time.Hour) // by now that time has passed
		w.pass()
		if l := w.lead("L-1001"); !l.FirstResponse.IsZero() {
			t.Errorf("first response %s", l.FirstResponse)
		}
	})
	t.Run("of no lead", func(t *testing.T) {
		w := began(t)
		if work := w.typeActivity(lead.Contacted{Lead: "Kim", What: "call"}); len(work.Events) != 1 ||
			work.Events[0].What != lead.Late {
			t.Errorf("events %+v", work.Events)
		}
	})
}
