package rules

import (
	"strings"

	"leadsheet/intake/ledger/packed"
	"leadsheet/lead"
	"leadsheet/rules/command"
	"leadsheet/rules/history"
	"leadsheet/rules/policy"
)

// A row that is not a lead was taken for one, and is none: it has no clock and stands in no figure. Nothing joins it,
// and it joins nothing. Further mails from its address make no row, unless the same contact has one that is a lead.

// isNoLead reports whether a row has a status of that kind.
func (p *planner) isNoLead(row int) bool {
	kind, _ := p.kinds.Of(p.rows[row].l.Status)
	return kind == policy.KindNoLead
}

// notALead says why a mail makes no row: its sender has one that is not a lead. That a person has written again is kept
// with that row. "" for a mail that makes one.
func (p *planner) notALead(q *lead.Inquiry) string {
	i, ok := p.noLeadOf(q.Email)
	was := p.state.Memory.Person(lead.Contact{Email: q.Email}, "")
	archived := was.Flags&packed.NoLead != 0 && len(was.ByAddress) == 1
	if rule := p.senderRule(q); !ok && !archived || !lead.BySender(q) || rule != nil && rule.Then != lead.IgnoreSender {
		return ""
	}
	if !ok {
		return p.texts.Intake.NotALead.With(was.ByAddress[0])
	}
	p.handlePending(i)
	if !p.isNoLead(i) {
		return ""
	}
	rec := p.rows[i].rec
	p.eventAt(rec, p.received(q), lead.Event{What: lead.Inquired, From: q.Where, By: q.Email, Why: p.summary(q)})
	return p.texts.Intake.NotALead.With(rec.ID)
}

// noLeadOf returns the last row with exactly that address that is not a lead. The rows are indexed once, when the first
// mail asks: most passes have none.
func (p *planner) noLeadOf(address string) (row int, ok bool) {
	if p.noLeads == nil {
		p.noLeads = map[string]int{}
		for i := range p.rows {
			if l := &p.rows[i].l; !p.rows[i].skip && l.Email != "" && p.rows[i].rec != nil && p.isNoLead(i) {
				p.noLeads[addressKey(l.Email)] = i
			}
		}
	}
	row, ok = p.noLeads[addressKey(address)]
	return row, ok && addressKey(address) != ""
}

func addressKey(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// reopen gives a lead the status back that it had before its end. Within a day of that the customer waits again who
// waited then; of a row that was not a lead, whenever it was.
func (p *planner) reopen(i int, to, why string) {
	rec := p.rows[i].rec
	before, _ := p.kinds.Of(p.rows[i].l.Status)
	now, _ := p.kinds.Of(to)
	p.setStatus(i, to, why)
	if n := len(rec.Acts); n > 0 && rec.Acts[n-1].Verb == command.NotALead {
		p.undone(rec, &rec.Acts[n-1].Event)
	} else {
		p.statusBack(i, before, now)
	}
	p.rowAgain(rec)
}

// reopened is the status of a lead that has not ended after all: the one that it had before.
func (p *planner) reopened(rec *history.Record) string {
	if rec.LastOpen != "" && p.policy.FindStatus(rec.LastOpen) != nil {
		return rec.LastOpen
	}
	if s := p.policy.StatusOf(policy.KindWorking); s != "" {
		return s
	}
	return p.policy.First()
}
