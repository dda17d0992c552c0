package reports

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
	"leadsheet/sheets"
)

// urgency is the class of a task on the tab Today, worst first (docs/definitions.md, section 11).
type urgency uint8

const (
	responseLate urgency = iota
	responseDue
	neverContacted
	followUpLate
	followUpToday
	noOwner
	noNextStep
	ruleProblem
)

// task is one lead that needs something today; what else it needs is in the same line
// (docs/definitions.md, section 11).
type task struct {
	lead  *leadFacts
	class urgency
	what  []string
	need  string // the request that nobody has answered yet; "" when somebody has
	since string
	when  time.Time // the older, the worse
}

// whatChars is how many characters of text the column What has room for.
const whatChars = 90

// ownerLines is how many tasks of one owner are listed; more would not be a list for one day.
const ownerLines = 50

// todayPage is the work list: by owner, worst first.
func todayPage(b *dataset) sheets.Page {
	c := canvas{sheets.Page{
		Title: lead.TabToday, Color: "DC2626", Frozen: 2, First: true,
		Widths:  []float64{28, 18, 78, 22, 42},
		Heights: map[int]float64{0: 32, 1: 18},
	}, b.say, b.mailbox, b.policy.Currency}
	tasks := b.tasks()
	text := b.account(b.cameIn)
	if missed := b.places(true); len(missed) > 0 && len(tasks) > 0 { // without tasks it is said below
		text = strings.TrimSpace(text + " " + b.say.Today.Missed.With(strings.Join(missed, ", ")))
	}
	if text != "" {
		c.text(2, 0, sheets.Hint, text)
	}
	c.text(0, 0, sheets.Title, b.policy.Words.Tab(lead.TabToday))
	c.text(1, 0, sheets.Subtitle, b.say.Report.AsOf.With(b.dateTime(b.now))+" · "+b.say.Report.Written).AsOf = true
	if len(tasks) == 0 {
		text, clock := b.nothingToDo()
		c.fill(3, 1, 4, sheets.Hint) // where the page before had the rule of a heading
		c.text(3, 0, sheets.Hint, text).Clock = clock
		looseEnds(b, &c, quietBlock(b, &c, listLines(b, &c, 5)))
		return c.Page
	}
	row := 3
	for len(tasks) > 0 {
		n := 1
		for n < len(tasks) && tasks[n].owner() == tasks[0].owner() {
			n++
		}
		row = ownerBlock(&c, row, tasks[:n]) + 1
		tasks = tasks[n:]
	}
	looseEnds(b, &c, quietBlock(b, &c, listLines(b, &c, row)))
	return c.Page
}

// owner is the name that tasks are grouped by; "" for leads without one, which come first.
func (t *task) owner() string { return oneLine(t.lead.Owner) }

// ownerBlock writes the tasks of one owner and returns the row after them.
func ownerBlock(c *canvas, row int, tasks []task) int {
	say := &c.say.Today
	name := tasks[0].owner()
	if name == "" {
		name = say.NoOwner
	}
	late := 0
	for i := range tasks {
		if tasks[i].late() {
			late++
		}
	}
	title := name + " – " + countLeads(c.say, len(tasks))
	if late > 0 {
		title += ", " + say.Late.With(late, thousands(c.say, late))
	}
	c.heading(row, 0, 4, title)
	for col, h := range []string{say.Lead, say.Owner, say.What, say.Since, say.Contact} {
		c.text(row+1, col, sheets.TableHead, h)
	}
	row += 2
	for i := range tasks[:min(len(tasks), ownerLines)] {
		t := &tasks[i]
		style := sheets.TableText
		if t.late() {
			style = sheets.TableLate
		}
		c.link(row, 0, clip(t.lead.title(c.say), 30), t.lead.ID)
		c.text(row, 1, sheets.TableText, clip(orNone(t.lead.Owner), 20))
		c.text(row, 2, sheets.TableText, clip(t.text(), whatChars))
		c.text(row, 3, style, t.since)
		contactCell(c, row, t.lead.Lead)
		row++
	}
	if more := len(tasks) - ownerLines; more > 0 {
		c.text(row, 0, sheets.Hint, say.More.With(thousands(c.say, more)))
		row++
	}
	return row
}

func (t *task) late() bool { return t.class == responseLate || t.class == followUpLate }

// contactCell puts how a lead can be reached. With it a mail to the lead begins, of which leadsheet gets a copy: so it
// sees the answer, whichever mailbox that goes out from.
func contactCell(c *canvas, row int, l *lead.Lead) {
	cell := c.text(row, 4, sheets.TableText, clip(contact(l), 46))
	if address, ok := lead.NormalizeEmail(l.Email); ok && c.mailbox != "" && !lead.Unread(address) {
		cell.Style, cell.LinkURL = sheets.TableLink, "mailto:"+inURL(address)+"?cc="+inURL(c.mailbox)
	}
}

// inURL is an address as it stands in one of the form mailto:.
func inURL(address string) string {
	return strings.NewReplacer("&", "%26", "+", "%2B", "=", "%3D").Replace(url.PathEscape(address))
}

// text is what the lead needs, and what the customer wants as far as there is room.
func (t *task) text() string {
	text := oneLine(strings.Join(t.what, " · "))
	if room := whatChars - utf8.RuneCountInString(text) - len(` · ""`); t.need != "" && room >= 20 {
		text += " · " + turns.Said(&turns.Turn{Text: t.need}, room)
	}
	return text
}

// fitted is a sentence with as much of what was said as the column What has room for.
func fitted(t *turns.Turn, sentence func(said string) string) string {
	room := whatChars - utf8.RuneCountInString(sentence(`""`))
	return sentence(turns.Said(t, max(room, 20)))
}

// contact is how the lead can be reached.
func contact(l *lead.Lead) string {
	var ways []string
	for _, w := range []string{l.Phone, l.Email} {
		if w = oneLine(w); w != "" {
			ways = append(ways, w)
		}
	}
	return orNone(strings.Join(ways, " · "))
}

// behind is 1 for a lead that stands behind the others of its owner: it looks like a pitch, and nobody has said
// otherwise.
func (c *leadFacts) behind() int {
	if c.track.past.pitch && c.kind == policy.KindNew && c.Quality == "" {
		return 1
	}
	return 0
}

// tasks returns what is to be done: leads without an owner first, then by owner, real requests before pitches, worst
// first, oldest first.
func (b *dataset) tasks() []task {
	var out []task
	for i := range b.leads[:b.inBook] {
		if t, ok := b.taskOf(&b.leads[i]); ok {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(x, y task) int {
		return cmp.Or(cmp.Compare(x.owner(), y.owner()), x.lead.behind()-y.lead.behind(), cmp.Compare(x.class, y.class),
			x.when.Compare(y.when),
			cmp.Compare(x.lead.title(b.say), y.lead.title(b.say)), cmp.Compare(x.lead.ID, y.lead.ID))
	})
	return out
}

// taskOf returns what a lead needs; false when it needs nothing.
func (b *dataset) taskOf(c *leadFacts) (task, bool) {
	t := task{lead: c, class: ruleProblem, when: c.Received}
	if c.duplicate && !c.open && !c.waits {
		return t, false
	}
	add := func(class urgency, what, since string, when time.Time) {
		if len(t.what) == 0 || class < t.class {
			t.class, t.since, t.when = class, since, when
		}
		t.what = append(t.what, what)
	}
	b.turnTask(c, add)
	if c.waits && c.turn.First {
		t.need = c.Need
	}
	if c.open {
		b.responseTask(c, add)
		b.followUpTask(c, add)
	}
	if c.open && !c.duplicate {
		if oneLine(c.Owner) == "" {
			add(noOwner, b.say.Today.NoOwner, b.day(c.Received), c.Received)
		}
	}
	for _, problem := range b.covered.otherProblems(c.Attention) {
		add(ruleProblem, problem, b.day(c.Received), c.Received)
	}
	return t, len(t.what) > 0
}

// turnTask says that a customer waits for the answer to a message after the first, also where the lead has ended.
func (b *dataset) turnTask(c *leadFacts, add func(urgency, string, string, time.Time)) {
	if !c.waits || c.turn.First {
		return
	}
	class, since := responseDue, b.say.Today.CameIn.With(b.day(c.turn.Since))
	if b.now.After(c.turn.Due) {
		class, since = responseLate, b.lateness(c.turn.Due)
	}
	add(class, fitted(&c.turn, func(said string) string {
		return b.say.Today.Waits.With(b.dayAndTime(c.turn.Since), said, b.moment(c.turn.Due))
	}), since, c.turn.Due)
}

func (b *dataset) responseTask(c *leadFacts, add func(urgency, string, string, time.Time)) {
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

func (b *dataset) followUpTask(c *leadFacts, add func(urgency, string, string, time.Time)) {
	say, title := &b.say.Today, b.leadsTitle
	step := cmp.Or(oneLine(c.NextStep), say.ContactAgain)
	state := c.response(b.now)
	fresh := state == waiting || state == waitingLate
	switch n := b.lateDays(c); {
	case n > 0:
		add(followUpLate, say.FollowUp.With(step), b.say.Attention.DaysLate.Count(n), b.dueDay(c))
	case !c.NextContact.IsZero() && b.dueDay(c).Equal(b.today):
		add(followUpToday, say.FollowUpToday.With(step), say.IsToday, c.NextContact)
	case !c.NextContact.IsZero(), c.duplicate:
	case c.track.past.old && !c.isStarted() && !fresh && !c.waits:
		add(neverContacted, say.NeverContacted, say.CameIn.With(b.day(c.Received)), c.Received)
	case fresh || !c.isStarted():
		// Before the first contact the response is the next step.
	case c.kind == policy.KindPostponed:
		add(noNextStep, say.Postponed.With(title(lead.ColNextContact)), b.day(c.Received), c.Received)
	case oneLine(c.NextStep) == "":
		what := b.say.Attention.WhatAndWhen.With(title(lead.ColNextStep), title(lead.ColNextContact))
		add(noNextStep, what, b.day(c.Received), c.Received)
	default:
		add(noNextStep, say.NoDate.With(title(lead.ColNextContact), step), b.day(c.Received), c.Received)
	}
}

// shownRemarks are the remarks in Attention that this page makes itself, in steps that change seldom, in small letters
// and in all languages: their beginnings, and whole ones, of which a longer list of columns is shown as it is.
type shownRemarks struct {
	begins, whole []string
	waits         []*words.Texts // whose sentences about who waits begin with a name
}

func newCovered(in words.Language) shownRemarks {
	var out shownRemarks
	for _, l := range in.All() {
		say := &l.Texts().Attention
		out.waits = append(out.waits, l.Texts())
		for _, s := range []string{say.RespondBy.Beginning(), say.RespondByLate.Beginning(), say.FollowUpDue.Beginning(),
			say.YouPlan.Beginning(), say.OwnerMissing} {
			out.begins = append(out.begins, oneLine(strings.ToLower(s)))
		}
		title := func(column string) string { return l.Column(lead.TabLeads, column) }
		step, contact := title(lead.ColNextStep), title(lead.ColNextContact)
		for _, s := range []string{say.WhatAndWhen.With(step, contact), say.WhatNext.With(step), say.When.With(contact),
			say.Missing.With(title(lead.ColOwner)), say.Missing.With(step), say.Missing.With(contact)} {
			out.whole = append(out.whole, strings.ToLower(s))
		}
	}
	return out
}

// otherProblems returns the remarks of Attention that the page has no line for yet.
func (x *shownRemarks) otherProblems(attention string) []string {
	var out []string
	for part := range strings.SplitSeq(attention, "·") {
		part = oneLine(part)
		low := strings.ToLower(part)
		if part == "" || slices.Contains(x.whole, low) ||
			slices.ContainsFunc(x.begins, func(p string) bool { return strings.HasPrefix(low, p) }) ||
			slices.ContainsFunc(x.waits, func(t *words.Texts) bool {
				return t.Attention.Waits.Matches(part) || t.Attention.WaitsLate.Matches(part)
			}) {
			continue
		}
		out = append(out, part)
	}
	return out
}

// leadsTitle is the title of a column of the tab Leads.
func (b *dataset) leadsTitle(column string) string {
	return b.policy.Words.Column(lead.TabLeads, column)
}

// moment writes a time in the business zone: only the time of day when it is today.
func (b *dataset) moment(t time.Time) string {
	t = t.In(b.zone)
	if b.midnight(t).Equal(b.today) {
		return t.Format("15:04")
	}
	return b.dayAndTime(t)
}

// dayAndTime writes a time in the business zone with its day, and with the year where it is needed.
func (b *dataset) dayAndTime(t time.Time) string {
	t = t.In(b.zone)
	day := b.say.Dates.Day.With(strconv.Itoa(t.Day()), b.month(t))
	if lead.NeedsYear(t, b.now) {
		day = b.dayOfYear(t)
	}
	return b.say.Dates.DateTime.With(b.weekday(t), day, t.Format("15:04"))
}

// day writes a day in the business zone.
func (b *dataset) day(t time.Time) string {
	if t.IsZero() {
		return noValue
	}
	return b.dayOfYear(t.In(b.zone))
}
