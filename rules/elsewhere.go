package rules

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/matching"
	"leadsheet/rules/turns"
)

// An answer that went out from another mailbox is not seen. A customer's reply tells of it all the same. It is written
// by somebody else, though, and may quote any mail: a turn ends by it only where that mail was surely sent after the
// message that waits.

const (
	// tooSoon is the time after a message within which programs acknowledge it. Nobody has answered then.
	tooSoon = 2 * time.Minute
	// clockSkew is how far the clocks of two mail servers may differ.
	clockSkew = 5 * time.Minute
)

// answeredElsewhere ends the open turn of a lead if a message shows that the team had answered before it came. It is
// marked as inferred.
func (p *planner) answeredElsewhere(i int, q *lead.Inquiry, at time.Time) {
	turn, waits := p.turnOf(i)
	if !waits || len(q.Ours) == 0 || p.isHistoric(q) || !turn.Since.Before(at) || p.comesToo(i, q, turn.Since) {
		return
	}
	var first evidence
	by := ""
	for n := range q.Ours {
		who, ours := p.writerOf(i, &q.Ours[n])
		if e, ok := p.sentWithin(i, q, n, &turn, at); ours && ok && (by == "" || e.sent.Before(first.sent)) {
			first, by = e, who
		}
	}
	if by != "" {
		p.respond(answered{row: i, until: first.after},
			&lead.Inquiry{Kind: lead.Reply, From: by, Received: first.sent, Where: q.Where})
	}
}

// evidence is when a mail of ours was sent: after one moment, and no later than the other, which counts as its time.
type evidence struct{ after, sent time.Time }

// writerOf is who of the team sent a mail; false for one that somebody else may have sent.
func (p *planner) writerOf(i int, m *lead.OurMail) (string, bool) {
	if m.From != "" {
		return m.From, true
	}
	for n := range p.policy.Team {
		if t := &p.policy.Team[n]; m.Name != "" && words.Same(t.Name, m.Name) && !words.Same(t.Name, p.rows[i].l.Name) {
			return cmp.Or(t.Email, t.Name), true
		}
	}
	_, domain, _ := strings.Cut(m.ID, "@")
	return domain, m.OurID
}

// sentWithin returns when the mail of the team was sent that is the n-th of those that a message tells of; false where
// that may have been before the turn began. Where the message does not say, it was no later than the message.
func (p *planner) sentWithin(i int, q *lead.Inquiry, n int, turn *turns.Turn, at time.Time) (evidence, bool) {
	m := &q.Ours[n]
	if p.seen(m.ID) {
		return evidence{}, false // it has ended what it answers
	}
	sent, within := m.At, m.Within
	if m.Local {
		y, month, d := sent.Date()
		sent = time.Date(y, month, d, sent.Hour(), sent.Minute(), sent.Second(), 0, p.policy.Location())
	}
	if known := p.aside[m.ID]; !known.IsZero() {
		sent, within = known, 0
	}
	last, soon := sent.Add(within), turn.Since.Add(tooSoon)
	vague := within > time.Hour // a day
	switch {
	case sent.IsZero() && n == 0 && (m.ID == "" || m.ID == q.InReplyTo) && p.answersFirst(i, q, turn):
		return evidence{turn.Since, at}, true
	case !sent.IsZero() && (last.Before(turn.Since) || sent.After(at.Add(clockSkew))):
		return evidence{}, false
	case sent.IsZero(), vague && sent.Before(soon):
		answered := p.follows(i, q, m.ID)
		return evidence{answered, at}, !answered.Before(turn.Since)
	case vague:
		return evidence{sent, lead.Earliest(last, at)}, true
	}
	return evidence{sent, lead.Earliest(sent, at)}, !sent.Before(soon)
}

// seen reports whether a mail of that Message-ID has come in and belongs to a lead.
func (p *planner) seen(id string) bool {
	return id != "" && len(p.threads[id]) > 0
}

// comesToo reports whether this pass brings a mail of the team that may be the answer: its time is known.
func (p *planner) comesToo(i int, q *lead.Inquiry, since time.Time) bool {
	return slices.ContainsFunc(p.ours, func(o *lead.Inquiry) bool {
		to := func(a string) bool { return lead.SameAddress(a, p.rows[i].l.Email) }
		named := func(m lead.OurMail) bool { return m.ID != "" && m.ID == o.MessageID }
		if o.Unproven != "" {
			return false
		}
		return slices.ContainsFunc(q.Ours, named) || slices.ContainsFunc(o.AnsweredTo, to) && !p.received(o).Before(since)
	})
}

// follows returns when the last mail of the contact came that a mail of the team follows in the thread of a message;
// zero for none. The Message-IDs of a thread stand in the order in which its mails were sent.
func (p *planner) follows(i int, q *lead.Inquiry, id string) time.Time {
	var last time.Time
	thread := matching.Ancestors(q)
	k := slices.Index(thread, id)
	if id == "" || k < 0 {
		return last
	}
	for _, older := range thread[k+1:] {
		for _, m := range p.threads[older] {
			if m.Lead == p.rows[i].l.ID && !p.team.Has(m.From) {
				last = lead.Latest(last, second(m.Received))
			}
		}
	}
	return last
}

// answersFirst reports whether a message can only answer the first mail of the team to a lead: nobody had answered, and
// the request was not part of that conversation.
func (p *planner) answersFirst(i int, q *lead.Inquiry, turn *turns.Turn) bool {
	id := p.rows[i].l.ID
	known := func(ancestor string) bool {
		return slices.ContainsFunc(p.threads[ancestor], func(m matching.ThreadMail) bool { return m.Lead == id })
	}
	return turn.First && q.Kind == lead.Reply && !slices.ContainsFunc(matching.Ancestors(q), known) &&
		!slices.Contains(p.subjectsOf(id), q.Subject)
}
