package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
	"leadsheet/rules/signals"
)

// senders fills the tab Senders with rows "sender then" or "sender then subject" that are ticked.
func senders(rows ...string) func(map[string]policy.Table) {
	return func(tables map[string]policy.Table) {
		tab := tables[lead.TabSenders]
		for _, r := range rows {
			f := append(strings.SplitN(r, " ", 3), "")
			tab.Rows = append(tab.Rows, []string{f[0], f[2], f[1], "", "TRUE", ""})
		}
		tables[lead.TabSenders] = tab
	}
}

// The first ticked row that fits beats what was read of a mail, and Intake names it.
func TestSenders_FirstHitDecides(t *testing.T) {
	w := newWorld(t, ours, senders("boss@shop.example lead", "shop.example ignore invoice", "portal.example relay"))
	invoice, other, boss, form := w.letter("a", "kim@shop.example"), w.letter("b", "kim@shop.example"),
		w.letter("c", "boss@shop.example"), w.letter("d", "noreply@shop.example")
	invoice.Subject, boss.Subject, form.Subject = "Your Invoice 12", "Invoice", "invoice form"
	form.Kind, form.Email, form.Rule = lead.Notification, "vera@visitor.example", "a form"
	other.Rule = "a letter"
	w.pass(invoice, other, boss, form)
	for key, want := range map[string]string{"a": `ignored the tab Senders says that its sender is to be ignored: shop.example, "invoice"`,
		"b": "new lead a letter", "c": "new lead the tab Senders says that its sender's mails are leads: boss@shop.example",
		"d": `ignored the tab Senders says that its sender is to be ignored: shop.example, "invoice"`} {
		if r := w.row(key); fmt.Sprint(r.Outcome, " ", r.Reason) != want {
			t.Errorf("%s: %s %s", key, r.Outcome, r.Reason)
		}
	}
}

// A row that says lead also counts where the address has a row that is not a lead.
func TestSenders_LeadBeatsNotALead(t *testing.T) {
	w := newWorld(t, ours, senders("kim@firm.example lead"))
	w.pass(w.letter("a", "kim@firm.example"))
	w.do("L-1001", "not a lead")
	w.later(time.Hour)
	if work := w.pass(w.letter("b", "kim@firm.example")); len(work.NewLeads) != 1 {
		t.Errorf("%+v", work.Intake)
	}
}

// What a relay passes on is a lead of its own each time. The same person is asked about; the same message is one.
func TestSenders_RelayIsALeadEachTime(t *testing.T) {
	w := newWorld(t, ours, senders("portal.example relay"))
	mail := func(key, email string) lead.Inquiry {
		q := w.letter(key, email)
		q.From, q.MessageID = "leads@portal.example", key+"@portal.example"
		q.Need = "need " + key
		return q
	}
	w.pass(mail("a", "vera@visitor.example"))
	w.later(time.Hour)
	if work := w.pass(mail("b", "vera@visitor.example"), mail("c", "")); len(work.NewLeads) != 2 ||
		!strings.Contains(work.NewLeads[0].Attention, `Same person as L-1001`) ||
		!strings.Contains(w.row("c").Reason, "portal.example") {
		t.Errorf("%+v; %+v", work.NewLeads, work.Intake)
	}
	again := mail("b", "vera@visitor.example")
	again.Key = "d"
	if work := w.pass(again); len(work.NewLeads) != 0 || work.Intake[0].Outcome != lead.Duplicate {
		t.Errorf("the same once more: %+v", work.Intake)
	}
}

// Five mails of a program that nobody has answered propose a row, once, which nobody has ticked. A row that was deleted
// does not come back.
func TestSenders_Proposed(t *testing.T) {
	alert := func(w *world, n int) lead.Inquiry {
		q := w.letter(fmt.Sprint("n", n), "billing@saas.example")
		q.Automatic, q.Subject, q.Need = true, fmt.Sprint("Notice ", n), fmt.Sprint("notice ", n)
		return q
	}
	w := newWorld(t, ours)
	for n := 1; n <= 7; n++ {
		w.later(time.Hour)
		work := w.pass(alert(w, n))
		if (len(work.Senders) == 1) != (n == 5) {
			t.Errorf("mail %d: %+v", n, work.Senders)
		}
		if n == 5 {
			s := work.Senders[0]
			if s.Address != "billing@saas.example" || !s.Proposed || !strings.Contains(s.Why, "5 mails") {
				t.Errorf("it proposes %+v", s)
			}
			if l := w.lead("L-1001"); !strings.Contains(l.Attention, "5 mails came from billing@saas.example") {
				t.Errorf("Attention: %s", l.Attention)
			}
		}
	}
	for name, test := range map[string]struct {
		world  func() *world
		change func(q *lead.Inquiry)
	}{
		"a person":       {nil, func(q *lead.Inquiry) { q.Automatic = false }},
		"about a person": {nil, func(q *lead.Inquiry) { q.Email = "vera@visitor.example" }},
		"with a number":  {nil, func(q *lead.Inquiry) { q.Phone = "030 1234567" }},
		"a form":         {nil, func(q *lead.Inquiry) { q.Kind = lead.Notification }},
		"there is a row": {func() *world { return newWorld(t, ours, senders("saas.example lead")) }, nil},
		"there is no such tab": {func() *world {
			return newWorld(t, ours, func(tables map[string]policy.Table) { delete(tables, lead.TabSenders) })
		}, nil},
	} {
		w := newWorld(t, ours)
		if test.world != nil {
			w = test.world()
		}
		for n := 1; n <= 6; n++ {
			w.later(time.Hour)
			q := alert(w, n)
			if test.change != nil {
				test.change(&q)
			}
			if work := w.pass(q); len(work.Senders) != 0 {
				t.Errorf("%s: mail %d proposes %+v", name, n, work.Senders)
			}
		}
	}
	w = newWorld(t, ours)
	w.pass(alert(w, 1))
	w.do("L-1001", "called")
	for n := 2; n <= 6; n++ {
		w.later(time.Hour)
		if work := w.pass(alert(w, n)); len(work.Senders) != 0 {
			t.Errorf("one was answered: %+v", work.Senders)
		}
	}
}

// A quality is suggested by the words of the request: not by what it takes back, not by what the form is called, and
// not in a mail that sells to us.
func TestSuggest(t *testing.T) {
	w := newWorld(t, ours)
	p := newPlanner(w.state, w.now, 0)
	answer := func(question, value string) []lead.Answer { return []lead.Answer{{Question: question, Value: value}} }
	for name, test := range map[string]struct {
		q    lead.Inquiry
		want string
	}{
		"a word":                  {lead.Inquiry{Need: "This is urgent", Channel: lead.ByMail}, "hot"},
		"the subject of a letter": {lead.Inquiry{Need: "A roof", Subject: "Urgent: roof", Channel: lead.ByMail}, "hot"},
		"taken back":              {lead.Inquiry{Need: "It is not urgent", Channel: lead.ByMail}, ""},
		"taken back, another":     {lead.Inquiry{Need: "It is not urgent. We need a quote", Channel: lead.ByMail}, "warm"},
		"taken back across":       {lead.Inquiry{Need: "no\nemergency?", Subject: "No", Channel: lead.ByMail}, "hot"},
		"an answer":               {lead.Inquiry{Need: "A roof", Answers: answer("When", "as soon as possible"), Channel: lead.ByForm}, "hot"},
		"an answer takes it back": {lead.Inquiry{Need: "A roof", Answers: answer("Emergency?", "No emergency"), Channel: lead.ByForm}, ""},
		"the form's name":         {lead.Inquiry{Need: "A roof", Subject: "Urgent quote request", Channel: lead.ByForm, Kind: lead.ExportRow}, ""},
		"of a mail of a form":     {lead.Inquiry{Need: "A roof", Subject: "New emergency form entry", Channel: lead.ByMail, Kind: lead.Notification}, ""},
		"the name as an answer":   {lead.Inquiry{Need: "A roof", Answers: answer("Form Name (ID)", "Emergency quote"), Channel: lead.ByForm}, ""},
		"a page's title":          {lead.Inquiry{Need: "A roof", Answers: answer("page_title", "Get a quote"), Channel: lead.ByForm}, ""},
		"no other text":           {lead.Inquiry{Need: "Quote form", Subject: "Quote form", Channel: lead.ByMail, Kind: lead.Notification}, ""},
		"a pitch":                 {lead.Inquiry{Need: "Our price list", Pitch: lead.SalesPitch, Channel: lead.ByMail}, ""},
	} {
		if got, word := signals.Suggest(&test.q, p.policy.Qualities); got != test.want || (word == "") != (got == "") {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// A pitch is a lead with a hint, until somebody says what it is.
func TestPitch(t *testing.T) {
	const hint = `Looks like a pitch: type "not a lead" into Do`
	w := newWorld(t, ours)
	q := w.letter("a", "pat@pitch.example")
	q.Pitch, q.Need = lead.SalesPitch, "A quote for you"
	if work := w.pass(q, w.letter("b", "kim@firm.example")); len(work.NewLeads) != 2 {
		t.Fatalf("%+v", work.Intake)
	}
	l := w.lead("L-1001")
	if l.Quality != "" || l.RespondBy.IsZero() || !strings.Contains(l.Attention, hint) ||
		strings.Contains(w.lead("L-1002").Attention, hint) {
		t.Errorf("quality %q, respond by %v, attention %q; the other: %q", l.Quality, l.RespondBy, l.Attention,
			w.lead("L-1002").Attention)
	}
	l.Quality = "warm"
	w.later(time.Minute)
	if w.pass(); strings.Contains(w.lead("L-1001").Attention, hint) {
		t.Errorf("somebody has judged it: %q", w.lead("L-1001").Attention)
	}
}
