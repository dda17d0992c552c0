package replies

import (
	"strings"
	"time"

	"leadsheet/lead"
)

// The limits of what customers are sent, so that no loop is fed and no flood is answered: RFC 3834, section 2, asks for
// a limit for each address; the others are what operators of help desks have settled on.
const (
	perAddress = 24 * time.Hour // one mail
	perDomain  = 10             // an hour, of a domain that belongs to one company
	perHour    = 60
	perDay     = 300
)

// ledger is what customers were sent.
type ledger struct {
	last    map[string]time.Time   // by address
	domains map[string][]time.Time // of the last hour and more
	all     []time.Time            // in their order
	claims  map[string][]*Claim    // by lead
	ids     map[string]bool        // Message-IDs, without their angle brackets
}

func newLedger(claims []Claim) ledger {
	s := ledger{map[string]time.Time{}, map[string][]time.Time{}, nil, map[string][]*Claim{}, map[string]bool{}}
	for i := range claims {
		s.add(&claims[i])
	}
	return s
}

// add adds a message. One that was refused before anybody could get it does not count against the limits, though it is
// not sent again.
func (s *ledger) add(c *Claim) {
	s.claims[c.Lead] = append(s.claims[c.Lead], c)
	if c.ID == "" || c.Outcome == lead.NotSent {
		return
	}
	s.ids[bare(c.ID)] = true
	key, domain := addressKey(c.Recipient), domainOf(c.Recipient)
	s.last[key] = lead.Latest(s.last[key], c.At)
	s.domains[domain] = append(s.domains[domain], c.At)
	s.all = append(s.all, c.At)
}

// said reports whether it was written down that a message of a lead is not sent, for the same reason.
func (s *ledger) said(occasion lead.Occasion, id, why string) bool {
	for _, c := range s.claims[id] {
		if c.ID == "" && c.Occasion == occasion && c.Key == why {
			return true
		}
	}
	return false
}

// limit is which limit an address has reached.
type limit uint8

// The limits.
const (
	free limit = iota
	ofAddress
	ofDomain
	ofHour
	ofDay
)

// limit returns the limit that one more mail to an address would break, and from when on it would not; free for none.
func (s *ledger) limit(address string, now time.Time) (limit, time.Time) {
	if at, ok := s.last[addressKey(address)]; ok && now.Sub(at) < perAddress {
		return ofAddress, at.Add(perAddress)
	}
	domain := domainOf(address)
	if lead.SharedDomain(domain) != lead.OfProvider {
		if until, full := reached(s.domains[domain], perDomain, time.Hour, now); full {
			return ofDomain, until
		}
	}
	if until, full := reached(s.all, perHour, time.Hour, now); full {
		return ofHour, until
	}
	if until, full := reached(s.all, perDay, 24*time.Hour, now); full {
		return ofDay, until
	}
	return free, time.Time{}
}

// reached reports whether so many of some times lie within a span before now, and until when.
func reached(times []time.Time, most int, span time.Duration, now time.Time) (until time.Time, full bool) {
	n := 0
	for i := len(times) - 1; i >= 0; i-- {
		if age := now.Sub(times[i]); age >= span {
			continue
		}
		if n++; until.IsZero() || times[i].Add(span).Before(until) {
			until = times[i].Add(span)
		}
	}
	return until, n >= most
}

func addressKey(address string) string { return lead.Contact{Email: address}.EmailKey() }

func domainOf(address string) string {
	return strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
}

// bare is a Message-ID without its angle brackets.
func bare(id string) string { return strings.Trim(strings.TrimSpace(id), "<>") }
