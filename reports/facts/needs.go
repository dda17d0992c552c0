package facts

import (
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/attention"
	"leadsheet/rules/cadence"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
	"leadsheet/rules/statuses"
)

// Needs are the fields of the minimum record of a lead: an address or a telephone number is one of them.
const Needs = 9

// NeedTitles are the titles of the columns of the fields that Lacks looks at, in the same order.
func (b *Dataset) NeedTitles() [Needs]string {
	var out [Needs]string
	for k, column := range [Needs]string{lead.ColName, lead.ColEmail, lead.ColSource, lead.ColNeed, lead.ColReceived,
		lead.ColOwner, lead.ColStatus, lead.ColNextStep, lead.ColNextContact} {
		out[k] = b.LeadsTitle(column)
		if column == lead.ColEmail { // either of the two is enough
			out[k] = b.Say.Lint.OneOfTwo.With(out[k], b.LeadsTitle(lead.ColPhone))
		}
	}
	return out
}

// Lacks says which fields of the minimum record a lead lacks. Company and Comment are wanted of nobody, a next step
// only once somebody has begun. What stands in a cell only so that it is not blank says nothing.
func (b *Dataset) Lacks(c *Lead) [Needs]bool {
	blank := func(text string) bool { return strings.TrimSpace(text) == "" }
	nothing := func(text string, in statuses.Column) bool { return statuses.SaysNothing(text, in) }
	begun := c.IsStarted()
	return [Needs]bool{nothing(c.Name, statuses.Names), blank(c.Email) && nothing(c.Phone, statuses.Ours),
		blank(c.Source) || b.Policy.Words.Means(words.Sources, c.Source, policy.UnknownSource),
		nothing(c.Need, statuses.Ours), c.Received.IsZero(), nothing(c.Owner, statuses.Names), blank(c.Status),
		begun && nothing(c.NextStep, statuses.Ours), begun && c.NextContact.IsZero()}
}

// LastContact is when something came from a lead or went to it last; edits of cells are no contact. Zero: nobody knows.
func (c *Lead) LastContact() time.Time { return attention.LastContact(c.Lead) }

// Age is how many days of the calendar ago a lead came in; ok is false where nobody knows.
func (b *Dataset) Age(c *Lead) (days int, ok bool) { return b.daysSince(c.Received) }

// Silent is how many days of the calendar ago the last contact with a lead was; ok is false where nobody knows.
func (b *Dataset) Silent(c *Lead) (days int, ok bool) { return b.daysSince(c.LastContact()) }

func (b *Dataset) daysSince(t time.Time) (days int, ok bool) {
	if t.IsZero() || t.After(b.Now) {
		return 0, !t.IsZero()
	}
	return b.Policy.Calendar.Days(t, b.Now), true
}

// IsStale reports whether there was no contact with an open lead for as many days as its status allows, and none is
// planned for the next so many days. What is postponed is not silent before its day, however far that is.
func (b *Dataset) IsStale(c *Lead) bool {
	planned := c.NextContact.After(b.Now)
	switch {
	case !c.Open, c.Kind == policy.KindPostponed && (planned || c.NextContact.IsZero()),
		planned && b.Policy.Calendar.Days(b.Now, c.NextContact) <= b.Policy.StaleFor(c.Status):
		return false
	}
	_, stale := attention.Stale(&b.Policy, c.Lead, b.Now)
	return stale
}

// Pairs are the questions of the rows whether they are the same request as another one, and that nobody has answered.
// Two rows may ask about each other.
func (b *Dataset) Pairs(yield func(c *Lead, p *history.Pair) bool) {
	var there map[string]bool // the rows that a lead may be the same as
	for i := range b.Leads[:b.InBook] {
		c := &b.Leads[i]
		if len(c.Track.Pairs) == 0 || c.Duplicate || c.Track.Merged {
			continue
		}
		if there == nil {
			there = map[string]bool{"": true}
			for k := range b.Leads[:b.InBook] {
				x := &b.Leads[k]
				there[x.ID] = !x.Track.Merged && x.Kind != policy.KindNoLead
			}
		}
		for k := range c.Track.Pairs {
			if p := &c.Track.Pairs[k]; there[p.Lead] && !yield(c, p) {
				return
			}
		}
	}
}

// IsNoResponse reports whether an ending says that the customer never replied.
func (b *Dataset) IsNoResponse(e *Ending) bool {
	return isLoss(e.Kind) && b.Policy.Words.Means(words.Reasons, e.Held.Reason, attention.NoReplyReason)
}

// WasGivenAll reports whether a lead was given every step of the tab Follow-up that was for such a lead before it
// ended; ok is false where the tab has none. The steps are those after the offer, or else after our first message since
// the customer wrote last, and as many mails and calls must have followed as there are steps.
func (b *Dataset) WasGivenAll(c *Lead, e *Ending) (all, ok bool) {
	steps := cadence.Steps(b.Policy.FollowUp, policy.AfterContact, c.Quality, c.Status)
	if e.given.offered {
		steps = cadence.Steps(b.Policy.FollowUp, policy.AfterOffer, c.Quality, c.Status)
	} else if !e.given.contacted {
		if n := cadence.Steps(b.Policy.FollowUp, policy.AfterRequest, c.Quality, c.Status); n > 0 {
			steps = n
		}
	}
	return int(e.given.tries) >= steps, steps > 0
}
