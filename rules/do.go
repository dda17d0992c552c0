package rules

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/acts"
	"leadsheet/rules/command"
	"leadsheet/rules/history"
	"leadsheet/rules/outcomes"
	"leadsheet/rules/policy"
)

// What people type into the column Do is done once. The event of a command and the change that empties its cell depend
// on each other: see Change.Needed. A text that says nothing that can be done stays, and Attention says why.

// notedFor is how long Attention confirms a command.
const notedFor = 24 * time.Hour

// noLead leads to no row.
const noLead = -1

// typedCommand is a command as far as this plan can tell what it would do.
type typedCommand struct {
	command.Command
	text string // as it was typed
	rest string
	past bool // the time that it names has passed
	row  int  // of Lead; noLead for none
	why  string
	// column is where it was typed; "" for the column Do.
	column string
	mail   string // the key of the mail that brought it; "" for none

	cells []acts.Cell       // what it writes
	kind  policy.StatusKind // of the status that it sets; "" for none
}

// commandOf reads what a person has typed for a row; ok is false for a blank cell. why is not blank where it cannot be
// done, and says it to people.
func (p *planner) commandOf(i int) (o typedCommand, ok bool) {
	o.text, o.row = strings.TrimSpace(p.rows[i].l.Do), noLead
	if o.text == "" || p.rows[i].rec == nil {
		return o, false
	}
	read := p.readDo(i)
	o.Command, o.rest, o.past = read.Command, read.Rest, read.Fault == command.Past
	o.why = acts.Fault(&p.policy, &read, o.text)
	if was := p.rows[i].rec.Refused; o.why == "" && was.Text == history.CommandText(o.text) {
		o.why = was.Why
	}
	if o.why != "" {
		return o, true
	}
	if o.Lead != "" {
		o.row = p.rowOf(o.Lead)
	}
	o.why = p.cannot(i, &o)
	return o, true
}

// otherCommand reads what a person has typed for a row, whether it can be done or not.
func (p *planner) otherCommand(i int) (command.Command, bool) {
	if i < 0 || p.rows[i].l.Do == "" || p.rows[i].l.DoIsDone || p.rows[i].l.DoIsFormula {
		return command.Command{}, false
	}
	read := p.readDo(i)
	return read.Command, read.Fault == command.NoFault
}

// readDo reads the cell Do of a row; times are those of when it was typed.
func (p *planner) readDo(i int) command.Reading {
	return command.ParseAs(p.policy.Typed(p.then), p.policy.Words, p.rows[i].l.Do, p.then.In(p.policy.Location()))
}

// cannot says why a command cannot be done with a row as it is, "" when it can.
func (p *planner) cannot(i int, o *typedCommand) string {
	rec, say, row := p.rows[i].rec, &p.texts.Do, p.actsOf(i)
	if why := row.Cannot(&o.Command); why != "" {
		return why
	}
	switch o.Verb {
	case command.NewLead:
		if p.lastMessage(rec) == nil {
			return say.NothingMore
		}
	case command.SameAs:
		return p.cannotMerge(i, o)
	case command.NotSameAs:
		if p.history.Find(o.Lead).Row > 0 && p.contradicts(i, o) {
			return say.Contradicts.With(o.Lead)
		}
	case command.Undo:
		if _, _, ok := p.lastAct(rec); !ok {
			return say.NothingToUndo
		}
	case command.NotALead:
		return p.noLeadStatus()
	}
	o.cells, o.kind, o.why = row.Of(&o.Command)
	return o.why
}

// doCommands does what people have typed into the column Do. A row without an ID of its own yet has to wait for it:
// by the ID alone is it known again. It reports whether anything was done: other rows may be a contact's then.
func (p *planner) doCommands() (done bool) {
	var x *outcomes.Origins
	n := 0
	for i := range p.rows {
		e := &p.rows[i]
		if e.skip || e.todo != nothing || e.rec == nil || e.l.Do == "" && e.rec.Refused.Text == "" {
			continue
		}
		if was := e.rec.Refused.Text; was != "" && was != history.CommandText(e.l.Do) {
			p.event(e.rec, lead.Event{What: lead.Noted, Column: lead.ColDo, From: was, By: byUs, Why: p.texts.Do.Gone})
		}
		if e.l.Do == "" || e.l.DoIsFormula {
			continue
		}
		if e.isNew || strings.TrimSpace(p.state.Leads[i].ID) != e.rec.ID {
			p.work.Left++
			continue
		}
		if e.l.DoIsDone || p.doneInCopy(i) {
			p.emptyDo(i)
			continue
		}
		o, ok := p.commandOf(i)
		switch {
		case !ok || o.why != "" && (!o.ofItsTime() || e.rec.Refused.Text != ""):
			continue
		case !p.hasRoom(&n):
			continue
		case o.why != "":
			p.event(e.rec, lead.Event{What: lead.Noted, Column: lead.ColDo, From: history.CommandText(o.text),
				To: o.why, By: byUs, Why: p.texts.Do.Stays})
			continue
		}
		if x == nil {
			x = outcomes.NewOrigins(p.state.History, p.state.Intake)
		}
		p.emptyDo(i)
		p.perform(i, &o, x)
		done = true
	}
	return done
}

// ofItsTime reports whether a command is about the lead as it stood when it was typed. One that was not possible then
// is not done later, when something else has happened, but only when it is typed again.
func (o *typedCommand) ofItsTime() bool {
	return o.Verb == command.NewLead || o.Verb == command.Reopen || o.Verb == command.Undo || o.past
}

// perform does a command, and writes down that it is done.
func (p *planner) perform(i int, o *typedCommand, x *outcomes.Origins) {
	rec, word := p.rows[i].rec, p.policy.Words.Word(words.Commands, string(o.Verb))
	was, is := "", ""
	switch o.Verb {
	case command.NotALead:
		was, is = p.rows[i].l.Status, p.policy.StatusOf(policy.KindNoLead)
	case command.Reopen:
		was, is = p.rows[i].l.Status, p.reopened(rec)
	case command.Called, command.OfferSent:
		o.At = cmp.Or(o.At, p.then)
	}
	if o.kind != "" {
		was, is = p.rows[i].l.Status, p.policy.StatusOf(o.kind)
	}
	p.event(rec, lead.Event{What: lead.Did, Column: cmp.Or(o.column, lead.ColDo), By: byTeam,
		From: history.CommandText(o.text),
		To: lead.FormatFacts(append([]lead.Fact{{Name: lead.FactVerb, Text: string(o.Verb)},
			{Name: lead.FactLead, Text: o.Lead}, {Name: lead.FactAt, Text: p.stamp(o.At)},
			{Name: lead.FactWas, Text: was}, {Name: lead.FactIs, Text: is}, {Name: lead.FactMail, Text: o.mail}},
			p.actsOf(i).Facts(o.Verb, o.cells)...)),
		Why: words.Shorten(word+" "+cmp.Or(o.Lead, o.rest), history.RecordedLength)})
	p.stepEvents(i, p.actsOf(i).DoneBy(&o.Command, o.cells, p.stepDay(i)))
	p.putCells(i, o.cells, word)
	if o.kind != "" {
		p.setStatus(i, is, word)
	}
	switch o.Verb {
	case command.Called, command.OfferSent:
		p.called(i, o.At, p.calledAs(o.Verb))
	case command.Done:
		if turn, waits := p.turnOf(i); waits {
			p.endTurn(i, lead.ColDo, turn.Key, word)
		}
	case command.NewLead:
		p.takeOut(p.lastMessage(rec), x)
	case command.Reopen:
		p.reopen(i, is, word)
	case command.NotALead:
		p.setStatus(i, is, word)
	case command.BlockSender:
		p.work.Senders = append(p.work.Senders, Sender{Address: lead.ContactOf(&p.rows[i].l).EmailKey(),
			Why: p.texts.Activity.Blocked.With(rec.ID)})
	case command.BringBack:
		p.bringBack(o.Lead)
	case command.SameAs:
		p.merge(i, o.row, word+" "+o.Lead)
	case command.Undo:
		p.undo(i, x)
	}
}

// doRemarks are what Attention says about the column Do of a row.
func (p *planner) doRemarks(i int) []string {
	var out []string
	if rec := p.rows[i].rec; rec.Did.Text != "" && p.now.Sub(rec.Did.At) < notedFor {
		out = append(out, p.texts.Do.Noted.With(rec.Did.Name))
		if follow := rec.FollowOf(); follow.Tried {
			out = append(out, p.texts.Follow.Try.With(strconv.Itoa(follow.Touches)))
		}
	}
	if p.rows[i].l.Do == "" || p.rows[i].l.DoIsDone {
		return out
	}
	if p.rows[i].l.DoIsFormula {
		return append(out, p.title(lead.ColDo)+": "+p.texts.Do.Formula)
	}
	if o, ok := p.commandOf(i); ok && o.why != "" {
		out = append(out, p.title(lead.ColDo)+": "+o.why)
	}
	return out
}
