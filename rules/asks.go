package rules

import (
	"slices"

	"leadsheet/lead"
	"leadsheet/lead/words"
	"leadsheet/rules/history"
	"leadsheet/rules/matching"
)

// ask asks about a message that is part of a lead now.
func (p *planner) ask(i int, q *lead.Inquiry, text string) {
	rec := p.rows[i].rec
	if slices.ContainsFunc(rec.Asks, func(a history.Ask) bool { return a.Text == text }) {
		return
	}
	p.eventAt(rec, p.received(q), lead.Event{What: lead.Noted, Column: lead.ColNeed, From: q.Where, By: byUs,
		Why: text})
}

// anotherRequest reports whether a mail that joins an open lead may be about something else: it answers no message that
// is known, and its subject is none of those that came for the lead. Of a lead for which none came it is not known
// what it is about.
func (p *planner) anotherRequest(i int, q *lead.Inquiry) bool {
	letter := q.Kind == lead.Direct || q.Kind == lead.Reply || q.Kind == lead.Forwarded
	topic := matching.TopicOf(q.Subject)
	if q.Channel != lead.ByMail || !letter || topic == "" || lead.ContactIn(q).EmailKey() == "" ||
		p.isHistoric(q) || !p.kinds.Open(&p.rows[i].l) {
		return false
	}
	subjects := p.subjectsOf(p.rows[i].l.ID)
	same := func(s string) bool { return matching.TopicOf(s) == topic }
	return len(subjects) > 0 && !slices.ContainsFunc(subjects, same)
}

// anotherText asks about such a mail. From an address that several people share it says who wrote.
func (p *planner) anotherText(i int, q *lead.Inquiry) string {
	l, say := &p.rows[i].l, &p.texts.Requests
	subject, column := words.Quoted(q.Subject), p.title(lead.ColDo)
	if q.Name != "" && l.Name != "" && !lead.SimilarName(q.Name, l.Name) {
		return say.AnotherOf.With(words.Shorten(q.Name, 40), subject, column)
	}
	return say.Another.With(subject, column)
}

// subjectsOf returns the subjects of all that came in for a lead. They are collected once, when they are first needed:
// most passes need none.
func (p *planner) subjectsOf(id string) []string {
	if p.subjects == nil {
		p.subjects = map[string][]string{}
		for _, rows := range [][]lead.IntakeRow{p.state.Intake, p.work.Intake} {
			for n := range rows {
				p.addSubject(&rows[n])
			}
		}
	}
	return p.subjects[id]
}

func (p *planner) addSubject(r *lead.IntakeRow) {
	if p.subjects != nil && r.Lead != "" {
		p.subjects[r.Lead] = append(p.subjects[r.Lead], r.Subject)
	}
}
