package rules

import (
	"leadsheet/rules/turns"
	"strings"
	"testing"
	"time"
)

// setStatus is a person's edit.
func (w *world) setStatus(after time.Duration, status string) Work {
	w.t.Helper()
	w.later(after)
	l := w.lead("L-1001")
	l.Status, l.RefusalReason, l.NextContact = status, "No budget", w.now.AddDate(0, 1, 0)
	return w.pass()
}

// A status that ended the first turn, and that somebody takes back within a day, has ended nothing: the customer waits
// as before.
func TestAStatusThatIsTakenBackEndsNoFirstTurn(t *testing.T) {
	for _, c := range []struct {
		name   string
		status string
		back   string
		after  time.Duration
		waits  bool
		event  string // the first after the changes
	}{
		{"closed by a slip", "Closed", "New lead", 2 * time.Hour, true, "changed First response,"},
		{"won by a slip", "Won", "New lead", 2 * time.Hour, true, "changed First response,"},
		{"begun by a slip", "In progress", "New lead", 23 * time.Hour, true, "changed First response,"},
		{"a day later", "Closed", "New lead", 24 * time.Hour, false, ""},
		{"begun, a day later", "In progress", "New lead", 24 * time.Hour, false, ""},
		{"to another open status", "Closed", "In progress", time.Hour, false, "changed First response,responded,"},
	} {
		w := newWorld(t, ours)
		w.pass(w.letter("a", "kim@firm.example"))
		was := *w.lead("L-1001")
		w.setStatus(5*time.Minute, c.status)
		if l := w.lead("L-1001"); !l.WaitingSince.IsZero() {
			t.Errorf("%s: it waits after %s", c.name, c.status)
		}
		work := w.setStatus(c.after, c.back)
		l := w.lead("L-1001")
		if waits := !l.WaitingSince.IsZero(); waits != c.waits || waits && (!l.WaitingSince.Equal(was.WaitingSince) ||
			!l.RespondBy.Equal(was.RespondBy) || !l.FirstResponse.IsZero() || !w.state.Waiting().Equal(was.WaitingSince)) {
			t.Errorf("%s: %+v, before %+v", c.name, l, was)
		}
		if says := strings.ReplaceAll(what(work), "changed Next contact,", ""); says != "changed Status,"+c.event {
			t.Errorf("%s: events %s", c.name, says)
		}
		if c.back == "In progress" && !l.FirstResponse.Equal(w.now) {
			t.Errorf("%s: first response %s", c.name, l.FirstResponse)
		}
	}
}

// So it is with a later turn: both messages wait on, with the time that was set.
func TestAnEndThatIsTakenBackEndsNoLaterTurn(t *testing.T) {
	for after, waits := range map[time.Duration]bool{time.Hour: true, 24 * time.Hour: false} {
		w := answeredLead(t)
		w.pass(w.again("b", "Can you start in May?"))
		w.later(10 * time.Minute)
		w.pass(w.again("c", "And in June?"))
		was := *w.lead("L-1001")
		w.setStatus(5*time.Minute, "Closed")
		w.setStatus(after, "In progress")
		l := w.lead("L-1001")
		if got := l.WaitingSince.Equal(was.WaitingSince) && l.RespondBy.Equal(was.RespondBy); got != waits || !l.FirstResponse.Equal(was.FirstResponse) {
			t.Errorf("taken back after %s: %+v, before %+v", after, l, was)
		}
		if asks := turns.MayWait(w.state.Leads, w.state.History)["L-1001"].Asks; waits && (len(asks) != 2 || asks[1].Key != "c") {
			t.Errorf("waiting are %+v", asks)
		}
	}
}

// A first response that a mail or a person gave is no change of status: moving the status back leaves it.
func TestAStatusThatIsPutBackLeavesAnswers(t *testing.T) {
	w := answeredLead(t)
	was := w.lead("L-1001").FirstResponse
	w.setStatus(time.Hour, "New lead")
	if l := w.lead("L-1001"); !l.FirstResponse.Equal(was) || !l.WaitingSince.IsZero() {
		t.Errorf("after an answer: %+v", l)
	}
	w = newWorld(t)
	w.pass(w.mail("a"))
	l := w.lead("L-1001")
	typed := w.now.Add(-time.Minute)
	l.Status, l.FirstResponse = "In progress", typed
	w.later(time.Minute)
	w.pass()
	if w.setStatus(time.Hour, "New lead"); !w.lead("L-1001").FirstResponse.Equal(second(typed)) {
		t.Errorf("after a typed time: %+v", w.lead("L-1001"))
	}
}
