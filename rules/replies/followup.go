package replies

import (
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/cadence"
	"leadsheet/rules/history"
	"leadsheet/rules/policy/templates"
)

// mostLate is how many days after its day the mail of a step is sent: a machine that was off for a weekend. Later, a
// person has to look at the lead first.
const mostLate = 3

// readAgain is when it is looked again whether all has been read by then.
const readAgain = 5 * time.Minute

// mostReferences is how many messages of a conversation an answer names.
const mostReferences = 20

// followUp sends the mails of the steps whose day has come.
func (d *decider) followUp() {
	sends := false
	for i := range d.Policy.FollowUp {
		sends = sends || d.Policy.FollowUp[i].Reply != ""
	}
	if !sends {
		return
	}
	if d.Unread { // somebody may have replied
		d.later(d.now.Add(readAgain))
		return
	}
	for i := range d.Leads {
		l := &d.Leads[i]
		rec := d.History.Find(l.ID)
		if rec == nil || rec.Deleted || rec.Follow == nil || !d.isOpen(l) || !l.WaitingSince.IsZero() {
			continue
		}
		if mark, name := d.step(l, rec); name != "" && d.isTime(l) && d.reaches(l) {
			d.sendStep(l, mark, name)
		}
	}
}

// step is the step that stands in the cells of a lead, and the mail that is sent for it; "" where a person is to take
// the step.
func (d *decider) step(l *lead.Lead, rec *history.Record) (mark cadence.Mark, reply string) {
	kind, _ := d.kinds.Of(l.Status)
	row := &cadence.Row{Received: l.Received, Status: l.Status, Quality: l.Quality, Kind: kind, Open: true,
		HasStep: words.Same(l.NextStep, rec.FollowOf().Current.Do),
		HasDate: !l.NextContact.IsZero() && !lead.IsBad(l, lead.ColNextContact) && !l.IsUnknown(lead.ColNextContact)}
	mark, ok := rec.Follow.Mailable(row)
	if !ok {
		return mark, ""
	}
	for i := range d.Policy.FollowUp {
		if step := &d.Policy.FollowUp[i]; mark.Fits(step, row) {
			return mark, step.Reply
		}
	}
	return mark, ""
}

// isTime reports whether the day of a step has come, and we are at work. What was planned for a day before leadsheet
// could send is left to people, and so is what is too late.
func (d *decider) isTime(l *lead.Lead) bool {
	cal := &d.Policy.Calendar
	at := cal.AddWork(l.NextContact, 0)
	zone := d.Policy.Location()
	if noon(at, zone).Before(noon(d.Began, zone)) || cal.Days(at, d.now) > mostLate {
		return false
	}
	if at.Before(d.now) {
		at = cal.AddWork(d.now, 0)
	}
	d.later(at)
	return !at.After(d.now)
}

// sendStep sends the mail of a step, unless the customer has had it, or had it perhaps.
func (d *decider) sendStep(l *lead.Lead, mark cadence.Mark, name string) {
	step, before := string(mark.After)+" "+strconv.Itoa(mark.Day), d.now.Add(InTime)
	for _, c := range d.sent.claims[l.ID] {
		if c.Occasion != lead.FollowUpMail || c.ID == "" {
			continue
		}
		reply, of := cutKey(c.Key)
		switch {
		case c.Again && of == step && d.now.Sub(c.At) < InTime:
			before = lead.Earliest(before, c.At.Add(InTime))
		case of == step:
			return // what has become of it is shown to a person
		case c.Again:
		case words.Same(reply, name):
			d.refuse(lead.FollowUpMail, l, d.say().HadIt.With(name))
			return
		}
	}
	if over, until := d.sent.limit(addressOf(l), d.now); over != free {
		d.later(until)
		return
	}
	reply := d.choose(func(r *templates.Reply) bool { return r.For == templates.ForFollowUp && words.Same(r.Name, name) },
		l.Need, l.Details)
	m := d.write(lead.FollowUpMail, l, reply, name)
	if m == nil {
		return
	}
	m.Key, m.Before = name+"; "+step, before
	d.continues(m, l)
	d.send(m)
}

// cutKey takes the key of a mail apart: the name of the reply, and its step.
func cutKey(key string) (reply, step string) {
	if at := strings.LastIndex(key, "; "); at >= 0 {
		return key[:at], key[at+len("; "):]
	}
	return key, ""
}

// continues makes a mail go on with the conversation of its lead, if the customer has written a mail of their own.
func (d *decider) continues(m *Mail, l *lead.Lead) {
	var ids []string
	for _, rows := range d.Intake {
		for i := range rows {
			r := &rows[i]
			id := bracketed(r.MessageID)
			if r.Lead != l.ID || id == "" || r.Channel != lead.ByMail || r.Outcome == lead.Bounced || r.Outcome == lead.Ignored {
				continue
			}
			ids = append(ids, id)
			if lead.SameAddress(r.From, l.Email) {
				m.InReplyTo, m.Subject = id, reSubject(r.Subject, m.Subject)
			}
		}
	}
	if m.InReplyTo != "" {
		m.References = ids[max(0, len(ids)-mostReferences):]
	}
}
