package rules

import (
	"slices"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
	"leadsheet/rules/history"
	"leadsheet/rules/outcomes"
	"leadsheet/rules/policy"
)

// What people type over an outcome of Intake may be a command: that what the message made is not a lead, or that what a
// file made is taken back.

// verbIn is the command that was typed as the outcome of a row, "" for none. That a row is ignored which made a lead
// says that it is not one.
func (p *planner) verbIn(r *lead.IntakeRow, x *outcomes.Origins) command.Verb {
	if r.Outcome == lead.Ignored && x.Began(r) {
		return command.NotALead
	}
	read := command.Parse(p.policy.Words, string(r.Outcome), p.then.In(p.policy.Location()))
	if read.Fault == command.NoFault && (read.Verb == command.NotALead || read.Verb == command.Undo) {
		return read.Verb
	}
	return ""
}

// followTyped does a command that was typed as the outcome of a row of Intake; at is its place there. done is false for
// what is none, or cannot be done; later says that the next pass goes on.
func (p *planner) followTyped(at int, r *lead.IntakeRow, c *IntakeChange, x *outcomes.Origins, n *int) (
	done, later bool) {
	switch key, verb := ledger.ParseKey(r.Key), p.verbIn(r, x); {
	case verb == command.NotALead && key.IsRequest() && p.cannotSetAside(r, x) == "":
		if !p.hasRoom(n) {
			return true, true
		}
		p.setAside(p.rowOf(r.Lead), string(r.Outcome), "", p.policy.Words.Word(words.Commands, string(verb)))
		c.Outcome = lead.Ignored
		c.Reason = outcomes.JoinReasons(p.reasons.WithoutAside(r.Reason), p.texts.Typed.NotALead.With(r.Lead))
		return true, false
	case verb == command.Undo && key.Kind() == ledger.FileSummary:
		return true, p.takeBackFile(at, c, x, n)
	}
	return false, false
}

// cannotSetAside says why what a message made cannot be set aside by its row of Intake, "" when it can: the message
// alone has to have made the lead.
func (p *planner) cannotSetAside(r *lead.IntakeRow, x *outcomes.Origins) string {
	switch {
	case r.Lead == "":
		return p.texts.Typed.NoLeadHere
	case p.rowOf(r.Lead) < 0:
		return p.texts.Do.NoSuchLead.With(r.Lead)
	case !x.Began(r) || p.hasJoined(r):
		return p.inDo(command.NotALead, r.Lead)
	}
	return p.noLeadStatus()
}

// noLeadStatus says that no status is of the kind no lead, "" when one is.
func (p *planner) noLeadStatus() string {
	if p.policy.StatusOf(policy.KindNoLead) != "" {
		return ""
	}
	kind := p.policy.Words.Word(words.StatusKinds, string(policy.KindNoLead))
	return p.texts.Do.NoStatus.With(words.Quoted(kind), p.policy.SeeTab(lead.TabStatuses))
}

// inDo says that a command is to be typed in the row of a lead.
func (p *planner) inDo(verb command.Verb, id string) string {
	return p.texts.Typed.InDo.With(p.policy.Words.Word(words.Commands, string(verb)), p.title(lead.ColDo), id)
}

// hasJoined reports whether another request than a row's has become part of its lead.
func (p *planner) hasJoined(r *lead.IntakeRow) bool {
	own := ledger.ParseKey(r.Key).Own()
	return slices.ContainsFunc(p.state.Intake, func(o lead.IntakeRow) bool {
		if o.Lead != r.Lead {
			return false
		}
		outcome, key := outcomes.Of(&o), ledger.ParseKey(o.Key)
		return key.IsRequest() && key.Own() != own && outcome != lead.Duplicate && outcome != lead.Ignored &&
			outcome != lead.Bounced
	})
}

// setAside makes a lead none, as the command does. typed is what a person typed into Intake, file the key of the file
// with which the lead goes; "" for none.
func (p *planner) setAside(i int, typed, file, why string) {
	if p.handlePending(i); p.isNoLead(i) {
		return
	}
	is := p.policy.StatusOf(policy.KindNoLead)
	p.event(p.rows[i].rec, lead.Event{What: lead.Did, Column: lead.ColOutcome, By: byTeam,
		From: words.Shorten(typed, history.RecordedLength),
		To: lead.FormatFacts([]lead.Fact{{Name: lead.FactVerb, Text: string(command.NotALead)},
			{Name: lead.FactWas, Text: p.rows[i].l.Status}, {Name: lead.FactIs, Text: is},
			{Name: lead.FactFile, Text: file}}),
		Why: words.Shorten(why, history.RecordedLength)})
	p.setStatus(i, is, why)
}

// leadAgain brings a lead back for whose message a person has typed that it is one; false when it is one.
func (p *planner) leadAgain(id string, r *lead.IntakeRow, c *IntakeChange) bool {
	i := p.rowOf(id)
	if p.handlePending(i); !p.isNoLead(i) {
		return false
	}
	rec, why := p.rows[i].rec, p.policy.Words.Word(words.Outcomes, string(lead.MakeLead))
	if n := len(rec.Acts) - 1; n >= 0 && rec.Acts[n].Verb == command.NotALead {
		a := rec.Acts[n]
		p.restoreStatus(i, &a.Event, why)
		p.undone(rec, &a.Event)
	}
	if p.isNoLead(i) { // it has come to this in another way
		was, is := p.rows[i].l.Status, p.reopened(rec)
		p.event(rec, lead.Event{What: lead.Did, Column: lead.ColOutcome, From: why, By: byTeam, Why: why,
			To: lead.FormatFacts([]lead.Fact{{Name: lead.FactVerb, Text: string(command.Reopen)},
				{Name: lead.FactWas, Text: was}, {Name: lead.FactIs, Text: is}})})
		p.setStatus(i, is, why)
	}
	c.Outcome, c.Reason = p.reasons.MadeWith(r, p.texts.Typed.LeadAgain.With(id))
	return true
}

// rowAgain lets the row of Intake say so whose lead was brought back in the tab Leads.
func (p *planner) rowAgain(rec *history.Record) {
	for n := range p.state.Intake {
		if r := &p.state.Intake[n]; r.Lead == rec.ID && r.Outcome == lead.Ignored && p.reasons.IsAside(r.Reason) {
			c := IntakeChange{Ref: r.Ref, Lead: r.Lead}
			c.Outcome, c.Reason = p.reasons.MadeWith(r, p.texts.Typed.LeadAgain.With(rec.ID))
			p.changeIntake(c)
		}
	}
}

// changeIntake changes a row of Intake, in the place of what this pass wanted of it before.
func (p *planner) changeIntake(c IntakeChange) {
	p.work.IntakeChanges = append(slices.DeleteFunc(p.work.IntakeChanges,
		func(a IntakeChange) bool { return a.Ref == c.Ref }), c)
}
