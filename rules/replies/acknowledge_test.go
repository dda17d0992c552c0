package replies_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"
)

// friday is a moment in working hours, saturday one outside them.
const (
	friday   = "2026-12-04 10:00"
	saturday = "2026-12-05 15:00"
)

func TestAcknowledge(t *testing.T) {
	s := newShop(t, friday, acknowledges()...)
	s.at("2026-12-04 10:05")
	got := s.pass(s.mail("Ada Byron <ada@example.com>", "A fence", "Hello, we need a fence. How much would it cost?"))
	if len(got) != 1 {
		t.Fatalf("%d mails, %s", len(got), s.whys())
	}
	m := got[0]
	want := `Hello Ada Byron,

Thank you for your request. We have received it, and will answer today before 10:34.

If you would rather choose a time to talk: https://book.example/studio

Kind regards
Studio`
	if m.Text != want || m.Subject != "Re: A fence" || m.To != "ada@example.com" || m.Occasion != lead.Acknowledge ||
		m.InReplyTo != "<m1@customers.example>" || len(m.References) != 1 || m.FromName != "Studio" ||
		m.Lead != "L-1001" ||
		m.Key != "Acknowledgement" || !m.Before.Equal(s.now.Add(29*time.Minute)) {
		t.Errorf("%+v", m)
	}
	// It is no answer: the customer waits.
	if l := s.lead("ada@example.com"); !l.FirstResponse.IsZero() || l.WaitingSince.IsZero() || l.Status != "New lead" {
		t.Errorf("%+v", l)
	}
	if got := s.pass(); len(got) > 0 {
		t.Errorf("a second pass sends %+v", got)
	}
}

func TestAcknowledge_AfterHoursAndLanguages(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Hello, we need a fence. How much would it cost?", "We will answer on Monday before 09:30."},
		{"Guten Tag, ich hätte gerne ein Angebot für einen Zaun.",
			"Sie erhalten am Montag vor 09:30 Uhr eine Antwort."},
		{"Bonjour, je souhaiterais un devis pour une clôture.", "Vous aurez une réponse lundi avant 09:30."},
		{"Hola, necesito un presupuesto para una valla, gracias.", "Le responderemos el lunes antes de las 09:30."},
		{"Dzień dobry, proszę o wycenę ogrodzenia.", "Odpowiemy w poniedziałek przed godziną 09:30."},
		{"Hej, vi vill gärna ha en offert på ett staket. Tack", "We will answer on Monday before 09:30."},
		// no such row
		{"12 m", "We will answer on Monday before 09:30."},
	} {
		s := newShop(t, friday, acknowledges()...)
		s.at(saturday)
		got := s.pass(s.mail("Ada <ada@example.com>", "Zaun", c.text))
		if len(got) != 1 || !strings.Contains(got[0].Text, c.want) {
			t.Errorf("%s: %+v %s", c.text, got, s.whys())
		}
	}
	s := newShop(t, friday, acknowledges(set("Country", "DE"))...)
	s.at(saturday)
	if got := s.pass(s.mail("Ada <ada@example.com>", "20 m", "20 m")); len(got) != 1 ||
		!strings.HasPrefix(got[0].Text, "Guten Tag Ada,") {
		t.Errorf("%+v", got)
	}
}

// Without the name of a business, a booking link and the name of a customer the texts are whole.
func TestAcknowledge_NothingIsKnown(t *testing.T) {
	s := newShop(t, friday, set("Acknowledge", "yes"))
	s.at("2026-12-04 10:05")
	got := s.pass(s.mail("ada@example.com", "A fence", "How much is a fence, please? We need one"))
	want := "Hello,\n\nThank you for your request. We have received it, and will answer today before 10:34.\n\nKind regards"
	if len(got) != 1 || got[0].Text != want {
		t.Errorf("%+v %s", got, s.whys())
	}
}

// Who is never acknowledged, and why that is so.
func TestAcknowledge_Guards(t *testing.T) {
	text := "Hello, we need a fence. How much would it cost?"
	for name, c := range map[string]struct {
		from, subject string
		header        []string
		cells         []cell
		edit          func(*lead.Inquiry)
		want          int
	}{
		"a customer":         {from: "Ada <ada@example.com>", want: 1},
		"info@ of a company": {from: "Ada <info@firm.example>", want: 1},
		"off":                {from: "Ada <ada@example.com>", cells: []cell{set("Acknowledge", "no")}},
		"no-reply":           {from: "Shop <noreply@shop.example>"},
		"no-reply within":    {from: "Shop <shop-no-reply@shop.example>"},
		"postmaster":         {from: "Mail <postmaster@firm.example>"},
		"mailer-daemon":      {from: "Mail <MAILER-DAEMON@firm.example>"},
		"a list's owner":     {from: "List <owner-news@lists.example>"},
		"a list's request":   {from: "List <news-request@lists.example>"},
		"Auto-Submitted":     {from: "Ada <ada@example.com>", header: []string{"Auto-Submitted: auto-replied"}},
		"auto-generated": {from: "Ada <ada@example.com>",
			header: []string{"Auto-Submitted: auto-generated"}},
		"Auto-Submitted no": {from: "Ada <ada@example.com>", header: []string{"Auto-Submitted: no"}, want: 1},
		"Precedence bulk":   {from: "Ada <ada@example.com>", header: []string{"Precedence: bulk"}},
		"Precedence list":   {from: "Ada <ada@example.com>", header: []string{"Precedence: list"}},
		"List-Id":           {from: "Ada <ada@example.com>", header: []string{"List-Id: <x.lists.example>"}},
		"List-Unsubscribe": {from: "Ada <ada@example.com>",
			header: []string{"List-Unsubscribe: <mailto:x@y.example>"}},
		"X-Auto-Response-Suppress": {from: "Ada <ada@example.com>", header: []string{"X-Auto-Response-Suppress: All"}},
		"X-Auto-Response of old": {from: "Ada <ada@example.com>",
			header: []string{"X-Auto-Response-Suppress: OOF, DR"}},
		"X-Autoreply":               {from: "Ada <ada@example.com>", header: []string{"X-Autoreply: yes"}},
		"X-Loop":                    {from: "Ada <ada@example.com>", header: []string{"X-Loop: ada@example.com"}},
		"an empty return path":      {from: "Ada <ada@example.com>", header: []string{"Return-Path: <>"}},
		"an absence note":           {from: "Ada <ada@example.com>", subject: "Out of Office: A fence"},
		"an absence note in German": {from: "Ada <ada@example.com>", subject: "Abwesenheitsnotiz: Zaun"},
		"a spam filter":             {from: "Ada <ada@example.com>", header: []string{"X-Spam-Flag: YES"}},
		"the team":                  {from: "Ann <ann@studio.example>"},
		"the team's domain":         {from: "Bo <bo@studio.example>"},
		"the mailbox itself":        {from: "Us <" + us + ">"},
		"an answer to something": {from: "Ada <ada@example.com>",
			header: []string{"In-Reply-To: <x@elsewhere.example>"}},
		"pitch": {from: "Ada <ada@example.com>",
			edit: func(q *lead.Inquiry) { q.Pitch = lead.SalesPitch }},
		"unproven": {from: "Ada <ada@example.com>",
			edit: func(q *lead.Inquiry) { q.Unproven = "dkim" }},
		"only in Cc": {from: "Ada <ada@example.com>", edit: func(q *lead.Inquiry) { q.OnlyCc = true }},
		"forwarded": {from: "Ada <ada@example.com>",
			edit: func(q *lead.Inquiry) { q.Kind, q.ForwardedBy = lead.Forwarded, "ann@studio.example" }},
		"past": {from: "Ada <ada@example.com>", edit: func(q *lead.Inquiry) { q.Past = true }},
		"a record of a file": {from: "Ada <ada@example.com>",
			edit: func(q *lead.Inquiry) { q.Kind, q.Channel = lead.ExportRow, lead.ByForm }},
		"a form's own tab": {from: "Ada <ada@example.com>", want: 1, edit: func(q *lead.Inquiry) {
			q.Kind, q.Channel, q.Live, q.Dated = lead.ExportRow, lead.ByForm, true, true
		}},
		"a form's own tab, another zone": {from: "Ada <ada@example.com>", edit: func(q *lead.Inquiry) {
			q.Kind, q.Channel, q.Live, q.Dated, q.Received = lead.ExportRow, lead.ByForm, true, true,
				q.Received.Add(2*time.Hour)
		}},
		"a form's own tab, no time": {from: "Ada <ada@example.com>", edit: func(q *lead.Inquiry) {
			q.Kind, q.Channel, q.Live = lead.ExportRow, lead.ByForm, true
		}},
		"a form without an address": {from: "Ada <ada@example.com>",
			edit: func(q *lead.Inquiry) { q.Kind, q.Email, q.Phone = lead.Notification, "", "+1 212 555 0100" }},
		"a form with an address": {from: "Site <wordpress@site.example>",
			edit: func(q *lead.Inquiry) { q.Kind, q.Email, q.NoAnswer = lead.Notification, "ada@example.com", "" },
			want: 1},
	} {
		s := newShop(t, friday, acknowledges(c.cells...)...)
		s.at("2026-12-04 10:05")
		if c.subject == "" {
			c.subject = "A fence"
		}
		q := s.mail(c.from, c.subject, text, c.header...)
		if c.edit != nil {
			c.edit(&q)
		}
		if got := s.pass(q); len(got) != c.want || s.whys() != "" {
			t.Errorf("%s: %d mails, want %d; %s %+v", name, len(got), c.want, s.whys(), q)
		}
	}
}

// A form's mail is answered under the subject of the row, and as a conversation of its own.
func TestAcknowledge_Form(t *testing.T) {
	s := newShop(t, friday, acknowledges()...)
	s.at("2026-12-04 10:05")
	q := s.mail("Site <wordpress@site.example>", `Site "Contact"`, "We need a fence, please. How much is it?")
	q.Kind, q.Email, q.NoAnswer, q.Name = lead.Notification, "ada@example.com", "", "Ada"
	got := s.pass(q)
	if len(got) != 1 || got[0].Subject != "Your request" || got[0].InReplyTo != "" || len(got[0].References) > 0 {
		t.Errorf("%+v", got)
	}
}

// A thousand mails of a loop are answered once: from one address, and when each has another subject or answers ours.
func TestAcknowledge_Loop(t *testing.T) {
	for name, next := range map[string]func(s *shop, n int) lead.Inquiry{
		"the same again": func(s *shop, _ int) lead.Inquiry {
			return s.mail("Robot <robot.ticket@firm.example>", "We got your mail", "We will answer soon.")
		},
		"with numbers": func(s *shop, n int) lead.Inquiry {
			return s.mail("Robot <desk@firm.example>", fmt.Sprintf("[Ticket #%d] We got your mail", n),
				fmt.Sprintf("Ticket %d", n))
		},
		"answers to ours": func(s *shop, n int) lead.Inquiry {
			if len(s.sent) == 0 {
				return s.mail("Robot <desk@firm.example>", "A fence", "We need a fence.")
			}
			return s.mail(fmt.Sprintf("Robot <desk%d@firm%d.example>", n, n), "Re: A fence", "Got it.",
				"In-Reply-To: "+s.sent[0].ID, "References: "+s.sent[0].ID)
		},
		"the lead is closed each time": func(s *shop, n int) lead.Inquiry {
			for i := range s.state.Leads {
				s.state.Leads[i].Status, s.state.Leads[i].RefusalReason = "Closed", "No response"
			}
			return s.mail("Robot <desk@firm.example>", fmt.Sprintf("Ticket %d", n), "A new ticket was made for you")
		},
	} {
		s := newShop(t, friday, acknowledges()...)
		times := 1000
		if strings.Contains(name, "closed") || strings.Contains(name, "ours") { // these make as many leads
			times = 60
		}
		for from := 0; from < times; from += 20 {
			s.now = s.now.Add(time.Minute)
			var items []lead.Inquiry
			for n := from; n < from+20 && n < times; n++ {
				items = append(items, next(s, n))
				if strings.Contains(name, "closed") || strings.Contains(name, "ours") {
					s.pass(items...)
					items = nil
				}
			}
			s.pass(items...)
		}
		if len(s.sent) != 1 {
			t.Errorf("%s: %d acknowledgements", name, len(s.sent))
		}
	}
}

// An address is acknowledged once in 24 hours, a company's domain ten times in an hour, everybody 60 times in an hour.
func TestAcknowledge_Limits(t *testing.T) {
	s := newShop(t, friday, acknowledges()...)
	request := func(from string) int {
		return len(s.pass(s.mail("Ada <"+from+">", "A fence", "Hello, we need a fence, please.")))
	}
	closeAll := func() {
		for i := range s.state.Leads {
			s.state.Leads[i].Status, s.state.Leads[i].RefusalReason = "Closed", "No budget"
		}
		s.pass()
	}
	s.at("2026-12-07 10:00")
	if request("ada@example.com") != 1 {
		t.Fatal("nothing is sent")
	}
	for _, c := range []struct {
		at   string
		want int
	}{{"2026-12-07 10:30", 0}, {"2026-12-08 09:59", 0}, {"2026-12-08 10:01", 1}, {"2026-12-08 23:00", 0}} {
		closeAll()
		if s.at(c.at); request("ada@example.com") != c.want {
			t.Errorf("at %s: not %d", c.at, c.want)
		}
	}
	if len(s.events) > 0 {
		t.Errorf("%s", s.whys())
	}
	s.at("2026-12-09 10:00")
	n := 0
	for i := range 14 {
		n += request(fmt.Sprintf("p%d@firm.example", i))
	}
	if n != 10 || !strings.HasPrefix(s.whys(), "10 mails went to addresses of this domain") || len(s.events) != 4 {
		t.Errorf("%d of one domain, %s", n, s.whys())
	}
	for i := range 80 { // 10 in this hour already
		n += request(fmt.Sprintf("p%d@gmail.com", i))
	}
	if n != 60 {
		t.Errorf("%d in an hour", n)
	}
	s.at("2026-12-09 11:01")
	if request("x@firm.example") != 1 {
		t.Error("after an hour there is no mail")
	}
}

// What came more than 30 minutes ago is not acknowledged, and Activity says so once.
func TestAcknowledge_TooLate(t *testing.T) {
	for late, want := range map[time.Duration]int{29 * time.Minute: 1, 30 * time.Minute: 1, 31 * time.Minute: 0,
		3 * time.Hour: 0} {
		s := newShop(t, friday, acknowledges()...)
		s.at("2026-12-04 13:30")
		q := s.mail("Ada <ada@example.com>", "A fence", "Hello, we need a fence, please.")
		q.Received = s.now.Add(-late)
		s.state.Policy.RespondWithin = 4 * time.Hour
		got := s.pass(q)
		if len(got) != want || (want == 0) != strings.HasPrefix(s.whys(),
			"it could have been sent only more than 30 minutes") || len(s.events) > 1 {
			t.Errorf("%s: %d, %s", late, len(got), s.whys())
		}
		if len(got) == 1 && !got[0].Before.Equal(q.Received.Add(30*time.Minute)) {
			t.Errorf("%s: until %s", late, got[0].Before)
		}
		s.now = s.now.Add(time.Minute)
		if got = s.pass(); len(got) > 0 || len(s.events) > 1 {
			t.Errorf("%s: again %+v, %s", late, got, s.whys())
		}
	}
}

// What came before leadsheet began to send is not acknowledged.
func TestAcknowledge_BeforeItBegan(t *testing.T) {
	s := &shop{t: t, outcome: lead.Sent}
	s.set(acknowledges()...)
	s.at(friday)
	if got := s.pass(s.mail("Ada <ada@example.com>", "A fence", "Hello, we need a fence, please.")); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

// A mistake in a row keeps its mails from being sent, in that language alone.
func TestAcknowledge_Faults(t *testing.T) {
	for _, c := range []struct {
		column, value, want string
	}{
		{lead.ColText, "Hello {nmae}", "Acknowledgement has a mistake: see Check in the tab Replies"},
		{lead.ColText, "Hello {name", "Acknowledgement has a mistake: see Check in the tab Replies"},
		{lead.ColText, "", "Acknowledgement has a mistake: see Check in the tab Replies"},
		{lead.ColText, "About your {company}: soon", "{company} in Acknowledgement has nothing to say for this lead"},
		{lead.ColText, "Hello {name}", ""},
	} {
		s := newShop(t, friday, acknowledges(cell{lead.TabReplies, "Acknowledgement", c.column, c.value})...)
		s.at("2026-12-04 10:05")
		got := s.pass(s.mail("Ada <ada@example.com>", "A fence", "Hello, we need a fence. How much would it cost?"))
		if s.whys() != c.want || (len(got) == 0) != (c.want != "") {
			t.Errorf("%q: %+v, %q", c.value, got, s.whys())
		}
		s.at("2026-12-04 10:10")
		s.events = nil
		got = s.pass(s.mail("Max <max@example.com>", "Zaun", "Guten Tag, ich hätte gerne ein Angebot für einen Zaun."))
		if len(got) != 1 || s.whys() != "" {
			t.Errorf("%q: in German %+v, %q", c.value, got, s.whys())
		}
	}
}

// A name that is advertising is not said, and what a customer writes becomes no header and no field.
func TestAcknowledge_HostileNames(t *testing.T) {
	for name, greeting := range map[string]string{
		"Win at https://evil.example now": "Hello,", "www.evil.example": "Hello,", "cheap-pills.example": "Hello,",
		"call a@evil.example": "Hello,", "J.P. Morgan": "Hello J.P. Morgan,", "Dr. Ada Byron": "Hello Dr. Ada Byron,",
		"{need} {booking link}": "Hello {need} {booking link},", "Ada\r\nBcc: x@y": "Hello,", "12345": "Hello,",
		"Ada\u202e\x00Byron": "Hello AdaByron,", strings.Repeat("A", 5000): "Hello " + strings.Repeat("A", 99) + "…,",
	} {
		s := newShop(t, friday, acknowledges()...)
		s.at("2026-12-04 10:05")
		q := s.mail("Ada <ada@example.com>", "A fence", "Hello, we need a fence, please. How much would it cost?")
		q.Name, q.Subject, q.MessageID = name, "A fence\r\nBcc: all@firm.example", "x>\r\nBcc: y@z.example"
		got := s.pass(q)
		if len(got) != 1 || !strings.HasPrefix(got[0].Text, greeting+"\n") ||
			strings.ContainsAny(got[0].Subject, "\r\n") ||
			got[0].InReplyTo != "" || len(got[0].References) > 0 {
			t.Errorf("%q: %+v", name, got)
		}
	}
}

// Who wants no mails gets none, for good: also for a new request of the same address.
func TestAcknowledge_OptedOut(t *testing.T) {
	s := newShop(t, friday, acknowledges()...)
	s.at("2026-12-04 10:05")
	s.pass(s.mail("Ada <ada@example.com>", "A fence", "Hello, we need a fence, please."))
	l := s.lead("ada@example.com")
	l.Do = "do not contact"
	s.pass()
	s.lead("ada@example.com").Status, s.lead("ada@example.com").RefusalReason = "Closed", "No budget"
	s.at("2027-02-05 10:05")
	if got := s.pass(s.mail("Ada <ada@example.com>", "A gate", "Hello, we need a gate, please.")); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}
