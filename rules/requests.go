package rules

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/policy"
)

// A row is one request. A contact whose leads have all ended and who asks for something gets a row of its own: what has
// ended keeps its status, its value and its times, and the figures that count them.

// ending is how a lead ended, and when, as the history tells it: of a row that came with such a status it is not
// known when.
type ending struct {
	kind policy.StatusKind // "" while it is open
	at   time.Time
}

// foldEnding follows a lead's status into an ending and out of it. From one status to another of the same kind is no
// second ending; a status that is put back brings back what was before.
func (p *planner) foldEnding(rec *record, e *lead.Event) {
	kind := p.endOf(e.To)
	switch {
	case kind == rec.end.kind:
	case e.What == lead.Reverted && kind == rec.endWas.kind:
		rec.end = rec.endWas
	default:
		rec.endWas, rec.end = rec.end, ending{kind: kind}
		if rec.endWas.kind == "" {
			rec.lastOpen = e.From
		}
		if kind != "" && e.From != "" {
			rec.end.at = e.Time
		}
	}
}

// endOf is the kind of a status that ends a lead, "" for another.
func (p *planner) endOf(status string) policy.StatusKind {
	if kind, known := p.kindOf(status); known && !kind.Open() {
		return kind
	}
	return ""
}

// fresh reports whether a message of the contact of an ended lead is a new request. It is none as long as the contact
// of a won lead goes on in its thread about the order, nor is a record of the time before the end.
func (p *planner) fresh(row int, q *lead.Inquiry, inThread bool) bool {
	if p.open(&p.rows[row].l) {
		return false
	}
	at, end := p.received(q), p.rows[row].rec.end
	if p.isHistoric(q) {
		return !end.at.IsZero() && at.After(end.at)
	}
	ofTheOrder := inThread && end.kind == policy.KindWon && !end.at.IsZero()
	return !ofTheOrder || !at.Before(end.at.AddDate(0, 0, p.policy.CustomerFor))
}

// earlier is what a new lead knows of the ended ones of its contact.
type earlier struct{ id, text, owner string }

// shownEarlier is how many ended leads the column Earlier leads names.
const shownEarlier = 5

// newRequest makes a lead of an inquiry whose contact has a lead that ended, after; -1 for a contact who has none.
func (p *planner) newRequest(q *lead.Inquiry, after int) int {
	if after < 0 {
		return p.newLead(q, earlier{})
	}
	l := &p.rows[after].l
	past := earlier{id: l.ID, owner: l.Owner, text: p.earlierLeads(q, after)}
	if q.Email == "" && q.Phone == "" { // a colleague's words in the thread: it is about the same person
		own := *q
		own.Name, own.Company = cmp.Or(q.Name, l.Name), cmp.Or(q.Company, l.Company)
		own.Email, own.Phone = l.Email, l.Phone
		q = &own
	}
	return p.newLead(q, past)
}

// earlierLeads names the ended leads of a contact, of which one is known, the latest first.
func (p *planner) earlierLeads(q *lead.Inquiry, known int) string {
	rows := p.rowsOf(contactIn(q))
	if !slices.Contains(rows, known) {
		rows = append(rows, known)
	}
	rows = slices.DeleteFunc(rows, func(i int) bool {
		p.handlePending(i) // what people did to it may end it, or put it back
		l := &p.rows[i].l
		return p.open(l) || i != known && p.policy.Words.Means(words.Qualities, l.Quality, "duplicate")
	})
	slices.SortFunc(rows, func(a, b int) int {
		x, y := p.rows[a].l.Received, p.rows[b].l.Received
		switch { // of a row that came with its end it is not known when it came: it is named first
		case x.IsZero() && !y.IsZero():
			return -1
		case y.IsZero() && !x.IsZero():
			return 1
		}
		return cmp.Or(y.Compare(x), cmp.Compare(b, a))
	})
	say := &p.texts.Requests
	var parts []string
	for n, i := range rows {
		if n == shownEarlier {
			parts = append(parts, say.MoreEarlier.Count(len(rows)-n))
			break
		}
		l, end := &p.rows[i].l, p.rows[i].rec.end
		status := shorten(l.Status, 60)
		if end.at.IsZero() {
			parts = append(parts, say.EarlierUndated.With(l.ID, status))
		} else {
			parts = append(parts, say.Earlier.With(l.ID, status, p.month(end.at)))
		}
	}
	return strings.Join(parts, ", ")
}

// month is the month of a time in the business zone.
func (p *planner) month(t time.Time) string {
	t = t.In(p.policy.Location())
	say := &p.texts.Dates
	return say.MonthOfYear.With(strings.Fields(say.Months)[t.Month()-1], strconv.Itoa(t.Year()))
}

// ofKnownMessage returns the row to whose lead the very same message belongs already, -1 for none: it may have ended
// since.
func (p *planner) ofKnownMessage(q *lead.Inquiry) int {
	ids := []string{q.MessageID}
	if of := ancestors(q); q.Kind == lead.Forwarded && len(of) > 0 {
		ids = append(ids, of[0])
	}
	for _, id := range ids {
		for _, m := range p.mailsOf(id) {
			if i := p.rowOf(m.lead); p.cameTwice(i, q) != "" {
				return i
			}
		}
	}
	return -1
}
