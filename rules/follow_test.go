package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// newSteps are the steps of a new workbook.
func newSteps(tables map[string]policy.Table) {
	for _, tab := range policy.DefaultTables() {
		if tab.Title == lead.TabFollowUp {
			tables[lead.TabFollowUp] = tab
		}
	}
}

// followed is a request that Ann has just answered, in a workbook with the steps of a new one. It is Friday, 20 Nov 2026.
func followed(t testing.TB, edit ...func(map[string]policy.Table)) *world {
	t.Helper()
	w := newWorld(t, append([]func(map[string]policy.Table){ours, newSteps}, edit...)...)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(11 * time.Minute)
	w.pass(w.sent("r", "kim@firm.example", "a@example.org"))
	return w
}

// planOf is what the two cells of a plan hold.
func (w *world) planOf(id string) string {
	l := w.lead(id)
	if l.NextContact.IsZero() {
		return l.NextStep
	}
	return l.NextStep + " " + l.NextContact.In(w.state.Policy.Location()).Format("2006-01-02")
}

// steps lists what a work says of steps.
func steps(work Work) string {
	var out []string
	for _, e := range work.Events {
		switch e.What {
		case lead.Planned, lead.StepDone, lead.StepCancelled, lead.OfferMailed:
			out = append(out, string(e.What)+" "+lead.FactOf(e.To, "next_step")+e.Why)
		}
	}
	return strings.Join(out, "; ")
}

// day goes on to a day of November 2026 at noon, or of December from 31 on.
func (w *world) day(n int) {
	w.now = time.Date(2026, time.November, n, 12, 0, 0, 0, w.state.Policy.Location())
}

// After the first contact the next step is planned, once, and for a working day; each mail of ours does one step.
func TestFollowUp_AfterTheFirstContact(t *testing.T) {
	w := followed(t)
	if got := w.planOf("L-1001"); got != "Ask whether everything is clear 2026-11-23" { // Saturday is moved to Monday
		t.Fatalf("planned %q", got)
	}
	if a := w.lead("L-1001").Attention; strings.Contains(a, "What next") {
		t.Errorf("%s", a)
	}
	w.day(23)
	work := w.pass(w.sent("r2", "kim@firm.example", "a@example.org"))
	if got := w.planOf("L-1001"); got != "Short reminder 2026-11-25" {
		t.Errorf("then %q: %s", got, steps(work))
	}
	if got := steps(work); got != "step done Ask whether everything is clear; step planned Short reminderFollow-up, day 3 after contact" {
		t.Errorf("%s", got)
	}
	w.day(26) // a day late
	w.pass(w.sent("r3", "kim@firm.example", "a@example.org"))
	if got := w.planOf("L-1001"); got != "Final question: is it still of interest? 2026-11-30" {
		t.Errorf("then %q", got)
	}
	w.day(30)
	w.pass(w.sent("r4", "kim@firm.example", "a@example.org"))
	l := w.lead("L-1001")
	if got := w.planOf("L-1001"); got != "" || !strings.Contains(l.Attention, "close: No response? Tried 4 times") ||
		!strings.Contains(l.Attention, `type "lost No response" into Do`) ||
		strings.Contains(l.Attention, "What next") {
		t.Errorf("at last %q: %s", got, l.Attention)
	}
	if l.Status != "In progress" { // by our answer; that it may be closed is a proposal
		t.Errorf("status %s", l.Status)
	}
	w.do("L-1001", "lost No response")
	if l := w.lead("L-1001"); l.Status != "Closed" || l.RefusalReason != "No response" ||
		strings.Contains(l.Attention, "close:") {
		t.Errorf("%+v", l)
	}
}

// A reply, an end and an opt-out stop the follow-up, and take leadsheet's plan out of the cells.
func TestFollowUp_Stops(t *testing.T) {
	for name, c := range map[string]struct {
		stop func(w *world) Work
		why  string
	}{
		"reply": {func(w *world) Work { return w.pass(w.letter("b", "kim@firm.example", "a@example.org")) },
			"the customer has replied"},
		"thanks": {func(w *world) Work {
			q := w.letter("b", "kim@firm.example", "a@example.org")
			q.Need = "Thanks!"
			return w.pass(q)
		}, "the customer has replied"},
		"won":  {func(w *world) Work { return w.do("L-1001", "won 4500") }, "the lead has ended"},
		"lost": {func(w *world) Work { return w.do("L-1001", "lost too expensive") }, "the lead has ended"},
		"closed by hand": {func(w *world) Work { w.lead("L-1001").Status = "Closed"; return w.pass() },
			"the lead has ended"},
		"not a lead": {func(w *world) Work { return w.do("L-1001", "not a lead") }, "the lead has ended"},
		"opt-out": {func(w *world) Work { return w.do("L-1001", "do not contact") },
			"the customer wants no mails and calls"},
		"postponed": {func(w *world) Work { w.lead("L-1001").Status = "Postponed"; return w.pass() },
			"the lead is postponed"},
	} {
		t.Run(name, func(t *testing.T) {
			w := followed(t)
			w.later(time.Hour)
			work := c.stop(w)
			if got := steps(work); w.planOf("L-1001") != "" ||
				got != "step cancelled Ask whether everything is clear"+c.why {
				t.Errorf("%q: %s", w.planOf("L-1001"), got)
			}
			w.day(24)
			if work := w.pass(w.sent("r2", "kim@firm.example", "a@example.org")); w.planOf("L-1001") != "" {
				t.Errorf("planned again %q: %s", w.planOf("L-1001"), steps(work))
			}
		})
	}
}

// What a person has written stays, whichever cell it is, whatever happens.
func TestFollowUp_PeoplesPlansStay(t *testing.T) {
	for name, edit := range map[string]func(l *lead.Lead){
		"step": func(l *lead.Lead) { l.NextStep = "Send the samples" },
		"day":  func(l *lead.Lead) { l.NextContact = l.Received.AddDate(0, 0, 20).Truncate(24 * time.Hour) },
		"both": func(l *lead.Lead) {
			l.NextStep, l.NextContact = "Visit", l.Received.AddDate(0, 0, 20).Truncate(time.Hour)
		},
		"unread day": func(l *lead.Lead) {
			l.Bad = []lead.BadCell{{Column: lead.ColNextContact, Text: "some time"}}
		},
		"over the plan":      func(l *lead.Lead) { l.NextStep = "Send the samples" },
		"date over the plan": func(l *lead.Lead) { l.NextContact = l.Received.AddDate(0, 0, 9).Truncate(time.Hour) },
	} {
		for _, planned := range []bool{false, true} {
			w := newWorld(t, ours, newSteps)
			w.pass(w.letter("a", "kim@firm.example"))
			w.later(11 * time.Minute)
			if planned {
				w.pass(w.sent("r", "kim@firm.example", "a@example.org"))
			}
			edit(w.lead("L-1001"))
			l := w.lead("L-1001")
			w.pass()
			step, day, bad := l.NextStep, l.NextContact, fmt.Sprint(l.Bad)
			if !planned {
				w.pass(w.sent("r", "kim@firm.example", "a@example.org"))
			}
			for n, d := range []int{23, 25, 30} {
				w.day(d)
				w.pass(w.sent(fmt.Sprintf("m%d", n), "kim@firm.example", "a@example.org"))
			}
			w.pass(w.letter("b", "kim@firm.example", "a@example.org"))
			if l := w.lead("L-1001"); l.NextStep != step || !l.NextContact.Equal(day) || fmt.Sprint(l.Bad) != bad {
				t.Errorf("%s, planned %v: %q %v, was %q %v", name, planned, l.NextStep, l.NextContact, step, day)
			}
		}
	}
}

// Commands move a step that is done to Activity, and bring the next one.
func TestFollowUp_Commands(t *testing.T) {
	for _, c := range []struct{ text, plan, attention string }{
		{"called", "Short reminder 2026-11-25", "Noted: called"},
		{"no answer", "Short reminder 2026-11-24", "Noted: no answer · try 2"}, // the next working day
		{"offer sent", "Ask whether the offer is clear 2026-11-24", "Noted: offer sent"},
		{"called, Friday", "Call back 2026-11-27", "Noted: called"},
	} {
		w := followed(t)
		w.day(23)
		work := w.do("L-1001", c.text)
		l := w.lead("L-1001")
		if got := w.planOf("L-1001"); got != c.plan || !strings.Contains(l.Attention, c.attention) ||
			!strings.HasPrefix(steps(work), "step done Ask whether everything is clear") {
			t.Errorf("%s: %q, want %q: %s; %s", c.text, got, c.plan, steps(work), l.Attention)
		}
		w.later(time.Minute)
		w.do("L-1001", "undo")
		if got := w.planOf("L-1001"); got != "Ask whether everything is clear 2026-11-23" {
			t.Errorf("%s undone: %q", c.text, got)
		}
		w.day(24)
		w.pass(w.sent("r2", "kim@firm.example", "a@example.org"))
		if got := w.planOf("L-1001"); got != "Short reminder 2026-11-26" {
			t.Errorf("%s undone, and a mail: %q", c.text, got)
		}
	}
}

// A step that a person has planned is done by a call when it is due; of who was not reached the text stays.
func TestFollowUp_CommandsAndPeoplesPlans(t *testing.T) {
	for _, c := range []struct {
		text string
		day  int
		plan string
	}{
		{"called", 23, ""}, // it was done, and the customer's reply had stopped the follow-up
		{"called", 27, "Talk about the gate 2026-11-27"},
		{"no answer", 23, "Talk about the gate 2026-11-24"},
		{"no answer, Friday", 23, "Talk about the gate 2026-11-27"},
	} {
		w := followed(t)
		w.pass(w.letter("b", "kim@firm.example", "a@example.org"))
		w.day(23)
		l := w.lead("L-1001")
		l.NextStep, l.NextContact = "Talk about the gate",
			time.Date(2026, time.November, c.day, 0, 0, 0, 0, w.state.Policy.Location())
		w.pass()
		before := w.planOf("L-1001")
		w.later(time.Minute)
		work := w.do("L-1001", c.text)
		want := c.plan
		if c.text == "called" && c.day == 23 && !strings.Contains(steps(work), "step done Talk about the gate") {
			t.Errorf("%s", steps(work))
		}
		if got := w.planOf("L-1001"); got != want && !(c.text == "called" && c.day == 23) {
			t.Errorf("%s: %q, want %q", c.text, got, want)
		}
		w.later(time.Minute)
		w.do("L-1001", "undo")
		if got := w.planOf("L-1001"); got != before {
			t.Errorf("%s undone: %q, was %q", c.text, got, before)
		}
	}
}

// A mail of ours whose subject or file is called an offer is one; the customer's own subject is not.
func TestFollowUp_OffersInMails(t *testing.T) {
	for _, c := range []struct {
		subject string
		files   []string
		plan    string
	}{
		{"Your offer 2026-118", nil, "Ask whether the offer is clear 2026-11-24"},
		{"Re: Question", []string{"Angebot 118.pdf (application/pdf)"}, "Ask whether the offer is clear 2026-11-24"},
		{"Re: Question", []string{"image001.png (image/png)"}, "Short reminder 2026-11-25"},
		{"We offered tea", nil, "Short reminder 2026-11-25"},
	} {
		w := followed(t)
		w.day(23)
		q := w.answer("o", "kim@firm.example", "a@example.org")
		q.Subject, q.Attached = c.subject, c.files
		work := w.pass(q)
		if got := w.planOf("L-1001"); got != c.plan {
			t.Errorf("%s %v: %q, want %q: %s", c.subject, c.files, got, c.plan, steps(work))
		}
	}
	w := newWorld(t, ours, newSteps)
	q := w.letter("a", "kim@firm.example")
	q.Subject = "Request for a quote"
	w.pass(q)
	w.later(11 * time.Minute)
	a := w.answer("r", "kim@firm.example", "a@example.org")
	a.Subject = "Re: Request for a quote"
	if w.pass(a); w.planOf("L-1001") != "Ask whether everything is clear 2026-11-23" {
		t.Errorf("the customer's own subject: %q", w.planOf("L-1001"))
	}
}

// After an offer the steps come in turn; the soft return is for warm leads.
func TestFollowUp_AfterAnOffer(t *testing.T) {
	for _, quality := range []string{"warm", "cold"} {
		w := followed(t)
		w.lead("L-1001").Quality = quality
		w.day(23)
		w.do("L-1001", "offer sent")
		var plans []string
		for range 4 {
			l := w.lead("L-1001")
			if l.NextContact.IsZero() {
				break
			}
			plans = append(plans, w.planOf("L-1001"))
			w.now = l.NextContact.Add(10 * time.Hour)
			w.do("L-1001", "called")
		}
		want := "Ask whether the offer is clear 2026-11-24, Short reminder 2026-11-26, Final question: is it still of interest? 2026-11-30"
		if quality == "warm" {
			want += ", Come back softly 2026-12-07"
		}
		if got := strings.Join(plans, ", "); got != want {
			t.Errorf("%s: %s", quality, got)
		}
		if a := w.lead("L-1001").Attention; !strings.Contains(a, "close: No response?") {
			t.Errorf("%s: %s", quality, a)
		}
	}
}

// Who cannot be reached at all is called again on the next working day, and the tries are counted.
func TestFollowUp_NobodyReached(t *testing.T) {
	w := newWorld(t, ours, newSteps)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(5 * time.Minute)
	for n, want := range []string{"2026-11-23", "2026-11-24", "2026-11-25"} {
		w.do("L-1001", "no answer")
		l := w.lead("L-1001")
		if got := w.planOf("L-1001"); got != "Call again "+want || !l.FirstResponse.IsZero() ||
			!strings.Contains(l.Attention, fmt.Sprintf("try %d", n+1)) {
			t.Errorf("%q, want %s; %s", got, want, l.Attention)
		}
		w.now = l.NextContact.Add(11 * time.Hour)
	}
}

// Who was contacted long before leadsheet planned anything gets no plan.
func TestFollowUp_OldContacts(t *testing.T) {
	w := followed(t, formerSteps)
	w.day(24)
	later := newWorld(t, ours, newSteps)
	w.state.Policy = later.state.Policy
	if w.pass(); w.planOf("L-1001") != "Final question: is it still of interest? 2026-11-27" {
		t.Errorf("steps whose day has passed are left out: %q", w.planOf("L-1001"))
	}
	w = followed(t, formerSteps)
	w.day(30 + 9)
	w.state.Policy = later.state.Policy
	if w.pass(); w.planOf("L-1001") != "" {
		t.Errorf("%q", w.planOf("L-1001"))
	}
}

// Who gave only a telephone number, and gets mails, is to be called.
func TestFollowUp_OwnChannel(t *testing.T) {
	w := newWorld(t, ours, newSteps)
	q := w.letter("a", "")
	q.Email, q.Phone, q.Channel, q.Kind = "", "030 1234567", lead.ByForm, lead.ExportRow
	w.pass(q)
	w.lead("L-1001").Email = "kim@firm.example"
	w.later(11 * time.Minute)
	w.pass(w.sent("r", "kim@firm.example"))
	callThem := "Gave only a telephone number, and gets mails: call 030 1234567"
	if a := w.lead("L-1001").Attention; !strings.Contains(a, callThem) {
		t.Errorf("%s", a)
	}
	w.later(time.Minute)
	w.do("L-1001", "called")
	if a := w.lead("L-1001").Attention; strings.Contains(a, "Gave only") {
		t.Errorf("%s", a)
	}
}

// A customer who has bought may have a next contact, which is due like any other.
func TestFollowUp_Won(t *testing.T) {
	w := followed(t)
	w.do("L-1001", "won 4500")
	l := w.lead("L-1001")
	l.NextStep, l.NextContact = "Ask how it goes",
		time.Date(2026, time.November, 26, 0, 0, 0, 0, w.state.Policy.Location())
	w.pass()
	if a := w.lead("L-1001").Attention; strings.Contains(a, "Follow-up") {
		t.Errorf("too early: %s", a)
	}
	w.day(26)
	w.pass()
	if a := w.lead("L-1001").Attention; !strings.Contains(a, "Follow-up due Thu 26 Nov") {
		t.Errorf("%s", a)
	}
}
