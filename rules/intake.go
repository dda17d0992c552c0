package rules

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/details"
	"leadsheet/rules/history"
	"leadsheet/rules/outcomes"
)

// doubleClick is the time within which records of a form with the same content count as one.
const doubleClick = 10 * time.Minute

// takeItems takes in the inquiries: each new key gets exactly one row of Intake.
func (p *planner) takeItems(items []lead.Inquiry) {
	known := make(map[string]bool, len(items))
	for i := range items {
		known[identity(&items[i])] = false
	}
	if len(items) > 0 {
		for i := range p.state.Intake {
			for _, key := range ledger.ParseKey(p.state.Intake[i].Key).Identities() {
				if _, ok := known[key]; ok {
					known[key] = true
				}
			}
		}
	}
	order := make([]*lead.Inquiry, len(items))
	for i := range items {
		order[i] = &items[i]
	}
	slices.SortStableFunc(order, func(a, b *lead.Inquiry) int {
		return Earlier(a, b)
	})
	p.findLists(order, known)
	isNote := func(q *lead.Inquiry) bool { return q.AwayNote != "" }
	notes := slices.DeleteFunc(slices.Clone(order), func(q *lead.Inquiry) bool { return !isNote(q) })
	order = append(notes, slices.DeleteFunc(order, isNote)...) // who is away gets none of what comes with the note
	for _, q := range order {
		if q.Kind == lead.CameAgain {
			p.cameAgain(q)
			continue
		}
		key := identity(q)
		ofHeader := ""
		if q.Completes != nil {
			ofHeader = p.complete(q)
		}
		if known[key] || ofHeader != "" && p.placed(q.Where) {
			continue
		}
		known[key] = key != ""
		r := p.intakeRow(q)
		if put, ours := p.takeOurs(q, &r); ours && ofHeader == "" {
			if put {
				p.addIntake(r)
			}
			continue
		}
		if isTeamMail(q) && ofHeader == "" {
			p.ours = append(p.ours, q)
			continue
		}
		if ofHeader != "" {
			r.Outcome, r.Lead, r.Reason = lead.Duplicate, ofHeader, p.texts.Intake.TwiceMessage
		} else {
			p.take(q, &r)
			r.Reason = p.saysOurs(q, r.Reason)
		}
		p.addIntake(r)
	}
	p.takeTeamMails(p.ours)
}

// identity is the text by which an inquiry is recognised that came in before.
func identity(q *lead.Inquiry) string { return ledger.ParseKey(q.Key).Identity(q.Kind == lead.Edited) }

// Earlier compares two inquiries of one pass: by when they came in, and within the same second by the order in which
// their sources returned them.
func Earlier(a, b *lead.Inquiry) int {
	return cmp.Or(second(a.Received).Compare(second(b.Received)), cmp.Compare(a.Order, b.Order),
		cmp.Compare(a.Key, b.Key))
}

// intakeRow is the row of Intake for an inquiry, without its outcome.
func (p *planner) intakeRow(q *lead.Inquiry) lead.IntakeRow {
	r := lead.IntakeRow{Ref: -1, Received: q.Received, Channel: q.Channel, From: q.From, Subject: q.Subject,
		Where: q.Where, Key: q.Key, MessageID: q.MessageID}
	if r.Received.IsZero() {
		r.Received = p.now
	}
	return r
}

func (p *planner) addIntake(r lead.IntakeRow) {
	p.threads.Add(&r)
	p.addSubject(&r)
	p.work.Intake = append(p.work.Intake, r)
}

// ignored says why an inquiry is no lead, "" when it may be one. The reason that the parser gave is more exact than the
// kind, but in English: a workbook in another language gets the text for the kind.
func (p *planner) ignored(q *lead.Inquiry) string {
	kind := outcomes.OfKind(&p.texts.Intake, q.Kind)
	if q.Ignore != "" && (kind == "" || p.policy.Words.English()) {
		return q.Ignore
	}
	return kind
}

// assign makes an inquiry a lead or adds it to the lead of its thread or its contact.
func (p *planner) assign(q *lead.Inquiry) (outcome lead.Outcome, id, reason string) {
	if id, came := p.threads.InOtherMailbox(q, p.received(q), p.state.Memory); came {
		return lead.Duplicate, id, p.texts.Intake.TwiceMessage
	}
	c := lead.ContactIn(q)
	row, suspects, what := p.contacts.Find(c)
	// A thread leads back to its lead, unless that is closed and the same contact has an open one.
	joined, stranger := p.threadOf(q, c)
	if p.isRelayed(q) && p.ofKnownMessage(q) < 0 {
		if joined, stranger = -1, -1; row >= 0 {
			row, suspects, what = -1, []int{row}, p.texts.Pairs.SameContact
		}
	}
	if joined >= 0 && (row < 0 || p.kinds.Open(&p.rows[joined].l) || !p.kinds.Open(&p.rows[row].l)) {
		row = joined
	} else if row < 0 && stranger >= 0 {
		suspects, what = []int{stranger}, p.texts.Pairs.AnswersIt
	}
	if row < 0 {
		if why := p.notALead(q); why != "" {
			return lead.Ignored, "", why
		}
	}
	inThread := row >= 0 && row == joined
	if known := p.ofKnownMessage(q); row >= 0 && known >= 0 && !p.kinds.Open(&p.rows[known].l) {
		row = known // the same once more begins nothing
	}
	if q.About != "" && row >= 0 {
		row, suspects, what = p.passedOn(q, row)
	}
	if q.Kind == lead.Unreadable {
		outcome, reason = lead.Damaged, p.texts.Intake.Unreadable
		if q.Problem != "" {
			reason = strings.ReplaceAll(q.Problem, q.Where, ledger.ShownPlace(q.Where))
		}
	}
	if row >= 0 {
		p.handlePending(row) // what people did to it may have ended it
		suspects = nil
		if outcome == "" {
			if twice := p.twice(row, q); twice != "" {
				return lead.Duplicate, p.rows[row].l.ID, twice
			}
		}
	}
	quiet := row >= 0 && p.quiet(row, q)
	if row < 0 || !quiet && p.fresh(row, q, inThread) {
		i := p.newRequest(q, row)
		p.askPair(i, suspects, what)
		p.contacts.Add(i, lead.ContactOf(&p.rows[i].l))
		return cmp.Or(outcome, lead.NewLead), p.rows[i].l.ID, reason
	}
	another := joined < 0 && !quiet && p.anotherRequest(row, q)
	p.addToLead(row, q, quiet)
	if inThread {
		p.newAddress(row, q)
	}
	if another {
		p.ask(row, q, p.anotherText(row, q))
	}
	return cmp.Or(outcome, lead.AddedTo), p.rows[row].l.ID, reason
}

// twice says why an inquiry tells nothing new to its lead, "" when it may.
func (p *planner) twice(row int, q *lead.Inquiry) string {
	if p.sentTwice(row, q) {
		return p.texts.Intake.TwiceForm
	}
	why := p.cameTwice(row, q)
	if why != "" {
		p.forwarded(p.rows[row].rec, q)
	}
	return why
}

// passedOn finds the lead of a message that a sender outside the team forwards. It is about another person than its
// sender, and so becomes a lead of its own beside that of the sender. Otherwise all customers would be one lead when a
// colleague forwards them who is missing in the tab Team. Only a second copy of the message belongs to the lead that
// the first one made.
func (p *planner) passedOn(q *lead.Inquiry, of int) (row int, suspects []int, what string) {
	for _, m := range p.mailsOf(q.MessageID) {
		if i := p.rowOf(m.Lead); p.cameTwice(i, q) != "" {
			return i, nil, ""
		}
	}
	return -1, []int{of}, p.texts.Pairs.SameSender
}

// sentTwice reports whether a form's record has the same content as the one that the lead's contact has just sent.
func (p *planner) sentTwice(i int, q *lead.Inquiry) bool {
	if !lead.OfForm(q) {
		return false
	}
	l, rec := &p.rows[i].l, p.rows[i].rec
	at := p.received(q)
	near := func(t time.Time) bool { return at.Sub(t).Abs() <= doubleClick }
	_, text, extra := p.answers(q)
	own, _ := details.Cut(l.Details)
	first := near(l.Received) && l.Need == q.Need && own == text && l.Name == q.Name &&
		l.Phone == q.Phone && l.Company == q.Company && details.Has(l, extra)
	return (first || near(l.LastActivity) && p.saidLast(rec, q)) &&
		len(details.SaidMore(l, q, &p.policy, p.ownColumn)) == 0
}

// received is when an inquiry came in. A time from a clock that is fast counts as now, not as the future.
func (p *planner) received(q *lead.Inquiry) time.Time {
	if q.Received.IsZero() || q.Received.After(p.now) {
		return p.now
	}
	return second(q.Received)
}

// isHistoric reports whether an inquiry is history that the team could not have answered in time: a record of an
// export, or an old mail.
func (p *planner) isHistoric(q *lead.Inquiry) bool {
	return (q.Past || q.Kind == lead.ExportRow) && p.now.Sub(p.received(q)) > backfillAfter
}

// summary is the text that an event has of a further inquiry.
func (p *planner) summary(q *lead.Inquiry) string {
	return cmp.Or(p.kept(details.Said(q)), p.texts.Activity.NoText)
}

// saidLast reports whether the last further inquiry of a lead had the text of this one. Earlier versions kept less of
// it.
func (p *planner) saidLast(rec *history.Record, q *lead.Inquiry) bool {
	return rec.Inquiry != "" && (rec.Inquiry == p.summary(q) || rec.Inquiry == words.Shorten(details.Said(q), 300))
}

// addToLead adds a further inquiry to a lead of its contact. quiet says that it asks for nothing.
func (p *planner) addToLead(i int, q *lead.Inquiry, quiet bool) {
	l, rec := &p.rows[i].l, p.rows[i].rec
	at, why := p.received(q), "further inquiry"
	if !quiet && !p.isHistoric(q) {
		p.hearSignal(i, q)
	}
	p.wrote(i, q, at, quiet)
	if at.After(l.LastActivity) {
		p.setTime(i, lead.ColLastActivity, at, why)
	}
	before := lead.ContactOf(l)
	p.fillBlanks(i, q)
	p.contacts.Learn(i, before, lead.ContactOf(l))
	p.keepSaid(i, q)
	p.forwarded(rec, q)
	if q.Problem != "" {
		p.standing(rec, q, p.problem(q), "")
	}
}

// forwarded records what the colleague who forwarded an inquiry wrote above it.
func (p *planner) forwarded(rec *history.Record, q *lead.Inquiry) {
	if q.Note != "" {
		p.event(rec, lead.Event{What: lead.Noted, By: cmp.Or(q.ForwardedBy, q.From), Why: words.Shorten(q.Note, 1000)})
	}
}

// problem says what could not be read of an inquiry, and where to look: which message of which folder, or the file.
func (p *planner) problem(q *lead.Inquiry) string {
	s, place := cmp.Or(q.Problem, p.texts.Attention.MessageUnread), ledger.ShownPlace(q.Where)
	if place != q.Where {
		r := p.intakeRow(q)
		place = p.describe(&r)
	}
	if strings.Contains(s, place) || q.Where == "" {
		return words.Shorten(s, 300)
	}
	if strings.Contains(s, q.Where) {
		return words.Shorten(strings.ReplaceAll(s, q.Where, place), 300)
	}
	return words.Shorten(s+": "+place, 300)
}
