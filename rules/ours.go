package rules

import (
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/outcomes"
	"leadsheet/rules/outgoing"
)

// Messages of leadsheet itself come back: as copies, and as reports that they did not arrive. They are neither requests
// nor answers to customers. What Activity has as a claim is ours, whatever else a mail says of itself.

// sent are the claims of all messages of ours. Activity is read when they are first asked for.
func (p *planner) sent() *outgoing.Claims {
	if p.claims == nil {
		p.claims = outgoing.FoldClaims(p.state.History)
		p.claims.AddTold(p.state.Told)
	}
	return p.claims
}

// claimOf is the claim of a message of ours, by its Message-ID without brackets; nil for any other.
func (p *planner) claimOf(id string) *outgoing.Claim {
	if !lead.IsOwnID(id) {
		return nil
	}
	return p.sent().OfMail(id)
}

// takeOurs decides what becomes of a message of ours that came back, and of what people answer to one; false for any
// other inquiry. put is false for what has no row: a copy in a folder of sent mails.
func (p *planner) takeOurs(q *lead.Inquiry, r *lead.IntakeRow) (put, is bool) {
	if q.Channel != lead.ByMail {
		return false, false
	}
	if c := p.claimOf(q.MessageID); c != nil {
		r.Outcome, r.Reason = lead.Ignored, p.texts.ByMail.Own
		return q.Kind != lead.SentMail, true
	}
	if q.Kind == lead.Bounce {
		c := p.claimOf(q.InReplyTo)
		if c != nil {
			p.ourBounce(c, q, r)
		}
		return true, c != nil
	}
	return true, p.byMail(q, r)
}

// ourBounce notes that a message of ours did not arrive. The address of a customer does not work then, and the lead
// says so.
func (p *planner) ourBounce(c *outgoing.Claim, q *lead.Inquiry, r *lead.IntakeRow) {
	say := &p.texts.ByMail
	r.Outcome, r.Reason = lead.Ignored, say.NotArrived.With(words.Shorten(c.Recipient, 100))
	sent := c.Ended
	if c.Outcome != lead.NotSent {
		of := c.Lead
		if of == "" {
			of = lead.Workbook
		}
		c.Outcome = lead.NotSent
		p.work.Events = append(p.work.Events, lead.Event{Time: p.now, Lead: of, What: lead.NotSent,
			Column: string(c.Occasion), From: c.Recipient, To: c.ID, By: lead.ByLeadsheet, Why: say.Bounced})
	}
	i := p.rowOf(c.Lead)
	if !c.Occasion.ToCustomer() || i < 0 {
		return
	}
	r.Outcome, r.Lead = lead.Bounced, c.Lead
	if l := &p.rows[i].l; lead.SameAddress(c.Recipient, l.Email) {
		p.handlePending(i)
		p.standing(p.rows[i].rec, q, p.texts.Attention.MailNotArrived.With(words.Shorten(c.Recipient, 100)), l.Email)
		p.bouncedStep(i, sent, say.Bounced)
	}
}

// saysOurs adds to the reason of a row that the message calls itself one of ours, and is none that Activity knows.
func (p *planner) saysOurs(q *lead.Inquiry, reason string) string {
	if !q.FromUs || q.Kind == lead.OwnMail && q.Unproven == "" {
		return reason
	}
	return outcomes.JoinReasons(reason, p.texts.ByMail.Forged)
}
