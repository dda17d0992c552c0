package outgoing

import (
	"leadsheet/lead"
	"leadsheet/rules/replies"
)

// customers plans what customers get. Without a mail server nothing is claimed: it would be refused, and the customer
// would not get it once there is one.
func (p *planner) customers() {
	if !p.Ways[lead.WayMail] {
		return
	}
	in := replies.Input{Policy: p.Policy, Leads: p.Leads, History: p.History, Intake: p.Intake, Began: p.began,
		Ours: p.Ours, Unread: p.More || p.Missed}
	if !p.Unstored.IsZero() { // what would be sent is shown, also of what has just come in
		in.Began = p.began.Add(-replies.InTime)
	}
	for _, c := range p.Came {
		if c.New {
			in.Came = append(in.Came, replies.Came{Inquiry: c.Inquiry, Lead: c.Lead})
		}
	}
	for i := range p.claims.All {
		if c := &p.claims.All[i]; c.Occasion.ToCustomer() {
			in.Claims = append(in.Claims, replies.Claim{ID: c.ID, Occasion: c.Occasion, Lead: c.Lead,
				Recipient: c.Recipient, Key: c.Key, At: c.At, Outcome: c.Outcome, Again: p.gaveUp(c)})
		}
	}
	out := replies.Decide(in, p.now)
	for i := range out.Mails {
		p.want(Intent{Message: out.Mails[i].Message, Due: out.Mails[i].Due})
	}
	for _, e := range out.Events {
		p.event(e)
	}
	p.at(out.Due)
}
