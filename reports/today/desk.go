package today

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/reports/facts"
	"leadsheet/reports/remarks"
)

// Desk is what messages to the team say of the leads: the tasks and sentences of the page, as of one moment. All of its
// times are in the zone of the business. Only what is asked for is computed.
type Desk struct {
	b     *dataset
	tasks []task // of everybody, once they are asked for
	cases map[string]*facts.Lead
	last  map[string]lastMail // by IDs; of those that were asked for
	mails map[string][]*lead.IntakeRow
}

// NewDesk returns the desk of a workbook.
func NewDesk(of *facts.Dataset) *Desk {
	d := &Desk{b: &dataset{of, remarks.New(of.Policy.Words)}, cases: make(map[string]*facts.Lead, of.InBook)}
	for i := range of.Leads[:of.InBook] {
		if c := &of.Leads[i]; c.ID != "" {
			d.cases[c.ID] = c
		}
	}
	return d
}

// Case is a lead as a message needs it.
type Case struct {
	*lead.Lead
	Title string // its name, or what else is known
	// Waits says that somebody waits for an answer: since when, until when it is due, and what they wrote. First says
	// that it is the first answer; then Text is the request.
	Waits, First, Late bool
	Since, Due         time.Time
	Text               string
	// Subject is that of a mail that answers the customer's last one, AnswersTo the Message-ID of that; "" for none.
	Subject, AnswersTo string
}

// Case returns the lead with that ID; false for one that the workbook has no row of.
func (d *Desk) Case(id string) (Case, bool) {
	c := d.cases[id]
	if c == nil {
		return Case{}, false
	}
	return d.caseOf(c), true
}

func (d *Desk) caseOf(c *facts.Lead) Case {
	last := d.lastMail(c)
	x := Case{Lead: c.Lead, Title: title(c, d.b), Waits: c.Waits, Due: c.RespondBy, Subject: d.b.answerTo(last.subject),
		AnswersTo: last.id}
	if c.Waits {
		x.Since, x.Due, x.First = c.Turn.Since.In(d.b.Zone), c.Turn.Due.In(d.b.Zone), c.Turn.First
		if x.Text = c.Turn.Text; x.First {
			x.Text = c.Need
		}
	}
	x.Late = c.Waits && d.b.Now.After(x.Due)
	return x
}

// lastMail is the last mail that a lead has written.
func (d *Desk) lastMail(c *facts.Lead) lastMail {
	if d.mails == nil {
		d.mails, d.last = map[string][]*lead.IntakeRow{}, map[string]lastMail{}
		for _, rows := range d.b.In.Mails {
			for i := range rows {
				if r := &rows[i]; r.Lead != "" && r.Channel == lead.ByMail {
					d.mails[r.Lead] = append(d.mails[r.Lead], r)
				}
			}
		}
	}
	last, known := d.last[c.ID]
	for rows := d.mails[c.ID]; !known && last.subject == "" && len(rows) > 0; rows = rows[:len(rows)-1] {
		last = mailOf(rows[len(rows)-1], c.Email)
	}
	d.last[c.ID] = last
	return last
}

func title(c *facts.Lead, b *dataset) string { return words.OneLine(beginning(c.Title(b.Say))) }

// beginning is the beginning of a text of which no more than a line is shown.
func beginning(s string) string {
	const most = 4096
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}

// Waiting are the customers who wait for an answer, in the order in which the answers are due.
func (d *Desk) Waiting() []Case {
	var out []Case
	for i := range d.b.Leads[:d.b.InBook] {
		if c := &d.b.Leads[i]; c.Waits {
			out = append(out, d.caseOf(c))
		}
	}
	slices.SortStableFunc(out, func(x, y Case) int { return x.Due.Compare(y.Due) })
	return out
}

// Unanswered are the leads that the figures of a period count as waiting for their first answer, the oldest first.
// Those without a row, which the figures count as well, are not among them.
func (d *Desk) Unanswered(in facts.Period) []Case {
	var out []Case
	for i := range d.b.Leads[:d.b.InBook] {
		c := &d.b.Leads[i]
		state := c.Response(d.b.Now)
		if !c.Duplicate && in.Has(c.Cycle()) && (state == facts.Waiting || state == facts.WaitingLate) {
			x := d.caseOf(c)
			x.Since = c.Cycle().In(d.b.Zone)
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(x, y Case) int { return x.Since.Compare(y.Since) })
	return out
}

// Task is a line of the page.
type Task struct {
	Case        // without a lead for what is to be done with none
	Title, Doer string
	What, When  string // in words
	Late        bool
}

// Tasks is what a person has to do, in the order of the page, and how much of what that is, in words.
func (d *Desk) Tasks(name string) (list []Task, counts string) {
	doer, block := d.b.personOf(name)
	return d.only(func(t *task) bool { return t.block == block && t.doer == doer })
}

// Unowned is what nobody of the tab Team has to do.
func (d *Desk) Unowned() (list []Task, counts string) {
	return d.only(func(t *task) bool { return t.block != ofPerson })
}

func (d *Desk) only(is func(*task) bool) (list []Task, counts string) {
	if d.tasks == nil {
		d.tasks = d.b.tasks()
	}
	var of []task
	for i := range d.tasks {
		t := &d.tasks[i]
		if !is(t) {
			continue
		}
		of = append(of, *t)
		x := Task{Title: words.OneLine(beginning(t.title)), Doer: t.doer, What: t.text(), When: t.since, Late: t.late()}
		if t.lead != nil {
			x.Case = d.caseOf(t.lead)
		}
		list = append(list, x)
	}
	return list, d.b.counts(of)
}

// Account is what came in since the last working day began, and what became of it; "" while nothing has come in yet.
func (d *Desk) Account() string { return d.b.account(d.b.In.CameIn) }

// AccountOf is the same for the days of a period, from one to another, both with them, of what Input.CameIn reaches.
func (d *Desk) AccountOf(period string, from, last time.Time) string {
	if len(d.b.In.CameIn) == 0 {
		return ""
	}
	return d.b.accountOf(d.b.In.CameIn, period, from, last)
}

// NotSeen says what could not be read, and what leadsheet does not watch.
func (d *Desk) NotSeen() []string {
	say := &d.b.Say.Today
	var out []string
	if missed := d.b.places(true); len(missed) > 0 {
		out = append(out, say.Missed.With(strings.Join(missed, ", ")))
	}
	return append(out, say.NotWatched.With(strings.Join(d.b.notWatched(), ", ")))
}
