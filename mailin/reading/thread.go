package reading

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
)

// isReply reports whether an outsider's message answers another. An outsider's forward and a new request that was
// written with the reply button are told apart by what is in them.
func isReply(q *Reading, msg *message.Message) bool {
	if forwardSubject().MatchString(q.Subject) {
		return false
	}
	if replySubject().MatchString(q.Subject) {
		if len(q.References) > 0 {
			return true
		}
		_, quoted := nextLevel(linesOf(msg), true) // some webmailers drop the references
		return quoted
	}
	return q.InReplyTo != ""
}

// outsiders are the recipients that are not ours: neither the team's, nor where this mailbox gets its mail, nor, for
// a company's own domain, in the sender's.
func (r *reader) outsiders(msg *message.Message) []string {
	_, from := splitSender(msg.Header.Get("from"))
	_, own, _ := strings.Cut(from, "@")
	if lead.FreeMail(own) {
		own = ""
	}
	here := map[string]bool{}
	for _, name := range []string{"delivered-to", "x-original-to", "envelope-to", "x-envelope-to"} {
		for _, v := range msg.Header[name] {
			_, a := splitSender(v)
			here[a] = true
		}
	}
	var out []string
	for _, a := range msg.Recipients() {
		_, domain, _ := strings.Cut(a, "@")
		if !here[a] && !r.ours(a) && (own == "" || domain != own) {
			out = append(out, a)
		}
	}
	return out
}

// answered recognises the copy of an answer that a colleague sent to a customer: it is no request, but the first
// response to one.
func (r *reader) answered(q *Reading, msg *message.Message, fwd bool) bool {
	if fwd || q.InReplyTo == "" && !replySubject().MatchString(q.Subject) {
		return false
	}
	to := r.outsiders(msg)
	if len(to) == 0 {
		return false
	}
	q.Kind, q.AnsweredTo = lead.ColleagueAnswer, to
	q.Ignore = "a colleague's answer to " + to[0]
	if reason := r.byProgram(q, msg); reason != "" {
		q.AnsweredTo, q.Ignore = nil, q.Ignore+" that a program sent: "+reason
	}
	return true
}

// own is a mail of our own people that is none of the above. It may have gone to a customer all the same: who answers
// a web form writes a new mail.
func (r *reader) own(q *Reading, msg *message.Message) {
	q.Kind, q.Ignore = lead.OwnMail, "a mail of our own team"
	if r.byProgram(q, msg) == "" {
		q.AnsweredTo = r.outsiders(msg)
	}
}

var delayed = pattern(`(?i){{delayed}}`)

// returned finds out which mail of ours a delivery report is about. A report that it is late is none that it is lost,
// and one about a mail that somebody else sent under our name is about nothing of ours.
func (r *reader) returned(q *Reading, msg *message.Message) {
	if delayed().MatchString(q.Subject) || len(msg.Inner) == 0 {
		q.InReplyTo, q.References = "", nil
		return
	}
	mail := msg.Inner[0]
	if _, from := splitSender(mail.Header.Get("from")); !r.ours(from) {
		return
	}
	q.AnsweredTo = r.outsiders(mail)
	if id, _, _ := mail.Thread(); id != "" {
		q.InReplyTo, q.References = id, []string{id}
	}
}

// byProgram says by what a mail of our own shows that no person wrote it, "" when it does not: an acknowledgement, an
// absence note, a newsletter answer nobody. The marks of our own list, through which a copy may come, say nothing.
func (r *reader) byProgram(q *Reading, msg *message.Message) string {
	auto, _, _ := strings.Cut(strings.ToLower(msg.Header.Get("auto-submitted")), ";")
	if auto = strings.TrimSpace(auto); auto != "" && auto != "no" {
		return "Auto-Submitted: " + message.Clean(auto, 40)
	}
	if reason := autoReason(msg); reason != "" {
		return reason
	}
	return r.bulkReason(msg, q.From)
}
