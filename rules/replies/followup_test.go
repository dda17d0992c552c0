package replies_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadsheet/lead"

	"pgregory.net/rapid"
)

// sends are the settings of a business whose reminder, three days after the first contact, is sent.
func sends(more ...cell) []cell {
	return append([]cell{set("Notify the team", "no"), set("Report to", "no"), set("Time zone", "Europe/Berlin"),
		set("Business name", "Studio"),
		set("Team domains", "studio.example"), {lead.TabTeam, "Owner", lead.ColEmail, "ann@studio.example"},
		{lead.TabTeam, "Owner", lead.ColName, "Ann"},
		{lead.TabFollowUp, "Short reminder", lead.ColSend, "TRUE"}}, more...)
}

// contacted is a shop with a lead that was answered on Monday: the first step is for Tuesday and done by hand, the
// reminder for Thursday.
func contacted(t testing.TB, cells ...cell) *shop {
	t.Helper()
	s := newShop(t, "2026-12-07 09:00", cells...)
	s.at("2026-12-07 10:00")
	s.pass(s.mail("Ada Byron <ada@example.com>", "A fence", "Hello, we need a fence. How much would it cost?"))
	s.answer("2026-12-07 11:00")
	s.answer("2026-12-08 11:00")
	return s
}

// answer is a mail of Ann's to the customer.
func (s *shop) answer(at string) {
	s.t.Helper()
	s.at(at)
	s.pass(s.mailTo("ada@example.com", "Ann <ann@studio.example>", "Re: A fence", "Here is what we offer.", "Cc: "+us,
		"In-Reply-To: <m1@customers.example>"))
}

func TestFollowUp(t *testing.T) {
	s := contacted(t, sends()...)
	if l := s.lead("ada@example.com"); l.NextStep != "Short reminder" ||
		l.NextContact.Format("2006-01-02") != "2026-12-10" {
		t.Fatalf("planned %q for %s", l.NextStep, l.NextContact)
	}
	s.at("2026-12-09 12:00")
	if got := s.pass(); len(got) > 0 || s.due.Format("2006-01-02 15:04") != "2026-12-10 09:00" {
		t.Fatalf("a day before: %+v, due %s", got, s.due)
	}
	s.at("2026-12-10 08:59")
	if got := s.pass(); len(got) > 0 {
		t.Fatalf("before opening: %+v", got)
	}
	s.at("2026-12-10 09:00")
	got := s.pass()
	if len(got) != 1 {
		t.Fatalf("%d mails; %s", len(got), s.whys())
	}
	m := got[0]
	if m.Occasion != lead.FollowUpMail || m.Key != "Reminder; contact 3" || m.To != "ada@example.com" ||
		m.Subject != "Re: A fence" || m.InReplyTo != "<m1@customers.example>" || len(m.References) != 3 ||
		m.References[0] != "<m1@customers.example>" ||
		!strings.HasPrefix(m.Text, "Hello Ada Byron,\n\nWe have written") ||
		!strings.HasSuffix(m.Text, "Kind regards\nAnn\nStudio") || strings.Contains(m.Text, "choose a time") {
		t.Errorf("%+v", m)
	}
	// The step is done, and the next one is planned.
	s.at("2026-12-10 09:01")
	if got := s.pass(); len(got) > 0 {
		t.Errorf("again: %+v", got)
	}
	l := s.lead("ada@example.com")
	if l.NextStep != "Final question: is it still of interest?" || l.NextContact.Format("2006-01-02") != "2026-12-14" ||
		s.count(lead.StepDone) != 2 {
		t.Errorf("%q for %s, %d done", l.NextStep, l.NextContact, s.count(lead.StepDone))
	}
	s.at("2026-12-14 12:00") // a person's step
	if got := s.pass(); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func (s *shop) count(what lead.EventKind) int {
	n := 0
	for i := range s.state.History {
		if s.state.History[i].What == what {
			n++
		}
	}
	return n
}

// What keeps the mail of a step from being sent.
func TestFollowUp_Guards(t *testing.T) {
	const text = "Reminder"
	for name, c := range map[string]struct {
		cells []cell
		play  func(s *shop)
		at    string
		want  int
		why   string
	}{
		"nothing":    {want: 1},
		"not ticked": {cells: []cell{{lead.TabFollowUp, "Short reminder", lead.ColSend, ""}}},
		"no reply":   {cells: []cell{{lead.TabFollowUp, "Short reminder", lead.ColReply, ""}}},
		"another reply": {cells: []cell{{lead.TabFollowUp, "Short reminder", lead.ColReply, "last QUESTION"}},
			want: 1},
		"no such reply":      {cells: []cell{{lead.TabFollowUp, "Short reminder", lead.ColReply, "Nudge"}}},
		"an acknowledgement": {cells: []cell{{lead.TabFollowUp, "Short reminder", lead.ColReply, "Acknowledgement"}}},
		"for others":         {cells: []cell{{lead.TabFollowUp, "Short reminder", lead.ColFor, "cold"}}},
		"the customer replied": {play: func(s *shop) {
			s.at("2026-12-10 08:00")
			s.pass(s.mail("Ada <ada@example.com>", "Re: A fence", "When can you come?",
				"In-Reply-To: <m1@customers.example>"))
		}},
		"thanks are a reply": {play: func(s *shop) {
			s.at("2026-12-10 08:00")
			s.pass(s.mail("Ada <ada@example.com>", "Re: A fence", "Thank you", "In-Reply-To: <m1@customers.example>"))
		}},
		"written by hand": {play: func(s *shop) { s.answer("2026-12-10 08:30") }},
		"a call":          {play: func(s *shop) { s.at("2026-12-10 08:30"); s.lead("ada@example.com").Do = "called"; s.pass() }},
		"another step":    {play: func(s *shop) { s.lead("ada@example.com").NextStep = "Visit"; s.pass() }},
		"no step":         {play: func(s *shop) { s.lead("ada@example.com").NextStep = ""; s.pass() }},
		"another day": {play: func(s *shop) {
			s.lead("ada@example.com").NextContact = s.now.AddDate(0, 0,
				20)
			s.pass()
		}},
		"closed": {play: func(s *shop) {
			s.lead("ada@example.com").Status, s.lead("ada@example.com").RefusalReason = "Closed", "No budget"
			s.pass()
		}},
		"won":            {play: func(s *shop) { s.lead("ada@example.com").Status = "Won"; s.pass() }},
		"postponed":      {play: func(s *shop) { s.lead("ada@example.com").Status = "Postponed"; s.pass() }},
		"do not contact": {play: func(s *shop) { s.lead("ada@example.com").Do = "do not contact"; s.pass() }},
		"deleted":        {play: func(s *shop) { s.state.Leads = nil; s.pass() }},
		"no address":     {play: func(s *shop) { s.lead("ada@example.com").Email = ""; s.pass() }},
		"two addresses":  {play: func(s *shop) { s.lead("ada@example.com").Email = "a@b.example, c@d.example"; s.pass() }},
		"nobody reads":   {play: func(s *shop) { s.lead("ada@example.com").Email = "noreply@b.example"; s.pass() }},
		"our own":        {play: func(s *shop) { s.lead("ada@example.com").Email = us; s.pass() }},
		"corrected": {play: func(s *shop) { s.lead("ada@example.com").Email = "ada@work.example"; s.pass() },
			want: 1},
		"a weekend": {at: "2026-12-12 12:00"},
		"after a weekend": {play: func(s *shop) {
			s.lead("ada@example.com").NextContact = s.now.AddDate(0, 0,
				3)
			s.pass()
		},
			at: "2026-12-14 09:30", want: 1},
		"in the evening": {at: "2026-12-10 20:00"},
		"a day late":     {at: "2026-12-11 10:00", want: 1},
		"a week late":    {at: "2026-12-17 10:00"},
		"a mistake": {cells: []cell{{lead.TabReplies, text, lead.ColText, "Hello {nmae}"}},
			why: "Reminder has a mistake: see Check in the tab Replies"},
		"nothing to say": {cells: []cell{{lead.TabReplies, text, lead.ColText, "About {company}: hello"}},
			why: "{company} in Reminder has nothing to say for this lead"},
		"a time": {cells: []cell{{lead.TabReplies, text, lead.ColText, "We answer {answer by}"}},
			why: "Reminder has a mistake: see Check in the tab Replies"},
	} {
		s := contacted(t, sends(c.cells...)...)
		if c.play != nil {
			c.play(s)
		}
		if c.at == "" {
			c.at = "2026-12-10 09:30"
		}
		s.at(c.at)
		before := len(s.sent)
		s.pass()
		s.now = s.now.Add(5e9)
		s.pass()
		if got := len(s.sent) - before; got != c.want || s.whys() != c.why {
			t.Errorf("%s: %d mails, want %d; %q", name, got, c.want, s.whys())
		}
	}
}

// Of a mail of which nobody knows whether it was sent, or that was refused, the step stays with a person.
func TestFollowUp_Outcomes(t *testing.T) {
	for _, outcome := range []lead.EventKind{lead.SentOrNot, lead.NotSent, ""} {
		s := contacted(t, sends()...)
		s.outcome = outcome
		s.at("2026-12-10 09:30")
		n := len(s.pass())
		for range 3 {
			s.now = s.now.Add(3600e9)
			n += len(s.pass())
		}
		if l := s.lead("ada@example.com"); n != 1 || l.NextStep != "Short reminder" || s.count(lead.StepDone) != 1 {
			t.Errorf("%q: %d mails, %q", outcome, n, l.NextStep)
		}
	}
}

// A mail that comes back has done no step: it stands again, is a person's now, and Attention says what to correct.
func TestFollowUp_Bounced(t *testing.T) {
	s := contacted(t, sends()...)
	s.at("2026-12-10 09:30")
	sent := s.pass()
	s.at("2026-12-10 09:31")
	s.pass()
	if len(sent) != 1 || s.lead("ada@example.com").NextStep == "Short reminder" {
		t.Fatalf("%+v", sent)
	}
	s.at("2026-12-10 09:40")
	bounce := s.mail("Mail Delivery System <mailer-daemon@studio.example>", "Undelivered Mail Returned to Sender",
		"--b\nContent-Type: text/plain\n\nNo such user.\n--b\nContent-Type: message/delivery-status\n\n"+
			"Reporting-MTA: dns; mx.studio.example\n\nFinal-Recipient: rfc822; ada@example.com\nAction: failed\n"+
			"Status: 5.1.1\n--b\nContent-Type: message/rfc822\n\nMessage-ID: "+sent[0].ID+"\nFrom: "+us+
			"\nTo: ada@example.com\nSubject: Re: A fence\n\n--b--",
		"MIME-Version: 1.0", `Content-Type: multipart/report; report-type=delivery-status; boundary="b"`,
		"Auto-Submitted: auto-replied", "Return-Path: <>")
	n := len(s.pass(bounce))
	for range 3 {
		s.now = s.now.Add(24 * time.Hour)
		n += len(s.pass())
	}
	if l := s.lead("ada@example.com"); n != 0 || l.NextStep != "Short reminder" ||
		!strings.Contains(l.Attention, "ada@example.com") {
		t.Errorf("%d mails, %q, %q", n, l.NextStep, l.Attention)
	}
}

// A customer gets a reply once for a lead, also when two steps name it.
func TestFollowUp_OnceAReply(t *testing.T) {
	s := contacted(t, sends(
		cell{lead.TabFollowUp, "Final question: is it still of interest?", lead.ColSend, "TRUE"},
		cell{lead.TabFollowUp, "Final question: is it still of interest?", lead.ColReply, "Reminder"})...)
	s.at("2026-12-10 09:30")
	n := len(s.pass())
	s.at("2026-12-10 09:31")
	s.pass()
	for range 3 {
		s.at("2026-12-14 09:30")
		n += len(s.pass())
	}
	if n != 1 || s.whys() != "the customer has had Reminder already; name another reply for this step" {
		t.Errorf("%d mails, %q", n, s.whys())
	}
}

// While more may have come in than was read, a customer may have replied.
func TestFollowUp_Unread(t *testing.T) {
	s := contacted(t, sends()...)
	s.at("2026-12-10 09:30")
	s.missed = true
	if got := s.pass(); len(got) > 0 || s.due.Format("15:04") != "09:35" {
		t.Errorf("%+v, due %s", got, s.due)
	}
	s.missed = false
	if got := s.pass(); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}

// Two leads of one address get one mail a day, and a company's ten addresses an hour of patience.
func TestFollowUp_Limits(t *testing.T) {
	s := newShop(t, "2026-12-07 09:00", sends()...)
	s.at("2026-12-07 10:00")
	for i := range 12 {
		s.pass(s.mail(fmt.Sprintf("P <p%d@firm.example>", i), fmt.Sprintf("A fence %d", i),
			"Hello, we need a fence, please."))
	}
	for _, day := range []string{"2026-12-07 11:00", "2026-12-08 11:00"} {
		for i := range 12 {
			s.at(day)
			s.pass(s.mailTo(fmt.Sprintf("p%d@firm.example", i), "Ann <ann@studio.example>",
				fmt.Sprintf("Re: A fence %d", i),
				"Here is what we offer.", "Cc: "+us, fmt.Sprintf("In-Reply-To: <m%d@customers.example>", i+1)))
		}
	}
	s.at("2026-12-10 09:00")
	if n := len(s.pass()); n != 10 || s.due.Format("15:04") != "10:00" || s.whys() != "" {
		t.Errorf("%d mails, the next at %s, %s", n, s.due, s.whys())
	}
	s.at("2026-12-10 10:00")
	if n := len(s.pass()); n != 2 {
		t.Errorf("%d mails", n)
	}
}

// Whatever happens, and however often it is planned: never two mails of one reply for a lead, and never more than one
// acknowledgement of an address in a day.
func TestNeverTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newShop(t, "2026-12-07 09:00", append(sends(), set("Acknowledge", "yes"),
			cell{lead.TabFollowUp, "Ask whether everything is clear", lead.ColSend, "TRUE"},
			cell{lead.TabFollowUp, "Ask whether everything is clear", lead.ColReply, "Reminder"},
			cell{lead.TabFollowUp, "Final question: is it still of interest?", lead.ColSend, "TRUE"})...)
		for range rapid.IntRange(5, 40).Draw(rt, "steps") {
			s.now = s.now.Add(rapid.SampledFrom([]time.Duration{0, 20 * time.Minute, 3 * time.Hour,
				26 * time.Hour}).Draw(rt, "later"))
			s.outcome = rapid.SampledFrom([]lead.EventKind{lead.Sent, lead.NotSent, lead.SentOrNot, ""}).Draw(rt,
				"outcome")
			who := rapid.IntRange(0, 2).Draw(rt, "who")
			from := fmt.Sprintf("P <p%d@firm.example>", who)
			switch rapid.IntRange(0, 5).Draw(rt, "what") {
			case 0:
				s.pass(s.mail(from, fmt.Sprint("A fence ", s.mails), "Hello, we need a fence, please."))
			case 1:
				s.pass(s.mailTo(fmt.Sprintf("p%d@firm.example", who), "Ann <ann@studio.example>", "Re: A fence",
					"We offer.",
					"Cc: "+us))
			case 2:
				for i := range s.state.Leads {
					if l := &s.state.Leads[i]; i%3 == who {
						l.Status, l.RefusalReason = "Closed", "No budget"
					}
				}
				s.pass()
			case 3:
				for i := range s.state.Leads {
					if l := &s.state.Leads[i]; i%3 == who {
						l.Status = "In progress"
					}
				}
				s.pass()
			default:
				s.pass()
			}
		}
		seen, last := map[string]bool{}, map[string]int64{}
		for i, m := range s.sent {
			reply, _, _ := strings.Cut(m.Key, ";")
			key := m.Lead + " " + reply
			if seen[key] {
				rt.Fatalf("twice: %s %s, mail %d", m.Lead, m.Key, i)
			}
			seen[key] = true
			if at := m.Before.Unix(); m.Occasion == lead.Acknowledge {
				if was, ok := last[m.To]; ok && at-was < 23*3600 && !s.refused[m.ID] {
					rt.Fatalf("%s was acknowledged twice in a day", m.To)
				}
				if !s.refused[m.ID] {
					last[m.To] = at
				}
			}
		}
	})
}
