package reading

import (
	"strings"

	"leadsheet/lead"
	"leadsheet/lead/language/dfa"
	"leadsheet/mailin/message"
	"leadsheet/mailin/reading/letter"
	"leadsheet/mailin/reading/quotations"
)

var (
	// systemSender matches the addresses from which nothing but mail servers write, hostSender one that a small firm's
	// owner may use, too.
	systemSender = lazy(`(?i)^(mailer-?daemon|mail-?daemon|mdaemon|microsoftexchange[0-9a-f]+|mailsystem|` +
		`mail-?delivery(-?subsystem)?|bounces?)@`)
	hostSender  = lazy(`(?i)^post-?master@`)
	bounceSubj  = pattern(`(?i){{bounce subject}}`)
	bounceStart = pattern(`(?i)^\s*{{bounce subject}}[\p{L}]*\s*([:：(/]|$)`)
	receiptSubj = pattern(`(?i)^\s*{{receipt subject}}\s*[:：]\s*`)
	// systemName matches the display names of mail servers.
	systemName = lazy(`(?i)mail|post|system|daemon|admin|server|delivery|subsystem|团队|系统|邮`)
	// deliveryCode matches the codes of mail servers (550 5.1.1) and the words for them.
	deliveryCode = lazy(`(?i)\b[45]\.\d{1,3}\.\d{1,3}\b|\b[45]\d\d[ -](\d|[a-z])|smtp|diagnostic-code|` +
		`final-recipient|` +
		`remote (server|host)|mailbox (is )?(full|unavailable)|user unknown|no such user|recipient|empfänger|` +
		`destinat[aá]ri[oa]|destinataire|odbiorc|získateľ|příjemce|получател|收件人|退信|退回|宛先|受信者|받는`)
)

// reportKind recognises reports of mail systems: delivery failures, read receipts, spam complaints. Their MIME types
// are the same in all languages. A subject counts only with the sender of a machine and in the form of one: customers
// write of deliveries, too.
func (r *reader) reportKind(msg *message.Message, from string) verdict {
	ct := strings.ToLower(msg.Header.Get("content-type"))
	report := strings.HasPrefix(ct, "multipart/report")
	subject := withoutTags(msg.Header.Get("subject"))
	switch {
	case msg.Complaint || report && strings.Contains(ct, "feedback-report"):
		return verdict{lead.Complaint, "report: feedback-report",
			"complaint: a mail provider reports that one of our mails was called spam"}
	case msg.Receipt || report && strings.Contains(ct, "disposition-notification"):
		return verdict{lead.AutoReply, "report: disposition-notification", "read receipt"}
	case msg.Report || report && strings.Contains(ct, "delivery-status"):
		return verdict{lead.Bounce, "report: delivery-status", "delivery report"}
	case msg.Header.Get("x-failed-recipients") != "" &&
		(systemSender().MatchString(from) || hostSender().MatchString(from) || bounceSubj().MatchString(subject)):
		return verdict{lead.Bounce, "header X-Failed-Recipients", "delivery report"}
	case r.isBounce(msg, from, subject):
		return verdict{lead.Bounce, "subject and sender of a delivery report", "delivery report"}
	case isReceipt(msg, subject):
		return verdict{lead.AutoReply, "subject and text of a read receipt", "read receipt"}
	}
	return verdict{}
}

// isBounce reports whether a message without the parts of a report is one: from a machine's address or with an empty
// return path, with a report's subject, and about a mail of ours.
func (r *reader) isBounce(msg *message.Message, from, subject string) bool {
	if quotations.ReplySubject().MatchString(subject) || !hasEmptyPath(msg) && !systemSender().MatchString(from) &&
		!hostSender().MatchString(from) {
		return false
	}
	if systemSender().MatchString(from) {
		return bounceSubj().MatchString(subject) || strings.HasPrefix(strings.ToLower(from), "mail")
	}
	if !bounceSubj().MatchString(subject) {
		return false
	}
	name, _ := letter.SplitSender(msg.Header.Get("from"))
	if hostSender().MatchString(from) && (name == "" || systemName().MatchString(name)) {
		return true
	}
	return bounceStart().MatchString(subject) || r.ofOurMail(msg, from)
}

// ofOurMail reports whether the text tells of a mail that did not arrive: with the codes or words of mail servers, and
// the address of somebody else.
func (r *reader) ofOurMail(msg *message.Message, from string) bool {
	lines := letter.LinesOf(msg)
	if !anyLine(lines[:min(len(lines), 60)], deliveryCode()) {
		return false
	}
	found := r.addressesIn(msg, lines, "")
	return len(msg.Inner) > 0 || len(found) > 1 || len(found) == 1 && found[0] != from
}

// isReceipt reports whether a mail without the parts of a report says that somebody has read ours: the text repeats the
// subject of our mail under a label, or there is hardly any.
func isReceipt(msg *message.Message, subject string) bool {
	m := receiptSubj().FindString(subject)
	if m == "" {
		return false
	}
	if hasEmptyPath(msg) {
		return true
	}
	ours := strings.TrimSpace(subject[len(m):])
	lines := letter.LinesOf(msg)
	if !quotations.NamesThread(msg) || len(lines) > 40 || ours == "" {
		return false
	}
	words := 0
	for _, l := range lines {
		text := strings.TrimSpace(l.Text)
		if _, value, ok := strings.Cut(text, ":"); ok && strings.EqualFold(strings.TrimSpace(value), ours) {
			return true
		}
		words += len(strings.Fields(text))
	}
	return words <= 2
}

// anyLine reports whether one of the lines matches.
func anyLine(lines []message.Line, re *dfa.Regexp) bool {
	for _, l := range lines {
		if len(l.Text) < 2000 && re.MatchString(l.Text) {
			return true
		}
	}
	return false
}
