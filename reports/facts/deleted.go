package facts

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules/history"
)

// A lead whose row has been deleted stays in the figures of its time: the history says what the row held. Leads that an
// earlier version took in and that were deleted before their facts were written down are not known well enough.

// Memory is what the history says of a lead without a row.
type Memory struct {
	facts     bool
	byHand    time.Time // when the row was added by hand
	contact   bool
	DeletedAt time.Time   // zero while it is there
	merged    *lead.Event // the last merge with another row; nil for none
}

// remember adds an event to what is known of a lead without a row.
func (b *Dataset) remember(c *Lead, e *lead.Event) {
	m := c.Memory
	switch e.What {
	case lead.Created, lead.Adopted, lead.Baseline:
		if e.What == lead.Adopted {
			m.byHand = e.Time
		}
		known := lead.EachFact(e.To, func(name, text string) {
			if column := lead.FactColumn(name); column != nil {
				history.SetRecorded(c.Lead, column, text, b.journals)
			}
		})
		m.facts = m.facts || known
	case lead.Changed, lead.Reverted:
		if column := lead.LeadColumn(e.Column); column != nil {
			history.SetRecorded(c.Lead, column, e.To, b.journals)
		}
	case lead.Merged: // what is recorded has events of its own
		m.merged = e
		history.SetArrival(c.Lead, e.To, b.journals)
	case lead.Undone:
		if m.merged != nil && m.merged.To == e.From {
			history.SetArrival(c.Lead, m.merged.From, b.journals)
		}
	case lead.Reopened:
		c.Status, c.FirstResponse, m.contact = e.To, time.Time{}, true
	case lead.Responded:
		history.SetRecorded(c.Lead, lead.LeadColumn(lead.ColFirstResponse), e.To, b.journals)
		m.contact = true
	case lead.Inquired, lead.Asked, lead.Quiet, lead.Answered, lead.TurnAnswered:
		m.contact = true
	case lead.Noted:
		if e.Column == lead.ColRespondBy { // the first response was due earlier from then on
			history.SetRecorded(c.Lead, lead.LeadColumn(e.Column), e.To, b.journals)
		}
	case lead.Deleted:
		m.DeletedAt = e.Time
	case lead.Restored:
		m.DeletedAt = time.Time{}
	}
}

// counts reports whether a lead without a row stays in the figures.
func (m *Memory) counts() bool {
	slipped := !m.byHand.IsZero() && !m.contact && m.DeletedAt.Sub(m.byHand) < slip
	return m.facts && !m.DeletedAt.IsZero() && !slipped
}
