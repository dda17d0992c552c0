package post

import (
	"maps"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
)

// The invariant about messages, by its number in docs/protocol.md.
const invariant = "I5"

// checkBegin checks, at the moment in which a message is about to be spoken, that the stored workbook has its claim.
func (s *Server) checkBegin(p Process, m *lead.Message) {
	if !m.Occasion.ToCustomer() || s.lapsed[m.ID] {
		return
	}
	if m.Before.IsZero() {
		s.to.Fail(invariant, "d%d sends %s to %s, and may do so for ever", p.ID, m.Occasion, m.To)
	}
	for _, r := range s.to.Activity() {
		if r.What == lead.Sending && r.ID == m.ID && r.Occasion == string(m.Occasion) && r.Recipient == m.Recipient() {
			return
		}
	}
	s.to.Fail(invariant, "d%d sends %s to %s about %s, and no claim of it (%s) is stored", p.ID, m.Occasion, m.Recipient(),
		m.Lead, m.ID)
}

// checkTwice checks that a customer does not get the same message again, and the team not what is known to be sent.
func (s *Server) checkTwice(p Process, a *Accepted) {
	same := func(b *Accepted) bool {
		return b.Occasion == a.Occasion && b.Lead == a.Lead && b.Recipient() == a.Recipient() && b.Key == a.Key
	}
	for i := range s.accepted {
		b := &s.accepted[i]
		excused := s.lapsed[a.ID] || s.lapsed[b.ID] || s.lapsed[""]
		if a.Occasion.ToCustomer() && (b.ID == a.ID || same(b)) && !excused {
			s.to.Fail(invariant, "%s gets %s about %s from d%d (%s), and got it before (%s)", a.To, a.Occasion, a.Lead, p.ID,
				a.ID, b.ID)
		}
		if !s.Alone || excused || !isAlert(a.Occasion) || a.Occasion != b.Occasion || a.Key != b.Key ||
			a.Recipient() != b.Recipient() ||
			!slices.ContainsFunc(a.Needs, func(n string) bool { return slices.Contains(b.Needs, n) }) {
			continue
		}
		if s.isNoted(b.ID) {
			s.to.Fail(invariant, "d%d tells %s of %q (%s), although it was known that this was told before (%s)", p.ID,
				a.Recipient(), a.Needs, a.ID, b.ID)
		}
	}
}

// isNoted reports whether the stored workbook, or the store beside it, says that a message was sent.
func (s *Server) isNoted(id string) bool {
	if strings.Contains(string(s.told), strings.Trim(id, "<>")) {
		return true
	}
	return slices.ContainsFunc(s.to.Activity(), func(r Row) bool { return r.ID == id && r.What == lead.Sent })
}

// checkBefore checks that nobody is told of what was there before sending began.
func (s *Server) checkBefore(p Process, a *Accepted) {
	news := isAlert(a.Occasion) && !strings.HasPrefix(a.Key, "hot ") // it can become hot later
	if s.lapsed[""] || s.Skewed || !news && a.Occasion != lead.Acknowledge {
		return
	}
	for _, n := range a.Needs {
		if s.before[n] {
			s.to.Fail(invariant, "d%d sends %s to %s about %q, which was there before sending began", p.ID, a.Occasion,
				a.Recipient(), n)
		}
	}
}

// Settled are the limits after which every claim has an outcome.
const Settled = 40 * time.Minute

// CheckClaims checks, in a world that was calm for so long, that every claim has an outcome, and no outcome is there
// twice.
func (s *Server) CheckClaims() {
	claims, outcomes := map[string]Row{}, map[string][]lead.EventKind{}
	for _, r := range s.to.Activity() {
		switch r.What {
		case lead.Sending:
			claims[r.ID] = r
		case lead.Sent, lead.NotSent, lead.SentOrNot:
			if slices.Contains(outcomes[r.ID], r.What) && !s.lapsed[r.ID] && r.ID != "" {
				s.to.Fail(invariant, "%s of %s stands in Activity twice", r.What, r.ID)
			}
			outcomes[r.ID] = append(outcomes[r.ID], r.What)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(claims)) {
		if r := claims[id]; len(outcomes[id]) == 0 {
			s.to.Fail(invariant, "what became of %s to %s about %s (%s) is not known", r.Occasion, r.Recipient, r.Lead, id)
		}
	}
	for i := range s.accepted {
		a := &s.accepted[i]
		if s.lapsed[a.ID] || !a.Occasion.ToCustomer() {
			continue
		}
		if _, claimed := claims[a.ID]; !claimed {
			s.to.Fail(invariant, "%s has %s (%s), and Activity does not say so", a.To, a.Occasion, a.ID)
		}
		if slices.Equal(outcomes[a.ID], []lead.EventKind{lead.NotSent}) {
			s.to.Fail(invariant, "%s has %s (%s), and Activity says that it was not sent", a.To, a.Occasion, a.ID)
		}
	}
}

// IsTold reports whether somebody of the team has been told of a lead, or Activity says why not. text is the request.
func (s *Server) IsTold(id, text string) bool {
	about := need.FindString(text)
	got := map[string]bool{}
	for i := range s.accepted {
		a := &s.accepted[i]
		if a.Occasion.ToCustomer() {
			continue
		}
		if got[a.ID] = true; a.Lead == id || slices.Contains(a.Leads, id) || slices.Contains(a.Needs, about) {
			return true
		}
	}
	for _, r := range s.to.Activity() {
		of := !lead.Occasion(r.Occasion).ToCustomer() && r.Lead == id || slices.Contains(strings.Fields(r.Key), id)
		if of && (got[r.ID] || r.What == lead.NotSent || r.What == lead.SentOrNot) {
			return true
		}
	}
	return false
}

// WasBefore reports whether a request was in the workbook before sending began, or that is not known any more.
func (s *Server) WasBefore(text string) bool {
	return s.lapsed[""] || s.before[need.FindString(text)]
}
