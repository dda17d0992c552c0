package reports

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/lead/words"
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
	lead  *leadFacts // nil for what is to be done with no lead
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
func taskRules() []func(b *dataset, c *leadFacts, add addTask) {
	return []func(*dataset, *leadFacts, addTask){
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
	text := oneLine(strings.Join(append(t.merit.marks(), t.what[0]), " · "))
	for _, what := range t.what[1:] {
		room := whatChars - utf8.RuneCountInString(text+" · ")
		if room < 20 {
			break
		}
		text += " · " + clip(what, room)
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
func (b *dataset) taskOf(c *leadFacts) (task, bool) {
	t := task{lead: c, title: c.title(b.say), tab: lead.TabLeads, key: c.ID, class: ruleProblem, when: c.Received}
	if c.duplicate && !c.open && !c.waits {
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
	if c.waits && c.turn.First {
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
func (b *dataset) turnTask(c *leadFacts, add addTask) {
	if !c.waits || c.turn.First {
		return
	}
	class, since := responseDue, b.say.Today.CameIn.With(b.day(c.turn.Since))
	if b.now.After(c.turn.Due) {
		class, since = responseLate, b.lateness(c.turn.Due)
	}
	add(class, fitted(&c.turn, b.meritOf(c).marks(), func(said string) string {
		return b.say.Today.Waits.With(b.dayAndTime(c.turn.Since), said, b.moment(c.turn.Due))
	}), since, c.turn.Due)
}

func (b *dataset) responseTask(c *leadFacts, add addTask) {
	if !c.open {
		return
	}
	due, since := c.RespondBy, c.cycle()
	state := c.response(b.now)
	if c.waits && c.turn.First {
		due, since = c.turn.Due, c.turn.Since
	} else if c.duplicate || state != waiting && state != waitingLate {
		return
	}
	if b.now.After(due) {
		add(responseLate, b.say.Today.Respond.With(b.moment(due)), b.lateness(due), due)
		return
	}
	add(responseDue, b.say.Attention.RespondBy.With(b.moment(due)), b.say.Today.CameIn.With(b.day(since)), due)
}

func (b *dataset) followUpTask(c *leadFacts, add addTask) {
	if !c.open {
		return
	}
	say, title := &b.say.Today, b.leadsTitle
	step := cmp.Or(oneLine(c.NextStep), say.ContactAgain)
	state := c.response(b.now)
	fresh := state == waiting || state == waitingLate
	switch n := b.lateDays(c); {
	case n > 0:
		add(followUpLate, say.FollowUp.With(step), b.say.Attention.DaysLate.Count(n), b.dueDay(c))
	case !c.NextContact.IsZero() && b.dueDay(c).Equal(b.today):
		if at := c.NextContact.In(b.zone); at.Hour()+at.Minute() > 0 {
			step = at.Format("15:04") + " " + step
		}
		add(followUpToday, say.FollowUpToday.With(step), say.IsToday, c.NextContact)
	case !c.NextContact.IsZero(), c.duplicate:
	case c.track.past.old && !c.isStarted() && !fresh && !c.waits:
		add(neverContacted, say.NeverContacted, say.CameIn.With(b.day(c.Received)), c.Received)
	case fresh || !c.isStarted():
		// Before the first contact the response is the next step.
	case b.covered.PlansNothing(c.Attention):
		// What is to be done is said in the rest of the line.
	case c.kind == policy.KindPostponed:
		add(noNextStep, say.Postponed.With(title(lead.ColNextContact)), b.day(c.Received), c.Received)
	case oneLine(c.NextStep) == "":
		what := b.say.Attention.WhatAndWhen.With(title(lead.ColNextStep), title(lead.ColNextContact))
		add(noNextStep, what, b.day(c.Received), c.Received)
	default:
		add(noNextStep, say.NoDate.With(title(lead.ColNextContact), step), b.day(c.Received), c.Received)
	}
}

// wonTask says that a customer who has bought is to be contacted. What was planned before the sale was won is no such
// plan.
func (b *dataset) wonTask(c *leadFacts, add addTask) {
	if c.kind != policy.KindWon || c.NextContact.IsZero() || c.track.plan != "" && c.track.plan == c.track.wonPlan {
		return
	}
	say, due := &b.say.Today, b.dueDay(c)
	step := cmp.Or(oneLine(c.NextStep), say.ContactAgain)
	switch days := b.policy.Calendar.Days(due, b.now); {
	case due.Equal(b.today):
		add(followUpToday, say.FollowUpToday.With(step), say.IsToday, c.NextContact)
	case due.Before(b.today):
		add(followUpLate, say.FollowUp.With(step), b.say.Attention.DaysLate.Count(days), due)
	}
}

func (b *dataset) ownerTask(c *leadFacts, add addTask) {
	if c.open && !c.duplicate && oneLine(c.Owner) == "" {
		add(noOwner, b.say.Today.NoOwner, b.day(c.Received), c.Received)
	}
}

// remarkTask says what else the column Attention says.
func (b *dataset) remarkTask(c *leadFacts, add addTask) {
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
	remark := oneLine(b.say.Attention.NotInTab.With(b.leadsTitle(lead.ColOwner),
		strconv.Quote(words.Shorten(t.lead.Owner, 40)), b.policy.SeeTab(lead.TabTeam)))
	t.what = slices.DeleteFunc(t.what, func(p string) bool { return p == remark })
}
