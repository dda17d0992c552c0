package facts

import (
	"slices"

	"leadsheet/lead"
)

// What an event is of, beside a lead of Leads.
const (
	none    int32 = -1 // no lead, or it does not count
	unknown int32 = -2 // a lead that is not in Leads yet
)

// leadsOf are the leads of events as indices of Leads. Events of one lead often stand one behind the other.
func leadsOf(history []lead.Event, at map[string]int) []int32 {
	of := make([]int32, len(history))
	id, index := "", unknown
	for i := range history {
		e := &history[i]
		if !e.OfLead() {
			of[i] = none
			continue
		}
		if e.Lead != id {
			id, index = e.Lead, unknown
			if c, ok := at[id]; ok {
				index = int32(c)
			}
		}
		of[i] = index
	}
	return of
}

// readHistory reads the history in the order of time, and events of the same second in the order in which they
// were written.
func (b *Dataset) readHistory(history []lead.Event, kinds *kinds) {
	happened := inTime(history)
	at := make(map[string]int, len(b.Leads))
	for i := range b.Leads {
		if id := b.Leads[i].ID; id != "" {
			at[id] = i
		}
	}
	of := leadsOf(history, at)
	for n := range history {
		i := n
		if happened != nil {
			i = int(happened[n])
		}
		e := &history[i]
		if of[i] == none {
			continue
		}
		if b.FirstEvent.IsZero() {
			b.FirstEvent = e.Time
		}
		if e.Time.After(b.Now) {
			of[i] = none
			continue
		}
		if of[i] == unknown {
			c, ok := at[e.Lead]
			if !ok {
				c = len(b.Leads)
				at[e.Lead] = c
				b.Leads = append(b.Leads, Lead{Lead: &lead.Lead{ID: e.Lead}, Memory: &Memory{}})
			}
			of[i] = int32(c)
		}
		c := &b.Leads[of[i]]
		if c.Memory != nil {
			b.remember(c, e)
		}
		b.revalued(c, e)
		c.Track.add(e, kinds)
		c.Track.Tenure.add(e)
		b.step(c, e)
	}
	trackOf := func(id string) *Track {
		if c, ok := at[id]; ok {
			return &b.Leads[c].Track
		}
		return nil
	}
	// A message is found after it came: only the order in which events were written says whose turn it is.
	for i := range history {
		e := &history[i]
		if c := of[i]; c != none {
			t := &b.Leads[c].Track
			t.later.Add(&t.Turns, e, b.Leads[c].Lead)
			b.noteWaits(t, e, trackOf)
			t.followed(e)
			t.hear(e)
			if id := notSame(e); id != "" {
				if other, ok := at[id]; ok {
					b.Leads[other].Track.withoutPair(e.Lead)
				}
			}
			b.countAnswer(e)
			b.People.Add(&t.Ownership, e)
		}
	}
	b.Leads = slices.DeleteFunc(b.Leads, func(c Lead) bool { return c.Memory != nil && !c.Memory.counts() })
}
