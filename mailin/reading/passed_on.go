package reading

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// passedOn is a message that a sender outside the team forwards: a customer forwards an architect's mail, or a
// colleague who is not in Team forwards a customer's. The two cases look alike, so both texts are kept.
type passedOn struct {
	above, below []message.Line
	name, from   string // the writer of the forwarded message
}

// findPassedOn finds such a message. A message of the team in it counts as quoted, as in any answer.
func (r *reader) findPassedOn(q *Reading, msg *message.Message) (passedOn, bool) {
	if quotations.ReplySubject().MatchString(q.Subject) {
		return passedOn{}, false
	}
	fwd := quotations.ForwardSubject().MatchString(q.Subject) || quotations.HasStrangePrefix(q.Subject)
	if fwd && len(msg.Inner) > 0 {
		inner := msg.Inner[0]
		p := passedOn{above: letter.LinesOf(msg)}
		p.name, p.from = letter.SplitSender(inner.Header.Get("from"))
		for _, name := range []string{"From", "Subject"} {
			if v := message.OneLine(inner.Header.Get(strings.ToLower(name)), 500); v != "" {
				p.below = append(p.below, message.Line{Text: name + ": " + v})
			}
		}
		p.below = append(append(p.below, message.Line{}), letter.LinesOf(inner)...)
		return p, !r.isTeam(p.from)
	}
	lines := quotations.SplitJoined(letter.LinesOf(msg))
	f, ok := quotations.FindForward(lines, fwd)
	if quoted, also := quotations.FindQuoted(lines); !ok && fwd && also {
		f, ok = quoted, true
	}
	if !ok || !fwd && !f.Sure {
		return passedOn{}, false
	}
	p := passedOn{above: f.Above, below: lines[len(f.Above):]}
	if p.name, p.from = letter.SplitSender(f.Head["from"]); f.Intro {
		p.name = quotations.IntroName(f.Head["from"])
	}
	return p, !r.isTeam(p.from)
}

// fillNeed puts both texts into the need, and adds the question who the sender is unless the sender wrote both.
func (p passedOn) fillNeed(q *Reading, display string) {
	d := quotations.Divide(p.above, display)
	q.left = nil
	q.leaveDivision(d)
	note := message.Tidy(message.JoinLines(d.Text))
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
