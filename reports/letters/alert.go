package letters

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/reports/canvas"
	"leadsheet/reports/today"
	"leadsheet/rules/outgoing"
)

// newLead tells the owner of a lead that has come in, with everything to act on.
func (c *composer) newLead(i *outgoing.Intent) (subject string, d document) {
	x, ok := c.about(i)
	if !ok {
		return c.gone(i)
	}
	head, sentence := &c.say.New, &c.say.IsNew
	if i.Occasion == lead.TellHot {
		head, sentence = &c.say.Hot, &c.say.IsHot
	}
	whose := c.say.ForYou
	if owner := line(x.Owner, nameChars); owner == "" {
		whose = c.say.ForNobody
	} else if i.Person != "" && !c.isTheirs(i, x) {
		whose = c.say.ForOther.With(isolated(owner))
	}
	subject = c.marked(head, x.ID, inSubject(x.Title, 40), c.short(x.Need), c.dueInSubject(x))
	d.sentence(c.sentence(sentence.With(name(x), whose), x)...)
	c.unstored(&d, i)
	d.buttons(c.firstLinks(i, x))
	c.need(&d, x)
	d.facts(c.factsOf(i, x, c.explained(i.Lead)))
	c.howTo(&d, i, x, subject)
	return subject, d
}

// waits tells that the time for an answer is about to pass.
func (c *composer) waits(i *outgoing.Intent) (subject string, d document) {
	x, ok := c.about(i)
	if !ok {
		return c.gone(i)
	}
	subject = c.marked(&c.say.WaitsOn, x.ID, inSubject(x.Title, 40), c.dueInSubject(x), c.short(waitsFor(x)))
	since := x.Since
	if since.IsZero() {
		since = x.Received
	}
	d.sentence(c.sentence(c.say.Waits.With(name(x), c.when(since)), x)...)
	d.buttons(c.firstLinks(i, x))
	if !x.First && x.Text != "" {
		d.paragraph(plain(c.say.Wrote.With(name(x))))
		c.quote(&d, x.Text, needChars)
	}
	c.need(&d, x)
	d.facts(c.factsOf(i, x, c.explained(i.Lead)))
	c.howTo(&d, i, x, subject)
	return subject, d
}

// mostEvents is how much of the history of a lead stands in a message.
const mostEvents = 25

// handedOver tells the new owner of a lead all that is known of it: history, reasons and notes.
func (c *composer) handedOver(i *outgoing.Intent) (subject string, d document) {
	x, ok := c.about(i)
	if !ok {
		return c.gone(i)
	}
	subject = c.marked(&c.say.HandedOver, x.ID, inSubject(x.Title, 40), c.short(waitsFor(x)),
		c.dueInSubject(x))
	text := c.say.YoursNow.With(name(x))
	if who := line(i.Who, nameChars); who != "" {
		text = c.say.Yours.With(name(x), who)
	}
	d.sentence(c.sentence(text, x)...)
	d.buttons(c.firstLinks(i, x))
	if x.Waits && !x.First && x.Text != "" {
		d.paragraph(plain(c.say.Wrote.With(name(x))))
		c.quote(&d, x.Text, needChars)
	}
	c.need(&d, x)
	told := c.explained(i.Lead)
	d.facts(append(c.factsOf(i, x, told), c.state(x)...))
	c.history(&d, told)
	c.howTo(&d, i, x, subject)
	return subject, d
}

// bounced tells that a mail of the team did not reach the customer.
func (c *composer) bounced(i *outgoing.Intent) (subject string, d document) {
	x, ok := c.about(i)
	if !ok {
		return c.gone(i)
	}
	address := line(i.Who, nameChars)
	if address == "" {
		address = line(x.Email, nameChars)
	}
	subject = c.marked(&c.say.NotArrived, x.ID, inSubject(x.Title, 40), address)
	links := slices.DeleteFunc(c.firstLinks(i, x), func(s span) bool { // the telephone is the way now
		return strings.HasPrefix(s.url, "mailto:")
	})
	sentence := &c.say.Bounced
	if c.call(x) == "" {
		sentence = &c.say.BouncedOnly
	}
	d.sentence(plain(sentence.With(address, name(x))))
	if url := c.bookURL(); url != "" && len(links) == 0 {
		links = []span{{text: c.say.OpenBook, url: url}}
	}
	d.buttons(links)
	if i.Say != "" {
		c.quote(&d, i.Say, factChars)
	}
	c.need(&d, x)
	d.facts(c.factsOf(i, x, c.explained(i.Lead)))
	c.howTo(&d, i, x, subject)
	return subject, d
}

// short is a text in a few words: its first sentence, without a greeting.
func (c *composer) short(text string) string { return c.inShort(text, shortChars) }

func (c *composer) inShort(text string, n int) string {
	text, _ = passage(text, factChars)
	first, rest, more := strings.Cut(text, "\n")
	if more && len(first) < shortChars && strings.HasSuffix(first, ",") {
		text = rest
	}
	text = line(text, factChars)
	if greeting, rest, ok := strings.Cut(text, ","); ok && c.greets(greeting) {
		text = strings.TrimSpace(rest)
	}
	if sentence, _, ok := strings.Cut(text, ". "); ok && len(sentence) > 12 {
		text = sentence
	}
	return inSubject(strings.TrimSuffix(text, "."), n)
}

// greets reports whether the words before a comma are a greeting, perhaps with a name.
func (c *composer) greets(text string) bool {
	words := strings.Fields(strings.ToLower(text))
	for n := min(len(words), 2); n > 0 && len(words) <= 4; n-- {
		for greeting := range strings.SplitSeq(c.texts.Quiet.Greetings, ",") {
			if strings.TrimSpace(greeting) == strings.Join(words[:n], " ") {
				return true
			}
		}
	}
	return false
}

// about is the lead of a message, with the due time that the message says.
func (c *composer) about(i *outgoing.Intent) (*today.Case, bool) {
	x, ok := c.caseOf(i, i.Lead)
	if !ok {
		return nil, false
	}
	if !i.Due.IsZero() {
		x.Due = i.Due.In(c.zone)
		x.Late = x.Waits && c.now.After(x.Due)
	}
	return &x, true
}

// caseOf is a lead of a message. One that is not stored yet has no ID: it may become another one.
func (c *composer) caseOf(i *outgoing.Intent, id string) (today.Case, bool) {
	x, ok := c.desk.Case(id)
	if ok && i.Unstored != "" {
		l := *x.Lead
		if x.Title == l.ID {
			x.Title = c.texts.Report.NoName
		}
		l.ID, x.Lead = "", &l
	}
	return x, ok
}

// gone is a message about a lead that has no row any more.
func (c *composer) gone(i *outgoing.Intent) (subject string, d document) {
	id := line(i.Lead, nameChars)
	d.sentence(plain(c.say.Gone.With(id)))
	return c.say.Gone.With(id), d
}

// name is how a lead is called in a sentence.
func name(x *today.Case) string { return inSubject(x.Title, nameChars) }

// waitsFor is what the customer waits for an answer to.
func waitsFor(x *today.Case) string {
	if x.Waits && x.Text != "" {
		return x.Text
	}
	return x.Need
}

// dueInSubject says until when a customer is to be answered; "" where nobody waits.
func (c *composer) dueInSubject(x *today.Case) string {
	switch {
	case !x.Waits || x.Due.IsZero():
		return ""
	case c.now.After(x.Due):
		return c.say.WasDue.With(c.when(x.Due))
	}
	return c.say.AnswerBy.With(c.when(x.Due))
}

// sentence is the first one of a message, with the due time.
func (c *composer) sentence(text string, x *today.Case) []span {
	out := []span{plain(text + " ")}
	switch {
	case !x.Waits || x.Due.IsZero():
		return append(out, plain(c.say.NobodyDue))
	case x.Late:
		return append(out, shout(c.say.AnswerLate.With(c.when(x.Due), c.facts.Lateness(x.Due))))
	}
	return append(out, bold(c.say.AnswerDue.With(c.when(x.Due))))
}

// firstLinks are the ways to the customer: the answer by mail first, then the telephone; without both, the workbook. In
// a chat the address is enough: nothing opens such links there.
func (c *composer) firstLinks(i *outgoing.Intent, x *today.Case) []span {
	var out []span
	if url := c.answer(x, ""); url != "" {
		answer := span{text: c.say.AnswerWho.With(name(x)), url: url}
		if !byMail(&i.Message) {
			answer.plain = answer.text + ": " + line(x.Email, lineChars)
		}
		out = append(out, answer)
	}
	if url := c.call(x); url != "" {
		out = append(out, span{text: c.say.CallWho.With(line(x.Phone, 40)), url: url,
			plain: c.say.CallWho.With(line(x.Phone, lineChars))})
	}
	if url := c.bookURL(); url != "" && len(out) == 0 {
		out = append(out, span{text: c.say.OpenBook, url: url})
	}
	return out
}

// need puts the request of a lead, as far as a message has room for it.
func (c *composer) need(d *document, x *today.Case) {
	if x.Need != "" {
		if !x.First && x.Waits {
			d.paragraph(plain(c.say.Request))
		}
		c.quote(d, x.Need, needChars)
	}
	if x.Details != "" {
		d.paragraph(plain(c.say.Details))
		c.quote(d, x.Details, needChars)
	}
}

// quote puts what somebody wrote, and says how much is left out.
func (c *composer) quote(d *document, text string, n int) {
	text, left := passage(text, n)
	d.quote(text)
	if left > 0 {
		d.note(plain(c.say.MoreChars.With(left, canvas.Thousands(c.texts, left))))
	}
}
