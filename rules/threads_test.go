package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// ours makes Ann's address and a domain the team's.
func ours(tables map[string]policy.Table) {
	team("Ann")(tables)
	tables[lead.TabTeam].Rows[0][1] = "ann@ours.example"
	setCell(tables, lead.TabSettings, "Team domains", 1, "ours.example")
}

// letter is a customer's mail with a Message-ID, key@example.org.
func (w *world) letter(key, from string, answers ...string) lead.Inquiry {
	q := w.mail(key)
	q.From, q.Email, q.Name, q.MessageID = from, from, "Kim Example", key+"@example.org"
	q.Where = "INBOX:1:" + key
	if n := len(answers); n > 0 {
		q.Kind, q.InReplyTo, q.References = lead.Reply, answers[n-1], answers
	}
	return q
}

// answer is a copy of what Ann answered.
func (w *world) answer(key, to string, answers ...string) lead.Inquiry {
	q := w.letter(key, "ann@ours.example", answers...)
	q.Kind, q.Name, q.Email, q.AnsweredTo = lead.ColleagueAnswer, "", "", []string{to}
	q.MessageID, q.Ignore = key+"@ours.example", "a colleague's answer to "+to
	return q
}

// sent is the same in the folder of sent mails.
func (w *world) sent(key, to string, answers ...string) lead.Inquiry {
	q := w.answer(key, to, answers...)
	q.Kind, q.Key, q.Where = lead.SentMail, "s:"+key, "Sent:9:"+key
	return q
}

func (w *world) later(d time.Duration) { w.now = w.now.Add(d) }

// last is the row of Intake that came last.
func (w *world) last() lead.IntakeRow { return w.state.Intake[len(w.state.Intake)-1] }

func TestThreads(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(w *world) lead.Inquiry
		lead string // which it joins; "" for a new one
		says string // in the new one's Attention
	}{
		{"the contact answers", func(w *world) lead.Inquiry { return w.letter("b", "kim@firm.example", "a@example.org") }, "L-1001", ""},
		{"a colleague of the contact answers", func(w *world) lead.Inquiry { return w.letter("b", "boss@firm.example", "a@example.org") }, "L-1001", ""},
		{"the contact answers from home", func(w *world) lead.Inquiry { return w.letter("b", "kim@gmail.com", "a@example.org") }, "L-1001", ""},
		{"deep in the thread", func(w *world) lead.Inquiry {
			return w.letter("b", "boss@firm.example", "a@example.org", "x@ours.example", "y@firm.example", "z@ours.example")
		}, "L-1001", ""},
		{"only the beginning of a long thread is known", func(w *world) lead.Inquiry {
			ids := []string{"a@example.org"}
			for n := range 150 {
				ids = append(ids, fmt.Sprint(n, "@else.example"))
			}
			return w.letter("b", "boss@firm.example", ids...)
		}, "L-1001", ""},
		{"somebody else mentions it", func(w *world) lead.Inquiry {
			q := w.letter("b", "eve@other.example", "a@example.org")
			q.Name = "Eve Else"
			return q
		}, "", "Answers a message of L-1001"},
		{"a stranger at the same free provider", func(w *world) lead.Inquiry {
			q := w.letter("b", "eve@gmail.com", "home@example.org")
			q.Name = "Eve Else"
			return q
		}, "", "a message of L-1002"},
		{"a first name is no proof", func(w *world) lead.Inquiry {
			q := w.letter("b", "kim@other.example", "a@example.org")
			q.Name = "Kim"
			return q
		}, "", "a message of L-1001"},
		{"a name that leadsheet gave its own mail", func(w *world) lead.Inquiry { return w.letter("b", "boss@firm.example", "L-1001.ack.77@ours.example") }, "L-1001", ""},
		{"nobody knows what it answers", func(w *world) lead.Inquiry { return w.letter("b", "kim@firm.example", "q@else.example") }, "L-1001", ""},
		{"a form's mail is a request of its own", func(w *world) lead.Inquiry {
			q := w.letter("b", "visitor@else.example", "a@example.org")
			q.Kind, q.Name = lead.Notification, "Vic Visitor"
			return q
		}, "", ""},
		{"a colleague forwards it without its sender", func(w *world) lead.Inquiry {
			q := w.letter("b", "", "a@example.org")
			q.Need = "He called, too."
			q.Kind, q.From, q.ForwardedBy, q.Name = lead.Forwarded, "ann@ours.example", "ann@ours.example", ""
			return q
		}, "L-1001", ""},
		{"a colleague forwards somebody else's answer", func(w *world) lead.Inquiry {
			q := w.letter("b", "eve@other.example", "a@example.org")
			q.Kind, q.From, q.ForwardedBy, q.Name = lead.Forwarded, "ann@ours.example", "ann@ours.example", "Eve Else"
			return q
		}, "", "a message of L-1001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, ours)
			home := w.letter("home", "robin@gmail.com")
			home.Name = "Robin Sample"
			w.pass(w.letter("a", "kim@firm.example"))
			w.pass(home)
			w.later(time.Hour)
			q := c.make(w)
			work := w.pass(q)
			if c.lead == "" {
				if len(work.NewLeads) != 1 || !strings.Contains(work.NewLeads[0].Attention, c.says) {
					t.Errorf("became %+v", work.Intake[0])
				}
				return
			}
			if r := work.Intake[0]; r.Outcome != lead.AddedTo || r.Lead != c.lead || r.MessageID != q.MessageID {
				t.Errorf("became %+v", r)
			}
			want := "asked,"
			if q.Email != "" && q.Email != "kim@firm.example" {
				want += "note," // Attention says that the address is new
			}
			if l := w.lead(c.lead); !l.LastActivity.Equal(q.Received) || what(work) != want {
				t.Errorf("last activity %s, events %s", l.LastActivity, what(work))
			}
		})
	}
}

func TestThreadOfAClosedLead(t *testing.T) {
	w := newWorld(t, ours)
	w.pass(w.letter("a", "kim@firm.example"))
	l := w.lead("L-1001")
	l.Status, l.RefusalReason = "Closed", "No budget"
	w.pass()
	w.later(24 * time.Hour * 3)
	q := w.letter("b", "boss@firm.example", "a@example.org")
	q.Name, q.Received = "Bo Boss", w.now.Add(-20*time.Minute)
	w.pass(q)
	if l = w.lead("L-1002"); w.last().Outcome != lead.NewLead || l.Email != "boss@firm.example" || l.Earlier != "L-1001 (Closed, Nov 2026)" ||
		!l.Received.Equal(q.Received) || w.lead("L-1001").Status != "Closed" {
		t.Errorf("became %+v", l)
	}
	// The contact has a newer lead that is open: an answer in the old thread belongs there.
	w.state.Leads = append(w.state.Leads, lead.Lead{Ref: 2, Name: "Kim Example", Email: "kim@firm.example"})
	w.pass()
	w.later(time.Hour)
	w.pass(w.letter("c", "kim@firm.example", "a@example.org"))
	if r := w.last(); r.Lead != "L-1003" || w.lead("L-1001").Status != "Closed" {
		t.Errorf("became %+v", r)
	}
}

func TestMessageIDUsedTwice(t *testing.T) {
	w := newWorld(t, ours)
	a := w.letter("a", "kim@firm.example")
	w.pass(a)
	again := a
	again.Key, again.Where = "a-by-the-list", "INBOX:1:7"
	w.pass(again)
	if r := w.last(); r.Outcome != lead.Duplicate || r.Lead != "L-1001" || r.Where != "INBOX:1:7" {
		t.Errorf("the same mail by another way became %+v", r)
	}
	other := a
	other.Key, other.Need = "b", "And a gate."
	w.pass(other)
	if r := w.last(); r.Outcome != lead.AddedTo || r.Lead != "L-1001" {
		t.Errorf("another mail of that name became %+v", r)
	}
	foreign := w.letter("c", "eve@other.example")
	foreign.MessageID, foreign.Name = a.MessageID, "Eve Else"
	w.pass(foreign)
	if r := w.last(); r.Outcome != lead.NewLead || len(w.state.Intake) != 4 {
		t.Errorf("somebody else's mail of that name became %+v", r)
	}
}

func TestForwardersWords(t *testing.T) {
	w := newWorld(t, ours)
	q := w.letter("a", "kim@firm.example")
	q.Kind, q.From, q.ForwardedBy, q.Note = lead.Forwarded, "ann@ours.example", "ann@ours.example", "Met at the fair,\nplease call."
	work := w.pass(q)
	again := q
	again.Key, again.MessageID, again.Note, again.Need = "b", "b@ours.example", "Once more.", "A gate, too."
	work2 := w.pass(again)
	for i, c := range []struct {
		work Work
		note string
	}{{work, "Met at the fair, please call."}, {work2, "Once more."}} {
		found := false
		for _, e := range c.work.Events {
			found = found || e.What == lead.Noted && e.Why == c.note && e.By == "ann@ours.example" && e.Lead == "L-1001"
		}
		if !found {
			t.Errorf("%d: events %+v", i, c.work.Events)
		}
	}
	if a := w.lead("L-1001").Attention; strings.Contains(a, "fair") {
		t.Errorf("a note is no fault: %q", a)
	}
	w.lead("L-1001").Status = "Closed"
	w.pass()
	known := q
	known.Key, known.MessageID, known.InReplyTo, known.Note = "d", "d@ours.example", "a@example.org", "For you to know."
	if got := what(w.pass(known)); got != "note," || w.last().Outcome != lead.Duplicate || w.lead("L-1001").Status != "Closed" {
		t.Errorf("a forward of what had come: %s, %+v", got, w.last())
	}
	lost := w.letter("c", "")
	lost.Kind, lost.From, lost.ForwardedBy, lost.Name = lead.Forwarded, "ann@ours.example", "ann@ours.example", ""
	lost.Problem = "forwarded by ann@ours.example, original sender not found"
	w.pass(lost)
	if a := w.lead("L-1002").Attention; !strings.Contains(a, "forwarded by ann@ours.example, original sender not found") {
		t.Errorf("attention %q", a)
	}
}

func TestThePastIsHistory(t *testing.T) {
	w := newWorld(t, ours)
	form := w.letter("f", "vic@visitor.example")
	form.Kind, form.Source, form.Past, form.Received = lead.Notification, "Website form", true, w.now.AddDate(0, -2, 0)
	mail := w.letter("m", "kim@firm.example")
	mail.Source, mail.Past, mail.Received, mail.Name = "Email", true, w.now.AddDate(0, -1, 0), "Robin Sample"
	answer := w.answer("r", "kim@firm.example", "m@example.org")
	answer.Past, answer.Received = true, mail.Received.Add(time.Hour)
	w.pass(form, mail, answer)
	for id, source := range map[string]string{"L-1001": "Website form", "L-1002": "Email"} {
		if l := w.lead(id); l.Source != source || !l.RespondBy.IsZero() {
			t.Errorf("%s: source %q, respond by %s", id, l.Source, l.RespondBy)
		}
	}
	if l := w.lead("L-1002"); !l.FirstResponse.Equal(answer.Received) {
		t.Errorf("first response %s", l.FirstResponse)
	}
	if at := w.state.Waiting(); !at.IsZero() {
		t.Errorf("somebody waits since %s", at)
	}
}
