package reading

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// Messages of leadsheet itself come back: copies lie in watched mailboxes and in folders of sent mails, people answer
// them, and mail servers report that they did not arrive. None of that is a request.

// ownMark is the header field by which leadsheet marks its messages. Anybody can write it.
const ownMark = "x-leadsheet"

// isOwnMessage reports whether leadsheet sent a message: it says so, comes from an address of the team, and nothing
// speaks against that. Nothing of it is read then, nor of its attachments.
func (r *reader) isOwnMessage(msg *message.Message, from string) bool {
	return msg.Header.Get(ownMark) != "" && !r.opts.Overruled && (r.isTeam(from) || r.inTeamCompany(from)) &&
		(r.opts.Unchecked || r.unproven(msg, from) == "")
}

const (
	maxOwnIDs    = 20
	searchedText = 40_000 // bytes in which the Message-ID of a message of ours is looked for
	mostTyped    = 5000   // characters
)

// ownIDs are the Message-IDs of the form of leadsheet's that a message answers or else names, the nearest first. People
// answer by links, too, and mail programs leave out of those what the message answers: then it stands in the text.
func ownIDs(msg *message.Message) []string {
	_, answers, references := msg.Thread()
	ids := []string{answers}
	for _, id := range slices.Backward(references) {
		ids = append(ids, id)
	}
	text := msg.Header.Get("subject") + "\n" + message.JoinLines(letter.LinesOf(msg))
	ids = append(ids, lead.OwnIDs(text[:min(len(text), searchedText)], maxOwnIDs)...)
	var out []string
	for _, id := range ids {
		if lead.IsOwnID(id) && !slices.Contains(out, id) && len(out) < maxOwnIDs {
			out = append(out, id)
		}
	}
	return out
}

// leadMark matches the mark of a lead in the subject of a message of ours.
var leadMark = lazy(`\[(L-\d{1,9})\]`)

// passesOn reports whether a mail of the team brings that of an outsider, or may. The outsider may have been written to
// in answer to a message of ours, whose Message-ID stands in all that follows.
func (r *reader) passesOn(q *Reading) bool {
	return q.OriginalFrom != "" && !r.isTeam(q.OriginalFrom) || q.Unproven != "" && q.Ignore == ""
}

// readToUs reads what a person of the team writes in answer to a message of ours; nil for what a program wrote, for
// what goes to somebody outside as well, and for a customer's mail that is passed on.
func (r *reader) readToUs(q *Reading, msg *message.Message) *lead.ToUs {
	if !r.isTeam(q.From) || q.FromUs || r.opts.Overruled || q.Kind == lead.Bounce || q.Kind == lead.AutoReply ||
		msg.Calendar != "" || len(r.outsiders(msg)) > 0 || r.passesOn(q) {
		return nil
	}
	ids := ownIDs(msg)
	if len(ids) == 0 || r.programReason(q, msg) != "" {
		return nil
	}
	to := &lead.ToUs{IDs: ids, Unproven: q.Unproven}
	if to.Unproven == "" && !r.opts.Unchecked && len(r.opts.Servers) > 0 && !r.proven(msg, q.From) &&
		!r.isSubmitted(msg) && !r.isInternal(msg) {
		to.Unproven = "not proven, says " + strings.Join(r.opts.Servers, ", ")
	}
	if m := leadMark().Full().FindStringSubmatch(q.Subject); m != nil {
		to.Lead = m[1]
	}
	if to.Text = typedIn(msg); to.Text == "" && !quotations.ReplySubject().MatchString(q.Subject) &&
		!quotations.ForwardSubject().MatchString(q.Subject) { // all of it stands in the subject, as links have it
		to.Text = message.Clean(leadMark().ReplaceAllString(lead.WithoutOwnIDs(q.Subject), ""), mostTyped)
	}
	return to
}

// isInternal reports whether the message did not leave an organization on Exchange Online, which checks no sender then.
// It takes that field from what comes from outside.
func (r *reader) isInternal(msg *message.Message) bool {
	as := msg.Header.Get("x-ms-exchange-organization-authas")
	return r.isServer(UnnamedServer) && strings.EqualFold(as, "internal")
}

// typedIn is what the writer of a message typed: without quotations, greeting, signature and references.
func typedIn(msg *message.Message) string {
	name, _ := letter.SplitSender(msg.Header.Get("from"))
	lines, _ := quotations.NewText(quotations.SplitJoined(letter.LinesOf(msg)))
	lines = withoutReferences(lines)
	lines = lines[letter.GreetingLines(lines):]
	text, signature := letter.CutSignature(lines, name)
	if typed := message.Tidy(message.JoinLines(text)); typed != "" {
		return message.Clean(typed, mostTyped)
	}
	return message.Clean(message.Tidy(message.JoinLines(signature)), mostTyped)
}

// withoutReferences are the lines without those that name a message of ours. Mail programs may have wrapped them.
func withoutReferences(lines []message.Line) []message.Line {
	out := make([]message.Line, 0, len(lines))
	for _, l := range lines {
		if len(lead.OwnIDs(l.Text, 1)) == 0 {
			out = append(out, l)
			continue
		}
		if n := len(out) - 1; n >= 0 && strings.HasSuffix(l.Text, ")") && !strings.Contains(l.Text, "(") &&
			strings.HasPrefix(out[n].Text, "(") {
			out = out[:n]
		}
	}
	return out
}
