package rules

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// do types a command into the row of a lead, and lets a pass follow.
func (w *world) do(id, text string, items ...lead.Inquiry) Work {
	w.t.Helper()
	w.lead(id).Do = text
	return w.pass(items...)
}

// didIn are the texts of the commands that a work has done.
func didIn(work Work) string {
	var out []string
	for _, e := range work.Events {
		if e.What == lead.Did {
			out = append(out, e.From)
		}
	}
	return strings.Join(out, ",")
}

// A command is done once: its cell is empty afterwards, Activity and the next Attention say so, and for a day.
func TestDo_OnceAndConfirmed(t *testing.T) {
	w := answeredLead(t)
	work := w.do("L-1001", " No Answer. ")
	l := w.lead("L-1001")
	if didIn(work) != "No Answer." || l.Do != "" || !strings.Contains(l.Attention, "Noted: no answer") {
		t.Errorf("%s; Do %q, %s", what(work), l.Do, l.Attention)
	}
	for _, c := range work.Changes {
		if c.Needed != (c.Column == lead.ColDo) {
			t.Errorf("needed: %+v", c)
		}
	}
	w.later(25 * time.Hour)
	w.pass()
	if strings.Contains(l.Attention, "Noted") {
		t.Errorf("a day later: %s", w.lead("L-1001").Attention)
	}
	if work := w.do("L-1001", "no answer"); didIn(work) != "no answer" {
		t.Errorf("typed once more: %s", what(work))
	}
}

// What could not be emptied, although it is done, is emptied and not done again.
func TestDo_DoneBefore(t *testing.T) {
	w := answeredLead(t)
	l := w.lead("L-1001")
	l.Do, l.DoIsDone = "no answer", true
	work := Plan(w.state, nil, w.now)
	if len(work.Events) != 0 || len(work.Changes) != 1 || work.Changes[0].Column != lead.ColDo || !work.Changes[0].Needed {
		t.Errorf("%+v", work)
	}
}

// A formula is no command: Attention says so, whatever it shows.
func TestDo_Formula(t *testing.T) {
	for _, text := range []string{"no answer", "reopen", "make me a sandwich", "new lead"} {
		w := answeredLead(t)
		l := w.lead("L-1001")
		l.Do, l.DoIsFormula = text, true
		w.pass()
		if l.Do != text || !strings.Contains(l.Attention, "Do: the cell holds a formula") {
			t.Errorf("%q became %q: %s", text, l.Do, l.Attention)
		}
		if work := Plan(w.state, nil, w.now); len(work.Events)+len(work.Changes) != 0 {
			t.Errorf("%q: a second pass does %s", text, what(work))
		}
	}
}

// A row is copied with the command in it: nobody has typed that for the copy.
func TestDo_CopiedRow(t *testing.T) {
	for name, c := range map[string]struct {
		done, above bool // the copy is found after the command was done; it stands above the original
		text        string
		want        string // what is done, in all
	}{
		"before it is done":        {false, false, "no answer", "no answer"},
		"above, before it is done": {false, true, "no answer", "no answer"},
		"after":                    {true, false, "no answer", ""},
		"above, after":             {true, true, "no answer", ""},
		"with another text":        {true, false, "not a lead", "not a lead"},
		"with an empty cell":       {true, false, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := answeredLead(t)
			w.lead("L-1001").Do = "no answer"
			if c.done {
				w.pass()
			}
			twin := *w.lead("L-1001")
			if twin.Do = c.text; c.above {
				w.state.Leads = append([]lead.Lead{twin}, w.state.Leads...)
			} else {
				w.state.Leads = append(w.state.Leads, twin)
			}
			for i := range w.state.Leads {
				w.state.Leads[i].Ref = i
			}
			work := Plan(w.state, nil, w.now) // a row that gets its ID waits for the next pass
			w.apply(work)
			for _, change := range work.Changes {
				if change.Needed != (change.Column == lead.ColDo) {
					t.Errorf("needed: %+v", change)
				}
			}
			got := didIn(work) + didIn(w.pass())
			if got != c.want || w.state.Leads[0].Do+w.state.Leads[len(w.state.Leads)-1].Do != "" {
				t.Errorf("done %q, want %q: %+v", got, c.want, w.state.Leads)
			}
		})
	}
}

// What cannot be done stays, with a sentence; nothing else happens.
func TestDo_Refused(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"make me a sandwich", `Do: "make me a sandwich" is not understood. Did you mean "done"?`},
		{"dome", `Do: "dome" is not understood. Did you mean "done"?`},
		{"same as", `Do: "same as" needs a lead behind it, like "same as L-1001"`},
		{"called whenever", `Do: "whenever" is no time. Write it like "called 14:30" or "called yesterday 14:30"`},
		{"done, all of it", `Do: "done, all of it" says more than "done". Type "done" alone`},
		{"called 23:59", "Do: the time lies in the future"},
		{"called 2025-01-01 10:00", "Do: the time lies before the request"},
		{"new lead", "Do: no further message of this lead is known"},
		{"reopen", `Do: the lead has not ended, its status is "In progress"`},
		{"bring back L-1001", "Do: L-1001 is not deleted"},
		{"bring back L-4711", "Do: there is no lead L-4711"},
	} {
		w := answeredLead(t)
		work := w.do("L-1001", c.text)
		l := w.lead("L-1001")
		noted := strings.Trim(what(work), ",")
		if noted != "" && noted != "note" || l.Do != c.text || !strings.Contains(l.Attention, c.says) {
			t.Errorf("%q: %s; Do %q\n%s", c.text, what(work), l.Do, l.Attention)
		}
		if work := w.do("L-1001", "no answer"); didIn(work) != "no answer" || strings.Contains(l.Attention, "Do:") {
			t.Errorf("%q, then no answer: %s", c.text, what(work))
		}
	}
}

// What was not possible when it was typed is not done when it becomes possible by something else, but when it is typed
// again.
func TestDo_NotDoneLater(t *testing.T) {
	for _, c := range []struct {
		text string
		then func(w *world)
	}{
		{"reopen", func(w *world) { l := w.lead("L-1001"); l.Status, l.RefusalReason = "Closed", "No budget"; w.pass() }},
		{"new lead", func(w *world) { w.pass(w.again("b", "Can you start in May?")) }},
		{"undo", func(w *world) { w.pass(w.again("b", "Can you start in May?")) }},
	} {
		w := answeredLead(t)
		w.do("L-1001", c.text)
		w.later(time.Hour)
		c.then(w)
		w.later(time.Minute)
		if work := w.pass(); didIn(work) != "" || len(w.state.Leads) != 1 || w.lead("L-1001").Do != c.text {
			t.Errorf("%s: %s", c.text, what(work))
		}
		w.do("L-1001", "")
		if work := w.do("L-1001", c.text); didIn(work) != c.text {
			t.Errorf("%s, typed again: %s; %s", c.text, what(work), w.lead("L-1001").Attention)
		}
	}
}

// A row that gets its ID in this pass waits for the next one, in which it is known again by it.
func TestDo_RowWithoutID(t *testing.T) {
	w := newWorld(t)
	w.state.Leads = append(w.state.Leads, lead.Lead{Name: "Kim", Phone: "030 9012345", Do: "no answer"})
	work := Plan(w.state, nil, w.now)
	if didIn(work) != "" || work.Left != 1 {
		t.Errorf("%s, left %d", what(work), work.Left)
	}
	w.apply(work)
	if work := w.pass(); didIn(work) != "no answer" {
		t.Errorf("then: %s", what(work))
	}
}

// A call answers what has come by then: the first turn with its time as the first response, a later one as an answer.
func TestDo_Called(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(2 * time.Hour)
	w.do("L-1001", "called 10:45")
	l := w.lead("L-1001")
	if want := clock(t, w.state.Policy.Zone, "2026-11-20 10:45"); !l.FirstResponse.Equal(want) || !l.WaitingSince.IsZero() {
		t.Errorf("first response %s, waiting since %s", l.FirstResponse, l.WaitingSince)
	}
	w.pass(w.again("b", "Can you start in May?"))
	if l = w.lead("L-1001"); l.WaitingSince.IsZero() {
		t.Fatal("nobody waits")
	}
	w.later(time.Minute)
	work := w.do("L-1001", "called")
	if l = w.lead("L-1001"); !l.WaitingSince.IsZero() || !strings.Contains(what(work), "did,answered,") {
		t.Errorf("%s; waiting since %s", what(work), l.WaitingSince)
	}
	w.later(5 * time.Minute)
	w.pass(w.again("c", "And in June?"))
	w.later(time.Hour)
	w.do("L-1001", "called 12:03")
	if l = w.lead("L-1001"); l.WaitingSince.IsZero() {
		t.Error("a call from before the message has answered it")
	}
}

// done ends a turn without an answer; no answer ends none.
func TestDo_DoneEndsATurn(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(time.Minute)
	w.do("L-1001", "no answer")
	if l := w.lead("L-1001"); l.WaitingSince.IsZero() {
		t.Error("no answer has ended the turn")
	}
	work := w.do("L-1001", "done")
	l := w.lead("L-1001")
	if !l.WaitingSince.IsZero() || !l.FirstResponse.IsZero() || !strings.Contains(what(work), "did,turn ended,") {
		t.Errorf("%s; waiting since %s, first response %s", what(work), l.WaitingSince, l.FirstResponse)
	}
}

// The message that Attention asks about becomes a lead of its own.
func TestDo_NewLead(t *testing.T) {
	w := answeredLead(t)
	q := w.letter("b", "kim@firm.example")
	q.Subject, q.Need = "Doors for house 12", "We need doors, too."
	w.pass(q)
	if l := w.lead("L-1001"); !strings.Contains(l.Attention, `Another request? "Doors for house 12"`) {
		t.Fatal(l.Attention)
	}
	w.later(time.Minute)
	work := w.do("L-1001", "new lead")
	l, made := w.lead("L-1001"), w.lead("L-1002")
	if len(work.NewLeads) != 1 || made.Need != "We need doors, too." || made.Email != "kim@firm.example" ||
		strings.Contains(l.Attention, "Another request") || !l.WaitingSince.IsZero() {
		t.Errorf("%s; %+v\n%s", what(work), made, l.Attention)
	}
}

// Not a lead: no attention, no clock; reopen gives it back what it was.
func TestDo_NotALead(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(time.Minute)
	work := w.do("L-1001", "not a lead")
	l := w.lead("L-1001")
	if kind, _ := w.state.Policy.KindOf(l.Status); kind != policy.KindNoLead || l.Attention != "Noted: not a lead" ||
		!l.WaitingSince.IsZero() || !l.FirstResponse.IsZero() {
		t.Errorf("%s; %+v", what(work), l)
	}
	w.do("L-1001", "reopen")
	if l := w.lead("L-1001"); l.Status != "New lead" || l.WaitingSince.IsZero() {
		t.Errorf("reopened: %s, waiting since %s", l.Status, l.WaitingSince)
	}
	w.later(time.Minute)
	w.lead("L-1001").Status = "Closed"
	w.pass()
	w.later(time.Minute)
	w.do("L-1001", "reopen")
	if l := w.lead("L-1001"); l.Status != "New lead" || l.WaitingSince.IsZero() {
		t.Errorf("closed, and reopened at once: %s, waiting since %s", l.Status, l.WaitingSince)
	}
}

// A row that was deleted comes back with what the history has of it, under its ID.
func TestDo_BringBack(t *testing.T) {
	w := answeredLead(t, func(l *lead.Lead) { l.Value, l.HasValue = 1200.5, true })
	w.pass(w.mail("b"))
	was := *w.lead("L-1001")
	w.state.Leads = w.state.Leads[1:]
	w.state.Leads[0].Ref = 0
	w.pass()
	work := w.do("L-1002", "bring back L-1001")
	l := w.lead("L-1001")
	if l.Name != was.Name || l.Email != was.Email || l.Need != was.Need || l.Status != was.Status || l.Owner != was.Owner ||
		l.Value != was.Value || !l.Received.Equal(was.Received) || !l.FirstResponse.Equal(was.FirstResponse) ||
		!l.RespondBy.Equal(was.RespondBy) || !strings.Contains(what(work), "restored,") {
		t.Errorf("%s\n%+v\n%+v", what(work), l, was)
	}
}

// A sender whose rows are no leads is blocked by its exact address.
func TestDo_BlockSender(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	work := w.do("L-1001", "block sender")
	if len(work.Senders) != 1 || work.Senders[0].Address != "kim@firm.example" {
		t.Errorf("%+v", work.Senders)
	}
}

// Mails from the address of a row that is not a lead make no row, and Activity keeps what a person has written. A form
// is always a request, and so is what another row of the contact is about.
func TestNotALead_FurtherMail(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.do("L-1001", "not a lead")
	w.later(time.Hour)
	work := w.pass(w.letter("b", "kim@firm.example"))
	if r := work.Intake[0]; r.Outcome != lead.Ignored || r.Reason != "from the address of L-1001, which is not a lead" ||
		what(work) != "inquiry," || work.Events[0].Lead != "L-1001" {
		t.Errorf("%+v; %s", work.Intake, what(work))
	}
	if work := w.pass(w.letter("c", "lee@firm.example")); len(work.NewLeads) != 1 {
		t.Errorf("a colleague: %+v", work.Intake)
	}
	form := w.letter("d", "kim@firm.example")
	form.Kind, form.Channel = lead.ExportRow, lead.ByForm
	if work := w.pass(form); len(work.NewLeads) != 1 || work.NewLeads[0].Earlier != "" {
		t.Errorf("a form: %+v", work)
	}
	w.later(time.Hour)
	if work := w.pass(w.letter("e", "kim@firm.example")); work.Intake[0].Outcome != lead.AddedTo {
		t.Errorf("with another row: %+v", work.Intake)
	}
}

// A blocked sender's mails are ignored, by the exact address; their forms, and what colleagues pass on, are not.
func TestBlockedSender(t *testing.T) {
	w := newWorld(t, ours, func(tables map[string]policy.Table) {
		tab := tables[lead.TabSenders]
		tab.Rows = [][]string{{"Kim@Firm.example", "", "ignore", "", "TRUE", ""},
			{"lee@firm.example", "", "ignore", "", "", ""}}
		tables[lead.TabSenders] = tab
	})
	work := w.pass(w.letter("a", "kim@firm.example"), w.letter("b", "lee@firm.example"))
	if r := work.Intake; r[0].Outcome != lead.Ignored || !strings.Contains(r[0].Reason, "Senders") || r[1].Outcome != lead.NewLead {
		t.Errorf("%+v", r)
	}
	passed := w.letter("c", "kim@firm.example")
	passed.Kind, passed.ForwardedBy = lead.Forwarded, "ann@ours.example"
	if work := w.pass(passed); len(work.NewLeads) != 1 {
		t.Errorf("passed on: %+v", work.Intake)
	}
}
