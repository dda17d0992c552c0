package rules

import (
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/acts"
	"leadsheet/rules/bymail"
	"leadsheet/rules/command"
	"leadsheet/rules/outcomes"
)

// What a person of the team answers to a message of leadsheet is a command, as in the column Do. The row of Intake says
// that it came, so it is done once. Events say what was done and what was not; the person is told of both by them.

// byMail does what a person answers to a message of ours; false for an ordinary mail.
func (p *planner) byMail(q *lead.Inquiry, r *lead.IntakeRow) bool {
	if q.ToUs == nil || len(q.AnsweredTo) > 0 {
		return false
	}
	desk := bymail.Desk{Policy: &p.policy, Claims: p.sent(), Now: p.now,
		Events: [][]lead.Event{p.state.History, p.work.Events},
		Read: func(text string) command.Reading {
			return command.ParseAs(p.policy.Typed(p.then), p.policy.Words, text, p.then.In(p.policy.Location()))
		},
		Quiet: func(text string) bool {
			return p.saysNothing(&lead.Inquiry{Channel: lead.ByMail, Kind: lead.Reply, Need: text})
		},
		Do:   func(id string, l *bymail.Line, person string) string { return p.obey(q, id, l, person) },
		Back: func(b bymail.Back) { p.sendBack(q, b) }, Rows: [][]lead.IntakeRow{p.state.Intake, p.work.Intake}}
	c, person := desk.Of(q)
	colleague := p.policy.PersonOf(q.From)
	switch {
	case c == nil, person == nil && (q.Unproven != "" || colleague == nil && q.Ignore != ""):
		return false
	case person == nil:
		r.Outcome, r.Reason = lead.Ignored, p.texts.ByMail.NotYours.With(c.Recipient)
		if colleague != nil { // who thinks that it was done would wait
			p.sendBack(q, bymail.Back{Person: colleague.Name, Lead: c.Lead, Why: r.Reason,
				Text: words.Shorten(q.ToUs.Text, 300)})
		}
		return true
	case outcomes.CameAs(q, p.state.Intake, p.work.Intake):
		r.Outcome, r.Reason = lead.Duplicate, p.texts.Intake.TwiceMessage
		return true
	}
	then := p.then
	p.then = p.received(q) // "called" means by now, and "tomorrow" counts from there
	r.Outcome, r.Reason = lead.Ignored, desk.Take(q, c, person.Name)
	p.then = then
	return true
}

// obey does a command that a person has mailed, or says why it cannot be done.
func (p *planner) obey(q *lead.Inquiry, id string, l *bymail.Line, person string) (why string) {
	rec, i := p.history.Find(id), p.rowOf(id)
	switch {
	case rec == nil:
		return p.texts.Do.NoSuchLead.With(id)
	case i < 0 || p.rows[i].skip:
		return p.texts.ByMail.IsDeleted.With(id)
	}
	p.handlePending(i)
	if why = acts.Fault(&p.policy, &l.Reading, l.Text); why != "" {
		return why
	}
	o := typedCommand{Command: l.Command, text: l.Text, rest: l.Rest, row: noLead, column: lead.AnswerToUs, mail: q.Key}
	if o.Lead != "" {
		o.row = p.rowOf(o.Lead)
	}
	if why = p.cannot(i, &o); why != "" {
		return why
	}
	p.by = person
	p.perform(i, &o, outcomes.NewOrigins(p.state.History, p.state.Intake))
	p.by = ""
	p.indexContacts(p.coming) // what comes behind it may belong to another lead now
	return ""
}

// sendBack writes down what a person has mailed and was not done.
func (p *planner) sendBack(q *lead.Inquiry, b bymail.Back) {
	e := lead.Event{What: lead.Noted, Column: lead.AnswerToUs, From: q.Key, To: b.Why, By: b.Person,
		Why: p.kept(b.Text)}
	if rec := p.history.Find(b.Lead); rec != nil {
		p.event(rec, e)
		return
	}
	e.Time, e.Lead = p.then, lead.Workbook
	p.work.Events = append(p.work.Events, e)
}
