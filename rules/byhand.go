package rules

import (
	"slices"
	"strconv"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
	"leadsheet/rules/outcomes"
)

// applyRequests makes leads of the rows of Intake for which a user typed that, and puts back what else was typed there.
func (p *planner) applyRequests() {
	var x *outcomes.Origins
	n := 0
	for i := range p.state.Intake {
		if !p.reasons.Typed(&p.state.Intake[i]) {
			continue
		}
		row := p.state.Intake[i]
		r := &row
		r.Outcome = outcomes.Of(r)
		if x == nil {
			x = outcomes.NewOrigins(p.state.History, p.state.Intake)
		}
		c := IntakeChange{Ref: r.Ref, Outcome: r.Outcome, Lead: r.Lead, Reason: r.Reason}
		requested := r.Outcome == lead.MakeLead
		switch {
		case r.Key == "":
			if !requested {
				continue // a user's notes below the table
			}
			c.Outcome, c.Reason = p.state.Intake[i].Outcome, p.texts.Typed.NotOurs
		case requested && ledger.ParseKey(r.Key).IsRequest():
			if p.waitsForSource(r, x) || !p.hasRoom(&n) {
				continue
			}
			p.makeLead(r, &c, x)
		case r.Outcome == lead.TakeHeld && outcomes.IsHeldMail(r) && (p.originals[r.Key] != nil || p.takesHeld(r)):
			if all := p.originals[r.Key]; all != nil {
				c.Outcome, c.Reason = lead.FileRead, all.Ignore
			}
		case r.Outcome == lead.Ignored && !p.reasons.NotIgnored(r, x):
			continue // what bounced, and an edit that came too late
		default:
			done, later := p.followTyped(i, r, &c, x, &n)
			if later {
				continue
			}
			if !done {
				p.putBackOutcome(r, &c, x)
			}
		}
		if c.Outcome != p.state.Intake[i].Outcome || c.Lead != r.Lead || c.Reason != r.Reason {
			p.work.IntakeChanges = append(p.work.IntakeChanges, c)
		}
	}
}

// takesHeld reports whether the records of a row are still being taken in, or wait for their source: what a person
// typed stands until then.
func (p *planner) takesHeld(r *lead.IntakeRow) bool {
	if _, waits := p.state.Later[r.Key]; waits {
		return true
	}
	return slices.ContainsFunc(p.coming, func(q lead.Inquiry) bool {
		return strings.HasPrefix(q.Where, r.Where+", row ")
	})
}

// putBackOutcome gives a row back the outcome that it had, and adds to the reason what was typed and what may be typed.
func (p *planner) putBackOutcome(r *lead.IntakeRow, c *IntakeChange, x *outcomes.Origins) {
	reason, key := p.reasons.WithoutRemark(r.Reason), ledger.ParseKey(r.Key)
	say := &p.texts.Typed
	why, hint := say.NotUnderstood, say.MakeLead
	verb := p.verbIn(r, x)
	c.Outcome = p.reasons.Was(r, reason, x)
	switch {
	case key.Kind() == ledger.SentMail:
		why, hint = say.NotPossible, say.SentMail
	case key.Kind() == ledger.FileSummary:
		why, hint = say.NotPossible, say.FileLine
	case !key.IsRequest():
		why, hint = say.NotPossible, say.NoRequest
	case verb == command.NotALead:
		why, hint = say.NotPossible, p.cannotSetAside(r, x)
	case verb == command.Undo && r.Lead != "":
		why, hint = say.NotPossible, p.inDo(verb, r.Lead)
	case p.reasons.IsAside(reason):
		why = say.NotWhatBecame
	case r.Outcome == lead.Ignored:
		why, hint = say.NotPossible, say.KeptWith.With(r.Lead)
	case r.Lead == "" && slices.Contains([]lead.Outcome{lead.NewLead, lead.AddedTo, lead.Duplicate}, r.Outcome):
		why = say.NotWhatBecame
	case c.Outcome == lead.NewLead:
		hint = say.ItIsLead.With(r.Lead)
	case r.Lead != "":
		hint = say.MakeOwnLead
	}
	c.Reason = p.remark(r, why, hint)
}

// remark is the reason of a row with what is said about what was typed there.
func (p *planner) remark(r *lead.IntakeRow, why, hint string) string {
	reason := p.reasons.WithoutRemark(r.Reason)
	if reason != "" {
		reason += ". "
	}
	typed := p.policy.Words.Word(words.Outcomes, string(r.Outcome))
	return reason + p.texts.Typed.Remark.With(strconv.Quote(words.Shorten(typed, 60)), why, hint)
}

// madeOf is the lead that was made of a row's message or record, "" for none, and whether it is still there.
func (p *planner) madeOf(r *lead.IntakeRow, x *outcomes.Origins) (id string, lives bool) {
	if x.Began(r) {
		id = r.Lead
	}
	if made := x.ByHand[r.Key]; made != "" {
		id = made
	}
	return id, id != "" && p.rowOf(id) >= 0 && !p.history.Find(id).Deleted
}

// makeLead makes a lead from a row's message or record, unless there is one already: also when an earlier pass made the
// lead but could not write that into the row.
func (p *planner) makeLead(r *lead.IntakeRow, c *IntakeChange, x *outcomes.Origins) {
	own, lives := p.madeOf(r, x)
	c.Outcome = lead.NewLead
	if lives {
		c.Lead, c.Reason = own, p.texts.Typed.IsLead.With(own)
		if p.leadAgain(own, r, c) {
			return
		}
		if reason := p.reasons.WithoutRemark(r.Reason); p.reasons.WasDamaged(reason) {
			c.Outcome, c.Reason = lead.Damaged, reason+". "+p.texts.Typed.RemarkIsLead.With(own)
		}
		return
	}
	q := p.inquiryOf(r)
	old, ended := p.history.Find(r.Lead), -1
	if own == "" && old != nil && old.Row != 0 {
		p.handlePending(old.Row - 1)
		if row := old.Row - 1; !p.kinds.Open(&p.rows[row].l) && !p.isNoLead(row) {
			ended = row
		}
	}
	if ended < 0 {
		ended = p.endedOf(&q)
	}
	i := p.newRequest(&q, ended)
	id, rec := p.rows[i].l.ID, p.rows[i].rec
	was := ""
	c.Lead, c.Reason = id, p.texts.Activity.MadeByHand
	switch {
	case own != "":
		was = ", " + p.texts.Activity.MadeAgain.With(own)
	case r.Lead != "":
		was = ", " + p.texts.Activity.MadeOutOf.With(r.Lead)
	}
	c.Reason += was
	p.event(rec, lead.Event{What: lead.Noted, From: r.Key, By: byTeam, Why: p.texts.Activity.MadeByHand + was})
	if own == "" && old != nil {
		p.event(old, lead.Event{What: lead.Noted, To: r.Where, By: byTeam,
			Why: p.texts.Activity.TakenOut.With(p.describe(r), id)})
		p.takenOut(old, r.Key)
		p.split(old, rec, r.Key)
	}
	p.contacts.Add(i, lead.ContactOf(&p.rows[i].l))
	made := *r
	made.Lead, made.Outcome = id, lead.NewLead
	p.threads.Add(&made)
	x.ByHand[r.Key] = id // two rows with the same key are about the same message
}
