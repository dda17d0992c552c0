package replies_test

import (
	"testing"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// gaveUp is why a mail was not sent that no server took before the process ended.
func gaveUp() string { return (words.Language{}).Texts().Outgoing.GaveUp.With("451 come back later") }

// A server puts a customer's acknowledgement off until the process has ended: the next one sends it, as long as it makes
// sense, and nobody gets it twice.
func TestAcknowledge_Again(t *testing.T) {
	s := newShop(t, friday, acknowledges()...)
	s.outcome, s.why = lead.NotSent, gaveUp()
	s.at("2026-12-04 10:05")
	first := s.pass(s.mail("Ada Byron <ada@example.com>", "A fence", "Hello, we need a fence. How much would it cost?"))
	if len(first) != 1 {
		t.Fatalf("%d mails, %s", len(first), s.whys())
	}
	s.at("2026-12-04 10:15")
	second := s.pass()
	s.outcome = lead.Sent
	s.at("2026-12-04 10:25")
	third := s.pass()
	if len(second) != 1 || len(third) != 1 {
		t.Fatalf("then %d and %d mails, %s", len(second), len(third), s.whys())
	}
	m := third[0]
	if m.ID == first[0].ID || m.ID == second[0].ID || m.To != first[0].To || m.Text != first[0].Text ||
		m.Subject != first[0].Subject || m.InReplyTo != first[0].InReplyTo || !m.Before.Equal(first[0].Before) {
		t.Errorf("first %+v, then %+v", first[0], m)
	}
	s.at("2026-12-04 10:26")
	if got := s.pass(); len(got) > 0 {
		t.Errorf("after it was sent: %+v", got)
	}
}

// What may have arrived, what a server refuses, what is too old and what has lost its sense is not claimed once more.
func TestAcknowledge_NotAgain(t *testing.T) {
	for name, c := range map[string]struct {
		outcome lead.EventKind
		why     string
		at      string
		then    func(*shop)
	}{
		"refused":  {outcome: lead.NotSent, why: "550 no such user"},
		"bounced":  {outcome: lead.NotSent, why: (words.Language{}).Texts().ByMail.Bounced},
		"unknown":  {outcome: lead.SentOrNot, why: gaveUp()},
		"open":     {why: gaveUp()},
		"too late": {outcome: lead.NotSent, why: gaveUp(), at: "2026-12-04 10:35"},
		"answered": {outcome: lead.NotSent, why: gaveUp(), then: func(s *shop) { s.answer("2026-12-04 10:10") }},
		"closed": {outcome: lead.NotSent, why: gaveUp(), then: func(s *shop) {
			s.lead("ada@example.com").Status = "Closed"
		}},
		"another address": {outcome: lead.NotSent, why: gaveUp(), then: func(s *shop) {
			s.lead("ada@example.com").Email = "eve@example.com"
		}},
		"switched off": {outcome: lead.NotSent, why: gaveUp(), then: func(s *shop) {
			s.set(acknowledges(set("Acknowledge", "no"))...)
		}},
		"no mail server": {outcome: lead.NotSent, why: gaveUp(), then: func(s *shop) { s.hooks = true }},
	} {
		s := newShop(t, friday, acknowledges()...)
		s.outcome, s.why = c.outcome, c.why
		s.at("2026-12-04 10:05")
		s.pass(s.mail("Ada Byron <ada@example.com>", "A fence", "Hello, we need a fence. How much would it cost?"))
		if c.then != nil {
			c.then(s)
		}
		s.at("2026-12-04 10:15")
		if c.at != "" {
			s.at(c.at)
		}
		if got := s.pass(); len(got) > 0 || len(s.sent) != 1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// The mail of a step is claimed once more within half an hour of its first claim; then a person writes.
func TestFollowUp_Again(t *testing.T) {
	s := contacted(t, sends()...)
	s.outcome, s.why = lead.NotSent, gaveUp()
	s.at("2026-12-10 09:00")
	first := s.pass()
	s.at("2026-12-10 09:20")
	second := s.pass()
	if len(first) != 1 || len(second) != 1 || second[0].ID == first[0].ID || !second[0].Before.Equal(first[0].Before) {
		t.Fatalf("first %+v, then %+v", first, second)
	}
	s.at("2026-12-10 09:40")
	if got := s.pass(); len(got) > 0 {
		t.Errorf("after 40 minutes: %+v", got)
	}
}

// With webhooks alone nothing for a customer is claimed, and so nothing is lost that a mail server could send later.
func TestNoMailServer(t *testing.T) {
	s := newShop(t, friday, acknowledges()...)
	s.hooks = true
	s.at("2026-12-04 10:05")
	if got := s.pass(s.mail("Ada <ada@example.com>", "A fence", "How much is a fence, please?")); len(got) > 0 ||
		len(s.events) > 0 {
		t.Errorf("%+v %+v", got, s.events)
	}
	s = contacted(t, sends()...)
	s.hooks = true
	s.at("2026-12-10 09:00")
	none := s.pass()
	s.hooks = false
	s.at("2026-12-10 10:00")
	if got := s.pass(); len(none) > 0 || len(got) != 1 {
		t.Errorf("without a server %+v, with one %+v", none, got)
	}
}
