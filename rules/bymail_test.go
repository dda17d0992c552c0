package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/outgoing"
	"leadsheet/rules/policy"
)

// told is a workbook with the lead L-1001 of Kim, of which Ann was told five minutes ago. Bob is in the team, too.
func told(t testing.TB) *world {
	t.Helper()
	w := newWorld(t, ours, func(tables map[string]policy.Table) {
		tab := tables[lead.TabTeam]
		tab.Rows = append(tab.Rows, []string{"Bob Stone", "bob@ours.example", "", "", "", "1", "", "", "", "", ""})
		tables[lead.TabTeam] = tab
	})
	w.pass(w.letter("a", "kim@firm.example"))
	w.claim(lead.TellNew, "L-1001", "Ann", "a")
	w.later(5 * time.Minute)
	return w
}

// ownID is the Message-ID of a message of ours about a lead, without brackets.
func ownID(id, key string) string {
	if id == "" {
		id = "leadsheet"
	}
	return id + "." + strings.Repeat("0", 31) + key + "@ours.example"
}

// claim writes into Activity that a message was sent just now.
func (w *world) claim(occasion lead.Occasion, id, to, key string) {
	e := lead.Event{Time: w.now.Truncate(time.Second), Lead: id, What: lead.Sending, Column: string(occasion), From: to,
		To: "<" + ownID(id, key) + ">", By: lead.ByLeadsheet, Why: "key"}
	if id == "" {
		e.Lead = lead.Workbook
	}
	sent := e
	sent.What = lead.Sent
	w.state.History = append(w.state.History, e, sent)
}

// back is what Ann writes in answer to a message of ours.
func (w *world) back(key, text string, ids ...string) lead.Inquiry {
	q := w.letter(key, "ann@ours.example", ids...)
	q.MessageID, q.Name, q.Email, q.Need = key+"@ours.example", "", "", ""
	q.Kind, q.Ignore = lead.OwnMail, "a mail of our own team"
	q.ToUs = &lead.ToUs{IDs: ids, Text: text}
	return q
}

func (w *world) mailed(of ...lead.EventKind) (out []string) {
	for _, e := range w.state.History {
		if slices.Contains(of, e.What) && (e.Column == lead.AnswerToUs || e.What != lead.Noted) {
			out = append(out, fmt.Sprintf("%s %s by %s: %s|%s", e.Lead, e.What, e.By, e.To, e.Why))
		}
	}
	return out
}

// What people answer is done as in the column Do, by them and as of when they wrote.
func TestByMail_Commands(t *testing.T) {
	for _, c := range []struct {
		text string
		is   func(w *world, l *lead.Lead) bool
	}{
		{"called", func(w *world, l *lead.Lead) bool { return l.FirstResponse.Equal(w.now.Add(-time.Minute)) }},
		{"called 10:02", func(w *world, l *lead.Lead) bool {
			return l.FirstResponse.Format("15:04") == "10:02" || l.FirstResponse.UTC().Format("15:04") == "09:02"
		}},
		{"pass to bob", func(_ *world, l *lead.Lead) bool { return l.Owner == "Bob Stone" }},
		{"Won 4500", func(_ *world, l *lead.Lead) bool { return l.Value == 4500 && l.Status == "Won" }},
		{"lost: no budget", func(_ *world, l *lead.Lead) bool { return l.RefusalReason == "No budget" }},
		{"tomorrow 10", func(_ *world, l *lead.Lead) bool { return l.NextContact.Day() == 21 }},
		{"not a lead", func(w *world, l *lead.Lead) bool { return l.WaitingSince.IsZero() }},
		{"called\ntomorrow 10", func(_ *world, l *lead.Lead) bool {
			return !l.FirstResponse.IsZero() &&
				l.NextContact.Day() == 21
		}},
		{"L-1001 called", func(_ *world, l *lead.Lead) bool { return !l.FirstResponse.IsZero() }},
		{"done\n\nthanks\nAnn", func(_ *world, l *lead.Lead) bool { return l.WaitingSince.IsZero() }},
		{"l1001: done", func(_ *world, l *lead.Lead) bool { return l.WaitingSince.IsZero() }},
	} {
		w := told(t)
		work := w.pass(w.back("b", c.text, ownID("L-1001", "a")))
		if l := w.lead("L-1001"); !c.is(w, l) {
			t.Errorf("%q: %+v", c.text, l)
		}
		r := w.last()
		if r.Outcome != lead.Ignored || !strings.HasPrefix(r.Reason,
			"an answer to a message of leadsheet; done: L-1001") || len(work.NewLeads) > 0 {
			t.Errorf("%q: row %+v", c.text, r)
		}
		did := w.mailed(lead.Did)
		if len(did) != strings.Count(strings.ReplaceAll(c.text, "\n\nthanks\nAnn", ""), "\n")+1 ||
			!strings.Contains(did[0], "by Ann: ") || len(w.mailed(lead.Noted)) > 0 {
			t.Errorf("%q: %q", c.text, w.mailed(lead.Did, lead.Noted))
		}
	}
}

// Who writes "mine" is known here.
func TestByMail_Mine(t *testing.T) {
	for _, text := range []string{"mine", "I take it", "pass to me"} {
		w := told(t)
		w.lead("L-1001").Owner = "Bob Stone"
		w.pass()
		w.pass(w.back("b", text, ownID("L-1001", "a")))
		if l := w.lead("L-1001"); l.Owner != "Ann" {
			t.Errorf("%q: owner %s, %q", text, l.Owner, w.mailed(lead.Did, lead.Noted))
		}
		e := w.state.History[len(w.state.History)-1]
		if i := slices.IndexFunc(w.state.History, func(e lead.Event) bool {
			return e.Column == lead.ColOwner &&
				e.By == "Ann"
		}); i < 0 {
			t.Errorf("%q: %+v", text, e)
		}
	}
}

// What cannot be done, and what is no command, is kept and told; the turn stays.
func TestByMail_NotDone(t *testing.T) {
	for _, c := range []struct {
		name, text string
		edit       func(w *world)
		want       []string // reason and text
	}{
		{"a text for Kim", "we can come on Friday. Would that suit you?", nil,
			[]string{"it is no command that leadsheet knows|we can come on Friday. Would that suit you?"}},
		{"nothing", "", nil, []string{"it is no command that leadsheet knows|"}},
		{"a short text for Kim", "Yes, gladly", nil, []string{"it is no command that leadsheet knows|Yes, gladly"}},
		{"mistyped", "dnoe", nil, []string{`"dnoe" is not understood`}},
		{"an unknown colleague", "pass to Zoe", nil, []string{`"Zoe"`}},
		{"too much", "Called you this morning about the fence", nil, []string{"about the fence"}},
		{"an unknown lead", "L-9999 called", nil, []string{"L-9999"}},
		{"a deleted lead", "called", func(w *world) { w.state.Leads = nil; w.pass() },
			[]string{"the row of L-1001 was deleted"}},
		{"a command and more", "call back Friday\nplease tell her that we come", nil,
			[]string{"what stands below the command is no command|please tell her that we come"}},
		{"one of two", "pass to Zoe\ndo not contact", nil, []string{`"Zoe"`}},
	} {
		w := told(t)
		if c.edit != nil {
			c.edit(w)
		}
		w.pass(w.back("b", c.text, ownID("L-1001", "a")))
		notes := w.mailed(lead.Noted)
		if len(notes) != len(c.want) || !strings.Contains(notes[0], c.want[0]) ||
			!strings.Contains(notes[0], "note by Ann: ") {
			t.Errorf("%s: %q", c.name, notes)
		}
		if c.edit == nil && w.lead("L-1001").WaitingSince.IsZero() {
			t.Errorf("%s: the turn is over", c.name)
		}
		if r := w.last(); r.Outcome != lead.Ignored ||
			!strings.HasPrefix(r.Reason, "an answer to a message of leadsheet") {
			t.Errorf("%s: row %+v", c.name, r)
		}
	}
}

// A message about several leads needs to be told which one.
func TestByMail_Digest(t *testing.T) {
	w := told(t)
	w.pass(w.letter("c", "jo@other.example"))
	w.claim(lead.TellDigest, "", "Ann", "d")
	digest := ownID("", "d")
	w.pass(w.back("e", "called", digest))
	if notes := w.mailed(lead.Noted); len(notes) != 1 ||
		!strings.HasPrefix(notes[0], "- note by Ann: that message was about several leads") {
		t.Errorf("without a lead: %q", notes)
	}
	marked := w.back("f", "pass to Bob", digest)
	marked.ToUs.Lead = "L-1002"
	w.pass(marked)
	w.pass(w.back("g", "L-1001 called\n[L-1002] call back Friday", digest))
	if a, b := w.lead("L-1001"), w.lead("L-1002"); a.FirstResponse.IsZero() || b.NextContact.IsZero() ||
		b.Owner != "Bob Stone" {
		t.Errorf("%+v\n%+v", a, b)
	}
}

// Only who got a message gives commands by it, and only under a proven address.
func TestByMail_Who(t *testing.T) {
	for _, c := range []struct {
		name   string
		edit   func(w *world, q *lead.Inquiry)
		done   bool
		notes  int
		reason string
	}{
		{"Ann", func(*world, *lead.Inquiry) {}, true, 0, ""},
		{"Ann, in capitals", func(_ *world, q *lead.Inquiry) { q.From = "Ann@Ours.example" }, true, 0, ""},
		{"by the thread", func(_ *world, q *lead.Inquiry) {
			q.ToUs.IDs = []string{ownID("L-1001", "x"),
				ownID("L-1001", "a")}
		}, true, 0, ""},
		{"Bob", func(_ *world, q *lead.Inquiry) { q.From = "bob@ours.example" }, false, 1,
			"an answer to a message that leadsheet sent to Ann"},
		{"Bob forwards it", func(_ *world, q *lead.Inquiry) {
			q.From, q.Ignore, q.Kind = "bob@ours.example", "",
				lead.Forwarded
		}, false, 1, "an answer to a message that leadsheet sent to Ann"},
		{"not proven", func(_ *world, q *lead.Inquiry) { q.ToUs.Unproven = "spf=fail, says mx" }, false, 1,
			"an answer to a message of leadsheet"},
		{"no claim of ours", func(_ *world, q *lead.Inquiry) { q.ToUs.IDs = []string{ownID("L-1001", "z")} }, false,
			0, "a mail of our own team"},
		{"an acknowledgement", func(w *world, q *lead.Inquiry) {
			w.claim(lead.Acknowledge, "L-1001", "ann@ours.example", "k")
			q.ToUs.IDs = []string{ownID("L-1001", "k")}
		}, false, 0, "a mail of our own team"},
	} {
		w := told(t)
		q := w.back("b", "call back Friday", ownID("L-1001", "a"))
		c.edit(w, &q)
		w.pass(q)
		if done := !w.lead("L-1001").NextContact.IsZero(); done != c.done || len(w.mailed(lead.Noted)) != c.notes ||
			!strings.Contains(w.last().Reason, c.reason) {
			t.Errorf("%s: done %v, notes %q, row %+v", c.name, done, w.mailed(lead.Noted), w.last())
		}
		if len(w.state.Leads) != 1 {
			t.Errorf("%s: it became a lead", c.name)
		}
	}
}

// It is done once: also when the mail lies in two mailboxes, and a stranger's mails are told once a day.
func TestByMail_Once(t *testing.T) {
	w := told(t)
	q := w.back("b", "call back Friday", ownID("L-1001", "a"))
	w.pass(q)
	again := q
	again.Key, again.Where = "b2", "kim@ours.example/INBOX:1:9"
	w.pass(again)
	if did := w.mailed(lead.Did); len(did) != 1 || w.last().Outcome != lead.Duplicate {
		t.Errorf("%q, %+v", did, w.last())
	}
	for n := range 3 {
		forged := w.back(fmt.Sprint("f", n), "done", ownID("L-1001", "a"))
		forged.ToUs.Unproven = "dmarc=fail, says mx"
		w.pass(forged)
	}
	if notes := w.mailed(lead.Noted); len(notes) != 1 || len(w.state.Intake) != 6 {
		t.Errorf("%q, %d rows", notes, len(w.state.Intake))
	}
}

// A colleague who answers the customer in Cc has answered them; one who asks a supplier has not.
func TestByMail_ReplyAll(t *testing.T) {
	for to, first := range map[string]bool{"kim@firm.example": true, "wood@supplier.example": false} {
		w := told(t)
		q := w.answer("b", to, ownID("L-1001", "a"))
		w.pass(q)
		if w.lead("L-1001").FirstResponse.IsZero() == first {
			t.Errorf("%s: first response %s, row %+v", to, w.lead("L-1001").FirstResponse, w.last())
		}
	}
}

// Our own messages come back from anywhere: no lead, no answer, no turn ended.
func TestOursComeBack(t *testing.T) {
	ack := func(w *world) lead.Inquiry {
		w.claim(lead.Acknowledge, "L-1001", "kim@firm.example", "k")
		q := w.answer("k", "kim@firm.example", "a@example.org")
		q.MessageID = ownID("L-1001", "k")
		return q
	}
	for name, make := range map[string]func(w *world) lead.Inquiry{
		"an acknowledgement, its header lost": ack,
		"in the folder of sent mails": func(w *world) lead.Inquiry {
			q := ack(w)
			q.Kind, q.Key, q.Where = lead.SentMail, "s:k", "Sent:9:1"
			return q
		},
		"through a list": func(w *world) lead.Inquiry {
			q := w.letter("n", "list@lists.example")
			q.MessageID, q.FromUs = ownID("L-1001", "a"), true
			return q
		},
		"an alert": func(w *world) lead.Inquiry {
			q := w.letter("n", "hello@ours.example")
			q.MessageID, q.Kind, q.Ignore, q.FromUs = ownID("L-1001", "a"), lead.OwnMail, "leadsheet sent it", true
			return q
		},
		"one that Activity does not know": func(w *world) lead.Inquiry {
			q := w.letter("n", "hello@ours.example")
			q.MessageID, q.Kind, q.Ignore, q.FromUs = ownID("", "z"), lead.OwnMail, "leadsheet sent it", true
			return q
		},
	} {
		w := told(t)
		q := make(w)
		rows := len(w.state.Intake)
		w.pass(q)
		if l := w.lead("L-1001"); len(w.state.Leads) != 1 || !l.FirstResponse.IsZero() || l.WaitingSince.IsZero() {
			t.Errorf("%s: %d leads, %+v", name, len(w.state.Leads), l)
		}
		if q.Kind == lead.SentMail {
			if len(w.state.Intake) != rows {
				t.Errorf("%s: row %+v", name, w.last())
			}
		} else if r := w.last(); r.Outcome != lead.Ignored || r.Reason != "leadsheet sent it" {
			t.Errorf("%s: row %+v", name, r)
		}
	}
	// A stranger who writes our header is looked at, with a remark.
	w := told(t)
	q := w.letter("s", "eve@new.example")
	q.FromUs, q.MessageID = true, ownID("L-1001", "z")
	w.pass(q)
	if r := w.last(); len(w.state.Leads) != 2 || r.Outcome != lead.NewLead ||
		!strings.Contains(r.Reason, "leadsheet sent it, and Activity knows of no such message") {
		t.Errorf("a forged header: %+v", r)
	}
}

// A customer answers our acknowledgement: that is their reply. What it quotes of ours is no answer of the team.
func TestRepliesToAcknowledgement(t *testing.T) {
	for name, edit := range map[string]func(w *world, q *lead.Inquiry){
		"by its Message-ID": func(w *world, q *lead.Inquiry) {
			q.Ours = []lead.OurMail{{From: "hello@ours.example", ID: ownID("L-1001", "k"),
				At: w.now.Add(-20 * time.Minute)}}
		},
		"by its time": func(w *world, q *lead.Inquiry) {
			q.InReplyTo, q.References = "", nil
			q.Ours = []lead.OurMail{{From: "ann@ours.example", At: w.now.Add(-20 * time.Minute).Truncate(time.Minute),
				Within: 59 * time.Second}}
		},
		"without a time": func(_ *world, q *lead.Inquiry) {
			q.InReplyTo, q.References = "", nil
			q.Ours = []lead.OurMail{{From: "ann@ours.example"}}
		},
	} {
		w := told(t)
		w.claim(lead.Acknowledge, "L-1001", "kim@firm.example", "k")
		w.later(20 * time.Minute)
		q := w.letter("b", "kim@firm.example", ownID("L-1001", "k"))
		q.Need = "It should be green. When can you come?"
		edit(w, &q)
		w.pass(q)
		if l := w.lead("L-1001"); !l.FirstResponse.IsZero() || l.WaitingSince.IsZero() || w.last().Lead != "L-1001" ||
			len(w.state.Leads) != 1 {
			t.Errorf("%s: %+v, first response %s", name, w.last(), l.FirstResponse)
		}
	}
	w := told(t) // a colleague's answer, an hour after ours
	w.claim(lead.Acknowledge, "L-1001", "kim@firm.example", "k")
	w.later(2 * time.Hour)
	q := w.letter("b", "kim@firm.example", ownID("L-1001", "k"))
	q.Ours = []lead.OurMail{{From: "ann@ours.example", At: w.now.Add(-time.Hour), Within: 59 * time.Second}}
	w.pass(q)
	if l := w.lead("L-1001"); !l.FirstResponse.Equal(w.now.Add(-time.Hour).Truncate(time.Second)) {
		t.Errorf("a colleague's answer: first response %s", l.FirstResponse)
	}
}

// A delivery report about a message of ours.
func TestOurBounces(t *testing.T) {
	report := func(w *world, id string) lead.Inquiry {
		q := w.letter("r", "mailer-daemon@mx.example", id)
		q.Kind, q.Ignore, q.Name, q.Email = lead.Bounce, "delivery report", "", ""
		return q
	}
	w := told(t)
	w.claim(lead.Acknowledge, "L-1001", "kim@firm.example", "k")
	w.pass(report(w, ownID("L-1001", "k")))
	l, r := w.lead("L-1001"), w.last()
	if !strings.Contains(l.Attention, "kim@firm.example") || l.WaitingSince.IsZero() || r.Outcome != lead.Bounced ||
		r.Lead != "L-1001" {
		t.Errorf("an acknowledgement: %s, row %+v", l.Attention, r)
	}
	if got := w.mailed(lead.NotSent); len(got) != 1 || !strings.Contains(got[0], ownID("L-1001", "k")) ||
		!strings.Contains(got[0], "did not arrive") {
		t.Errorf("an acknowledgement: %q", got)
	}
	again := report(w, ownID("L-1001", "k"))
	again.Key = "r2"
	w.pass(again)
	if got := w.mailed(lead.NotSent); len(got) != 1 {
		t.Errorf("twice: %q", got)
	}
	w = told(t)
	before := w.lead("L-1001").Attention
	w.pass(report(w, ownID("L-1001", "a")))
	if r := w.last(); r.Outcome != lead.Ignored || r.Reason != "a message of leadsheet to Ann did not arrive" ||
		w.lead("L-1001").Attention != before {
		t.Errorf("an alert: row %+v, attention %q", r, w.lead("L-1001").Attention)
	}
	if got := w.mailed(lead.NotSent); len(got) != 1 {
		t.Errorf("an alert: %q", got)
	}
	w = told(t)
	w.pass(report(w, ownID("L-1001", "z")))
	if got := w.mailed(lead.NotSent); len(got) != 0 {
		t.Errorf("of no claim: %q", got)
	}
}

// Ann was told while the workbook was open elsewhere, and answers before the lead is in it.
func TestByMail_Unstored(t *testing.T) {
	w := told(t)
	q := w.letter("c", "jo@other.example")
	q.Received = w.now.Add(-30 * time.Minute)
	w.state.Told = map[string]string{outgoing.TellKey(lead.TellHot, "Ann", "c"): "<" + ownID("L-1777", "u") + ">"}
	w.pass(q, w.back("d", "called\npass to Bob", ownID("L-1777", "u")))
	if l := w.lead("L-1002"); l.FirstResponse.IsZero() || l.Owner != "Bob Stone" || !l.WaitingSince.IsZero() {
		t.Errorf("%+v; %+v", l, w.last())
	}
}
