package rules

import (
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// A mail that joins an open lead, outside its threads and with another subject, may be another request.
func TestAnotherRequest(t *testing.T) {
	const says = `Another request? "Doors for house 12". If so, type "new lead" into Do`
	about := func(subject string, edit func(*lead.Inquiry)) func(w *world) lead.Inquiry {
		return func(w *world) lead.Inquiry {
			q := w.letter("b", "kim@firm.example")
			q.Subject, q.Need = subject, "Twelve doors, please."
			edit(&q)
			return q
		}
	}
	as := func(*lead.Inquiry) {}
	for _, c := range []struct {
		name string
		make func(w *world) lead.Inquiry
		asks bool
	}{
		{"another subject", about("Doors for house 12", as), true},
		{"the answer to a message that nobody knows", about("Re: Doors for house 12", func(q *lead.Inquiry) {
			q.Kind, q.InReplyTo = lead.Reply, "unknown@else.example"
			q.Subject = "Doors for house 12"
		}), true},
		{"the same subject", about("question", as), false},
		{"an answer by its subject", about("AW: Re[2]: Question", as), false},
		{"no subject", about(" ", as), false},
		{"in the thread", about("Doors for house 12", func(q *lead.Inquiry) { q.Kind, q.InReplyTo = lead.Reply, "a@example.org" }), false},
		{"a form's mail", about("Doors for house 12", func(q *lead.Inquiry) { q.Kind = lead.Notification }), false},
		{"of the past", about("Doors for house 12", func(q *lead.Inquiry) {
			q.Past, q.Received = true, q.Received.AddDate(0, -1, 0)
		}), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, ours)
			w.pass(w.letter("a", "kim@firm.example"))
			w.pass(w.answer("r", "kim@firm.example", "a@example.org"))
			w.later(time.Minute)
			q := c.make(w)
			w.pass(q)
			if r := w.last(); r.Lead != "L-1001" || r.Outcome != lead.AddedTo {
				t.Fatalf("became %+v", r)
			}
			want := ""
			if l := w.lead("L-1001"); !l.WaitingSince.IsZero() {
				want = `Kim Example waits since Fri 20 Nov, 10:00: "` + q.Need + `" Answer by 14:00 · `
			}
			if c.asks {
				want += says + " · "
			}
			if l := w.lead("L-1001"); l.Attention != want+"What next, and when? Fill Next step and Next contact" {
				t.Errorf("attention %q", l.Attention)
			}
		})
	}
}

// The question stays, whatever the status, until somebody has decided it.
func TestTheQuestionStaysUntilDecided(t *testing.T) {
	for _, c := range []struct {
		name string
		act  func(w *world, l *lead.Lead)
		gone bool
	}{
		{"a next step", func(_ *world, l *lead.Lead) { l.NextStep = "Call" }, false},
		{"another owner", func(_ *world, l *lead.Lead) { l.Owner = "Bob" }, false},
		{"a need", func(_ *world, l *lead.Lead) { l.Need += " And doors." }, true},
		{"a comment", func(_ *world, l *lead.Lead) { l.Comment = "Both houses." }, true},
		{"a status", func(_ *world, l *lead.Lead) { l.Status = "In progress" }, true},
		{"our mail", func(w *world, _ *lead.Lead) { w.pass(w.sent("r", "kim@firm.example")) }, true},
		{"a lead of its own", func(w *world, _ *lead.Lead) { w.state.Intake[1].Outcome = lead.MakeLead }, true},
		{"the same mail twice", func(w *world, _ *lead.Lead) {
			q := w.letter("c", "kim@firm.example")
			q.Subject = "Doors for house 12"
			w.pass(q)
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, ours, team("Ann", "Bob"))
			w.pass(w.letter("a", "kim@firm.example"))
			w.later(time.Minute)
			q := w.letter("b", "kim@firm.example")
			q.Subject, q.Need = "Doors for house 12", "Twelve doors, please."
			w.pass(q)
			w.later(time.Minute)
			c.act(w, w.lead("L-1001"))
			w.pass()
			w.later(time.Minute)
			w.pass()
			if n := len(w.asked(t, "L-1001")); n != 1 && !c.gone || n != 0 && c.gone {
				t.Errorf("%d questions: %q", n, w.lead("L-1001").Attention)
			}
			if c.name == "a lead of its own" {
				if l := w.lead("L-1002"); l.Need != "Twelve doors, please." {
					t.Errorf("it is %+v", l)
				}
			}
		})
	}
}

// asked are the questions that stand in a lead's Attention.
func (w *world) asked(t *testing.T, id string) []string {
	t.Helper()
	var out []string
	for part := range strings.SplitSeq(w.lead(id).Attention, " · ") {
		if strings.HasPrefix(part, "Another request?") {
			out = append(out, part)
		}
	}
	return out
}

// An address that two people share: the second one is named.
func TestAnotherRequest_OfSomebodyElse(t *testing.T) {
	w := answeredLead(t)
	q := w.letter("b", "kim@firm.example")
	q.Name, q.Subject = "Bob Brook", "Doors for plant B"
	w.pass(q)
	if got := w.lead("L-1001").Attention; !strings.Contains(got, `Another request, of Bob Brook? "Doors for plant B"`) {
		t.Error(got)
	}
}
