package moments

import (
	"slices"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
)

// knowledge is what Activity and Intake say of when things happened to a lead: the moments that its cells may show, the
// later ones at the end.
type knowledge struct {
	facts    bool // the history says what the row held
	received []time.Time
	asked    []time.Time
	due      []time.Time
	response []time.Time
	contacts []time.Time
	typed    bool        // the present First response is a person's
	added    []time.Time // when a row that somebody has added was seen; none for other leads
}

// known collects it for every lead of the history.
func (b *Book) known() map[string]*knowledge {
	known := make(map[string]*knowledge, len(b.Leads))
	for i := range b.History {
		e := &b.History[i]
		if !e.OfLead() {
			continue
		}
		k := known[e.Lead]
		if k == nil {
			k = &knowledge{}
			known[e.Lead] = k
		}
		b.add(k, e)
	}
	for i := range b.Intake {
		r := &b.Intake[i]
		if k := known[r.Lead]; k != nil && !r.Received.IsZero() {
			k.contacts = append(k.contacts, r.Received)
			if !k.facts && r.Outcome == lead.NewLead {
				k.received = append(k.received, r.Received)
			}
		}
	}
	return known
}

// add adds an event to what is known of its lead.
func (b *Book) add(k *knowledge, e *lead.Event) {
	k.contacts = append(k.contacts, e.Time)
	to, from := b.moment(e.To), b.moment(e.From)
	switch e.What {
	case lead.Created, lead.Adopted, lead.Baseline, lead.Typed:
		b.addFacts(k, e)
	case lead.Merged:
		for _, facts := range []string{e.From, e.To} {
			lead.EachFact(facts, func(name, text string) { k.addFact(name, b.moment(text)) })
		}
	case lead.Did: // a call may have been at another time
		lead.EachFact(e.To, func(_, text string) { k.contacts = add(k.contacts, b.moment(text)) })
	case lead.Asked:
		k.asked, k.due = add(k.asked, e.Time), add(k.due, to)
	case lead.Reopened:
		k.asked, k.typed = add(k.asked, e.Time), false
	case lead.Responded:
		k.typed = e.By == lead.ByTeam && b.Words.Any(func(t *words.Texts) bool { return e.Why == t.Activity.Typed })
		if !k.typed {
			k.response, k.contacts = add(k.response, to), add(k.contacts, to)
		}
	case lead.Answered:
		k.contacts = add(k.contacts, to)
	case lead.Changed, lead.Noted:
		switch {
		case e.Column == lead.ColRespondBy:
			k.due = add(add(k.due, from), to)
		case e.Column == lead.ColFirstResponse && e.By != lead.ByTeam:
			k.response, k.contacts = add(k.response, to), add(k.contacts, to)
		}
	}
}

// addFacts adds what an event says of the row. When a row that somebody has added came in is theirs, unless it says
// just when it was added: then leadsheet has filled it in.
func (b *Book) addFacts(k *knowledge, e *lead.Event) {
	switch e.What {
	case lead.Created:
		k.added = nil
	case lead.Adopted, lead.Typed:
		k.added = append(k.added, e.Time)
	}
	has := lead.EachFact(e.To, func(name, text string) {
		at, c := b.moment(text), lead.FactColumn(name)
		if c != nil && c.Title == lead.ColReceived && len(k.added) > 0 && !slices.ContainsFunc(k.added, at.Equal) {
			return
		}
		k.addFact(name, at)
	})
	k.facts = k.facts || has
}

func (k *knowledge) addFact(name string, at time.Time) {
	c := lead.FactColumn(name)
	if c == nil || at.IsZero() {
		return
	}
	switch c.Title {
	case lead.ColReceived:
		k.received, k.contacts = add(k.received, at), add(k.contacts, at)
	case lead.ColRespondBy:
		k.due = add(k.due, at)
	case lead.ColFirstResponse:
		k.response, k.contacts = add(k.response, at), add(k.contacts, at)
	case lead.ColLastActivity:
		k.contacts = add(k.contacts, at)
	}
}

func add(list []time.Time, t time.Time) []time.Time {
	if t.IsZero() || slices.ContainsFunc(list, t.Equal) {
		return list
	}
	return append(list, t)
}

// moment is a time as Activity keeps one that leadsheet has written; zero for another text.
func (b *Book) moment(text string) time.Time {
	if len(text) < len(time.DateOnly) || text[0] < '0' || text[0] > '9' {
		return time.Time{}
	}
	t, _ := lead.ParseMoment(text, b.Zones.Journals)
	return t
}
