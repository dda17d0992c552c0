package today

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/canvas"
	"leadsheet/reports/facts"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

// urgency is the class of a task on the tab Today, worst first (docs/definitions.md, section 11).
type urgency uint8

const (
	responseLate urgency = iota
	responseDue
	neverContacted
	followUpLate
	followUpToday
	toLook
	noOwner
	noNextStep
	ruleProblem
)

// task is one lead that needs something today; what else it needs is in the same line
// (docs/definitions.md, section 11).
type task struct {
	lead  *facts.Lead // nil for what is to be done with no lead
	title string
	// tab and key say to which row the title leads.
	tab, key string

	doer  string // whose it is; "" for nobody's
	block block
	class urgency
	what  []string
	need  string // the request that nobody has answered yet; "" when somebody has
	since string
	when  time.Time // the older, the worse
	step  time.Time // what is of the same step is equally late
	merit merit
}

// whatChars is how many characters of text the column What has room for.
const whatChars = 90

// addTask says that a lead needs something: its class, in words, since when in words, and since when for the order.
type addTask func(class urgency, what, since string, when time.Time)

// taskRules say what a lead may need, in the order in which they stand in its line. A new one is a function and a line
// here.
func taskRules() []func(b *dataset, c *facts.Lead, add addTask) {
	return []func(*dataset, *facts.Lead, addTask){
		(*dataset).turnTask,
		(*dataset).responseTask,
		(*dataset).followUpTask,
		(*dataset).wonTask,
		(*dataset).ownerTask,
		(*dataset).remarkTask,
	}
}

// text is what the lead needs, and what the customer wants as far as there is room. The first need is said whole.
func (t *task) text() string {
	text := words.OneLine(strings.Join(append(t.merit.marks(), t.what[0]), " · "))
	for _, what := range t.what[1:] {
		room := whatChars - utf8.RuneCountInString(text+" · ")
		if room < 20 {
			break
		}
		text += " · " + canvas.Clip(what, room)
	}
	if room := whatChars - utf8.RuneCountInString(text) - len(` · ""`); t.need != "" && room >= 20 {
		text += " · " + turns.Said(&turns.Turn{Text: t.need}, room)
	}
	return text
}

// fitted is a sentence with as much of what was said as the column What has room for, behind some marks.
func fitted(t *turns.Turn, marks []string, sentence func(said string) string) string {
	room := whatChars - utf8.RuneCountInString(sentence(`""`))
	for _, m := range marks {
		room -= utf8.RuneCountInString(m + " · ")
	}
	return sentence(turns.Said(t, max(room, 20)))
}

// taskOf returns what a lead needs; false when it needs nothing.
func (b *dataset) taskOf(c *facts.Lead) (task, bool) {
	t := task{lead: c, title: c.Title(b.Say), tab: lead.TabLeads, key: c.ID, class: ruleProblem, when: c.Received}
	if c.Duplicate && !c.Open && !c.Waits {
		return t, false
	}
	add := func(class urgency, what, since string, when time.Time) {
		if len(t.what) == 0 || class < t.class {
			t.class, t.since, t.when = class, since, when
		}
		t.what = append(t.what, what)
	}
	for _, rule := range taskRules() {
		rule(b, c, add)
	}
	if c.Waits && c.Turn.First {
		t.need = c.Need
	}
	if len(t.what) == 0 {
		return t, false
	}
	t.doer, t.block = b.doerOf(c)
	b.standIn(&t)
	t.merit, t.step = b.meritOf(c), b.stepOf(t.class, t.when)
	b.withoutStranger(&t)
	return t, true
}

// turnTask says that a customer waits for the answer to a message after the first, also where the lead has ended.
func (b *dataset) turnTask(c *facts.Lead, add addTask) {
	if !c.Waits || c.Turn.First {
		return
	}
	class, since := responseDue, b.Say.Today.CameIn.With(b.day(c.Turn.Since))
	if b.Now.After(c.Turn.Due) {
		class, since = responseLate, b.Lateness(c.Turn.Due)
	}
	add(class, fitted(&c.Turn, b.meritOf(c).marks(), func(said string) string {
		return b.Say.Today.Waits.With(b.DayAndTime(c.Turn.Since), said, b.Moment(c.Turn.Due))
	}), since, c.Turn.Due)
}

func (b *dataset) responseTask(c *facts.Lead, add addTask) {
	if !c.Open {
		return
	}
	due, since := c.RespondBy, c.Cycle()
	state := c.Response(b.Now)
	if c.Waits && c.Turn.First {
		due, since = c.Turn.Due, c.Turn.Since
	} else if c.Duplicate || state != facts.Waiting && state != facts.WaitingLate {
		return
	}
	if b.Now.After(due) {
		add(responseLate, b.Say.Today.Respond.With(b.Moment(due)), b.Lateness(due), due)
		return
	}
	add(responseDue, b.Say.Attention.RespondBy.With(b.Moment(due)), b.Say.Today.CameIn.With(b.day(since)), due)
}

func (b *dataset) followUpTask(c *facts.Lead, add addTask) {
	if !c.Open {
		return
	}
	say, title := &b.Say.Today, b.LeadsTitle
	step := cmp.Or(words.OneLine(c.NextStep), say.ContactAgain)
	state := c.Response(b.Now)
	fresh := state == facts.Waiting || state == facts.WaitingLate
	switch n := b.LateDays(c); {
	case n > 0:
		add(followUpLate, say.FollowUp.With(step), b.Say.Attention.DaysLate.Count(n), b.DueDay(c))
	case !c.NextContact.IsZero() && b.DueDay(c).Equal(b.Today):
		if at := c.NextContact.In(b.Zone); at.Hour()+at.Minute() > 0 {
			step = at.Format("15:04") + " " + step
		}
		add(followUpToday, say.FollowUpToday.With(step), say.IsToday, c.NextContact)
	case !c.NextContact.IsZero(), c.Duplicate:
	case c.Track.Past.Old && !c.IsStarted() && !fresh && !c.Waits:
		add(neverContacted, say.NeverContacted, say.CameIn.With(b.day(c.Received)), c.Received)
	case fresh || !c.IsStarted():
		// Before the first contact the response is the next step.
	case b.covered.PlansNothing(c.Attention):
		// What is to be done is said in the rest of the line.
	case c.Kind == policy.KindPostponed:
		add(noNextStep, say.Postponed.With(title(lead.ColNextContact)), b.day(c.Received), c.Received)
	case words.OneLine(c.NextStep) == "":
		what := b.Say.Attention.WhatAndWhen.With(title(lead.ColNextStep), title(lead.ColNextContact))
		add(noNextStep, what, b.day(c.Received), c.Received)
	default:
		add(noNextStep, say.NoDate.With(title(lead.ColNextContact), step), b.day(c.Received), c.Received)
	}
}

// wonTask says that a customer who has bought is to be contacted. What was planned before the sale was won is no such
// plan.
func (b *dataset) wonTask(c *facts.Lead, add addTask) {
	if c.Kind != policy.KindWon || c.NextContact.IsZero() || c.Track.Plan != "" && c.Track.Plan == c.Track.WonPlan {
		return
	}
	say, due := &b.Say.Today, b.DueDay(c)
	step := cmp.Or(words.OneLine(c.NextStep), say.ContactAgain)
	switch days := b.Policy.Calendar.Days(due, b.Now); {
	case due.Equal(b.Today):
		add(followUpToday, say.FollowUpToday.With(step), say.IsToday, c.NextContact)
	case due.Before(b.Today):
		add(followUpLate, say.FollowUp.With(step), b.Say.Attention.DaysLate.Count(days), due)
	}
}

func (b *dataset) ownerTask(c *facts.Lead, add addTask) {
	if c.Open && !c.Duplicate && words.OneLine(c.Owner) == "" {
		add(noOwner, b.Say.Today.NoOwner, b.day(c.Received), c.Received)
	}
}

// remarkTask says what else the column Attention says.
func (b *dataset) remarkTask(c *facts.Lead, add addTask) {
	for _, problem := range b.covered.Others(c.Attention) {
		add(ruleProblem, problem, b.day(c.Received), c.Received)
	}
}

// withoutStranger leaves out that an owner is not in the tab Team where a lead needs anything else: it is said once,
// above the block of all such owners.
func (b *dataset) withoutStranger(t *task) {
	if t.block != ofStrangers || len(t.what) == 1 {
		return
	}
	remark := words.OneLine(b.Say.Attention.NotInTab.With(b.LeadsTitle(lead.ColOwner),
		strconv.Quote(words.Shorten(t.lead.Owner, 40)), b.Policy.SeeTab(lead.TabTeam)))
	t.what = slices.DeleteFunc(t.what, func(p string) bool { return p == remark })
}
