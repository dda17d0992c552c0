package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/rules"
	"leadsheet/sheets"
)

// urgency is the class of a task on the tab Today, worst first (docs/definitions.md, section 11).
type urgency uint8

const (
	responseLate urgency = iota
	responseDue
	followUpLate
	followUpToday
	noOwner
	noNextStep
	ruleProblem
)

// task is one lead that needs something today; what else it needs is in the same line
// (docs/definitions.md, section 11).
type task struct {
	lead  *entry
	class urgency
	what  []string
	since string
	when  time.Time // the older, the worse
}

// ownerLines is how many tasks of one owner are listed; more would not be a list for one day.
const ownerLines = 50

// todayPage is the work list: by owner, worst first.
func todayPage(b *book) sheets.Page {
	c := canvas{sheets.Page{
		Title: lead.TabToday, Color: "DC2626", Frozen: 2,
		Widths:  []float64{28, 18, 60, 22, 42},
		Heights: map[int]float64{0: 32, 1: 18},
	}}
	tasks := b.tasks()
	c.text(0, 0, sheets.Title, "Today")
	c.text(1, 0, sheets.Subtitle, fmt.Sprintf("As of %s · written by leadsheet – edit the Leads tab, not this page",
		b.now.Format("Mon 2 Jan 2006, 15:04"))).AsOf = true
	if len(tasks) == 0 {
		text := "Nothing to do today. Every open lead is answered, owned and planned."
		if len(b.cases) == 0 {
			text = "Nothing to do today. " + emptyBook
		}
		c.text(3, 0, sheets.Hint, text)
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
	return c.Page
}

// owner is the name that tasks are grouped by; "" for leads without one, which come first.
func (t *task) owner() string { return oneLine(t.lead.Owner) }

// ownerBlock writes the tasks of one owner and returns the row after them.
func ownerBlock(c *canvas, row int, tasks []task) int {
	name := tasks[0].owner()
	if name == "" {
		name = "No owner"
	}
	late := 0
	for i := range tasks {
		if tasks[i].late() {
			late++
		}
	}
	title := fmt.Sprintf("%s – %s", name, countLeads(len(tasks)))
	if late > 0 {
		title += fmt.Sprintf(", %s late", thousands(late))
	}
	c.heading(row, 0, 4, title)
	for col, h := range []string{"Lead", "Owner", "What", "Since", "Contact"} {
		c.text(row+1, col, sheets.TableHead, h)
	}
	row += 2
	for i := range tasks[:min(len(tasks), ownerLines)] {
		t := &tasks[i]
		style := sheets.TableText
		if t.late() {
			style = sheets.TableLate
		}
		c.link(row, 0, clip(t.lead.title(), 30), t.lead.ID)
		c.text(row, 1, sheets.TableText, clip(orNone(t.lead.Owner), 20))
		c.text(row, 2, sheets.TableText, clip(strings.Join(t.what, " · "), 90))
		c.text(row, 3, style, t.since)
		c.text(row, 4, sheets.TableText, clip(contact(t.lead.Lead), 46))
		row++
	}
	if more := len(tasks) - ownerLines; more > 0 {
		c.text(row, 0, sheets.Hint, fmt.Sprintf("and %s more: filter the tab Leads by Owner and Attention", thousands(more)))
		row++
	}
	return row
}

func (t *task) late() bool { return t.class == responseLate || t.class == followUpLate }

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

// tasks returns what is to be done: leads without an owner first, then by owner, worst first, oldest first.
func (b *book) tasks() []task {
	var out []task
	for i := range b.cases {
		if t, ok := b.taskOf(&b.cases[i]); ok {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(x, y task) int {
		return cmp.Or(cmp.Compare(x.owner(), y.owner()), cmp.Compare(x.class, y.class), x.when.Compare(y.when),
			cmp.Compare(x.lead.title(), y.lead.title()), cmp.Compare(x.lead.ID, y.lead.ID))
	})
	return out
}

// taskOf returns what a lead needs; false when it needs nothing.
func (b *book) taskOf(c *entry) (task, bool) {
	t := task{lead: c, class: ruleProblem, when: c.Received}
	if c.copy && !c.open {
		return t, false
	}
	add := func(class urgency, what, since string, when time.Time) {
		if len(t.what) == 0 || class < t.class {
			t.class, t.since, t.when = class, since, when
		}
		t.what = append(t.what, what)
	}
	if c.open && !c.copy {
		b.responseTask(c, add)
		b.followUpTask(c, add)
		if oneLine(c.Owner) == "" {
			add(noOwner, "No owner", b.day(c.Received), c.Received)
		}
	}
	for _, problem := range otherProblems(c.Attention) {
		add(ruleProblem, problem, b.day(c.Received), c.Received)
	}
	return t, len(t.what) > 0
}

func (b *book) responseTask(c *entry, add func(urgency, string, string, time.Time)) {
	switch c.response(b.now) {
	case waitingLate:
		add(responseLate, "Respond: due "+b.moment(c.RespondBy), coarse(b.now.Sub(c.RespondBy)), c.RespondBy)
	case waiting:
		add(responseDue, "Respond by "+b.moment(c.RespondBy), "came in "+b.day(c.cycle()), c.RespondBy)
	}
}

func (b *book) followUpTask(c *entry, add func(urgency, string, string, time.Time)) {
	step := cmp.Or(oneLine(c.NextStep), "contact again")
	state := c.response(b.now)
	fresh := state == waiting || state == waitingLate
	switch n := b.lateDays(c); {
	case n > 0:
		add(followUpLate, "Follow up: "+step, plural(n, "day")+" late", b.dueDay(c))
	case !c.NextContact.IsZero() && b.dueDay(c).Equal(b.today):
		add(followUpToday, "Follow up today: "+step, "today", c.NextContact)
	case !c.NextContact.IsZero():
	case fresh || !c.begun():
		// Before the first contact the response is the next step.
	case c.kind == rules.KindPostponed:
		add(noNextStep, "Postponed without a date", b.day(c.Received), c.Received)
	case oneLine(c.NextStep) == "":
		add(noNextStep, "No next step", b.day(c.Received), c.Received)
	default:
		add(noNextStep, "No date for: "+step, b.day(c.Received), c.Received)
	}
}

// covered are the beginnings of the remarks in Attention that this page makes itself, in steps that change seldom.
var covered = []string{"respond by", "follow-up due", "next step missing", "next contact missing", "owner missing"}

// coveredMissing are whole remarks of the same sort; a longer list of columns is shown as it is.
var coveredMissing = []string{"missing: owner", "missing: next step", "missing: next contact"}

// otherProblems returns the remarks of Attention that the page has no line for yet.
func otherProblems(attention string) []string {
	var out []string
	for part := range strings.SplitSeq(attention, "·") {
		part = oneLine(part)
		low := strings.ToLower(part)
		if part == "" || slices.Contains(coveredMissing, low) ||
			slices.ContainsFunc(covered, func(p string) bool { return strings.HasPrefix(low, p) }) {
			continue
		}
		out = append(out, part)
	}
	return out
}

// moment writes a time in the business zone: only the time of day when it is today.
func (b *book) moment(t time.Time) string {
	t = t.In(b.zone)
	if b.midnight(t).Equal(b.today) {
		return t.Format("15:04")
	}
	return t.Format("Mon 2 Jan, 15:04")
}

// day writes a day in the business zone.
func (b *book) day(t time.Time) string {
	if t.IsZero() {
		return none
	}
	return t.In(b.zone).Format("2 Jan 2006")
}
