package demo

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy"
)

// day is a day of working time.
const day = 9 * time.Hour

// lostBy is the share of customers who go elsewhere when the first answer takes so much working time.
func lostBy(wait time.Duration) float64 {
	switch {
	case wait > 4*time.Hour:
		return 0.75
	case wait > 30*time.Minute:
		return 0.3
	}
	return 0
}

// arrive is what begins with a customer.
func (p *play) arrive(c *customer) {
	p.requests(c)
	switch c.end {
	case pitch:
		p.within(minutes(c, 20, 90), func() { p.types(c, "not a lead") })
		return
	case gone:
		p.within(minutes(c, 30, 200), func() { p.deletes(c) })
		return
	case same:
		p.within(minutes(c, 10, 60), func() { p.merges(c) })
		return
	}
	if c.source == "Phone" { // whoever took the call types it in, and then that it was one
		p.within(minutes(c, 6, 12), func() {
			p.types(c, "called")
			p.goesOn(c)
		})
		return
	}
	p.within(slot+time.Minute, func() { p.takes(c) })
}

// minutes are between two numbers, of a customer's own chance.
func minutes(c *customer, from, to int) time.Duration {
	return time.Duration(from+c.random.IntN(to-from)) * time.Minute
}

// takes is that somebody has a new lead, and will answer it.
func (p *play) takes(c *customer) {
	l := p.open(c)
	if l == nil || !l.FirstResponse.IsZero() {
		return
	}
	c.taken++
	taken, who := c.taken, p.worker(l)
	wait := delay(c.random, who.first, who.spread)
	if l.RespondBy.IsZero() && !l.NextContact.IsZero() { // of a list: it has a day
		wait = p.cal.WorkBetween(p.now, l.NextContact) + minutes(c, 10, 400)
	}
	if over := p.cal.WorkBetween(l.Received, p.now); c.forgotten > 0 {
		wait = max(wait, c.forgotten-over)
	}
	p.within(wait, func() {
		if l := p.open(c); l != nil && taken == c.taken {
			p.answersFirst(c, l, who)
		}
	})
	if l.RespondBy.IsZero() {
		return
	}
	late := max(0, p.cal.WorkBetween(p.now, l.RespondBy)) + p.state.Policy.HandOverAfter + 2*time.Minute
	p.within(late, func() { p.whole = p.whole || p.waits(c) })
	p.within(late+2*slot, func() {
		if taken == c.taken && p.waits(c) && p.worker(p.lead(c)) != who { // it has gone on to somebody else
			p.takes(c)
		}
	})
}

// waits reports whether a customer has had no first answer yet.
func (p *play) waits(c *customer) bool {
	l := p.open(c)
	return l != nil && l.FirstResponse.IsZero()
}

// answersFirst is the first contact.
func (p *play) answersFirst(c *customer, l *lead.Lead, who *person) {
	if !l.RespondBy.IsZero() && (c.end == won || c.end == lost) &&
		chance(c.random, lostBy(p.cal.WorkBetween(l.Received, p.now))) {
		c.course = course{end: no, days: 2, reason: "Chose a competitor"}
	}
	p.contacts(c, who)
	if c.source == "Referral" { // the mail does not say so; whoever answers asks
		p.edit(c).Source = c.source
	}
	p.goesOn(c)
}

// contacts is a mail to a customer, or a call where there is no address or the number is at hand.
func (p *play) contacts(c *customer, who *person) {
	if c.email == "" || c.phone != "" && chance(c.random, 0.2) {
		p.types(c, "called")
		return
	}
	p.mail(c, who, "Re: "+c.subject)
}

// types is a word in the column Do of an open lead.
func (p *play) types(c *customer, command string) {
	if l := p.editOpen(c); l != nil {
		l.Do = command
	}
}

// deletes is somebody who deletes the row.
func (p *play) deletes(c *customer) {
	if l := p.edit(c); l != nil {
		p.whole = true
		p.state.Leads = slices.Delete(p.state.Leads, l.Ref, l.Ref+1)
		for i := range p.state.Leads {
			p.state.Leads[i].Ref = i
		}
	}
}

// merges is somebody who sees that it is the same request as another one.
func (p *play) merges(c *customer) {
	for _, o := range p.customers {
		if o != c && o.company == c.of && o.id != "" {
			p.touch(o)
			p.types(c, "same as "+o.id)
		}
	}
}

// goesOn plans the rest of the way of a customer who has been contacted.
func (p *play) goesOn(c *customer) {
	end := time.Duration(c.days) * day
	at := func(share float64) time.Duration { return time.Duration(share*float64(end)) + minutes(c, 5, 150) }
	if c.end != silent && c.email != "" {
		p.on(p.awake(c, p.now.Add(minutes(c, 60, 1600))), func() { p.repliesTo(c) })
	}
	switch c.end {
	case won, lost:
		p.within(at(0.25), func() { p.qualifies(c) })
		p.within(at(0.4), func() { p.offers(c) })
		if c.end == won {
			p.within(max(at(1), at(0.4)+time.Hour), func() { p.wins(c) })
		} else {
			p.within(max(at(1), at(0.4)+time.Hour), func() { p.types(c, "lost "+c.reason) })
		}
	case no:
		if c.days > 4 {
			p.within(at(0.4), func() { p.qualifies(c) })
		}
		p.within(at(1), func() { p.types(c, "lost "+c.reason) })
	case unfit:
		p.within(at(1), func() {
			if l := p.editOpen(c); l != nil {
				l.Status, l.RefusalReason = p.status(policy.KindUnqualified), c.reason
			}
		})
	case later:
		p.within(at(1), func() {
			if l := p.editOpen(c); l != nil {
				l.Status, l.NextStep = p.status(policy.KindPostponed), "Ask again"
				l.NextContact = policy.Midnight(workdayAfter(p.cal, p.now, c.again))
			}
		})
	}
}

func (p *play) status(kind policy.StatusKind) string { return p.state.Policy.StatusOf(kind) }

// awake is a time of day at which customers write: the same one, or the next morning.
func (p *play) awake(c *customer, at time.Time) time.Time {
	at = at.In(p.cal.Location())
	if h := at.Hour(); h < 7 || h > 21 {
		next := at
		if h > 21 {
			next = policy.DayAfter(at, 1)
		}
		return p.cal.Clock(next, 8*60).Add(minutes(c, 0, 180))
	}
	return at
}

// replies are what customers write in the middle of a conversation.
var replies = []string{
	"Thank you for the quick answer. Could you send us two or three examples?",
	"That sounds good. What would it cost, roughly?",
	"Yes, tomorrow afternoon suits us. Please call the office.",
	"We have talked about it: how long would you need?",
	"Could you also do the printing?",
	"My partner asks whether we can see a first sketch.",
	"Fine. Which files do you need from us?",
	"We would like to see you next week. When could you come?",
}

// repliesTo is a customer's next message, which somebody answers.
func (p *play) repliesTo(c *customer) {
	if p.open(c) == nil {
		return
	}
	if c.end != unfit && chance(c.random, 0.1) {
		p.thanks(c)
		return
	}
	p.writes(c, "Re: "+c.subject, replies[c.random.IntN(len(replies))])
	p.within(2*time.Minute, func() { p.answersLater(c) })
}

// answersLater plans the answer to a message that waits.
func (p *play) answersLater(c *customer) {
	l := p.lead(c)
	if l == nil {
		return
	}
	who := p.worker(l)
	p.within(delay(c.random, who.next, who.spread), func() {
		l := p.lead(c)
		if l == nil || l.WaitingSince.IsZero() {
			return
		}
		who := p.worker(l)
		p.mail(c, who, "Re: "+c.subject)
		if p.kind(l).Open() && l.NextContact.IsZero() && chance(c.random, who.diligence) {
			p.edit(c)
			l.NextStep = "Hear what they say"
			l.NextContact = policy.Midnight(workdayAfter(p.cal, p.now, 3+c.random.IntN(3)))
		}
	})
}

// comments are what people note beside a lead. Most note nothing.
var comments = []string{"Budget is set, the owner decides", "", "", "Wants to start next month", "",
	"Has seen our work at a friend's", "", "", "Compares three offers", "", "Call after 14:00", ""}

// qualifies is that need, budget and time are known.
func (p *play) qualifies(c *customer) {
	l := p.editOpen(c)
	if l == nil || p.kind(l) == policy.KindDeal {
		return
	}
	l.Status = p.status(policy.KindQualifying)
	l.Comment = comments[(c.day+c.minute)%len(comments)]
	if l.Quality == "" {
		l.Quality = "warm"
		if c.end == won && chance(c.random, 0.5) {
			l.Quality = "hot"
		}
	}
	if chance(c.random, p.worker(l).diligence) {
		l.NextStep = "Send the offer"
		l.NextContact = policy.Midnight(workdayAfter(p.cal, p.now, 2+c.random.IntN(2)))
	}
}

// offers is a mail with an offer; the lead is a deal then, with a value.
func (p *play) offers(c *customer) {
	l := p.open(c)
	if l == nil {
		return
	}
	c.offered = true
	if c.email == "" {
		p.types(c, "offer sent")
	} else {
		p.mail(c, p.worker(l), "Offer for "+c.company)
	}
	p.within(minutes(c, 6, 25), func() {
		if l := p.editOpen(c); l != nil {
			l.Status, l.Value, l.HasValue = p.status(policy.KindDeal), c.value, true
			l.NextStep = "Talk about the offer"
			l.NextContact = policy.Midnight(workdayAfter(p.cal, p.now, 1+c.random.IntN(3)))
		}
	})
	if c.email != "" && chance(c.random, 0.7) {
		p.on(p.awake(c, p.now.Add(minutes(c, 200, 3000))), func() { p.repliesTo(c) })
	}
}

// wins is an order, and what may come after it.
func (p *play) wins(c *customer) {
	p.types(c, "won")
	if c.fixed > 0 {
		p.within(3*day, func() {
			if l := p.edit(c); l != nil {
				l.Value = c.fixed
			}
		})
	}
	if c.asks > 0 && c.email != "" {
		p.within(time.Duration(c.asks)*day, func() {
			p.writes(c, "Re: "+c.subject, "One question about our order: when will the first drafts come?")
			p.within(2*time.Minute, func() { p.answersLater(c) })
		})
	}
}
