package rules

import (
	"strings"

	"leadsheet/lead"
)

// factAssigned says among the facts of a lead that its owner was chosen by the rule: such choices are counted.
const factAssigned = "assigned"

// trackedBefore is how many of the tracked columns earlier versions recorded. They are in the history of every lead;
// what the others held is known from the facts on.
const trackedBefore = 8

// factNames are the names of the tracked columns among facts, by their places in record.at.
var factNames = func() []string {
	var names []string
	for _, c := range lead.TrackedColumns() {
		names = append(names, c.Fact())
	}
	return names
}()

// facts are what an event says of a row: when it came in and is due, and the tracked columns that with says.
func (p *planner) facts(rec *record, l *lead.Lead, with func(k int) bool) []lead.Fact {
	facts := make([]lead.Fact, 0, len(factNames)+3)
	for _, column := range [...]string{lead.ColReceived, lead.ColRespondBy} {
		c := lead.LeadColumn(column)
		facts = append(facts, lead.Fact{Name: c.Fact(), Text: p.timeText(*c.Time(l))})
	}
	for k, c := range lead.TrackedColumns() {
		if with(k) && (k != inDetails || !p.absent[k]) { // without their column, details are not stored
			facts = append(facts, lead.Fact{Name: factNames[k], Text: p.recordedAs(rec, l, k), Raw: c.Number != nil})
		}
	}
	return facts
}

// began writes down that a lead begins with what its row holds, and more facts. assigned says that its owner was chosen
// by the rule.
func (p *planner) began(i int, e lead.Event, assigned bool, more ...lead.Fact) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	facts := p.facts(rec, l, func(k int) bool { return k != inFirst }) // an answer is an event of its own
	if assigned {
		facts = append(facts, lead.Fact{Name: factAssigned, Text: "true", Raw: true})
	}
	e.To = lead.FormatFacts(append(facts, more...))
	p.event(rec, e)
}

// baseline writes down what earlier versions did not of a lead that they knew: before it is compared or changed, so
// that nothing that stood there is taken for an edit. What they did record is compared with that.
func (p *planner) baseline(i int) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	facts := p.facts(rec, l, func(k int) bool { return k >= trackedBefore })
	facts = append(facts, lead.Fact{Name: factNames[inFirst], Text: rec.at[inFirst]})
	p.event(rec, lead.Event{What: lead.Baseline, To: lead.FormatFacts(facts), By: byUs, Why: p.texts.Activity.Upgraded})
}

// foldFacts adds the facts of an event to what is known of its lead. Events of earlier versions have none.
func (p *planner) foldFacts(rec *record, e *lead.Event) {
	if !strings.HasPrefix(e.To, "{") {
		return
	}
	from := 0
	if e.What == lead.Baseline {
		from = trackedBefore
	}
	clear(rec.at[from:])
	assigned := false
	rec.facts = lead.EachFact(e.To, func(name, text string) {
		assigned = assigned || name == factAssigned
		rec.listed = rec.listed || name == lead.FactList
		for k, n := range factNames {
			if n == name {
				rec.at[k] = text
				break
			}
		}
	})
	if e.What != lead.Baseline && rec.at[inStatus] != "" {
		if rec.base = rec.at[inStatus]; rec.reverted != "" {
			rec.reverted = ""
		}
		p.foldEnding(rec, &lead.Event{What: e.What, To: rec.base})
	}
	if assigned {
		p.countAssignment(rec.at[inOwner], e.Time)
	}
}

// recordWritten makes an event of what leadsheet has written into a tracked column without one, so that it is never
// taken for a person's edit.
func (p *planner) recordWritten(i int, column string) {
	k := trackedIndex(column)
	rec := p.rows[i].rec
	if k < 0 || rec == nil || p.unchanged(rec, &p.rows[i].l, k) {
		return
	}
	p.event(rec, lead.Event{What: lead.Changed, Column: column, From: rec.at[k], To: p.recordedAs(rec, &p.rows[i].l, k),
		By: byUs, Why: p.texts.Activity.TakenOver})
}
