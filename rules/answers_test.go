package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"

	"pgregory.net/rapid"
)

// A lead of 10:00; at 10:20 something of ours has been sent at 10:10.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer func(w *world) lead.Inquiry
		edit   func(w *world, l *lead.Lead)
		want   time.Duration // after the request; 0 for no first response
		reason string        // of the row of Intake; "" for no row
	}{
		{name: "a copy, in the thread", answer: func(w *world) lead.Inquiry { return w.answer("r", "kim@firm.example", "a@example.org") }, want: 10 * time.Minute, reason: "first response, by ann@ours.example"},
		{name: "a copy to another address of the customer, in the thread", answer: func(w *world) lead.Inquiry { return w.answer("r", "kim@home.example", "a@example.org") }, want: 10 * time.Minute, reason: "first response"},
		{name: "a copy of a new mail", answer: func(w *world) lead.Inquiry {
			q := w.answer("r", "KIM@firm.example")
			q.Kind = lead.OwnMail
			return q
		}, want: 10 * time.Minute, reason: "first response"},
		{name: "sent, in the thread", answer: func(w *world) lead.Inquiry { return w.sent("r", "kim@firm.example", "a@example.org") }, want: 10 * time.Minute, reason: "first response"},
		{name: "sent to the address", answer: func(w *world) lead.Inquiry { return w.sent("r", "kim@firm.example") }, want: 10 * time.Minute, reason: "first response"},
		{name: "sent to somebody else", answer: func(w *world) lead.Inquiry { return w.sent("r", "eve@other.example") }},
		{name: "a copy to somebody else", answer: func(w *world) lead.Inquiry { return w.answer("r", "eve@other.example") }, reason: "a colleague's answer to eve@other.example"},
		{name: "a question to a supplier about it", answer: func(w *world) lead.Inquiry {
			return w.answer("r", "wood@supplier.example", "a@example.org", "s1@supplier.example")
		}, reason: "a colleague's answer to wood@supplier.example"},
		{name: "deeper in the thread, to the customer's company", answer: func(w *world) lead.Inquiry {
			return w.answer("r", "boss@firm.example", "a@example.org", "x@firm.example")
		}, want: 10 * time.Minute, reason: "first response"},
		{name: "sent before the request", answer: func(w *world) lead.Inquiry {
			q := w.sent("r", "kim@firm.example")
			q.Received = q.Received.Add(-11 * time.Minute)
			return q
		}},
		{name: "the sender's clock is slow", answer: func(w *world) lead.Inquiry {
			q := w.sent("r", "kim@firm.example", "a@example.org")
			q.Received = q.Received.Add(-11 * time.Minute)
			return q
		}, want: time.Nanosecond, reason: "first response"},
		{name: "the sender's clock is fast", answer: func(w *world) lead.Inquiry {
			q := w.sent("r", "kim@firm.example", "a@example.org")
			q.Received = q.Received.Add(time.Hour)
			return q
		}, want: 20 * time.Minute, reason: "first response"},
		{name: "a person typed the time", answer: func(w *world) lead.Inquiry { return w.answer("r", "kim@firm.example", "a@example.org") },
			edit: func(w *world, l *lead.Lead) { l.FirstResponse = w.now.Add(-5 * time.Minute) }, want: 15 * time.Minute, reason: "a further mail of ours"},
		{name: "a person typed something that is no time", answer: func(w *world) lead.Inquiry { return w.answer("r", "kim@firm.example", "a@example.org") },
			edit: func(w *world, l *lead.Lead) {
				l.Bad = []lead.BadCell{{Column: lead.ColFirstResponse, Text: "by phone"}}
			},
			reason: "a further mail of ours"},
		{name: "the status was moved later", answer: func(w *world) lead.Inquiry { return w.answer("r", "kim@firm.example", "a@example.org") },
			edit: func(w *world, l *lead.Lead) { l.Status = "In progress" }, want: 10 * time.Minute, reason: "first response"},
		{name: "the status was moved earlier", answer: func(w *world) lead.Inquiry { return w.answer("r", "kim@firm.example", "a@example.org") },
			edit: func(w *world, l *lead.Lead) {
				l.Status = "In progress"
				now := w.now
				w.now = w.now.Add(-15 * time.Minute)
				w.pass()
				w.now = now
			}, want: 5 * time.Minute, reason: "a further mail of ours"},
		{name: "a program of ours", answer: func(w *world) lead.Inquiry {
			q := w.answer("r", "kim@firm.example", "a@example.org")
			q.AnsweredTo = nil
			return q
		}, reason: "a colleague's answer"},
		{name: "an absence note of a colleague", answer: func(w *world) lead.Inquiry {
			q := w.answer("r", "kim@firm.example", "a@example.org")
			q.Kind, q.AnsweredTo, q.Ignore = lead.AutoReply, nil, ""
			return q
		}, reason: "automatic reply"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, ours)
			request := w.letter("a", "kim@firm.example")
			request.Received = w.now
			w.pass(request)
			w.later(20 * time.Minute)
			if c.edit != nil {
				c.edit(w, w.lead("L-1001"))
			}
			q := c.answer(w)
			q.Received = q.Received.Add(time.Minute - 10*time.Minute)
			n := len(w.state.Intake)
			w.pass(q)
			l := w.lead("L-1001")
			want := request.Received.Add(c.want).Truncate(time.Second)
			if c.want == 0 {
				want = time.Time{}
			}
			if !l.FirstResponse.Equal(want) {
				t.Errorf("first response %s, want %s", l.FirstResponse, want)
			}
			switch {
			case c.reason == "":
				if len(w.state.Intake) != n {
					t.Errorf("it got a row: %+v", w.last())
				}
			case !strings.HasPrefix(w.last().Reason, c.reason), (w.last().Outcome == lead.AddedTo) != (w.last().Lead == "L-1001"):
				t.Errorf("it became %+v", w.last())
			}
			due := strings.Contains(l.Attention, "New: answer by") || strings.Contains(l.Attention, "Nobody has answered")
			if due != l.FirstResponse.IsZero() && l.Status == "New lead" {
				t.Errorf("attention %q", l.Attention)
			}
		})
	}
}

// Two of our people answer, one from the team's account, one with a copy; the copy of the former comes, too.
func TestTheFirstOfSeveralAnswersCounts(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(30 * time.Minute)
	slow, quick := w.sent("slow", "kim@firm.example", "a@example.org"), w.answer("quick", "kim@firm.example", "a@example.org")
	slow.Received, quick.Received = w.now.Add(-5*time.Minute), w.now.Add(-15*time.Minute)
	work := w.pass(slow)
	if l := w.lead("L-1001"); !l.FirstResponse.Equal(slow.Received) || what(work) != "responded,changed Status," || work.Events[0].By != "ann@ours.example" || !strings.Contains(work.Events[0].Why, "Sent:9:slow") {
		t.Errorf("first response %s, events %+v", l.FirstResponse, work.Events)
	}
	work = w.pass(quick)
	if l := w.lead("L-1001"); !l.FirstResponse.Equal(quick.Received) || what(work) != "responded," || !l.LastActivity.Equal(slow.Received) {
		t.Errorf("first response %s, last activity %s, events %s", l.FirstResponse, l.LastActivity, what(work))
	}
	late := w.answer("slow", "kim@firm.example", "a@example.org")
	work = w.pass(late)
	if r := w.last(); r.Outcome != lead.Duplicate || r.Lead != "L-1001" || len(work.Events) != 0 {
		t.Errorf("the copy of what was seen became %+v, events %s", r, what(work))
	}
	again := w.sent("quick", "kim@firm.example", "a@example.org")
	if work = w.pass(again); !work.Empty() {
		t.Errorf("what was copied to us is nothing new in the sent folder: %+v", work)
	}
	w.later(time.Hour)
	if work = w.pass(w.sent("third", "kim@firm.example")); what(work) != "answer," || !w.lead("L-1001").LastActivity.Equal(w.now.Add(-time.Minute)) {
		t.Errorf("a further mail: %s", what(work))
	}
	// The customer answers Ann, from another address.
	work = w.pass(w.letter("b", "boss@firm.example", "third@ours.example"))
	if r := w.last(); r.Lead != "L-1001" || r.Outcome != lead.AddedTo {
		t.Errorf("the answer to our answer became %+v", r)
	}
}

func TestAnswersOfTheCycleBeforeDoNotCount(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(10 * time.Minute)
	w.pass(w.answer("r", "kim@firm.example", "a@example.org"))
	l := w.lead("L-1001")
	l.Status, l.RefusalReason = "Closed", "No budget"
	first := l.FirstResponse
	w.pass()
	w.later(24 * time.Hour * 3)
	// leadsheet was off: the request, the answer to it, and one that had been forgotten come in one pass.
	again := w.letter("b", "kim@firm.example", "r@ours.example")
	again.Received = w.now.Add(-2 * time.Hour)
	old, fresh := w.sent("old", "kim@firm.example"), w.sent("fresh", "kim@firm.example")
	old.Received, fresh.Received = again.Received.Add(-time.Hour), again.Received.Add(time.Hour)
	w.pass(again, old)
	if l = w.lead("L-1002"); !l.FirstResponse.IsZero() || l.Status != "New lead" {
		t.Errorf("an answer from before: %s", l.FirstResponse)
	}
	if at := w.state.Waiting(); !at.Equal(again.Received) {
		t.Errorf("waits since %s, want %s", at, again.Received)
	}
	stale := w.sent("stale", "kim@firm.example", "a@example.org") // to the first request, found late
	stale.Received = old.Received
	w.pass(stale)
	if l = w.lead("L-1002"); !l.FirstResponse.IsZero() {
		t.Errorf("an answer to the first request: %s", l.FirstResponse)
	}
	w.pass(fresh)
	if l = w.lead("L-1002"); !l.FirstResponse.Equal(fresh.Received) || !w.state.Waiting().IsZero() {
		t.Errorf("first response %s, want %s", l.FirstResponse, fresh.Received)
	}
	if l = w.lead("L-1001"); l.Status != "Closed" || !l.FirstResponse.Equal(first) {
		t.Errorf("the ended lead: %+v", l)
	}
}

// Earlier versions began a new cycle in the row of the ended lead: such a row is read as they left it.
func TestAReopenedLeadOfAnEarlierVersion(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(10 * time.Minute)
	w.pass(w.answer("r", "kim@firm.example", "a@example.org"))
	w.lead("L-1001").Status = "Closed"
	w.pass()
	w.later(24 * time.Hour * 3)
	began := w.now.Add(-2 * time.Hour)
	w.state.History = append(w.state.History, lead.Event{Time: began, Lead: "L-1001", What: lead.Reopened, Column: lead.ColStatus,
		From: "Closed", To: "New lead", By: "kim@firm.example", Why: "A gate."})
	l := w.lead("L-1001")
	l.Status, l.FirstResponse, l.RespondBy = "New lead", time.Time{}, began.Add(half)
	if got := what(w.pass()); got != "" {
		t.Errorf("events %s", got)
	}
	if at := w.state.Waiting(); !at.Equal(began) {
		t.Errorf("waits since %s, want %s", at, began)
	}
	stale, fresh := w.sent("stale", "kim@firm.example", "a@example.org"), w.sent("fresh", "kim@firm.example")
	stale.Received, fresh.Received = began.Add(-time.Hour), began.Add(time.Hour)
	w.pass(stale)
	if l = w.lead("L-1001"); !l.FirstResponse.IsZero() {
		t.Errorf("an answer to the first request: %s", l.FirstResponse)
	}
	w.pass(fresh)
	if l = w.lead("L-1001"); !l.FirstResponse.Equal(fresh.Received) {
		t.Errorf("first response %s, want %s", l.FirstResponse, fresh.Received)
	}
	// A further mail belongs to it: it is open.
	w.pass(w.letter("b", "kim@firm.example"))
	if r := w.last(); r.Lead != "L-1001" || r.Outcome != lead.AddedTo {
		t.Errorf("became %+v", r)
	}
}

func TestOneAnswerToSeveralLeads(t *testing.T) {
	w := newWorld(t, ours)
	b := w.letter("b", "robin@other.example")
	b.Name = "Robin Sample"
	w.pass(w.letter("a", "kim@firm.example"))
	w.pass(b)
	w.later(10 * time.Minute)
	q := w.sent("r", "kim@firm.example")
	q.AnsweredTo = append(q.AnsweredTo, "robin@other.example", "kim@firm.example", "nobody@else.example")
	work := w.pass(q)
	if got := what(work); got != "responded,responded,changed Status,changed Status," || w.last().Reason != "first response, by ann@ours.example; it went to L-1002, too" {
		t.Errorf("events %s, %q", got, w.last().Reason)
	}
	// Of two leads of one contact the one that waits was meant, and the one whose message is answered before it.
	w.state.Leads = append(w.state.Leads, lead.Lead{Ref: 2, Email: "kim@firm.example", Name: "Kim again"})
	w.pass()
	w.later(10 * time.Minute)
	w.pass(w.sent("s", "kim@firm.example"))
	w.pass(w.sent("t", "kim@firm.example", "a@example.org"))
	if n := len(w.state.Intake); w.state.Intake[n-2].Lead != "L-1003" || w.last().Lead != "L-1001" || !strings.HasPrefix(w.last().Reason, "a further mail") {
		t.Errorf("%+v", w.state.Intake[n-2:])
	}
}

// Whichever way and in whatever order answers are found: the earliest after the request counts, and the last of all is
// the last activity.
func TestTheOrderOfAnswersDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, ours)
		request := w.letter("a", "kim@firm.example")
		w.pass(request)
		w.later(10 * time.Hour)
		want, last := time.Time{}, second(request.Received)
		var items []lead.Inquiry
		for n := range rapid.IntRange(1, 6).Draw(rt, "answers") {
			make := rapid.SampledFrom([]func(string, string, ...string) lead.Inquiry{w.sent, w.answer}).Draw(rt, "way")
			var thread []string
			if rapid.Bool().Draw(rt, "in the thread") {
				thread = []string{"a@example.org"}
			}
			q := make(fmt.Sprint("r", n), "kim@firm.example", thread...)
			q.Received = second(request.Received.Add(time.Duration(rapid.IntRange(-3600, 30000).Draw(rt, "seconds")) * time.Second))
			at := q.Received
			if thread != nil && at.Before(second(request.Received)) {
				at = second(request.Received) // a clock that is slow: it answers the request, so it came after it
			}
			if !at.Before(second(request.Received)) {
				if want.IsZero() || at.Before(want) {
					want = at
				}
				if at.After(last) {
					last = at
				}
			}
			items = append(items, q)
		}
		items = rapid.Permutation(items).Draw(rt, "order")
		for len(items) > 0 {
			n := rapid.IntRange(1, len(items)).Draw(rt, "at once")
			w.pass(items[:n]...)
			items = items[n:]
		}
		if l := w.lead("L-1001"); !l.FirstResponse.Equal(want) || !l.LastActivity.Equal(last) {
			rt.Fatalf("first response %s, want %s; last activity %s, want %s", l.FirstResponse, want, l.LastActivity, last)
		}
	})
}

// What did not arrive has answered nobody.
func TestAnswersThatDidNotArrive(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(20 * time.Minute)
	bounce := w.letter("x", "mailer-daemon@ours.example", "r@ours.example")
	bounce.Kind, bounce.Name, bounce.Email, bounce.Ignore, bounce.AnsweredTo = lead.Bounce, "", "", "delivery report", []string{"kim@firm.example"}
	bounce.Received = w.now.Add(-time.Minute)
	answer := w.sent("r", "kim@firm.example", "a@example.org")
	answer.Received = w.now.Add(-2 * time.Minute)
	work := w.pass(bounce, answer)
	l := w.lead("L-1001")
	if got := what(work); got != "responded,changed First response,note," || !l.FirstResponse.IsZero() || !strings.Contains(l.Attention, "New: answer by") || !strings.Contains(l.Attention, "Our mail to kim@firm.example did not arrive") {
		t.Errorf("events %s, first response %s, attention %q", got, l.FirstResponse, l.Attention)
	}
	if r := w.last(); r.Outcome != lead.Bounced || r.Lead != "L-1001" || r.Reason != "delivery report" {
		t.Errorf("the report became %+v", r)
	}
	w.later(time.Hour)
	w.pass(w.sent("s", "kim@firm.example"))
	if l = w.lead("L-1001"); l.FirstResponse.IsZero() {
		t.Error("the second answer does not count")
	}
	again := bounce
	again.Key, again.Received = "y", w.now
	w.pass(again)
	if at := w.lead("L-1001").FirstResponse; at.IsZero() {
		t.Error("a report about the first answer takes the second away")
	}
	stray := bounce
	stray.Key, stray.InReplyTo, stray.References, stray.AnsweredTo = "z", "q@ours.example", nil, []string{"eve@other.example"}
	if work = w.pass(stray); len(work.Events) != 0 || w.last().Lead != "" {
		t.Errorf("a report about nobody: %s, %+v", what(work), w.last())
	}
}
