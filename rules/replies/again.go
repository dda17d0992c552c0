package replies

import "leadsheet/lead"

// acknowledgeAgain acknowledges the requests whose acknowledgement no mail server took before the process ended that
// had claimed it: a scheduler runs leadsheet for a moment only, and some servers take no mail of a stranger at the
// first attempt. Every claim of such a lead must have ended so, for then nobody has got anything.
func (d *decider) acknowledgeAgain() {
	for i := range d.Claims {
		c := &d.Claims[i]
		if !c.Again || c.Occasion != lead.Acknowledge || d.now.Sub(c.At) > InTime || d.sent.perhaps(c.Occasion, c.Lead) {
			continue
		}
		l, row := d.find(c.Lead), d.beginning(c.Lead)
		if l == nil || row == nil || !d.awaits(l, c.Recipient) || d.now.Sub(row.Received) > InTime {
			continue
		}
		if m := d.acknowledgement(l, lead.Earliest(row.Received, d.now), l.Need, row.Subject, l.Details); m != nil {
			d.continues(m, l)
			d.send(m)
		}
	}
}

// beginning is the row of the request that made a lead; nil where there is none.
func (d *decider) beginning(id string) *lead.IntakeRow {
	for _, rows := range d.Intake {
		for i := range rows {
			if rows[i].Lead == id && rows[i].Outcome == lead.NewLead {
				return &rows[i]
			}
		}
	}
	return nil
}

// perhaps reports whether the customer of a lead has got a message of that occasion, or may have.
func (s *ledger) perhaps(occasion lead.Occasion, id string) bool {
	for _, c := range s.claims[id] {
		if c.ID != "" && c.Occasion == occasion && !c.Again {
			return true
		}
	}
	return false
}
