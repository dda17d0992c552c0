package letters

import (
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leadsheet/reports/canvas"
	"leadsheet/reports/figures"
	"leadsheet/reports/today"
	"leadsheet/rules/outgoing"
)

// periods are two stretches of days, one behind the other: from inclusive, to exclusive.
type periods struct {
	before, from, to time.Time
	name, nameBefore string
	weekly           bool
}

// week is the message about the last week, from Monday to Sunday, beside the one before.
func (c *composer) week(i *outgoing.Intent) (subject string, d document) {
	today := c.midnight(0, 0)
	to := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	say := &c.texts.Weekly
	return c.report(i, periods{to.AddDate(0, 0, -14), to.AddDate(0, 0, -7), to, say.LastWeek, say.WeekBefore, true})
}

// month is the message about the last month of the calendar beside the one before.
func (c *composer) month(i *outgoing.Intent) (subject string, d document) {
	first := func(months int) time.Time {
		return time.Date(c.now.Year(), c.now.Month()-time.Month(months), 1, 0, 0, 0, 0, c.zone)
	}
	say := &c.texts.Weekly
	return c.report(i, periods{first(2), first(1), first(0), say.LastMonth, say.MonthBefore, false})
}

// midnight is the beginning of a day in the zone, so many months and days from now's.
func (c *composer) midnight(months, days int) time.Time {
	return time.Date(c.now.Year(), c.now.Month()+time.Month(months), c.now.Day()+days, 0, 0, 0, 0, c.zone)
}

func (c *composer) report(i *outgoing.Intent, p periods) (subject string, d document) {
	say := &c.texts.Weekly
	n := figures.Between(c.facts, p.before, p.from, p.to)
	open := c.desk.Unanswered(c.facts.Over(p.before, p.from, p.to).Recent())
	d.sentence(plain(c.headline(&n, open, p)))
	subject = c.headSubject(&n, open, p)
	if len(i.Files) > 0 {
		d.paragraph(plain(say.Attached))
	}

	waiting := c.desk.Waiting()
	d.heading(say.Waiting)
	if len(waiting) == 0 {
		d.paragraph(plain(c.texts.Today.Nobody))
	}
	c.listed(&d, waiting, c.waitsSince)
	if late := len(n.Overdue.Items); late > 0 {
		d.paragraph(plain(say.Overdue.With(late, canvas.Thousands(c.texts, late))))
	}

	d.heading(say.Figures)
	if n.Leads+n.Deleted == 0 {
		d.paragraph(plain(c.texts.Report.Empty))
	} else {
		d.table(c.figures(&n, p))
	}
	c.accounts(&d, p)
	c.findings(&d)
	d.heading(say.NotSeen)
	for _, text := range c.desk.NotSeen() {
		d.paragraph(said(line(text, factChars)))
	}
	d.note(plain(say.Quiet))
	c.book(&d)
	return subject, d
}

// waitsSince says of a lead whose it is, since when somebody waits and until when the answer is or was due.
func (c *composer) waitsSince(x *today.Case) []span {
	out := []span{said(c.ownerOf(x))}
	if !x.Waits {
		return out
	}
	return append(out, plain(c.dash()+c.team().WaitsSince.With(c.since(x.Since))+", "), c.due(x))
}

// namedInHeadline is how many of those who wait the first line names.
const namedInHeadline = 8

// headline is the first line: how many requests came in, how many were answered, and who of them still waits.
func (c *composer) headline(n *figures.Numbers, open []today.Case, p periods) string {
	say := &c.texts.Weekly
	if n.In.Now == 0 && len(open) == 0 {
		return say.None.With(p.name)
	}
	r := &n.Response
	parts := []string{say.Answered.With(c.n(r.Answered), say.InTime.With(c.n(r.Met)))}
	if r.Ended > 0 {
		parts = append(parts, say.Ended.With(r.Ended, c.n(r.Ended)))
	}
	if r.Backfilled > 0 {
		parts = append(parts, say.NoClock.With(r.Backfilled, c.n(r.Backfilled)))
	}
	if n := r.Waiting + r.WaitingLate - len(open); n > 0 {
		parts = append(parts, say.Deleted.With(n, c.n(n)))
	}
	names := make([]string, 0, min(len(open), namedInHeadline))
	for k := range open[:min(len(open), namedInHeadline)] {
		x := &open[k]
		names = append(names, say.WaitOne.With(line(x.ID, 20), inSubject(x.Title, nameChars), c.since(x.Since)))
	}
	text := strings.Join(names, ", ")
	if more := len(open) - namedInHeadline; more > 0 {
		text = c.texts.Worklist.MoreNames.With(text, c.n(more))
	}
	if len(open) > 0 {
		parts = append(parts, say.Wait.With(len(open), c.n(len(open)), text))
	} else {
		parts = append(parts, say.NobodyOf)
	}
	return say.Head.With(say.Requests.With(n.In.Now, c.n(n.In.Now)), p.name, strings.Join(parts, ", "))
}

func (c *composer) headSubject(n *figures.Numbers, open []today.Case, p periods) string {
	say := &c.texts.Weekly
	parts := []string{say.Requests.With(n.In.Now, c.n(n.In.Now))}
	if n.In.Now > 0 {
		parts = append(parts, say.AnsweredN.With(c.n(n.Response.Answered)))
	}
	if len(open) > 0 {
		parts = append(parts, say.WaitN.With(len(open), c.n(len(open))))
	}
	subject := say.Subject.With(p.name, strings.Join(parts, ", "))
	if business := line(c.in.Policy.Business, 40); business != "" {
		subject += c.dash() + business
	}
	return capitalized(subject)
}

// capitalized is a text that begins a sentence.
func capitalized(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// figures are the ten lines: the period beside the one before, which is left out where the workbook does not reach back
// to it. They are the figures of the tab Report, of other days.
func (c *composer) figures(n *figures.Numbers, p periods) [][]string {
	say := &c.texts.Weekly
	r, was := &n.Response, &n.ResponseBefore
	rows := [][]string{{"", p.name, p.nameBefore}}
	known := n.In.Known || n.In.Before > 0
	add := func(name, now, before string) {
		if !known {
			before = say.NotKnown
		}
		rows = append(rows, []string{name, now, before})
	}
	pair := func(name string, x figures.Pair) { add(name, c.n(x.Now), c.n(x.Before)) }
	pair(say.RowRequests, n.In)
	add(say.RowAnswered, c.n(r.Answered), c.n(was.Answered))
	add(say.RowInTime, c.share(r.Attainment()), c.share(was.Attainment()))
	add(say.RowLate, c.n(r.Missed+r.WaitingLate), c.n(was.Missed+was.WaitingLate))
	add(say.RowMedian, c.median(r), c.median(was))
	pair(say.RowDeals, n.Deals)
	pair(say.RowWon, n.Won)
	value := say.RowValueOnly
	if c.in.Policy.Currency != "" {
		value = say.RowValue.With(c.in.Policy.Currency)
	}
	add(value, c.money(n.WonValue), c.money(n.WonValueBefore))
	add(say.RowWinRate, c.share(n.WinRate), c.share(n.WinRateBefore))
	pair(say.RowUnqualified, n.Unqualified)
	return rows
}

// median is the median time to the first answer.
func (c *composer) median(r *figures.Response) string {
	if r.Answered == 0 {
		return c.texts.Weekly.NotKnown
	}
	return canvas.Duration(c.texts, r.Median)
}

// money is a sum of values, where any lead has one.
func (c *composer) money(m figures.Money) string {
	if m.With.Part == 0 {
		return c.texts.Weekly.NotKnown
	}
	return c.n(int(math.Round(m.Sum)))
}

// share is a share as whole percent, or its parts where the sample is too small for a percentage.
func (c *composer) share(s figures.Share) string {
	if ratio, ok := s.Ratio(); ok {
		return c.texts.Weekly.PartOf.With(canvas.Percent(ratio), c.n(s.Of))
	}
	if s.Of == 0 {
		return c.texts.Weekly.NotKnown
	}
	return c.texts.Weekly.PartOf.With(c.n(s.Part), c.n(s.Of))
}

// accounts say what came in and what became of it: of the whole week, and of each of its days.
func (c *composer) accounts(d *document, p periods) {
	if !p.weekly {
		return
	}
	var rows [][]span
	for day := range 7 {
		at := p.from.AddDate(0, 0, day)
		text := c.desk.AccountOf(c.weekday(at)+" "+c.date(at), at, at)
		if text == "" {
			return
		}
		rows = append(rows, []span{plain(text)})
	}
	d.heading(c.texts.Weekly.CameIn)
	d.paragraph(plain(c.desk.AccountOf(capitalized(p.name), p.from, p.to.AddDate(0, 0, -1))))
	d.list(rows)
}

// n writes a whole number.
func (c *composer) n(n int) string { return canvas.Thousands(c.texts, n) }
