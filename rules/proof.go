package rules

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/outcomes"
)

// Who a mail is from is what its sender says. A mail that claims to be from the team, and is not proven to be, answers
// nobody; a reply from an address that has not written before joins its thread, and Attention says so.

// withProof is a reason of Intake with what speaks against the sender.
func (p *planner) withProof(reason string, q *lead.Inquiry) string {
	if q.Unproven == "" {
		return reason
	}
	return outcomes.JoinReasons(reason, p.texts.Intake.Unproven.With(q.From, q.Unproven))
}

// sayUnproven notes at the leads that a mail would have answered that it does not count.
func (p *planner) sayUnproven(q *lead.Inquiry) {
	if q.Unproven == "" {
		return
	}
	for _, a := range p.answeredBy(q) {
		text := p.texts.Attention.Unproven.With(q.From, q.Unproven, p.policy.Words.Word(words.Commands, "done"),
			p.title(lead.ColDo))
		p.standing(p.rows[a.row].rec, q, text, "")
	}
}

// newAddress says at a lead that a reply in its thread came from an address that has not written for it before. Whoever
// knows a message of a thread can answer it, under any name.
func (p *planner) newAddress(i int, q *lead.Inquiry) {
	l := &p.rows[i].l
	if q.Channel != lead.ByMail || !lead.BySender(q) || q.Email == "" || strings.TrimSpace(l.Email) == "" ||
		lead.SameAddress(l.Email, q.Email) || p.isHistoric(q) {
		return
	}
	if outcomes.HasWritten(l.ID, q.From, p.state.Intake, p.work.Intake) {
		return
	}
	p.standing(p.rows[i].rec, q, p.texts.Attention.NewAddress.With(words.Shorten(q.Email, 100)), "")
}
