package outgoing

import (
	"time"

	"leadsheet/lead"
)

// newFor is how long after it was made a lead is told of as a new one.
const newFor = 24 * time.Hour

// notices plans what the team is told.
func (p *planner) notices() {
	leads := map[string]*lead.Lead{}
	for i := range p.Leads {
		leads[p.Leads[i].ID] = &p.Leads[i]
	}
	inquiries := map[string]string{}
	for _, c := range p.Came {
		if c.New {
			inquiries[c.Lead] = c.Inquiry.Key
		}
	}
	for i := len(p.Events) - 1; i >= 0; i-- {
		e := &p.Events[i]
		if at := p.recorded(i); at.Before(p.began) || p.now.Sub(at) > newFor {
			break
		}
		if l := leads[e.Lead]; e.What == lead.Created && l != nil {
			p.tellOwner(l, lead.TellNew, inquiries[l.ID])
		}
	}
}

// tellOwner tells the owner of a lead.
func (p *planner) tellOwner(l *lead.Lead, occasion lead.Occasion, inquiry string) {
	owner := p.Policy.FindPerson(l.Owner)
	if owner == nil || owner.Email == "" {
		return
	}
	p.want(Intent{Message: lead.Message{Occasion: occasion, Key: "new", Lead: l.ID, Leads: []string{l.ID},
		Person: owner.Name, To: owner.Email}, Inquiry: inquiry, Due: l.RespondBy})
}
