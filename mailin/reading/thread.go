package reading

import (
	"slices"
	"strings"

	"leadsheet/lead"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

// isReply reports whether an outsider's message answers another one: by its subject and its thread, or by its subject
// and a quoted message, since some webmailers lose the thread. A forward is no answer.
func isReply(q *Reading, msg *message.Message) bool {
	if quotations.ForwardSubject().MatchString(q.Subject) {
		return false
	}
	if quotations.ReplySubject().MatchString(q.Subject) {
		if len(q.References) > 0 {
			return true
		}
		_, quoted := quotations.NextLevel(letter.LinesOf(msg), true) // some webmailers drop the references
		return quoted
	}
	return q.InReplyTo != ""
}

// outsiders returns the recipients outside the team. Addresses through which this mailbox receives its mail do not
// count, nor do those in the sender's own company domain.
func (r *reader) outsiders(msg *message.Message) []string {
	_, from := letter.SplitSender(msg.Header.Get("from"))
	_, own, _ := strings.Cut(from, "@")
	if lead.FreeMail(own) {
		own = ""
	}
	viaMailbox := ownMailbox(msg)
	var out []string
	for _, a := range msg.Recipients() {
		_, domain, _ := strings.Cut(a, "@")
		if !viaMailbox[a] && !r.isTeam(a) && (own == "" || domain != own) {
			out = append(out, a)
		}
	}
	return out
}

// ownMailbox are the addresses by which the mail came into our mailbox, as far as its server says so.
func ownMailbox(msg *message.Message) map[string]bool {
	out := map[string]bool{}
	for _, name := range []string{"delivered-to", "x-original-to", "envelope-to", "x-envelope-to"} {
		for _, v := range msg.Header[name] {
			_, a := letter.SplitSender(v)
			out[a] = true
		}
	}
	return out
}

// onlyCc reports whether a mail went to others, and to us in Cc alone. Where none of its addresses is known to be ours
// it is taken to be for us.
func (r *reader) onlyCc(msg *message.Message) bool {
	mailbox := ownMailbox(msg)
	ours := func(a string) bool { return r.isTeam(a) || mailbox[a] }
	to := msg.AddressesIn("to")
	return len(to) > 0 && !slices.ContainsFunc(to, ours) && slices.ContainsFunc(msg.AddressesIn("cc"), ours)
}

// readAnswer recognises the copy of an answer that a colleague sent to a customer: not a request, but the first
// response to one.
func (r *reader) readAnswer(q *Reading, msg *message.Message, fwd bool) bool {
	if fwd || r.opts.Overruled || q.InReplyTo == "" && !quotations.ReplySubject().MatchString(q.Subject) {
		return false
	}
	to := r.outsiders(msg)
	if len(to) == 0 {
		return false
	}
	q.Kind, q.AnsweredTo, q.Attached = lead.ColleagueAnswer, to, msg.Attachments
	q.Ignore = "a colleague's answer to " + to[0]
	if reason := r.programReason(q, msg); reason != "" {
		q.AnsweredTo, q.Ignore = nil, q.Ignore+" that a program sent: "+reason
	}
	return true
}

// readOwnMail marks any other mail of the team. It may be addressed to a customer: answers to web forms are new mails.
func (r *reader) readOwnMail(q *Reading, msg *message.Message) {
	if r.opts.Overruled {
		r.readColleague(q, msg)
		return
	}
	q.Kind, q.Ignore = lead.OwnMail, "a mail of our own team"
	if r.programReason(q, msg) == "" {
		q.AnsweredTo, q.Attached = r.outsiders(msg), msg.Attachments
	}
}

// readColleague reads a mail of the team of which a person wants a lead: of the customer in what it quotes, else of the
// one to whom it went.
func (r *reader) readColleague(q *Reading, msg *message.Message) {
	if r.findCustomer(q, quotations.SplitJoined(letter.LinesOf(msg)), true) {
		return
	}
	q.Kind, q.ForwardedBy = lead.Forwarded, q.From
	q.Need = message.Clean(message.Tidy(message.JoinLines(letter.LinesOf(msg))), maxNeed)
	if to := r.outsiders(msg); len(to) == 1 {
		q.Email, q.Company = to[0], letter.CompanyOf(nil, "", to[0])
	} else {
		addProblem(q, "Written by "+q.From+", not understood: who asks and for what stands in Need, as it came")
	}
}

var delayed = pattern(`(?i){{delayed}}`)

// readBounce finds out which mail of ours a delivery report is about. A report of a delay or of an arrival is not
// about a lost mail, and a report about a mail that was sent under a forged address of the team is about none. The
// Message-IDs of leadsheet's own messages cannot be guessed, so they count whoever the report says has sent them.
func (r *reader) readBounce(q *Reading, msg *message.Message) {
	mail := &message.Message{Header: msg.Returned}
	if len(msg.Inner) > 0 {
		mail = msg.Inner[0]
	}
	if delayed().MatchString(q.Subject) || !msg.HasFailed() {
		q.InReplyTo, q.References = "", nil
		return
	}
	id, _, _ := mail.Thread()
	if id == "" || mail.Header.Get(ownMark) != "" { // a server may have given our message another one
		if own := ownIDs(msg); len(own) > 0 {
			id = own[0]
		}
	}
	switch _, from := letter.SplitSender(mail.Header.Get("from")); {
	case lead.IsOwnID(id):
		q.InReplyTo, q.References = id, []string{id}
	case len(mail.Header) == 0:
		q.InReplyTo, q.References = "", nil
	case r.isTeam(from):
		q.AnsweredTo = r.outsiders(mail)
		if id != "" {
			q.InReplyTo, q.References = id, []string{id}
		}
	}
}

// programReason returns why a mail of the team was not written by a person, "" when it was. Acknowledgements, absence
// notes and newsletters answer no request. The headers of the team's own list, through which a copy may come, do not
// count.
func (r *reader) programReason(q *Reading, msg *message.Message) string {
	if auto := autoSubmitted(msg); auto != "" && !isInvitation(msg.Header) {
		return "Auto-Submitted: " + message.Clean(auto, 40)
	}
	if v := autoReply(msg); v.reason != "" {
		return v.reason
	}
	if field := r.sentToMany(msg, q.From); field != "" {
		return "mailing (" + field + ")"
	}
	return r.mailing(msg, q.From).reason
}
