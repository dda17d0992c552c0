package rules

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// undelivered is the report that a mail of ours to the lead did not arrive.
func (w *world) undelivered(key, of string) lead.Inquiry {
	q := w.letter(key, "mailer-daemon@ours.example", of)
	q.Kind, q.Name, q.Email, q.Ignore, q.AnsweredTo = lead.Bounce, "", "", "delivery report", []string{"kim@firm.example"}
	return q
}

// Remarks that somebody must act on stay in Attention whatever the status is, until somebody does.
func TestRemarksStayUntilSomebodyActs(t *testing.T) {
	const bounced = "Our mail to kim@firm.example did not arrive. Call 030 9012345, or correct Email"
	for _, c := range []struct {
		name string
		act  func(w *world, l *lead.Lead) []lead.Inquiry
		gone bool
	}{
		{"nothing", func(*world, *lead.Lead) []lead.Inquiry { return nil }, false},
		{"a plan", func(w *world, l *lead.Lead) []lead.Inquiry {
			l.Owner, l.NextStep, l.NextContact = "Ann", "Call again", w.now.AddDate(0, 0, 2)
			return nil
		}, false},
		{"a mail that was sent before", func(w *world, _ *lead.Lead) []lead.Inquiry {
			q := w.sent("s", "kim@firm.example")
			q.Received = q.Received.Add(-time.Hour)
			return []lead.Inquiry{q}
		}, false},
		{"the customer writes", func(w *world, _ *lead.Lead) []lead.Inquiry { return []lead.Inquiry{w.again("b", "Hello?")} }, false},
		{"a later answer", func(w *world, _ *lead.Lead) []lead.Inquiry { return []lead.Inquiry{w.sent("s", "kim@firm.example")} }, true},
		{"another address", func(_ *world, l *lead.Lead) []lead.Inquiry {
			l.Email = "kim@home.example"
			return nil
		}, true},
		{"another status", func(_ *world, l *lead.Lead) []lead.Inquiry {
			l.Status = "Qualification"
			return nil
		}, true},
	} {
		for _, status := range []string{"In progress", "Postponed", "Won"} {
			t.Run(c.name+", "+status, func(t *testing.T) {
				w := answeredLead(t, func(l *lead.Lead) { l.Status, l.Phone = status, "030 9012345" })
				w.later(10 * time.Minute)
				w.pass(w.sent("offer", "kim@firm.example"))
				w.later(10 * time.Minute)
				w.pass(w.undelivered("x", "offer@ours.example"))
				if r := w.last(); r.Outcome != lead.Bounced || r.Lead != "L-1001" {
					t.Fatalf("the report became %+v", r)
				}
				if l := w.lead("L-1001"); !strings.Contains(l.Attention, bounced) {
					t.Fatalf("attention %q", l.Attention)
				}
				w.later(10 * time.Minute)
				w.pass(c.act(w, w.lead("L-1001"))...)
				l := w.lead("L-1001")
				if gone := !strings.Contains(l.Attention, "did not arrive"); gone != c.gone && l.Status != "New lead" {
					t.Errorf("attention %q", l.Attention)
				}
			})
		}
	}
}

// The same holds for what could not be read, and for what a form says otherwise now.
func TestWhatCouldNotBeReadStays(t *testing.T) {
	w := answeredLead(t)
	q := w.again("b", "")
	q.Kind, q.Problem = lead.Unreadable, "Could not read the message"
	w.pass(q)
	if l := w.lead("L-1001"); !strings.Contains(l.Attention, "Could not read the message: INBOX:1:b") {
		t.Errorf("attention %q", l.Attention)
	}
	w.later(time.Hour)
	w.pass(w.sent("s", "kim@firm.example"))
	if l := w.lead("L-1001"); strings.Contains(l.Attention, "Could not read") {
		t.Errorf("attention %q", l.Attention)
	}
}

// Remarks of older workbooks are shown as they were: none comes back on a lead that somebody has dealt with.
func TestRemarksOfOlderWorkbooksDoNotComeBack(t *testing.T) {
	w := answeredLead(t)
	before := w.lead("L-1001").Attention
	w.state.History = append(w.state.History, lead.Event{Time: w.now, Lead: "L-1001", What: lead.Noted,
		Column: lead.ColAttention, By: byUs, Why: "Our mail to kim@firm.example did not arrive"})
	if work := w.pass(); !work.Empty() || w.lead("L-1001").Attention != before {
		t.Errorf("attention %q", w.lead("L-1001").Attention)
	}
}

// What a person types over "bounced" is put back, and "bounced" is no outcome that people can give.
func TestBouncedIsAnOutcomeOfOurs(t *testing.T) {
	w := answeredLead(t)
	w.pass(w.undelivered("x", "r@ours.example"))
	if work := w.pass(); !work.Empty() {
		t.Errorf("a pass does %+v", work)
	}
	w.row("x").Outcome = "whatever"
	w.row("a").Outcome = lead.Bounced
	w.pass()
	if got := w.row("x"); got.Outcome != lead.Bounced || !strings.Contains(got.Reason, "is not understood") {
		t.Errorf("%+v", got)
	}
	if got := w.row("a"); got.Outcome != lead.NewLead || !strings.Contains(got.Reason, "is not understood") {
		t.Errorf("%+v", got)
	}
}
