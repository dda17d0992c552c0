package outgoing

import (
	"maps"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
)

// OfMail returns the claim of a Message-ID as mails have it, without brackets; nil for one that is not ours.
func (c *Claims) OfMail(id string) *Claim { return c.ByID("<" + id + ">") }

// roundedTo is how far the time that a quotation gives may be from that of the message: mail programs round it.
const roundedTo = time.Minute

// MayBe reports whether a mail to the customer of a lead that was sent between two moments, or at an unknown one, may
// be a message of leadsheet.
func (c *Claims) MayBe(id string, from, to time.Time) bool {
	return slices.ContainsFunc(c.All, func(m Claim) bool {
		if m.Lead != id || !m.Occasion.ToCustomer() || m.Outcome == lead.NotSent {
			return false
		}
		began, ended := m.At.Add(-roundedTo), lead.Latest(m.At, m.Ended).Add(roundedTo)
		return from.IsZero() || !to.Before(began) && !from.After(ended)
	})
}

// AddTold adds the messages of Input.Told, which Activity has no claims of yet.
func (c *Claims) AddTold(told map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(told)) {
		part := strings.Split(key, "\x00")
		if id := told[key]; len(part) == 3 && c.ByID(id) == nil {
			c.byID[id] = len(c.All)
			c.All = append(c.All, Claim{ID: id, Occasion: lead.Occasion(part[0]), Recipient: part[1], Inquiry: part[2],
				Outcome: lead.Sent})
		}
	}
}
