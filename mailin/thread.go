package mailin

import (
	"regexp"
	"strings"

	"leadsheet/lead"
)

var messageID = regexp.MustCompile(`<([^<>\s]{1,500})>`)

func firstID(s string) string {
	if m := messageID.FindStringSubmatch(s); m != nil {
		return clean(m[1], 500)
	}
	return clean(s, 500)
}

// threadOf returns a message's own ID, the one it answers, and all that it answers, the oldest first.
func threadOf(l *letter) (id, inReplyTo string, references []string) {
	id = firstID(l.header.get("message-id"))
	if m := messageID.FindStringSubmatch(l.header.get("in-reply-to")); m != nil {
		inReplyTo = clean(m[1], 500) // some clients write a sentence there
	}
	seen := map[string]bool{}
	for _, m := range messageID.FindAllStringSubmatch(l.header.get("references")+" "+l.header.get("in-reply-to"), 200) {
		if id := clean(m[1], 500); !seen[id] {
			seen[id] = true
			references = append(references, id)
		}
	}
	return id, inReplyTo, references
}

// isReply reports whether an outsider's message answers another. An outsider's forward and a new request that was
// written with the reply button are told apart by what is in them.
func isReply(q *Reading, l *letter) bool {
	if forwardSubject.MatchString(q.Subject) {
		return false
	}
	if replySubject.MatchString(q.Subject) {
		if len(q.References) > 0 {
			return true
		}
		_, quoted := nextLevel(l.lines(), true) // some webmailers drop the references
		return quoted
	}
	return q.InReplyTo != ""
}

// recipients are the addresses in To and Cc, in lower case.
func recipients(l *letter) []string {
	var out []string
	for _, name := range []string{"to", "cc"} {
		for _, v := range l.header[name] {
			if len(v) > 20000 {
				v = v[:20000]
			}
			for _, a := range addressLike.FindAllString(v, 200) {
				if a, ok := lead.NormalizeEmail(a); ok {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// outsiders are the recipients that are not ours: neither the team's, nor where this mailbox gets its mail, nor, for
// a company's own domain, in the sender's.
func (r *reader) outsiders(l *letter) []string {
	_, from := splitAddress(l.header.get("from"))
	_, own, _ := strings.Cut(from, "@")
	if lead.FreeMail(own) {
		own = ""
	}
	here := map[string]bool{}
	for _, name := range []string{"delivered-to", "x-original-to", "envelope-to", "x-envelope-to"} {
		for _, v := range l.header[name] {
			_, a := splitAddress(v)
			here[a] = true
		}
	}
	var out []string
	for _, a := range recipients(l) {
		_, domain, _ := strings.Cut(a, "@")
		if !here[a] && !r.ours(a) && (own == "" || domain != own) {
			out = append(out, a)
		}
	}
	return out
}

// answered recognises the copy of an answer that a colleague sent to a customer: it is no request, but the first
// response to one.
func (r *reader) answered(q *Reading, l *letter, fwd bool) bool {
	if fwd || q.InReplyTo == "" && !replySubject.MatchString(q.Subject) {
		return false
	}
	to := r.outsiders(l)
	if len(to) == 0 {
		return false
	}
	q.Kind, q.AnsweredTo = lead.ColleagueAnswer, to
	q.Ignore = "a colleague's answer to " + to[0]
	if reason := r.byProgram(q, l); reason != "" {
		q.AnsweredTo, q.Ignore = nil, q.Ignore+" that a program sent: "+reason
	}
	return true
}

// own is a mail of our own people that is none of the above. It may have gone to a customer all the same: who answers
// a web form writes a new mail.
func (r *reader) own(q *Reading, l *letter) {
	q.Kind, q.Ignore = lead.OwnMail, "a mail of our own team"
	if r.byProgram(q, l) == "" {
		q.AnsweredTo = r.outsiders(l)
	}
}

var delayed = regexp.MustCompile(`(?i)(delay|still being retried|verzögert|retard[ée]|retrasad|in ritardo|vertraagd|opóźnion|atrasad|задерж|gecik)`)

// returned finds out which mail of ours a delivery report is about. A report that it is late is none that it is lost,
// and one about a mail that somebody else sent under our name is about nothing of ours.
func (r *reader) returned(q *Reading, l *letter) {
	if delayed.MatchString(q.Subject) || len(l.inner) == 0 {
		q.InReplyTo, q.References = "", nil
		return
	}
	mail := l.inner[0]
	if _, from := splitAddress(mail.header.get("from")); !r.ours(from) {
		return
	}
	q.AnsweredTo = r.outsiders(mail)
	if id, _, _ := threadOf(mail); id != "" {
		q.InReplyTo, q.References = id, []string{id}
	}
}

// byProgram says by what a mail of our own shows that no person wrote it, "" when it does not: an acknowledgement, an
// absence note, a newsletter answer nobody. The marks of our own list, through which a copy may come, say nothing.
func (r *reader) byProgram(q *Reading, l *letter) string {
	auto, _, _ := strings.Cut(strings.ToLower(l.header.get("auto-submitted")), ";")
	if auto = strings.TrimSpace(auto); auto != "" && auto != "no" {
		return "Auto-Submitted: " + clean(auto, 40)
	}
	if reason := autoReason(l); reason != "" {
		return reason
	}
	return r.bulkReason(l, q.From)
}
