package outgoing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
	"leadsheet/rules/outgoing"
	"leadsheet/rules/policy"
)

// mailed is what Activity says of a workbook of Ann, the system owner, and Bob, in which people have answered by mail.
type mailed struct {
	t      *testing.T
	policy policy.Policy
	now    time.Time
	events []lead.Event
	came   []outgoing.Came
}

func newMailed(t *testing.T) *mailed {
	tables := map[string]policy.Table{}
	for _, tab := range policy.DefaultTables() {
		tables[tab.Title] = tab
	}
	tab := tables[lead.TabTeam]
	first := slices.Clone(tab.Rows[0])
	first[0], first[1] = "Ann", "ann@ours.example"
	second := slices.Clone(first)
	second[0], second[1] = "Bob", "bob@ours.example"
	tab.Rows = [][]string{first, second}
	tables[lead.TabTeam] = tab
	for _, r := range tables[lead.TabSettings].Rows {
		if r[0] == "System owner" {
			r[1] = "Ann"
		}
	}
	p, _ := policy.ReadPolicy(words.Language{}, tables, policy.InForce{})
	w := &mailed{t: t, policy: p, now: time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)}
	w.add(lead.Event{Lead: lead.Workbook, What: lead.SendingBegan, By: lead.ByLeadsheet})
	w.now = w.now.Add(time.Hour)
	return w
}

func (w *mailed) add(e lead.Event) {
	e.Time, e.Recorded = w.now, w.now
	w.events = append(w.events, e)
}

// did is a command that was done by mail, back what was not.
func (w *mailed) did(id, by, key, what string) {
	w.add(lead.Event{Lead: id, What: lead.Did, Column: lead.AnswerToUs, By: by, From: what, Why: what,
		To: lead.FormatFacts([]lead.Fact{{Name: lead.FactVerb, Text: "called"}, {Name: lead.FactMail, Text: key}})})
}

func (w *mailed) back(id, by, key, why, text string) {
	w.add(lead.Event{Lead: id, What: lead.Noted, Column: lead.AnswerToUs, By: by, From: key, To: why, Why: text})
}

// pass returns what is sent, in short, and stores the claims as sent.
func (w *mailed) pass() string {
	plan := outgoing.PlanMessages(outgoing.Input{Policy: &w.policy,
		History: history.New(&w.policy, policy.NewKindCache(&w.policy), nil, nil, time.UTC, 0),
		Events:  w.events, Came: w.came, Ways: map[lead.Way]bool{lead.WayMail: true},
		NewID: func(id string) string { return fmt.Sprintf("<%s.%d@x>", id, len(w.events)) }}, w.now)
	var out []string
	for _, m := range plan.Messages {
		if m.Occasion == lead.TellWeek || m.Occasion == lead.TellDigest {
			continue
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s [%s] %s | %s", m.Occasion, m.Person, m.Lead, m.Say,
			m.Why)))
		w.events = append(w.events, lead.Event{Time: w.now, Recorded: w.now, Lead: m.Lead, What: lead.Sent,
			Column: string(m.Occasion), From: m.Recipient(), To: m.ID})
	}
	for _, e := range plan.Events {
		e.Recorded = w.now
		w.events = slices.Insert(w.events, len(w.events)-len(plan.Messages), e)
	}
	return strings.Join(out, "; ")
}

// A person hears once what became of a mail of theirs.
func TestAnswersByMail(t *testing.T) {
	say := (words.Language{}).Texts().ByMail
	for _, c := range []struct {
		name string
		do   func(w *mailed)
		want string
	}{
		{"done", func(w *mailed) { w.did("L-1001", "Bob", "m1", "called") }, "done Bob [L-1001] called |"},
		{"two commands", func(w *mailed) {
			w.did("L-1001", "Bob", "m1", "called")
			w.did("L-1001", "Bob", "m1", "tomorrow 10")
		}, "done Bob [L-1001] called, tomorrow 10 |"},
		{"two leads", func(w *mailed) {
			w.did("L-1001", "Bob", "m1", "called")
			w.did("L-1002", "Bob", "m1", "won 4500")
		}, "done Bob [] L-1001 called, L-1002 won 4500 |"},
		{"no command", func(w *mailed) { w.back("L-1001", "Bob", "m1", say.NoCommand, "Dear Jo, we come") },
			"returned Bob [L-1001] Dear Jo, we come |"},
		{"not possible", func(w *mailed) { w.back("L-1001", "Bob", "m1", "nobody is called Zoe", "pass to Zoe") },
			`returned Bob [L-1001]  | "pass to Zoe" was not done: nobody is called Zoe`},
		{"a command and a text", func(w *mailed) {
			w.did("L-1001", "Bob", "m1", "called")
			w.back("L-1001", "Bob", "m1", say.Rest, "Dear Jo, we come")
		}, "returned Bob [L-1001] Dear Jo, we come | Done: called"},
		{"not proven", func(w *mailed) { w.back("-", "Bob", "m1", say.Unproven, "") },
			"returned Bob []  | " + say.Unproven},
		{"two mails", func(w *mailed) {
			w.did("L-1001", "Bob", "m1", "called")
			w.did("L-1001", "Ann", "m2", "undo")
		}, "done Bob [L-1001] called |; done Ann [L-1001] undo |"},
		{"typed into Do", func(w *mailed) {
			w.add(lead.Event{Lead: "L-1001", What: lead.Did, Column: lead.ColDo, By: lead.ByTeam, From: "called"})
		}, ""},
		{"who has left", func(w *mailed) { w.did("L-1001", "Zoe", "m1", "called") }, ""},
	} {
		w := newMailed(t)
		c.do(w)
		if got := w.pass(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if again := w.pass(); again != "" {
			t.Errorf("%s: again %q", c.name, again)
		}
	}
}

// What was said before sending began, or long ago, is not told. The confirmation answers the mail.
func TestAnswersByMail_When(t *testing.T) {
	w := newMailed(t)
	w.did("L-1001", "Bob", "m1", "called")
	w.came = []outgoing.Came{{Inquiry: &lead.Inquiry{Key: "m1", MessageID: "b@bob.example"}}}
	plan := outgoing.PlanMessages(outgoing.Input{Policy: &w.policy, Events: w.events, Came: w.came,
		Ways: map[lead.Way]bool{lead.WayMail: true}, NewID: func(string) string { return "<1@x>" }}, w.now)
	if i := slices.IndexFunc(plan.Messages, func(m outgoing.Intent) bool { return m.Occasion == lead.TellDone }); i < 0 || plan.Messages[i].InReplyTo != "<b@bob.example>" {
		t.Errorf("%+v", plan.Messages)
	}
	w.back("L-1001", "Bob", "m2", (words.Language{}).Texts().ByMail.Rest, "Dear Jo, we come. Bob")
	w.came = append(w.came, outgoing.Came{Inquiry: &lead.Inquiry{Key: "m2",
		ToUs: &lead.ToUs{Text: "called\nDear Jo,\n\nwe come.\nBob"}}})
	if got := w.pass(); !strings.Contains(got, "Dear Jo,\n\nwe come.\nBob") {
		t.Errorf("%q", got)
	}
	w.now = w.now.Add(25 * time.Hour)
	if got := w.pass(); got != "" {
		t.Errorf("a day later: %q", got)
	}
}

// Who answers every mail of ours by a program is given back only so many.
func TestAnswersByMail_Loop(t *testing.T) {
	w, n := newMailed(t), 0
	for i := range 50 {
		w.back("L-1001", "Bob", fmt.Sprint("m", i), (words.Language{}).Texts().ByMail.NoCommand, "I am away")
		if w.pass() != "" {
			n++
		}
		w.now = w.now.Add(time.Minute)
	}
	if n != 10 {
		t.Errorf("%d mails were given back", n)
	}
}

// A message to a colleague comes back: the system owner hears it, once a day, and nothing tells of that one.
func TestUnreached(t *testing.T) {
	w := newMailed(t)
	bounce := func(occasion lead.Occasion, to, id string) {
		for _, e := range []lead.Event{{What: lead.Sending, Why: "k"},
			{What: lead.NotSent, Why: (words.Language{}).Texts().ByMail.Bounced}} {
			e.Lead, e.Column, e.From, e.To, e.By = "L-1001", string(occasion), to, id, lead.ByLeadsheet
			w.add(e)
		}
	}
	bounce(lead.TellNew, "Bob", "<b1@x>")
	if got := w.pass(); got != "unreached Ann [] A message of leadsheet to Bob did not arrive: correct the address in the tab Team |" {
		t.Errorf("%q", got)
	}
	bounce(lead.TellNew, "Bob", "<b2@x>")
	bounce(lead.TellDigest, "Ann", "<a1@x>")
	bounce(lead.TellUnreached, "Ann", "<a2@x>")
	bounce(lead.Acknowledge, "jo@customer.example", "<c1@x>")
	if got := w.pass(); got != "" {
		t.Errorf("%q", got)
	}
}

// A server does not take a message to a colleague at all: the system owner hears why. What had no reason any more was
// left out, and needs no word.
func TestUnreached_Refused(t *testing.T) {
	w := newMailed(t)
	for to, why := range map[string]string{"Bob": "the mail server mail.example does not accept the recipient: 550 no such user",
		"Cem": (words.Language{}).Texts().Outgoing.NotWanted} {
		for _, e := range []lead.Event{{What: lead.Sending, Why: "k"}, {What: lead.NotSent, Why: why}} {
			e.Lead, e.Column, e.From, e.To, e.By = "L-1001", string(lead.TellNew), to, "<"+to+"@x>", lead.ByLeadsheet
			w.add(e)
		}
	}
	want := "unreached Ann [] A message of leadsheet to Bob was not sent (the mail server mail.example does not accept the " +
		"recipient: 550 no such user): correct in the tab Team how Bob is told |"
	if got := w.pass(); got != want {
		t.Errorf("%q", got)
	}
	if got := w.pass(); got != "" {
		t.Errorf("again: %q", got)
	}
}
