package replies

import (
	"strconv"
	"time"

	"leadsheet/lead"
	"leadsheet/rules/policy/templates"
)

// InTime is how long after its arrival a request is acknowledged. Later, it would tell the customer nothing but that
// nobody was there.
const InTime = 30 * time.Minute

// fastClock is how far the clock of a form may be ahead.
const fastClock = 5 * time.Minute

// acknowledge acknowledges the requests of the pass.
func (d *decider) acknowledge() {
	for i := range d.Came {
		c := &d.Came[i]
		l := d.find(c.Lead)
		if l == nil || !isRequest(c.Inquiry) || d.answers(c.Inquiry) || !d.awaits(l, c.Inquiry.Email) {
			continue
		}
		d.acknowledgeOne(l, c.Inquiry)
	}
}

// awaits reports whether the customer of a lead, at the address from which the request came, may be told that it has
// come: nobody has answered it yet.
func (d *decider) awaits(l *lead.Lead, address string) bool {
	return d.isOpen(l) && d.reaches(l) && lead.SameAddress(l.Email, address) && l.FirstResponse.IsZero() &&
		!l.RespondBy.IsZero()
}

// isRequest reports whether an inquiry is a person's first message, and may be answered by a program. A form's mail has
// a program's header: the answer goes to the visitor. Of the records of forms only those count that the form itself has
// just written: files are for people.
func isRequest(q *lead.Inquiry) bool {
	isRecord := q.Kind == lead.ExportRow && q.Live && q.Dated
	switch {
	case q.Kind != lead.Direct && q.Kind != lead.Notification && !isRecord,
		q.Kind == lead.Direct && (q.Automatic || q.OnlyCc || q.InReplyTo != "" || len(q.References) > 0),
		q.Email == "", q.NoAnswer != "", q.Ignore != "", q.Unproven != "", q.About != "", q.ForwardedBy != "",
		q.Pitch != lead.NoPitch, q.Past, q.Listed, q.Overrules != "", q.Again != "", q.Completes != nil:
		return false
	}
	return true
}

// answers reports whether a message answers one that leadsheet has sent to a customer, whatever its sender calls it: so
// a loop begins.
func (d *decider) answers(q *lead.Inquiry) bool {
	if d.sent.ids[bare(q.InReplyTo)] || d.sent.ids[bare(q.MessageID)] {
		return true
	}
	for _, id := range q.References {
		if d.sent.ids[bare(id)] {
			return true
		}
	}
	return false
}

func (d *decider) acknowledgeOne(l *lead.Lead, q *lead.Inquiry) {
	arrived := q.Received
	if q.Kind == lead.ExportRow && arrived.After(d.now.Add(fastClock)) {
		return // its time is one of another zone: it may be hours old
	}
	if arrived.IsZero() || arrived.After(d.now) { // a clock is fast
		arrived = d.now
	}
	if arrived.Before(d.Began) || d.sent.any(lead.Acknowledge, l.ID) {
		return
	}
	if age := d.now.Sub(arrived); age > InTime {
		d.refuse(lead.Acknowledge, l, d.Policy.Words.Texts().Outgoing.TooLate)
		return
	}
	if m := d.acknowledgement(l, arrived, q.Need, q.Subject, said(q)); m != nil {
		answerTo(m, q)
		d.send(m)
	}
}

// acknowledgement is the mail that acknowledges a request; nil where none is sent. texts are what the customer wrote.
func (d *decider) acknowledgement(l *lead.Lead, arrived time.Time, texts ...string) *Mail {
	switch over, _ := d.sent.limit(addressOf(l), d.now); over {
	case ofAddress:
		return nil // it has had its mail
	case free:
	default:
		d.refuse(lead.Acknowledge, l, d.limitText(over))
		return nil
	}
	use := templates.ForAfterHours
	if d.isWorking(arrived) {
		use = templates.ForRequest
	}
	reply := d.choose(func(r *templates.Reply) bool { return r.For == use }, texts...)
	m := d.write(lead.Acknowledge, l, reply, d.Policy.Words.Word(usesOf, string(use)))
	if m != nil {
		m.Before, m.Due = arrived.Add(InTime), l.RespondBy
	}
	return m
}

// said are the answers of a form, as one text.
func said(q *lead.Inquiry) string {
	text := ""
	for _, a := range q.Answers {
		text += a.Question + "\n" + a.Value + "\n"
	}
	return text
}

// isWorking reports whether a moment is in the working hours of the business.
func (d *decider) isWorking(t time.Time) bool { return d.Policy.Calendar.AddWork(t, 0).Equal(t) }

// any reports whether a lead was sent a message of that occasion, or was about to.
func (s *ledger) any(occasion lead.Occasion, id string) bool {
	for _, c := range s.claims[id] {
		if c.ID != "" && c.Occasion == occasion {
			return true
		}
	}
	return false
}

// limitText says which limit keeps a mail from being sent.
func (d *decider) limitText(over limit) string {
	say := d.say()
	switch over {
	case ofDomain:
		return say.DomainFull.With(strconv.Itoa(perDomain))
	case ofHour:
		return say.HourFull.With(strconv.Itoa(perHour))
	}
	return say.DayFull.With(strconv.Itoa(perDay))
}
