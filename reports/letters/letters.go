// Package letters writes what is sent: the subject, the plain text and the HTML of every message to the team, and the
// HTML of messages to customers. It decides nothing: who is told what, and when, is decided before.
//
// Everything here is computed from its arguments. Texts of customers are cleaned, cut and escaped; nothing in a message
// is loaded from elsewhere.
package letters

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports"
	"leadsheet/reports/explain"
	"leadsheet/reports/facts"
	"leadsheet/reports/today"
	"leadsheet/rules/outgoing"
)

// Compose writes the texts of messages: in are the leads with all that this pass plans, now the time as of which the
// messages are.
func Compose(in reports.Input, intents []outgoing.Intent, links Links, now time.Time) []lead.Message {
	if len(intents) == 0 {
		return nil
	}
	c := newComposer(in, intents, links, now)
	out := make([]lead.Message, len(intents))
	for i := range intents {
		out[i] = c.compose(&intents[i])
	}
	return out
}

// composer writes the messages of one pass.
type composer struct {
	in    reports.Input
	links Links
	now   time.Time
	zone  *time.Location
	facts *facts.Dataset
	desk  *today.Desk
	texts *words.Texts
	say   *words.LetterTexts
	// events and rows are those of the leads that messages are about.
	events map[string][]lead.Event
	rows   map[string][]lead.IntakeRow
}

func newComposer(in reports.Input, intents []outgoing.Intent, links Links, now time.Time) *composer {
	c := &composer{in: in, links: links, zone: in.Policy.Location(), texts: in.Policy.Words.Texts(),
		events: map[string][]lead.Event{}, rows: map[string][]lead.IntakeRow{}}
	c.now, c.say = now.In(c.zone), &c.texts.Letters
	team := false
	for i := range intents {
		if id := intents[i].Lead; id != "" && !intents[i].Occasion.ToCustomer() {
			c.events[id] = nil
		}
		team = team || !intents[i].Occasion.ToCustomer()
	}
	if !team {
		return c
	}
	c.facts = facts.New(in, now)
	c.desk = today.NewDesk(c.facts)
	for i := range in.History {
		if e := &in.History[i]; e.OfLead() {
			if of, told := c.events[e.Lead]; told {
				c.events[e.Lead] = append(of, *e)
			}
		}
	}
	return c
}

// writers are who writes the messages of each occasion. A new occasion is a function and a line here.
func writers() map[lead.Occasion]func(*composer, *outgoing.Intent) (subject string, d document) {
	return map[lead.Occasion]func(*composer, *outgoing.Intent) (string, document){
		lead.TellNew:       (*composer).newLead,
		lead.TellHot:       (*composer).newLead,
		lead.TellWaits:     (*composer).waits,
		lead.TellHandOver:  (*composer).handedOver,
		lead.TellBounced:   (*composer).bounced,
		lead.TellBreaches:  (*composer).breaches,
		lead.TellDigest:    (*composer).digest,
		lead.TellWeek:      (*composer).week,
		lead.TellMonth:     (*composer).month,
		lead.TellWaiting:   (*composer).waiting,
		lead.TellBurst:     (*composer).burst,
		lead.TellDone:      (*composer).done,
		lead.TellReturned:  (*composer).returned,
		lead.TellUnreached: (*composer).unreached,
	}
}

func (c *composer) compose(i *outgoing.Intent) lead.Message {
	m := i.Message
	if m.Occasion.ToCustomer() {
		return c.toCustomer(i)
	}
	m.FromName = c.say.FromName
	if m.ReplyTo == "" {
		m.ReplyTo = c.mailbox()
	}
	write := writers()[m.Occasion]
	switch {
	case write == nil:
		return m
	case i.Lead == "" && len(i.Leads) > 0 && ofOneLead(i.Occasion):
		write = (*composer).several
	}
	subject, d := write(c, i)
	if m.Subject = line(subject, lineChars); m.Subject == "" { // nothing of what it should say can be seen
		m.Subject = c.say.FromName
	}
	if strings.TrimSpace(d.asText()) == "" {
		d.sentence(plain(m.Subject))
	}
	m.Text, m.HTML = d.asText(), d.asHTML(m.Subject)
	return m
}

// ofOneLead reports whether messages of an occasion are about a single lead, unless there are many at once.
func ofOneLead(o lead.Occasion) bool {
	switch o {
	case lead.TellNew, lead.TellHot, lead.TellWaits, lead.TellHandOver, lead.TellBounced:
		return true
	}
	return false
}

// explained is what happened to a lead and why it is as it is.
func (c *composer) explained(id string) explain.Explanation {
	in := explain.Input{Policy: c.in.Policy, History: c.events[id], Journals: c.in.Journals}
	if x, ok := c.desk.Case(id); ok {
		in.Leads = []lead.Lead{*x.Lead}
	}
	x, err := explain.Of(in, id, c.now)
	if err != nil {
		return explain.Explanation{}
	}
	return x
}

// when is a moment as people say it: today 14:30.
func (c *composer) when(t time.Time) string {
	t = t.In(c.zone)
	clock := t.Format("15:04")
	switch days := c.daysTo(t); {
	case days == 0:
		return c.say.TodayAt.With(clock)
	case days == 1:
		return c.say.TomorrowAt.With(clock)
	case days == -1:
		return c.say.YesterdayAt.With(clock)
	case days > -6 && days < 6:
		return c.say.DayAt.With(c.weekday(t), clock)
	}
	return c.texts.Dates.DateTime.With(c.weekday(t), c.date(t), clock)
}

// daysTo is how many days lie between today and the day of t.
func (c *composer) daysTo(t time.Time) int {
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC) }
	return int(day(t.In(c.zone)).Sub(day(c.now)).Hours()) / 24
}

// weekday is the short name of the day of t, which is in the zone.
func (c *composer) weekday(t time.Time) string {
	return strings.Fields(c.texts.Dates.Weekdays)[t.Weekday()]
}

// date is the day of t without its year, unless that is another one than now's.
func (c *composer) date(t time.Time) string {
	day, month := t.Format("2"), strings.Fields(c.texts.Dates.Months)[t.Month()-1]
	if t.Year() != c.now.Year() {
		return c.texts.Dates.DayOfYear.With(day, month, t.Format("2006"))
	}
	return c.texts.Dates.Day.With(day, month)
}

// since is the day since when somebody waits.
func (c *composer) since(t time.Time) string {
	t = t.In(c.zone)
	if days := c.daysTo(t); days > -7 && days <= 0 {
		return c.weekday(t)
	}
	return c.weekday(t) + " " + c.date(t)
}

// marked is a subject with the lead at its end. The parts are divided by dashes; blank ones are left out.
func (c *composer) marked(subject *words.Text1, id string, parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	text := subject.With(strings.Join(parts, c.dash()))
	if id == "" {
		return text
	}
	return c.say.Marked.With(text, line(id, 20))
}

// dash divides the parts of a subject.
func (c *composer) dash() string { return " " + c.say.Dash + " " }

// inSubject is somebody's text in a subject.
func inSubject(s string, n int) string { return isolated(line(s, n)) }

// team are the texts of messages about several leads.
func (c *composer) team() *words.TeamLetterTexts { return &c.texts.TeamLetters }
