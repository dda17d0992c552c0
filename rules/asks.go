package rules

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leadsheet/lead"
)

// ask is a question about a message that a row has taken in, which a person has to decide. It stays in Attention,
// whatever the status, until somebody changes the status, the need or the comment of the row, or until our next mail to
// the contact.
type ask struct {
	text  string
	place string    // of the message
	at    time.Time // when the message came
}

// ask asks about a message that is part of a lead now.
func (p *planner) ask(i int, q *lead.Inquiry, text string) {
	rec := p.rows[i].rec
	if slices.ContainsFunc(rec.asks, func(a ask) bool { return a.text == text }) {
		return
	}
	p.eventAt(rec, p.received(q), lead.Event{What: lead.Noted, Column: lead.ColNeed, From: q.Where, By: byUs,
		Why: text})
}

// foldAsk adds an event to the questions of its lead.
func (p *planner) foldAsk(rec *record, e *lead.Event) {
	ofNeed := e.Column == lead.ColNeed
	switch {
	case e.What == lead.Noted && ofNeed && e.By == byUs:
		rec.asks = append(rec.asks, ask{text: e.Why, place: e.From, at: e.Time})
	case len(rec.asks) == 0:
	case e.What == lead.Noted && e.By == byTeam && e.To != "": // its message was made a lead of its own
		rec.asks = slices.DeleteFunc(rec.asks, func(a ask) bool { return a.place == e.To })
	case e.What == lead.Changed && e.By == byTeam && (ofNeed || e.Column == lead.ColComment || e.Column == lead.ColStatus):
		rec.asks = nil
	case (e.What == lead.Answered || e.What == lead.TurnAnswered || e.What == lead.Responded) && e.By != byTeam:
		at := p.answerTime(e)
		rec.asks = slices.DeleteFunc(rec.asks, func(a ask) bool { return !a.at.After(at) })
	}
}

// answerTime is when a mail of ours was sent; events of older books have only the time at which it was found.
func (p *planner) answerTime(e *lead.Event) time.Time {
	if t, ok := ParseTime(e.To, p.policy.Location()); ok {
		return t
	}
	return e.Time
}

// quoted is a text of a customer's in Attention, where a dot in the middle of the line divides remarks.
func quoted(text string) string {
	return strconv.Quote(shorten(strings.ReplaceAll(text, "·", ","), 80))
}

// anotherRequest reports whether a mail that joins an open lead may be about something else: it answers no message that
// is known, and its subject is none of those that came for the lead. Of a lead for which none came it is not known
// what it is about.
func (p *planner) anotherRequest(i int, q *lead.Inquiry) bool {
	letter := q.Kind == lead.Direct || q.Kind == lead.Reply || q.Kind == lead.Forwarded
	topic := topicOf(q.Subject)
	if q.Channel != lead.ByMail || !letter || topic == "" || keysOf(lead.Contact{Email: q.Email}).email == "" ||
		p.isHistoric(q) || !p.open(&p.rows[i].l) {
		return false
	}
	subjects := p.subjectsOf(p.rows[i].l.ID)
	return len(subjects) > 0 && !slices.ContainsFunc(subjects, func(s string) bool { return topicOf(s) == topic })
}

// anotherText asks about such a mail. From an address that several people share it says who wrote.
func (p *planner) anotherText(i int, q *lead.Inquiry) string {
	l, say := &p.rows[i].l, &p.texts.Requests
	subject, column := quoted(q.Subject), p.title(lead.ColDo)
	if q.Name != "" && l.Name != "" && !lead.SimilarName(q.Name, l.Name) {
		return say.AnotherOf.With(shorten(q.Name, 40), subject, column)
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

// maxReplyMark is how many letters the mark of an answer or a forward has, in the languages that mail programs speak:
// Re, AW, Antw, отв. A longer word before a colon is part of the subject.
const maxReplyMark = 4

// topicOf is a subject without such marks, case and spaces.
func topicOf(subject string) string {
	s := strings.ToLower(strings.Join(strings.Fields(subject), " "))
	for {
		mark, rest, found := strings.Cut(s, ":")
		if at := strings.IndexByte(mark, '['); at > 0 { // Re[2]:
			mark = mark[:at]
		}
		mark = strings.TrimSpace(mark)
		notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
		if !found || mark == "" || utf8.RuneCountInString(mark) > maxReplyMark || strings.ContainsFunc(mark, notLetter) {
			return s
		}
		s = strings.TrimSpace(rest)
	}
}
