package mailin

import (
	"net/mail"
	"regexp"
	"strings"

	"leadsheet/lead"
)

var (
	addressLike = regexp.MustCompile(`[\p{L}\d.!#$%&'*+/=?^_{|}~-]{1,64}@[\p{L}\d-]{1,63}(\.[\p{L}\d-]{1,63})+`)
	autoSubject = regexp.MustCompile(`(?i)^\s*(auto(matic|mated)?[- ]?(reply|response)|out of (the )?office|abwesenheitsnotiz|abwesend|automatische antwort|réponse automatique|respuesta automática|risposta automatica|autosvar|automatisch antwoord|odpowiedź automatyczna|frånvaro|автоответ|resposta automática)\b`)
	daemon      = regexp.MustCompile(`(?i)^(mailer-daemon|postmaster)@`)
	bounceSubj  = regexp.MustCompile(`(?i)(undeliver|delivery (status notification|failure|has failed)|returned mail|mail delivery (failed|subsystem)|failure notice|unzustellbar|non remis|no se puede entregar)`)
)

// splitAddress takes the first name and address out of a header value that may be no valid address at all.
func splitAddress(s string) (name, address string) {
	if len(s) > 4000 {
		s = strings.ToValidUTF8(s[:4000], "")
	}
	if list, err := mail.ParseAddressList(s); err == nil && len(list) > 0 {
		name, address = list[0].Name, strings.ToLower(list[0].Address)
	} else if loc := addressLike.FindStringIndex(s); loc != nil {
		address = strings.ToLower(strings.TrimPrefix(s[loc[0]:loc[1]], "mailto:"))
		name = s[:loc[0]]
	} else {
		name = s
	}
	if a, ok := lead.NormalizeEmail(address); ok {
		address = a
	}
	name = strings.TrimSuffix(strings.TrimRight(strings.TrimSpace(name), "<([ "), "mailto:")
	name = strings.Trim(strings.TrimRight(name, "<([ "), ` "'`)
	if i := strings.Index(strings.ToLower(name), " via "); i > 0 {
		name = name[:i]
	}
	if strings.Contains(name, "@") {
		name = ""
	}
	if before, after, ok := strings.Cut(name, ","); ok && !strings.Contains(after, ",") && len(strings.Fields(after)) == 1 && !company.MatchString(name) {
		name = strings.TrimSpace(after) + " " + strings.TrimSpace(before)
	}
	return oneLine(name, 200), address
}

// ours reports whether an address is the team's or the intake mailbox's own.
func (r *reader) ours(address string) bool {
	for _, s := range r.opts.Self {
		if strings.EqualFold(strings.TrimSpace(s), address) && address != "" {
			return true
		}
	}
	return r.opts.Team.Has(address)
}

// bounceReason says why l is a delivery report, "" when it is none.
func bounceReason(l *letter, from string) string {
	ct := strings.ToLower(l.header.get("content-type"))
	subject := l.header.get("subject")
	switch {
	case l.report || strings.HasPrefix(ct, "multipart/report") && strings.Contains(ct, "delivery-status"):
		return "delivery report"
	case daemon.MatchString(from) && (bounceSubj.MatchString(subject) || strings.HasPrefix(strings.ToLower(from), "mailer-daemon")):
		return "delivery report"
	case strings.TrimSpace(l.header.get("return-path")) == "<>" && bounceSubj.MatchString(subject):
		return "delivery report"
	}
	return ""
}

// autoReason says why l is an automatic reply, "" when it is none.
func autoReason(l *letter) string {
	auto, _, _ := strings.Cut(strings.ToLower(l.header.get("auto-submitted")), ";")
	switch {
	case strings.TrimSpace(auto) == "auto-replied":
		return "automatic reply"
	case autoSubject.MatchString(l.header.get("subject")):
		return "automatic reply, by its subject"
	case l.header.get("x-autoreply") != "" || l.header.get("x-autorespond") != "":
		return "automatic reply"
	}
	return ""
}

// bulkReason says why l is a mailing, "" when it is none.
func bulkReason(l *letter) string {
	for _, name := range []string{"List-Id", "List-Unsubscribe", "Feedback-ID"} {
		if l.header.get(strings.ToLower(name)) != "" {
			return "mailing (" + name + ")"
		}
	}
	switch p := strings.ToLower(l.header.get("precedence")); p {
	case "bulk", "list", "junk":
		return "mailing (Precedence: " + p + ")"
	}
	return ""
}
