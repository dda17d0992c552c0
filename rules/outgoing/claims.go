package outgoing

import (
	"time"

	"leadsheet/lead"
)

// Claim is what Activity says of one message: that it was about to be sent, and what became of it.
type Claim struct {
	ID                   string // its Message-ID
	Occasion             lead.Occasion
	Lead, Recipient, Key string
	At                   time.Time // when it was claimed
	// Outcome is lead.Sent, lead.NotSent or lead.SentOrNot; "" as long as nobody knows. Ended is when that was known, and
	// Why is the reason.
	Outcome lead.EventKind
	Ended   time.Time
	Why     string
	// Inquiry is the key of what a message tells of that was sent while the workbook could not be written: the lead has
	// no ID of its own then. "" for any other.
	Inquiry string
}

// identity is what two claims of the same message have in common.
type identity struct {
	occasion             lead.Occasion
	lead, recipient, key string
}

// Claims are all claims of Activity.
type Claims struct {
	All   []Claim   // in the order in which they were written
	Began time.Time // when sending began; zero if it never did
	begin int       // index of the event that says so; -1 for none
	byID  map[string]int
	last  map[identity]int
}

// FoldClaims reads the claims out of Activity. An outcome without a claim counts as both: nothing was claimed then,
// because nothing was to be sent.
func FoldClaims(events []lead.Event) *Claims {
	c := &Claims{begin: -1, byID: map[string]int{}, last: map[identity]int{}}
	for i := range events {
		switch e := &events[i]; {
		case e.What == lead.SendingBegan && c.begin < 0:
			c.Began, c.begin = e.Time, i
		case e.What.OfSending() && e.What != lead.SendingBegan:
			c.add(e)
		case c.begin >= 0 && !e.Recorded.IsZero() && e.Recorded.Before(c.Began):
			c.Began = e.Recorded // the clock was fast when sending began: this was written later
		}
	}
	return c
}

func (c *Claims) add(e *lead.Event) {
	of := Claim{ID: e.To, Occasion: lead.Occasion(e.Column), Lead: e.Lead, Recipient: e.From, Key: e.Why, At: e.Time}
	if of.Lead == lead.Workbook {
		of.Lead = ""
	}
	if e.What != lead.Sending {
		if at, known := c.byID[e.To]; known && e.To != "" {
			c.All[at].Outcome, c.All[at].Ended, c.All[at].Why = e.What, e.Time, e.Why
			return
		}
		of.Outcome, of.Ended, of.Why = e.What, e.Time, e.Why
	}
	c.byID[of.ID] = len(c.All)
	c.last[identity{of.Occasion, of.Lead, of.Recipient, of.Key}] = len(c.All)
	c.All = append(c.All, of)
}

// ByID returns the claim of a Message-ID; nil for one that is not ours.
func (c *Claims) ByID(id string) *Claim {
	if at, ok := c.byID[id]; ok && id != "" {
		return &c.All[at]
	}
	return nil
}

// Of returns the last claim of a message; nil for one that was never claimed.
func (c *Claims) Of(occasion lead.Occasion, id, recipient, key string) *Claim {
	if at, ok := c.last[identity{occasion, id, recipient, key}]; ok {
		return &c.All[at]
	}
	return nil
}
