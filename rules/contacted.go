package rules

import (
	"cmp"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
	"leadsheet/rules/history"
)

// takeContacted does what people say who have typed rows into Activity, once for each: a call counts as one that is
// typed into Do. Of rows of one lead that say the same of the same time, as many count as there are.
func (p *planner) takeContacted() {
	seen, n := map[string]int{}, 0
	for k := range p.state.Contacted {
		c := &p.state.Contacted[k]
		i := p.rowOf(strings.ToUpper(strings.TrimSpace(c.Lead)))
		if i < 0 || p.rows[i].skip {
			continue
		}
		rec, text := p.rows[i].rec, history.CommandText(strings.TrimSpace(c.What+" "+c.When()))
		if seen[rec.ID+text]++; seen[rec.ID+text] <= rec.Contacted[text] || !p.hasRoom(&n) {
			continue
		}
		p.handlePending(i)
		o := typedCommand{Command: command.Contacted(p.policy.Words, c, p.then.In(p.policy.Location())), text: text,
			rest: strings.Trim(c.By+": "+c.Why, " :"), row: noLead, column: lead.ColWhat}
		if why := p.cannot(i, &typedCommand{Command: command.Command{Verb: command.Called, At: o.At}}); why != "" {
			p.event(rec, lead.Event{What: lead.Noted, Column: lead.ColWhat, From: text, By: byUs,
				Why: p.texts.Clocks.NotCounted.With(words.Shorten(why, history.RecordedLength))})
			continue
		}
		o.At = cmp.Or(o.At, p.then)
		o.cells, _, _ = p.actsOf(i).Of(&o.Command)
		p.perform(i, &o, nil)
	}
}
