package demo

import (
	"time"

	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/rules/policy"
)

// mornings plans a look into the workbook on every day with work.
func (p *play) mornings(from, end time.Time) {
	for day := policy.DayAfter(from, 0); day.Before(end); day = policy.DayAfter(day, 1) {
		if begins, _, ok := p.cal.Day(day); ok {
			p.on(begins.Add(10*time.Minute), p.morning)
		}
	}
}

// morning is when everybody sees what is due today. Some do it.
func (p *play) morning() {
	p.whole = true
	for i := range p.state.Leads {
		l := &p.state.Leads[i]
		c := p.byLead[l.ID]
		if c == nil || c.busy || p.open(c) == nil || l.FirstResponse.IsZero() && !l.RespondBy.IsZero() {
			continue
		}
		who := p.worker(l)
		switch due := p.state.Policy.ContactDue(l, p.now); {
		case due && chance(c.random, who.diligence):
			c.busy = true
			p.within(minutes(c, 1, 480), func() { p.followsUp(c) })
		case due && !l.NextContact.Equal(policy.Midnight(p.now.In(p.cal.Location()))) && chance(c.random, 0.12):
			p.edit(c).NextContact = policy.Midnight(workdayAfter(p.cal, p.now, 2)) // it is put off once more
		case !due && l.NextContact.IsZero() && c.end == silent && !l.FirstResponse.IsZero():
			c.busy = true
			p.within(minutes(c, 1, 400), func() { p.givesUp(c) })
		case !due && c.end == silent && chance(c.random, 0.03*(1-who.diligence)/0.1):
			p.within(minutes(c, 1, 400), func() { p.givesUp(c) })
		}
	}
}

// followsUp is a step that is done.
func (p *play) followsUp(c *customer) {
	c.busy = false
	l := p.open(c)
	if l == nil || !p.state.Policy.ContactDue(l, p.now) {
		return
	}
	if p.kind(l) == policy.KindPostponed {
		p.asksAgain(c, l)
		return
	}
	if typed := l.NextStep != "" && !planned(&p.state, l); typed {
		p.edit(c).NextContact = policy.Midnight(workdayAfter(p.cal, p.now, 3+c.random.IntN(3)))
	}
	if c.phone != "" && c.end == silent && chance(c.random, 0.5) {
		p.types(c, "no answer")
		return
	}
	p.contacts(c, p.worker(l))
}

// planned reports whether leadsheet wrote the next step of a lead.
func planned(s *rules.State, l *lead.Lead) bool {
	for _, step := range s.Policy.FollowUp {
		if step.Do == l.NextStep {
			return true
		}
	}
	return false
}

// asksAgain is the day on which a customer wanted to be asked again.
func (p *play) asksAgain(c *customer, l *lead.Lead) {
	p.edit(c)
	l.Status, l.NextStep, l.NextContact = p.status(policy.KindWorking), "", time.Time{}
	p.contacts(c, p.worker(l))
	c.course = course{end: no, days: 4, reason: "Decision postponed"}
	if chance(c.random, 0.5) {
		c.course = course{end: lost, days: 9, value: 2800, reason: "Too expensive"}
	}
	p.goesOn(c)
}

// givesUp closes a lead that has not replied.
func (p *play) givesUp(c *customer) {
	c.busy = false
	p.types(c, "lost no response")
}
