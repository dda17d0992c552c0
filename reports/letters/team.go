package letters

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"leadsheet/lead"
	"leadsheet/reports/canvas"
	"leadsheet/reports/today"
	"leadsheet/rules/outgoing"
)

// mostListed is how many leads a message lists. More would not be a list for one day, and mail programs cut long mails.
const mostListed = 50

// breaches tells the system owner of the customers who wait too long.
func (c *composer) breaches(i *outgoing.Intent) (subject string, d document) {
	cases := c.cases(i)
	n := len(cases)
	waiting := slices.DeleteFunc(slices.Clone(cases), func(x today.Case) bool { return !x.Waits })
	if subject = c.team().LateBefore.Count(n); len(waiting) > 0 {
		subject = c.team().LateSubject.With(len(waiting), strconv.Itoa(len(waiting)), c.names(waiting))
	}
	d.sentence(shout(c.team().LateSentence.Count(n)))
	c.listed(&d, cases, func(x *today.Case) []span {
		due := c.due(x)
		if !x.Waits {
			due = plain(c.team().Over)
		}
		return []span{said(c.ownerOf(x)), plain(c.dash()), due}
	})
	return subject, d
}

// burst tells of many leads that came at once.
func (c *composer) burst(i *outgoing.Intent) (subject string, d document) {
	say, cases := c.team(), c.cases(i)
	n := len(cases)
	from := inSubject(i.Say, nameChars)
	subject = say.BurstSubject.Count(n)
	if from != "" {
		subject += c.dash() + from
		d.sentence(plain(say.BurstFrom.With(say.BurstSubject.Count(n), from)))
	} else {
		d.sentence(plain(say.BurstSentence.With(n, canvas.Thousands(c.texts, n))))
	}
	c.unstored(&d, i)
	c.owners(&d, cases)
	c.listed(&d, cases, func(x *today.Case) []span {
		if c.isTheirs(i, x) {
			return nil
		}
		owner := aside(c.ownerOf(x))
		owner.said = true
		return []span{owner}
	})
	return subject, d
}

// ownerOf is whose a lead is, in a list.
func (c *composer) ownerOf(x *today.Case) string {
	return cmp.Or(line(x.Owner, nameChars), c.team().NoOwner)
}

// due is until when the answer to a lead that waits is or was due, in a list.
func (c *composer) due(x *today.Case) span {
	if x.Late {
		return shout(c.team().DueAt.With(c.when(x.Due), c.facts.Lateness(x.Due)))
	}
	return plain(c.team().DueThen.With(c.when(x.Due)))
}

// owners says how many of the leads each person has, where several have some.
func (c *composer) owners(d *document, cases []today.Case) {
	var names []string
	count := map[string]int{}
	for k := range cases {
		owner := c.ownerOf(&cases[k])
		if count[owner]++; count[owner] == 1 {
			names = append(names, owner)
		}
	}
	if len(names) < 2 {
		return
	}
	slices.SortFunc(names, func(a, b string) int { return count[b] - count[a] })
	parts := make([]string, 0, len(names))
	for _, name := range names[:min(len(names), 12)] {
		parts = append(parts, isolated(name)+" "+strconv.Itoa(count[name]))
	}
	d.paragraph(plain(c.team().BurstOwners.With(strings.Join(parts, ", "))))
}

// waiting tells that requests could not be taken in: somebody has the workbook open, a source is not to be reached. Due
// is since when.
func (c *composer) waiting(i *outgoing.Intent) (subject string, d document) {
	say, what := c.team(), line(cmp.Or(i.Say, i.Why, c.team().Somebody), factChars)
	subject = say.OpenSubject.With(line(what, shortChars*2))
	text := say.OpenSentence.With(what)
	if !i.Due.IsZero() {
		text = say.OpenSince.With(c.when(i.Due), what)
	}
	d.sentence(plain(text))
	d.paragraph(plain(say.OpenWhatNow))
	c.listed(&d, c.cases(i), func(*today.Case) []span { return nil })
	return subject, d
}

// several tells of many leads what is usually told of each alone.
func (c *composer) several(i *outgoing.Intent) (subject string, d document) {
	cases := c.cases(i)
	say := c.team()
	sentence := &say.BurstSubject
	switch i.Occasion {
	case lead.TellWaits:
		sentence = &say.SeveralWait
	case lead.TellHandOver:
		sentence = &say.SeveralYours
	case lead.TellBounced:
		sentence = &say.SeveralBounced
	}
	text := sentence.With(len(cases), c.n(len(cases)))
	d.sentence(plain(text + ":"))
	c.unstored(&d, i)
	if why := line(i.Why, factChars); why != "" {
		d.paragraph(said(why))
	}
	c.listed(&d, cases, func(x *today.Case) []span {
		var out []span
		if !c.isTheirs(i, x) {
			out = append(out, said(c.ownerOf(x)))
		}
		if x.Waits && !x.Due.IsZero() {
			if len(out) > 0 {
				out = append(out, plain(c.dash()))
			}
			out = append(out, c.due(x))
		}
		return out
	})
	return text + ": " + c.names(cases), d
}

// cases are the leads of a message about several, each once, those that have a row.
func (c *composer) cases(i *outgoing.Intent) []today.Case {
	var out []today.Case
	seen := make(map[string]bool, len(i.Leads))
	for _, id := range i.Leads {
		if x, ok := c.caseOf(i, id); ok && !seen[id] {
			seen[id] = true
			out = append(out, x)
		}
	}
	return out
}

// namedInSubject is how many leads a subject names.
const namedInSubject = 3

// names are the first names of leads in a subject.
func (c *composer) names(cases []today.Case) string {
	var out []string
	for k := range cases[:min(len(cases), namedInSubject)] {
		out = append(out, inSubject(cases[k].Title, 30))
	}
	text := strings.Join(out, ", ")
	if more := len(cases) - namedInSubject; more > 0 {
		text = c.texts.Worklist.MoreNames.With(text, strconv.Itoa(more))
	}
	return text
}

// listed lists leads, with what is said of each beside its name.
func (c *composer) listed(d *document, cases []today.Case, beside func(*today.Case) []span) {
	items := make([]item, 0, min(len(cases), mostListed))
	for k := range cases[:min(len(cases), mostListed)] {
		x := &cases[k]
		head := []span{c.who(x)}
		if x.ID != "" {
			head = append(head, plain("  "), aside(line(x.ID, 20)))
		}
		if more := beside(x); len(more) > 0 {
			head = append(append(head, plain(c.dash())), more...)
		}
		items = append(items, item{head: head, body: []span{plain(c.inShort(waitsFor(x), 2*shortChars))}, links: c.ways(x)})
	}
	d.entries(items)
	c.more(d, len(cases))
}

// more says how many leads a list leaves out.
func (c *composer) more(d *document, all int) {
	if all > mostListed {
		n := all - mostListed
		d.note(plain(c.team().More.With(n, canvas.Thousands(c.texts, n))))
	}
}

// who is the name of a lead in a list.
func (c *composer) who(x *today.Case) span {
	s := bold(line(x.Title, nameChars))
	s.said = true
	return s
}

// ways are the links below a line about a lead: the answer, and the telephone.
func (c *composer) ways(x *today.Case) []span {
	var out []span
	add := func(s span) {
		if len(out) > 0 {
			out = append(out, plain("  ·  "))
		}
		out = append(out, s)
	}
	if url := c.answer(x, ""); url != "" {
		add(span{text: c.say.AnswerWho.With(name(x)), url: url, plain: line(x.Email, lineChars)})
	}
	if phone := line(x.Phone, 40); phone != "" {
		add(span{text: phone, url: c.call(x), plain: phone})
	}
	return out
}

func (c *composer) isOwner(i *outgoing.Intent) bool {
	owner := c.in.Policy.FindPerson(c.in.Policy.SystemOwner)
	return owner != nil && owner == c.in.Policy.FindPerson(i.Person)
}

// toCustomer makes the HTML beside the text of a message to a customer. The answer is to come in where leadsheet looks.
func (c *composer) toCustomer(i *outgoing.Intent) lead.Message {
	m := i.Message
	if m.FromName == "" {
		m.FromName = line(c.in.Policy.Business, nameChars)
	}
	if m.ReplyTo == "" {
		m.ReplyTo = c.mailbox()
	}
	if m.Text != "" && m.HTML == "" {
		m.HTML = Customer(m.Text)
	}
	return m
}
