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
	subject = say.DayNothing
	if counts != "" {
		subject = say.DaySubject.With(counts)
		d.sentence(plain(say.DaySentence.With(who, counts)))
	} else {
		d.sentence(plain(say.DayNone.With(who)))
	}
	c.tasks(&d, tasks, false)
	c.others(&d, i, tasks)
	if c.isOwner(i) {
		c.forOwner(&d)
	}
	if len(tasks) > 0 {
		c.book(&d)
	}
	return subject, d
}

// others are leads that somebody is told of beside the own tasks: those of a colleague who is away.
func (c *composer) others(d *document, i *outgoing.Intent, tasks []today.Task) {
	own := map[string]bool{}
	for k := range tasks {
		if tasks[k].Lead != nil {
			own[tasks[k].ID] = true
		}
	}
	cases := slices.DeleteFunc(c.cases(i.Leads), func(x today.Case) bool { return own[x.ID] })
	if len(cases) > 0 {
		d.heading(c.team().Others)
		c.listed(d, cases, c.waitsSince)
	}
}

func (c *composer) forOwner(d *document) {
	say := c.team()
	if tasks, counts := c.desk.Unowned(); len(tasks) > 0 {
		d.heading(say.Unowned)
		if counts != "" {
			d.paragraph(plain(counts))
		}
		c.tasks(d, tasks, true)
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

// tasks lists what is to be done.
func (c *composer) tasks(d *document, tasks []today.Task, owners bool) {
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
		if owners && t.Doer != "" {
			head = append(head, plain(c.dash()), said(line(t.Doer, nameChars)))
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
