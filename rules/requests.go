package rules

import (
	"cmp"
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/earlier"
	"leadsheet/rules/matching"
	"leadsheet/rules/policy"
)

// A row is one request. A contact whose leads have all ended and who asks for something gets a row of its own: what has
// ended keeps its status, its value and its times, and the figures that count them.

// fresh reports whether a message of the contact of an ended lead is a new request. It is none as long as the contact
// of a won lead goes on in its thread about the order, nor is a record of the time before the end.
func (p *planner) fresh(row int, q *lead.Inquiry, inThread bool) bool {
	if p.kinds.Open(&p.rows[row].l) {
		return false
	}
	at, end := p.received(q), p.rows[row].rec.End
	if p.isHistoric(q) {
		return !end.At.IsZero() && at.After(end.At)
	}
	ofTheOrder := inThread && end.Kind == policy.KindWon && !end.At.IsZero()
	return !ofTheOrder || !at.Before(end.At.AddDate(0, 0, p.policy.CustomerFor))
}

// past is what a new lead knows of the ended ones of its contact.
type past struct{ id, text, owner string }

// newRequest makes a lead of an inquiry whose contact has a lead that ended, after; -1 for a contact who has none.
func (p *planner) newRequest(q *lead.Inquiry, after int) int {
	archived := earlier.Archived(q, p.state.Memory, p.policy.Country, func(id string) bool { return p.rowOf(id) >= 0 })
	if after < 0 {
		return p.newLead(q, past{id: strings.Join(archived[:min(len(archived), 1)], ""),
			text: earlier.Text(nil, archived, &p.texts.Requests, p.phrases.Month)})
	}
	l := &p.rows[after].l
	past := past{id: l.ID, owner: l.Owner, text: p.earlierLeads(q, after, archived)}
	if q.Email == "" && q.Phone == "" { // a colleague's words in the thread: it is about the same person
		own := *q
		own.Name, own.Company = cmp.Or(q.Name, l.Name), cmp.Or(q.Company, l.Company)
		own.Email, own.Phone = l.Email, l.Phone
		q = &own
	}
	return p.newLead(q, past)
}

// earlierLeads names the ended leads of a contact, of which one is known, the latest first.
func (p *planner) earlierLeads(q *lead.Inquiry, known int, archived []string) string {
	rows := p.contacts.RowsOf(lead.ContactIn(q))
	if !slices.Contains(rows, known) {
		rows = append(rows, known)
	}
	var ended []earlier.Lead
	for _, i := range rows {
		p.handlePending(i) // what people did to it may end it, or put it back
		l := &p.rows[i].l
		if !p.kinds.Open(l) && (i == known || !p.policy.Words.Means(words.Qualities, l.Quality, "duplicate")) {
			ended = append(ended, earlier.Lead{Row: i, ID: l.ID, Status: l.Status, Received: l.Received,
				Ended: p.rows[i].rec.End.At})
		}
	}
	return earlier.Text(ended, archived, &p.texts.Requests, p.phrases.Month)
}

// ofKnownMessage returns the row to whose lead the very same message belongs already, -1 for none: it may have ended
// since.
func (p *planner) ofKnownMessage(q *lead.Inquiry) int {
	ids := []string{q.MessageID}
	if of := matching.Ancestors(q); q.Kind == lead.Forwarded && len(of) > 0 {
		ids = append(ids, of[0])
	}
	for _, id := range ids {
		for _, m := range p.mailsOf(id) {
			if i := p.rowOf(m.Lead); p.cameTwice(i, q) != "" {
				return i
			}
		}
	}
	return -1
}
