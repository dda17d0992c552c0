package rules

import (
	"leadsheet/lead"
	"leadsheet/rules/history"
)

// began writes down that a lead begins with what its row holds, and more facts. assigned says that its owner was chosen
// by the rule.
func (p *planner) began(i int, e lead.Event, assigned bool, more ...lead.Fact) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	with := func(k int) bool { return k != history.InFirst } // an answer is an event of its own
	facts := p.history.Facts(rec, l, with)
	if assigned {
		facts = append(facts, lead.Fact{Name: lead.FactAssigned, Text: "true", Raw: true})
	}
	e.To = lead.FormatFacts(append(facts, more...))
	p.event(rec, e)
}

// baseline writes down what earlier versions did not of a lead that they knew: before it is compared or changed, so
// that nothing that stood there is taken for an edit. What they did record is compared with that.
func (p *planner) baseline(i int) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	facts := p.history.Facts(rec, l, func(k int) bool { return k >= history.TrackedBefore })
	facts = append(facts, lead.Fact{Name: lead.LeadColumn(lead.ColFirstResponse).Fact(), Text: rec.At[history.InFirst]})
	p.event(rec, lead.Event{What: lead.Baseline, To: lead.FormatFacts(facts), By: byUs, Why: p.texts.Activity.Upgraded})
}

// recordWritten makes an event of what leadsheet has written into a tracked column without one, so that it is never
// taken for a person's edit.
func (p *planner) recordWritten(i int, column string) {
	if p.rows[i].rec != nil {
		p.recordAs(i, column, byUs, p.texts.Activity.TakenOver)
	}
}
