package rules

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"leadsheet/lead"

	"pgregory.net/rapid"
)

// reply is an answer of the contact, of a minute ago, that tells of these mails of ours.
func (w *world) reply(key string, ours []lead.OurMail, answers ...string) lead.Inquiry {
	q := w.letter(key, "kim@firm.example", answers...)
	q.Kind, q.Subject, q.Need, q.Ours = lead.Reply, "Re: Question", "Can you start in May?", ours
	return q
}

// The request is of 9:59, the reply of 11:29. What ends the first turn, and when.
func TestAnswersFromOtherMailboxes(t *testing.T) {
	const ann, minute, day = "ann@ours.example", 59 * time.Second, 24*time.Hour - time.Second
	at := func(w *world, s string) time.Time { return clock(w.t, w.state.Policy.Zone, "2026-11-"+s) }
	wall := func(s string) time.Time { return clock(t, time.UTC, "2026-11-"+s) }
	for _, c := range []struct {
		name    string
		ours    func(w *world) []lead.OurMail
		answers []string
		want    string // the first response; "" for none
		by      string
		edit    func(w *world, q *lead.Inquiry)
	}{
		{name: "a quotation", want: "20 10:15", by: ann,
			ours: func(w *world) []lead.OurMail {
				return []lead.OurMail{{From: ann, At: at(w, "20 10:15"), Within: minute}}
			}},
		{name: "a quotation with the wall clock", want: "20 10:15", by: ann,
			ours: func(w *world) []lead.OurMail {
				return []lead.OurMail{{From: ann, At: wall("20 10:15"), Within: minute, Local: true}}
			}},
		{name: "two of ours, the nearest first", want: "20 10:15", by: ann,
			ours: func(w *world) []lead.OurMail {
				return []lead.OurMail{{From: "bob@ours.example", At: at(w, "20 11:00")}, {From: ann, At: at(w, "20 10:15")}}
			}},
		{name: "a colleague's name", want: "20 10:15", by: ann,
			ours: func(w *world) []lead.OurMail { return []lead.OurMail{{Name: "ann", At: at(w, "20 10:15")}} }},
		{name: "a stranger's name",
			ours: func(w *world) []lead.OurMail { return []lead.OurMail{{Name: "Eve Else", At: at(w, "20 10:15")}} }},
		{name: "a stranger's name, and our Message-ID", want: "20 10:15", by: "ours.example",
			ours: func(w *world) []lead.OurMail {
				return []lead.OurMail{{Name: "Ann Own", ID: "x@ours.example", OurID: true, At: at(w, "20 10:15")}}
			}},
		{name: "a few minutes after the reply, by the clocks", want: "20 11:29", by: ann,
			ours: func(w *world) []lead.OurMail { return []lead.OurMail{{From: ann, At: at(w, "20 11:32")}} }},
		{name: "in the future",
			ours: func(w *world) []lead.OurMail { return []lead.OurMail{{From: ann, At: at(w, "20 13:00")}} }},
		{name: "in the future, in the thread", answers: []string{"a@example.org", "x@ours.example"},
			ours: func(w *world) []lead.OurMail {
				return []lead.OurMail{{From: ann, ID: "x@ours.example", OurID: true, At: at(w, "21 13:00")}}
			}},
		{name: "before the request",
			ours: func(w *world) []lead.OurMail {
				return []lead.OurMail{{From: ann, At: at(w, "20 09:30"), Within: minute}}
			}},
		{name: "before the request, in the thread", answers: []string{"a@example.org", "x@ours.example"},
			ours: func(w *world) []lead.OurMail {
				return []lead.OurMail{{From: ann, ID: "x@ours.example", OurID: true, At: at(w, "20 09:30"), Within: minute}}
			}},
		{name: "an acknowledgement", ours: func(w *world) []lead.OurMail {
			return []lead.OurMail{{From: ann, At: at(w, "20 09:59"), Within: minute}}
		}},
		{name: "on the day of the request",
			ours: func(w *world) []lead.OurMail {
				return []lead.OurMail{{From: ann, At: wall("20 00:00"), Within: day, Local: true}}
			}},
		{name: "on the day of the request, in the thread", want: "20 11:29", by: ann,
			answers: []string{"a@example.org", "x@mail.example"},
			ours: func(w *world) []lead.OurMail {
				return []lead.OurMail{{From: ann, ID: "x@mail.example", At: wall("20 00:00"), Within: day, Local: true}}
			}},
		{name: "on the day before",
			ours: func(w *world) []lead.OurMail {
				return []lead.OurMail{{From: ann, At: wall("19 00:00"), Within: day, Local: true}}
			}},
		{name: "without a date", want: "20 11:29", by: ann,
			ours: func(w *world) []lead.OurMail { return []lead.OurMail{{From: ann}} }},
		{name: "without a date, and the request was of the same conversation",
			ours: func(w *world) []lead.OurMail { return []lead.OurMail{{From: ann}} },
			edit: func(w *world, q *lead.Inquiry) { q.Subject = "Question" }},
		{name: "without a date, behind one of somebody else",
			ours: func(w *world) []lead.OurMail { return []lead.OurMail{{Name: "Eve Else"}, {From: ann}} }},
		{name: "only our Message-ID", want: "20 11:29", by: "ours.example", answers: []string{"x@ours.example"},
			ours: func(w *world) []lead.OurMail { return []lead.OurMail{{ID: "x@ours.example", OurID: true}} }},
		{name: "only our Message-ID, above the request", answers: []string{"x@ours.example", "a@example.org"},
			ours: func(w *world) []lead.OurMail { return []lead.OurMail{{ID: "x@ours.example", OurID: true}} }},
		{name: "only our Message-ID, between the request and another of the customer", want: "20 11:29", by: "ours.example",
			answers: []string{"a@example.org", "x@ours.example", "y@example.org"},
			ours:    func(w *world) []lead.OurMail { return []lead.OurMail{{ID: "x@ours.example", OurID: true}} }},
		{name: "only somebody's Message-ID", answers: []string{"x@example.com"},
			ours: func(w *world) []lead.OurMail { return nil }},
		{name: "only thanks below", want: "20 10:15", by: ann,
			ours: func(w *world) []lead.OurMail { return []lead.OurMail{{From: ann, At: at(w, "20 10:15")}} },
			edit: func(w *world, q *lead.Inquiry) { q.Need = "Thanks!" }},
		{name: "long ago, and taken in only now",
			ours: func(w *world) []lead.OurMail { return []lead.OurMail{{From: ann, At: at(w, "20 10:15")}} },
			edit: func(w *world, q *lead.Inquiry) { q.Past = true; w.later(48 * time.Hour) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, ours)
			w.pass(w.letter("a", "kim@firm.example"))
			w.later(90 * time.Minute)
			q := w.reply("b", c.ours(w), c.answers...)
			if c.edit != nil {
				c.edit(w, &q)
			}
			work := w.pass(q)
			l := w.lead("L-1001")
			if c.want == "" {
				if !l.FirstResponse.IsZero() || !l.WaitingSince.Equal(l.Received) {
					t.Fatalf("answered at %s, waiting since %s: %s", l.FirstResponse, l.WaitingSince, what(work))
				}
				return
			}
			e := work.Events[0]
			if !l.FirstResponse.Equal(at(w, c.want)) || e.What != lead.Responded || e.By != c.by ||
				!w.state.Policy.Words.Texts().Activity.Inferred.Begins(e.Why) {
				t.Errorf("answered at %s: %+v", l.FirstResponse, e)
			}
			if quiet := q.Need == "Thanks!"; quiet != l.WaitingSince.IsZero() || !quiet && !l.WaitingSince.Equal(q.Received) {
				t.Errorf("waiting since %s", l.WaitingSince)
			}
		})
	}
}

// The second turn began at 10:19; further replies are of 11:49. A mail that has ended a turn ends no other.
func TestAnswersFromOtherMailboxesEndLaterTurns(t *testing.T) {
	const ann = "ann@ours.example"
	type mails []lead.OurMail
	for _, c := range []struct {
		name    string
		ours    func(w *world) mails
		answers []string
		want    string // when the turn ended; "" where it did not
		more    func(w *world) []lead.Inquiry
	}{
		{name: "a quotation", want: "10:40", ours: func(w *world) mails { return mails{{From: ann, At: w.at("10:40")}} }},
		{name: "the first answer, quoted again", ours: func(w *world) mails { return mails{{From: ann, At: w.at("10:10")}} }},
		{name: "the first answer, without its date", answers: []string{"a@example.org", "r@ours.example"},
			ours: func(w *world) mails { return mails{{From: ann, ID: "r@ours.example", OurID: true}} }},
		{name: "without a date", ours: func(w *world) mails { return mails{{From: ann}} }},
		{name: "an unknown one of the thread before the turn", answers: []string{"a@example.org", "x@ours.example"},
			ours: func(w *world) mails { return mails{{From: ann, ID: "x@ours.example", OurID: true}} }},
		{name: "one that answers what waits", want: "11:49", answers: []string{"r@ours.example", "b@example.org", "x@ours.example"},
			ours: func(w *world) mails { return mails{{ID: "x@ours.example", OurID: true}} }},
		{name: "the answer comes in the same pass", want: "10:45", answers: []string{"b@example.org", "s@ours.example"},
			ours: func(w *world) mails { return mails{{From: ann, ID: "s@ours.example", OurID: true, At: w.at("10:44")}} },
			more: func(w *world) []lead.Inquiry {
				q := w.sent("s", "kim@firm.example", "b@example.org")
				q.Received = w.at("10:45")
				return []lead.Inquiry{q}
			}},
		{name: "the answer came, to an address that nobody knew", want: "11:49", answers: []string{"q@ours.example"},
			ours: func(w *world) mails {
				w.later(-10 * time.Minute)
				q := w.answer("q", "kim@private.example")
				q.Received = w.at("10:50")
				w.pass(q)
				w.later(10 * time.Minute)
				return mails{{From: ann, ID: "q@ours.example", OurID: true}}
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := answeredLead(t)
			w.pass(w.again("b", "And what does it cost?"))
			since := w.lead("L-1001").WaitingSince
			w.later(90 * time.Minute)
			q := w.reply("c", c.ours(w), c.answers...)
			items := []lead.Inquiry{q}
			if c.more != nil {
				items = append(items, c.more(w)...)
			}
			work := w.pass(items...)
			l := w.lead("L-1001")
			var ended []lead.Event
			for _, e := range work.Events {
				if e.What == lead.TurnAnswered {
					ended = append(ended, e)
				}
			}
			if c.want == "" {
				if len(ended) > 0 || !l.WaitingSince.Equal(since) {
					t.Fatalf("waiting since %s: %+v", l.WaitingSince, ended)
				}
				return
			}
			if len(ended) != 1 || ended[0].From != "b" || !l.WaitingSince.Equal(q.Received) {
				t.Errorf("waiting since %s: %+v", l.WaitingSince, work.Events)
			}
			if at := w.at(c.want); c.name != "the answer came, to an address that nobody knew" && !ended[0].Time.Equal(at) {
				t.Errorf("ended at %s, want %s", ended[0].Time, at)
			}
		})
	}
}

// at is a time of the day of the tests.
func (w *world) at(hour string) time.Time { return clock(w.t, w.state.Policy.Zone, "2026-11-20 "+hour) }

// The mail itself, when it is found later, corrects a time that was only bounded by the reply.
func TestTheAnswerItselfIsFoundLater(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	w.later(90 * time.Minute)
	w.pass(w.reply("b", []lead.OurMail{{From: "ann@ours.example"}}))
	if l := w.lead("L-1001"); !l.FirstResponse.Equal(w.at("11:29")) {
		t.Fatalf("answered at %s", l.FirstResponse)
	}
	w.later(time.Hour)
	q := w.sent("s", "kim@firm.example", "a@example.org")
	q.Received = w.at("10:20")
	w.pass(q)
	if l := w.lead("L-1001"); !l.FirstResponse.Equal(w.at("10:20")) || !l.WaitingSince.Equal(w.at("11:29")) {
		t.Errorf("answered at %s, waiting since %s", l.FirstResponse, l.WaitingSince)
	}
}

// Whatever replies quote, with their dates or without: nobody is taken for answered to whom no mail went.
func TestNoTurnEndsWithoutOurMail(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, ours)
		w.pass(w.letter("a", "kim@firm.example"))
		type message struct {
			id   string
			at   time.Time
			ours bool
			refs []string
		}
		thread := []message{{id: "a@example.org", at: w.now.Add(-time.Minute)}}
		old := message{id: "old@ours.example", at: w.now.Add(-72 * time.Hour), ours: true}
		for n := range rapid.IntRange(1, 8).Draw(rt, "messages") {
			w.later(time.Duration(rapid.IntRange(5, 500).Draw(rt, "minutes")) * time.Minute)
			of := append(slices.Clone(thread), old)
			parent := of[rapid.IntRange(0, len(of)-1).Draw(rt, "parent")]
			m := message{id: fmt.Sprint("m", n, "@example.org"), at: w.now.Add(-time.Minute),
				refs: append(slices.Clone(parent.refs), parent.id)}
			if rapid.Bool().Draw(rt, "ours") {
				m.id, m.ours = fmt.Sprint("m", n, "@ours.example"), true // from a mailbox that nobody watches
				thread = append(thread, m)
				continue
			}
			q := w.reply(fmt.Sprint("m", n), nil, m.refs...)
			q.Need = fmt.Sprint("Question ", n)
			if parent.ours {
				o := lead.OurMail{ID: parent.id, OurID: true}
				if rapid.Bool().Draw(rt, "quoted") {
					o.From = "ann@ours.example"
					o.At, o.Within = parent.at.Truncate(time.Minute), 59*time.Second
				}
				q.Ours = append(q.Ours, o)
			}
			if parent.id == old.id && len(q.Ours) > 0 && q.Ours[0].At.IsZero() {
				q.Ours[0].At = old.at // without its date an old mail cannot be told from an answer
			}
			thread = append(thread, m)
			w.pass(q)
			var waits time.Time
			for _, m := range thread {
				if m.ours {
					waits = time.Time{}
				} else if waits.IsZero() {
					waits = m.at
				}
			}
			if l := w.lead("L-1001"); l.WaitingSince.IsZero() || l.WaitingSince.After(waits) {
				rt.Fatalf("waiting since %s, want %s\n%+v", l.WaitingSince, waits, w.state.History)
			}
		}
	})
}
