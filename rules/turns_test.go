package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"

	"pgregory.net/rapid"
)

// answeredLead is a lead of Friday, 10:00, that was answered at 10:10 and is in work. It is 10:20.
func answeredLead(t testing.TB, edit ...func(l *lead.Lead)) *world {
	t.Helper()
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(11 * time.Minute)
	w.pass(w.sent("r", "kim@firm.example", "a@example.org"))
	l := w.lead("L-1001")
	l.Status, l.NextStep = "In progress", "Call"
	for _, e := range edit {
		e(l)
	}
	w.later(9 * time.Minute)
	w.pass()
	return w
}

// again is a further message of the contact, of a minute ago.
func (w *world) again(key, text string) lead.Inquiry {
	q := w.letter(key, "kim@firm.example", "r@ours.example")
	q.Need = text
	return q
}

// A message after the first answer opens a turn, which has its own time and stands in the row until somebody answers.
func TestATurnIsOpenUntilItIsAnswered(t *testing.T) {
	w := answeredLead(t, func(l *lead.Lead) { l.NextContact = l.Received.AddDate(0, 0, 5) })
	first := w.lead("L-1001").RespondBy
	came := w.now.Add(-time.Minute)
	work := w.pass(w.again("b", "Can you start in May?"))
	l := w.lead("L-1001")
	if what(work) != "changed Respond by,asked,changed Status," {
		t.Errorf("events %s", what(work))
	}
	if e := work.Events[1]; !e.Time.Equal(came) || e.From != "b" || e.To != w.state.Policy.Calendar.Due(came, 4*time.Hour).Format(time.RFC3339) ||
		e.By != "kim@firm.example" || e.Why != "Can you start in May?" {
		t.Errorf("the event is %+v", e)
	}
	want := `Kim Example waits since Fri 20 Nov, 10:19: "Can you start in May?" Answer by 14:19 · You plan Wed 25 Nov`
	if l.Attention != want {
		t.Errorf("attention\n%s, want\n%s", l.Attention, want)
	}
	if !l.WaitingSince.Equal(came) || !l.RespondBy.Equal(came.Add(4*time.Hour)) || !w.state.Waiting().Equal(came) {
		t.Errorf("waiting since %s, respond by %s", l.WaitingSince, l.RespondBy)
	}
	w.later(time.Hour)
	w.pass(w.again("c", "And in June?"))
	if l = w.lead("L-1001"); !l.WaitingSince.Equal(came) || !l.RespondBy.Equal(came.Add(4*time.Hour)) || !strings.Contains(l.Attention, "May?") {
		t.Errorf("after a second message: waiting since %s, respond by %s, %s", l.WaitingSince, l.RespondBy, l.Attention)
	}
	w.later(5 * time.Hour)
	w.pass()
	if l = w.lead("L-1001"); !strings.Contains(l.Attention, `Answer by 14:19 (1 h late)`) {
		t.Errorf("late: %s", l.Attention)
	}
	answered := w.now.Add(-time.Minute)
	work = w.pass(w.sent("s", "kim@firm.example", "c@example.org"))
	if e := work.Events[0]; what(work) != "answered," || !e.Time.Equal(answered) || e.From != "b" || e.By != "ann@ours.example" {
		t.Errorf("events %+v", work.Events)
	}
	l = w.lead("L-1001")
	if !l.WaitingSince.IsZero() || !l.RespondBy.Equal(first) || strings.Contains(l.Attention, "waits") || !w.state.Waiting().IsZero() {
		t.Errorf("answered: %+v", l)
	}
}

// What ends a turn, and what does not. At 10:20 the customer has written "b"; what comes then is of 10:29.
func TestWhatEndsATurn(t *testing.T) {
	status := func(s string) func(*world) []lead.Inquiry {
		return func(w *world) []lead.Inquiry {
			l := w.lead("L-1001")
			l.Status, l.RefusalReason, l.NextContact = s, "No budget", w.now.AddDate(0, 1, 0)
			return nil
		}
	}
	for _, c := range []struct {
		name string
		do   func(w *world) []lead.Inquiry
		ends bool
		says string // the events
	}{
		{"our mail in the thread", func(w *world) []lead.Inquiry {
			return []lead.Inquiry{w.answer("s", "kim@home.example", "b@example.org")}
		}, true, "answered,"},
		{"our mail to the contact", func(w *world) []lead.Inquiry { return []lead.Inquiry{w.sent("s", "kim@firm.example")} }, true, "answered,"},
		{"our mail to somebody else", func(w *world) []lead.Inquiry { return []lead.Inquiry{w.sent("s", "eve@other.example")} }, false, ""},
		{"our mail from before the message", func(w *world) []lead.Inquiry {
			q := w.sent("s", "kim@firm.example")
			q.Received = q.Received.Add(-15 * time.Minute)
			return []lead.Inquiry{q}
		}, false, "answer,"},
		{"an absence note of ours", func(w *world) []lead.Inquiry {
			q := w.answer("s", "kim@firm.example", "b@example.org")
			q.Kind, q.AnsweredTo, q.Ignore = lead.AutoReply, nil, ""
			return []lead.Inquiry{q}
		}, false, ""},
		{"next step and next contact", func(w *world) []lead.Inquiry {
			l := w.lead("L-1001")
			l.NextStep, l.NextContact = "Call back", w.now.AddDate(0, 0, 3)
			return nil
		}, false, "changed Next step,changed Next contact,"},
		{"another open status", status("Postponed"), false, "changed Status,changed Next contact,changed Refusal reason,"},
		{"an end", status("Closed"), true, "changed Status,turn ended,changed Next contact,changed Refusal reason,"},
		{"won", status("Won"), true, "changed Status,turn ended,changed Next contact,changed Refusal reason,"},
		{"somebody types another first response", func(w *world) []lead.Inquiry {
			w.lead("L-1001").FirstResponse = w.now
			return nil
		}, false, "responded,"},
		{"somebody empties Respond by and Waiting since", func(w *world) []lead.Inquiry {
			w.lead("L-1001").RespondBy, w.lead("L-1001").WaitingSince = time.Time{}, time.Time{}
			return nil
		}, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := answeredLead(t)
			first := w.lead("L-1001").RespondBy
			w.pass(w.again("b", "Can you start in May?"))
			since, due := w.lead("L-1001").WaitingSince, w.lead("L-1001").RespondBy
			w.later(10 * time.Minute)
			work := w.pass(c.do(w)...)
			l := w.lead("L-1001")
			if what(work) != c.says {
				t.Errorf("events %s, want %s", what(work), c.says)
			}
			if c.ends && (!l.WaitingSince.IsZero() || !l.RespondBy.Equal(first) || strings.Contains(l.Attention, "waits")) {
				t.Errorf("it waits: %+v", l)
			}
			if !c.ends && (!l.WaitingSince.Equal(since) || !l.RespondBy.Equal(due) || !strings.Contains(l.Attention, "waits since")) {
				t.Errorf("nobody waits: %+v", l)
			}
			if waits := !w.state.Waiting().IsZero(); waits == c.ends {
				t.Errorf("waits %v", waits)
			}
		})
	}
}

// What is no message of a person opens nothing, and what was written long ago waits for nothing.
func TestWhatOpensNoTurn(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(w *world) lead.Inquiry
	}{
		{"an absence note", func(w *world) lead.Inquiry {
			q := w.again("b", "I am away.")
			q.Kind = lead.AutoReply
			return q
		}},
		{"a delivery report", func(w *world) lead.Inquiry {
			q := w.again("b", "")
			q.Kind, q.From, q.Email, q.Name, q.AnsweredTo = lead.Bounce, "mailer-daemon@ours.example", "", "", []string{"eve@other.example"}
			q.InReplyTo, q.References = "", nil
			return q
		}},
		{"the same once more", func(w *world) lead.Inquiry {
			q := w.letter("b", "kim@firm.example")
			q.MessageID = "a@example.org"
			return q
		}},
		{"a mail of the past", func(w *world) lead.Inquiry {
			q := w.again("b", "Long ago")
			q.Past, q.Received = true, w.now.AddDate(0, -1, 0)
			return q
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := answeredLead(t)
			before := w.lead("L-1001").Attention
			w.pass(c.make(w))
			if l := w.lead("L-1001"); !l.WaitingSince.IsZero() || l.Attention != before || !w.state.Waiting().IsZero() {
				t.Errorf("it waits: %+v", l)
			}
		})
	}
}

// Further messages of an older workbook are history: nobody knows whether somebody has answered them.
func TestInquiriesOfOlderWorkbooksOpenNoTurn(t *testing.T) {
	w := answeredLead(t)
	w.state.History = append(w.state.History, lead.Event{Time: w.now, Lead: "L-1001", What: lead.Inquired,
		From: "INBOX:1:b", By: "kim@firm.example", Why: "Can you start in May?"})
	if work := w.pass(); !work.Empty() || !w.state.Waiting().IsZero() {
		t.Errorf("a pass does %+v", work)
	}
}

// An answer deals with what had come when it was sent; what came later waits on, with a time of its own.
func TestAMessageThatCameAfterTheAnswerWaitsOn(t *testing.T) {
	for _, first := range []bool{true, false} {
		t.Run(fmt.Sprint("first turn ", first), func(t *testing.T) {
			w := newWorld(t, ours)
			if !first {
				w = answeredLead(t)
			}
			one, two := w.letter("b", "kim@firm.example"), w.letter("c", "kim@firm.example")
			one.Need, two.Need = "One", "Two"
			w.later(30 * time.Minute)
			two.Received = w.now.Add(-5 * time.Minute)
			answer := w.sent("s", "kim@firm.example", "b@example.org")
			answer.Received = w.now.Add(-15 * time.Minute)
			w.pass(one, two, answer)
			l := w.lead("L-1001")
			if want := `Kim Example waits since Fri 20 Nov, ` + two.Received.Format("15:04") + `: "Two"`; !l.WaitingSince.Equal(two.Received) ||
				!l.RespondBy.Equal(two.Received.Add(4*time.Hour)) || !strings.Contains(l.Attention, want) {
				t.Errorf("waiting since %s, respond by %s, %s", l.WaitingSince, l.RespondBy, l.Attention)
			}
			if first && !l.FirstResponse.Equal(answer.Received) {
				t.Errorf("first response %s", l.FirstResponse)
			}
		})
	}
}

// The mail that ended a turn did not arrive: the customer waits since the same message. Another mail of ours has
// answered all the same, until it proves not to have arrived, either.
func TestABounceOpensTheTurnAgain(t *testing.T) {
	w := answeredLead(t)
	came := w.now.Add(-time.Minute)
	bounce := func(key, of string) lead.Inquiry {
		q := w.letter(key, "mailer-daemon@ours.example", of)
		q.Kind, q.Name, q.Email, q.AnsweredTo = lead.Bounce, "", "", []string{"kim@firm.example"}
		return q
	}
	w.pass(w.again("b", "Can you start in May?"))
	w.later(10 * time.Minute)
	w.pass(w.sent("s", "kim@firm.example", "b@example.org"))
	w.later(10 * time.Minute)
	w.pass(bounce("x", "s@ours.example"))
	l := w.lead("L-1001")
	if !l.WaitingSince.Equal(came) || !l.RespondBy.Equal(came.Add(4*time.Hour)) || !strings.Contains(l.Attention, `"Can you start in May?"`) {
		t.Errorf("waiting since %s, respond by %s, %s", l.WaitingSince, l.RespondBy, l.Attention)
	}
	w.later(10 * time.Minute)
	w.pass(w.sent("t", "kim@firm.example", "b@example.org"))
	w.later(10 * time.Minute)
	w.pass(w.sent("u", "kim@firm.example", "b@example.org"))
	if l = w.lead("L-1001"); !l.WaitingSince.IsZero() {
		t.Errorf("waiting since %s", l.WaitingSince)
	}
	w.pass(bounce("y", "t@ours.example"))
	if l = w.lead("L-1001"); !l.WaitingSince.IsZero() {
		t.Errorf("another mail answered it, waiting since %s", l.WaitingSince)
	}
	w.pass(bounce("z", "u@ours.example"))
	if l = w.lead("L-1001"); !l.WaitingSince.Equal(came) {
		t.Errorf("nothing arrived, waiting since %s", l.WaitingSince)
	}
}

// Of a person who edits an older version of the workbook no message is known that was stored since.
func TestAnEditEndsOnlyWhatItsVersionHad(t *testing.T) {
	for _, c := range []struct {
		name             string
		edited, recorded time.Duration // before now
		ends             bool
	}{
		{"edited after the message was stored", time.Minute, 2 * time.Minute, true},
		{"stored after the edit", 3 * time.Minute, 2 * time.Minute, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := answeredLead(t)
			w.pass(w.again("b", "Can you start in May?"))
			w.later(10 * time.Minute)
			for i := range w.state.History {
				w.state.History[i].Recorded = w.now.Add(-c.recorded)
			}
			w.state.Edited = w.now.Add(-c.edited)
			w.lead("L-1001").Status, w.lead("L-1001").RefusalReason = "Closed", "No budget"
			w.pass()
			if l := w.lead("L-1001"); l.WaitingSince.IsZero() != c.ends {
				t.Errorf("waiting since %s", l.WaitingSince)
			}
		})
	}
	t.Run("message and edit in one pass", func(t *testing.T) {
		w := answeredLead(t)
		w.lead("L-1001").Status = "Postponed"
		w.lead("L-1001").NextContact = w.now.AddDate(0, 3, 0)
		w.pass(w.again("b", "We want to order now, call me today!"))
		if l := w.lead("L-1001"); l.WaitingSince.IsZero() || !strings.HasPrefix(l.Attention, "Kim Example waits since") {
			t.Errorf("waiting since %s, %s", l.WaitingSince, l.Attention)
		}
	})
}

// Whatever is found in whatever order: a customer waits since the first message after which no mail of ours was sent and
// nobody has ended the lead.
func TestWhoWaitsIsKnownInAnyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, ours)
		request := w.letter("a", "kim@firm.example")
		w.pass(request)
		start := second(request.Received)
		type message struct {
			at    time.Time
			ended bool
		}
		messages := []message{{at: start}}
		var sent []time.Time
		for n := range rapid.IntRange(1, 8).Draw(rt, "passes") {
			w.later(time.Hour)
			var items []lead.Inquiry
			for m := range rapid.IntRange(0, 3).Draw(rt, "items") {
				// Messages come in even seconds, answers in odd ones.
				at := start.Add(2 * time.Duration(rapid.IntRange(30, int(w.now.Sub(start)/time.Second)/2-1).Draw(rt, "at")) * time.Second)
				key := fmt.Sprintf("m%d.%d", n, m)
				if rapid.Bool().Draw(rt, "ours") {
					q := w.sent(key, "kim@firm.example")
					q.Received = at.Add(time.Second)
					sent, items = append(sent, q.Received), append(items, q)
					continue
				}
				q := w.letter(key, "kim@firm.example")
				q.Need, q.Received = "Text "+key, at
				messages, items = append(messages, message{at: at}), append(items, q)
			}
			if rapid.IntRange(0, 3).Draw(rt, "status") == 0 {
				l := w.lead("L-1001")
				l.Status = rapid.SampledFrom([]string{"In progress", "Postponed", "Qualification"}).Draw(rt, "to")
				if l.FirstResponse.IsZero() { // it leaves new
					for k := range messages[:len(messages)-count(items, lead.Direct)] {
						messages[k].ended = true
					}
				}
			}
			w.pass(items...)
			var want time.Time
			for _, m := range messages {
				waits := !m.ended
				for _, s := range sent {
					waits = waits && s.Before(m.at)
				}
				if waits && (want.IsZero() || m.at.Before(want)) {
					want = m.at
				}
			}
			if l := w.lead("L-1001"); !l.WaitingSince.Equal(want) || !w.state.Waiting().Equal(want) {
				rt.Fatalf("waiting since %s, by the history %s, want %s\n%+v", l.WaitingSince, w.state.Waiting(), want, w.state.History)
			}
		}
	})
}

func count(items []lead.Inquiry, kind lead.MessageKind) int {
	n := 0
	for i := range items {
		if items[i].Kind == kind {
			n++
		}
	}
	return n
}
