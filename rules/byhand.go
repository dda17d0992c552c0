package rules

import (
	"slices"
	"strconv"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/command"
)

// typedOutcomes is the part of a plan that handles what users typed into the tab Intake.
type typedOutcomes struct {
	origin  map[string]string // the lead's ID: how it came, as its first event says
	byHand  map[string]string // the key of a row of Intake: the lead that was made of it by hand
	earlier map[string]bool   // lead and place of the rows that say "new lead"
}

// outcomeOf is the outcome of a row as leadsheet writes it: users and their programs may write capitals.
func outcomeOf(r *lead.IntakeRow) lead.Outcome {
	known := [...]lead.Outcome{lead.NewLead, lead.AddedTo, lead.Duplicate, lead.Ignored, lead.Bounced, lead.Damaged,
		FileRead, lead.MakeLead, ""}
	if slices.Contains(known[:], r.Outcome) {
		return r.Outcome // nearly all rows
	}
	for _, o := range known {
		if words.Same(string(o), string(r.Outcome)) {
			return o
		}
	}
	return r.Outcome
}

// typed reports whether a user may have written the outcome of a row, because leadsheet gives no such row this outcome.
func (p *planner) typed(r *lead.IntakeRow) bool {
	switch outcome := outcomeOf(r); outcome {
	case "", lead.Damaged:
		return false
	case FileRead:
		return sentMail(r) // earlier versions put it there, too
	case lead.NewLead, lead.AddedTo, lead.Duplicate:
		return r.Lead == "" && r.Reason != "" && !p.ofALead(r.Reason) && (outcome != lead.AddedTo || !sentMail(r)) ||
			p.isAside(r.Reason)
	case lead.Bounced:
		return r.Lead == "" || r.Reason == "" || p.ofALead(r.Reason) || sentMail(r)
	case lead.Ignored:
		return r.Lead != "" && !p.isAside(r.Reason) || sentMail(r)
	}
	return true
}

// sentMail reports whether a row is about a mail from the folder of sent mails. Only mails that were added to a lead
// have a row.
func sentMail(r *lead.IntakeRow) bool { return ledger.ParseKey(r.Key).Kind() == ledger.SentMail }

// applyRequests makes leads of the rows of Intake for which a user typed that, and puts back what else was typed there.
func (p *planner) applyRequests() {
	var x *typedOutcomes
	n := 0
	for i := range p.state.Intake {
		if !p.typed(&p.state.Intake[i]) {
			continue
		}
		row := p.state.Intake[i]
		r := &row
		r.Outcome = outcomeOf(r)
		if x == nil {
			x = p.typedOutcomes()
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
		case r.Outcome == lead.Ignored && !p.notIgnored(r, x):
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

func (p *planner) typedOutcomes() *typedOutcomes {
	x := &typedOutcomes{origin: map[string]string{}, byHand: map[string]string{}, earlier: map[string]bool{}}
	for i := range p.state.History {
		switch e := &p.state.History[i]; {
		case !e.OfLead():
		case e.What == lead.Created:
			x.origin[e.Lead] = e.Why
		case e.What == lead.Noted && e.By == byTeam && e.From != "":
			x.byHand[e.From] = e.Lead
		}
	}
	for i := range p.state.Intake {
		if r := &p.state.Intake[i]; r.Outcome == lead.NewLead {
			x.earlier[r.Lead+"\x00"+r.Where] = true
		}
	}
	return x
}

// began reports whether a row's lead was made from the row's message or record. An equal place alone does not prove
// that: another export of the same file name has rows with the same numbers.
func (x *typedOutcomes) began(r *lead.IntakeRow) bool {
	if x.byHand[r.Key] != "" && x.byHand[r.Key] == r.Lead {
		return true
	}
	_, place, _ := strings.Cut(x.origin[r.Lead], ": ")
	return r.Lead != "" && r.Where != "" && (place == r.Where || strings.HasPrefix(place, r.Where+"; ")) &&
		(r.Outcome == lead.NewLead || !x.earlier[r.Lead+"\x00"+r.Where])
}

// notIgnored reports whether leadsheet cannot have given a row with a lead the outcome "ignored".
func (p *planner) notIgnored(r *lead.IntakeRow, x *typedOutcomes) bool {
	return r.Reason == "" || p.ofALead(r.Reason) && !p.ignoredWithLead(r.Reason) || sentMail(r) || x.began(r)
}

// What reasons of earlier versions, which wrote English alone, began with.
var (
	oldOfALead  = []string{"made a lead by hand", "is lead ", "first response", "a further mail", "its answers"}
	oldWithLead = []string{"delivery report", "its answers changed", "its answers were edited in the form, but",
		"its answers were edited in the form; compare"}
)

// ofALead reports whether a reason is one of rows that belong to a lead, even if their cell Lead is blank now.
func (p *planner) ofALead(reason string) bool {
	if p.isTwice(reason) || p.isAside(reason) || beginsWith(reason, oldOfALead) {
		return true
	}
	return p.policy.Words.Any(func(t *words.Texts) bool {
		return strings.HasPrefix(reason, t.Activity.MadeByHand) || t.Typed.IsLead.Begins(reason) ||
			t.Typed.CameAgain.Begins(reason) || t.Typed.LeadAgain.Begins(reason) ||
			t.Intake.FirstResponse.Begins(reason) || t.Intake.FurtherMail.Begins(reason) ||
			beginsWith(reason, []string{t.Intake.Edited, t.Intake.EditedGone, t.Intake.EditedCompare}) ||
			t.Intake.EditedUnread.Begins(reason)
	})
}

// ignoredWithLead reports whether a reason is one of rows that were ignored although they name a lead.
func (p *planner) ignoredWithLead(reason string) bool {
	return beginsWith(reason, oldWithLead) || p.policy.Words.Any(func(t *words.Texts) bool {
		return beginsWith(reason, []string{t.Intake.DeliveryReport, t.Intake.EditedGone, t.Intake.EditedCompare}) ||
			t.Intake.EditedUnread.Begins(reason)
	})
}

func beginsWith(text string, beginnings []string) bool {
	return slices.ContainsFunc(beginnings, func(p string) bool { return strings.HasPrefix(text, p) })
}

func (p *planner) isTwice(reason string) bool {
	return reason != "" && p.policy.Words.Any(func(t *words.Texts) bool {
		x := &t.Intake
		return reason == x.TwiceForm || reason == x.TwiceMessage || reason == x.TwiceForward || reason == x.TwiceOurs
	})
}

// isDeliveryReport reports whether a reason is one of rows that tell of a mail of ours that did not arrive.
func (p *planner) isDeliveryReport(reason string) bool {
	return p.policy.Words.Any(func(t *words.Texts) bool { return strings.HasPrefix(reason, t.Intake.DeliveryReport) })
}

// wasDamaged reports whether a reason says that something could not be read.
func (p *planner) wasDamaged(reason string) bool {
	return p.policy.Words.Any(func(t *words.Texts) bool { return strings.Contains(reason, t.Layout.UnreadMark) })
}

// putBackOutcome gives a row back the outcome that it had, and adds to the reason what was typed and what may be typed.
func (p *planner) putBackOutcome(r *lead.IntakeRow, c *IntakeChange, x *typedOutcomes) {
	reason, key := p.withoutRemark(r.Reason), ledger.ParseKey(r.Key)
	say := &p.texts.Typed
	why, hint := say.NotUnderstood, say.MakeLead
	verb := p.verbIn(r, x)
	switch {
	case p.isAside(reason):
		c.Outcome = lead.Ignored
	case key.Kind() == ledger.FileSummary:
		c.Outcome = FileRead
	case key.Kind() == ledger.SentMail:
		c.Outcome = lead.AddedTo
	case p.isDeliveryReport(reason) && r.Lead != "":
		c.Outcome = lead.Bounced
	case r.Lead == "":
		c.Outcome = lead.Ignored
	case p.isTwice(reason):
		c.Outcome = lead.Duplicate
	case p.ignoredWithLead(reason):
		c.Outcome = lead.Ignored
	case p.wasDamaged(reason):
		c.Outcome = lead.Damaged
	case x.began(r):
		c.Outcome = lead.NewLead
	default:
		c.Outcome = lead.AddedTo
	}
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
	case p.isAside(reason):
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
	reason := p.withoutRemark(r.Reason)
	if reason != "" {
		reason += ". "
	}
	typed := p.policy.Words.Word(words.Outcomes, string(r.Outcome))
	return reason + p.texts.Typed.Remark.With(strconv.Quote(words.Shorten(typed, 60)), why, hint)
}

// withoutRemark is a reason without what putBackOutcome has added.
func (p *planner) withoutRemark(reason string) string {
	for _, l := range p.policy.Words.All() {
		t := l.Texts()
		for _, begins := range []string{t.Typed.Remark.Beginning(), t.Typed.RemarkIsLead.Beginning(),
			t.Typed.Undone.Beginning()} {
			reason, _, _ = strings.Cut(reason, begins)
		}
	}
	return strings.TrimSuffix(strings.TrimSuffix(reason, ". "), "; ")
}

// madeOf is the lead that was made of a row's message or record, "" for none, and whether it is still there.
func (p *planner) madeOf(r *lead.IntakeRow, x *typedOutcomes) (id string, lives bool) {
	if x.began(r) {
		id = r.Lead
	}
	if made := x.byHand[r.Key]; made != "" {
		id = made
	}
	return id, id != "" && p.rowOf(id) >= 0 && !p.history.Find(id).Deleted
}

// makeLead makes a lead from a row's message or record, unless there is one already: also when an earlier pass made the
// lead but could not write that into the row.
func (p *planner) makeLead(r *lead.IntakeRow, c *IntakeChange, x *typedOutcomes) {
	own, lives := p.madeOf(r, x)
	c.Outcome = lead.NewLead
	if lives {
		c.Lead, c.Reason = own, p.texts.Typed.IsLead.With(own)
		if p.leadAgain(own, r, c) {
			return
		}
		if reason := p.withoutRemark(r.Reason); p.wasDamaged(reason) {
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
	x.byHand[r.Key] = id // two rows with the same key are about the same message
}

// textOf returns what the history of a row's lead keeps of the text of its message, "" where it does not say for
// certain which text is this one's. Events of older workbooks do not name the place of the message.
func (p *planner) textOf(r *lead.IntakeRow) string {
	text, others := "", 0
	for i := range p.state.History {
		e := &p.state.History[i]
		switch {
		case e.Lead != r.Lead || r.Lead == "":
		case (e.What == lead.Asked || e.What == lead.Quiet) && e.From == r.Key && r.Key != "":
			return p.realText(e.Why)
		case e.What != lead.Inquired && e.What != lead.Reopened:
		case e.What == lead.Inquired && e.From == r.Where && r.Where != "":
			return p.realText(e.Why)
		case (e.What == lead.Reopened || e.From == "") && e.By == r.From && r.Reason == "":
			text = e.Why
			others++
		}
	}
	if others == 1 {
		return p.realText(text)
	}
	return ""
}

func (p *planner) realText(summary string) string {
	if p.policy.Words.Any(func(t *words.Texts) bool { return summary == t.Activity.NoText }) {
		return ""
	}
	return summary
}
