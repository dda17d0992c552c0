package rules

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/rules/matching"
)

// indexThreads prepares the index for the inquiries of this pass.
func (p *planner) indexThreads(items []lead.Inquiry) {
	p.threads, p.aside = matching.NewThreads(items, p.state.Intake, p.state.Memory, p.team)
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
func (p *planner) mailsOf(id string) []matching.ThreadMail {
	var mails []matching.ThreadMail
	add := func(m matching.ThreadMail) {
		if i := p.rowOf(m.Lead); i >= 0 && !p.isNoLead(i) {
			m.Lead = p.rows[p.originalOf(i)].rec.ID
			mails = append(mails, m)
		}
	}
	for _, m := range p.threads[id] {
		add(m)
	}
	if name, _, ok := strings.Cut(id, "."); ok && strings.HasPrefix(name, "L-") {
		add(matching.ThreadMail{Lead: name})
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
	for _, id := range matching.Ancestors(q) {
		for _, m := range p.mailsOf(id) {
			i := p.rowOf(m.Lead)
			if matching.SpeaksFor(q, c, lead.ContactOf(&p.rows[i].l), m, p.team, p.policy.Country) {
				row = p.contacts.Better(row, i)
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

// cameTwice says why a message with the Message-ID of a known one is no further inquiry, "" when it is one: the same
// mail arrived in two ways, or a colleague forwarded one that had arrived directly. Two different mails may have the
// same Message-ID; none of them is lost.
func (p *planner) cameTwice(row int, q *lead.Inquiry) string {
	l, rec := &p.rows[row].l, p.rows[row].rec
	if (q.Need == "" || q.Need != l.Need) && !p.saidLast(rec, q) {
		return ""
	}
	for _, m := range p.threads[q.MessageID] {
		if m.Lead == l.ID && m.From == q.From && m.Subject == q.Subject {
			return p.texts.Intake.TwiceMessage
		}
	}
	if ids := matching.Ancestors(q); q.Kind == lead.Forwarded && len(ids) > 0 {
		for _, m := range p.threads[ids[0]] {
			if m.Lead == l.ID {
				return p.texts.Intake.TwiceForward
			}
		}
	}
	return ""
}
