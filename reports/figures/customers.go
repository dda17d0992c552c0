package figures

import (
	"leadsheet/lead"
	"leadsheet/reports/facts"
)

// customers are the contacts of which a lead was won, each once.
type customers struct {
	country string
	won     []*facts.Lead // one of each
	first   []*facts.Lead // the first request of each
	address map[string]int
	// phone are by the last digits of their numbers: numbers are compared as such only where these are the same.
	phone map[phoneEnd][]int
}

// phoneEnd are the last digits of a telephone number.
type phoneEnd [7]byte

// firsts counts each customer at the source of the contact's first request.
func (b dataset) firsts(by *bySource) {
	x := customers{country: b.Policy.Country, address: map[string]int{}, phone: map[phoneEnd][]int{}}
	for i := range b.Leads {
		if c := &b.Leads[i]; !c.Duplicate && c.HasWon() {
			x.add(c)
		}
	}
	if len(x.won) == 0 {
		return
	}
	for i := range b.Leads {
		c := &b.Leads[i]
		if c.Duplicate {
			continue
		}
		if at := x.of(c); at >= 0 && earlier(c, x.first[at]) {
			x.first[at] = c
		}
	}
	for _, first := range x.first {
		by.all[by.of(first.Source)].FirstOf++
	}
}

// add adds the customer of a lead that was won.
func (x *customers) add(c *facts.Lead) {
	at := x.of(c)
	if at < 0 {
		at = len(x.won)
		x.won, x.first = append(x.won, c), append(x.first, c)
	}
	if key := (lead.Contact{Email: c.Email}).EmailKey(); key != "" {
		x.address[key] = at
	}
	if end, ok := endOf(c.Phone); ok {
		x.phone[end] = append(x.phone[end], at)
	}
}

// of is whose lead it is, -1 for that of no customer: the same mail address is the same contact, and so is the same
// telephone number with a similar name.
func (x *customers) of(c *facts.Lead) int {
	if key := (lead.Contact{Email: c.Email}).EmailKey(); key != "" {
		if at, ok := x.address[key]; ok {
			return at
		}
	}
	end, ok := endOf(c.Phone)
	if !ok {
		return -1
	}
	for _, at := range x.phone[end] {
		if lead.SameContact(lead.ContactOf(c.Lead), lead.ContactOf(x.won[at].Lead), x.country) == lead.Same {
			return at
		}
	}
	return -1
}

// endOf are the last digits of a number; false for one with fewer digits.
func endOf(phone string) (end phoneEnd, ok bool) {
	n := len(end)
	for i := len(phone) - 1; i >= 0 && n > 0; i-- {
		if c := phone[i]; c >= '0' && c <= '9' {
			n--
			end[n] = c
		}
	}
	return end, n == 0
}

// earlier reports whether a request came before another. One of which nobody knows when it came did not.
func earlier(a, b *facts.Lead) bool {
	return !a.Received.IsZero() && (b.Received.IsZero() || a.Received.Before(b.Received))
}
