package reading

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// passedOn is a message that a sender outside the team forwards: a customer forwards an architect's mail, or a
// colleague who is not in Team forwards a customer's. The two cases look alike, so both texts are kept.
type passedOn struct {
	above, below []message.Line
	name, from   string // the writer of the forwarded message
}

// findPassedOn finds such a message. A message of the team in it counts as quoted, as in any answer.
func (r *reader) findPassedOn(q *Reading, msg *message.Message) (passedOn, bool) {
	if replySubject().MatchString(q.Subject) {
		return passedOn{}, false
	}
	fwd := forwardSubject().MatchString(q.Subject) || hasStrangePrefix(q.Subject)
	if fwd && len(msg.Inner) > 0 {
		inner := msg.Inner[0]
		p := passedOn{above: linesOf(msg)}
		p.name, p.from = splitSender(inner.Header.Get("from"))
		for _, name := range []string{"From", "Subject"} {
			if v := message.OneLine(inner.Header.Get(strings.ToLower(name)), 500); v != "" {
				p.below = append(p.below, message.Line{Text: name + ": " + v})
			}
		}
		p.below = append(append(p.below, message.Line{}), linesOf(inner)...)
		return p, !r.isTeam(p.from)
	}
	lines := splitJoined(linesOf(msg))
	f, ok := findForward(lines, fwd)
	if quoted, also := findQuoted(lines); !ok && fwd && also {
		f, ok = quoted, true
	}
	if !ok || !fwd && !f.sure {
		return passedOn{}, false
	}
	p := passedOn{above: f.above, below: lines[len(f.above):]}
	if p.name, p.from = splitSender(f.head["from"]); f.intro {
		p.name = introName(f.head["from"])
	}
	return p, !r.isTeam(p.from)
}

// fillNeed puts both texts into the need, and adds the question who the sender is unless the sender wrote both.
func (p passedOn) fillNeed(q *Reading, display string) {
	d := divide(p.above, display)
	q.left = nil
	q.leaveDivision(d)
	note := message.Tidy(message.JoinLines(d.text))
	q.Need = message.Clean(message.Tidy(note+"\n\n"+message.Tidy(message.JoinLines(p.below))), maxNeed)
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
