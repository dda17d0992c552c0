package outgoing

import (
	"slices"

	"leadsheet/lead"
)

// again wants the messages to people of the tab Team once more whose claims have no outcome: the process that has
// claimed them may have ended. Digests and reports see to that themselves.
func (t *teller) again() {
	for i := range t.claims.All {
		c := &t.claims.All[i]
		if c.Outcome != "" || t.now.Sub(c.At) > staleAfter {
			continue
		}
		switch c.Occasion {
		case lead.TellNew, lead.TellHot, lead.TellWaits, lead.TellHandOver, lead.TellBounced, lead.TellBurst,
			lead.TellBreaches:
			t.wantAgain(c)
		}
	}
}

// waits reports whether the customer of a lead waits for an answer.
func (t *teller) waits(id string) bool {
	l, rec := t.leads[id], t.History.Find(id)
	if rec == nil {
		return false
	}
	_, waits := rec.Turns.Of(l, t.kinds.Open(l))
	return waits
}

func (t *teller) wantAgain(c *Claim) {
	m := t.Policy.FindPerson(c.Recipient)
	if m == nil || len(Ways(m, t.Input.Ways)) == 0 {
		return
	}
	gone := func(id string) bool { return t.leads[id] == nil || c.Occasion == lead.TellWaits && !t.waits(id) }
	ids := slices.DeleteFunc(leadsOf(c.Lead, c.Key), gone)
	if len(ids) == 0 {
		return
	}
	want := t.to(listener{person: m, ways: Ways(m, t.Input.Ways)}, c.Occasion)
	want.Key, want.Lead, want.Leads = c.Key, c.Lead, ids
	if k := t.tracks[c.Lead]; c.Lead != "" && k != nil {
		if first := k.toldTo(m.Name).first; first != c.ID {
			want.thread(first)
		}
	}
	t.want(want)
}
