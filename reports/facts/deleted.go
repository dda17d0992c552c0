package facts

import (
	"time"

	"leadsheet/lead"
)

// A lead whose row has been deleted stays in the figures of its time: the history says what the row held. Leads that an
// earlier version took in and that were deleted before their facts were written down are not known well enough.

// Memory is what the history says of a lead without a row.
type Memory struct {
	cells     recalled
	byHand    time.Time // when the row was added by hand
	contact   bool
	DeletedAt time.Time // zero while it is there
}

// remember adds an event to what is known of a lead without a row.
func (b *Dataset) remember(c *Lead, e *lead.Event) {
	m := c.Memory
	b.recaller.add(c.Lead, &m.cells, e)
	switch e.What {
	case lead.Adopted:
		m.byHand = e.Time
	case lead.Reopened, lead.Responded, lead.Inquired, lead.Asked, lead.Quiet, lead.Answered, lead.TurnAnswered:
		m.contact = true
	case lead.Deleted:
		m.DeletedAt = e.Time
	case lead.Restored:
		m.DeletedAt = time.Time{}
	}
}

// counts reports whether a lead without a row stays in the figures.
func (m *Memory) counts() bool {
	slipped := !m.byHand.IsZero() && !m.contact && m.DeletedAt.Sub(m.byHand) < slip
	return m.cells.facts && !m.DeletedAt.IsZero() && !slipped
}
