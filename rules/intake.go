package rules

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/intake/ledger"
	"leadsheet/lead"
)

// doubleClick is the time within which records of a form with the same content count as one.
const doubleClick = 10 * time.Minute

// takeItems takes in the inquiries: each new key gets exactly one row of Intake.
func (w *planner) takeItems(items []lead.Inquiry) {
	known := make(map[string]bool, len(items))
	for i := range items {
		known[identity(&items[i])] = false
	}
	if len(items) > 0 {
		for i := range w.s.Intake {
			for _, key := range ledger.ParseKey(w.s.Intake[i].Key).Identities() {
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
	var ours []*lead.Inquiry
	for _, q := range order {
		key := identity(q)
		if known[key] {
			continue
		}
		known[key] = key != ""
		if isOurs(q) {
			ours = append(ours, q)
			continue
		}
		r := w.intakeRow(q)
		if outcome, id, reason, ok := w.special(q); ok {
			r.Outcome, r.Lead, r.Reason = outcome, id, reason
		} else if r.Reason = w.ignored(q); r.Reason != "" {
			r.Outcome = lead.Ignored
		} else {
			r.Outcome, r.Lead, r.Reason = w.assign(q)
		}
		w.addIntake(r)
	}
	w.takeOurs(ours)
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
func (w *planner) intakeRow(q *lead.Inquiry) lead.IntakeRow {
	r := lead.IntakeRow{Ref: -1, Received: q.Received, Channel: q.Channel, From: q.From, Subject: q.Subject,
		Where: q.Where, Key: q.Key, MessageID: q.MessageID}
	if r.Received.IsZero() {
		r.Received = w.now
	}
	return r
}

func (w *planner) addIntake(r lead.IntakeRow) {
	w.threads.add(&r)
	w.work.Intake = append(w.work.Intake, r)
}

// ignored says why an inquiry is no lead, "" when it may be one. The reason that the parser gave is more exact than the
// kind, but in English: a workbook in another language gets the text for the kind.
func (w *planner) ignored(q *lead.Inquiry) string {
	kind := w.ofKind(q.Kind)
	if q.Ignore != "" && (kind == "" || w.p.Words.English()) {
		return q.Ignore
	}
	return kind
}

// ofKind says why messages of a kind are no leads, "" for kinds that may be one.
func (w *planner) ofKind(kind lead.MessageKind) string {
	say := &w.say.Intake
	switch kind {
	case lead.BulkMail:
		return say.Newsletter
	case lead.AutoReply:
		return say.AutoReply
	case lead.Bounce:
		return say.DeliveryReport
	case lead.OwnMail:
		return say.TeamMail
	case lead.TestLead:
		return say.TestEntry
	case lead.Calendar:
		return say.Calendar
	case lead.Complaint:
		return say.Complaint
	case lead.ColleagueAnswer, lead.SentMail:
		return say.Colleague
	}
	return ""
}

// assign makes an inquiry a lead or adds it to the lead of its thread or its contact.
func (w *planner) assign(q *lead.Inquiry) (outcome lead.Outcome, id, reason string) {
	c := lead.Contact{Name: q.Name, Email: q.Email, Phone: q.Phone, Company: q.Company}
	row, suspect, why := w.findContact(c)
	// A thread leads back to its lead, unless that is closed and the same contact has an open one.
	joined, stranger := w.threadOf(q, c)
	if joined >= 0 && (row < 0 || w.open(&w.rows[joined].l) || !w.open(&w.rows[row].l)) {
		row = joined
	} else if row < 0 && stranger >= 0 {
		suspect, why = stranger, w.say.Attention.AnswersIt
	}
	inThread := row >= 0 && row == joined
	if known := w.ofKnownMessage(q); row >= 0 && known >= 0 && !w.open(&w.rows[known].l) {
		row = known // the same once more begins nothing
	}
	if q.About != "" && row >= 0 {
		row, suspect, why = w.passedOn(q, row)
	}
	if q.Kind == lead.Unreadable {
		outcome, reason = lead.Damaged, cmp.Or(q.Problem, w.say.Intake.Unreadable)
	}
	if row >= 0 {
		w.take(row) // what people did to it may have ended it
		why = ""
		if outcome == "" {
			if twice := w.twice(row, q); twice != "" {
				return lead.Duplicate, w.rows[row].l.ID, twice
			}
		}
	}
	if row < 0 || !w.quiet(row, q) && w.fresh(row, q, inThread) {
		i := w.newRequest(q, row)
		if why != "" {
			w.take(suspect)
			w.note(w.rows[i].rec, w.say.Attention.MaybeSame.With(w.rows[suspect].l.ID, why))
		}
		w.contacts.add(i, contactOf(&w.rows[i].l))
		return cmp.Or(outcome, lead.NewLead), w.rows[i].l.ID, reason
	}
	another := joined < 0 && !w.quiet(row, q) && w.anotherRequest(row, q)
	w.addToLead(row, q)
	if another {
		w.ask(row, q, w.say.Requests.Another.With(quoted(q.Subject), w.p.Words.Tab(lead.TabIntake)))
	}
	return cmp.Or(outcome, lead.AddedTo), w.rows[row].l.ID, reason
}

// twice says why an inquiry tells nothing new to its lead, "" when it may.
func (w *planner) twice(row int, q *lead.Inquiry) string {
	if w.sentTwice(row, q) {
		return w.say.Intake.TwiceForm
	}
	why := w.cameTwice(row, q)
	if why != "" {
		w.forwarded(w.rows[row].rec, q)
	}
	return why
}

// passedOn finds the lead of a message that a sender outside the team forwards. It is about another person than its
// sender, and so becomes a lead of its own beside that of the sender. Otherwise all customers would be one lead when a
// colleague forwards them who is missing in the tab Team. Only a second copy of the message belongs to the lead that
// the first one made.
func (w *planner) passedOn(q *lead.Inquiry, of int) (row, suspect int, why string) {
	for _, m := range w.mailsOf(q.MessageID) {
		if i := w.rowOf(m.lead); w.cameTwice(i, q) != "" {
			return i, 0, ""
		}
	}
	return -1, of, w.say.Attention.SameSender
}

// sentTwice reports whether a form's record has the same content as the one that the lead's contact has just sent.
func (w *planner) sentTwice(i int, q *lead.Inquiry) bool {
	if !ofForm(q) {
		return false
	}
	l, rec := &w.rows[i].l, w.rows[i].rec
	at := w.received(q)
	near := func(t time.Time) bool { return at.Sub(t).Abs() <= doubleClick }
	_, details, extra := w.answers(q)
	own, _ := cutSaid(l.Details)
	first := near(l.Received) && l.Need == q.Need && own == details && l.Name == q.Name &&
		l.Phone == q.Phone && l.Company == q.Company && hasAnswers(l, extra)
	return (first || near(l.LastActivity) && w.saidLast(rec, q)) && len(w.said(l, q)) == 0
}

func hasAnswers(l *lead.Lead, want []lead.Answer) bool {
	for _, a := range want {
		has := func(b lead.Answer) bool { return same(a.Question, b.Question) && a.Value == b.Value }
		if !slices.ContainsFunc(l.Extra, has) {
			return false
		}
	}
	return true
}

// received is when an inquiry came in. A time from a clock that is fast counts as now, not as the future.
func (w *planner) received(q *lead.Inquiry) time.Time {
	if q.Received.IsZero() || q.Received.After(w.now) {
		return w.now
	}
	return second(q.Received)
}

// isHistoric reports whether an inquiry is history that the team could not have answered in time: a record of an
// export, or an old mail.
func (w *planner) isHistoric(q *lead.Inquiry) bool {
	return (q.Past || q.Kind == lead.ExportRow) && w.now.Sub(w.received(q)) > backfillAfter
}

// summary is the text that an event has of a further inquiry.
func (w *planner) summary(q *lead.Inquiry) string {
	return cmp.Or(w.kept(inquiryText(q)), w.say.Activity.NoText)
}

func inquiryText(q *lead.Inquiry) string {
	if s := cmp.Or(strings.TrimSpace(q.Need), strings.TrimSpace(q.Subject)); s != "" {
		return s
	}
	var s string
	for _, a := range q.Answers {
		s += a.Question + ": " + a.Value + "; "
	}
	return strings.TrimSuffix(s, "; ")
}

// saidLast reports whether the last further inquiry of a lead had the text of this one. Earlier versions kept less of
// it.
func (w *planner) saidLast(rec *record, q *lead.Inquiry) bool {
	return rec.inquiry != "" && (rec.inquiry == w.summary(q) || rec.inquiry == shorten(inquiryText(q), 300))
}

// addToLead adds a further inquiry to a lead of its contact.
func (w *planner) addToLead(i int, q *lead.Inquiry) {
	l, rec := &w.rows[i].l, w.rows[i].rec
	at, why := w.received(q), "further inquiry"
	w.wrote(i, q, at)
	if at.After(l.LastActivity) {
		w.setTime(i, lead.ColLastActivity, at, why)
	}
	before := contactOf(l)
	w.fillBlanks(i, q)
	w.contacts.learn(i, before, contactOf(l))
	w.keepSaid(i, q)
	w.forwarded(rec, q)
	if q.Problem != "" {
		w.standing(rec, q, w.problem(q), "")
	}
}

// forwarded records what the colleague who forwarded an inquiry wrote above it.
func (w *planner) forwarded(rec *record, q *lead.Inquiry) {
	if q.Note != "" {
		w.event(rec, lead.Event{What: lead.Noted, By: cmp.Or(q.ForwardedBy, q.From), Why: shorten(q.Note, 1000)})
	}
}

func (w *planner) problem(q *lead.Inquiry) string {
	s := cmp.Or(q.Problem, w.say.Attention.MessageUnread)
	if q.Where != "" && !strings.Contains(s, q.Where) {
		s += ": " + q.Where
	}
	return shorten(s, 300)
}
