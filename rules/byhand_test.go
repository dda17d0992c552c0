package rules

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// row is the row of Intake of that key.
func (w *world) row(key string) *lead.IntakeRow {
	w.t.Helper()
	i := slices.IndexFunc(w.state.Intake, func(r lead.IntakeRow) bool { return r.Key == key })
	if i < 0 {
		w.t.Fatalf("Intake has no row %s", key)
	}
	return &w.state.Intake[i]
}

// intakeWorld has a lead of two mails (the second with its own text), a form's record sent twice, a newsletter, a mail
// that could not be read, the line of a file, and a record whose lead was deleted.
func intakeWorld(t *testing.T) *world {
	w := newWorld(t)
	first := w.mail("a")
	again := first
	again.Key, again.Subject, again.Need, again.Where, again.Received = "again", "Re: Question", "And a second fence\nfor my neighbour.", "INBOX 1 2", w.now
	form := w.mail("f")
	form.Kind, form.Channel, form.Where = lead.ExportRow, lead.ByForm, "file a.csv, row 2"
	twice := form
	twice.Key, twice.Where = "twice", "file a.csv, row 3"
	news := w.mail("news")
	news.Kind = lead.BulkMail
	broken := w.mail("x")
	broken.Kind, broken.Problem = lead.Unreadable, "could not read this message"
	file := lead.Inquiry{Key: "s:1", Kind: lead.ExportFile, Channel: lead.ByForm, Received: w.now, Subject: "a.csv", Where: "file a.csv"}
	gone := w.mail("gone")
	w.pass(first, again, form, twice, news, broken, file, gone)
	w.state.Leads = slices.DeleteFunc(w.state.Leads, func(l lead.Lead) bool { return l.Email == gone.Email })
	w.pass()
	w.now = w.now.Add(time.Hour)
	return w
}

// What people type into Outcome is done or answered, and the row says truly which.
func TestWhatPeopleTypeIntoIntake(t *testing.T) {
	for name, test := range map[string]struct {
		key, typed string
		made       bool
		outcome    lead.Outcome
		reason     string // a part of it
		need, old  string // of the lead that was made; a part of what the lead that it came from says
	}{
		"added to":             {key: "again", typed: "lead", made: true, reason: "made a lead by hand, taken out of L-1001", need: "And a second fence for my neighbour.", old: "taken out by hand: the message of 2026-11-20 10:00 from a@example.org, \"Re: Question\" (INBOX 1 2) is L-1005 now"},
		"in capitals":          {key: "again", typed: " LEAD ", made: true, reason: "taken out of L-1001", need: "And a second fence for my neighbour."},
		"duplicate":            {key: "twice", typed: "Lead", made: true, reason: "taken out of L-1002", need: "Question"},
		"ignored":              {key: "news", typed: "lead", made: true, reason: "made a lead by hand", need: "Question"},
		"a deleted lead":       {key: "gone", typed: "lead", made: true, reason: "again: its lead L-1003 is no longer there", need: "Question"},
		"a lead already":       {key: "a", typed: "lead", outcome: lead.NewLead, reason: "is lead L-1001 already"},
		"a broken one":         {key: "x", typed: "lead", outcome: lead.Damaged, reason: `could not read this message. What was typed into Outcome here, "lead": it is lead L-1004 already`},
		"a file":               {key: "s:1", typed: "lead", outcome: lead.FileRead, reason: "is no request"},
		"ignore a lead":        {key: "a", typed: "ignored", outcome: lead.NewLead, reason: `"ignored", is not possible: type "not a lead" into Do in the row of L-1001`},
		"ignore an addition":   {key: "again", typed: "Ignored", outcome: lead.AddedTo, reason: `"ignored", is not possible: it is kept with L-1001; type lead to make it a lead of its own`},
		"nonsense":             {key: "news", typed: "yes please", outcome: lead.Ignored, reason: `newsletter or mailing list. What was typed into Outcome here, "yes please", is not understood: type lead to make it a lead`},
		"nonsense on a lead":   {key: "a", typed: "good", outcome: lead.NewLead, reason: "it is L-1001 already"},
		"nonsense, added to":   {key: "again", typed: "good", outcome: lead.AddedTo, reason: "type lead to make it a lead of its own"},
		"nonsense, twice":      {key: "twice", typed: "good", outcome: lead.Duplicate, reason: "sent twice within 10 minutes. What was typed"},
		"new lead, but is not": {key: "news", typed: "new lead", outcome: lead.Ignored, reason: "is not what became of it: type lead"},
		"the same in capitals": {key: "news", typed: "IGNORED", outcome: "IGNORED", reason: "newsletter or mailing list"},
		"nothing":              {key: "news", typed: "", outcome: "", reason: "newsletter or mailing list"},
	} {
		t.Run(name, func(t *testing.T) {
			w := intakeWorld(t)
			before := len(w.state.Leads)
			r := w.row(test.key)
			old := r.Lead
			r.Outcome = lead.Outcome(test.typed)
			work := w.pass()
			want := test.outcome
			if test.made {
				want = lead.NewLead
			}
			r = w.row(test.key)
			if r.Outcome != want || !strings.Contains(r.Reason, test.reason) || test.made != (len(w.state.Leads) == before+1) {
				t.Fatalf("the row says %q %s %q, %d new leads", r.Outcome, r.Lead, r.Reason, len(work.NewLeads))
			}
			if !test.made {
				return
			}
			if l := w.lead(r.Lead); l.Need != test.need || r.Lead == old || l.Email != r.From || !strings.Contains(l.Attention, "Made a lead by hand") {
				t.Errorf("made %+v", l)
			}
			if test.old != "" && !slices.ContainsFunc(work.Events, func(e lead.Event) bool { return e.Lead == old && strings.Contains(e.Why, test.old) }) {
				t.Errorf("the old lead says nothing of it: %+v", work.Events)
			}
			// Typed once more it is there already, also when the row could not be told that it was made.
			for _, id := range []string{r.Lead, old} {
				made := w.row(test.key).Lead
				r.Outcome, r.Lead, r.Reason = "lead", id, ""
				if again := w.pass(); len(again.NewLeads) != 0 || r.Reason != "is lead "+made+" already" || r.Lead != made {
					t.Errorf("once more: %d leads, the row says %q %s %q", len(again.NewLeads), r.Outcome, r.Lead, r.Reason)
				}
			}
		})
	}
}

// A row of somebody's own below the table is no message: no lead without content is made of it.
func TestALeadTypedBelowIntakeIsNone(t *testing.T) {
	w := intakeWorld(t)
	w.state.Intake = append(w.state.Intake, lead.IntakeRow{Ref: len(w.state.Intake), Outcome: "lead"},
		lead.IntakeRow{Ref: len(w.state.Intake) + 1, Outcome: "my notes"})
	if work := w.pass(); len(work.NewLeads) != 0 || len(work.IntakeChanges) != 1 {
		t.Errorf("made %+v, changed %+v", work.NewLeads, work.IntakeChanges)
	}
	if r := w.state.Intake[len(w.state.Intake)-2]; r.Outcome != "lead" || !strings.Contains(r.Reason, "Add the lead as a row of the tab Leads") {
		t.Errorf("the row says %q %q", r.Outcome, r.Reason)
	}
}

// An older book's inquiries do not say which message they are of: the text is taken only where there is no doubt.
func TestTheTextOfAnOlderBookIsTakenOnlyWithoutDoubt(t *testing.T) {
	for _, texts := range []int{1, 2} {
		w := newWorld(t)
		w.pass(w.mail("a"))
		for i := range texts {
			q := w.mail("a")
			q.Key, q.Where, q.Need = "again"+string(rune('0'+i)), "INBOX 1 "+string(rune('2'+i)), "Text "+string(rune('0'+i))
			w.pass(q)
		}
		for i := range w.state.History {
			if e := &w.state.History[i]; e.What == lead.Asked {
				e.What, e.From, e.To = lead.Inquired, "", ""
			}
		}
		w.row("again0").Outcome = "lead"
		w.pass()
		want := map[int]string{1: "Text 0", 2: "Question"}[texts]
		if l := w.lead("L-1002"); l.Need != want {
			t.Errorf("%d further mails: the need is %q, want %q", texts, l.Need, want)
		}
	}
}

// What people type over the outcome of a mail of ours: the row gets back what stood there, with a remark, once.
func TestWhatPeopleTypeOverAMailOfOurs(t *testing.T) {
	const sent, copied = "s:abcdefghijklmnopqrstuvwxyz", "m:abcdefghijklmnopqrstuvwxyz"
	for _, test := range []struct{ key, typed string }{
		{sent, "lead"}, {sent, "LEAD"}, {sent, "ignored"}, {sent, "Ignored"}, {sent, "answered"}, {sent, "file read"},
		{copied, "ignored"}, {copied, "Ignored"}, {copied, "answered"},
	} {
		for _, cleared := range []bool{false, true} {
			if cleared && test.key != sent {
				continue
			}
			w := newWorld(t)
			w.pass(w.mail("a"))
			q := w.answer("r", "a@example.org", "a@example.org")
			if test.key == sent {
				q = w.sent("r", "a@example.org", "a@example.org")
			}
			q.Key = test.key
			w.pass(q)
			r := w.row(test.key)
			was := *r
			if was.Outcome != lead.AddedTo || was.Lead != "L-1001" || !strings.HasPrefix(was.Reason, "first response") {
				t.Fatalf("%s: the row says %+v", test.key, was)
			}
			if r.Outcome = lead.Outcome(test.typed); cleared {
				r.Lead, was.Lead = "", ""
			}
			w.pass()
			r = w.row(test.key)
			if r.Outcome != was.Outcome || r.Lead != was.Lead || !strings.HasPrefix(r.Reason, was.Reason+". What was typed") ||
				strings.Contains(r.Reason, "folder") {
				t.Errorf("%v, Lead cleared %v: the row says %q %s %q", test, cleared, r.Outcome, r.Lead, r.Reason)
			}
			if len(w.state.Leads) != 1 {
				t.Errorf("%v: %d leads", test, len(w.state.Leads))
			}
			if again := w.pass(); !again.Empty() {
				t.Errorf("%v, Lead cleared %v: a second pass does %+v", test, cleared, again)
			}
		}
	}
}
