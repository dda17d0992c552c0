package rules

import (
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
	"leadsheet/rules/matching"
	"leadsheet/rules/policy"
)

// isTeamMail reports whether an inquiry is a mail from the team to an outsider.
func isTeamMail(q *lead.Inquiry) bool { return q.Kind == lead.SentMail || len(q.AnsweredTo) > 0 }

// answered is a lead to which a mail of the team went.
type answered struct {
	row  int
	mail time.Time // when the message arrived that it answers; zero when that is not known
	// until is the time of the last message that it surely answers; zero: of all that came before it was sent.
	until time.Time
}

// takeTeamMails assigns the mails of the team to leads, after everything else, because what they answer may be new in
// this pass. One mail may be known only by another one, in any order, so the search is repeated until it finds no more.
func (p *planner) takeTeamMails(mails []*lead.Inquiry) {
	for found := true; found; {
		var rest []*lead.Inquiry
		for _, q := range mails {
			r, ok := p.intakeRow(q), false
			if r.Outcome, r.Lead, r.Reason, ok = p.answer(q); !ok {
				rest = append(rest, q)
			} else if r.Outcome != lead.Duplicate || q.Kind != lead.SentMail {
				p.addIntake(r)
			}
		}
		found, mails = len(rest) < len(mails), rest
	}
	for _, q := range mails {
		if q.Kind == lead.SentMail { // from this folder only answers are taken
			if p.work.Left > 0 {
				p.work.Unmatched = append(p.work.Unmatched, *q)
			}
			continue
		}
		r := p.intakeRow(q)
		r.Outcome, r.Reason = lead.Ignored, p.withProof(p.ignored(q), q)
		p.sayUnproven(q)
		if q.Kind == lead.Bounce {
			if r.Lead = p.bounced(q); r.Lead != "" { // others concern no lead
				r.Outcome = lead.Bounced
			}
		}
		p.addIntake(r)
	}
}

// bounced notes at a lead that a mail of the team was not delivered, and returns the lead. If that mail was the first
// response, the customer is still unanswered, and the clock runs on.
func (p *planner) bounced(q *lead.Inquiry) (id string) {
	for _, a := range p.answeredBy(q) {
		l, rec := &p.rows[a.row].l, p.rows[a.row].rec
		if id == "" {
			id = l.ID
		}
		p.notAnswered(a.row, a.mail, p.texts.Activity.NotArrived)
		text := p.texts.Attention.MailNotArrived.With(words.Shorten(strings.Join(q.AnsweredTo, ", "), 100))
		p.standing(rec, q, text, l.Email)
	}
	return id
}

// notAnswered takes an answer of that time back: it did not reach the customer, or there was none.
func (p *planner) notAnswered(i int, sent time.Time, why string) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	if had := rec.At[history.InFirst]; !rec.Typed && !sent.IsZero() && l.FirstResponse.Equal(second(sent)) &&
		p.setTime(i, lead.ColFirstResponse, time.Time{}, why) {
		p.event(rec, lead.Event{What: lead.Changed, Column: lead.ColFirstResponse, From: had, By: byUs, Why: why})
	}
	p.bouncedTurn(i, sent)
	p.bouncedStep(i, sent, why)
}

// answer records to which leads a mail of the team went; ok is false when it went to none, or was not delivered.
func (p *planner) answer(q *lead.Inquiry) (outcome lead.Outcome, id, reason string, ok bool) {
	if q.Kind == lead.Bounce || q.Unproven != "" {
		return "", "", "", false
	}
	for _, m := range p.threads[q.MessageID] {
		if lead.SameAddress(m.From, q.From) {
			return lead.Duplicate, m.Lead, p.texts.Intake.TwiceOurs, true
		}
	}
	leads := p.answeredBy(q)
	if len(leads) == 0 {
		return "", "", "", false
	}
	var also []string
	for i, a := range leads {
		first := p.respond(a, q)
		p.noteOffer(a.row, q)
		switch l := &p.rows[a.row].l; {
		case i > 0:
			also = append(also, l.ID)
		case first:
			id, reason = l.ID, p.texts.Intake.FirstResponse.With(q.From)
		default:
			id, reason = l.ID, p.texts.Intake.FurtherMail.With(q.From)
		}
	}
	if len(also) > 0 {
		reason += "; " + p.texts.Intake.AlsoTo.With(strings.Join(also, ", "))
	}
	return lead.AddedTo, id, reason, true
}

// answeredBy returns the leads that a mail of the team answers: those whose messages it names, and those of its
// recipients. A mail in the thread to a third party does not count: a colleague who asks a supplier has not answered
// the customer.
func (p *planner) answeredBy(q *lead.Inquiry) []answered {
	var out []answered
	for n, id := range matching.Ancestors(q) {
		ofUs := p.claimOf(id) != nil // who answers leadsheet has answered the customer only with a mail to them
		for _, m := range p.mailsOf(id) {
			i := p.rowOf(m.Lead)
			near := func(a string) bool { return matching.NearAddress(a, p.rows[i].l.Email) }
			if (n > 0 || ofUs) && !slices.ContainsFunc(q.AnsweredTo, near) {
				continue
			}
			if !slices.ContainsFunc(out, func(a answered) bool { return a.row == i }) {
				out = append(out, answered{row: i, mail: m.Received})
			}
		}
		if len(out) > 0 {
			break
		}
	}
	at := p.received(q)
	for _, address := range q.AnsweredTo {
		reached := func(a answered) bool {
			l := &p.rows[a.row].l
			return p.kinds.Open(l) && lead.SameAddress(address, l.Email)
		}
		if slices.ContainsFunc(out, reached) {
			continue // in the thread of a lead that has ended, the mail is for the one that the contact has now
		}
		i := p.addressee(address, at)
		if i >= 0 && !slices.ContainsFunc(out, func(a answered) bool { return a.row == i }) &&
			(len(out) == 0 || p.kinds.Open(&p.rows[i].l)) {
			out = append(out, answered{row: i})
		}
	}
	for _, a := range out {
		p.handlePending(a.row)
	}
	return out
}

// addressee returns the row of the lead that a mail to an address is about, or -1. A lead that waits comes before one
// that does not; otherwise it is chosen as for an inquiry of the contact. A mail from before the request does not
// answer it.
func (p *planner) addressee(address string, at time.Time) int {
	best, waits := -1, false
	for _, i := range p.contacts.WithAddress(address) {
		l := &p.rows[i].l
		if at.Before(second(l.Received)) {
			continue
		}
		switch _, waiting := p.turnOf(i); {
		case best < 0, waiting && !waits:
			best, waits = i, waiting
		case waiting == waits:
			best = p.contacts.Better(best, i)
		}
	}
	return best
}

// respond writes down that a lead was answered, which ends its turn, and reports whether that was the first response of
// its present cycle. Messages that came after the answer wait on. Of several answers the first counts, whichever is
// seen first; what a person typed stays.
func (p *planner) respond(a answered, q *lead.Inquiry) bool {
	l, rec := &p.rows[a.row].l, p.rows[a.row].rec
	at, start := p.received(q), second(l.Received)
	if !rec.Since.IsZero() {
		start = rec.Since
	}
	// The clocks of mail servers and senders differ; an answer is never earlier than what it answers.
	if mail := second(a.mail); mail.After(at) && !mail.After(p.now) && !mail.Before(start) {
		at = mail
	}
	kind, _ := p.kinds.Of(l.Status)
	had, known := l.FirstResponse, rec.At[history.InFirst]
	turn, waits := p.turnOf(a.row)
	left := rec.Turns.After(at)
	if !a.until.IsZero() {
		left = rec.Turns.After(a.until)
	}
	counts := !had.IsZero() && !rec.Typed && at.Before(had)
	if had.IsZero() && rec.Turns.Unanswered() {
		counts = waits || kind == policy.KindNew || !rec.Turns.FirstDue(l).IsZero()
	}
	first := counts && !at.Before(start) && p.setTime(a.row, lead.ColFirstResponse, at, "answered by mail")
	opened := waits && !turn.First && !at.Before(turn.Since)
	if first {
		p.event(rec, lead.Event{What: lead.Responded, Column: lead.ColFirstResponse, From: known,
			To: p.history.TimeText(l.FirstResponse), By: q.From, Why: p.howAnswered(q)})
	}
	switch {
	case first && had.IsZero(): // that has ended every turn
	case opened:
		p.eventAt(rec, at, lead.Event{What: lead.TurnAnswered, From: turn.Key, By: q.From, Why: p.howAnswered(q)})
	case !first:
		p.eventAt(rec, at, lead.Event{What: lead.Answered, To: p.history.TimeText(at), By: q.From,
			Why: p.howAnswered(q)})
	}
	if opened || first && had.IsZero() {
		p.waitOn(a.row, left)
	}
	if at.After(l.LastActivity) {
		p.setTime(a.row, lead.ColLastActivity, at, "answered by mail")
	}
	return first
}

func (p *planner) howAnswered(q *lead.Inquiry) string {
	switch q.Kind {
	case lead.SentMail:
		return p.texts.Activity.InSent.With(q.Where)
	case lead.Reply: // it is an answer that answeredElsewhere has inferred
		return p.texts.Activity.Inferred.With(q.Where)
	}
	return p.texts.Activity.CopyToUs.With(q.Where)
}
