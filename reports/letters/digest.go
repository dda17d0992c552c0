package letters

import (
	"slices"
	"strings"
	"time"

	"leadsheet/reports/process"
	"leadsheet/reports/today"
	"leadsheet/rules/outgoing"
)

// digest is what a person has to do today, in the order of the page Today. The system owner also gets what nobody has,
// what came in, and on Mondays what to look at in the process.
func (c *composer) digest(i *outgoing.Intent) (subject string, d document) {
	say, who := c.team(), inSubject(i.Person, nameChars)
	tasks, counts := c.desk.Tasks(i.Person)
	var unowned []today.Task
	unownedCounts := ""
	if c.isOwner(i) {
		unowned, unownedCounts = c.desk.Unowned()
	}
	own, others := c.beside(i, append(slices.Clone(tasks), unowned...))
	n := len(others)
	for k := range unowned {
		if unowned[k].Lead != nil {
			n++
		}
	}
	if n > 0 {
		counts = strings.Join(present(counts, say.OthersN.With(n, c.n(n))), " · ")
	}
	subject = say.DayNothing
	if counts != "" {
		subject = say.DaySubject.With(counts)
		d.sentence(plain(say.DaySentence.With(who, counts)))
	} else {
		d.sentence(plain(say.DayNone.With(who)))
	}
	c.tasks(&d, i, tasks)
	if len(own) > 0 {
		d.heading(say.AlsoOwn)
		c.listed(&d, own, func(*today.Case) []span { return nil })
	}
	if len(others) > 0 {
		d.heading(say.Others)
		c.listed(&d, others, c.waitsSince)
	}
	if c.isOwner(i) {
		c.forOwner(&d, i, unowned, unownedCounts)
	}
	if len(tasks) > 0 {
		c.book(&d)
	}
	return subject, d
}

// beside are the leads that somebody is told of and that are none of the tasks in the message: own ones, such as new
// ones that were answered at once, and those of others.
func (c *composer) beside(i *outgoing.Intent, tasks []today.Task) (own, others []today.Case) {
	listed := map[string]bool{}
	for k := range tasks {
		if tasks[k].Lead != nil {
			listed[tasks[k].ID] = true
		}
	}
	for _, x := range c.cases(i) {
		switch {
		case listed[x.ID]:
		case c.isTheirs(i, &x):
			own = append(own, x)
		default:
			others = append(others, x)
		}
	}
	return own, others
}

// isTheirs reports whether the recipient of a message has a lead.
func (c *composer) isTheirs(i *outgoing.Intent, x *today.Case) bool {
	owner := c.in.Policy.FindPerson(x.Owner)
	return owner != nil && owner == c.in.Policy.FindPerson(i.Person)
}

// forOwner is what the system owner alone reads: what nobody has, what came in, and on Mondays what to look at.
func (c *composer) forOwner(d *document, i *outgoing.Intent, tasks []today.Task, counts string) {
	say := c.team()
	if len(tasks) > 0 {
		d.heading(say.Unowned)
		if counts != "" {
			d.paragraph(plain(counts))
		}
		c.tasks(d, i, tasks)
	}
	if text := c.desk.Account(); text != "" {
		d.heading(say.CameIn)
		d.paragraph(said(line(text, factChars)))
	}
	if c.now.Weekday() == time.Monday {
		c.findings(d)
	}
}

// findings are what to look at in the process.
func (c *composer) findings(d *document) {
	_, findings := process.Of(c.facts)
	if len(findings) == 0 {
		return
	}
	d.heading(c.team().Process)
	var rows [][]span
	for _, text := range findings {
		rows = append(rows, []span{said(line(text, factChars))})
	}
	d.list(rows)
}

// tasks lists what is to be done, and whose it is where that is not the recipient's.
func (c *composer) tasks(d *document, i *outgoing.Intent, tasks []today.Task) {
	items := make([]item, 0, min(len(tasks), mostListed))
	for k := range tasks[:min(len(tasks), mostListed)] {
		t := &tasks[k]
		title := bold(line(t.Title, nameChars))
		title.said = true
		head := []span{title}
		if t.Lead != nil {
			head = append(head, plain("  "), aside(line(t.ID, 20)))
		}
		if t.When != "" {
			when := aside(t.When)
			if t.Late {
				when = shout(t.When)
			}
			head = append(head, plain(c.dash()), when)
		}
		whose := t.Doer
		if t.Lead != nil {
			whose = t.Owner
		}
		if whose != "" && c.in.Policy.FindPerson(whose) != c.in.Policy.FindPerson(i.Person) {
			head = append(head, plain(c.dash()), said(line(whose, nameChars)))
		}
		x := item{head: head, body: []span{said(line(t.What, lineChars))}}
		if t.Lead != nil {
			if wants := c.inShort(waitsFor(&t.Case), 2*shortChars); t.Waits && wants != "" && !strings.Contains(t.What, `"`) {
				x.body = append(x.body, plain("\n"), plain(wants))
			}
			x.links = c.ways(&t.Case)
		}
		items = append(items, x)
	}
	d.entries(items)
	c.more(d, len(tasks))
}

// book says where the workbook is.
func (c *composer) book(d *document) {
	if url := c.bookURL(); url != "" {
		d.note(span{text: c.say.OpenBook, url: url})
	} else if file := c.file(); file != "" {
		d.note(plain(c.say.InFile.With(file)))
	}
}
