// Package elsewhere finds out when the team answered a customer from a mailbox that is not watched. Such an answer is
// not seen, and the customer's reply tells of it all the same. That is written by somebody else, though, and may quote
// any mail: a turn ends by it only where that mail was surely sent after the message that waits.
//
// Everything here is computed from its arguments.
package elsewhere

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/matching"
	"leadsheet/rules/policy"
	"leadsheet/rules/turns"
)

const (
	// tooSoon is the time after a message within which programs acknowledge it. Nobody has answered then.
	tooSoon = 2 * time.Minute
	// clockSkew is how far the clocks of two mail servers may differ.
	clockSkew = 5 * time.Minute
)

// Known is what is known of the mails to and from customers.
type Known struct {
	Policy  *policy.Policy
	Team    lead.Team
	Threads matching.Threads
	Aside   map[string]time.Time // when a mail of the team came in that belongs to no lead, by Message-ID
	Coming  []*lead.Inquiry      // the mails of the team that this pass brings
	// Own reports whether a mail to a lead with that Message-ID, or sent within that time, may be a message of leadsheet.
	// The time is zero where it is not known.
	Own func(lead, id string, from, to time.Time) bool
	// Subjects are those of all that came in for a lead, Received when an inquiry came in.
	Subjects func(lead string) []string
	Received func(*lead.Inquiry) time.Time
}

// Answer is a mail of ours that was sent after one moment, and no later than the other, which counts as its time.
type Answer struct {
	By          string
	After, Sent time.Time
}

// Find returns the first mail of the team that a message of a lead's customer tells of and that ended the lead's turn;
// false for none. at is when the message came.
func (k *Known) Find(l *lead.Lead, q *lead.Inquiry, turn *turns.Turn, at time.Time) (first Answer, ok bool) {
	if len(q.Ours) == 0 || !turn.Since.Before(at) || k.comesToo(l, q, turn.Since) {
		return first, false
	}
	for n := range q.Ours {
		who, ours := k.writerOf(l, &q.Ours[n])
		if a, found := k.sentWithin(l, q, n, turn, at); ours && found && (!ok || a.Sent.Before(first.Sent)) {
			a.By = who
			first, ok = a, who != ""
		}
	}
	return first, ok
}

// writerOf is who of the team sent a mail; false for one that somebody else may have sent.
func (k *Known) writerOf(l *lead.Lead, m *lead.OurMail) (string, bool) {
	if m.From != "" {
		return m.From, true
	}
	for n := range k.Policy.Team {
		if t := &k.Policy.Team[n]; m.Name != "" && words.Same(t.Name, m.Name) && !words.Same(t.Name, l.Name) {
			return cmp.Or(t.Email, t.Name), true
		}
	}
	_, domain, _ := strings.Cut(m.ID, "@")
	return domain, m.OurID
}

// sentWithin returns when the mail of the team was sent that is the n-th of those that a message tells of; false where
// that may have been before the turn began. Where the message does not say, it was no later than the message.
func (k *Known) sentWithin(l *lead.Lead, q *lead.Inquiry, n int, turn *turns.Turn, at time.Time) (Answer, bool) {
	m := &q.Ours[n]
	if m.ID != "" && len(k.Threads[m.ID]) > 0 {
		return Answer{}, false // it has come in, belongs to a lead, and has ended what it answers
	}
	sent, within := m.At, m.Within
	if m.Local {
		y, month, d := sent.Date()
		sent = time.Date(y, month, d, sent.Hour(), sent.Minute(), sent.Second(), 0, k.Policy.Location())
	}
	if known := k.Aside[m.ID]; !known.IsZero() {
		sent, within = known, 0
	}
	last, soon := sent.Add(within), turn.Since.Add(tooSoon)
	if k.Own(l.ID, m.ID, sent, last) {
		return Answer{}, false
	}
	vague := within > time.Hour // a day
	switch {
	case sent.IsZero() && n == 0 && (m.ID == "" || m.ID == q.InReplyTo) && k.answersFirst(l, q, turn):
		return Answer{After: turn.Since, Sent: at}, true
	case !sent.IsZero() && (last.Before(turn.Since) || sent.After(at.Add(clockSkew))):
		return Answer{}, false
	case sent.IsZero(), vague && sent.Before(soon):
		answered := k.follows(l, q, m.ID)
		return Answer{After: answered, Sent: at}, !answered.Before(turn.Since)
	case vague:
		return Answer{After: sent, Sent: lead.Earliest(last, at)}, true
	}
	return Answer{After: sent, Sent: lead.Earliest(sent, at)}, !sent.Before(soon)
}

// comesToo reports whether this pass brings a mail of the team that may be the answer: its time is known.
func (k *Known) comesToo(l *lead.Lead, q *lead.Inquiry, since time.Time) bool {
	return slices.ContainsFunc(k.Coming, func(o *lead.Inquiry) bool {
		to := func(a string) bool { return lead.SameAddress(a, l.Email) }
		named := func(m lead.OurMail) bool { return m.ID != "" && m.ID == o.MessageID }
		if o.Unproven != "" {
			return false
		}
		return slices.ContainsFunc(q.Ours, named) || slices.ContainsFunc(o.AnsweredTo, to) && !k.Received(o).Before(since)
	})
}

// follows returns when the last mail of the contact came that a mail of the team follows in the thread of a message;
// zero for none. The Message-IDs of a thread stand in the order in which its mails were sent.
func (k *Known) follows(l *lead.Lead, q *lead.Inquiry, id string) time.Time {
	var last time.Time
	thread := matching.Ancestors(q)
	n := slices.Index(thread, id)
	if id == "" || n < 0 {
		return last
	}
	for _, older := range thread[n+1:] {
		for _, m := range k.Threads[older] {
			if m.Lead == l.ID && !k.Team.Has(m.From) {
				last = lead.Latest(last, m.Received.Truncate(time.Second))
			}
		}
	}
	return last
}

// answersFirst reports whether a message can only answer the first mail of the team to a lead: nobody had answered, and
// the request was not part of that conversation.
func (k *Known) answersFirst(l *lead.Lead, q *lead.Inquiry, turn *turns.Turn) bool {
	known := func(ancestor string) bool {
		return slices.ContainsFunc(k.Threads[ancestor], func(m matching.ThreadMail) bool { return m.Lead == l.ID })
	}
	return turn.First && q.Kind == lead.Reply && !slices.ContainsFunc(matching.Ancestors(q), known) &&
		!slices.Contains(k.Subjects(l.ID), q.Subject)
}
