package mailin

import (
	"strings"

	"leadsheet/lead"
)

// passedOn is a message that somebody outside the team forwards: a customer his architect's, or a colleague whom nobody
// has written into Team a customer's. Which of the two it is cannot be told, so both texts are kept.
type passedOn struct {
	above, below []line
	name, from   string // who wrote the message that is forwarded
}

// passed finds such a message. What is ours in it is a quotation like that of any answer.
func (r *reader) passed(q *Reading, l *letter) (passedOn, bool) {
	if replySubject.MatchString(q.Subject) {
		return passedOn{}, false
	}
	fwd := forwardSubject.MatchString(q.Subject)
	if fwd && len(l.inner) > 0 {
		inner := l.inner[0]
		p := passedOn{above: l.lines()}
		p.name, p.from = splitAddress(inner.header.get("from"))
		for _, name := range []string{"From", "Subject"} {
			if v := oneLine(inner.header.get(strings.ToLower(name)), 500); v != "" {
				p.below = append(p.below, line{text: name + ": " + v})
			}
		}
		p.below = append(append(p.below, line{}), inner.lines()...)
		return p, !r.ours(p.from)
	}
	lines := unglue(l.lines())
	f, ok := findForward(lines, fwd)
	if quoted, also := findQuoted(lines); !ok && fwd && also {
		f, ok = quoted, true
	}
	if !ok || !fwd && !f.sure {
		return passedOn{}, false
	}
	p := passedOn{above: f.above, below: lines[len(f.above):]}
	if p.name, p.from = splitAddress(f.head["from"]); f.intro {
		p.name = introName(f.head["from"])
	}
	return p, !r.ours(p.from)
}

// keep puts both texts into the need, and asks who the sender is. Somebody who passes on a mail of his own is nobody else.
func (p passedOn) keep(q *Reading, display string) {
	text, _ := splitText(p.above, display)
	note := tidy(joinLines(text))
	q.Need = clean(tidy(note+"\n\n"+tidy(joinLines(p.below))), maxNeed)
	if p.from == q.From || lead.SimilarName(p.name, q.Name) {
		return
	}
	if q.About = p.from; q.About == "" {
		q.About = p.name
	}
	if q.About != "" {
		addProblem(q, "Forwarded by "+q.From+": one of yours? Write them into Team")
	}
}
