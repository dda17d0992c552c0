package rules

import (
	"cmp"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/cadence"
	"leadsheet/rules/history"
	"leadsheet/rules/matching"
	"leadsheet/rules/outcomes"
)

// followUps plans the next step of the leads where no person has planned anything, as the tab Follow-up says, and
// writes down what became of the last one.
func (p *planner) followUps() {
	n := 0
	for i := range p.rows {
		e := &p.rows[i]
		if e.skip || e.todo != nothing || e.rec == nil || e.rec.Follow == nil {
			continue
		}
		d := e.rec.Follow.Decide(p.followed(i), p.policy.FollowUp, p.policy.Calendar, p.texts.Follow.CallAgain, p.now)
		e.rec.Follow.Closing = d.Close
		if d.IsNothing() || !e.touched && !e.isNew && !p.hasRoom(&n) {
			continue
		}
		p.stepEvents(i, d.Ends(e.rec.Follow, p.stepDay(i), p.texts))
		if d.Next.Any() || d.Clear {
			p.setText(i, lead.ColNextStep, d.Next.Do, "follow-up")
			p.setTime(i, lead.ColNextContact, d.Due, "follow-up")
		}
		if d.Next.Any() {
			p.event(e.rec, lead.Event{What: lead.Planned, Column: lead.ColNextStep, By: byUs,
				To: lead.FormatFacts(p.history.Planned(d.Next, d.Due)), Why: d.Next.Why(p.policy.Words)})
		}
		p.recordAs(i, lead.ColNextStep, byUs, d.Outcome.Why(p.texts))
		p.recordAs(i, lead.ColNextContact, byUs, d.Outcome.Why(p.texts))
	}
}

// bouncedStep takes back what a mail of that time has done for the follow-up of a lead: it did not arrive. The step
// stands again for its day.
func (p *planner) bouncedStep(i int, sent time.Time, why string) {
	rec := p.rows[i].rec
	if rec.Follow == nil {
		return
	}
	u := rec.Follow.Unsend(second(sent), p.followed(i), why)
	p.stepEvents(i, u.Events)
	if !u.Rewrite {
		return
	}
	due, _ := history.ParseWall(u.Day, p.policy.Location())
	p.setText(i, lead.ColNextStep, u.Step.Do, why)
	p.setTime(i, lead.ColNextContact, due, why)
	if u.Step.Any() {
		p.event(rec, lead.Event{What: lead.Planned, Column: lead.ColNextStep, By: byUs, Why: why,
			To: lead.FormatFacts(p.history.Planned(u.Step, due))})
	}
	p.recordAs(i, lead.ColNextStep, byUs, why)
	p.recordAs(i, lead.ColNextContact, byUs, why)
}

// stepDay is the day of the plan of a row, as Activity keeps it.
func (p *planner) stepDay(i int) string {
	return p.rows[i].rec.At[history.TrackedIndex(lead.ColNextContact)]
}

// stepEvents writes down what became of steps.
func (p *planner) stepEvents(i int, events []lead.Event) {
	for n := range events {
		p.eventAt(p.rows[i].rec, cmp.Or(events[n].Time, p.now), events[n])
	}
}

// followed is what the rules of the follow-up look at in a row.
func (p *planner) followed(i int) *cadence.Row {
	l := &p.rows[i].l
	kind, _ := p.kinds.Of(l.Status)
	fixed := func(column string) bool { return !p.hasColumn(column) || lead.IsBad(l, column) || l.IsUnknown(column) }
	return &cadence.Row{Received: l.Received, Status: l.Status, Quality: l.Quality, Kind: kind, Open: p.kinds.Open(l),
		OptedOut: !p.history.OptedOut(p.rows[i].rec, l).IsZero(), HasStep: strings.TrimSpace(l.NextStep) != "",
		HasDate: !l.NextContact.IsZero(), Fixed: fixed(lead.ColNextStep) || fixed(lead.ColNextContact)}
}

// noteOffer writes down that a mail of ours brings an offer: its subject says so, which is not the customer's own, or
// the name of an attached file. A subject that we have written before brings none while the offer stands.
func (p *planner) noteOffer(i int, q *lead.Inquiry) {
	rec := p.rows[i].rec
	subjects := p.subjectsOf(rec.ID)
	if _, named := cadence.OfferIn(q.Subject); named && rec.Follow != nil && rec.Follow.Offer.IsZero() {
		subjects = outcomes.SubjectsOf(rec.ID, p.team, p.state.Intake, p.work.Intake)
	}
	topic := matching.OwnTopic(q.Subject, subjects)
	if what, ok := cadence.OfferIn(append([]string{topic}, q.Attached...)...); ok {
		p.eventAt(rec, p.received(q), lead.Event{What: lead.OfferMailed, By: q.From, Why: what})
	}
}
