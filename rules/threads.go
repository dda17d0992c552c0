package rules

import (
	"strings"
	"time"

	"leadsheet/lead"
)

// threadIndex finds what has come in by its Message-ID. It holds only the Message-IDs that the inquiries of this pass
// mention.
type threadIndex map[string][]threadMail

// threadMail is a mail that belongs to a lead.
type threadMail struct {
	lead, from, subject string
	received            time.Time
}

// maxAncestors is how many of the messages that a message answers are looked up: the nearest ones, and the first one.
const maxAncestors = 20

// ancestors returns the Message-IDs of the messages that a message answers, the nearest first.
func ancestors(q *lead.Inquiry) []string {
	if q.Channel != lead.ByMail {
		return nil
	}
	var ids []string
	if q.InReplyTo != "" {
		ids = append(ids, q.InReplyTo)
	}
	for i := len(q.References) - 1; i >= 0; i-- {
		if i > 0 && len(ids) >= maxAncestors-1 {
			i = 0
		}
		if id := q.References[i]; id != "" && id != q.InReplyTo {
			ids = append(ids, id)
		}
	}
	return ids
}

// indexThreads prepares the index for the inquiries of this pass.
func (p *planner) indexThreads(items []lead.Inquiry) {
	x := threadIndex{}
	for i := range items {
		for _, id := range append(ancestors(&items[i]), items[i].MessageID) {
			if _, ok := x[id]; !ok && id != "" {
				x[id] = nil
			}
		}
	}
	p.threads, p.aside = x, map[string]time.Time{}
	if len(x) == 0 {
		return
	}
	for i := range p.state.Intake {
		r := &p.state.Intake[i]
		x.add(r)
		if _, ok := x[r.MessageID]; ok && r.Lead == "" && p.team.Has(r.From) {
			p.aside[r.MessageID] = r.Received
		}
	}
}

// add adds a mail, if this pass looks for it and it belongs to a lead.
func (x threadIndex) add(r *lead.IntakeRow) {
	if mails, ok := x[r.MessageID]; ok && r.Lead != "" && r.Outcome != lead.Ignored && r.Outcome != lead.Bounced {
		x[r.MessageID] = append(mails, threadMail{r.Lead, r.From, r.Subject, r.Received})
	}
}

// rowOf returns the row of a lead, -1 when it has none.
func (p *planner) rowOf(id string) int {
	if rec := p.history.Find(id); rec != nil {
		return rec.Row - 1
	}
	return -1
}

// mailsOf returns the mails with that Message-ID whose leads have a row. The Message-ID of a mail that leadsheet has
// sent begins with the lead's ID.
func (p *planner) mailsOf(id string) []threadMail {
	var mails []threadMail
	add := func(m threadMail) {
		if i := p.rowOf(m.lead); i >= 0 && !p.isNoLead(i) {
			m.lead = p.rows[p.originalOf(i)].rec.ID
			mails = append(mails, m)
		}
	}
	for _, m := range p.threads[id] {
		add(m)
	}
	if name, _, ok := strings.Cut(id, "."); ok && strings.HasPrefix(name, "L-") {
		add(threadMail{lead: name})
	}
	return mails
}

// threadOf returns the row of the lead to which a message belongs by what it answers, or -1. Message-IDs can be forged,
// and customers pass on mails to others, so the sender must be one who may speak for the lead; otherwise stranger is
// the row of the lead that was mentioned.
func (p *planner) threadOf(q *lead.Inquiry, c lead.Contact) (row, stranger int) {
	row, stranger = -1, -1
	if q.Kind == lead.Notification {
		return row, stranger // a form's mail is always a new request, whatever its program says it answers
	}
	for _, id := range ancestors(q) {
		for _, m := range p.mailsOf(id) {
			i := p.rowOf(m.lead)
			if p.speaksFor(q, c, i, m) {
				row = p.better(row, i)
			} else if stranger < 0 {
				stranger = i
			}
		}
		if row >= 0 {
			return row, -1
		}
	}
	return -1, stranger
}

// speaksFor reports whether a sender may speak for the lead: its contact, the author of the mail that is answered, a
// colleague of either, or the contact with another address. What a team member forwards without its sender belongs to
// the lead in whose thread it is.
func (p *planner) speaksFor(q *lead.Inquiry, c lead.Contact, row int, m threadMail) bool {
	l := contactOf(&p.rows[row].l)
	if q.ForwardedBy != "" && c.Email == "" && !lead.Unread(m.from) {
		return true // unless it is a program's, for which all its users answer the same message
	}
	if lead.SameContact(c, l, p.policy.Country) == lead.Same {
		return true
	}
	me := keysOf(c)
	for _, other := range []lead.Contact{l, {Email: m.from}} {
		k := keysOf(other)
		if me.email == "" || p.team.Has(k.email) {
			continue
		}
		if me.email == k.email || me.domain != "" && me.domain == k.domain {
			return true
		}
	}
	return len(strings.Fields(c.Name)) > 1 && len(strings.Fields(l.Name)) > 1 && lead.SimilarName(c.Name, l.Name)
}

// cameTwice says why a message with the Message-ID of a known one is no further inquiry, "" when it is one: the same
// mail arrived in two ways, or a colleague forwarded one that had arrived directly. Two different mails may have the
// same Message-ID; none of them is lost.
func (p *planner) cameTwice(row int, q *lead.Inquiry) string {
	l, rec := &p.rows[row].l, p.rows[row].rec
	if (q.Need == "" || q.Need != l.Need) && !p.saidLast(rec, q) {
		return ""
	}
	for _, m := range p.threads[q.MessageID] {
		if m.lead == l.ID && m.from == q.From && m.subject == q.Subject {
			return p.texts.Intake.TwiceMessage
		}
	}
	if ids := ancestors(q); q.Kind == lead.Forwarded && len(ids) > 0 {
		for _, m := range p.threads[ids[0]] {
			if m.lead == l.ID {
				return p.texts.Intake.TwiceForward
			}
		}
	}
	return ""
}
