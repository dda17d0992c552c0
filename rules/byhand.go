package rules

import (
	"fmt"
	"slices"
	"strings"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// Why something that came in is a duplicate.
const (
	twiceForm     = "the same form was sent twice within 10 minutes"
	twiceMessage  = "the same message came by another way, too"
	twiceForward  = "forwarded by a colleague; it had come already"
	twiceOurs     = "this answer has been seen before"
	madeByHand    = "made a lead by hand"
	isLead        = "is lead "
	remarkBegins  = "What was typed into Outcome here, "
	onlyMake      = "type lead to make it a lead"
	notOursReason = "Nothing was made: this row is none of leadsheet's. Add the lead as a row of the tab Leads"
)

// typedOutcomes is the part of a plan that answers what people typed into the tab Intake.
type typedOutcomes struct {
	origin  map[string]string // the lead's ID: how it came, as its first event says
	byHand  map[string]string // the key of a row of Intake: the lead that was made of it by hand
	earlier map[string]bool   // lead and place of the rows that say "new lead"
}

// outcomeOf is the outcome of a row in leadsheet's own writing: people and their programs write capitals.
func outcomeOf(r *lead.IntakeRow) lead.Outcome {
	known := [...]lead.Outcome{lead.NewLead, lead.AddedTo, lead.Duplicate, lead.Ignored, lead.Damaged, FileRead, lead.Make, ""}
	if slices.Contains(known[:], r.Outcome) {
		return r.Outcome // nearly all rows
	}
	for _, o := range known {
		if same(string(o), string(r.Outcome)) {
			return o
		}
	}
	return r.Outcome
}

// typed reports whether a person may have written the outcome of a row: it is none that leadsheet gives to such a row.
func typed(r *lead.IntakeRow) bool {
	switch outcome := outcomeOf(r); outcome {
	case "", lead.Damaged:
		return false
	case FileRead:
		return sentMail(r) // earlier versions put it there, too
	case lead.NewLead, lead.AddedTo, lead.Duplicate:
		return r.Lead == "" && r.Reason != "" && !ofALead(r.Reason) && (outcome != lead.AddedTo || !sentMail(r))
	case lead.Ignored:
		return r.Lead != "" || sentMail(r)
	}
	return true
}

// sentMail reports whether a row tells of a mail in the folder of sent ones. It has been added to a lead: others have
// no row.
func sentMail(r *lead.IntakeRow) bool { return ledger.ParseKey(r.Key).Kind() == ledger.SentMail }

// takeMade makes leads of the rows of Intake for which a person typed so, and answers what else was typed there.
func (w *planner) takeMade() {
	var x *typedOutcomes
	n := 0
	for i := range w.s.Intake {
		if !typed(&w.s.Intake[i]) {
			continue
		}
		row := w.s.Intake[i]
		r := &row
		r.Outcome = outcomeOf(r)
		if x == nil {
			x = w.typedOutcomes()
		}
		c, wants := IntakeChange{Ref: r.Ref, Outcome: r.Outcome, Lead: r.Lead, Reason: r.Reason}, r.Outcome == lead.Make
		switch {
		case r.Key == "":
			if !wants {
				continue // somebody's own notes below the table
			}
			c.Outcome, c.Reason = w.s.Intake[i].Outcome, notOursReason
		case wants && ledger.ParseKey(r.Key).IsRequest():
			if !w.room(&n) {
				continue
			}
			w.makeLead(r, &c, x)
		case r.Outcome == lead.Ignored && !x.notIgnored(r):
			continue // what bounced, and an edit that came too late
		default:
			x.putBack(r, &c)
		}
		if c.Outcome != w.s.Intake[i].Outcome || c.Lead != r.Lead || c.Reason != r.Reason {
			w.work.IntakeChanges = append(w.work.IntakeChanges, c)
		}
	}
}

func (w *planner) typedOutcomes() *typedOutcomes {
	x := &typedOutcomes{origin: map[string]string{}, byHand: map[string]string{}, earlier: map[string]bool{}}
	for i := range w.s.History {
		switch e := &w.s.History[i]; {
		case !e.OfLead():
		case e.What == lead.Created:
			x.origin[e.Lead] = e.Why
		case e.What == lead.Noted && e.By == byTeam && e.From != "":
			x.byHand[e.From] = e.Lead
		}
	}
	for i := range w.s.Intake {
		if r := &w.s.Intake[i]; r.Outcome == lead.NewLead {
			x.earlier[r.Lead+"\x00"+r.Where] = true
		}
	}
	return x
}

// began reports whether a row's lead was made of what the row tells of. A place alone does not say so: another export of
// the same file name has rows of the same numbers.
func (x *typedOutcomes) began(r *lead.IntakeRow) bool {
	if x.byHand[r.Key] != "" && x.byHand[r.Key] == r.Lead {
		return true
	}
	_, place, _ := strings.Cut(x.origin[r.Lead], ": ")
	return r.Lead != "" && r.Where != "" && (place == r.Where || strings.HasPrefix(place, r.Where+"; ")) &&
		(r.Outcome == lead.NewLead || !x.earlier[r.Lead+"\x00"+r.Where])
}

// notIgnored reports whether leadsheet cannot have given a row with a lead the outcome "ignored".
func (x *typedOutcomes) notIgnored(r *lead.IntakeRow) bool {
	return r.Reason == "" || ofALead(r.Reason) && !ignoredWithLead(r.Reason) || sentMail(r) || x.began(r)
}

// ofALead reports whether a reason is one of rows that belong to a lead, even if their cell Lead is blank now.
func ofALead(reason string) bool {
	return isTwice(reason) || slices.ContainsFunc([]string{madeByHand, isLead, "first response", "a further mail", "its answers"},
		func(p string) bool { return strings.HasPrefix(reason, p) })
}

// ignoredWithLead reports whether a reason is one of rows that were ignored although they name a lead.
func ignoredWithLead(reason string) bool {
	return slices.ContainsFunc([]string{"delivery report", "its answers changed", "its answers were edited in the form, but",
		"its answers were edited in the form; compare"}, func(p string) bool { return strings.HasPrefix(reason, p) })
}

func isTwice(reason string) bool {
	return slices.Contains([]string{twiceForm, twiceMessage, twiceForward, twiceOurs}, reason)
}

// putBack gives a row the outcome that it had, and says beside it what was typed and what may be.
func (x *typedOutcomes) putBack(r *lead.IntakeRow, c *IntakeChange) {
	reason, key := withoutRemark(r.Reason), ledger.ParseKey(r.Key)
	why, hint := "is not understood", onlyMake
	switch {
	case key.Kind() == ledger.FileSummary:
		c.Outcome = FileRead
	case key.Kind() == ledger.SentMail:
		c.Outcome = lead.AddedTo
	case r.Lead == "":
		c.Outcome = lead.Ignored
	case isTwice(reason):
		c.Outcome = lead.Duplicate
	case ignoredWithLead(reason):
		c.Outcome = lead.Ignored
	case wasDamaged(reason):
		c.Outcome = lead.Damaged
	case x.began(r):
		c.Outcome = lead.NewLead
	default:
		c.Outcome = lead.AddedTo
	}
	switch {
	case key.Kind() == ledger.SentMail:
		why, hint = "is not possible", "this line tells of a mail that your team has sent and is no request"
	case !key.IsRequest():
		why, hint = "is not possible", "this line tells of a folder or a file and is no request"
	case r.Outcome == lead.Ignored && c.Outcome == lead.NewLead:
		why, hint = "is not possible", "close "+r.Lead+", or delete its row, in the tab Leads"
	case r.Outcome == lead.Ignored:
		why, hint = "is not possible", "it is kept with "+r.Lead+"; "+onlyMake+" of its own"
	case r.Lead == "" && slices.Contains([]lead.Outcome{lead.NewLead, lead.AddedTo, lead.Duplicate}, r.Outcome):
		why = "is not what became of it"
	case c.Outcome == lead.NewLead:
		hint = "it is " + r.Lead + " already"
	case r.Lead != "":
		hint += " of its own"
	}
	if reason != "" {
		reason += ". "
	}
	c.Reason = reason + fmt.Sprintf("%s%q, %s: %s", remarkBegins, shorten(string(r.Outcome), 60), why, hint)
}

// withoutRemark is a reason without what putBack has said beside it.
func withoutRemark(reason string) string {
	reason, _, _ = strings.Cut(reason, remarkBegins)
	return strings.TrimSuffix(reason, ". ")
}

func wasDamaged(reason string) bool { return strings.Contains(reason, "could not") }

// makeLead makes a lead of what a row tells of, unless there is one: nothing is made twice, also when the row could not be
// told last time that it was.
func (w *planner) makeLead(r *lead.IntakeRow, c *IntakeChange, x *typedOutcomes) {
	lives := func(id string) bool { return id != "" && w.rowOf(id) >= 0 && !w.records[id].deleted }
	own := ""
	if x.began(r) {
		own = r.Lead
	}
	if made := x.byHand[r.Key]; made != "" {
		own = made
	}
	c.Outcome = lead.NewLead
	if lives(own) {
		c.Lead, c.Reason = own, isLead+own+" already"
		if reason := withoutRemark(r.Reason); wasDamaged(reason) {
			c.Outcome, c.Reason = lead.Damaged, reason+". "+remarkBegins+`"lead": it `+c.Reason
		}
		return
	}
	q := w.fromIntake(r)
	i := w.newLead(&q)
	id, rec := w.rows[i].l.ID, w.rows[i].rec
	was := ""
	c.Lead, c.Reason = id, madeByHand
	switch {
	case own != "":
		was = ", again: its lead " + own + " is no longer there"
	case r.Lead != "":
		was = ", taken out of " + r.Lead
	}
	c.Reason += was
	w.event(rec, lead.Event{What: lead.Noted, From: r.Key, By: byTeam, Why: madeByHand + was})
	if old := w.records[r.Lead]; own == "" && old != nil {
		if old.row != 0 {
			w.take(old.row - 1)
		}
		w.event(old, lead.Event{What: lead.Noted, By: byTeam, Why: "taken out by hand: " + w.describe(r) + " is " + id + " now"})
	}
	w.contacts.add(i, contactOf(&w.rows[i].l))
	made := *r
	made.Lead, made.Outcome = id, lead.NewLead
	w.threads.add(&made)
	x.byHand[r.Key] = id // two rows of one key are one message
}

// fromIntake is what is known of something that came in: what its row says, and the text where the history keeps it.
func (w *planner) fromIntake(r *lead.IntakeRow) lead.Inquiry {
	q := lead.Inquiry{Key: r.Key, Channel: r.Channel, Received: r.Received, From: r.From, Subject: r.Subject, Email: r.From,
		Need: r.Subject, Where: r.Where, MessageID: r.MessageID, Problem: "Made a lead by hand: see " + w.describe(r)}
	if text := w.textOf(r); text != "" {
		q.Need = text
	}
	if name, address, ok := strings.Cut(r.From, "<"); ok {
		q.Name, q.Email = strings.Trim(name, " \""), strings.Trim(address, " >")
	}
	if w.team.Has(q.Email) || lead.Unread(q.Email) {
		q.Name, q.Email = "", "" // a colleague's or a program's mail is about a customer whom somebody has to name
	}
	if !strings.Contains(q.Email, "@") {
		if q.Name == "" {
			q.Name = q.Email
		}
		q.Email = ""
	}
	return q
}

// describe says which message a row tells of, so that a person finds it.
func (w *planner) describe(r *lead.IntakeRow) string {
	text := "the message"
	if r.Channel == lead.ByForm {
		text = "the record"
	}
	if !r.Received.IsZero() {
		text += " of " + r.Received.In(w.p.zone()).Format("2006-01-02 15:04")
	}
	if r.From != "" {
		text += " from " + shorten(r.From, 60)
	}
	if r.Subject != "" {
		text += fmt.Sprintf(", %q", shorten(r.Subject, 80))
	}
	if r.Where != "" {
		text += " (" + r.Where + ")"
	}
	return text
}

// textOf returns what the history of a row's lead keeps of the text of its message, "" where it does not say for certain
// which text is this one's. Events of older books do not name the place of the message.
func (w *planner) textOf(r *lead.IntakeRow) string {
	text, others := "", 0
	for i := range w.s.History {
		e := &w.s.History[i]
		switch {
		case e.Lead != r.Lead || r.Lead == "" || e.What != lead.Inquired && e.What != lead.Reopened:
		case e.What == lead.Inquired && e.From == r.Where && r.Where != "":
			return realText(e.Why)
		case (e.What == lead.Reopened || e.From == "") && e.By == r.From && r.Reason == "":
			text = e.Why
			others++
		}
	}
	if others == 1 {
		return realText(text)
	}
	return ""
}

func realText(summary string) string {
	if summary == noText {
		return ""
	}
	return summary
}
