package outgoing

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

const (
	// answersFor is how long after a person's mail they are told what became of it.
	answersFor = 24 * time.Hour
	// mostOfWhy is how much of a server's refusal the system owner is told, in characters.
	mostOfWhy = 200
	// mostReturned is how many mails of a person are given back in that time: a program may be answering us.
	mostReturned = 10
)

// answer is what Activity says of one mail in which a person answered a message of ours.
type answer struct {
	person, key string
	leads       []string
	did, why    []string
	text        string // what was no command, and may be for the customer
}

// answers tells people what became of what they have mailed: it was done, or it was not and why.
func (p *planner) answers() {
	for _, a := range p.answered() {
		m := p.Policy.FindPerson(a.person)
		if m == nil || m.Email == "" || !p.Ways[lead.WayMail] {
			continue
		}
		want := Intent{Say: strings.Join(a.did, ", "), Message: lead.Message{Occasion: lead.TellDone, Key: a.key,
			Leads: a.leads, Person: m.Name, To: m.Email}}
		if len(a.leads) == 1 {
			want.Lead = a.leads[0]
		}
		if len(a.why)+len(a.text) > 0 || len(a.did) == 0 {
			want.Occasion, want.Say = lead.TellReturned, a.text
			if len(a.did) > 0 {
				a.why = append([]string{p.Policy.Words.Texts().ByMail.Done.With(strings.Join(a.did, ", "))}, a.why...)
			}
			want.Why = strings.Join(a.why, ". ")
		}
		for _, c := range p.Came {
			if c.Inquiry.Key != a.key {
				continue
			}
			if c.Inquiry.MessageID != "" {
				want.thread("<" + c.Inquiry.MessageID + ">")
			}
			if c.Inquiry.ToUs != nil {
				want.Say = asTyped(want.Say, c.Inquiry.ToUs.Text)
			}
		}
		if want.Occasion == lead.TellDone || p.claims.Of(want.Occasion, want.Lead, want.Recipient(), want.Key) != nil ||
			p.returned(m.Name) < mostReturned {
			p.want(want)
		}
	}
}

// answered reads out of Activity what people have mailed lately, in the order in which it came.
func (p *planner) answered() (out []*answer) {
	by := map[string]*answer{}
	say := func(e *lead.Event, text func(*words.ByMailTexts) string) bool {
		return p.Policy.Words.Any(func(t *words.Texts) bool { return text(&t.ByMail) == e.To })
	}
	for i := p.lately(); i < len(p.Events); i++ {
		e := &p.Events[i]
		key := e.From
		if e.What == lead.Did {
			key = lead.FactOf(e.To, lead.FactMail)
		}
		if e.Column != lead.AnswerToUs || key == "" || e.What != lead.Did && e.What != lead.Noted {
			continue
		}
		a := by[key]
		if a == nil {
			a = &answer{person: e.By, key: key}
			by[key], out = a, append(out, a)
		}
		if e.OfLead() && !slices.Contains(a.leads, e.Lead) {
			a.leads = append(a.leads, e.Lead)
		}
		switch {
		case e.What == lead.Did:
			a.did = append(a.did, e.Lead+" "+e.Why)
		case say(e, func(t *words.ByMailTexts) string { return t.NoCommand }), say(e, rest):
			a.text = e.Why
		case e.Why == "":
			a.why = append(a.why, e.To)
		default:
			a.why = append(a.why, p.Policy.Words.Texts().ByMail.DoneNot.With(words.Shorten(e.Why, 60), e.To))
		}
	}
	for _, a := range out {
		if len(a.leads) == 1 { // the message names it
			for n := range a.did {
				a.did[n] = strings.TrimPrefix(a.did[n], a.leads[0]+" ")
			}
		}
	}
	return out
}

// asTyped is a text of Activity, where it stands in one line, with the lines in which it was typed.
func asTyped(text, typed string) string {
	lines := strings.Split(typed, "\n")
	for n := range lines {
		if behind := strings.Join(lines[n:], "\n"); strings.Join(strings.Fields(behind), " ") == text {
			return strings.TrimSpace(behind)
		}
	}
	return text
}

func rest(t *words.ByMailTexts) string { return t.Rest }

// lately is the index of the first event of which people are still told.
func (p *planner) lately() int {
	i := len(p.Events)
	for ; i > 0; i-- {
		if at := p.recorded(i - 1); at.Before(p.began) || p.now.Sub(at) > answersFor {
			break
		}
	}
	return i
}

// returned counts the mails that were given back to a person lately.
func (p *planner) returned(person string) (n int) {
	for i := range p.claims.All {
		c := &p.claims.All[i]
		if c.Occasion == lead.TellReturned && c.Recipient == person && p.now.Sub(c.At) < answersFor {
			n++
		}
	}
	for i := range p.plan.Events {
		if e := &p.plan.Events[i]; e.What == lead.Sending && e.Column == string(lead.TellReturned) && e.From == person {
			n++
		}
	}
	return n
}

// unreached tells the system owner of messages to the team that were not sent or did not arrive: once a day for each
// address, and not of these messages themselves.
func (p *planner) unreached() {
	say := &p.Policy.Words.Texts().ByMail
	owner := p.Policy.FindPerson(p.Policy.SystemOwner)
	if owner == nil {
		return
	}
	for i := range p.claims.All {
		c := &p.claims.All[i]
		is := func(text func(*words.Texts) string) bool {
			return p.Policy.Words.Any(func(t *words.Texts) bool { return text(t) == c.Why })
		}
		if c.Outcome != lead.NotSent || c.Occasion.ToCustomer() || c.Ended.Before(p.began) ||
			p.now.Sub(c.Ended) > answersFor || is(func(t *words.Texts) string { return t.Outgoing.NotWanted }) {
			continue
		}
		bounced := is(func(t *words.Texts) string { return t.ByMail.Bounced })
		if c.Occasion == lead.TellUnreached {
			if !bounced {
				p.waits(c)
			}
			continue
		}
		what := say.Refused.With(c.Recipient, words.Shorten(c.Why, mostOfWhy))
		if bounced {
			what = say.Lost.With(c.Recipient)
		}
		ways := Ways(owner, p.Ways)
		if words.Same(c.Recipient, owner.Name) || lead.SameAddress(c.Recipient, owner.Email) { // it is that address
			ways = slices.DeleteFunc(slices.Clone(ways), func(w lead.Way) bool { return w == lead.WayMail })
		}
		if len(ways) == 0 {
			if !bounced {
				p.waits(c)
			}
			continue
		}
		day := c.Ended.In(p.Policy.Location()).Format(time.DateOnly)
		p.want(Intent{Say: what, Message: lead.Message{Occasion: lead.TellUnreached,
			Key: c.Recipient + " " + day, Person: owner.Name, To: owner.Email, Ways: ways}})
	}
}
