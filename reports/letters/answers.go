package letters

import (
	"strings"

	"leadsheet/lead/words"
	"leadsheet/reports/today"
	"leadsheet/rules/outgoing"
)

// howTo says below a message about a lead what one can do by answering it.
func (c *composer) howTo(d *document, i *outgoing.Intent, x *today.Case, subject string) {
	if !byMail(&i.Message) {
		return
	}
	links := c.commands(i, x, subject)
	if len(links) == 0 {
		d.note(plain(c.say.NoMailbox.With(name(x))))
		return
	}
	d.paragraph(span{text: c.say.OneTap, plain: c.say.ReplyWith})
	d.chips(links)
	d.note(span{text: c.say.JustReply.With(name(x)), plain: c.say.NoMailbox.With(name(x))})
}

// done confirms a command in one line.
func (c *composer) done(i *outgoing.Intent) (subject string, d document) {
	what := line(i.Say, lineChars)
	x, ok := c.about(i)
	if !ok {
		d.sentence(plain(c.say.Done.With(what)))
		return c.marked(&c.say.Done, i.Lead, what), d
	}
	subject = c.marked(&c.say.Done, x.ID, what, inSubject(x.Title, 40))
	sentence := c.say.DoneOn.With(what, line(x.ID, 20), name(x))
	if x.ID != "" && strings.Contains(what, x.ID) {
		sentence = c.say.Done.With(what)
	}
	d.sentence(plain(sentence))
	if undo := c.in.Policy.Words.Word(words.Commands, "undo"); c.mailbox() != "" && byMail(&i.Message) {
		back := c.command(i.ID, subject, c.say.TakeBack, undo)
		back.plain = c.say.TakeBackBy.With(undo)
		d.note(back)
	}
	return subject, d
}

// returned gives a mail back that was not done. Say is what may have been meant for the customer, who has not got it;
// Why says what else became of the mail.
func (c *composer) returned(i *outgoing.Intent) (subject string, d document) {
	x, ok := c.about(i)
	why := line(i.Why, 2*factChars)
	if !ok || strings.TrimSpace(i.Say) == "" {
		return c.notDone(i, x, why)
	}
	subject = c.marked(&c.say.NotReachedSubject, x.ID, inSubject(x.Title, 40))
	text, _ := passage(i.Say, needChars)
	sentence, links := []span{plain(c.say.NotReached.With(name(x)))}, c.firstLinks(i, x)
	if url := c.answer(x, text); url != "" {
		sentence = append(sentence, span{plain: " " + c.say.AnswerAt.With(c.answer(x, ""))})
		links = []span{{text: c.say.AnswerWho.With(name(x)), url: url, plain: "-"}}
	}
	d.sentence(sentence...)
	d.buttons(links)
	c.quote(&d, i.Say, needChars)
	if why != "" {
		d.paragraph(said(why))
	} else {
		d.note(plain(c.say.Kept.With(name(x), line(x.ID, 20))))
	}
	c.howTo(&d, i, x, subject)
	return subject, d
}

// notDone says why a command was not done that somebody has mailed. x is nil where it is about no single lead.
func (c *composer) notDone(i *outgoing.Intent, x *today.Case, why string) (subject string, d document) {
	say := &c.texts.ByMail
	if why == "" {
		why = say.NoCommand
	}
	if x == nil {
		d.sentence(plain(why))
		c.quote(&d, i.Say, needChars)
		return why, d
	}
	subject = c.marked(&say.NotDone, x.ID, inSubject(x.Title, 40))
	d.sentence(plain(why))
	c.howTo(&d, i, x, subject)
	return subject, d
}

// unreached tells that a message to a colleague did not arrive. Say has it in a sentence.
func (c *composer) unreached(i *outgoing.Intent) (subject string, d document) {
	d.sentence(plain(line(i.Say, factChars)))
	return line(i.Say, lineChars), d
}
